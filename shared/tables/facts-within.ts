import type { City } from '../city/city.ts';
import type { Register } from '../city/register.ts';
import type { Submission } from '../ledger/submission.ts';
import type { SummaryFacts } from './report-table.ts';

/** A project or money, by where it is. */
type OfficeRow = { readonly unit_code: string | null; readonly town_code: string | null };

/** Whether a row of an office is a city's. What names the province alone is no city's. */
export function isRowWithin(
  { unit_code: unit, town_code: township }: OfficeRow,
  city: City,
  province: Register,
): boolean {
  const place = unit ?? township;
  return place !== null && province.covers(city.register.root, place);
}

/**
 * The part of a province's facts that lies in one of its cities: the same tallies and rows. The cities therefore add up
 * to the province, except for what the province's own office reports.
 */
export function factsWithin(facts: SummaryFacts, city: City): SummaryFacts {
  const { root } = city.register;
  const isIn = (code: string | null): boolean => code !== null && facts.register.covers(root, code);
  const entries = <T>(map: ReadonlyMap<string, T>): ReadonlyMap<string, T> =>
    new Map([...map].filter(([code]) => isIn(code)));
  const own = <T extends OfficeRow>(rows: readonly T[]): T[] =>
    rows.filter((row) => isRowWithin(row, city, facts.register));
  return {
    ...facts,
    ...city,
    tallies: entries(facts.tallies),
    targets: entries(facts.targets),
    lastYearTargets: entries(facts.lastYearTargets),
    projects: own(facts.projects),
    finance: own(facts.finance),
    submissions: facts.submissions.flatMap((submission) => submissionWithin(submission, city.register, facts.register)),
    ...(facts.published && { published: entries(facts.published) }),
    ...(facts.notCounted && { notCounted: entries(facts.notCounted) }),
    nilReturns: entries(facts.nilReturns),
  };
}

/**
 * A file of the city counts whole. Of a file from the level above, the city gets the townships that the file reports;
 * errors and other counts stay with the province, because the ledger keeps them by file.
 */
function submissionWithin(submission: Submission, city: Register, province: Register): Submission[] {
  if (province.covers(city.root, submission.division)) return [submission];
  const partitions = Object.entries(submission.partitions['household'] ?? {}).filter(([township]) =>
    province.covers(city.root, township),
  );
  if (partitions.length === 0) return [];
  return [
    {
      ...submission,
      partitions: { household: Object.fromEntries(partitions) },
      rows: 0,
      rejected: 0,
      errors: {},
      warnings: {},
      repairs: {},
    },
  ];
}
