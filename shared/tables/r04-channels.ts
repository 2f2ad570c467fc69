import { shareOf } from './basis.ts';
import { count, derived, plain } from './treatment.ts';
import { measure } from '../fold/tally.ts';
import { talliesByUnit } from './units.ts';
import { CHANNELS } from '../schema/codes.ts';
import { largestRemainder } from './rounding.ts';
import { sameFigure, sumOver } from './identities.ts';
import {
  TOTAL,
  type ReportColumn,
  type ReportRow,
  type SummaryFacts,
  type TableContent,
  type ReportDefinition,
} from './report-table.ts';
import { CHANNEL_TREATMENTS, sumRows } from './uplift-columns.ts';

const PERSONS = { zh: '增收人数', en: 'persons' };
const SHARES = { zh: '渠道占比', en: 'share of channel' };

const COLUMNS: readonly ReportColumn[] = [
  { key: 'code', zh: '代码', en: 'code', kind: 'text' },
  { key: 'unit', zh: '填报单位', en: 'unit', kind: 'text' },
  ...CHANNELS.map(({ code, zh, en }): ReportColumn => ({ key: code, zh, en, group: PERSONS, kind: 'count' })),
  { key: 'sum', zh: '合计', en: 'total', group: PERSONS, kind: 'count' },
  ...CHANNELS.map(({ code, zh, en }): ReportColumn => ({
    key: `${code}.share`,
    zh,
    en,
    group: SHARES,
    kind: 'percent',
  })),
];

const CHANNEL_KEYS = CHANNELS.map(({ code }) => code);

/** R04 渠道结构表: unit by channel, with shares that add to 100.0 by largest remainder. */
export const r04: ReportDefinition = {
  id: 'R04',
  publication: {
    rows: 'code',
    columns: {
      code: plain,
      unit: plain,
      ...CHANNEL_TREATMENTS,
      sum: count('ytd.persons'),
      ...Object.fromEntries(CHANNEL_KEYS.map((code) => [`${code}.share`, derived('sum', ...CHANNEL_KEYS)])),
    },
  },
  tidy: { fromTownships: true },
  bases: Object.fromEntries(CHANNEL_KEYS.map((code) => [`${code}.share`, shareOf(code, 'sum')])),
  build,
  identities: ({ rows, total }, { tally }) => [
    sameFigure(total?.['sum'], measure(tally, 'ytd.persons')),
    sameFigure(sumOver(rows, 'sum'), measure(tally, 'ytd.persons')),
  ],
};

function build(facts: SummaryFacts): TableContent {
  const byUnit = talliesByUnit(facts);
  const withShares = (row: ReportRow): ReportRow => {
    const shares = largestRemainder(
      CHANNELS.map(({ code }) => Number(row[code])),
      Number(row['sum']),
      1000,
    );
    return {
      ...row,
      ...Object.fromEntries(
        CHANNELS.map(({ code }, index) => [`${code}.share`, Number(row['sum']) > 0 ? (shares[index] ?? 0) : null]),
      ),
    };
  };
  const rows = facts.register.units.map((unit) => {
    const channels = CHANNELS.map(({ code }) => [code, measure(byUnit.get(unit.code), `ytd.persons.${code}`)] as const);
    return withShares({
      code: unit.code,
      unit: facts.register.textOf(unit.code),
      ...Object.fromEntries(channels),
      sum: channels.reduce((sum, [, value]) => sum + value, 0),
    });
  });
  return {
    zh: '增收渠道结构表',
    en: 'Unit by channel',
    unit: { zh: '人、%', en: 'persons, %' },
    columns: COLUMNS,
    rows,
    total: withShares({ unit: TOTAL, ...sumRows(COLUMNS, rows) }),
    notes: [
      {
        zh: '占比按最大余数法取一位小数，各项相加为100.0%。',
        en: 'Shares are rounded by largest remainder and add to 100.0%.',
      },
    ],
  };
}
