import { cheapestShift, type Effort } from './cheapest-shift.ts';
import type { Unknowns } from './unknowns.ts';

/** A figure that may not be recovered, and by how much a reader must be left in doubt. */
export type Sensitive = { readonly of: number; readonly range: number };

/** How far every unknown moves; a whole number for each, zero where it is not named. */
export type Shift = ReadonlyMap<number, number>;

/**
 * The proof that a figure is protected: two complete sets of figures, each whole numbers at or above their floors, that
 * are published alike and differ in the figure by at least its range. A reader cannot rule out either, by whatever
 * arithmetic.
 */
export type Proof = { readonly sensitive: Sensitive; readonly lower: Shift; readonly upper: Shift };

export type Protection =
  | { readonly possible: true; readonly hidden: readonly number[]; readonly proofs: readonly Proof[] }
  | { readonly possible: false; readonly sensitive: Sensitive };

/**
 * Hides further figures (complementary suppression) until every sensitive one has its proof. Hiding only ever adds
 * doubt, so a figure that is protected stays so while the next ones are dealt with. Offered unknowns that it hides
 * become open.
 */
export function protect(unknowns: Unknowns, sensitive: readonly Sensitive[], effort: Effort): Protection {
  const hidden: number[] = [];
  const work: Work = { unknowns, effort, hidden };
  const proofs: Proof[] = [];
  for (const each of sensitive) {
    const lower = push(work, { of: each.of, direction: -1, most: each.range, mayHide: false });
    const rest = each.range - Math.abs(lower.get(each.of) ?? 0);
    let upper = push(work, { of: each.of, direction: 1, most: rest, mayHide: false });
    // From nothing again, so that the whole way up is one choice of what to hide.
    if ((upper.get(each.of) ?? 0) < rest) upper = push(work, { of: each.of, direction: 1, most: rest, mayHide: true });
    if ((upper.get(each.of) ?? 0) < rest) return { possible: false, sensitive: each };
    const proof = { sensitive: each, lower, upper };
    check(unknowns, proof);
    proofs.push(proof);
  }
  return { possible: true, hidden, proofs };
}

type Work = { readonly unknowns: Unknowns; readonly effort: Effort; readonly hidden: number[] };

/** The unknown to move, which way, how far at most, and whether offered unknowns may be hidden for it. */
type Push = { readonly of: number; readonly direction: 1 | -1; readonly most: number; readonly mayHide: boolean };

/**
 * Moves one unknown as far as asked, or as far as it goes, and others with it so that every equation holds. Large steps
 * first: they hide less.
 */
function push({ unknowns, effort, hidden }: Work, { of, direction, most, mayHide }: Push): Map<number, number> {
  const shift = new Map<number, number>();
  let rest = most;
  for (let step = most; step > 0 && rest > 0;) {
    const amount = Math.min(step, rest);
    const path = cheapestShift(unknowns, { of, direction, amount, mayHide, shift, effort });
    if (path === null) {
      step = Math.floor(amount / 2);
      continue;
    }
    for (const [index, times] of path) {
      shift.set(index, (shift.get(index) ?? 0) + times * amount);
      const unknown = unknowns.list[index];
      if (unknown?.state !== 'offered') continue;
      unknown.state = 'open';
      hidden.push(index);
    }
    rest -= amount;
  }
  return shift;
}

/** A proof that does not hold would publish a person; the search is therefore not trusted. */
class ProofError extends Error {
  override name = 'ProofError';
}

function check(unknowns: Unknowns, { sensitive, lower, upper }: Proof): void {
  for (const shift of [lower, upper]) {
    const touched = new Set<number>();
    for (const [index, by] of shift) {
      const unknown = unknowns.list[index];
      if (!unknown || unknown.state !== 'open' || unknown.value + by < unknown.floor || !Number.isInteger(by))
        throw new ProofError(`${unknown?.name} cannot move by ${by}`);
      for (const { of } of unknown.terms) touched.add(of);
    }
    for (const equation of touched) {
      const sum = (unknowns.equations[equation] ?? []).reduce(
        (total, { of, sign }) => total + sign * (shift.get(of) ?? 0),
        0,
      );
      if (sum !== 0) throw new ProofError(`an equation of ${unknowns.list[sensitive.of]?.name} is off by ${sum}`);
    }
  }
  if ((upper.get(sensitive.of) ?? 0) - (lower.get(sensitive.of) ?? 0) < sensitive.range)
    throw new ProofError(`${unknowns.list[sensitive.of]?.name} is not protected by its range`);
}
