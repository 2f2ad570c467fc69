import type { City } from '../city/city.ts';
import type { Text } from '../language/language.ts';
import { PRECISIONS } from '../rules/precision.ts';
import { textIn, wordsIn, type ReportRow, type ReportTable } from '../tables/report-table.ts';

/** What a row is about. A county is the administrative one, with the townships of zones that report for themselves. */
export const LEVELS = {
  city: { zh: '全市', en: 'city' },
  unit: { zh: '填报单位（县、市、区及市属功能区）', en: 'reporting unit' },
  county: { zh: '行政县（市、区）', en: 'county' },
  zone: { zh: '片区', en: 'zone of the programme' },
  township: { zh: '乡镇（街道）', en: 'township' },
} as const satisfies Readonly<Record<string, Text>>;

export type Level = keyof typeof LEVELS;

/** Whom a row is about, and the line that it is among the rows of that division. */
export type RowPlace = { readonly line: string; readonly unit: string; readonly level: Level };

const LEVEL_OF: Readonly<Record<number, Level>> = { 4: 'city', 6: 'unit', 9: 'township' };

/**
 * Where a row of a table stands. A row that is known by its division alone has the table's name for its line; a total is
 * the city's.
 */
export function placeOf({ id }: ReportTable, row: ReportRow | 'total', { register }: City): RowPlace {
  const city = { unit: register.cityCode, level: 'city' } as const;
  if (row === 'total') return { line: id, ...city };
  const unit = row['code'] === undefined ? city.unit : textIn(row['code']);
  const level = LEVEL_OF[unit.length] ?? 'city';
  switch (id) {
    case 'R08':
      return { line: `R08.cause.${unit}`, ...city };
    case 'R14':
      return { line: `R14.zone.${worded(row['zone'])}`, unit: city.unit, level: 'zone' };
    case 'R15':
      return { line: level === 'city' ? 'R15.office' : id, unit, level };
    case 'R16':
      return { line: `R16.${problemOf(row)}`, unit, level };
    case 'R18':
      return changePlace(row, city);
    default:
      return { line: row['line'] === undefined ? id : textIn(row['line']), unit, level };
  }
}

/** heading.X04.error, or heading.subtotal */
function problemOf(row: ReportRow): string {
  const heading = PRECISIONS.find(({ en }) => en === wordsIn(row['heading']).en)?.code ?? worded(row['heading']);
  return [heading, worded(row['rule']), ...(row['severity'] === undefined ? [] : [worded(row['severity'])])].join('.');
}

function changePlace(row: ReportRow, city: Pick<RowPlace, 'unit' | 'level'>): RowPlace {
  const { oldCode, newCode, since } = row;
  if (since === undefined) return { line: `R18.names.${worded(row['change'])}`, ...city };
  const unit = textIn(oldCode ?? newCode);
  return {
    line: `R18.change.${textIn(since)}.${[oldCode, newCode].map((code) => textIn(code) || 'none').join('.')}`,
    unit,
    level: unit.length === 6 ? 'county' : 'township',
  };
}

/** Words as a part of an id: NorthernOldYellowRiverZone. */
const worded = (cell: ReportRow[string] | undefined): string =>
  wordsIn(cell)
    .en.replaceAll(/(?:^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_, letter: string) => letter.toUpperCase())
    .replaceAll(/[^A-Za-z0-9]/g, '');
