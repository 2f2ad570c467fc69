import type { City } from '../city/city.ts';
import { tidyReadingOf } from '../tables/catalogue.ts';
import { textIn, type ReportRow, type ReportTable } from '../tables/report-table.ts';
import type { Level, RowPlace } from '../tables/tidy-reading.ts';

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
  const line = row['line'] === undefined ? id : textIn(row['line']);
  const place = { line, unit, level };
  return tidyReadingOf(id).placeOf?.(row, place, city.unit) ?? place;
}
