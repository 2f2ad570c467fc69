import { CFB, utils, write, type BookType, type CellObject, type WorkBook, type WorkSheet } from '@e965/xlsx';
import { unzipSync, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { MOST_BINARY_CELLS } from '../../shared/sheet/binary-cells.ts';
import type { Sheet } from '../../shared/sheet/grid.ts';
import { biff8Stream, compoundFile, formula, label, merge, number, record, words, xlsOf } from './biff8-files.ts';
import { fixtures } from './fixtures/files.ts';
import { cellReference } from '../../shared/sheet/reference.ts';
import { onlySheet, read, refusalOf } from './workbook-parts.ts';
import { longs, real, row, sharedCell, sheetData, textCell, wide, xlsbOf, xlsbRecord } from './xlsb-files.ts';

const OLD_BINARY = ['xls', 'xlsb'] as const;
const XLS = Buffer.from(fixtures().find(({ name }) => name === 'libreoffice/household.xls')!.bytes);
const UNSOLVED = { broken: 'formula' };

function bookOf(sheet: WorkSheet, name = '户表'): WorkBook {
  const book = utils.book_new();
  utils.book_append_sheet(book, sheet, name);
  return book;
}

function bytesOf(book: WorkBook, bookType: BookType): Uint8Array {
  return Uint8Array.from(write(book, { bookType, type: 'buffer', bookSST: true }) as Uint8Array);
}

function sheetsOf(bytes: Uint8Array): readonly Sheet[] {
  const result = read(bytes);
  if ('refused' in result) throw new Error(result.detail.en);
  return result.sheets;
}

/** Where values are covered. */
const coveredIn = ({ covered }: Sheet): string[] =>
  (covered?.cells ?? []).map(({ row: at, column }) => cellReference(at, column));
const rowsOf = (bytes: Uint8Array): Sheet['rows'] => onlySheet(bytes).rows;

describe.each(OLD_BINARY)('.%s', (bookType) => {
  test('numbers, texts, truth values, errors, dates as serial numbers', () => {
    const cells: CellObject[] = [
      { t: 's', v: '371599196203045678' },
      { t: 'n', v: 3_715_990_012_000_001 },
      { t: 'n', v: -0.25 },
      { t: 'b', v: true },
      { t: 'e', v: 0x17 },
      { t: 'n', v: 42_551, z: 'yyyy"年"m"月"' },
      { t: 's', v: '第一行\n第二行' },
      { t: 's', v: '阿依·古丽𬭎' },
    ];
    const sheet = onlySheet(bytesOf(bookOf(utils.aoa_to_sheet([[], cells])), bookType));
    expect(sheet.rows).toEqual([
      [],
      [
        '371599196203045678',
        3_715_990_012_000_001,
        -0.25,
        true,
        { broken: '#REF!' },
        42_551,
        '第一行\n第二行',
        '阿依·古丽𬭎',
      ],
    ]);
  });

  test('hidden sheets, rows and columns, merges, several sheets', () => {
    const sheet = utils.aoa_to_sheet([['a', null, 'c'], [], ['e', 'f']]);
    sheet['!merges'] = [{ s: { r: 0, c: 0 }, e: { r: 1, c: 1 } }];
    sheet['!rows'] = [{}, { hidden: true }, {}];
    sheet['!cols'] = [{}, { hidden: true }, {}];
    const book = bookOf(sheet);
    utils.book_append_sheet(book, utils.aoa_to_sheet([[1]]), '旧表');
    book.Workbook = { Sheets: [{ Hidden: 0 }, { Hidden: 1 }] };
    const [first, second] = sheetsOf(bytesOf(book, bookType));
    expect(first).toMatchObject({ name: '户表', hidden: false, merges: [{ top: 0, left: 0, bottom: 1, right: 1 }] });
    // SheetJS writes hidden rows and columns to .xlsb, and none to .xls: see below.
    if (bookType === 'xlsb') expect([[...first!.hiddenRows], [...first!.hiddenColumns]]).toEqual([[1], [1]]);
    expect(second).toMatchObject({ name: '旧表', hidden: true, rows: [[1]] });
  });

  test('what a merge covers is left out, and told where it was', () => {
    const sheet = utils.aoa_to_sheet([
      ['户编号', '备注'],
      ['1', '见附件'],
      ['2', '删除'],
      ['3', '删除'],
    ]);
    sheet['!merges'] = [{ s: { r: 1, c: 1 }, e: { r: 3, c: 1 } }];
    const read = onlySheet(bytesOf(bookOf(sheet), bookType));
    expect(read.rows).toEqual([['户编号', '备注'], ['1', '见附件'], ['2'], ['3']]);
    expect(coveredIn(read)).toEqual(['B3', 'B4']);
  });

  test('the date system of 1904', () => {
    const book = bookOf(utils.aoa_to_sheet([[1]]));
    book.Workbook = { WBProps: { date1904: true } };
    expect(onlySheet(bytesOf(book, bookType)).date1904).toBe(true);
  });

  test('a claimed area is nothing, a value beyond the limit of rows is F11', () => {
    const far = utils.aoa_to_sheet([['a']]);
    far['!ref'] = 'A1:C60';
    expect(rowsOf(bytesOf(bookOf(far), bookType))).toEqual([['a']]);
    far['A60'] = { t: 'n', v: 1 };
    expect(refusalOf(bytesOf(bookOf(far), bookType), { rows: 50 })).toMatch(/^F11 .*第 60 行/);
  });

  test('a text beyond the limit of characters is F11 and is named', () => {
    const book = bookOf(utils.aoa_to_sheet([['a'], [null, 'x'.repeat(300)]]));
    expect(refusalOf(bytesOf(book, bookType), { cellCharacters: 200 })).toMatch(/^F11 .*B2.*300 个字符/);
  });
});

describe('covered values', () => {
  const covered = (...records: Buffer[]): Sheet => onlySheet(xlsOf(records));

  test('a sheet without any has no such list', () => {
    expect(covered(number(0, 0, 1), merge(0, 1, 0, 1))).not.toHaveProperty('covered');
  });

  test('a merge whose first cell is blank shows nothing', () => {
    const sheet = covered(number(0, 0, 1), number(1, 1, 5), merge(0, 1, 1, 1));
    expect([sheet.rows, coveredIn(sheet)]).toEqual([[[1]], ['B2']]);
  });

  test('a covered formula without a result is no finding of its cell', () => {
    const sheet = covered(number(0, 0, 1), formula(1, 0, { flags: 2 }), merge(0, 0, 0, 1));
    expect([sheet.rows, coveredIn(sheet)]).toEqual([[[1]], ['B1']]);
  });

  test('merges side by side, below blank rows and beyond the used area are all looked at', () => {
    const blocks = Array.from({ length: 60 }, (_, column) => merge(0, 2, column, column));
    const values = Array.from({ length: 60 }, (_, column) => [number(0, column, column), number(2, column, 7)]).flat();
    const sheet = covered(...values, merge(0, 9, 60, 200), ...blocks);
    expect(sheet.rows).toEqual([Array.from({ length: 60 }, (_, column) => column)]);
    expect(coveredIn(sheet)).toHaveLength(60);
  });

  test('merges that overlap by the thousand cost little', () => {
    const whole = merge(0, 65_535, 0, 255);
    const values = Array.from({ length: 4000 }, (_, at) => number(at, 250, at));
    const sheet = covered(number(0, 0, 1), ...values, ...Array.from({ length: 60_000 }, () => whole));
    expect([sheet.rows, coveredIn(sheet).length]).toEqual([[[1]], 4000]);
  });

  test('more merges than are read are F11, since those left out would show what they cover', () => {
    const many = Array.from({ length: 65_537 }, () => merge(0, 0, 0, 1));
    expect(refusalOf(xlsOf([number(0, 0, 1), ...many]))).toMatch(/^F11 .*合并单元格超过 65536 处/);
  });
});

describe('.xls, record by record', () => {
  test('hidden rows and columns', () => {
    const hidden = record(0x208, words(1, 0, 1, 300, 0, 0, 0x120, 15));
    const columns = record(0x7d, words(1, 2, 2000, 15, 1, 0));
    const [sheet] = sheetsOf(xlsOf([columns, hidden, number(0, 0, 1), number(1, 1, 2), number(2, 2, 3)]));
    expect([sheet!.name, [...sheet!.hiddenRows], [...sheet!.hiddenColumns]]).toEqual(['甲', [1], [1, 2]]);
  });

  test('small numbers in all their forms', () => {
    const rk = (type: number, column: number, packed: number): Buffer =>
      record(type, Buffer.concat([words(0, column, 0), longs(packed >>> 0)]));
    const many = record(
      0xbd,
      Buffer.concat([words(0, 5, 0), longs(0x3ff00000), words(0), longs((10 << 2) | 3), words(6)]),
    );
    // 1 and 1.23 as doubles cut short, -7 and 12.34 as integers, the last under the number of Excel 4.
    const cells = [
      rk(0x27e, 0, 0x3ff00000),
      rk(0x27e, 1, 0x405ec001),
      rk(0x27e, 2, (-7 << 2) | 2),
      rk(0x7e, 3, (1234 << 2) | 3),
    ];
    expect(rowsOf(xlsOf([...cells, many]))).toEqual([[1, 1.23, -7, 12.34, null, 1, 0.1]]);
  });

  test('truth values, errors and texts in their cells', () => {
    const bool = (column: number, value: number, isError: number): Buffer =>
      record(0x205, Buffer.concat([words(0, column, 0), Buffer.from([value, isError])]));
    const rich = record(0xd6, Buffer.concat([words(0, 4, 0, 2), Buffer.from([0]), Buffer.from('ab'), words(1, 0, 5)]));
    expect(rowsOf(xlsOf([bool(0, 1, 0), bool(1, 0, 0), bool(2, 42, 1), label(0, 3, '户\r\n主\0'), rich]))).toEqual([
      [true, false, { broken: '#N/A' }, '户\n主\u{fffd}', 'ab'],
    ]);
  });

  test('a formula with its result, and one that waits for a text that never comes', () => {
    const other = (column: number, result: readonly number[]): Buffer =>
      record(
        0x06,
        Buffer.concat([words(0, column, 0), Buffer.from(result), words(0, 0, 0, 3), Buffer.from([0x1e, 1, 0])]),
      );
    const text = [0, 0, 0, 0, 0, 0, 0xff, 0xff];
    const shared = record(0x4bc, Buffer.alloc(12, 1));
    const result = record(0x207, Buffer.concat([words(2), Buffer.from([1]), Buffer.from('合计', 'utf16le')]));
    const cells = [
      formula(0, 12.5),
      other(1, text),
      shared,
      result,
      other(2, text),
      number(0, 3, 1),
      other(4, [1, 0, 1, 0, 0, 0, 0xff, 0xff]),
      other(5, [2, 0, 7, 0, 0, 0, 0xff, 0xff]),
      other(6, [3, 0, 0, 0, 0, 0, 0xff, 0xff]),
      other(7, text),
    ];
    expect(rowsOf(xlsOf(cells))).toEqual([[12.5, '合计', UNSOLVED, 1, true, { broken: '#DIV/0!' }, null, UNSOLVED]]);
  });

  test('formulas under their numbers of Excel 3 and 4 are read', () => {
    const cells = [formula(0, 1.5, { type: 0x206 }), formula(1, 2.5, { type: 0x406 }), formula(2, 0, { type: 0x406 })];
    expect(rowsOf(xlsOf(cells))).toEqual([[1.5, 2.5, 0]]);
  });

  test.each([0x02, 0x03, 0x04, 0x05])('a cell of Excel 2 (record %d) is refused and not left out', (type) => {
    expect(refusalOf(xlsOf([number(0, 0, 1), record(type, Buffer.alloc(15))]))).toMatch(/^F01 .*Excel 2\.0/);
  });

  test('the cells that a chart keeps copies of are no cells', () => {
    const chart = [record(0x809, words(0x600, 0x20, 0, 0)), number(0, 0, 9), label(1, 1, '系列'), record(0x0a)];
    expect(rowsOf(xlsOf([number(0, 0, 1), ...chart, number(0, 1, 2)]))).toEqual([[1, 2]]);
  });

  test('texts that go on from record to record, narrow here and wide there', () => {
    const narrow = Buffer.from([3, 0, 0, ...Buffer.from('abc')]);
    const broken = Buffer.concat([words(6), Buffer.from([0]), Buffer.from('xy')]);
    const rest = Buffer.concat([Buffer.from([1]), Buffer.from('户主', 'utf16le')]);
    const end = Buffer.concat([Buffer.from([0]), Buffer.from('zz')]);
    const styled = Buffer.concat([words(2), Buffer.from([0x0d]), words(2), longs(5), Buffer.from('姓名', 'utf16le')]);
    const texts = [
      record(0xfc, Buffer.concat([longs(3, 3), narrow, broken])),
      record(0x3c, rest),
      record(0x3c, Buffer.concat([end, styled, Buffer.alloc(6)])),
      record(0x3c, Buffer.alloc(7)),
    ];
    const cells = [0, 1, 2].map((index) => record(0xfd, Buffer.concat([words(0, index, 0), longs(index)])));
    expect(rowsOf(xlsOf(cells, texts))).toEqual([['abc', 'xy户主zz', '姓名']]);
    const missing = record(0xfd, Buffer.concat([words(0, 0, 0), longs(3)]));
    expect(refusalOf(xlsOf([missing], texts))).toMatch(/^F01 /);
  });

  test('80 texts of 30,000 characters are read, each over four records', () => {
    const long = Array.from({ length: 80 }, (_, at) => `${at}`.padEnd(30_000, '户'));
    const texts = long.flatMap((text) => {
      const pieces = Array.from({ length: 4 }, (_, at) =>
        Buffer.from(text.slice(at * 7500, at * 7500 + 7500), 'utf16le'),
      );
      const [first, ...rest] = pieces.map((piece) => Buffer.concat([Buffer.from([1]), piece]));
      return [Buffer.concat([words(30_000), first!]), ...rest];
    });
    const sst = texts.map((text, at) =>
      at === 0 ? record(0xfc, Buffer.concat([longs(80, 80), text])) : record(0x3c, text),
    );
    const cells = long.map((_, at) => record(0xfd, Buffer.concat([words(at, 0, 0), longs(at)])));
    expect(rowsOf(xlsOf(cells, sst))).toEqual(long.map((text) => [text]));
  });

  test('a sheet that does not begin where the workbook says is found by its order', () => {
    const shifted = compoundFile(['/Workbook', biff8Stream([number(0, 0, 7)], [], 6)]);
    expect(rowsOf(shifted)).toEqual([[7]]);
  });

  test('a stream without its container is read', () => {
    expect(rowsOf(Uint8Array.from(biff8Stream([number(0, 0, 7)])))).toEqual([[7]]);
  });

  test('records that are needless are not looked at, however broken', () => {
    const junk = [0x18, 0x17, 0x1ae, 0x5d, 0x1c, 0x1b8, 0x800, 0x4bc, 0x221].map((type) =>
      record(type, Buffer.alloc(40, 0xff)),
    );
    expect(rowsOf(xlsOf([...junk, number(0, 0, 7)], junk))).toEqual([[7]]);
  });

  test('a few bytes that ask for much are refused or cost little', () => {
    const texts = record(0xfc, Buffer.from([0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff, 0x7f]));
    expect(refusalOf(xlsOf([record(0xfd, Buffer.alloc(10))], [texts]))).toMatch(/^F01 /);
    const pieces = [record(0xfc, Buffer.alloc(8, 1)), ...Array.from({ length: 100_000 }, () => record(0x3c))];
    expect(rowsOf(xlsOf([number(0, 0, 1)], pieces))).toEqual([[1]]);
  });

  test('more cells than a file may have are F11 before they are built', () => {
    const body = Buffer.alloc(6 + 6 * 250);
    body.writeUInt16LE(249, body.length - 2);
    const rows = Math.ceil((MOST_BINARY_CELLS + 1) / 250);
    expect(refusalOf(xlsOf(Array.from({ length: rows }, () => record(0xbd, body))))).toMatch(
      new RegExp(`^F11 .*${MOST_BINARY_CELLS}`),
    );
  });

  test('a document embedded in the workbook does not make it one', () => {
    const file = CFB.read(XLS, { type: 'buffer' });
    CFB.utils.cfb_add(file, '/MBD0001/WordDocument', Buffer.alloc(5000, 1));
    CFB.utils.cfb_add(file, '/MBD0001/Workbook', Buffer.alloc(5000, 1));
    expect(rowsOf(Uint8Array.from(CFB.write(file, { type: 'buffer' }) as Uint8Array))).toHaveLength(22);
  });

  test('sectors that go in circles are damage', () => {
    const bytes = Buffer.from(XLS);
    const table = (bytes.readUInt32LE(76) + 1) * 512;
    for (let sector = 0; sector < 128; sector++) bytes.writeUInt32LE(sector, table + 4 * sector);
    expect(refusalOf(bytes)).toMatch(/^F01 .*扇区/);
  });
});

describe('a zero in an .xls whose formulas are all to be calculated on opening', () => {
  const marked = (column: number, value: number, behind = 0): Buffer => formula(column, value, { flags: 2, behind });
  const writtenBy = (name: string): Buffer[] => [
    record(0x5c, Buffer.concat([words(name.length), Buffer.from([0]), Buffer.from(name.padEnd(109))])),
  ];

  test('fills its place when there is nothing but zeros', () => {
    expect(rowsOf(xlsOf([marked(0, 0), marked(1, 0)], writtenBy('root')))).toEqual([[UNSOLVED, UNSOLVED]]);
  });

  test('is a result when OpenOffice or LibreOffice wrote it', () => {
    expect(rowsOf(xlsOf([marked(0, 0), marked(1, 0)], writtenBy('Calc')))).toEqual([[0, 0]]);
    expect(rowsOf(xlsOf([marked(0, 0)], writtenBy('Calculator')))).toEqual([[UNSOLVED]]);
  });

  test('is a result beside others that are not zero', () => {
    expect(rowsOf(xlsOf([marked(0, 0), marked(1, 7.5), marked(2, 0)]))).toEqual([[0, 7.5, 0]]);
  });

  test('is a result where the mark is not set', () => {
    expect(rowsOf(xlsOf([formula(0, 0), formula(1, 0, { flags: 1 })]))).toEqual([[0, 0]]);
  });

  test('and the 4 of JExcelAPI, which never calculates, only fill their place', () => {
    const ofJxl = 0xfce0_0000;
    expect(rowsOf(xlsOf([marked(0, 4, ofJxl), marked(1, 0, ofJxl), marked(2, 4), marked(3, 5)]))).toEqual([
      [UNSOLVED, UNSOLVED, 4, 5],
    ]);
  });
});

describe('.xlsb, record by record', () => {
  test('cells are counted over the whole file', () => {
    const cells = Array.from({ length: 1000 }, () => xlsbRecord(0x0d, longs(0, 2)));
    const rows = Array.from({ length: MOST_BINARY_CELLS / 1000 + 1 }, (_, at) => Buffer.concat([row(at), ...cells]));
    expect(refusalOf(xlsbOf(sheetData(...rows)), { columns: 1000 })).toMatch(new RegExp(`^F11 .*${MOST_BINARY_CELLS}`));
  });

  test('every kind of cell, with its column and without', () => {
    const short = (type: number, ...value: number[]): Buffer => xlsbRecord(type, Buffer.from([0, 0, 0, 0, ...value]));
    const rich = xlsbRecord(0x3e, Buffer.concat([longs(9, 0), Buffer.from([1]), wide('丙'), longs(1)]));
    const cells = [
      xlsbRecord(0x01, longs(2, 0)),
      short(0x0f, 1),
      short(0x0c),
      short(0x0e, 42),
      short(0x11, ...wide('甲')),
      short(0x12, 0, 0, 0, 0),
      short(0x10, ...Buffer.from(Float64Array.of(1.5).buffer)),
      rich,
      xlsbRecord(0x08, Buffer.concat([longs(10, 0), wide('丁'), longs(0, 0)])),
    ];
    expect(rowsOf(xlsbOf(sheetData(row(0), ...cells), ['乙']))).toEqual([
      [null, null, null, true, null, { broken: '#N/A' }, '甲', '乙', 1.5, '丙', '丁'],
    ]);
  });

  test.each([
    ['future records', 0x23, 0x24],
    ['alternative content', 0x25, 0x26],
  ])('what stands between begin and end of %s is no cell', (_what, begin, end) => {
    const inside = [
      xlsbRecord(begin, longs(0)),
      row(5),
      real(0, 99),
      xlsbRecord(begin, longs(0)),
      real(1, 98),
      xlsbRecord(end),
      xlsbRecord(end),
    ];
    expect(rowsOf(xlsbOf(sheetData(row(0), real(0, 1), ...inside, real(1, 2))))).toEqual([[1, 2]]);
  });

  test('a block that does not end hides no cells: it is damage', () => {
    expect(refusalOf(xlsbOf(sheetData(row(0), xlsbRecord(0x23, longs(0)), real(0, 1))))).toMatch(/^F01 .*xlsb/);
    expect(refusalOf(xlsbOf(sheetData(row(0), xlsbRecord(0x24), real(0, 1))))).toMatch(/^F01 .*xlsb/);
  });

  test('a record among the cells that nobody knows is refused and not left out', () => {
    expect(refusalOf(xlsbOf(sheetData(row(0), real(0, 1), xlsbRecord(0x14, longs(1, 0, 5)))))).toMatch(/^F01 .*20/);
    const metadata = [xlsbRecord(0x31, longs(1)), xlsbRecord(0x32, longs(1)), xlsbRecord(0x400, Buffer.alloc(2))];
    expect(rowsOf(xlsbOf(sheetData(row(0), ...metadata, real(0, 1))))).toEqual([[1]]);
  });

  test('a module without a part is left alone, a sheet whose part is missing is damage', () => {
    const sheet = sheetData(row(0), real(0, 1));
    expect(rowsOf(xlsbOf(sheet, [], [['Module1', '']]))).toEqual([[1]]);
    expect(refusalOf(xlsbOf(sheet, [], [['乙', 'rId9']]))).toMatch(/^F01 .*找不到工作表“乙”/);
  });

  test('one long text in many cells', () => {
    const cells = Array.from({ length: 7 }, (_, column) => sharedCell(column, 0));
    const rows = Array.from({ length: 10 }, (_, at) => Buffer.concat([row(at), ...cells]));
    const read = rowsOf(xlsbOf(sheetData(...rows), ['户'.repeat(30_000)]));
    expect([read.length, read[9]?.length, read[9]?.[6]]).toEqual([10, 7, '户'.repeat(30_000)]);
  });

  test('80 texts of 30,000 characters are read', () => {
    const long = Array.from({ length: 80 }, (_, at) => `${at}`.padEnd(30_000, '户'));
    const rows = long.map((text, at) => Buffer.concat([row(at), sharedCell(0, at), textCell(1, text)]));
    const bytes = xlsbOf(sheetData(...rows), long);
    expect(onlySheet(bytes, { characters: 4_800_000 }).rows).toEqual(long.map((text) => [text, text]));
    expect(refusalOf(bytes, { characters: 4_799_999 })).toMatch(/^F11 .*4799999 个字符/);
  });

  test('a text beyond the limit is F11 before it is made, and is named', () => {
    const long = 'x'.repeat(5_000_000);
    expect(refusalOf(xlsbOf(sheetData(row(3), textCell(2, long))))).toMatch(/^F11 .*C4.*5000000 个字符/);
    expect(refusalOf(xlsbOf(sheetData(row(3), sharedCell(2, 0)), [long]))).toMatch(/^F11 .*C4.*5000000 个字符/);
    expect(rowsOf(xlsbOf(sheetData(row(0), real(0, 1)), [long]))).toEqual([[1]]);
  });

  test('text that claims more than is there is damage', () => {
    const bytes = bytesOf(bookOf(utils.aoa_to_sheet([['甲']])), 'xlsb');
    const parts = unzipSync(bytes);
    const texts = Buffer.from(parts['xl/sharedStrings.bin']!);
    const at = texts.indexOf('甲', 0, 'utf16le');
    texts.writeUInt32LE(0x7fff_ffff, at - 4);
    expect(refusalOf(zipSync({ ...parts, 'xl/sharedStrings.bin': texts }))).toMatch(/^F01 .*xlsb/);
  });
});
