/**
 * A mergeable value: named integer sums over households. For disjoint sets of households
 * fold(a + b) = merge(fold(a), fold(b)), so that townships, counties, zones and the city come from one function.
 */
export type Tally = Readonly<Record<string, number>>;

/** @throws RangeError when a sum leaves the exact integers; a figure is never approximate */
export function mergeTallies(tallies: Iterable<Tally>): Tally {
  const sum: Record<string, number> = {};
  for (const tally of tallies) for (const [measure, value] of Object.entries(tally)) sum[measure] = exact((sum[measure] ?? 0) + value);
  return sum;
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

function exact(value: number): number {
  if (!Number.isSafeInteger(value)) throw new RangeError(`a sum of ${value} is beyond the exact integers`);
  return value;
}
