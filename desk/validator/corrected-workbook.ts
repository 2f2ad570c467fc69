/** The clerk's workbook with some cells written anew. What the page changes is what is sent, and what is checked. */
import type { ReadFile } from '../../shared/check/read-file.ts';
import type { Located, PlacedColumn } from '../../shared/parse/header.ts';
import { shownCell } from '../../shared/parse/shown-cell.ts';
import { columnFormats, dataCell, usedWidth } from '../../shared/receipt/clerk-cells.ts';
import { plainSheet } from '../../shared/receipt/clerk-sheet.ts';
import { formatAt } from '../../shared/sheet/cell-formats.ts';
import type { Cell, Sheet } from '../../shared/sheet/grid.ts';
import type { SheetSpec } from '../../shared/sheet/sheet-spec.ts';
import { sheetNames } from '../../shared/sheet/write-text.ts';
import { writeWorkbook } from '../../shared/sheet/write.ts';
import type { Edit } from './messages.ts';

/** A text file has no sheet name; its workbook needs one. */
const UNNAMED = '上报数据';

/** A name for the corrected file: it is an .xlsx now, whatever it was. */
export const correctedName = (fileName: string): string => `${fileName.replace(/\.[^.]*$/u, '')}.xlsx`;

/** The bytes of the workbook with these cells in place of what was there. */
export function correctedWorkbook({ workbook, located }: ReadFile, edits: readonly Edit[]): Uint8Array {
  const names = sheetNames(workbook.sheets.map(({ name }) => name || UNNAMED));
  const sheets = workbook.sheets.map((sheet, at): SheetSpec => {
    const table = located.find((one) => one.sheet === sheet) ?? null;
    const own = edits.filter((edit) => edit.sheet === at);
    const corrected = { ...sheet, rows: correctedRows(sheet, table, own) };
    const plain = plainSheet(corrected, names[at] ?? '');
    return table === null ? plain : { ...plain, rows: tableRows({ ...table, sheet: corrected }) };
  });
  return writeWorkbook(sheets, { properties: Object.fromEntries(workbook.properties ?? []) });
}

/** The rows with the edits in them; a number that shows a percentage becomes the text that it shows. */
function correctedRows(sheet: Sheet, table: Located | null, edits: readonly Edit[]): Cell[][] {
  const columns = new Map(table?.layout.columns.map((placed) => [placed.index, placed]));
  const rows = sheet.rows.map((cells, row): Cell[] =>
    cells.map((cell, column) => {
      const placed = columns.get(column);
      return placed === undefined || typeof cell !== 'number'
        ? cell
        : shownCell(placed.column, cell, formatAt(sheet, row, column), placed.fenPerUnit);
    }),
  );
  for (const { row, column, text } of edits) {
    const cells = (rows[row] ??= []);
    while (cells.length < column) cells.push(null);
    cells[column] = cellOf(text, columns.get(column));
  }
  return rows;
}

/** Numbers become numbers in columns of numbers, and nowhere else: an identity number keeps all its digits. */
function cellOf(text: string, placed: PlacedColumn | undefined): Cell {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  const isNumeric = placed !== undefined && ['int', 'money', 'decimal'].includes(placed.column.type.kind);
  return isNumeric && /^-?\d{1,15}(\.\d{1,6})?$/.test(trimmed) ? Number(trimmed) : trimmed;
}

/** Days stay days and digits stay text, so that the workbook reads as it did. */
function tableRows(table: Located): SheetSpec['rows'] {
  const formats = columnFormats(table, usedWidth(table.sheet, table.layout.firstRow));
  return table.sheet.rows.map((cells, row) =>
    row < table.layout.firstRow
      ? (plainSheet({ ...table.sheet, rows: [cells] }, '').rows[0] ?? [])
      : cells.map((cell, column) => dataCell(cell, formats[column], undefined)),
  );
}
