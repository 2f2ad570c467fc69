import type { CityProfile } from '../city/pack-schema.ts';
import { writeWorkbook } from '../sheet/write.ts';
import type { Summary } from '../summary/summary.ts';
import { contentsSheet } from './contents-sheet.ts';
import { tableSheet } from './table-sheet.ts';

/**
 * The formatted workbook of a summary, fit to be printed and signed: contents with the bulletin, then one sheet a
 * table. Same summary, same bytes.
 */
export function summaryWorkbook(summary: Summary, profile: CityProfile): Uint8Array {
  const tables = Object.values(summary.tables);
  return writeWorkbook([
    contentsSheet(summary, profile),
    ...tables.map((table) => tableSheet(table, summary, profile)),
  ]);
}
