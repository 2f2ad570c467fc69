/** Places that are written once for several rows, in a merged cell. */
import type { Column } from '../schema/column.ts';
import type { Cell, Sheet } from '../sheet/grid.ts';
import { cellAt, heightOf } from '../sheet/text-cells.ts';

/** Columns in which clerks merge the cells of neighbouring rows: each row belongs to the place that is written once. */
const MERGED_FIELDS: ReadonlySet<string> = new Set(['county_name', 'town_name', 'village_name', 'village_code']);

/** By row: what merged cells of a column of places hold for the rows that they span, but for the first of each. */
export function spreadPlaces(sheet: Sheet, { field }: Column, index: number): Map<number, Cell> {
  const spread = new Map<number, Cell>();
  if (!MERGED_FIELDS.has(field)) return spread;
  for (const { top, bottom, left } of sheet.merges) {
    const cell = cellAt(sheet, top, left);
    if (left !== index || bottom === top || cell === null) continue;
    // A rectangle may claim more rows than the sheet has.
    for (let row = top + 1; row <= Math.min(bottom, heightOf(sheet) - 1); row++) spread.set(row, cell);
  }
  return spread;
}
