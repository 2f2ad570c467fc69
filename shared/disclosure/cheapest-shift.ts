import { Heap } from './priority-queue.ts';
import type { Term, Unknown, Unknowns } from './unknowns.ts';

/** The task of a search: the cheapest way to move one unknown by an amount, on top of what has moved already. */
export type ShiftSearch = {
  readonly of: number;
  readonly direction: 1 | -1;
  readonly amount: number;
  readonly mayHide: boolean;
  readonly shift: ReadonlyMap<number, number>;
  readonly effort: Effort;
};

/**
 * A partly balanced move: which equations are still off, each as twice its number, plus one where it is too much, in
 * ascending order. One that is off twice stands there twice.
 */
type Off = readonly number[];
type State = {
  readonly key: string;
  readonly off: Off;
  readonly cost: number;
  readonly index: number;
  readonly direction: 1 | -1;
  readonly from: State | null;
};

type Move = { readonly unknown: Unknown; readonly index: number; readonly direction: 1 | -1 };

/**
 * The budget: states of one search, and states of all searches. When it is used up, no move is found and more stays
 * unpublished.
 */
export class Effort {
  readonly ofOneSearch: number;
  #left: number;

  constructor(ofOneSearch: number) {
    this.ofOneSearch = ofOneSearch;
    this.#left = SEARCHES * ofOneSearch;
  }

  /** Takes one state; false when none is left. */
  spend(): boolean {
    return this.#left-- > 0;
  }
}

/** As many searches may look at all that one may; most look at a few states. */
const SEARCHES = 40;

/** Moves that branch more than this are not looked for: hiding one more figure elsewhere is better then. */
const MOST_OFF = 14;

/**
 * Dijkstra's search over moves of the same amount: whoever moves puts its other equations off, and the first of them is
 * balanced next, by each of its unknowns in turn. Where every unknown stands in two equations this is the cheapest
 * cycle of a network; it works for more.
 * @returns by how many amounts each unknown moves, or null when there is no such move
 */
export function cheapestShift(unknowns: Unknowns, search: ShiftSearch): ReadonlyMap<number, number> | null {
  const { list, equations } = unknowns;
  const start = list[search.of];
  if (!start || !canMove(start, search.of, search.direction, search)) return null;
  const heap = new Heap<State>((a, b) => a.cost - b.cost);
  const off = balance([], start.terms, search.direction);
  heap.push({ key: keyOf(off), off, cost: 0, index: search.of, direction: search.direction, from: null });
  const done = new Set<string>();
  while (done.size < search.effort.ofOneSearch && search.effort.spend()) {
    const state = heap.pop();
    if (!state) return null;
    if (done.has(state.key)) continue;
    done.add(state.key);
    const [next] = state.off;
    if (next === undefined) {
      const path = pathOf(state);
      if (fits(list, path, search)) return path;
      // Two passes over one unknown asked too much of it; another way may not.
      done.delete(state.key);
      continue;
    }
    const movable = (equations[next >> 1] ?? []).flatMap(({ of, sign }): Move[] => {
      const unknown = list[of];
      const direction = (next & 1) === (sign > 0 ? 1 : 0) ? -1 : 1;
      return unknown && of !== search.of && canMove(unknown, of, direction, search)
        ? [{ unknown, index: of, direction }]
        : [];
    });
    // An open unknown of this equation alone settles it for nothing.
    const settling = movable.find(({ unknown }) => unknown.state === 'open' && unknown.terms.length === 1);
    for (const { unknown, index, direction } of settling ? [settling] : movable) {
      const after = balance(state.off, unknown.terms, direction);
      if (after.length > MOST_OFF) continue;
      const key = keyOf(after);
      if (done.has(key)) continue;
      const cost = state.cost + (unknown.state === 'offered' ? unknown.cost : unknown.terms.length === 1 ? 0 : 1);
      heap.push({ key, off: after, cost, index, direction, from: state });
    }
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

/** The equations that are off after one more move. */
function balance(off: Off, terms: readonly Term[], direction: 1 | -1): Off {
  const after = [...off];
  for (const { of, sign } of terms) {
    const code = 2 * of + (sign === direction ? 1 : 0);
    const opposite = after.indexOf(code ^ 1);
    if (opposite >= 0) {
      after.splice(opposite, 1);
      continue;
    }
    let at = after.length;
    while (at > 0 && (after[at - 1] ?? 0) > code) at--;
    after.splice(at, 0, code);
  }
  return after;
}

const keyOf = (off: Off): string => String.fromCodePoint(...off);

function pathOf(end: State): Map<number, number> {
  const path = new Map<number, number>();
  for (let state: State | null = end; state; state = state.from)
    path.set(state.index, (path.get(state.index) ?? 0) + state.direction);
  return path;
}
