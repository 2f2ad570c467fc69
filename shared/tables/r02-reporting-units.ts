import type { Text } from '../language/language.ts';
import { cell, rate, WORKED } from './basis.ts';
import { derived, plain, ranked } from './treatment.ts';
import { measure } from '../fold/tally.ts';
import { recodedNotes, talliesByUnit } from './units.ts';
import { quarterOf } from '../time/period.ts';
import { compareFractions, ranksOf, tenthsOfPercent } from './rounding.ts';
import { sumTargets, unitsWithoutTarget } from './headline.ts';
import { upliftAddsUp } from './identities.ts';
import {
  TOTAL,
  textIn,
  type ReportColumn,
  type ReportRow,
  type SummaryFacts,
  type TableContent,
  type ReportDefinition,
} from './report-table.ts';
import { sumRows, UPLIFT_COLUMNS, UPLIFT_TREATMENTS, upliftFigures } from './uplift-columns.ts';

const COLUMNS: readonly ReportColumn[] = [
  { key: 'rank', zh: '名次', en: 'rank', kind: 'rank' },
  { key: 'code', zh: '代码', en: 'code', kind: 'text' },
  { key: 'unit', zh: '填报单位', en: 'unit', kind: 'text' },
  { key: 'registeredHouseholds', zh: '在册户数', en: 'registered households', kind: 'count' },
  { key: 'registeredPersons', zh: '在册人数', en: 'registered persons', kind: 'count' },
  { key: 'plan', zh: '年度任务', en: 'plan', kind: 'count' },
  ...UPLIFT_COLUMNS,
  { key: 'rate', zh: '完成率', en: 'rate', kind: 'percent' },
  { key: 'lastYearRate', zh: '上年同期完成率', en: 'rate last year', kind: 'percent' },
  { key: 'change', zh: '增减（百分点）', en: 'change (points)', kind: 'points' },
  { key: 'progress', zh: '进度', en: 'progress', kind: 'text' },
];

/** Persons of the same quarters of last year, and the plan of that year. */
const LAST_YEAR = `${WORKED}lastYear`;
const LAST_PLAN = `${WORKED}lastYearPlan`;

/** `progress` of a unit whose rate is below the time progress. */
export const BEHIND: Text = { zh: '滞后', en: 'behind' };
const NOT_REPORTED: Text = { zh: '未报', en: 'not reported' };
const ON_SCHEDULE: Text = { zh: '正常', en: 'on schedule' };

/** R02 分县情况表: reporting units by exact achievement rate; units below the time progress q/4 are 滞后. */
export const r02: ReportDefinition = {
  id: 'R02',
  publication: {
    rows: 'code',
    order: 'code',
    columns: {
      rank: ranked('ytd'),
      code: plain,
      unit: plain,
      registeredHouseholds: plain,
      registeredPersons: plain,
      plan: plain,
      ...UPLIFT_TREATMENTS,
      rate: derived('ytd'),
      progress: derived('ytd'),
    },
  },
  tidy: { columns: { registeredHouseholds: 'households' }, fromTownships: true },
  bases: {
    rank: { as: 'rank', of: [cell('ytd')], over: [cell('plan')] },
    rate: rate('ytd', 'plan'),
    lastYearRate: rate(LAST_YEAR, LAST_PLAN),
    change: { as: 'difference', of: [cell('rate')], less: [cell('lastYearRate')] },
  },
  build: (facts) => {
    const rows = rankedRows(facts);
    const sums = sumRows(COLUMNS, rows);
    const plan = sumTargets(facts, 'plan_persons');
    return {
      zh: '分县（市、区）情况表',
      en: 'By reporting unit',
      unit: { zh: '户、人', en: 'households, persons' },
      columns: COLUMNS,
      rows,
      total: { unit: TOTAL, ...sums, rate: plan === null ? null : tenthsOfPercent(sums['ytd'] ?? 0, plan) },
      notes: notesOf(facts),
    };
  },
  identities: upliftAddsUp,
};

function rankedRows(facts: SummaryFacts): ReportRow[] {
  const byUnit = talliesByUnit(facts);
  const figures = facts.register.units.map((unit) => {
    const tally = byUnit.get(unit.code);
    const target = facts.targets.get(unit.code);
    const lastPlan = facts.lastYearTargets.get(unit.code)?.plan_persons ?? 0;
    // A unit that has sent nothing this year has no progress to rank.
    const isReported = measure(tally, 'households') > 0 || measure(tally, 'ytd.households') > 0;
    const plan = isReported ? (target?.plan_persons ?? 0) : 0;
    const up = { numerator: measure(tally, 'ytd.persons'), denominator: plan };
    const rateNow = tenthsOfPercent(up.numerator, up.denominator);
    const lastYear = measure(tally, 'lastYear.ytd.persons');
    const lastYearRate = tenthsOfPercent(lastYear, lastPlan);
    const isBehind = compareFractions(up, { numerator: quarterOf(facts.period), denominator: 4 }) > 0;
    const row: ReportRow = {
      code: unit.code,
      unit: facts.register.textOf(unit.code),
      registeredHouseholds: target?.registered_households ?? null,
      registeredPersons: target?.registered_persons ?? null,
      plan: target?.plan_persons ?? null,
      ...upliftFigures(tally),
      [LAST_YEAR]: lastYear,
      [LAST_PLAN]: lastPlan,
      rate: rateNow,
      lastYearRate,
      change: rateNow === null || lastYearRate === null ? null : rateNow - lastYearRate,
      progress: !isReported ? NOT_REPORTED : plan === 0 ? null : isBehind ? BEHIND : ON_SCHEDULE,
    };
    return { up, row };
  });
  const ranks = ranksOf(figures.map(({ up }) => up));
  return figures
    .map(({ row, up }, index) => ({ row: { rank: ranks[index] ?? null, ...row } as ReportRow, up }))
    .sort((a, b) => compareFractions(a.up, b.up) || (textIn(a.row['code']) < textIn(b.row['code']) ? -1 : 1))
    .map(({ row }) => row);
}

/** Notes on the ranking, on missing plans, and on townships that are in only one of the two years. */
function notesOf(facts: SummaryFacts): TableContent['notes'] {
  const untold = facts.targets.size > 0 ? unitsWithoutTarget(facts).map(({ name }) => name) : [];
  const ofOneYear = [...facts.tallies.values()].filter(
    (tally) => measure(tally, 'ytd.households') > 0 !== measure(tally, 'lastYear.ytd.persons') > 0,
  ).length;
  return [
    {
      zh: '名次按完成率的精确值排列，相同者并列；完成率低于时间进度的标为滞后。',
      en: 'Ranked by the exact rate, ties share a rank; units below the time progress are behind.',
    },
    ...(untold.length > 0
      ? [
          {
            zh: `${untold.join('、')}的年度任务没有上报，合计不列完成率。`,
            en: `The plan of ${untold.join(', ')} is not on file, so the total has no rate.`,
          },
        ]
      : []),
    ...(facts.lastYearTargets.size > 0 && ofOneYear > 0
      ? [
          {
            zh: `有${ofOneYear}个乡镇（街道）只在今年或只在上年同期有增收数据，其所在单位的增减不是同一范围的比较。`,
            en: `Of ${ofOneYear} townships only this year or only last year has uplifted households: the changes of their units do not compare the same townships.`,
          },
        ]
      : []),
    ...recodedNotes(facts),
  ];
}
