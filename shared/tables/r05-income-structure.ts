import { average, cell, rate, shareOf, WORKED, type Basis } from './basis.ts';
import { measure, type Tally } from '../fold/tally.ts';
import { largestRemainder, roundedQuotient, tenthsOfPercent } from './rounding.ts';
import { sameFigure, sumOver } from './identities.ts';
import type { ReportColumn, ReportRow, ReportDefinition } from './report-table.ts';
import { cityAndUnits, recodedNotes } from './units.ts';

const PER_HEAD = { zh: '人均（元）', en: 'per head (yuan)' };
const SHARES = { zh: '占总收入比重', en: 'share of gross income' };
const GROWTH = { zh: '与上年同期比', en: 'against last year' };

/** The kinds that make the gross income; costs are taken off it for the net income. */
const KINDS = [
  { key: 'wage', zh: '工资性收入', en: 'wages' },
  { key: 'business', zh: '生产经营性收入', en: 'business' },
  { key: 'property', zh: '财产性收入', en: 'property' },
  { key: 'transfer', zh: '转移性收入', en: 'transfers' },
] as const;

/** Sums over all households of a row; the table prints them per head. */
const worked = (key: string): string => `${WORKED}${key}`;

const COLUMNS: readonly ReportColumn[] = [
  { key: 'code', zh: '代码', en: 'code', kind: 'text' },
  { key: 'unit', zh: '填报单位', en: 'unit', kind: 'text' },
  { key: 'group', zh: '范围', en: 'households', kind: 'text' },
  { key: 'persons', zh: '人数', en: 'persons', kind: 'count' },
  ...KINDS.map(({ key, zh, en }): ReportColumn => ({ key, zh, en, group: PER_HEAD, kind: 'money' })),
  { key: 'cost', zh: '生产经营性支出', en: 'business costs', group: PER_HEAD, kind: 'money' },
  { key: 'net', zh: '纯收入', en: 'net income', group: PER_HEAD, kind: 'money' },
  ...KINDS.map(({ key, zh, en }): ReportColumn => ({ key: `${key}.share`, zh, en, group: SHARES, kind: 'percent' })),
  { key: 'base', zh: '上年同期人均（元）', en: 'per head last year (yuan)', group: GROWTH, kind: 'money' },
  { key: 'growth', zh: '增幅', en: 'growth', group: GROWTH, kind: 'percent' },
];

const ALL = 'R05.all';

/** Each unit has a row for each of these; `line` tells them apart. */
const GROUPS = [
  { line: ALL, prefix: 'income.all.', group: { zh: '全部户', en: 'all' } },
  {
    line: 'R05.uplifted',
    prefix: 'income.uplifted.',
    group: { zh: '其中：本季增收户', en: 'uplifted this quarter' },
  },
] as const;

/** R05 收入结构表: income of the quarter by kind, for all households and for those uplifted in the quarter. */
export const r05: ReportDefinition = {
  id: 'R05',
  publication: 'internal',
  tidy: { fromTownships: true },
  bases: {
    ...Object.fromEntries(
      [...KINDS.map(({ key }) => key), 'cost', 'net', 'base'].map((key) => [key, average(worked(key), 'persons')]),
    ),
    ...Object.fromEntries(
      KINDS.map(({ key }) => [`${key}.share`, shareOf(worked(key), ...KINDS.map((each) => worked(each.key)))]),
    ),
    growth: { ...rate(worked('net'), worked('base')), less: [cell(worked('base'))] } as Basis,
  },
  build: (facts) => ({
    zh: '收入结构表',
    en: 'Income structure',
    unit: { zh: '人、元', en: 'persons, yuan' },
    columns: COLUMNS,
    rows: cityAndUnits(facts).flatMap(({ code, unit, tally }) =>
      GROUPS.map(({ prefix, line, group }): ReportRow => ({
        code,
        line,
        unit,
        group,
        ...figures(tally, prefix),
      })),
    ),
    total: null,
    notes: [
      ...recodedNotes(facts),
      {
        zh: '人均 = 本季收入合计 ÷ 家庭人口合计；比重为四类收入占总收入（未扣生产经营性支出），按最大余数法取一位小数；增幅 =（纯收入合计 − 上年同期人均纯收入 × 人口之和）÷ 后者。',
        en: 'Per head = income of the quarter / household members. Shares are of gross income, by largest remainder. Growth = (net - base per head x members) / (base per head x members).',
      },
    ],
  }),
  identities: ({ rows }, city) => [
    sameFigure(
      sumOver(
        rows.filter(({ line, code }) => line === ALL && code !== city.code),
        'persons',
      ),
      measure(city.tally, 'persons'),
    ),
  ],
};

function figures(tally: Tally, prefix: string): ReportRow {
  const of = (name: string): number => measure(tally, prefix + name);
  const persons = of('persons');
  const kinds = KINDS.map(({ key }) => of(key));
  const gross = kinds.reduce((sum, value) => sum + value, 0);
  const shares = largestRemainder(kinds, gross, 1000);
  return {
    persons,
    ...Object.fromEntries(
      [...KINDS.map(({ key }) => key), 'cost', 'net', 'base'].flatMap((key) => [
        [key, roundedQuotient(of(key), persons)],
        [worked(key), of(key)],
      ]),
    ),
    ...Object.fromEntries(KINDS.map(({ key }, index) => [`${key}.share`, gross > 0 ? (shares[index] ?? 0) : null])),
    growth: tenthsOfPercent(of('net') - of('base'), of('base')),
  };
}
