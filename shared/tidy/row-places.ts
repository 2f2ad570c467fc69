import type { City } from '../city/city.ts';
import { levelOf, rootLevel } from '../city/levels.ts';
import { tidyReadingOf } from '../tables/catalogue.ts';
import { textIn, type ReportRow, type ReportTable } from '../tables/report-table.ts';
import type { RowPlace } from '../tables/tidy-reading.ts';

/**
 * Where a row of a table stands. A row known by its division alone gets the table's name as its line; a total belongs
 * to the root.
 */
export function placeOf({ id }: ReportTable, row: ReportRow | 'total', { register }: City): RowPlace {
  const root = { unit: register.root, level: rootLevel(register) };
  if (row === 'total') return { line: id, ...root };
  const unit = row['code'] === undefined ? root.unit : textIn(row['code']);
  const level = levelOf(unit, register) ?? root.level;
  const line = row['line'] === undefined ? id : textIn(row['line']);
  const place = { line, unit, level };
  return tidyReadingOf(id).placeOf?.(row, place, root) ?? place;
}
