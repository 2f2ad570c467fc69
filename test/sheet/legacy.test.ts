import { CFB, utils, write, type BookType, type CellObject, type WorkBook, type WorkSheet } from '@e965/xlsx';
import { unzipSync, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import type { Sheet } from '../../shared/sheet/grid.ts';
import { LEGACY_LIMITS } from '../../shared/sheet/legacy.ts';
import { plainXlsbSheet, type CellBudget } from '../../shared/sheet/xlsb.ts';
import { processorSeconds } from '../processor-time.ts';
import { fixtures } from './fixtures/files.ts';
import { onlySheet, read, refusalOf } from './workbook-parts.ts';

const OLD_BINARY = ['xls', 'xlsb'] as const;
const XLS = Buffer.from(fixtures().find(({ name }) => name === 'libreoffice/household.xls')!.bytes);

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

/** A record of BIFF8. */
function record(type: number, body: Uint8Array = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16LE(type, 0);
  head.writeUInt16LE(body.length, 2);
  return Buffer.concat([head, body]);
}

const words = (...values: number[]): Buffer => Buffer.from(Uint16Array.from(values).buffer);

/** An .xls with one sheet 甲, its records given, and perhaps some ahead of the sheets. */
function xlsOf(cells: readonly Buffer[], globals: readonly Buffer[] = []): Uint8Array {
  const bof = (kind: number): Buffer => record(0x809, words(0x600, kind, 0, 0, 0, 0, 0, 0));
  const boundSheet = (at: number): Buffer =>
    record(0x85, Buffer.from([at & 255, (at >> 8) & 255, at >> 16, 0, 0, 0, 1, 1, 0x32, 0x75]));
  const before = [bof(5), ...globals];
  const at = Buffer.concat([...before, boundSheet(0), record(0x0a)]).length;
  const stream = Buffer.concat([...before, boundSheet(at), record(0x0a), bof(0x10), ...cells, record(0x0a)]);
  const file = CFB.utils.cfb_new();
  CFB.utils.cfb_add(file, '/Workbook', stream);
  return Uint8Array.from(CFB.write(file, { type: 'buffer' }) as Uint8Array);
}

const number = (row: number, column: number, value: number): Buffer => {
  const body = Buffer.alloc(14);
  body.writeUInt16LE(row, 0);
  body.writeUInt16LE(column, 2);
  body.writeDoubleLE(value, 6);
  return record(0x203, body);
};

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
    const sheet = utils.aoa_to_sheet([['a', 'b', 'c'], ['d'], ['e']]);
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

  test('the date system of 1904', () => {
    const book = bookOf(utils.aoa_to_sheet([[1]]));
    book.Workbook = { WBProps: { date1904: true } };
    expect(onlySheet(bytesOf(book, bookType)).date1904).toBe(true);
  });

  test('a claimed area is nothing, a value beyond the limit of rows is F11', () => {
    const far = utils.aoa_to_sheet([['a']]);
    far['!ref'] = 'A1:C60';
    expect(onlySheet(bytesOf(bookOf(far), bookType)).rows).toEqual([['a']]);
    far['A60'] = { t: 'n', v: 1 };
    expect(refusalOf(bytesOf(bookOf(far), bookType), { rows: 50 })).toMatch(/^F11 .*第 60 行/);
  });
});

describe('.xls, record by record', () => {
  test('hidden rows and columns', () => {
    const row = record(0x208, words(1, 0, 1, 300, 0, 0, 0x120, 15));
    const columns = record(0x7d, words(1, 2, 2000, 15, 1, 0));
    const [sheet] = sheetsOf(xlsOf([columns, row, number(0, 0, 1), number(1, 1, 2), number(2, 2, 3)]));
    expect([sheet!.name, [...sheet!.hiddenRows], [...sheet!.hiddenColumns]]).toEqual(['甲', [1], [1, 2]]);
  });

  test('a formula with its result, and one that waits for a text that never comes', () => {
    const formula = (column: number, result: Buffer): Buffer =>
      record(0x06, Buffer.concat([words(0, column, 0), result, words(0, 0, 0, 3), Buffer.from([0x1e, 1, 0])]));
    const solved = Buffer.alloc(8);
    solved.writeDoubleLE(12.5);
    const text = Buffer.from([0, 0, 0, 0, 0, 0, 0xff, 0xff]);
    const result = record(0x207, Buffer.concat([words(2), Buffer.from([1]), Buffer.from('合计', 'utf16le')]));
    const [sheet] = sheetsOf(xlsOf([formula(0, solved), formula(1, text), result, formula(2, text), number(0, 3, 1)]));
    expect(sheet!.rows).toEqual([[12.5, '合计', { broken: 'formula' }, 1]]);
  });

  test('a formula to be calculated on opening whose result only fills its place', () => {
    const formula = (column: number, value: number, flags: number, behind = 0): Buffer => {
      const body = Buffer.alloc(25);
      body.writeUInt16LE(column, 2);
      body.writeDoubleLE(value, 6);
      body.writeUInt16LE(flags, 14);
      body.writeUInt32LE(behind, 16);
      body.set([3, 0, 0x1e, 1, 0], 20);
      return record(0x06, body);
    };
    const [sheet] = sheetsOf(
      xlsOf([
        formula(0, 0, 2),
        formula(1, 4, 2, 0xfce0_0000),
        formula(2, 0, 0),
        formula(3, 4, 2),
        formula(4, 0, 1),
        formula(5, 7.5, 2),
      ]),
    );
    expect(sheet!.rows).toEqual([[{ broken: 'formula' }, { broken: 'formula' }, 0, 4, 0, 7.5]]);
  });

  test('records that are needless are not looked at, however broken', () => {
    const junk = [0x18, 0x17, 0x1ae, 0x5d, 0x1c, 0x1b8, 0x800, 0x4bc, 0x221].map((type) =>
      record(type, Buffer.alloc(40, 0xff)),
    );
    expect(sheetsOf(xlsOf([...junk, number(0, 0, 7)], junk))[0]!.rows).toEqual([[7]]);
  });

  test('a password is F02', () => {
    expect(refusalOf(xlsOf([number(0, 0, 1)], [record(0x2f, Buffer.alloc(54, 1))]))).toMatch(/^F02 .*密码/);
  });

  test('a few bytes that ask for much are refused or cost little', () => {
    const texts = record(0xfc, Buffer.from([0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff, 0x7f]));
    expect(refusalOf(xlsOf([], [texts]))).toMatch(/^F11 /);
    const pieces = [record(0xfc, Buffer.alloc(8, 1)), ...Array.from({ length: 100_000 }, () => record(0x3c))];
    expect(refusalOf(xlsOf([], pieces))).toMatch(/^F/);
    const merge = record(0xe5, words(1, 0, 65_535, 0, 255));
    const bytes = xlsOf([...Array.from({ length: 200_000 }, () => merge), number(0, 0, 1), number(1, 1, 1)]);
    const seconds = processorSeconds(() =>
      expect(sheetsOf(bytes)[0]?.merges[0]).toEqual({ top: 0, left: 0, bottom: 1, right: 1 }),
    );
    expect(seconds).toBeLessThan(5);
  });

  test('more cells than the library may build are F11 before it is asked', () => {
    const body = Buffer.alloc(6 + 6 * 250);
    body.writeUInt16LE(249, body.length - 2);
    const bytes = xlsOf(Array.from({ length: 1001 }, () => record(0xbd, body)));
    const seconds = processorSeconds(() => expect(refusalOf(bytes)).toMatch(/^F11 .*250000/));
    expect(seconds).toBeLessThan(5);
  });

  test('a document embedded in the workbook does not make it one', () => {
    const file = CFB.read(XLS, { type: 'buffer' });
    CFB.utils.cfb_add(file, '/MBD0001/WordDocument', Buffer.alloc(5000, 1));
    CFB.utils.cfb_add(file, '/MBD0001/Workbook', Buffer.alloc(5000, 1));
    expect(onlySheet(Uint8Array.from(CFB.write(file, { type: 'buffer' }) as Uint8Array)).rows).toHaveLength(22);
  });

  test('sectors that go in circles are damage', () => {
    const bytes = Buffer.from(XLS);
    const table = (bytes.readUInt32LE(76) + 1) * 512;
    for (let sector = 0; sector < 128; sector++) bytes.writeUInt32LE(sector, table + 4 * sector);
    expect(refusalOf(bytes)).toMatch(/^F01 .*扇区/);
  });

  test('a file beyond the size for old formats is F11', () => {
    const large = Buffer.concat([XLS, Buffer.alloc(LEGACY_LIMITS.fileBytes)]);
    expect(refusalOf(large, { fileBytes: 100_000_000 })).toMatch(/^F11 .*20 MB/);
  });
});

describe('encrypted', () => {
  test('an encrypted .xlsx is F02', () => {
    const file = CFB.utils.cfb_new();
    CFB.utils.cfb_add(file, '/EncryptionInfo', Buffer.alloc(5000));
    CFB.utils.cfb_add(file, '/EncryptedPackage', Buffer.alloc(5000));
    expect(refusalOf(Uint8Array.from(CFB.write(file, { type: 'buffer' }) as Uint8Array))).toMatch(/^F02 .*密码/);
  });
});

describe('.xlsb, record by record', () => {
  test('cells are counted over all sheets before the library is asked', () => {
    const row = Buffer.concat([Buffer.from([0x00, 12]), Buffer.alloc(12)]);
    const cell = Buffer.concat([Buffer.from([0x02, 12]), Buffer.alloc(12)]);
    const budget: CellBudget = { left: 3, most: 3 };
    expect(plainXlsbSheet(Buffer.concat([row, cell, cell]), budget).part).toHaveLength(42);
    expect(() => plainXlsbSheet(Buffer.concat([row, cell, cell]), budget)).toThrow('F11');
  });

  test('a cell without its column follows the one before, a blank one too', () => {
    const row = Buffer.concat([Buffer.from([0x00, 12]), Buffer.alloc(12)]);
    const blank = Buffer.from([0x01, 8, 2, 0, 0, 0, 0, 0, 0, 0]);
    const short = Buffer.from([0x0f, 5, 0, 0, 0, 0, 1]);
    const { part } = plainXlsbSheet(Buffer.concat([row, blank, short]), { left: 3, most: 3 });
    expect([...part.subarray(14)]).toEqual([0x04, 0x89, 0x80, 0x80, 0, 3, 0, 0, 0, 0, 0, 0, 0, 1]);
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
