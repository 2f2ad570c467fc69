/**
 * Files made of other golden files: what no writer at hand writes, and what clerks send by mistake.
 */
import { createHash } from 'node:crypto';
import { CFB } from '@e965/xlsx';
import { unzipSync, zipSync } from 'fflate';
import { encodeGb18030 } from '../../../../cli/generate/gb18030.ts';
import { twoByteTable } from '../../../../shared/sheet/byte-tables.ts';
import { writeWorkbook } from '../../../../shared/sheet/write.ts';
import { compoundFile, streamOf } from '../../../sheet/biff8-files.ts';
import { agileEncrypted, standardEncrypted, xorEncrypted } from '../../../sheet/encrypted-files.ts';
import { real, row, xlsbRecord } from '../../../sheet/xlsb-files.ts';
import { packed } from './zip.ts';

type Source = (file: string) => Buffer;
type Files = [file: string, bytes: Uint8Array][];

/** Bytes without any order, the same ones each time. */
function disorder(length: number): Buffer {
  const digests = Array.from({ length: Math.ceil(length / 64) }, (_, at) => createHash('sha512').update(String(at)).digest());
  return Buffer.concat(digests).subarray(0, length);
}

/** An .xls with each of its records changed, or another in its place. */
function withRecords(file: Buffer, change: (record: Buffer) => void): Uint8Array {
  const stream = streamOf(file);
  for (let at = 0; at + 4 <= stream.length && stream.readUInt16LE(at) !== 0; ) {
    const end = at + 4 + stream.readUInt16LE(at + 2);
    change(stream.subarray(at, end));
    at = end;
  }
  const made = CFB.read(file, { type: 'buffer' });
  CFB.utils.cfb_add(made, '/Workbook', stream);
  return Uint8Array.from(CFB.write(made, { type: 'buffer' }) as Uint8Array);
}

const FORMULA = 0x06;

/** All formulas marked to be calculated on opening, as OpenOffice and LibreOffice up to 4 do. */
const asOpenOffice = (file: Buffer): Uint8Array =>
  withRecords(file, (record) => {
    if (record.readUInt16LE(0) === FORMULA) record[18]! |= 2;
  });

/** Formulas under their numbers of Excel 3 and 4, in turn. */
function underOldNumbers(file: Buffer): Uint8Array {
  let count = 0;
  return withRecords(file, (record) => {
    if (record.readUInt16LE(0) === FORMULA) record.writeUInt16LE(count++ % 2 === 0 ? 0x206 : 0x406, 0);
  });
}

/** A FilePass record behind the first one, which moves every sheet by its length. */
function obfuscated(file: Buffer): Uint8Array {
  const stream = streamOf(file);
  const filePass = Buffer.from([0x2f, 0, 6, 0, 0, 0, 0, 0, 0, 0]);
  for (let at = 0; stream.readUInt16LE(at) !== 0x0a; at += 4 + stream.readUInt16LE(at + 2))
    if (stream.readUInt16LE(at) === 0x85) stream.writeUInt32LE(stream.readUInt32LE(at + 4) + filePass.length, at + 4);
  const first = 4 + stream.readUInt16LE(2);
  const whole = Buffer.concat([stream.subarray(0, first), filePass, stream.subarray(first)]);
  return compoundFile(['/Workbook', xorEncrypted(whole)]);
}

/** Blocks for newer versions between the cells and behind them, with numbers in them that mean something else there. */
function withFutureRecords(file: Buffer): Uint8Array {
  const parts = unzipSync(file);
  const name = 'xl/worksheets/sheet1.bin';
  const part = Buffer.from(parts[name]!);
  const block = Buffer.concat([xlsbRecord(0x23, Buffer.alloc(4)), row(3), real(0, 4711), real(5, 4712), xlsbRecord(0x24)]);
  const dataEnd = part.indexOf(Buffer.from([0x92, 0x01, 0x00]));
  parts[name] = Buffer.concat([part.subarray(0, dataEnd), block, part.subarray(dataEnd), block]);
  return zipSync(parts, { mtime: new Date(2016, 6, 1) });
}

const opened = (bytes: Uint8Array, as: string): string => new TextDecoder(as).decode(bytes);

/** Texts that were opened in the wrong encoding and saved. */
function garbled(source: Source): Files {
  const utf8 = source('python-csv/roster-utf8.csv');
  const text = utf8.toString();
  const gbk = encodeGb18030(text);
  const wrong = opened(utf8, 'gb18030');
  const lines = text.split('\n');
  const cells = wrong.split('\n').map((line) => line.split(','));
  const rows = opened(Buffer.from(lines.slice(4).join('\n')), 'gb18030');
  return [
    ['other/garbled-utf8-as-gbk.csv', Buffer.from(wrong)],
    ['other/garbled-utf8-as-gbk-in-gbk.csv', encodeGb18030(wrong.replaceAll('\u{fffd}', '?'))],
    ['other/garbled-below-the-header.csv', Buffer.from(`${lines.slice(0, 4).join('\n')}\n${rows}`)],
    ['other/garbled-gbk-as-western.csv', Buffer.from(opened(gbk, 'windows-1252'))],
    ['other/garbled-utf8-as-western.csv', Buffer.from(opened(utf8, 'windows-1252'))],
    ['other/garbled-gbk-as-big5.csv', Buffer.from(opened(gbk, 'big5'))],
    ['other/garbled-gbk-as-utf8.csv', Buffer.from(opened(gbk, 'utf-8'))],
    ['other/garbled-kun-jin-kao.csv', Buffer.from(opened(Buffer.from(opened(gbk, 'utf-8')), 'gb18030'))],
    ['other/garbled-question-marks.csv', Buffer.from(text.replace(/[^\0-\x7f]/gu, '?'))],
    ['other/garbled-memory.csv', encodeGb18030(text.replace(/\p{Script=Han}/gu, '烫'))],
    ['other/garbled-codes.csv', Buffer.from(text.replace(/\p{Script=Han}/gu, (one) => `&#${one.codePointAt(0)};`))],
    ['other/garbled.xlsx', writeWorkbook([{ name: '户表', rows: cells }])],
  ];
}

/** Texts of other encodings, and damaged ones. */
function texts(source: Source): Files {
  const utf8 = source('python-csv/roster-utf8.csv');
  const big5 = twoByteTable('big5');
  const traditional = '縣,鄉鎮,行政村,戶編號,戶主姓名,家庭人口數\r\n冠縣,定遠寨鎮,定遠寨村,3715990000000001,趙大山,3\r\n';
  const inBig5 = [...traditional].flatMap((one) => {
    const code = one < '\u{80}' ? one.charCodeAt(0) : (big5.get(one) ?? 0x3f);
    return code > 0xff ? [code >> 8, code & 0xff] : [code];
  });
  const inUtf32 = Buffer.from(Uint32Array.from(`\u{feff}${utf8.toString()}`, (one) => one.codePointAt(0) ?? 0).buffer);
  const middle = utf8.indexOf('\n', 1500);
  return [
    ['python-csv/roster-nul.csv', Buffer.from(utf8.toString().replaceAll(/(.),/gu, '$1\0\0,'))],
    ['other/nul-end.csv', Buffer.concat([utf8, Buffer.alloc(4096)])],
    ['other/big5.csv', Uint8Array.from(inBig5)],
    ['other/utf32.csv', inUtf32],
    ['other/utf8-cut.csv', utf8.subarray(0, utf8.lastIndexOf('村') + 2)],
    ['other/utf8-damaged.csv', Buffer.concat([utf8.subarray(0, middle), Buffer.from([0xe5, 0x2c]), utf8.subarray(middle)])],
    ['other/zeros.xlsx', Buffer.alloc(6000)],
  ];
}

/** What is no table, or is locked. */
function otherKinds(source: Source): Files {
  const xlsx = source('sheetjs/roster.xlsx');
  const folder = Object.entries(unzipSync(xlsx)).map(([name, content]): [string, Uint8Array] => [`花名册/${name}`, content]);
  const rights = '/\u{6}DataSpaces/TransformInfo/DRMEncryptedTransform/\u{6}Primary';
  const dbase = Buffer.concat([Buffer.from([0x30, 16, 7, 5, 1, 0, 0, 0, 0x48, 1, 9, 0]), Buffer.alloc(52), Buffer.from([0x0d]), Buffer.alloc(300)]);
  return [
    ['other/sealed-e-safenet.xlsx', Buffer.concat([Buffer.from('b\u{14}#eE-SafeNet\0LOCK'), disorder(6000)])],
    ['other/sealed-tsd.xls', Buffer.concat([Buffer.from('%TSD-Header-###%'), disorder(6000)])],
    ['other/sealed-unknown.xlsx', disorder(6000)],
    ['other/rights.xls', compoundFile(['/\tDRMContent', disorder(6000)], ['/Workbook', streamOf(source('poi/roster.xls'))])],
    ['other/rights.xlsx', compoundFile(['/EncryptedPackage', disorder(6000)], [rights, disorder(600)])],
    ['other/packed-again.zip', packed(folder)],
    ['other/one-table.zip', packed([['花名册.xlsx', xlsx]])],
    ['other/page.ofd', packed([['OFD.xml', Buffer.from('<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016"/>')]])],
    ['other/table.numbers', packed([['Index/Document.iwa', disorder(600)]])],
    ['other/table.dbf', dbase],
    ['other/scan.tiff', Buffer.concat([Buffer.from('II*\0'), disorder(600)])],
    ['other/roster.xlsx.lnk', Buffer.concat([Buffer.from([0x4c, 0, 0, 0, 1, 20, 2, 0]), disorder(600)])],
    ['other/slides.ppt', compoundFile(['/PowerPoint Document', Buffer.alloc(5000, 1)])],
    ['other/mail.msg', compoundFile(['/__properties_version1.0', Buffer.alloc(5000, 1)])],
    ['other/bare-excel8.xls', streamOf(source('poi/roster.xls'))],
  ];
}

export function hardFiles(source: Source): Files {
  const xlsx = source('sheetjs/roster.xlsx');
  return [
    ['by-hand/zero-results.xls', asOpenOffice(source('libreoffice/zero-results.xls'))],
    ['by-hand/roster-old-numbers.xls', underOldNumbers(source('poi/roster.xls'))],
    ['by-hand/roster-future.xlsb', withFutureRecords(source('sheetjs/roster.xlsb'))],
    ['by-hand/built-in-password.xls', obfuscated(source('sheetjs/roster.xls'))],
    ['by-hand/built-in-password.xlsx', agileEncrypted(xlsx)],
    ['by-hand/built-in-password-2010.xlsx', agileEncrypted(xlsx, { hash: 'SHA1', keyBits: 128 })],
    ['by-hand/built-in-password-2007.xlsx', standardEncrypted(xlsx, 128)],
    ...garbled(source),
    ...texts(source),
    ...otherKinds(source),
  ];
}
