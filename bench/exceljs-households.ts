/** The peers of workbooks: exceljs reads as a stream and a zod object checks each row; exceljs writes as a stream. */
import { Readable, Writable } from 'node:stream';
import exceljs from 'exceljs';
import type { Column } from '../shared/schema/column.ts';
import type { Cell, Sheet } from '../shared/sheet/grid.ts';
import { zodChecker } from './zod-households.ts';

/** Makes a reader that checks the rows of a workbook with exactly these columns. */
export function bookReader(columns: readonly Column[]): (bytes: Uint8Array) => Promise<void> {
  const check = zodChecker(columns);
  return async (bytes) => {
    const reader = new exceljs.stream.xlsx.WorkbookReader(Readable.from([Buffer.from(bytes)]), {
      sharedStrings: 'cache',
      hyperlinks: 'ignore',
      styles: 'ignore',
      worksheets: 'emit',
      entries: 'emit',
    });
    for await (const worksheet of reader)
      for await (const row of worksheet) {
        if (row.number === 1) continue;
        const values = row.values as readonly unknown[];
        check([Object.fromEntries(columns.map(({ field }, index) => [field, textOf(values[index + 1])]))]);
      }
  };
}

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/** A cell that is marked, zero-based, with what is said of it. */
export type Marked = { readonly row: number; readonly index: number; readonly note: string };

/** Writes the cells of a sheet again, those that are marked with a colour and a note. */
export async function writeMarked({ rows }: Sheet, marked: readonly Marked[]): Promise<void> {
  const writer = new exceljs.stream.xlsx.WorkbookWriter({
    stream: new Writable({ write: (_chunk, _encoding, done) => done() }),
    useStyles: true,
    useSharedStrings: true,
  });
  const worksheet = writer.addWorksheet('上报数据');
  const byRow = Map.groupBy(marked, ({ row }) => row);
  for (const [at, cells] of rows.entries()) {
    const row = worksheet.addRow(cells.map((cell: Cell) => (typeof cell === 'object' ? null : cell)));
    for (const { index, note } of byRow.get(at) ?? []) {
      const cell = row.getCell(index + 1);
      cell.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFFFC7CE' } };
      cell.note = note;
    }
    row.commit();
  }
  worksheet.commit();
  await writer.commit();
}
