import type { Text } from '../language/language.ts';
import { measure, type Tally } from '../fold/tally.ts';
import { periodTitle, shiftPeriod } from '../time/period.ts';
import { plus, sameFigure } from './identities.ts';
import {
  TOTAL,
  type ReportColumn,
  type ReportRow,
  type SummaryFacts,
  type TableContent,
  type ReportDefinition,
} from './report-table.ts';
import { grouped } from './rounding.ts';
import { cityTally, recodedNotes, talliesByUnit } from './units.ts';
import { sumRows } from './uplift-columns.ts';

const HOUSEHOLDS = { zh: '增收户', en: 'uplifted households' };
const PERSONS = { zh: '增收人数', en: 'persons uplifted' };
const ON_FILE = { zh: '上报户', en: 'households on file' };
const RESIZED = { zh: '人口变动', en: 'size changes' };

const UPLIFTED = [
  { key: 'upliftedBefore', zh: '上季', en: 'last quarter' },
  { key: 'continued', zh: '继续增收', en: 'continued' },
  { key: 'newlyUplifted', zh: '新增', en: 'newly uplifted' },
  { key: 'stopped', zh: '不再增收', en: 'no longer uplifted' },
] as const;

const COLUMNS: readonly ReportColumn[] = [
  { key: 'code', zh: '代码', en: 'code', kind: 'text' },
  { key: 'unit', zh: '填报单位', en: 'unit', kind: 'text' },
  ...UPLIFTED.map(({ key, zh, en }): ReportColumn => ({
    key: `${key}.households`,
    zh,
    en,
    group: HOUSEHOLDS,
    kind: 'count',
  })),
  { key: 'uplifted.households', zh: '本季', en: 'this quarter', group: HOUSEHOLDS, kind: 'count' },
  ...UPLIFTED.map(({ key, zh, en }): ReportColumn => ({
    key: `${key}.persons`,
    zh,
    en,
    group: PERSONS,
    kind: 'count',
  })),
  { key: 'uplifted.persons', zh: '本季', en: 'this quarter', group: PERSONS, kind: 'count' },
  { key: 'onFileBefore.households', zh: '上季', en: 'last quarter', group: ON_FILE, kind: 'count' },
  { key: 'newHouseholds.households', zh: '新增户', en: 'new', group: ON_FILE, kind: 'count' },
  { key: 'leftAfterExit.households', zh: '脱贫后未报', en: 'left after exit', group: ON_FILE, kind: 'count' },
  { key: 'missing.households', zh: '缺报（Q01）', en: 'missing (Q01)', group: ON_FILE, kind: 'count' },
  { key: 'households', zh: '本季', en: 'this quarter', group: ON_FILE, kind: 'count' },
  { key: 'resized.households', zh: '户数', en: 'households', group: RESIZED, kind: 'count' },
  { key: 'resized.persons', zh: '净增人口', en: 'net change of persons', group: RESIZED, kind: 'count' },
];

/**
 * R17 动态变化表, against last quarter: continued + new = this quarter, continued + stopped = last quarter. Both sides cover
 * the same townships: a township that has not reported yet has not lost its households, and one that did not report
 * last quarter has not gained them.
 */
export const r17: ReportDefinition = {
  id: 'R17',
  publication: 'internal',
  tidy: { columns: { '*.persons': 'persons', '*': 'households' }, fromTownships: true },
  build,
  // Continued + new = this quarter, continued + stopped = last quarter, and the same for the households on file.
  identities: ({ rows, total }) =>
    [...rows, total].flatMap((row) => [
      sameFigure(plus(row, 'continued.households', 'newlyUplifted.households'), plus(row, 'uplifted.households')),
      sameFigure(plus(row, 'continued.households', 'stopped.households'), plus(row, 'upliftedBefore.households')),
      sameFigure(plus(row, 'continued.persons', 'newlyUplifted.persons'), plus(row, 'uplifted.persons')),
      sameFigure(
        plus(row, 'onFileBefore.households', 'newHouseholds.households') -
          plus(row, 'leftAfterExit.households', 'missing.households'),
        plus(row, 'households'),
      ),
    ]),
};

function build(facts: SummaryFacts): TableContent {
  const { comparable, left } = comparableOf(facts);
  const byUnit = talliesByUnit(comparable);
  const rows = facts.register.units.map(({ code }): ReportRow => ({
    code,
    unit: facts.register.textOf(code),
    ...figures(byUnit.get(code)),
  }));
  const total = sumRows(COLUMNS, rows);
  const before = periodTitle(shiftPeriod(facts.period, -1));
  const notes: Text[] = [
    ...recodedNotes(facts),
    {
      zh: '继续增收 + 新增 = 本季，继续增收 + 不再增收 = 上季（户数）；人数按各自季度的增收人数计，继续增收的按本季。',
      en: 'Continued + new = this quarter, continued + stopped = last quarter (households); persons are those of the quarter named, continued ones of this quarter.',
    },
  ];
  if (total['onFileBefore.households'] === 0)
    notes.push({
      zh: `系统内没有${before}的数据，本季各户均列为新增。`,
      en: 'There is nothing on file for last quarter, so every household shows as new.',
    });
  if (left > 0) notes.push(unevenNote(facts, left, total['uplifted.persons'] ?? 0));
  const notCounted = facts.notCounted?.size ?? 0;
  if (notCounted > 0)
    notes.push({
      zh: `系统未能汇总的${notCounted}个乡镇（街道），两季均不含。`,
      en: `${notCounted} townships that could not be counted are in neither quarter.`,
    });
  return {
    zh: '动态变化表',
    en: 'Movement',
    unit: { zh: '户、人', en: 'households, persons' },
    columns: COLUMNS,
    rows,
    total: { unit: TOTAL, ...total },
    notes,
  };
}

/** Why the persons of this table are fewer than those of R01. */
function unevenNote(facts: SummaryFacts, left: number, compared: number): Text {
  const all = measure(cityTally(facts), 'quarter.persons');
  const [a, b, rest] = [compared, all, all - compared].map(grouped);
  const differs = {
    zh: `本表本季增收${a}人，R01当季为${b}人，相差的${rest}人在这些乡镇（街道）。`,
    en: ` The table has ${a} persons uplifted this quarter, R01 ${b}: the other ${rest} are in those townships.`,
  };
  return {
    zh: `两季范围一致：有${left}个乡镇（街道）只在其中一季上报，两季均未计入本表。${all === compared ? '' : differs.zh}`,
    en: `Both quarters are of the same townships: ${left} of which only one quarter is on file are in neither.${all === compared ? '' : differs.en}`,
  };
}

/**
 * Townships with both quarters on file, or with a nil return for this one. Where no township has a last quarter, all of
 * them: every household is new.
 */
function comparableOf(facts: SummaryFacts): { readonly comparable: SummaryFacts; readonly left: number } {
  const onFile = (tally: Tally, quarter: 'households' | 'move.onFileBefore.households'): boolean =>
    measure(tally, quarter) > 0;
  if (![...facts.tallies.values()].some((tally) => onFile(tally, 'move.onFileBefore.households')))
    return { comparable: facts, left: 0 };
  const tallies = new Map(
    [...facts.tallies].filter(([township, tally]) =>
      onFile(tally, 'households')
        ? onFile(tally, 'move.onFileBefore.households')
        : facts.nilReturns.has(township) || !onFile(tally, 'move.onFileBefore.households'),
    ),
  );
  return { comparable: { ...facts, tallies }, left: facts.tallies.size - tallies.size };
}

function figures(tally: Tally | undefined): ReportRow {
  return {
    ...Object.fromEntries(
      COLUMNS.filter(({ key }) => key.includes('.')).map(({ key }) => [key, measure(tally, `move.${key}`)]),
    ),
    'uplifted.households': measure(tally, 'quarter.households'),
    'uplifted.persons': measure(tally, 'quarter.persons'),
    households: measure(tally, 'households'),
  };
}
