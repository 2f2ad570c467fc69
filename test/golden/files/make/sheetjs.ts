/**
 * Files that SheetJS writes.
 */
import { utils, write, type BookType, type CellObject, type WorkBook, type WorkSheet } from '@e965/xlsx';
import type { BookContent, Content, SheetContent } from './sheet-content.ts';

const ERRORS: Readonly<Record<string, number>> = { '#DIV/0!': 7, '#REF!': 23, '#N/A': 42 };

function cellOf(cell: Content): CellObject | null {
  if (cell === null) return null;
  if (typeof cell === 'string') return { t: 's', v: cell, z: '@' };
  if (typeof cell === 'number') return { t: 'n', v: cell };
  if (typeof cell === 'boolean') return { t: 'b', v: cell };
  if ('day' in cell) return { t: 'n', v: cell.day, z: cell.format ?? 'yyyy-mm-dd' };
  if ('number' in cell) return { t: 'n', v: cell.number, z: cell.format };
  const { formula: f, result, error } = cell;
  if (error !== undefined) return { t: 'e', v: ERRORS[error] ?? 15, f };
  return typeof result === 'string' ? { t: 's', v: result, f } : result === undefined ? { t: 'z', f } : { t: 'n', v: result, f };
}

function sheetOf({ rows, merges = [], hiddenRows = [], hiddenColumns = [], notes = [] }: SheetContent): WorkSheet {
  const sheet: WorkSheet = utils.aoa_to_sheet(rows.map((row) => row.map(cellOf)));
  sheet['!merges'] = merges.map(([top, left, bottom, right]) => ({ s: { r: top, c: left }, e: { r: bottom, c: right } }));
  if (hiddenRows.length > 0) sheet['!rows'] = rows.map((_, row) => (hiddenRows.includes(row) ? { hidden: true } : {}));
  if (hiddenColumns.length > 0) sheet['!cols'] = Array.from({ length: Math.max(...hiddenColumns) + 1 }, (_, column) => (hiddenColumns.includes(column) ? { hidden: true } : {}));
  for (const [row, column, text] of notes) {
    const place = utils.encode_cell({ r: row, c: column });
    utils.cell_add_comment(sheet[place] as CellObject, text, '审核');
  }
  return sheet;
}

/** Bytes of the book in one of SheetJS' formats; `shared` puts texts into the shared table. */
export function bySheetJs(content: BookContent, bookType: BookType, shared = true): Uint8Array {
  const book: WorkBook = utils.book_new();
  for (const sheet of content.sheets) utils.book_append_sheet(book, sheetOf(sheet), sheet.name);
  book.Workbook = { Sheets: content.sheets.map(({ hidden }) => ({ Hidden: hidden === true ? 1 : 0 })), WBProps: { date1904: content.date1904 === true } };
  return Uint8Array.from(write(book, { bookType, type: 'buffer', compression: true, bookSST: shared }) as Uint8Array);
}
