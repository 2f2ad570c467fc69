import { describe, expect, test } from 'vitest';
import { decodeText } from '../../shared/sheet/text.ts';
import { read, refusalOf } from './workbook-parts.ts';

/** 户主姓名,户编号 and a line with 张三 in GBK. */
const GBK = Buffer.from('bba7d6f7d0d5c3fb2cbba7b1e0bac50ad5c5c8fd2c31', 'hex');
const GBK_TEXT = '户主姓名,户编号\n张三,1';

describe('text is decoded by mark, strict UTF-8, GB18030, over the whole file', () => {
  test('UTF-8 with and without its mark', () => {
    expect(decodeText(Buffer.from(GBK_TEXT))).toEqual({ text: GBK_TEXT, encoding: 'utf-8' });
    expect(decodeText(Buffer.from(`\u{feff}${GBK_TEXT}`))).toEqual({ text: GBK_TEXT, encoding: 'utf-8' });
  });

  test('UTF-16LE, the "Unicode text" of Excel', () => {
    expect(decodeText(Buffer.from(`\u{feff}${GBK_TEXT}`, 'utf16le'))).toEqual({ text: GBK_TEXT, encoding: 'utf-16le' });
  });

  test('UTF-16BE', () => {
    expect(decodeText(Buffer.from(`\u{feff}${GBK_TEXT}`, 'utf16le').swap16())).toEqual({
      text: GBK_TEXT,
      encoding: 'utf-16be',
    });
  });

  test('tab separated UTF-16 of either order is read', () => {
    const text = Buffer.from('\u{feff}户编号\t姓名\r\n3715990012000001\t王𬭎\r\n', 'utf16le');
    const rows = [
      ['户编号', '姓名'],
      ['3715990012000001', '王𬭎'],
    ];
    expect(read(text)).toMatchObject({ format: 'csv', encoding: 'utf-16le', sheets: [{ rows }] });
    expect(read(Buffer.from(text).swap16())).toMatchObject({ format: 'csv', encoding: 'utf-16be', sheets: [{ rows }] });
  });

  test('GBK, and the four-byte characters of GB18030', () => {
    expect(decodeText(GBK)).toEqual({ text: GBK_TEXT, encoding: 'gb18030' });
    // 𠀀 is 95 32 82 36: beyond GBK.
    expect(decodeText(Buffer.from([0xd5, 0xc5, 0x95, 0x32, 0x82, 0x36])).text).toBe('张𠀀');
  });

  test('a GBK character after a megabyte of ASCII still counts', () => {
    expect(decodeText(Buffer.concat([Buffer.alloc(1_000_000, 'a,'), GBK]))).toMatchObject({ encoding: 'gb18030' });
  });

  test('GBK that is valid UTF-8 by accident is settled by a known header', () => {
    // 隆 in GBK is C2 A1, which is ¡ in UTF-8.
    const bytes = Buffer.from([0xc2, 0xa1, 0x2c, 0x31]);
    expect(decodeText(bytes).text).toBe('¡,1');
    expect(decodeText(bytes, (text) => text.startsWith('隆'))).toEqual({ text: '隆,1', encoding: 'gb18030' });
    expect(decodeText(bytes, () => false).encoding).toBe('utf-8');
    expect(decodeText(Buffer.from('隆,1'), (text) => text.startsWith('隆')).encoding).toBe('utf-8');
    expect(read(bytes, {}, { looksRight: (text) => text.includes('隆') })).toMatchObject({ encoding: 'gb18030' });
  });

  test.each([
    ['neither UTF-8 nor GB18030', Buffer.from([0x61, 0x2c, 0xff, 0x0a])],
    ['UTF-8 mark but GBK bytes', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), GBK])],
    ['UTF-16 of an odd length', Buffer.from([0xff, 0xfe, 0x61])],
    ['UTF-16 big endian of an odd length', Buffer.from([0xfe, 0xff, 0])],
  ])('%s is F03 with the way out', (_what, bytes) => {
    expect(refusalOf(bytes)).toMatch(/^F03 .*另存为.*save it as/);
  });

  test('UTF-16 of either order without a mark is told by its NUL bytes', () => {
    const text = Buffer.from('户编号,姓名\r\n1,张三\r\n', 'utf16le');
    expect(decodeText(text)).toEqual({ text: '户编号,姓名\r\n1,张三\r\n', encoding: 'utf-16le' });
    expect(decodeText(Buffer.from(text).swap16())).toMatchObject({ encoding: 'utf-16be' });
    expect(decodeText(Buffer.from('a,b', 'utf16le'))).toEqual({ text: 'a,b', encoding: 'utf-16le' });
  });

  test.each([
    ['UTF-32', Buffer.from('fffe00006100000062000000', 'hex'), /UTF-32/],
    ['a UTF-8 text cut off in a character', Buffer.from('户编号,姓名\n1,张三\n2,李').subarray(0, -1), /第 3 行.*UTF-8/],
    [
      'a UTF-8 text with one byte that is no UTF-8, though GB18030 could read it',
      Buffer.concat([Buffer.from('户编号,姓名\r\n1,张三\r\n2,李四'), Buffer.from([0xe6]), Buffer.from('，王五\r\n')]),
      /第 3 行.*UTF-8/,
    ],
    [
      'a GBK text with one byte that is none',
      Buffer.concat([GBK, Buffer.from([0x0a, 0xff, 0x0a]), GBK]),
      /第 3 行.*GBK/,
    ],
    ['Big5', Buffer.from('a4e1bd73b8b92ca4e1a5d5a96da6572caea6ae78a448a466bcc60a312cb169a454', 'hex'), /Big5/],
  ])('%s is F03 and says so', (_what, bytes, words) => {
    expect(refusalOf(bytes)).toMatch(/^F03 .*另存为/);
    expect(refusalOf(bytes)).toMatch(words);
  });

  test('damage is named by its line, whatever ends the lines', () => {
    for (const end of ['\n', '\r', '\r\n'])
      expect(refusalOf(Buffer.concat([Buffer.from(`户编号${end}张三${end}李四${end}`), Buffer.from([0xff])]))).toMatch(
        /^F03 .*第 4 行/,
      );
  });

  test('traditional characters in GBK are not taken for Big5', () => {
    // 戶編號,戶主姓名,家庭人口數.
    const bytes = Buffer.from('91f4be8ecc962c91f4d6f7d0d5c3fb2cbcd2cda5c8cbbfda94b5', 'hex');
    expect(decodeText(bytes)).toEqual({ text: '戶編號,戶主姓名,家庭人口數', encoding: 'gb18030' });
  });

  test('NUL that fills up a field is taken off, and one inside a text is a replacement character', () => {
    const text = 'a\0\0,"b\0",\0c\r\nd\0e\0\0f\0';
    expect(decodeText(Buffer.from(text)).text).toBe('a,"b",c\r\nd\u{fffd}e\u{fffd}\u{fffd}f');
    expect(decodeText(Buffer.from(`\u{feff}${text}`, 'utf16le')).text).toBe('a,"b",c\r\nd\u{fffd}e\u{fffd}\u{fffd}f');
  });

  test('a million NUL characters in a field cost little', () => {
    const text = `${'a'.repeat(3_000_000)}${'\0'.repeat(1_000_000)}b`;
    expect(decodeText(Buffer.from(text)).text).toHaveLength(4_000_001);
  });

  test('a file whose end was never written is damaged', () => {
    expect(refusalOf(Buffer.concat([GBK, Buffer.alloc(4096)]))).toMatch(/^F01 .*4096 个空字符/);
  });
});
