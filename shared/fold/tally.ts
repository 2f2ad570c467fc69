/**
 * A mergeable value: named integer sums over households. For disjoint sets of households
 * fold(a + b) = merge(fold(a), fold(b)), so that townships, counties, zones and the city come from one function.
 */
export type Tally = Readonly<Record<string, number>>;

/** Adds named integers up. @throws RangeError when a sum leaves the exact integers; a figure is never approximate */
export class Counter {
  readonly #sums = new Map<string, number>();

  add(name: string, value: number): void {
    if (value !== 0) this.#sums.set(name, exact((this.#sums.get(name) ?? 0) + value));
  }

  /** One of the sums as it stands. */
  sumOf(name: string): number {
    return this.#sums.get(name) ?? 0;
  }

  /**
   * The sums that are not 0, in the order of their names, so that equal sums are equal bytes in whatever order they
   * were added.
   */
  tally(): Tally {
    return Object.fromEntries([...this.#sums].filter(([, sum]) => sum !== 0).sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}

/** @throws RangeError when a sum leaves the exact integers */
export function mergeTallies(tallies: Iterable<Tally>): Tally {
  const counter = new Counter();
  for (const tally of tallies) for (const name of Object.keys(tally)) counter.add(name, tally[name] ?? 0);
  return counter.tally();
}

/** Groups townships' tallies by any division of theirs and merges each group. */
export function rollUp<K extends string>(
  tallies: ReadonlyMap<string, Tally>,
  groupOf: (township: string) => K | null,
): ReadonlyMap<K, Tally> {
  const groups = new Map<K, Tally[]>();
  for (const [township, tally] of tallies) {
    const group = groupOf(township);
    if (group === null) continue;
    const members = groups.get(group);
    if (members) members.push(tally);
    else groups.set(group, [tally]);
  }
  return new Map([...groups].map(([group, members]) => [group, mergeTallies(members)]));
}

export const measure = (tally: Tally | undefined, name: string): number => tally?.[name] ?? 0;

/** The measures below a prefix, under the rest of their names. */
export function below(tally: Tally | undefined, prefix: string): Tally {
  return Object.fromEntries(
    Object.entries(tally ?? {})
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length), value]),
  );
}

function exact(value: number): number {
  if (!Number.isSafeInteger(value)) throw new RangeError(`a sum of ${value} is not an exact integer`);
  return value;
}
