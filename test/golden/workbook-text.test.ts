import { expect, test } from 'vitest';
import { writeWorkbook, type SheetSpec } from '../../shared/sheet/write.ts';
import { workbookText } from './workbook-text.ts';

const HEAD = { bold: true, fill: 'F3EDE4', border: true } as const;
const SHEET: SheetSpec = {
  name: '表',
  rows: [
    [{ value: '合计', style: HEAD }, { value: '人数', style: HEAD }],
    ['a & b', { value: 1234, style: { numberFormat: '#,##0' } }],
    ['a & b', { value: 5, style: { numberFormat: '#,##0' } }],
  ],
  columnWidths: [10, 8],
  merges: [{ top: 0, left: 0, bottom: 0, right: 1 }],
};
const textOf = (change: Partial<SheetSpec> = {}): string => workbookText(writeWorkbook([{ ...SHEET, ...change }]));

test('a sheet is its rows, and its styles by what they are', () => {
  const text = textOf();
  expect(text).toContain('-- rows\n1: "合计" | "人数"\n2: "a & b" | 1234\n3: "a & b" | 5\n');
  expect(text).toMatch(/^b; fill fgColor FFF3EDE4; border left thin, right thin, top thin, bottom thin: A1:B1$/m);
  expect(text).toMatch(/^format 3: B2:B3$/m);
});

test.each<[string, Partial<SheetSpec>, string]>([
  ['a width', { columnWidths: [11, 8] }, '<col min="1" max="1" width="11" customWidth="1"/>'],
  ['a merge', { merges: [{ top: 1, left: 0, bottom: 2, right: 0 }] }, '<mergeCell ref="A2:A3"/>'],
  ['a number format', { rows: [[{ value: 5, style: { numberFormat: '0.0%' } }]] }, 'format 0.0%: A1'],
  ['a text where a number was', { rows: [['5']] }, '1: "5"'],
  ['a height', { rowHeights: [34] }, '1 ht="34": "合计"'],
])('%s is seen', (_what, change, line) => {
  expect(textOf()).not.toContain(line);
  expect(textOf(change)).toContain(line);
});
