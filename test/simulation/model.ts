import { CITY_PACK } from '../../cities/pack.ts';
import type { Period } from '../../shared/time/period.ts';
import { keepsVillage } from './deployments.ts';
import { householdNo, personsOf, TOWNSHIPS, villageOf, type Line, type Upload } from './workload.ts';

/** What an upload comes to when all come one after the other. */
export type Expected = {
  rows: number;
  accepted: number;
  created: number;
  updated: number;
  unchanged: number;
  removed: number;
  refused: boolean;
};

/**
 * What stands in the end, by `period/township/household number`: uplifted persons, and the village if the code that
 * judged the row keeps it.
 */
export type Standing = Record<string, readonly [persons: number, village: string | null]>;

type Stored = { readonly line: Line; readonly order: number; readonly village: string | null };

/**
 * The system as one sentence: uploads are read one after the other in the order in which they were accepted; newest row
 * wins; a full replacement clears its townships, unless it would take out more than a fifth, of all or of one, unconfirmed; a locked
 * period takes nothing. Written apart from the code that it judges.
 */
export function model(uploads: readonly (Upload & { readonly locked: boolean; readonly ruleSet: string })[]): {
  outcomes: Expected[];
  standing: Standing;
  counted: Partial<Record<Period, number>>;
} {
  const tables = new Map<string, Map<number, Stored>>();
  const table = (period: Period, township: number): Map<number, Stored> => {
    const key = `${period}/${TOWNSHIPS[township]}`;
    const found = tables.get(key) ?? new Map<number, Stored>();
    tables.set(key, found);
    return found;
  };
  const outcomes = uploads.map((upload, order): Expected => {
    const { period, lines, division } = upload;
    const sound = upload.locked
      ? []
      : lines.filter(
          (line) =>
            line.kind !== 'bad' &&
            !(
              line.kind === 'fallenBack' &&
              period === '2016Q2' &&
              breaksStatus(table('2016Q1', line.township).get(line.household))
            ),
        );
    const before = new Map(TOWNSHIPS.map((_, township) => [township, new Map(table(period, township))]));
    if (
      upload.full &&
      sound.length === lines.length &&
      (upload.full === 'confirmed' || isSmallLoss(division, lines, before))
    )
      for (const [township, code] of TOWNSHIPS.entries())
        if (CITY_PACK.register.covers(division, code)) table(period, township).clear();
    const outcome: Expected = {
      rows: lines.length,
      accepted: sound.length,
      created: 0,
      updated: 0,
      unchanged: 0,
      removed: 0,
      refused: sound.length === 0,
    };
    for (const line of sound) {
      const earlier = before.get(line.township)?.get(line.household);
      const village = keepsVillage(upload.ruleSet) ? villageOf(line) : null;
      // A full replacement has cleared the table, but what it names again was not removed: only what is gone in the end
      // is counted, below.
      if (line.kind === 'deletion') outcome.unchanged += earlier ? 0 : 1;
      else if (!earlier) outcome.created++;
      else if (
        line.kind === earlier.line.kind &&
        personsOf(line) === personsOf(earlier.line) &&
        village === earlier.village
      )
        outcome.unchanged++;
      else outcome.updated++;
      if (line.kind === 'deletion') table(period, line.township).delete(line.household);
      else table(period, line.township).set(line.household, { line, order, village });
    }
    for (const [township, rows] of before)
      for (const household of rows.keys()) if (!table(period, township).has(household)) outcome.removed++;
    return outcome;
  });
  const standing: Standing = {};
  const newest = new Map<string, Stored>();
  for (const [key, rows] of tables)
    for (const [household, stored] of rows) {
      standing[`${key}/${householdNo(household)}`] = [personsOf(stored.line), stored.village];
      const once = `${key.slice(0, 6)}/${household}`;
      const other = newest.get(once);
      if (
        !other ||
        stored.order > other.order ||
        (stored.order === other.order && stored.line.township > other.line.township)
      )
        newest.set(once, stored);
    }
  const counted = { '2016Q1': 0, '2016Q2': 0 } as Partial<Record<Period, number>>;
  for (const [once, { line }] of newest)
    counted[once.slice(0, 6) as Period] = (counted[once.slice(0, 6) as Period] ?? 0) + personsOf(line);
  return { outcomes, standing, counted };
}

/**
 * Whether at most a fifth is lost of the households that stand in a division, and of those of each of its townships. One
 * that the file names in another township has moved there.
 */
function isSmallLoss(
  division: string,
  lines: readonly Line[],
  before: ReadonlyMap<number, ReadonlyMap<number, Stored>>,
): boolean {
  const named = new Set(lines.map(({ household }) => household));
  const townships = [...before]
    .filter(([township]) => CITY_PACK.register.covers(division, TOWNSHIPS[township] ?? ''))
    .map(([, rows]) => [...rows.keys()]);
  const isSmall = (standing: readonly number[]): boolean =>
    standing.filter((household) => !named.has(household)).length * 5 <= standing.length;
  return isSmall(townships.flat()) && townships.every(isSmall);
}

/**
 * 返贫 needs an earlier 脱贫 or 返贫: it is refused where last quarter has the household otherwise, and not judged where it
 * has not.
 */
const breaksStatus = (last: Stored | undefined): boolean => last !== undefined && last.line.kind !== 'fallenBack';
