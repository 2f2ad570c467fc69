import { describe, expect, test } from 'vitest';
import { bytesOf } from '../golden/files/golden-file.ts';
import { biff8Stream, compoundFile, label, number, record, streamOf, words, xlsOf } from './biff8-files.ts';
import { agileEncrypted, standardEncrypted, xorEncrypted, type AgileWay } from './encrypted-files.ts';
import { onlySheet, refusalOf } from './workbook-parts.ts';

const XLSX = bytesOf('openpyxl/roster.xlsx');
const ROWS = onlySheet(XLSX).rows;

describe('an .xlsx under the built-in password of Excel is read', () => {
  test.each([
    ['SHA-512 and 256 bits, as Excel from 2013 on', {}],
    ['SHA-1 and 128 bits, as Excel 2010', { hash: 'SHA1', keyBits: 128, spins: 1000 }],
    ['SHA-256 and 256 bits', { hash: 'SHA256', spins: 1000 }],
    ['SHA-384 and 192 bits', { hash: 'SHA384', keyBits: 192, spins: 1000 }],
  ] satisfies [string, AgileWay][])('%s', (_what, way) => {
    expect(onlySheet(agileEncrypted(XLSX, way)).rows).toEqual(ROWS);
  });

  test.each([128, 256] as const)('the encryption of Excel 2007 with %d bits', (bits) => {
    expect(onlySheet(standardEncrypted(XLSX, bits)).rows).toEqual(ROWS);
  });
});

describe('with another password, or in a way that Office does not use, it is F02', () => {
  test.each([
    ['another password', agileEncrypted(XLSX, { password: 'mima', spins: 1000 })],
    ['another password, Excel 2007', standardEncrypted(XLSX, 128, 'mima')],
    ['another way to chain blocks', agileEncrypted(XLSX, { chaining: 'ChainingModeCFB', spins: 1000 })],
    ['ten million spins, which would take minutes', agileEncrypted(XLSX, { spins: 1000, statedSpins: 10_000_000 })],
    [
      'no more than its names',
      compoundFile(['/EncryptionInfo', Buffer.alloc(5000)], ['/EncryptedPackage', Buffer.alloc(5000)]),
    ],
    ['no description of how', compoundFile(['/EncryptedPackage', Buffer.alloc(5000)])],
    ['an .xls', bytesOf('libreoffice/password.xls')],
    ['an .xls of Apache POI', bytesOf('poi/password.xls')],
    ['an .xls of an unknown cipher', xlsOf([number(0, 0, 1)], [record(0x2f, Buffer.alloc(54, 1))])],
  ])('%s', (_what, bytes) => {
    expect(refusalOf(bytes)).toMatch(/^F02 .*打开密码.*另存为 \.xlsx.*password/);
  });
});

describe('an .xls under the built-in password of Excel is read', () => {
  // A text that goes on in another record, and enough cells for several blocks of a cipher.
  const texts = [
    record(0xfc, Buffer.concat([words(1, 0, 1, 0, 6), Buffer.from([0]), Buffer.from('abc')])),
    record(0x3c, Buffer.concat([Buffer.from([1]), Buffer.from('户主姓', 'utf16le')])),
  ];
  const cells = Array.from({ length: 300 }, (_, at) => [number(at, 0, at), label(at, 1, `第${at}户`)]).flat();
  const shared = record(0xfd, Buffer.concat([words(300, 0, 0), words(0, 0)]));
  const expected = [...Array.from({ length: 300 }, (_, at) => [at, `第${at}户`]), ['abc户主姓']];

  test('obfuscated as by Excel 95', () => {
    const stream = xorEncrypted(biff8Stream([...cells, shared], [record(0x2f, Buffer.alloc(6)), ...texts]));
    expect(onlySheet(compoundFile(['/Workbook', stream])).rows).toEqual(expected);
  });
});

describe('rights management is told from a password', () => {
  test.each([
    [
      'an .xls',
      compoundFile(['/\tDRMContent', Buffer.alloc(5000)], ['/Workbook', streamOf(bytesOf('poi/roster.xls'))]),
    ],
    [
      'an .xlsx',
      compoundFile(
        ['/EncryptedPackage', Buffer.alloc(5000)],
        ['/\u{6}DataSpaces/TransformInfo/DRMEncryptedTransform/\u{6}Primary', Buffer.alloc(5000)],
      ),
    ],
  ])('%s', (_what, bytes) => {
    expect(refusalOf(bytes)).toMatch(/^F02 .*权限保护.*取消“限制访问”.*rights/);
  });
});
