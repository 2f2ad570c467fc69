import type { StoredHousehold } from '../../shared/aggregate/fold.ts';
import { householdsOf } from '../../cli/generate/households.ts';
import { REGISTER } from '../../shared/divisions/register.ts';
import type { Submission } from '../../shared/records/submission.ts';
import type { ReportTable } from '../../shared/report/model.ts';
import { summarise, type Summary } from '../../shared/report/summary.ts';
import { yearToDate, type Period } from '../../shared/time/period.ts';
import { factsOf } from './city.ts';

const PERIOD: Period = '2016Q2';

/** The generated households of a township in one quarter, as the table keeps them. */
export const storedHouseholds = (township: string, period: Period): { household_no: string; record: StoredHousehold }[] =>
  householdsOf(township, period).map((row) => ({
    household_no: row.household_no,
    record: {
      ...row,
      unit_code: REGISTER.township(township)?.unit ?? null,
      town_code: township,
      village_code: null,
    } as unknown as StoredHousehold,
  }));

/** The summary of the synthetic city's first half of 2016, without files: all townships have reported but for those named. */
export function citySummary(absent: readonly string[] = []): Summary {
  const townships = REGISTER.due.map(({ code }) => code).filter((code) => !absent.includes(code));
  const facts = factsOf(yearToDate(PERIOD), PERIOD, townships);
  const submissions = townships.map((code, index) => submissionOf(code, facts.tallies.get(code)?.['households'] ?? 0, index % 20 === 0));
  return summarise({ ...facts, asOf: '2016-07-10', submissions });
}

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

/** Tables as later catalogues have them, with figures of their own: what the page shows when they are there. */
export const INCOME_AND_MOVEMENT: Readonly<Record<'R06' | 'R17', ReportTable>> = {
  R06: {
    id: 'R06',
    zh: '收入分组表',
    en: 'Income bands',
    unit: { zh: '户、人', en: 'households, persons' },
    columns: [
      { key: 'code', zh: '代码', en: 'code', kind: 'text' },
      { key: 'unit', zh: '填报单位', en: 'unit', kind: 'text' },
      { key: 'band', zh: '人均纯收入（近四季）', en: 'net income per head, last four quarters', kind: 'text' },
      { key: 'persons', zh: '人数', en: 'persons', kind: 'count' },
      { key: 'share', zh: '占人数', en: 'share of persons', kind: 'percent' },
    ],
    rows: [
      ['0元及以下', '0 or less', 812, 3],
      ['0—2000元', '0 to 2000', 40_120, 162],
      ['2000—2952元', '2000 to 2952', 71_004, 286],
      ['2952—3372元', '2952 to 3372', 52_310, 211],
      ['3372—5000元', '3372 to 5000', 60_205, 243],
      ['5000元及以上', '5000 or more', 23_657, 95],
      ['合计', 'total', 248_108, 1000],
    ].map(([band = null, bandEn = null, persons = null, share = null]) => ({ code: '3715', unit: '全市', band, bandEn, persons, share })),
    total: null,
    notes: [],
  },
  R17: {
    id: 'R17',
    zh: '动态变化表',
    en: 'Movement',
    unit: { zh: '户', en: 'households' },
    columns: ['upliftedBefore', 'continued', 'newlyUplifted', 'stopped', 'uplifted'].map((key) => ({
      key: `${key}.households`,
      zh: key,
      en: key,
      kind: 'count' as const,
    })),
    rows: [],
    total: {
      'upliftedBefore.households': 21_600,
      'continued.households': 9_800,
      'newlyUplifted.households': 29_744,
      'stopped.households': 11_800,
      'uplifted.households': 39_544,
    },
    notes: [],
  },
};
