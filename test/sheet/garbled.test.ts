import { describe, expect, test } from 'vitest';
import { encodeGb18030 } from '../../cli/generate/gb18030.ts';
import { writeWorkbook } from '../../shared/sheet/write.ts';
import { bytesOf } from '../golden/files/golden-file.ts';
import { xlsOf, label } from './biff8-files.ts';
import { read, refusalOf } from './workbook-parts.ts';

const ROSTER = new TextDecoder().decode(bytesOf('python-csv/roster-utf8.csv'));
const UTF8 = Buffer.from(ROSTER);
const GBK = encodeGb18030(ROSTER);

/** The text as a program shows it that takes bytes for those of another encoding. */
const opened = (bytes: Uint8Array, as: string): string => new TextDecoder(as).decode(bytes);
const mark = '\u{feff}';

describe('a roster that was opened in the wrong encoding and saved is F03 and says how', () => {
  test.each([
    ['UTF-8 as GBK, saved as UTF-8', Buffer.from(opened(UTF8, 'gb18030')), /UTF-8 的文字曾按 GBK 打开/],
    [
      'UTF-8 as GBK, saved as GBK',
      encodeGb18030(opened(UTF8, 'gb18030').replaceAll('\u{fffd}', '?')),
      /UTF-8 的文字曾按 GBK 打开/,
    ],
    [
      'UTF-8 as GBK, saved as UTF-16',
      Buffer.from(mark + opened(UTF8, 'gb18030'), 'utf16le'),
      /UTF-8 的文字曾按 GBK 打开/,
    ],
    [
      'UTF-8 with its mark as GBK',
      Buffer.from(opened(Buffer.from(mark + ROSTER), 'gb18030')),
      /UTF-8 的文字曾按 GBK 打开/,
    ],
    [
      'UTF-8 as GBK, lost bytes left out',
      Buffer.from(opened(UTF8, 'gb18030').replaceAll('\u{fffd}', '')),
      /UTF-8 的文字曾按 GBK 打开/,
    ],
    ['UTF-8 as a Western encoding', Buffer.from(opened(UTF8, 'windows-1252')), /UTF-8 的文字曾按西文/],
    [
      'UTF-8 as a Western encoding, twice',
      Buffer.from(opened(Buffer.from(opened(UTF8, 'windows-1252')), 'windows-1252')),
      /曾按别的编码/,
    ],
    ['GBK as a Western encoding', Buffer.from(opened(GBK, 'windows-1252')), /GBK 的文字曾按西文/],
    ['GBK as Big5', Buffer.from(opened(GBK, 'big5')), /GBK 的文字曾按 Big5/],
    ['GBK as Korean', Buffer.from(opened(GBK, 'euc-kr')), /曾按别的编码/],
    ['GBK as Japanese', Buffer.from(opened(GBK, 'shift_jis')), /曾按别的编码/],
    ['GBK as the encoding of old Macs', Buffer.from(opened(GBK, 'macintosh')), /曾按别的编码/],
    ['GBK as UTF-8', Buffer.from(opened(GBK, 'utf-8')), /问号、“�”或“锟斤拷”/],
    ['GBK as UTF-8, and that as GBK', Buffer.from(opened(Buffer.from(opened(GBK, 'utf-8')), 'gb18030')), /锟斤拷/],
    ['question marks for all that is not ASCII', Buffer.from(ROSTER.replace(/[^\0-\x7f]/gu, '?')), /问号/],
    ['memory that was never filled', encodeGb18030(ROSTER.replace(/\p{Script=Han}/gu, '烫')), /烫烫烫/],
    [
      'codes of web pages',
      Buffer.from(ROSTER.replace(/\p{Script=Han}/gu, (one) => `&#${one.codePointAt(0)};`)),
      /&#25143;/,
    ],
    [
      'codes of programs',
      Buffer.from(ROSTER.replace(/\p{Script=Han}/gu, (one) => `\\u${one.codePointAt(0)!.toString(16)}`)),
      /代码/,
    ],
  ])('%s', (_what, bytes, words) => {
    const refusal = refusalOf(bytes);
    expect(refusal).toMatch(/^F03 文字是乱码.*重新导出.*garbled.*Export/);
    expect(refusal).toMatch(words);
  });

  test('in the rows alone, below a sound header', () => {
    const lines = ROSTER.split('\n');
    const rows = opened(Buffer.from(lines.slice(6).join('\n')), 'gb18030');
    expect(refusalOf(Buffer.from(`${lines.slice(0, 6).join('\n')}\n${rows}`))).toMatch(/^F03 文字是乱码/);
  });

  test('in a workbook, whatever its format', () => {
    const cells = opened(UTF8, 'gb18030')
      .split('\n')
      .map((line) => line.split(','));
    expect(refusalOf(writeWorkbook([{ name: '户表', rows: cells }]))).toMatch(/^F03 文字是乱码（UTF-8 的文字曾按 GBK/);
    const western = opened(GBK, 'windows-1252')
      .split('\n')
      .map((line) => line.split(','));
    const labels = western.flatMap((line, at) => line.map((cell, column) => label(at, column, cell.slice(0, 200))));
    expect(refusalOf(xlsOf(labels))).toMatch(/^F03 文字是乱码（GBK 的文字曾按西文/);
  });
});

describe('what is rare is not garbled', () => {
  test.each([
    ['a cell of garbage among sound ones', ROSTER.replace('否', '锟斤拷').replace('是', '????')],
    ['rare characters in names', '户编号,姓名\n1,龑龘\n2,犇骉\n3,𬭎㛃䶮\n4,燊喆\n5,赟昇'],
    ['marks for yes and no', '户编号,危房,饮水,用电\n1,×,√,√\n2,×,×,√\n3,××,√,½'],
    ['question marks behind words', '户编号,备注\n1,是否脱贫??\n2,待核实?\n3,??'],
    ['numbers alone', '1,2\n3,4\n5,6'],
    [
      'soft hyphens and fillers that nobody sees',
      '户编号,姓名,备注\n1,张三,\u00ad\n2,李四,\u3164\n3,王五,\uffa0\n4,赵六,\u115f',
    ],
    ['traditional characters', '戶編號,戶主姓名\n1,張國華\n2,劉學東\n3,孫寶貴'],
    ['short cells that are valid in another encoding', '类别\n联通\n移动\n电信\n联通\n联通'],
  ])('%s', (_what, text) => {
    expect(read(Buffer.from(text))).toMatchObject({ format: 'csv' });
    expect(read(Buffer.from(mark + text, 'utf16le'))).toMatchObject({ format: 'csv' });
  });
});
