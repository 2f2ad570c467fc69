import { describe, expect, test } from 'vitest';
import { formatAt } from '../../shared/sheet/cell-formats.ts';
import { styles, sheetOf, odsSheet } from './styled-sheets.ts';

describe('number formats', () => {
  const formats = styles(9, '0.00', '¥#,##0.00;[Red]-¥#,##0.00', 14, 'G/通用格式', 31, '&quot;约&quot;0', 99);

  test('by number and by code, built in and own; only of cells that hold something', () => {
    const cells = [4, 5, 6, 7, 8, 9, 10, 11, 0].map((style) => `<c s="${style}"><v>0.04</v></c>`);
    const sheet = sheetOf(`<row>${cells.join('')}<c s="4"/></row>`, { styles: formats });
    const found = Array.from({ length: 10 }, (_, column) => formatAt(sheet, 0, column));
    expect(found).toEqual([
      '0%',
      '0.00',
      '¥#,##0.00;[Red]-¥#,##0.00',
      'yyyy/m/d',
      'General',
      'yyyy"年"m"月"d"日"',
      '"约"0',
      'General',
      'General',
      'General',
    ]);
  });

  test('of columns that change their format, rows left out between, and cells of other kinds between', () => {
    const column = [4, 4, 0, 5, 5].map(
      (style, row) => `<row r="${row * 3 + 1}"><c s="${style}"><v>${row}</v></c></row>`,
    );
    const sheet = sheetOf(column.join(''), { styles: formats });
    expect([0, 3, 6, 9, 12].map((row) => formatAt(sheet, row, 0))).toEqual(['0%', '0%', 'General', '0.00', '0.00']);
  });

  test('of rows that go backwards, and of a cell that comes twice', () => {
    const rows = [
      ['9', 4],
      ['2', 5],
      ['5', 0],
      ['9', 5],
      ['10', 4],
    ].map(([row, style]) => `<row r="${row}"><c s="${style}"><v>1</v></c></row>`);
    const sheet = sheetOf(rows.join(''), { styles: formats });
    expect([1, 4, 8, 9].map((row) => formatAt(sheet, row, 0))).toEqual(['0.00', 'General', '0.00', '0%']);
  });

  test('a workbook that has none says so without keeping any', () => {
    const sheet = sheetOf('<row><c s="1"/><c s="3"><v>1</v></c></row>');
    expect([sheet.formats, formatAt(sheet, 0, 1)]).toEqual([undefined, 'General']);
  });

  const dataStyle = (kind: string, name: string, content: string): string =>
    `<number:${kind}-style style:name="${name}">${content}</number:${kind}-style>`;
  const digits = (places: number, more = ''): string =>
    `<number:number number:decimal-places="${places}" number:min-integer-digits="1" ${more}/>`;
  const plain = dataStyle('number', 'N0', '<number:number number:min-integer-digits="1"/>');
  const cell = (style: string): string =>
    `<table:table-cell table:style-name="${style}" office:value-type="float" office:value="0.04"><text:p>x</text:p></table:table-cell>`;
  const formatted = (name: string, format: string): string =>
    `<style:style style:name="${name}" style:family="table-cell" style:data-style-name="${format}"/>`;

  test.each([
    ['a percentage', dataStyle('percentage', 'N1', `${digits(2)}<number:text>%</number:text>`), '0.00%'],
    ['decimals', dataStyle('number', 'N1', digits(2)), '0.00'],
    ['thousands', dataStyle('number', 'N1', digits(1, 'number:grouping="true"')), '#,##0.0'],
    ['optional decimals', dataStyle('number', 'N1', digits(3, 'number:min-decimal-places="1"')), '0.0##'],
    ['no decimals stated', dataStyle('number', 'N1', '<number:number number:min-integer-digits="1"/>'), 'General'],
    [
      'leading zeros',
      dataStyle('number', 'N1', '<number:number number:decimal-places="0" number:min-integer-digits="4"/>'),
      '0000',
    ],
    ['in ten thousands of units', dataStyle('number', 'N1', digits(1, 'number:display-factor="1000"')), '0.0,'],
    ['a unit', dataStyle('number', 'N1', `${digits(0)}<number:text>元</number:text>`), '0"元"'],
    ['a percent sign that is only text', dataStyle('number', 'N1', `${digits(0)}<number:text>%</number:text>`), '0"%"'],
    [
      'a currency',
      dataStyle('currency', 'N1', `<number:currency-symbol>¥</number:currency-symbol>${digits(2)}`),
      '"¥"0.00',
    ],
    [
      'a day',
      dataStyle(
        'date',
        'N1',
        '<number:year number:style="long"/><number:text>年</number:text><number:month/><number:text>月</number:text><number:day/><number:text>日</number:text>',
      ),
      'yyyy"年"m"月"d"日"',
    ],
    [
      'a time',
      dataStyle(
        'time',
        'N1',
        '<number:hours number:style="long"/><number:text>:</number:text><number:minutes number:style="long"/>',
      ),
      'hh":"mm',
    ],
    ['text', dataStyle('text', 'N1', '<number:text-content/>'), '@'],
    ['nothing shown', dataStyle('number', 'N1', '<number:text/>'), '""'],
    [
      'another format for what is not negative',
      dataStyle('number', 'P0', digits(1)) +
        dataStyle(
          'number',
          'N1',
          `<number:text>-</number:text>${digits(2)}<style:map style:condition="value()&gt;=0" style:apply-style-name="P0"/>`,
        ),
      '[>=0]0.0;"-"0.00',
    ],
  ])('.ods: %s', (_what, format, code) => {
    expect(formatAt(odsSheet(cell('ce9'), format + formatted('ce9', 'N1')), 0, 0)).toBe(code);
  });

  test('.ods: inherited from a named style, of the column, of the row, and none', () => {
    const percent = dataStyle('percentage', 'N1', `${digits(0)}<number:text>%</number:text>`);
    const named = percent + plain + formatted('Percent', 'N1') + formatted('Default', 'N0');
    const own = '<style:style style:name="ce8" style:family="table-cell" style:parent-style-name="Percent"/>';
    const columns =
      '<table:table-column/><table:table-column table:default-cell-style-name="Percent"/><table:table-column table:default-cell-style-name="Default"/>';
    const sheet = odsSheet(
      cell('ce8') + cell('').replace('table:style-name=""', '') + cell('').replace('table:style-name=""', ''),
      own,
      named,
      columns,
    );
    expect([0, 1, 2].map((column) => formatAt(sheet, 0, column))).toEqual(['0%', '0%', 'General']);
  });

  test('.ods: a percentage whose style does not say so has the decimals that it shows', () => {
    const shown = (content: string) =>
      formatAt(
        odsSheet(
          `<table:table-cell office:value-type="percentage" office:value="0.045"><text:p>${content}</text:p></table:table-cell>`,
        ),
        0,
        0,
      );
    expect(['4.50%', '5%', '4.5 %', ''].map(shown)).toEqual(['0.00%', '0%', '0.0%', 'General']);
  });
});
