import { average, cell, shareOf, WORKED } from './basis.ts';
import type { Text } from '../language/language.ts';
import { measure, type Tally } from '../fold/tally.ts';
import { incomeBands, type IncomeBand } from '../city/programme.ts';
import { largestRemainder, roundedQuotient } from './rounding.ts';
import { sameFigure, sumOver } from './identities.ts';
import {
  TOTAL,
  type ReportColumn,
  type ReportRow,
  type SummaryFacts,
  type TableContent,
  type ReportDefinition,
} from './report-table.ts';
import { cityAndUnits, recodedNotes } from './units.ts';

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

/** The shortfall to the poverty line in quarters of a fen, which keeps it exact. */
const QUARTERS = `${WORKED}quarterFen`;

/** The line of all bands together. */
export const ALL_BANDS = 'R06.all';

/** The position of a band, whatever bounds the year gives it. */
const bandLine = (band: string): string => `R06.band.${band}`;

/** R06 收入分组表: bands with their lower bound included, against the line of each household's own standard. */
export const r06: ReportDefinition = {
  id: 'R06',
  publication: 'internal',
  tidy: {
    columns: { households: 'households', shortHouseholds: 'households', provisional: 'households' },
    fromTownships: true,
  },
  bases: {
    share: shareOf('persons', cell('persons', ALL_BANDS)),
    gap: average(QUARTERS, { said: { zh: '四分之一分', en: 'quarters of a fen' }, of: () => 4 }),
  },
  build: (facts) => ({
    zh: '收入分组表',
    en: 'Income bands',
    unit: { zh: '户、人、元', en: 'households, persons, yuan' },
    columns: COLUMNS,
    rows: rowsOf(facts),
    total: null,
    notes: notesOf(facts),
  }),
  identities: ({ rows }, { code: root, tally }) => {
    const bands = rows.filter(({ code, line }) => code === root && line !== ALL_BANDS);
    return ['households', 'persons'].map((key) => sameFigure(sumOver(bands, key), measure(tally, key)));
  },
};

function rowsOf(facts: SummaryFacts): ReportRow[] {
  const bands = incomeBands(facts.programme);
  return cityAndUnits(facts).flatMap(({ code, unit, tally }) => {
    const persons = measure(tally, 'band.all.persons');
    const parts = bands.map((band) => measure(tally, `band.${band.tally}.persons`));
    const shares = largestRemainder(parts, persons, 1000);
    return [
      ...bands.map((band, index): ReportRow => ({
        code,
        line: bandLine(band.key),
        from: band.from,
        to: band.to,
        unit,
        band: textOf(band),
        ...figures(tally, `band.${band.tally}.`, persons > 0 ? (shares[index] ?? 0) : null),
      })),
      {
        code,
        line: ALL_BANDS,
        unit,
        band: TOTAL,
        ...figures(tally, 'band.all.', persons > 0 ? 1000 : null),
      },
    ];
  });
}

function notesOf({ programme: { lines, year }, recoded }: SummaryFacts): TableContent['notes'] {
  return [
    {
      zh: `各组含下限。${year}年标准线：国家标准${lines['1'] / 100}元，省定标准${lines['2'] / 100}元，市定标准${lines['3'] / 100}元；缺口按本户识别标准计算到户再相加。`,
      en: `Lower bounds included. Lines of ${year}: national ${lines['1'] / 100}, provincial ${lines['2'] / 100}, municipal ${lines['3'] / 100} yuan; gaps are against each household's own line.`,
    },
    {
      zh: '系统内不足四个季度的户，以已有各季累计收入对照“标准 × 已有季数 ÷ 4”分组，结果为暂定。',
      en: 'Households with fewer than four quarters on file are provisional: their cumulated income is held against bound x quarters / 4.',
    },
    ...recodedNotes({ recoded }),
  ];
}

function figures(tally: Tally, prefix: string, share: number | null): ReportRow {
  const of = (name: string): number => measure(tally, prefix + name);
  return {
    households: of('households'),
    persons: of('persons'),
    share,
    shortHouseholds: of('short.households'),
    shortPersons: of('short.persons'),
    gap: roundedQuotient(of('short.quarterFen'), 4),
    [QUARTERS]: of('short.quarterFen'),
    provisional: of('provisional'),
  };
}

/** 0元及以下, 0—2000元, 5000元及以上; bounds are in fen. */
function textOf({ from, to }: IncomeBand): Text {
  if (from === null) return { zh: `${(to ?? 0) / 100}元及以下`, en: `${(to ?? 0) / 100} or less` };
  return to === null
    ? { zh: `${from / 100}元及以上`, en: `${from / 100} or more` }
    : { zh: `${from / 100}—${to / 100}元`, en: `${from / 100} to ${to / 100}` };
}
