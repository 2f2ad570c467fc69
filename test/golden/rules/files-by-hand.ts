/** The files that the cases of file-cases.ts are tried on: two sound households, and what clerks do to such a file. */
import { CITY_PACK } from '../../../cities/pack.ts';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import type { CheckedFile } from '../../../shared/check/checked-file.ts';
import { limitsFor } from '../../../shared/check/file-limits.ts';
import { markedWorkbook } from '../../../shared/receipt/marked-workbook.ts';
import { receiptOf } from '../../../shared/receipt/receipt.ts';
import { NO_CHANGES } from '../../../shared/rows/merge.ts';
import { tableOf } from '../../../shared/schema/tables.ts';
import { readWorkbook } from '../../../shared/sheet/read.ts';
import { writeWorkbook, type CellSpec, type SheetSpec } from '../../../shared/sheet/write.ts';
import { stampText, TEMPLATE_VERSION, type Stamp } from '../../../shared/parse/template-stamp.ts';
import { check, csvOf, fieldsOf, PERIOD, rowOf, sealed, TOWNSHIP, type Written } from './case.ts';

export const ROWS: readonly Written[] = [
  rowOf('household'),
  rowOf('household', { household_no: '3715251080000099', head_id_no: sealed('37159919610101001') }),
];
export const CSV = csvOf('household', ROWS);
export const HEADERS = (CSV.split('\n')[0] ?? '').split(',');
const BODY = CSV.split('\n').slice(1).join('\n');
export const withHeader = (change: (header: string, index: number) => string, above = ''): string =>
  `${above}${HEADERS.map(change).join(',')}\n${BODY}`;
/** The same rows with further cells at the end of each. */
export const widened = (header: string, cells: readonly string[]): string =>
  `${HEADERS.join(',')},${header}\n${BODY.trimEnd()
    .split('\n')
    .map((line, index) => `${line},${cells[index] ?? ''}`)
    .join('\n')}\n`;
/** A row of text under the table, its cells by field. */
export const under = (cells: Written): string =>
  `${CSV}${fieldsOf('household')
    .map((field) => cells[field] ?? '')
    .join(',')}\n`;

/** The same rows with every amount divided. */
export const divided = (divisor: number, decimals: number): string =>
  csvOf(
    'household',
    ROWS.map((row) => ({
      ...row,
      ...Object.fromEntries(
        tableOf('household').columns.flatMap(({ field, type }) => (type.kind === 'money' ? [[field, String(Number((Number(row[field] ?? 0) / divisor).toFixed(decimals)))]] : [])),
      ),
    })),
  );

export const GRID: SheetSpec['rows'] = [HEADERS, ...ROWS.map((row) => fieldsOf('household').map((field) => row[field] ?? null))];
const SHEET = 'xl/worksheets/sheet1.xml';
/** The workbook with `xml` in place of a cell's own element. */
export function withCell(cell: string, xml: string): CheckedFile {
  const parts = unzipSync(writeWorkbook([{ name: '二季度', rows: GRID }]));
  const sheet = strFromU8(parts[SHEET] ?? new Uint8Array()).replace(new RegExp(`<c r="${cell}".*?</c>`), xml);
  return check(zipSync({ ...parts, [SHEET]: strToU8(sheet) }));
}

/** A workbook whose archive marks every part as encrypted. */
export function encrypted(): CheckedFile {
  const bytes = Buffer.from(writeWorkbook([{ name: '二季度', rows: GRID }]));
  for (let at = bytes.indexOf('PK\u{1}\u{2}'); at >= 0; at = bytes.indexOf('PK\u{1}\u{2}', at + 4))
    bytes.writeUInt8(bytes.readUInt8(at + 8) | 1, at + 8);
  return check(bytes);
}

export const book = (...sheets: SheetSpec[]): CheckedFile => check(writeWorkbook(sheets));
export const EXPLANATION: SheetSpec = { name: '填表说明', rows: [['填表说明'], ['一、户编号为16位数字'], ['二、金额单位为元']] };

/**
 * The marked workbook of a file whose first row lacks its size, sent again with `size` typed into one of its sheets.
 */
export function sentAgain(sheet: string, row: number, indent: number, size: number): CheckedFile {
  const bytes = writeWorkbook([{ name: '二季度', rows: GRID.map((cells, at) => (at === 1 ? withoutSize(cells) : cells)) }]);
  const checked = check(bytes);
  const received = { key: `${TOWNSHIP}/${PERIOD}/表.xlsx`, versionId: 'v1', acceptedAt: '2016-07-10T01:00:00Z', sha256: '', bytes: 1 };
  const marked = readWorkbook(markedWorkbook(receiptOf(received, checked, { pack: CITY_PACK, changes: NO_CHANGES }), checked), limitsFor(TOWNSHIP));
  if ('refused' in marked) throw new Error(marked.detail.en);
  return book(
    ...marked.sheets.map(({ name, rows, merges }) => ({
      name,
      merges,
      rows: rows.map((cells, at) =>
        cells.map((cell, column) => (name === sheet && at === row && column === SIZE + indent ? size : (cell as CellSpec))),
      ),
    })),
  );
}
const SIZE = fieldsOf('household').indexOf('household_size');
const withoutSize = (cells: readonly CellSpec[]): CellSpec[] => cells.map((cell, column) => (column === SIZE ? '三口' : cell));

export const fileError = (message: string) => ({ severity: 'error', row: null, cell: null, column: null, value: null, message }) as const;
export const fileWarning = (message: string) => ({ ...fileError(message), severity: 'warning' }) as const;
export const columnOf = (field: string): string => tableOf('household').columns.find((column) => column.field === field)?.header ?? '';

/** Two rows below a title that names another period, without a column of their own for it. */
export const titled = (title: string): string => csvOf('household', ROWS, ['period']).replace(/^/, `${title}\n`);

export const STAMP: Stamp = { version: TEMPLATE_VERSION, division: TOWNSHIP, period: PERIOD };
/** The rows below the stamp of a template. */
export const stamped = (change: Partial<Stamp>): string => `"${stampText({ ...STAMP, ...change })}"\n${CSV}`;
