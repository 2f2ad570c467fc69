import type { SummaryFacts } from '../tables/report-table.ts';
import type { Reading } from './reading.ts';

/** What one more of a named integer of a tally adds to a cell. */
export type Weight = { readonly township: string; readonly name: string; readonly weight: number };

/**
 * The integers of the tallies that each cell is made of. A counted cell is a sum of them, so that one more of an
 * integer moves it by its weight. Names and townships are tried together and halved until what moves a cell is found;
 * only integers that are not 0 are tried, so that no township begins or ceases to be on file. Where a cell is no such
 * sum, what its weights come to is not the figure, and the explanation fails.
 */
export function weightsOf(read: Reading, facts: SummaryFacts): readonly (readonly Weight[])[] {
  const base = read(facts);
  const weights = base.map((): Weight[] => []);
  const all = [...facts.tallies.keys()];
  const names = [...new Set([...facts.tallies.values()].flatMap((tally) => Object.keys(tally)))].sort();
  const moves = (some: readonly string[], townships: readonly string[]): readonly number[] =>
    less(read({ ...facts, tallies: withOneMore(facts.tallies, some, townships) }), base);

  const inTownships = (name: string, townships: readonly string[], moved: readonly number[]): void => {
    const count = townships.length;
    const half = Math.ceil(count / 2);
    const first = count > 1 ? moves([name], townships.slice(0, half)) : moved;
    const rest = moved.map((move, index) => {
      // They are the same in each, so they are not tried one by one.
      const weight = move / count;
      if (move === 0 || !Number.isInteger(weight) || first[index] !== weight * Math.min(half, count)) return move;
      for (const township of townships) weights[index]?.push({ township, name, weight });
      return 0;
    });
    if (rest.every((move) => move === 0)) return;
    const left = rest.map((move, index) => (move === 0 ? 0 : (first[index] ?? 0)));
    inTownships(name, townships.slice(0, half), left);
    inTownships(name, townships.slice(half), less(rest, left));
  };
  const inNames = (some: readonly string[], moved: readonly number[]): void => {
    if (moved.every((move) => move === 0)) return;
    const [name = ''] = some;
    if (some.length === 1) {
      const having = all.filter((code) => (facts.tallies.get(code)?.[name] ?? 0) !== 0);
      inTownships(name, having, moved);
      return;
    }
    const half = Math.ceil(some.length / 2);
    const first = moves(some.slice(0, half), all);
    inNames(some.slice(0, half), first);
    inNames(some.slice(half), less(moved, first));
  };
  if (names.length > 0) inNames(names, moves(names, all));
  return weights;
}

const less = (values: readonly number[], taken: readonly number[]): number[] =>
  values.map((value, index) => value - (taken[index] ?? 0));

function withOneMore(
  tallies: SummaryFacts['tallies'],
  names: readonly string[],
  townships: readonly string[],
): SummaryFacts['tallies'] {
  const more = new Map(tallies);
  for (const township of townships) {
    const tally: Record<string, number> = { ...tallies.get(township) };
    for (const name of names) if (tally[name]) tally[name] += 1;
    more.set(township, tally);
  }
  return more;
}
