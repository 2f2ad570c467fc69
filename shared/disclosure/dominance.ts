import { gainedSince, type Parts } from '../fold/amounts.ts';
import { mergeTallies, type Tally } from '../fold/tally.ts';
import { grantedToEach, lentToEach } from '../tables/r12-finance.ts';
import type { SummaryFacts } from '../tables/report-table.ts';
import type { Contributors, LineTreatment, Treatments } from '../tables/treatment.ts';
import { periodDays, yearToDate, type Period } from '../time/period.ts';

/** What amounts of money are made of: the sums over households, and the rows of 金融表. */
export type MoneyFacts = {
  readonly period: Period;
  readonly tallies?: ReadonlyMap<string, Tally>;
  readonly finance?: SummaryFacts['finance'];
};

/**
 * The p-percent rule: the second largest contributor, who takes its own part from the amount, must not come to know the
 * largest part to within so many percent of it. What the others have keeps it from that.
 */
export const isDominated = ({ total, largest, second }: Parts, percent: number): boolean =>
  total > 0 && 100n * (BigInt(total) - BigInt(largest) - BigInt(second)) < BigInt(percent) * BigInt(largest);

/** @param amounts of all that have a part, each once; in fen */
export function partsAmong(amounts: readonly number[]): Parts {
  const [largest = 0, second = 0] = amounts.toSorted((a, b) => b - a);
  return { total: amounts.reduce((sum, amount) => sum + amount, 0), largest, second };
}

/**
 * Parts in what came since a quarter of the year. An earlier quarter's edition has the amount before it, so that a
 * reader who takes the one from the other knows what came since.
 */
type PartsSince = (facts: MoneyFacts, since: Period) => Parts;

const ofFinance =
  (amountsOf: typeof lentToEach): PartsSince =>
  ({ finance = [] }, since) =>
    partsAmong(amountsOf({ finance: finance.filter(({ issued_on: day }) => day >= periodDays(since).first) }));

const PARTS_OF: Readonly<Record<Contributors, PartsSince>> = {
  'households uplifted': ({ tallies = new Map<string, Tally>() }, since) =>
    gainedSince(mergeTallies(tallies.values()), since),
  'enterprises lent to': ofFinance(lentToEach),
  'households granted': ofFinance(grantedToEach),
};

/** The lines of the public tables whose figures would tell what one of the contributors has, by their ids. */
export function dominatedLines(treatments: Treatments, facts: MoneyFacts, percent: number): ReadonlySet<string> {
  const lines = Object.values(treatments).flatMap((treatment) => Object.entries(treatment.lines ?? {}));
  const isTelling = (of: LineTreatment): boolean =>
    typeof of === 'object' &&
    'partsOf' in of &&
    yearToDate(facts.period).some((since) => isDominated(PARTS_OF[of.partsOf](facts, since), percent));
  const dominated = new Set(lines.flatMap(([line, of]) => (isTelling(of) ? [line] : [])));
  const follows = (of: LineTreatment): boolean =>
    typeof of === 'object' && 'from' in of && dominated.has(of.from ?? '');
  return new Set([...dominated, ...lines.flatMap(([line, of]) => (follows(of) ? [line] : []))]);
}
