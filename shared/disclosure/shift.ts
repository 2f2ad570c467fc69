import { Heap } from './heap.ts';
import type { Term, Unknown, Unknowns } from './unknowns.ts';

/** What is looked for: the cheapest way to move one unknown by an amount, on top of what has moved already. */
export type ShiftSearch = {
  readonly of: number;
  readonly direction: 1 | -1;
  readonly amount: number;
  readonly mayHide: boolean;
  readonly shift: ReadonlyMap<number, number>;
};

/** A partly balanced move: which equations are still off, and by how many amounts. */
type State = {
  readonly key: string;
  readonly off: readonly Term[];
  readonly cost: number;
  readonly index: number;
  readonly direction: 1 | -1;
  readonly from: State | null;
};

/** Moves longer or more branched than this are not looked for; hiding one more figure elsewhere is better then. */
const MOST_OFF = 14;
const MOST_STATES = 100_000;

/**
 * Dijkstra's search over moves of the same amount: whoever moves puts its other equations off, and the first of them is balanced next, by
 * each of its unknowns in turn. Where every unknown stands in two equations this is the cheapest cycle of a network; it works for more.
 * @returns by how many amounts each unknown moves, or null when there is no such move
 */
export function cheapestShift(unknowns: Unknowns, search: ShiftSearch): ReadonlyMap<number, number> | null {
  const { list, equations } = unknowns;
  const start = list[search.of];
  if (!start || !canMove(start, search.of, search.direction, search)) return null;
  const first = balance([], start.terms, search.direction);
  const heap = new Heap<State>((a, b) => a.cost - b.cost);
  heap.push({ ...first, cost: 0, index: search.of, direction: search.direction, from: null });
  const done = new Set<string>();
  while (done.size < MOST_STATES) {
    const state = heap.pop();
    if (!state) return null;
    if (done.has(state.key)) continue;
    done.add(state.key);
    const [next] = state.off;
    if (!next) {
      const path = pathOf(state);
      if (fits(list, path, search)) return path;
      // Two passes over one unknown asked too much of it; another way may not.
      done.delete(state.key);
      continue;
    }
    const candidates = (equations[next.of] ?? []).flatMap(({ of, sign }): State[] => {
      const unknown = list[of];
      const direction = next.sign === sign ? -1 : 1;
      if (!unknown || of === search.of || !canMove(unknown, of, direction, search)) return [];
      const cost = state.cost + (unknown.state === 'offered' ? unknown.cost : unknown.terms.length === 1 ? 0 : 1);
      return [{ ...balance(state.off, unknown.terms, direction), cost, index: of, direction, from: state }];
    });
    // An open unknown of this equation alone settles it for nothing.
    const settling = candidates.find(({ index }) => list[index]?.state === 'open' && list[index]?.terms.length === 1);
    for (const candidate of settling ? [settling] : candidates)
      if (candidate.off.length <= MOST_OFF && !done.has(candidate.key)) heap.push(candidate);
  }
  return null;
}

function canMove(unknown: Unknown, index: number, direction: 1 | -1, { amount, mayHide, shift }: ShiftSearch): boolean {
  if (unknown.state === 'fixed' || (unknown.state === 'offered' && !mayHide)) return false;
  return direction === 1 || unknown.value + (shift.get(index) ?? 0) - amount >= unknown.floor;
}

function fits(list: readonly Unknown[], path: ReadonlyMap<number, number>, { amount, shift }: ShiftSearch): boolean {
  for (const [index, times] of path) {
    const unknown = list[index];
    if (!unknown || unknown.value + (shift.get(index) ?? 0) + times * amount < unknown.floor) return false;
  }
  return true;
}

/** The equations that are off after one more move, in a canonical order; one that is off twice stands there twice. */
function balance(off: readonly Term[], terms: readonly Term[], direction: 1 | -1): { off: Term[]; key: string } {
  const after = [...off];
  for (const { of, sign } of terms) {
    const by = sign * direction;
    const opposite = after.findIndex((term) => term.of === of && term.sign !== by);
    if (opposite >= 0) after.splice(opposite, 1);
    else after.push({ of, sign: by > 0 ? 1 : -1 });
  }
  after.sort((a, b) => a.of - b.of);
  return { off: after, key: after.map(({ of, sign }) => `${sign > 0 ? '+' : '-'}${of}`).join('') };
}

function pathOf(end: State): Map<number, number> {
  const path = new Map<number, number>();
  for (let state: State | null = end; state; state = state.from) path.set(state.index, (path.get(state.index) ?? 0) + state.direction);
  return path;
}
