import { measure, type Tally } from '../fold/tally.ts';
import { bandEdges } from '../city/programme.ts';
import { largestRemainder, roundedQuotient } from './rounding.ts';
import type { ReportColumn, ReportRow, TableBuilder } from './report-table.ts';
import { cityAndUnits } from './units.ts';

const SHORT = { zh: '低于本户标准线', en: 'below their own line' };

const COLUMNS: readonly ReportColumn[] = [
  { key: 'code', zh: '代码', en: 'code', kind: 'text' },
  { key: 'unit', zh: '填报单位', en: 'unit', kind: 'text' },
  { key: 'band', zh: '人均纯收入（近四季）', en: 'net income per head, last four quarters', kind: 'text' },
  { key: 'households', zh: '户数', en: 'households', kind: 'count' },
  { key: 'persons', zh: '人数', en: 'persons', kind: 'count' },
  { key: 'share', zh: '占人数', en: 'share of persons', kind: 'percent' },
  { key: 'shortHouseholds', zh: '户数', en: 'households', group: SHORT, kind: 'count' },
  { key: 'shortPersons', zh: '人数', en: 'persons', group: SHORT, kind: 'count' },
  { key: 'gap', zh: '收入缺口（元）', en: 'gap (yuan)', group: SHORT, kind: 'money' },
  { key: 'provisional', zh: '不足四季（暂定）户数', en: 'provisional households', kind: 'count' },
];

/** R06 收入分组表: bands with their lower bound included, against the line of each household's own standard. */
export const r06: TableBuilder = (facts) => {
  const { lines, year } = facts.programme;
  const bands = bandTexts(bandEdges(facts.programme));
  const rows = cityAndUnits(facts).flatMap(({ code, unit, tally }) => {
    const shares = largestRemainder(
      bands.map((_, index) => measure(tally, `band.${index}.persons`)),
      measure(tally, 'band.all.persons'),
      1000,
    );
    const of = (name: string, share: number | null): ReportRow => figures(tally, name, share);
    const hasAny = measure(tally, 'band.all.persons') > 0;
    return [
      ...bands.map((band, index): ReportRow => ({
        code,
        unit,
        ...band,
        ...of(`band.${index}.`, hasAny ? (shares[index] ?? 0) : null),
      })),
      { code, unit, band: '合计', bandEn: 'total', ...of('band.all.', hasAny ? 1000 : null) },
    ];
  });
  return {
    id: 'R06',
    zh: '收入分组表',
    en: 'Income bands',
    unit: { zh: '户、人、元', en: 'households, persons, yuan' },
    columns: COLUMNS,
    rows,
    total: null,
    notes: [
      {
        zh: `各组含下限。${year}年标准线：国家标准${lines['1'] / 100}元，省定标准${lines['2'] / 100}元，市定标准${lines['3'] / 100}元；缺口按本户识别标准计算到户再相加。`,
        en: `Lower bounds included. Lines of ${year}: national ${lines['1'] / 100}, provincial ${lines['2'] / 100}, municipal ${lines['3'] / 100} yuan; gaps are against each household's own line.`,
      },
      {
        zh: '系统内不足四个季度的户，以已有各季累计收入对照“标准 × 已有季数 ÷ 4”分组，结果为暂定。',
        en: 'Households with fewer than four quarters on file are provisional: their cumulated income is held against bound x quarters / 4.',
      },
    ],
  };
};

function figures(tally: Tally, prefix: string, share: number | null): ReportRow {
  const of = (name: string): number => measure(tally, prefix + name);
  return {
    households: of('households'),
    persons: of('persons'),
    share,
    shortHouseholds: of('short.households'),
    shortPersons: of('short.persons'),
    gap: roundedQuotient(of('short.quarterFen'), 4),
    provisional: of('provisional'),
  };
}

/** 0元及以下, 0—2000元, ..., 5000元及以上; edges are in fen. */
function bandTexts(edges: readonly number[]): ReportRow[] {
  const yuan = edges.map((edge) => edge / 100);
  return [
    { band: '0元及以下', bandEn: '0 or less' },
    ...yuan.map((edge, index) => {
      const next = yuan[index + 1];
      return next === undefined
        ? { band: `${edge}元及以上`, bandEn: `${edge} or more` }
        : { band: `${edge}—${next}元`, bandEn: `${edge} to ${next}` };
    }),
  ];
}
