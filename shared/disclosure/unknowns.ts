/**
 * What a reader of everything published would write down: unknown figures and the equations between them.
 * A figure is known by its name and its value: the same name with the same value in two revisions is one unknown,
 * because a reader may well know that a township did not change. With another value it is another unknown, of which
 * nothing is assumed.
 */
export type Unknown = {
  readonly name: string;
  readonly value: number;
  /** The least value that a reader would believe. Zeros are published, so what is hidden is at least 1. */
  floor: number;
  /**
   * fixed: the reader knows it; open: the reader does not; offered: published unless it must be hidden, which costs
   * `cost`.
   */
  state: 'fixed' | 'open' | 'offered';
  readonly cost: number;
  /** The equations that it stands in, with its sign there. */
  readonly terms: Term[];
};
export type Term = { readonly of: number; readonly sign: 1 | -1 };

/** Signed unknowns that add to nothing: parts minus their total. */
export type Equation = readonly Term[];

export type UnknownSpec = Omit<Unknown, 'terms'>;

/** Grows by whole revisions; unknowns and equations that are there already are not added again. */
export class Unknowns {
  readonly list: Unknown[] = [];
  readonly equations: Equation[] = [];
  readonly #byIdentity = new Map<string, number>();
  readonly #latest = new Map<string, Equation>();

  find(name: string, value: number): number | undefined {
    return this.#byIdentity.get(`${name}=${value}`);
  }

  /**
   * Adds an unknown, or meets it again: what is known from one revision is known, what is hidden in one and known in
   * none stays hidden.
   */
  add(spec: UnknownSpec): number {
    const identity = `${spec.name}=${spec.value}`;
    const found = this.#byIdentity.get(identity);
    const met = found === undefined ? undefined : this.list[found];
    if (met === undefined || found === undefined) {
      const index = this.list.push({ ...spec, terms: [] }) - 1;
      this.#byIdentity.set(identity, index);
      return index;
    }
    met.floor = Math.max(met.floor, spec.floor);
    if (spec.state === 'fixed' || met.state === 'fixed') met.state = 'fixed';
    else if (spec.state === 'open' || met.state === 'open') met.state = 'open';
    return found;
  }

  /**
   * Adds what holds between figures. Of a relation that an earlier revision has too only the difference is added, which
   * says as much and names only what changed: unknowns that did not change keep standing in few equations.
   * @param name the relation's, the same in every revision
   * @throws RangeError when the terms do not add to zero: the relation was declared of figures that it does not hold
   * for
   */
  relate(name: string, terms: Equation): void {
    const sum = terms.reduce((total, { of, sign }) => total + sign * (this.list[of]?.value ?? 0), 0);
    if (sum !== 0)
      throw new RangeError(`figures do not add up: ${terms.map(({ of }) => this.list[of]?.name).join(', ')}`);
    const before = this.#latest.get(name) ?? [];
    this.#latest.set(name, terms);
    const gone = before
      .filter((term) => !holds(terms, term))
      .map(({ of, sign }): Term => ({ of, sign: sign > 0 ? -1 : 1 }));
    const difference = [...terms.filter((term) => !holds(before, term)), ...gone];
    if (difference.length === 0) return;
    const equation = this.equations.push(difference) - 1;
    for (const { of, sign } of difference) this.list[of]?.terms.push({ of: equation, sign });
  }
}

const holds = (terms: Equation, { of, sign }: Term): boolean =>
  terms.some((term) => term.of === of && term.sign === sign);
