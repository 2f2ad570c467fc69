import { cell, shareOf } from './basis.ts';
import { measure } from '../fold/tally.ts';
import { CAUSES, HOUSEHOLD_TYPES } from '../schema/codes.ts';
import { largestRemainder } from './rounding.ts';
import { sameFigure } from './identities.ts';
import {
  textIn,
  TOTAL,
  type ReportColumn,
  type ReportRow,
  type SummaryFacts,
  type TableContent,
  type ReportDefinition,
} from './report-table.ts';
import { cityTally } from './units.ts';
import { sumRows } from './uplift-columns.ts';

const COLUMNS: readonly ReportColumn[] = [
  { key: 'code', zh: '代码', en: 'code', kind: 'text' },
  { key: 'cause', zh: '主要致贫原因', en: 'main cause', kind: 'text' },
  ...HOUSEHOLD_TYPES.flatMap(({ code, zh, en }): ReportColumn[] => {
    const group = { zh, en };
    return [
      { key: `${code}.households`, zh: '户数', en: 'households', group, kind: 'count' },
      { key: `${code}.persons`, zh: '人数', en: 'persons', group, kind: 'count' },
    ];
  }),
  { key: 'households', zh: '户数', en: 'households', group: TOTAL, kind: 'count' },
  { key: 'persons', zh: '人数', en: 'persons', group: TOTAL, kind: 'count' },
  { key: 'share', zh: '占户数', en: 'share of households', group: TOTAL, kind: 'percent' },
  { key: 'other', zh: '列为其他原因（户次）', en: 'named among other causes (times)', kind: 'count' },
];

/** R08 致贫原因表: exactly one main cause a household, so these add up; other causes are 户次 and do not. */
export const r08: ReportDefinition = {
  id: 'R08',
  publication: 'internal',
  tidy: {
    columns: { '*.persons': 'persons', persons: 'persons', other: 'household_times', '*': 'households' },
    placeOf: (row, _, root) => ({ line: `R08.cause.${textIn(row['code'])}`, ...root }),
    fromTownships: true,
  },
  bases: { share: shareOf('households', cell('households', 'total')) },
  build,
  identities: ({ total }, { tally }) =>
    ['households', 'persons'].map((of) => sameFigure(total?.[of], measure(tally, of))),
};

function build(facts: SummaryFacts): TableContent {
  const city = cityTally(facts);
  const counted = CAUSES.map(({ code, zh, en }) => {
    const figure = (type: string, of: string): number => measure(city, `cause.${code}.${type}.${of}`);
    const sum = (of: string): number => HOUSEHOLD_TYPES.reduce((total, type) => total + figure(type.code, of), 0);
    return {
      code,
      cause: { zh, en },
      ...Object.fromEntries(
        HOUSEHOLD_TYPES.flatMap((type) =>
          ['households', 'persons'].map((of) => [`${type.code}.${of}`, figure(type.code, of)]),
        ),
      ),
      households: sum('households'),
      persons: sum('persons'),
      other: measure(city, `otherCause.${code}`),
    };
  });
  const households = counted.map((row) => row.households);
  const all = households.reduce((sum, value) => sum + value, 0);
  const shares = largestRemainder(households, all, 1000);
  const rows = counted.map((row, index): ReportRow => ({ ...row, share: all > 0 ? (shares[index] ?? 0) : null }));
  return {
    zh: '致贫原因表',
    en: 'Causes by household type',
    unit: { zh: '户、人、户次', en: 'households, persons, times' },
    columns: COLUMNS,
    rows,
    total: { cause: TOTAL, ...sumRows(COLUMNS, rows), share: all > 0 ? 1000 : null },
    notes: [
      {
        zh: '每户只有一项主要原因，可以相加；其他原因每户最多两项，按户次计，不与户数相加。',
        en: 'Main causes add up; other causes, at most two a household, are counted as times and do not.',
      },
    ],
  };
}
