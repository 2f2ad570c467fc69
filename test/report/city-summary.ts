import { foldHouseholds } from '../../shared/aggregate/fold.ts';
import { REGISTER } from '../../shared/divisions/register.ts';
import type { Submission } from '../../shared/records/submission.ts';
import type { SummaryFacts } from '../../shared/report/model.ts';
import { summarise, type Summary } from '../../shared/report/summary.ts';
import { yearToDate, type Period } from '../../shared/time/period.ts';
import { factsOf, historiesOf } from './city.ts';

const PERIOD: Period = '2016Q2';

/** The synthetic city's first half of 2016 without files: all townships have reported but for those named, which did last quarter. */
export function cityFacts(absent: readonly string[] = []): SummaryFacts {
  const townships = REGISTER.due.map(({ code }) => code).filter((code) => !absent.includes(code));
  const facts = factsOf(yearToDate(PERIOD), PERIOD, townships);
  const tallies = new Map([
    ...facts.tallies,
    ...absent.map((code) => [code, foldHouseholds(historiesOf(code, ['2016Q1']).values(), PERIOD)] as const),
  ]);
  const submissions = townships.map((code, index) => submissionOf(code, facts.tallies.get(code)?.['households'] ?? 0, index % 20 === 0));
  return { ...facts, tallies, asOf: '2016-07-10', submissions };
}

export const citySummary = (absent: readonly string[] = []): Summary => summarise(cityFacts(absent));

function submissionOf(division: string, rows: number, late: boolean): Submission {
  return {
    submissionId: `${division}~1`,
    division,
    period: PERIOD,
    key: '',
    versionId: division,
    acceptedAt: '2016-07-10T01:00:00.000Z',
    sha256: '',
    bytes: 1,
    ruleSet: '1',
    codeVersion: '1',
    status: 'accepted',
    replacement: false,
    late,
    rows,
    accepted: rows,
    rejected: 0,
    created: rows,
    updated: 0,
    unchanged: 0,
    partitions: { household: { [division]: rows } },
    errors: {},
    warnings: {},
    trials: {},
    repairs: {},
    receiptParts: [],
  };
}
