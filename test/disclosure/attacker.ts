import { LinearProgramme } from './linear-programme.ts';

/**
 * A reader who wants to know what is hidden, written without any code of the suppression. They have every public
 * edition of a quarter, know how divisions and measures add up, that counts are whole numbers, that zeros are printed,
 * and, worse than any real reader, which figures did not change from one revision to the next. They reason by exact
 * elimination and by narrowing intervals until nothing moves any more; `linearInterval` takes all at once.
 */
export type Edition = {
  /** Every figure of the edition: a number where it is printed, null where it is hidden. */
  readonly printed: ReadonlyMap<string, number | null>;
  /** Of the year, the first 0. */
  readonly quarter?: number;
};

export type Structure = {
  /** Groups of divisions: a whole and its parts. A whole may be there twice, for two views. */
  readonly divisions: readonly { readonly code: string; readonly parts: readonly string[] }[];
  readonly sums: readonly { readonly whole: string; readonly parts: readonly string[] }[];
  readonly bounds: readonly { readonly less: string; readonly more: string }[];
  /** What never falls through the year, and what each quarter adds to it at most. */
  readonly growth?: { readonly measure: string; readonly gains: readonly string[] };
};

export type Interval = { low: number; high: number };

/** Sparse integer row: the coefficients of unknowns add to `right`. */
type Row = { readonly terms: Map<number, number>; right: number };

export class Attacker {
  readonly #structure: Structure;
  readonly #unknown = new Map<string, number>();
  readonly #intervals: Interval[] = [];
  readonly #rows: Row[] = [];
  readonly #measures: readonly string[];
  readonly #byUnknown = new Map<number, readonly Row[]>();
  /** Unknowns that have nothing to do with each other are looked at apart. */
  readonly #programmes = new Map<number, LinearProgramme>();
  readonly #valueOf: (edition: number, name: string) => number;

  /**
   * @param unchanged whether a figure has the same value in two editions (numbers of the editions, from 0)
   * @param valueOf the true value, asked only whether a bound between quarters holds where a correction may have broken it
   */
  constructor(
    structure: Structure,
    editions: readonly Edition[],
    unchanged: (name: string, a: number, b: number) => boolean,
    valueOf: (edition: number, name: string) => number = () => 0,
  ) {
    this.#structure = structure;
    this.#valueOf = valueOf;
    this.#measures = [
      ...new Set(editions.flatMap(({ printed }) => [...printed.keys()].map((name) => name.split('@')[0] ?? ''))),
    ];
    for (const [number, edition] of editions.entries()) this.#read(number, edition);
    for (const [b, { printed }] of editions.entries())
      for (const name of printed.keys())
        for (let a = 0; a < b; a++)
          if (editions[a]?.printed.has(name) && unchanged(name, a, b))
            this.#rows.push({
              terms: new Map([
                [this.#index(a, name), 1],
                [this.#index(b, name), -1],
              ]),
              right: 0,
            });
    for (const [b, late] of editions.entries())
      for (const [a, early] of editions.entries())
        if ((early.quarter ?? 0) < (late.quarter ?? 0)) this.#readQuarters([a, early], [b, late], editions);
    this.#narrow(this.#rows);
    this.#narrow([...this.#rows, ...this.#eliminated()]);
  }

  /** What is known of a figure of an edition. */
  interval(edition: number, name: string): Interval {
    return this.#intervals[this.#index(edition, name)] ?? { low: 0, high: Infinity };
  }

  /** What is known of a figure of an edition when all that is published is laid side by side at once. */
  linearInterval(edition: number, name: string): Interval {
    const index = this.#index(edition, name);
    const known = this.#intervals[index] ?? { low: 0, high: Infinity };
    if (known.low === known.high) return known;
    const { low, high } = this.#programmeOf(index).range(index);
    // Counts are whole: a half above 3 is a 4.
    return { low: Math.ceil(known.low + low - 1e-6), high: Math.floor(known.low + high + 1e-6) };
  }

  /** The equations that have to do with an unknown, of what each unknown is above the least it can be. */
  #programmeOf(index: number): LinearProgramme {
    const found = this.#programmes.get(index);
    if (found) return found;
    const rows = new Set<Row>();
    const reached = new Set([index]);
    for (const one of reached)
      for (const row of this.#rowsOf(one)) {
        rows.add(row);
        for (const other of row.terms.keys()) if (!this.#isKnown(other)) reached.add(other);
      }
    const programme = new LinearProgramme(
      [...rows].map(({ terms, right }) => {
        const least = [...terms].reduce((sum, [one, by]) => sum + by * (this.#intervals[one]?.low ?? 0), 0);
        return { terms: new Map([...terms].filter(([one]) => !this.#isKnown(one))), right: right - least };
      }),
    );
    for (const one of reached) this.#programmes.set(one, programme);
    return programme;
  }

  #isKnown(index: number): boolean {
    const { low, high } = this.#intervals[index] ?? { low: 0, high: Infinity };
    return low === high;
  }

  #rowsOf(index: number): readonly Row[] {
    if (this.#byUnknown.size === 0)
      for (const row of this.#rows)
        for (const one of row.terms.keys()) this.#byUnknown.set(one, [...(this.#byUnknown.get(one) ?? []), row]);
    return this.#byUnknown.get(index) ?? [];
  }

  #index(edition: number, name: string): number {
    const key = `${edition}:${name}`;
    let index = this.#unknown.get(key);
    if (index === undefined) {
      index = this.#intervals.push({ low: 0, high: Infinity }) - 1;
      this.#unknown.set(key, index);
    }
    return index;
  }

  #read(edition: number, { printed }: Edition): void {
    for (const [name, value] of printed) {
      const interval = this.#intervals[this.#index(edition, name)];
      if (interval) Object.assign(interval, value === null ? { low: 1 } : { low: value, high: value });
    }
    const { divisions, sums, bounds } = this.#structure;
    const add = (parts: readonly string[], whole: string, slack?: string): void => {
      const terms = new Map<number, number>();
      for (const part of parts) terms.set(this.#index(edition, part), 1);
      if (slack !== undefined) terms.set(this.#index(edition, slack), 1);
      terms.set(this.#index(edition, whole), -1);
      this.#rows.push({ terms, right: 0 });
    };
    for (const { code, parts } of divisions) {
      for (const measure of this.#measures)
        if (parts.length > 0)
          add(
            parts.map((part) => `${measure}@${part}`),
            `${measure}@${code}`,
          );
      for (const sum of sums)
        add(
          sum.parts.map((part) => `${part}@${code}`),
          `${sum.whole}@${code}`,
        );
      for (const { less, more } of bounds)
        add([`${less}@${code}`], `${more}@${code}`, `${more} beyond ${less}@${code}`);
    }
  }

  /** What two editions of different quarters say together. `holds` are bounds that a reader may take for granted. */
  #readQuarters(
    [a, early]: readonly [number, Edition],
    [b, late]: readonly [number, Edition],
    editions: readonly Edition[],
  ): void {
    const { growth, divisions } = this.#structure;
    if (!growth) return;
    const between = Array.from({ length: (late.quarter ?? 0) - (early.quarter ?? 0) }, (_, index) => {
      const quarter = (early.quarter ?? 0) + index + 1;
      const edition = quarter === late.quarter ? b : editions.findLastIndex((one) => one.quarter === quarter);
      return { edition, gain: growth.gains[quarter] ?? '' };
    });
    for (const { code } of divisions) {
      const name = `${growth.measure}@${code}`;
      const [less, more] = [this.#index(a, name), this.#index(b, name)];
      const [was, is] = [this.#valueOf(a, name), this.#valueOf(b, name)];
      const bound = (what: string, terms: readonly (readonly [number, number])[]): void => {
        const gap = this.#index(b, `${what} since edition ${a}@${code}`);
        this.#rows.push({ terms: new Map([...terms, [gap, 1]]), right: 0 });
      };
      if (was <= is)
        bound('rise', [
          [less, 1],
          [more, -1],
        ]);
      const gained = between.reduce((sum, { edition, gain }) => sum + this.#valueOf(edition, `${gain}@${code}`), 0);
      if (between.some(({ edition }) => edition < 0) || is > was + gained) continue;
      const gains = between.map(({ edition, gain }) => [this.#index(edition, `${gain}@${code}`), -1] as const);
      bound('not gained', [[more, 1], [less, -1], ...gains]);
    }
  }

  /** Bounds of every unknown of a row from those of the others, over and over. */
  #narrow(rows: readonly Row[]): void {
    for (let moved = true, round = 0; moved && round < 200; round++) {
      moved = false;
      for (const { terms, right } of rows) {
        for (const [index, coefficient] of terms) {
          let least = right;
          let most = right;
          for (const [other, by] of terms) {
            if (other === index) continue;
            const { low, high } = this.#intervals[other] ?? { low: 0, high: Infinity };
            least -= by > 0 ? by * high : by * low;
            most -= by > 0 ? by * low : by * high;
          }
          const [from, to] =
            coefficient > 0 ? [least / coefficient, most / coefficient] : [most / coefficient, least / coefficient];
          const interval = this.#intervals[index];
          if (!interval) continue;
          const low = Math.max(interval.low, Math.ceil(from));
          const high = Math.min(interval.high, Math.floor(to));
          if (low > interval.low || high < interval.high) {
            moved = true;
            Object.assign(interval, { low, high });
          }
        }
      }
    }
  }

  /**
   * The equations of what is still unknown in reduced echelon form, in exact integers; a row that would grow beyond
   * them is left out.
   */
  #eliminated(): Row[] {
    const rows = this.#rows
      .map(({ terms, right }) => {
        const row: Row = { terms: new Map(), right };
        for (const [index, by] of terms) {
          const { low, high } = this.#intervals[index] ?? { low: 0, high: Infinity };
          if (low === high) row.right -= by * low;
          else row.terms.set(index, by);
        }
        return row;
      })
      .filter(({ terms }) => terms.size > 0);
    const reduced: Row[] = [];
    while (rows.length > 0) {
      rows.sort((a, b) => b.terms.size - a.terms.size);
      const pivotRow = rows.pop();
      const pivot = pivotRow?.terms.keys().next().value;
      if (!pivotRow || pivot === undefined) continue;
      for (const others of [rows, reduced]) {
        for (let at = others.length - 1; at >= 0; at--) {
          const other = others[at];
          if (!other?.terms.has(pivot)) continue;
          const combined = combine(other, pivotRow, pivot);
          if (combined === null || combined.terms.size === 0) others.splice(at, 1);
          else others[at] = combined;
        }
      }
      reduced.push(pivotRow);
    }
    return reduced;
  }
}

function combine(row: Row, pivotRow: Row, pivot: number): Row | null {
  const a = pivotRow.terms.get(pivot) ?? 0;
  const b = row.terms.get(pivot) ?? 0;
  const terms = new Map<number, number>();
  for (const [index, by] of row.terms) terms.set(index, by * a);
  for (const [index, by] of pivotRow.terms) {
    const sum = (terms.get(index) ?? 0) - by * b;
    if (sum === 0) terms.delete(index);
    else terms.set(index, sum);
  }
  const right = row.right * a - pivotRow.right * b;
  let divisor = Math.abs(right);
  for (const by of terms.values()) divisor = gcd(divisor, Math.abs(by));
  if (divisor === 0) return { terms, right };
  for (const [index, by] of terms) {
    if (!Number.isSafeInteger(by)) return null;
    terms.set(index, by / divisor);
  }
  return { terms, right: right / divisor };
}

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
