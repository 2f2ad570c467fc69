import { cell, rate } from './basis.ts';
import { count, derived, plain } from './treatment.ts';
import { measure } from '../fold/tally.ts';
import { ranksOf, tenthsOfPercent } from './rounding.ts';
import { upliftAddsUp } from './identities.ts';
import {
  TOTAL,
  type ReportColumn,
  type SummaryFacts,
  type TableContent,
  type ReportDefinition,
} from './report-table.ts';
import { sumRows, UPLIFT_COLUMNS, UPLIFT_TREATMENTS, upliftFigures } from './uplift-columns.ts';

const COLUMNS: readonly ReportColumn[] = [
  { key: 'code', zh: '代码', en: 'code', kind: 'text' },
  { key: 'township', zh: '乡镇（街道）', en: 'township', kind: 'text' },
  { key: 'county', zh: '行政区', en: 'county', kind: 'text' },
  { key: 'unit', zh: '填报单位', en: 'reporting unit', kind: 'text' },
  { key: 'households', zh: '上报户数', en: 'households reported', kind: 'count' },
  { key: 'persons', zh: '上报人数', en: 'persons reported', kind: 'count' },
  ...UPLIFT_COLUMNS,
  { key: 'share', zh: '增收面', en: 'uplifted of reported', kind: 'percent' },
  { key: 'rank', zh: '名次', en: 'rank', kind: 'rank' },
];

/**
 * R03 分乡镇情况表. Plans are set by reporting unit, so townships are ranked by uplifted among reported persons.
 * The county column is the statistical view, the unit column the reporting view; both add to the same total.
 */
export const r03: ReportDefinition = {
  id: 'R03',
  publication: {
    rows: 'code',
    columns: {
      code: plain,
      township: plain,
      county: plain,
      unit: plain,
      households: count('households'),
      persons: count('persons'),
      ...UPLIFT_TREATMENTS,
      share: derived('ytd', 'persons'),
    },
  },
  tidy: { columns: { households: 'households' }, fromTownships: true },
  bases: {
    share: rate('ytd', 'persons'),
    rank: { as: 'rank', of: [cell('ytd')], over: [cell('persons')] },
  },
  build,
  identities: upliftAddsUp,
};

function build(facts: SummaryFacts): TableContent {
  const townships = facts.register.townships.map((township) => {
    const tally = facts.tallies.get(township.code);
    return {
      township,
      tally,
      fraction: { numerator: measure(tally, 'ytd.persons'), denominator: measure(tally, 'persons') },
    };
  });
  const ranks = ranksOf(townships.map(({ fraction }) => fraction));
  const rows = townships.map(({ township, tally, fraction }, index) => ({
    code: township.code,
    township: facts.register.textOf(township.code),
    county: facts.register.textOf(township.county),
    unit: facts.register.textOf(township.unit),
    households: measure(tally, 'households'),
    persons: measure(tally, 'persons'),
    ...upliftFigures(tally),
    share: tenthsOfPercent(fraction.numerator, fraction.denominator),
    rank: ranks[index] ?? null,
  }));
  const sums = sumRows(COLUMNS, rows);
  return {
    zh: '分乡镇（街道）情况表',
    en: 'By township',
    unit: { zh: '户、人', en: 'households, persons' },
    columns: COLUMNS,
    rows,
    total: { township: TOTAL, ...sums, share: tenthsOfPercent(sums['ytd'] ?? 0, sums['persons'] ?? 0) },
    notes: [
      {
        zh: '增收面 = 本年累计带动增收人数 ÷ 本季上报人数。',
        en: 'Uplifted of reported = persons uplifted year to date / persons reported this quarter.',
      },
    ],
  };
}
