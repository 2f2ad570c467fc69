import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { compoundFile } from './biff8-files.ts';
import { ODS_PREFIXES, onlySheet, oneSheet, pack, read, refusalOf, worksheet } from './workbook-parts.ts';

/** A compound file with one empty stream. */
const ofStream = (name: string): Uint8Array => compoundFile([`/${name}`, Buffer.alloc(5000)]);

/** Bytes without any order, the same ones each time. */
function random(length: number): Buffer {
  const digests = Array.from({ length: Math.ceil(length / 64) }, (_, at) =>
    createHash('sha512').update(`${at}`).digest(),
  );
  return Buffer.concat(digests).subarray(0, length);
}

const dbase = Buffer.concat([
  Buffer.from([0x30, 16, 7, 5, 1, 0, 0, 0, 0x48, 1, 9, 0]),
  Buffer.alloc(52),
  Buffer.from([0x0d]),
  Buffer.alloc(300),
]);

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
    ['an .xls without records', ofStream('Workbook'), /已损坏/],
    ['an .xls of Excel 95', ofStream('Book'), /Excel 95/],
    ['an old .ppt', ofStream('PowerPoint Document'), /演示文稿.*\.ppt/],
    ['an old .doc', ofStream('WordDocument'), /Word/],
    ['a .docx', pack({ 'word/document.xml': '<x/>', '[Content_Types].xml': '<x/>' }), /Word/],
    ['a .pptx', pack({ 'ppt/presentation.xml': '<x/>' }), /演示/],
    [
      'an .odt',
      pack({
        'content.xml': `<office:document-content ${ODS_PREFIXES}><office:body><office:text/></office:body></office:document-content>`,
        'META-INF/manifest.xml': '<x/>',
      }),
      /OpenDocument 文字/,
    ],
    ['an .xlsb without its parts', pack({ 'xl/workbook.bin': 'x' }), /已损坏/],
    ['a zip of tables', pack({ '甲镇.xlsx': 'x', '乙镇.xlsx': 'x' }), /内有 2 个文件.*解压后上传/],
    ['an empty zip', pack({}), /压缩包/],
    [
      'an .xlsx packed again with its folder',
      pack({ '花名册/xl/workbook.xml': '<x/>', '花名册/_rels/.rels': '<x/>' }),
      /又压缩的 \.xlsx/,
    ],
    ['an OFD page', pack({ 'OFD.xml': '<x/>' }), /OFD/],
    ['a table of Numbers, or a text of Pages', pack({ 'Index/Document.iwa': 'x' }), /Numbers、Pages.*导出到.*不是的/],
    ['an Outlook message', ofStream('__properties_version1.0'), /Outlook/],
    ['thumbnails', ofStream('Catalog'), /Thumbs\.db/],
    ['a scan', Buffer.from('II*\0aaaa'), /TIFF.*扫描件无法读取/],
    ['a bitmap', Buffer.from('BM\u{36}\u{c}\0\0\0\0\0\0\u{36}'), /BMP/],
    ['a WebP picture', Buffer.from('RIFF\u{1}\u{2}\0\0WEBPVP8 '), /WebP/],
    ['a CAB archive', Buffer.from('MSCF\0\0\0\0aaaa'), /CAB.*解压后上传/],
    ['a tar archive', Buffer.from(`${'a'.repeat(257)}ustar\0`), /tar/],
    ['a program', Buffer.from('MZ\u{50}\0\u{2}\0'), /EXE/],
    ['a shortcut', Buffer.from([0x4c, 0, 0, 0, 1, 20, 2, 0, 0, 0]), /快捷方式.*原来的表格文件/],
    ['a companion file of a Mac', Buffer.from([0, 5, 22, 7, 0, 2, 0, 0]), /苹果/],
    ['an Access database', Buffer.from('\0\u{1}\0\0Standard Jet DB\0'), /Access/],
    ['a FoxPro table', dbase, /dbf/],
    ['a bare stream of Excel 2', Buffer.from([9, 0, 4, 0, 2, 0, 16, 0]), /Excel 95/],
    ['a bare stream of Excel 3', Buffer.from([9, 2, 6, 0, 0, 3, 16, 0, 0, 0]), /Excel 95/],
    ['a bare stream of Excel 4', Buffer.from([9, 4, 6, 0, 0, 4, 16, 0, 0, 0]), /Excel 95/],
    ['a bare stream of Excel 5', Buffer.from([9, 8, 8, 0, 0, 5, 5, 0, 0, 0, 0, 0]), /Excel 95/],
    ['zero bytes', new Uint8Array(5000), /空字节/],
    ['binary junk', Buffer.from(Array.from({ length: 999 }, (_, i) => ((i * 7919) % 251) % 29)), /二进制/],
    ['bytes without order', random(4000), /二进制数据.*加密软件解密/],
    ['a few bytes without order', random(90), /二进制数据.*加密软件解密/],
  ])('%s is F01 and says what it is and the way out', (_what, bytes, words) => {
    const refusal = refusalOf(bytes);
    expect(refusal).toMatch(/^F01 /);
    expect(refusal).toMatch(words);
    expect(refusal).toMatch(/请.*\.xlsx|解压/);
  });

  test.each([
    ['b\u{14}#eE-SafeNet\0LOCK', 'latin1'],
    ['b\u{14}#e\0\0\u{1}\0E-SafeNet\0\0\0LOCK', 'latin1'],
    ['%TSD-Header-###%', 'latin1'],
    ['\u{9b} DRMONE  This Document is encrypted and protected by Fasoo DRM ', 'latin1'],
    ['SCDSA002\0\0', 'latin1'],
    ['<DOCUMENT SAFER V2>', 'latin1'],
    ['.pfile\u{1}\0', 'latin1'],
  ] as const)('a file that security software has sealed with %j is F02, by its name for itself', (seal, encoding) => {
    const bytes = Buffer.concat([Buffer.from(seal, encoding), random(4000)]);
    expect(refusalOf(bytes)).toMatch(/^F02 .*加密软件解密.*仍是密文.*security software/);
  });

  test('a sentence for each kind: no two ways out are mixed up', () => {
    expect(refusalOf(pack({ '甲镇张三.xlsx': 'x', '__MACOSX/._甲镇张三.xlsx': 'x', '甲镇/': '' }))).toMatch(
      /内有 1 个文件.*请解压后上传/,
    );
    expect(refusalOf(pack({ '甲镇张三.xlsx': 'x' }))).not.toContain('张三');
  });

  test('short texts that begin like a file of another kind are texts', () => {
    for (const text of ['BM,户编号\n1,2', 'MZ,户编号\n1,2', 'BZh,户编号\n1,2', '0,\t\n,\n,2\n'])
      expect(read(Buffer.from(text))).toMatchObject({ format: 'csv' });
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
