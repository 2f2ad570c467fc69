import type { Figures } from './figures.ts';
import { protect, type Proof } from './protect.ts';
import type { Relations } from './relations.ts';
import { addView, relateQuarters, smallCounts } from './equations.ts';
import { Effort } from './cheapest-shift.ts';
import type { SmallBelow } from './treatments.ts';
import { Unknowns } from './unknowns.ts';

/**
 * What an edition of the same year published: readers keep it, so it is a given for all that come after it. `quarter`
 * is that of the year, the first 0.
 */
export type Published = {
  readonly figures: Figures;
  readonly hidden: ReadonlySet<string>;
  readonly quarter?: number;
  /** Limits of single figures that differed from `smallBelow`. */
  readonly stricter?: ReadonlyMap<string, number>;
};

/** Some seconds at most for the whole city. */
const EFFORT = 50_000;

export type SuppressionRequest = {
  readonly figures: Figures;
  /** The quarter of the year that they are of, the first 0. */
  readonly quarter?: number;
  /** The public editions of the year that are there already, of whatever quarter; of one quarter the oldest first. */
  readonly history: readonly Published[];
  readonly relations: Relations;
  readonly smallBelow: SmallBelow;
  /** Limits of single figures that differ from `smallBelow`. */
  readonly stricter?: ReadonlyMap<string, number>;
  /** States that one search may look at; fewer for a test of many cities. */
  readonly effort?: number;
  /** False hides small counts alone, which is not enough; only a test that wants to see it fail does so. */
  readonly complementary?: boolean;
};

export type Suppression =
  | {
      readonly possible: true;
      readonly hidden: ReadonlySet<string>;
      /** Those hidden because they are small; the others are hidden to protect them. */
      readonly small: ReadonlySet<string>;
      readonly proofs: readonly Proof[];
      readonly unknowns: Unknowns;
    }
  | { readonly possible: false; readonly figure: string };

/**
 * Chooses the figures of a revision that are hidden. Primary: counts from 1 up to below the limit. Complementary: as
 * many more as it takes until each small count, of this revision and of the earlier ones, is proven to be anybody's
 * guess over a range as wide as the limit. Figures of the city itself are never hidden: where that would be needed, or
 * where one is itself small, there is no suppression.
 */
export function suppress(request: SuppressionRequest): Suppression {
  const { figures, quarter = 0, history, relations, smallBelow, stricter = new Map<string, number>() } = request;
  const smallOf = ({
    figures: of,
    stricter: own,
  }: Pick<Published, 'figures' | 'stricter'>): ReadonlyMap<string, number> =>
    smallCounts(of, relations, smallBelow, own ?? new Map<string, number>());
  const small = smallOf({ figures, stricter });
  const city = new Set(relations.divisions.filter(({ level }) => level === 'city').map(({ code }) => code));
  for (const name of small.keys())
    if (city.has(name.slice(name.lastIndexOf('@') + 1))) return { possible: false, figure: name };

  const unknowns = new Unknowns();
  const preferred = history.findLast((past) => (past.quarter ?? 0) === quarter)?.hidden ?? new Set<string>();
  const views = history.map((past) => ({
    quarter: past.quarter ?? 0,
    known: addView(unknowns, { ...past, published: true, preferred }, relations),
  }));
  const known = addView(unknowns, { figures, hidden: new Set(small.keys()), published: false, preferred }, relations);
  relateQuarters(unknowns, [...views, { quarter, known }], relations);

  const sensitive = new Map<number, number>();
  for (const one of [...history, { figures, stricter }]) {
    for (const [name, range] of smallOf(one)) {
      const index = unknowns.find(name, one.figures.get(name) ?? 0);
      // A count that an earlier revision published, under a laxer limit, is no secret any more.
      if (index !== undefined && unknowns.list[index]?.state === 'open') sensitive.set(index, range);
    }
  }
  const wanted = [...sensitive].map(([of, range]) => ({ of, range }));
  const protection =
    request.complementary === false
      ? { possible: true as const, proofs: [] }
      : protect(unknowns, wanted, new Effort(request.effort ?? EFFORT));
  if (!protection.possible) return { possible: false, figure: unknowns.list[protection.sensitive.of]?.name ?? '' };

  const hidden = new Set(small.keys());
  for (const [name, value] of figures) {
    const index = unknowns.find(name, value);
    if (index !== undefined && unknowns.list[index]?.state === 'open') hidden.add(name);
  }
  return { possible: true, hidden, small: new Set(small.keys()), proofs: protection.proofs, unknowns };
}
