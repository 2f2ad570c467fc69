import { describe, expect, test } from 'vitest';
import { bytesOf } from '../golden/files/golden-file.ts';
import { sheetOf, text, odsText } from './styled-sheets.ts';
import { odsOf, onlySheet } from './workbook-parts.ts';

describe('values under a merge', () => {
  const merged = (...ranges: readonly string[]): string =>
    `<mergeCells>${ranges.map((range) => `<mergeCell ref="${range}"/>`).join('')}</mergeCells>`;
  const value = (...cells: readonly (string | number | null)[]): string =>
    `<row>${cells.map((cell) => (cell === null ? '<c/>' : typeof cell === 'number' ? `<c><v>${cell}</v></c>` : text(`<t>${cell}</t>`))).join('')}</row>`;

  test('are left out of the rows and listed; only the top left cell is shown', () => {
    const sheet = sheetOf(value('a', 'b') + value('c', 2) + value('d', 'e', 'f'), { after: merged('A1:B2', 'C3:C4') });
    expect(sheet.rows).toEqual([['a'], [], ['d', 'e', 'f']]);
    expect(sheet.covered).toEqual({
      count: 3,
      cells: [
        { row: 0, column: 1, cell: 'b' },
        { row: 1, column: 0, cell: 'c' },
        { row: 1, column: 1, cell: 2 },
      ],
    });
    expect(sheet.merges).toHaveLength(1);
  });

  test('are left out although the top left cell is empty, as the sheet shows nothing there', () => {
    expect(sheetOf(value(null, 'b', 'c'), { after: merged('A1:B1') }).rows).toEqual([[null, null, 'c']]);
  });

  test('an overlapping merge is none', () => {
    const sheet = sheetOf(value('a', 'b') + value('c', 'd'), { after: merged('A1:A2', 'A2:B2') });
    expect(sheet.rows).toEqual([
      ['a', 'b'],
      [null, 'd'],
    ]);
  });

  test('there is nothing to tell where merges cover nothing', () => {
    expect(sheetOf(value('a', null, 'c'), { after: merged('A1:B1') }).covered).toBeUndefined();
  });

  const odsTable = (first: string, second: string): string =>
    `<table:table table:name="户表"><table:table-row>${odsText('a', 'table:number-rows-spanned="2"')}</table:table-row><table:table-row>${first}${second}</table:table-row></table:table>`;

  test.each([
    [
      'in a covered cell, as LibreOffice writes it',
      odsText('删除').replaceAll('table:table-cell', 'table:covered-table-cell'),
    ],
    ['in an ordinary one, as gnumeric writes it', odsText('删除')],
  ])('.ods: %s', (_how, covered) => {
    const sheet = onlySheet(odsOf(odsTable(covered, odsText('b'))));
    expect(sheet.rows).toEqual([['a'], [null, 'b']]);
    expect(sheet.covered).toEqual({ count: 1, cells: [{ row: 1, column: 0, cell: '删除' }] });
  });

  test('.ods: a merge across columns that is repeated over rows is one in each', () => {
    const row = `<table:table-row table:number-rows-repeated="2">${odsText('a', 'table:number-columns-spanned="2"')}${odsText('b')}${odsText('c')}</table:table-row>`;
    const sheet = onlySheet(odsOf(`<table:table table:name="户表">${row}</table:table>`));
    expect(sheet.rows).toEqual([
      ['a', null, 'c'],
      ['a', null, 'c'],
    ]);
    expect([sheet.merges.length, sheet.covered?.count]).toEqual([2, 2]);
  });

  test.each(['libreoffice/covered.xls', 'libreoffice/covered.ods', 'by-hand/covered.xlsx'])(
    '%s: the same in every format',
    (file) => {
      const sheet = onlySheet(bytesOf(file));
      expect(sheet.covered?.cells.map(({ cell }) => cell)).toEqual(['删除', '删除']);
      expect(sheet.rows.flat()).not.toContain('删除');
    },
  );
});
