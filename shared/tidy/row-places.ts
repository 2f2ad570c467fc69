import type { City } from '../city/city.ts';
import { levelOf, rootLevel } from '../city/levels.ts';
import { tidyReadingOf } from '../tables/catalogue.ts';
import { textIn, type ReportRow, type ReportTable } from '../tables/report-table.ts';
import type { RowPlace } from '../tables/tidy-reading.ts';

/**
 * Where a row of a table stands. A row that is known by its division alone has the table's name for its line; a total is
 * the root's.
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
