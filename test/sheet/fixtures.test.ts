import { describe, expect, test } from 'vitest';
import type { Cell, Sheet } from '../../shared/sheet/grid.ts';
import { dateText, HEADER, KINDS, MERGES, ROWS } from './fixtures/household-sheet.ts';
import { fixtures } from './fixtures/files.ts';
import { onlySheet, read, refusalOf } from './workbook-parts.ts';

const OLD = 'gnumeric/household.95.xls';
const ALL = fixtures();
const READABLE = ALL.filter(({ name }) => name !== OLD);
const FORMATS = {
  '.xlsx': 'xlsx',
  '.xlsb': 'xlsb',
  '.xls': 'xls',
  '.ods': 'ods',
  '.html': 'html',
  '.csv': 'csv',
} as const;

/** Rows as a text format shows them. */
function asText(rows: readonly (readonly Cell[])[]): Cell[][] {
  return rows.map((row) =>
    row.map((cell, column) =>
      typeof cell === 'number' ? (KINDS[column] === 'date' ? dateText(cell) : String(cell)) : cell,
    ),
  );
}

/** The dates of gnumeric's CSV have slashes. */
function withDashes({ rows }: Sheet): Cell[][] {
  return rows.map((row) =>
    row.map((cell) => (typeof cell === 'string' ? cell.replace(/^(2016)\/([0-9]{2})\/([0-9]{2})$/, '$1-$2-$3') : cell)),
  );
}

describe('one sheet, written by several programs', () => {
  test.each(READABLE)('$name reads to the same grid', ({ name, bytes }) => {
    const [, format] = Object.entries(FORMATS).find(([extension]) => name.endsWith(extension))!;
    expect(read(bytes)).toMatchObject({ format });
    const sheet = onlySheet(bytes);
    const expected = [...HEADER, ...ROWS];
    if (format === 'html' || format === 'csv') expect(withDashes(sheet)).toEqual(asText(expected));
    else expect(sheet).toMatchObject({ name: '户表', hidden: false, date1904: false, rows: expected });
    expect(sheet.merges.toSorted((a, b) => a.top - b.top || a.left - b.left)).toEqual(format === 'csv' ? [] : MERGES);
    expect(sheet.hiddenRows.size + sheet.hiddenColumns.size).toBe(0);
  });

  test('Excel 95 is refused with the way out', () => {
    expect(refusalOf(ALL.find(({ name }) => name === OLD)!.bytes)).toMatch(/^F01 .*Excel 95.*另存为 \.xlsx/);
  });

  test('CSV in GB18030 with characters beyond GBK', () => {
    const csv = ALL.find(({ name }) => name === 'libreoffice/household.csv')!;
    expect(read(csv.bytes)).toMatchObject({ encoding: 'gb18030' });
  });
});

test.each(ALL.filter(({ name }) => /\.(?:xls|xlsb|ods|xlsx)$/.test(name)))(
  '$name cut off anywhere is refused',
  ({ bytes }) => {
    for (let length = 8; length < bytes.length - 600; length += 211)
      expect(refusalOf(bytes.subarray(0, length))).toMatch(/^F01 /);
  },
);
