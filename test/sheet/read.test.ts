import { CFB } from '@e965/xlsx';
import { describe, expect, test } from 'vitest';
import { onlySheet, oneSheet, pack, read, refusalOf, worksheet } from './workbook-parts.ts';

/** A compound file with one empty stream. */
function compoundFile(streamName: string): Uint8Array {
  const file = CFB.utils.cfb_new();
  CFB.utils.cfb_add(file, `/${streamName}`, Buffer.alloc(5000));
  return CFB.write(file, { type: 'buffer' }) as Uint8Array;
}

describe('the first bytes decide what a file is', () => {
  test('an empty file is F11 空文件', () => {
    expect(refusalOf(new Uint8Array())).toMatch(/^F11 空文件.*Empty file/);
  });

  test('a file over the size limit is F11 with both sizes', () => {
    expect(refusalOf(Buffer.from('a,b'), { fileBytes: 2 })).toMatch(/^F11 .*3 字节.*limit/);
  });

  test.each([
    ['a PDF', Buffer.from('%PDF-1.7\n...'), /PDF/],
    ['a PNG', Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]), /图片/],
    ['a JPEG', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]), /照片/],
    ['a HEIC photo', Buffer.from('\0\0\0\u{18}ftypheic'), /照片/],
    ['a RAR', Buffer.from('Rar!\u{1a}\u{7}\u{1}\0'), /RAR/],
    ['a 7z', Buffer.from([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]), /7z/],
    ['an RTF', Buffer.from('{\\rtf1 }'), /RTF/],
    ['a web page without a table', Buffer.from('<html><p>登录超时</p></html>'), /网页/],
    ['a saved mail page (MHTML)', Buffer.from('MIME-Version: 1.0\nX-Document-Type: Workbook\n'), /网页归档/],
    ['XML of Excel 2003', Buffer.from('<?xml version="1.0"?><Workbook/>'), /XML/],
    ['an .xls without records', compoundFile('Workbook'), /已损坏/],
    ['an .xls of Excel 95', compoundFile('Book'), /Excel 95/],
    ['an old .ppt', compoundFile('PowerPoint Document'), /旧版 Office/],
    ['an old .doc', compoundFile('WordDocument'), /Word/],
    ['a .docx', pack({ 'word/document.xml': '<x/>', '[Content_Types].xml': '<x/>' }), /Word/],
    ['a .pptx', pack({ 'ppt/presentation.xml': '<x/>' }), /演示/],
    ['an .odt', pack({ 'content.xml': '<x/>', 'META-INF/manifest.xml': '<x/>' }), /OpenDocument 文字/],
    ['an .xlsb without its parts', pack({ 'xl/workbook.bin': 'x' }), /已损坏/],
    ['a zip of tables', pack({ '甲镇.xlsx': 'x', '乙镇.xlsx': 'x' }), /内有 2 个文件.*解压/],
    ['an empty zip', pack({}), /压缩包/],
    ['zero bytes', new Uint8Array(5000), /二进制/],
    ['binary junk', Buffer.from(Array.from({ length: 999 }, (_, i) => ((i * 7919) % 251) + 1)), /二进制/],
  ])('%s is F01 and says what it is and the way out', (_what, bytes, words) => {
    const refusal = refusalOf(bytes);
    expect(refusal).toMatch(/^F01 /);
    expect(refusal).toMatch(words);
    expect(refusal).toMatch(/请.*\.xlsx|解压/);
  });

  test('an encrypted workbook is F02', () => {
    expect(refusalOf(compoundFile('EncryptedPackage'))).toMatch(/^F02 .*密码.*password/);
  });

  test('an encrypted zip is F02', () => {
    const bytes = Buffer.from(pack(oneSheet(worksheet(''))));
    for (let at = bytes.indexOf('PK\u{1}\u{2}'); at >= 0; at = bytes.indexOf('PK\u{1}\u{2}', at + 4))
      bytes[at + 8]! |= 1;
    expect(refusalOf(bytes)).toMatch(/^F02 /);
  });

  test('a workbook with macros is read and the macros are ignored', () => {
    const bytes = pack(oneSheet(worksheet('<row><c><v>7</v></c></row>'), { 'xl/vbaProject.bin': 'Sub Auto_Open()' }));
    expect(onlySheet(bytes).rows).toEqual([[7]]);
  });

  test('a CSV comes back as one sheet without a name, with its encoding', () => {
    expect(read(Buffer.from('姓名,年龄\n张三,41'))).toMatchObject({
      format: 'csv',
      encoding: 'utf-8',
      sheets: [
        {
          name: '',
          hidden: false,
          rows: [
            ['姓名', '年龄'],
            ['张三', '41'],
          ],
        },
      ],
    });
  });
});
