import { CITY_PACK } from '../../cities/pack.ts';
import type { Submission } from '../../shared/ledger/submission.ts';
import type { SummaryFacts } from '../../shared/tables/report-table.ts';
import { summarise, type Summary } from '../../shared/summary/summary.ts';
import { yearToDate, type Period } from '../../shared/time/period.ts';
import { factsOf, tallyOf } from './city.ts';

/**
 * A quarter of the synthetic city without files: all townships have reported but for those named, which did in the
 * quarters before.
 */
export function cityFacts(absent: readonly string[] = [], period: Period = '2016Q2'): SummaryFacts {
  const quarters = yearToDate(period);
  const townships = CITY_PACK.register.due.map(({ code }) => code).filter((code) => !absent.includes(code));
  const facts = factsOf(quarters, period, townships);
  const before = absent.map((code) => [code, tallyOf(code, quarters.slice(0, -1), period)] as const);
  const tallies = new Map([...facts.tallies, ...before]);
  const submissions = townships.map((code, index) =>
    submissionOf(code, period, facts.tallies.get(code)?.['households'] ?? 0, index % 20 === 0),
  );
  return { ...facts, tallies, asOf: '2016-07-10', submissions };
}

export const citySummary = (absent: readonly string[] = []): Summary => summarise(cityFacts(absent));

function submissionOf(division: string, period: Period, rows: number, late: boolean): Submission {
  return {
    submissionId: `${division}~1`,
    division,
    period,
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
    removed: 0,
    partitions: { household: { [division]: rows } },
    kinds: ['household'],
    errors: {},
    warnings: {},
    trials: {},
    repairs: {},
    receiptParts: [],
  };
}
