import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { onlySheet, refusalOf } from './workbook-parts.ts';

const rowsOf = (text: string) => onlySheet(Buffer.from(text)).rows;

describe('delimited text', () => {
  test('a first line sep=; tells the delimiter and is no row', () => {
    const rows = [
      ['a,b,c', '甲'],
      ['1,2,3', '乙'],
    ];
    expect(rowsOf('sep=;\r\na,b,c;甲\r\n1,2,3;乙')).toEqual(rows);
    expect(rowsOf('\u{feff}"SEP=;"\na,b,c;甲\n1,2,3;乙')).toEqual(rows);
    expect(rowsOf('sep=|\na,b|c')).toEqual([['a,b', 'c']]);
    expect(rowsOf('sep=x\na')).toEqual([['sep=x'], ['a']]);
  });

  test.each([
    [
      'commas',
      'a,b\n1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'tabs, with thousands separators in them',
      'a\tb\n1,234\t2,345',
      [
        ['a', 'b'],
        ['1,234', '2,345'],
      ],
    ],
    [
      'semicolons',
      'a;b\n1;2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    ...['|', '^', '，', '；', '｜'].map((delimiter): [string, string, string[][]] => [
      delimiter,
      `户编号${delimiter}姓名${delimiter}备注\n1${delimiter}张三${delimiter}"a,b"\n2${delimiter}李四${delimiter}c,d;e`,
      [
        ['户编号', '姓名', '备注'],
        ['1', '张三', 'a,b'],
        ['2', '李四', 'c,d;e'],
      ],
    ]),
    [
      'commas, with full-width commas in the texts',
      '户编号,备注\n1,搬迁，已入住\n2,务工，在外，未归\n3,无',
      [
        ['户编号', '备注'],
        ['1', '搬迁，已入住'],
        ['2', '务工，在外，未归'],
        ['3', '无'],
      ],
    ],
    [
      'commas under a title with semicolons',
      '标题；;;\na,b,c\n1,2,3\n4,5,6',
      [['标题；;;'], ['a', 'b', 'c'], ['1', '2', '3'], ['4', '5', '6']],
    ],
    [
      'commas when quotes hide other delimiters',
      '"a;b;c","d;e;f"\n"a;b;c",2',
      [
        ['a;b;c', 'd;e;f'],
        ['a;b;c', '2'],
      ],
    ],
    ['a single column', 'a\nb', [['a'], ['b']]],
  ])('%s', (_what, text, rows) => {
    expect(rowsOf(text)).toEqual(rows);
  });

  test('line ends of all three kinds', () => {
    expect(rowsOf('a\r\nb\nc\rd')).toEqual([['a'], ['b'], ['c'], ['d']]);
  });

  test('quoted fields keep delimiters, doubled quotes and line breaks', () => {
    expect(rowsOf('"a,b","c""d","e\r\nf"\n1,2,3')).toEqual([
      ['a,b', 'c"d', 'e\r\nf'],
      ['1', '2', '3'],
    ]);
  });

  test('empty cells are null, those at the end of a row and blank rows at the end of the file are left out', () => {
    expect(rowsOf('a,,b,,\n,,\n\n"",c\n,\n\n\n')).toEqual([['a', null, 'b'], [], [], [null, 'c']]);
  });

  test('a quote inside an unquoted field is text, text after a closing quote is appended', () => {
    expect(rowsOf('5"管,"a"b\n1,2')).toEqual([
      ['5"管', 'ab'],
      ['1', '2'],
    ]);
  });

  test.each([
    [
      'to the end of the file',
      'a,"张三,1\nb,李四,2\nc,王五,3',
      [
        ['a', '"张三', '1'],
        ['b', '李四', '2'],
        ['c', '王五', '3'],
      ],
    ],
    [
      'to the next opening quote',
      'a,"张三,1\nb,"李四",2\nc,王五,3',
      [
        ['a', '"张三', '1'],
        ['b', '李四', '2'],
        ['c', '王五', '3'],
      ],
    ],
  ])('an unclosed quote does not swallow the rows %s', (_what, text, rows) => {
    expect(rowsOf(text)).toEqual(rows);
  });

  test.each([
    ['="371599196203045718"', '371599196203045718'],
    ['"=""371599196203045718"""', '371599196203045718'],
    ["'371599196203045718", '371599196203045718'],
    ["'371599196203045718'", '371599196203045718'],
    ['"\t371599196203045718"', '371599196203045718'],
    ['"371599196203045718\t"', '371599196203045718'],
    ['=1+1', '=1+1'],
    ['""', null],
    ["'", null],
  ])('the wrapper of %s is taken off', (field, value) => {
    expect(rowsOf(`编号,x\n${field},1`)[1]).toEqual([value, '1']);
  });

  test('an 18-digit ID stays text', () => {
    expect(rowsOf('371599196203045718')).toEqual([['371599196203045718']]);
  });

  test.each([
    ['rows', 'a\nb\nc', { rows: 2 }, /第 3 行第 1 列（A3）.*row 3, column 1/],
    ['columns', 'a\nb,c,d', { columns: 2 }, /第 2 行第 3 列（C2）/],
    ['characters', 'a,b\nc,ddddd', { cellCharacters: 4 }, /第 2 行第 2 列（B2）有 5 个字符/],
  ])('too many %s is F11 and names the place', (_what, text, limits, words) => {
    const refusal = refusalOf(Buffer.from(text), limits);
    expect(refusal).toMatch(/^F11 /);
    expect(refusal).toMatch(words);
  });

  test('blank rows and empty columns beyond the limits do no harm', () => {
    expect(onlySheet(Buffer.from(`a${','.repeat(1000)}\n${'\n'.repeat(100_000)}`)).rows).toEqual([['a']]);
  });

  test('rows of nulls cannot be used to exhaust memory', () => {
    expect(refusalOf(Buffer.from(`${','.repeat(299)}x\n`.repeat(30_000)), { rows: 100_000 })).toMatch(
      /^F11 .*空单元格过多/,
    );
  });

  test('property: any table, properly quoted, comes back, row by row', () => {
    const field = fc.string({ unit: fc.constantFrom('a', '张', '"', ',', ';', '\n', '\r', ' ', '𠮷', '1') });
    fc.assert(
      fc.property(
        fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 }),
        (table) => {
          const marked = table.map((row) => ['头', ...row, '尾']);
          const text = marked
            .map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(','))
            .join('\r\n');
          expect(rowsOf(text)).toEqual(marked.map((row) => row.map((value) => (value === '' ? null : value))));
        },
      ),
    );
  });

  test('property: any text at all is read or refused, and never throws', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', '"', '""', ',', '\n', '\r', '\t', ';', '=', "'"),
      maxLength: 60,
    });
    fc.assert(
      fc.property(text, (content) => void rowsOf(content === '' ? 'a' : content)),
      { numRuns: 2000 },
    );
  });
});
