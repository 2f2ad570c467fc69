/**
 * Files that ask for more than they are: what a person with bad intentions, a broken program or a cut line may send.
 */
import { deflateRawSync } from 'node:zlib';
import { utils, write } from '@e965/xlsx';
import { strToU8, zipSync } from 'fflate';
import { packed } from '../golden/files/make/zip.ts';
import { compoundFile, merge, number, record, xlsOf } from './biff8-files.ts';
import { agileEncrypted } from './encrypted-files.ts';
import { odsOf, oneSheet, pack, relationships, sharedStrings, workbookPart, worksheet } from './workbook-parts.ts';
import { row as rowOf, sharedCell, sheetData, textCell, xlsbOf, xlsbRecord } from './xlsb-files.ts';

export type HostileFile = {
  readonly name: string;
  readonly make: () => Uint8Array;
  /** Matches `F11 …` with both sentences of the refusal, or `read` with the number of rows of the first sheet. */
  readonly outcome: RegExp;
};

const text = (...pieces: readonly string[]): Uint8Array => Buffer.from(pieces.join(''));
const repeated = (piece: string, times: number): Uint8Array => Buffer.alloc(Buffer.byteLength(piece) * times, piece);
const cells = (xml: string, parts = {}): Uint8Array => pack(oneSheet(worksheet(xml), parts));
const withTexts = (xml: string, items: readonly string[]): Uint8Array =>
  cells(xml, { 'xl/sharedStrings.xml': `<sst>${items.map((item) => `<si>${item}</si>`).join('')}</sst>` });
const utf16 = (xml: string, bigEndian = false): Uint8Array => {
  const bytes = Buffer.from(`\u{feff}${xml}`, 'utf16le');
  return bigEndian ? bytes.swap16() : bytes;
};
const ods = (content: string): Uint8Array => odsOf(`<table:table table:name="a">${content}</table:table>`);
const odsCell = (value: string, attributes = ''): string =>
  `<table:table-cell office:value-type="string"${attributes}><text:p>${value}</text:p></table:table-cell>`;

const LAUGHS = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha">${Array.from({ length: 20 }, (_, at) => `<!ENTITY ${String.fromCharCode(98 + at)} "${`&${String.fromCharCode(97 + at)};`.repeat(10)}">`).join('')}]><worksheet><sheetData><row><c t="inlineStr"><is><t>&u;</t></is></c></row></sheetData></worksheet>`;
const EXTERNAL =
  '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY % p SYSTEM "http://127.0.0.1/p">%p;]><w>&x;</w>';

/**
 * A workbook of 60 sheets, which are one deflated piece under 60 names: small to send, and each name inflates it again.
 */
function overlapping(): Uint8Array {
  const sheets = Array.from({ length: 60 }, (_, at) => `worksheets/sheet${at + 10}.xml`);
  const parts = oneSheet('', {
    'xl/workbook.xml': workbookPart(
      `<sheets>${sheets.map((_, at) => `<sheet name="s${at}" r:id="rId${at + 1}"/>`).join('')}</sheets>`,
    ),
    'xl/_rels/workbook.xml.rels': relationships(...sheets.map((target): [string, string] => ['worksheet', target])),
    'xl/worksheets/sheet10.xml': worksheet(`<row r="1"><c r="A1"><v>1</v></c></row>${' '.repeat(10_000_000)}`),
  });
  const archive = Buffer.from(packed(Object.entries(parts).map(([name, content]) => [name, Buffer.from(content)])));
  const end = archive.indexOf('PK\u{5}\u{6}');
  // The sheet is the last part, so its entry is the last one.
  const entry = archive.subarray(archive.lastIndexOf('PK\u{1}\u{2}'), end);
  const more = sheets.slice(1).map((name) => {
    const one = Buffer.from(entry);
    one.write(`xl/${name}`, 46);
    return one;
  });
  const tail = Buffer.from(archive.subarray(end));
  tail.writeUInt16LE(tail.readUInt16LE(10) + more.length, 10);
  return Buffer.concat([archive.subarray(0, end), ...more, tail]);
}

/** A workbook whose sheets are all the same large part under other names of the directory. */
function manySheetsOfOnePart(sheets: number): Uint8Array {
  const part = worksheet(`<row r="1"><c r="A1"><v>1</v></c></row>${' '.repeat(20_000_000)}`);
  const names = Array.from({ length: sheets }, (_, at) => `<sheet name="s${at}" r:id="rId1"/>`).join('');
  return cells('', {
    'xl/workbook.xml': workbookPart(`<sheets>${names}</sheets>`),
    'xl/worksheets/sheet1.xml': part,
  });
}

function archiveOf(entries: number): Uint8Array {
  const own = Object.entries(oneSheet(worksheet('<row><c><v>1</v></c></row>')));
  const extra = Array.from({ length: entries - own.length }, (_, at): [string, string] => [`xl/media/${at}.png`, 'x']);
  return packed(
    [...own, ...extra].map(([name, content]) => [name, typeof content === 'string' ? strToU8(content) : content]),
  );
}

/** An archive in an archive, as deep as given, each as small as the one inside. */
function nested(depth: number): Uint8Array {
  let bytes: Uint8Array = packed([['a.csv', repeated('1,2\n', 100_000)]]);
  for (let level = 0; level < depth; level++) bytes = packed([[`${level}.zip`, bytes]]);
  return bytes;
}

/** A directory that gives every size as nothing; what counts is what comes out. */
function lyingSizes(): Uint8Array {
  const archive = Buffer.from(cells('', { 'xl/worksheets/sheet1.xml': Buffer.alloc(250_000_000, ' ') }));
  for (const [mark, at] of [
    ['PK\u{1}\u{2}', 24],
    ['PK\u{3}\u{4}', 22],
  ] as const)
    for (let entry = archive.indexOf(mark); entry >= 0; entry = archive.indexOf(mark, entry + 4))
      archive.writeUInt32LE(0, entry + at);
  return archive;
}

/** A compound file whose sectors all belong to each other's chain. */
function circles(): Uint8Array {
  const bytes = Buffer.from(compoundFile(['/Workbook', Buffer.alloc(100_000, 1)]));
  const table = (bytes.readUInt32LE(76) + 1) * 512;
  for (let sector = 0; sector < 128; sector++) bytes.writeUInt32LE((sector + 1) % 128, table + 4 * sector);
  return Uint8Array.from(bytes);
}

/** A sheet of SheetJS with an area that it only claims. */
function claimed(bookType: 'biff8' | 'xlsb' | 'xlsx'): Uint8Array {
  const sheet = utils.aoa_to_sheet([['户编号', 1]]);
  const book = utils.book_new();
  utils.book_append_sheet(book, sheet, 'a');
  const bytes = Buffer.from(write(book, { bookType, type: 'buffer' }) as Uint8Array);
  if (bookType === 'biff8') {
    // DIMENSIONS: first row, last row, first column, last column.
    const at = bytes.indexOf(Buffer.from([0x00, 0x02, 0x0e, 0x00]));
    bytes.writeUInt32LE(0xffff_ffff, at + 8);
    bytes.writeUInt16LE(0xffff, at + 14);
  }
  return Uint8Array.from(bytes);
}

const table = (content: string): Uint8Array => text('<table>', content, '</table>');
const LONG = 'x'.repeat(32_767);
const row = (cell: string): string => `<row r="1">${cell}</row>`;
const inline = (value: string): string => row(`<c r="A1" t="inlineStr"><is><t>${value}</t></is></c>`);

export const HOSTILE: readonly HostileFile[] = [
  // Archives.
  { name: 'a bomb whose directory says that it is empty', make: lyingSizes, outcome: /^F11 .*解压后超过上限 200 MB/ },
  { name: 'overlapping entries: one piece under 60 names', make: overlapping, outcome: /^F11 .*解压后超过上限 200 MB/ },
  {
    name: 'one large part as 200 sheets',
    make: () => manySheetsOfOnePart(200),
    outcome: /^F11 .*解压后超过上限 200 MB/,
  },
  { name: 'archives in archives', make: () => nested(50), outcome: /^F01 .*请解压后上传/ },
  { name: '1,000 entries', make: () => archiveOf(1000), outcome: /^read 1$/ },
  { name: '1,001 entries', make: () => archiveOf(1001), outcome: /^F11 .*上限 1000 个/ },
  {
    name: 'entries that climb out of the archive',
    make: () => cells('<row><c><v>1</v></c></row>', { '../../../etc/passwd': 'x', '..\\..\\a': 'x', '/etc/b': 'x' }),
    outcome: /^read 1$/,
  },
  {
    name: 'a relationship that climbs out of the archive',
    make: () => cells('', { 'xl/_rels/workbook.xml.rels': relationships(['worksheet', '../../../../etc/passwd']) }),
    outcome: /^F01 .*缺少部件 etc\/passwd/,
  },
  {
    name: 'a relationship to another computer',
    make: () => cells('', { 'xl/_rels/workbook.xml.rels': relationships(['worksheet', 'http://127.0.0.1/sheet.xml']) }),
    outcome: /^F01 .*缺少部件/,
  },
  {
    name: 'a name of 60,000 characters',
    make: () => cells('<row><c><v>1</v></c></row>', { ['a'.repeat(60_000)]: 'x' }),
    outcome: /^read 1$/,
  },
  {
    name: 'a directory that counts 65,535 entries',
    make: () => {
      const bytes = Buffer.from(cells(''));
      bytes.writeUInt16LE(65_535, bytes.length - 12);
      return bytes;
    },
    outcome: /^F11 /,
  },

  // XML.
  { name: 'a billion laughs', make: () => cells('', { 'xl/worksheets/sheet1.xml': LAUGHS }), outcome: /^F01 .*DTD/ },
  {
    name: 'a billion laughs in UTF-16',
    make: () => cells('', { 'xl/worksheets/sheet1.xml': utf16(LAUGHS) }),
    outcome: /^F01 .*DTD/,
  },
  {
    name: 'a billion laughs in UTF-16, the high byte first',
    make: () =>
      cells('', {
        'xl/sharedStrings.xml': utf16(LAUGHS, true),
        'xl/worksheets/sheet1.xml': worksheet(row('<c t="s"><v>0</v></c>')),
      }),
    outcome: /^F01 .*DTD/,
  },
  {
    name: 'a billion laughs in UTF-16 without a mark',
    make: () => cells('', { 'xl/worksheets/sheet1.xml': utf16(LAUGHS).subarray(2) }),
    outcome: /^F01 /,
  },
  {
    name: 'an external entity in the workbook',
    make: () => cells('', { 'xl/workbook.xml': EXTERNAL }),
    outcome: /^F01 .*DTD/,
  },
  {
    name: 'an external entity in the relationships',
    make: () => cells('', { '_rels/.rels': EXTERNAL }),
    outcome: /^F01 .*DTD/,
  },
  {
    name: 'an external entity in an .ods',
    make: () => pack({ 'META-INF/manifest.xml': '<manifest/>', 'content.xml': EXTERNAL }),
    outcome: /^F01 .*DTD/,
  },
  {
    name: 'entities that nobody declared',
    make: () => cells(inline('&a;&#xFFFFFFFFFFF;&#0;&#x110000;')),
    outcome: /^read 1$/,
  },
  {
    name: 'XML a million tags deep',
    make: () => cells('', { 'xl/worksheets/sheet1.xml': repeated('<a>', 1_000_000) }),
    outcome: /^F01 /,
  },
  {
    name: 'rich text 300,000 tags deep',
    make: () =>
      cells('', {
        'xl/worksheets/sheet1.xml': text(
          '<worksheet><sheetData><row><c t="inlineStr"><is>',
          '<r>'.repeat(300_000),
          '<t>a</t>',
          '</r>'.repeat(300_000),
          '</is></c></row></sheetData></worksheet>',
        ),
      }),
    outcome: /^read 1$/,
  },
  {
    name: 'a tag with a million attributes',
    make: () => cells(`<row ${'a="1" '.repeat(1_000_000)}><c><v>1</v></c></row>`),
    outcome: /^read 1$/,
  },
  {
    name: 'a comment that never ends',
    make: () => cells('', { 'xl/worksheets/sheet1.xml': text('<worksheet><!--', ' '.repeat(5_000_000)) }),
    outcome: /^F01 /,
  },
  { name: 'a million comments', make: () => cells('<!---->'.repeat(1_000_000)), outcome: /^read 0$/ },

  // Sheets.
  {
    name: 'a value in each of 16,384 columns',
    make: () => cells(`<row>${'<c><v>1</v></c>'.repeat(16_384)}</row>`),
    outcome: /^F11 .*上限 1024 列/,
  },
  {
    name: 'a million empty styled rows',
    make: () => cells('<row s="5" customFormat="1"><c s="5"/></row>'.repeat(1_000_000)),
    outcome: /^read 0$/,
  },
  {
    name: 'a million rows with a value each',
    make: () => cells('<row><c><v>1</v></c></row>'.repeat(1_000_000)),
    outcome: /^F11 .*上限 20000 行/,
  },
  {
    name: 'a claimed area of the whole sheet',
    make: () => pack(oneSheet(worksheet('<row><c><v>1</v></c></row>', '<dimension ref="A1:XFD1048576"/>'))),
    outcome: /^read 1$/,
  },
  {
    name: 'an area that is no area',
    make: () => pack(oneSheet(worksheet('<row><c><v>1</v></c></row>', `<dimension ref="${'A'.repeat(1_000_000)}9"/>`))),
    outcome: /^read 1$/,
  },
  { name: 'a claimed area in an .xls', make: () => claimed('biff8'), outcome: /^read 1$/ },
  { name: 'a claimed area in an .xlsb', make: () => claimed('xlsb'), outcome: /^read 1$/ },
  {
    name: 'a million merges of the whole sheet',
    make: () =>
      pack(
        oneSheet(
          worksheet(
            row('<c><v>1</v></c><c><v>2</v></c>'),
            '',
            `<mergeCells>${'<mergeCell ref="A1:XFD1048576"/>'.repeat(1_000_000)}</mergeCells>`,
          ),
        ),
      ),
    outcome: /^F11 .*合并单元格超过 65536 处/,
  },
  {
    name: 'a million hidden column ranges',
    make: () =>
      pack(
        oneSheet(
          worksheet(
            row('<c><v>1</v></c>'),
            `<cols>${'<col min="1" max="16384" hidden="1"/>'.repeat(1_000_000)}</cols>`,
          ),
        ),
      ),
    outcome: /^read 1$/,
  },
  {
    name: 'a row number beyond all',
    make: () => cells('<row r="99999999999999999999"><c><v>1</v></c></row>'),
    outcome: /^F01 .*行号/,
  },
  {
    name: 'rows that go backwards',
    make: () =>
      cells(Array.from({ length: 20_000 }, (_, at) => `<row r="${20_000 - at}"><c><v>1</v></c></row>`).join('')),
    outcome: /^read 20000$/,
  },
  { name: 'a text of 32,767 characters', make: () => cells(inline(LONG)), outcome: /^read 1$/ },
  { name: 'a text of 32,768 characters', make: () => cells(inline(`${LONG}x`)), outcome: /^F11 .*A1.*32768 个字符/ },
  {
    name: 'a CSV cell of 32,768 characters',
    make: () => text(`a,b\n1,${LONG}x\n`),
    outcome: /^F11 .*B2.*32768 个字符/,
  },
  {
    name: 'a cell of 32,768 characters on a page',
    make: () => table(`<tr><td>a<td>${LONG}x`),
    outcome: /^F11 .*B1.*32768 个字符/,
  },
  {
    name: 'an .ods cell of 32,768 characters',
    make: () => ods(`<table:table-row>${odsCell(`${LONG}x`)}</table:table-row>`),
    outcome: /^F11 .*A1.*32768 个字符/,
  },
  {
    name: 'texts that are not there, 100,000 times',
    make: () =>
      withTexts(
        '<row><c t="s"><v>100000</v></c></row>'.repeat(100_000),
        Array.from({ length: 1000 }, () => '<t>a</t>'),
      ),
    outcome: /^F01 .*文字不存在/,
  },
  ...['-1', '1.5', '1e9', '99999999999999999999', 'x', 'length'].map((index) => ({
    name: `a text numbered “${index}”`,
    make: () => withTexts(row(`<c t="s"><v>${index}</v></c>`), ['<t>a</t>']),
    outcome: /^F01 .*文字不存在/,
  })),
  {
    name: '100,000 shared texts, each used once',
    make: () =>
      withTexts(
        Array.from(
          { length: 10_000 },
          (_, at) =>
            `<row>${Array.from({ length: 10 }, (__, column) => `<c t="s"><v>${99_999 - at * 10 - column}</v></c>`).join('')}</row>`,
        ).join(''),
        Array.from({ length: 100_000 }, (_, at) => `<t>${at}</t>`),
      ),
    outcome: /^read 10000$/,
  },
  {
    name: 'one text of 30,000 characters in 200,000 cells',
    make: () =>
      withTexts(`<row>${'<c t="s"><v>0</v></c>'.repeat(20)}</row>`.repeat(10_000), [`<t>${'x'.repeat(30_000)}</t>`]),
    outcome: /^F11 .*第 17 行.*上限 10000000 个字符/,
  },

  {
    name: '600 cells of 30,000 characters',
    make: () =>
      cells(`<row>${`<c t="inlineStr"><is><t>${'x'.repeat(30_000)}</t></is></c>`.repeat(20)}</row>`.repeat(30)),
    outcome: /^F11 .*上限 10000000 个字符.*limit for a file/,
  },
  {
    name: '600 cells of 30,000 characters under a merge',
    make: () =>
      pack(
        oneSheet(
          worksheet(
            `<row>${`<c t="inlineStr"><is><t>${'x'.repeat(30_000)}</t></is></c>`.repeat(20)}</row>`.repeat(30),
            '',
            '<mergeCells><mergeCell ref="A1:T30"/></mergeCells>',
          ),
        ),
      ),
    outcome: /^F11 .*上限 10000000 个字符/,
  },
  {
    name: '600 cells of 30,000 characters on 60 sheets',
    make: () =>
      cells(`<row>${`<c t="inlineStr"><is><t>${'x'.repeat(30_000)}</t></is></c>`.repeat(10)}</row>`, {
        'xl/workbook.xml': workbookPart(
          `<sheets>${Array.from({ length: 60 }, (_, at) => `<sheet name="s${at}" r:id="rId1"/>`).join('')}</sheets>`,
        ),
      }),
    outcome: /^F11 .*“s33”.*上限 10000000 个字符/,
  },
  {
    name: 'shared texts of 60 million characters that no cell shows',
    make: () =>
      withTexts(
        row('<c t="s"><v>0</v></c>'),
        Array.from({ length: 2000 }, () => `<t>${'x'.repeat(30_000)}</t>`),
      ),
    outcome: /^F11 .*共享文字超过全文件的上限 10000000 个字符/,
  },
  {
    name: '600 cells of 30,000 characters in an .ods',
    make: () => ods(`<table:table-row>${odsCell('x'.repeat(30_000)).repeat(20)}</table:table-row>`.repeat(30)),
    outcome: /^F11 .*上限 10000000 个字符/,
  },
  {
    name: 'a text of 30,000 characters in an .ods, repeated 1,000 times where no one sees it',
    make: () =>
      ods(
        `<table:table-row table:number-rows-repeated="1000">${odsCell('x'.repeat(30_000)).replaceAll('table-cell', 'covered-table-cell')}</table:table-row>`,
      ),
    outcome: /^F11 .*上限 10000000 个字符/,
  },
  {
    name: '600 cells of 30,000 characters in a CSV',
    make: () => repeated(`${'x'.repeat(30_000)},`.repeat(20) + '\n', 30),
    outcome: /^F11 .*上限 10000000 个字符/,
  },

  // Declarations of namespaces.
  {
    name: 'a million declared prefixes',
    make: () =>
      cells(`<row ${Array.from({ length: 1_000_000 }, (_, at) => `xmlns:a${at}="b"`).join(' ')}><c><v>1</v></c></row>`),
    outcome: /^F01 .*命名空间/,
  },
  {
    name: 'a hundred thousand elements in each other, each with a declaration',
    make: () => cells(`<row><c><v>1</v></c>${'<a xmlns:b="c">'.repeat(100_000)}${'</a>'.repeat(100_000)}</row>`),
    outcome: /^F01 .*命名空间/,
  },
  {
    name: 'a hundred thousand elements after each other, each with a declaration and names of its own',
    make: () =>
      cells(
        `<row><c><v>1</v></c>${Array.from({ length: 100_000 }, (_, at) => `<b${at}:c xmlns:b${at}="d" b${at}:e="f"/>`).join('')}</row>`,
      ),
    outcome: /^read 1$/,
  },
  {
    name: 'a million alternatives in each other',
    make: () =>
      cells(
        `<row xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><c><v>1</v></c>${'<mc:AlternateContent>'.repeat(1_000_000)}${'</mc:AlternateContent>'.repeat(1_000_000)}</row>`,
      ),
    outcome: /^read 1$/,
  },
  {
    name: '60,000 merges that overlap',
    make: () =>
      pack(
        oneSheet(
          worksheet(
            row('<c><v>1</v></c>'),
            '',
            `<mergeCells>${Array.from({ length: 60_000 }, (_, at) => `<mergeCell ref="A${at + 1}:XFD1048576"/>`).join('')}</mergeCells>`,
          ),
        ),
      ),
    outcome: /^read 1$/,
  },

  // Characters.
  {
    name: 'halves of characters as escapes',
    make: () => cells(inline('_xD800_a_xDC00_&#xD800;')),
    outcome: /^read 1$/,
  },
  {
    name: 'halves of characters in a shared text in UTF-16',
    make: () =>
      cells(row('<c t="s"><v>0</v></c>'), { 'xl/sharedStrings.xml': utf16(sharedStrings('<t>\u{d800}a</t>')) }),
    outcome: /^read 1$/,
  },
  {
    name: 'half a character in a UTF-16 text',
    make: () => Buffer.from('\u{feff}户编号,姓名\n1,\u{d800}a\n', 'utf16le'),
    outcome: /^F03 /,
  },
  { name: 'half a character on a page', make: () => table('<tr><td>&#xd800;<td>&#57343;'), outcome: /^read 1$/ },
  { name: 'NUL as an escape and as a byte', make: () => cells(inline('a_x0000_b\0c')), outcome: /^read 1$/ },
  { name: 'NUL in a CSV', make: () => text('户编号,姓名\n1,a\0b\n'), outcome: /^read 2$/ },
  {
    name: 'NUL in a UTF-16 text',
    make: () => Buffer.from('\u{feff}户编号,姓名\n1,a\0b\n', 'utf16le'),
    outcome: /^read 2$/,
  },
  {
    name: '6 million NUL characters in 13 MB of text',
    make: () => Buffer.concat([text('户编号,姓名\n1,'), repeated('a\0b', 4_000_000), repeated('\0', 1_000_000)]),
    outcome: /^F01 .*1000000 个空字符/,
  },
  {
    name: 'an odd byte at the end of a UTF-16 text',
    make: () => Buffer.concat([Buffer.from('\u{feff}a,b\n', 'utf16le'), Buffer.from([0x41])]),
    outcome: /^F03 /,
  },
  { name: 'a mark and nothing else', make: () => Buffer.from([0xef, 0xbb, 0xbf]), outcome: /^read 0$/ },

  // Texts.
  {
    name: 'one quote that is never closed, before 20 MB',
    make: () => Buffer.concat([text('a,b\n"'), repeated('1,2\n', 4_900_000)]),
    outcome: /^F11 .*上限 20000 行/,
  },
  {
    name: '20 MB in one cell after a quote',
    make: () => Buffer.concat([text('a,b\n1,"'), Buffer.alloc(20_000_000, 'x')]),
    outcome: /^F11 .*B2/,
  },
  { name: '20 MB of quotes', make: () => repeated('"', 20_000_000), outcome: /^F11 / },
  { name: '20 MB of opened quotes', make: () => repeated(',"', 10_000_000), outcome: /^F11 / },
  {
    name: '20 MB of quotes that close lines later',
    make: () => repeated('"a\n', 6_666_666),
    outcome: /^F11 .*上限 20000 行/,
  },
  { name: '20 MB of commas', make: () => repeated(',', 20_000_000), outcome: /^read 0$/ },
  { name: '20 MB of line ends', make: () => repeated('\r\n', 10_000_000), outcome: /^read 0$/ },
  { name: '20 MB without a line end', make: () => repeated('1,', 10_000_000), outcome: /^F11 .*上限 1024 列/ },

  // Pages.
  {
    name: 'spans of everything, 100,000 times',
    make: () => table('<tr><td rowspan=65534 colspan=1000>a'.repeat(100_000)),
    outcome: /^F11 /,
  },
  {
    name: 'a column that spans, 100,000 rows long',
    make: () => table('<tr><td rowspan=2 colspan=900>a<td>b'.repeat(100_000)),
    outcome: /^F11 /,
  },
  {
    name: 'spans that are no numbers',
    make: () => table('<tr><td rowspan=-1 colspan=0>a<td rowspan=99999999999999999999 colspan=1e9>b<tr><td>c'),
    outcome: /^read 2$/,
  },
  { name: 'tables 300,000 deep', make: () => text('<table><tr><td>'.repeat(300_000)), outcome: /^F01 / },
  {
    name: 'elements a million deep in a cell',
    make: () => table(`<tr><td>${'<b>'.repeat(1_000_000)}a<td>b`),
    outcome: /^read 1$/,
  },
  {
    name: 'a quoted value that never ends, in each of 300,000 tags',
    make: () => table('<tr><td title="a>b'.repeat(300_000)),
    outcome: /^F/,
  },
  {
    name: 'a million entities',
    make: () => table(`<tr><td>${'&amp;'.repeat(30_000)}<td>${'&'.repeat(30_000)}`.repeat(100)),
    outcome: /^read 100$/,
  },
  {
    name: 'a document type with entities',
    make: () => text('<!DOCTYPE html [<!ENTITY a "b">]><table><tr><td>&a;<td>c</table>'),
    outcome: /^read 1$/,
  },
  {
    name: '3 million spaces that the page keeps, in one cell',
    make: () => table(`<tr><td>a<td>b${'&nbsp;'.repeat(3_000_000)}c`),
    outcome: /^F11 .*B1.*18000002 个字符/,
  },
  {
    name: 'seven tables in each other, all around 2 MB of text',
    make: () => table(`${'<tr><td>a<td>b<tr><td><table>'.repeat(7)}<tr><td>${'x '.repeat(1_000_000)}`),
    outcome: /^F11 .*2000000|^F11 .*1999999/,
  },
  {
    name: '600,000 tables with two rows and columns',
    make: () => repeated('<table><tr><td>a<td>b<tr><td>a<td>b</table>', 450_000),
    outcome: /^F11 .*200/,
  },
  {
    name: 'a script that never ends',
    make: () => table(`<tr><td>a<td>b<tr><td>${'<script>'.repeat(500_000)}`),
    outcome: /^read 1$/,
  },

  // OpenDocument.
  {
    name: 'one cell repeated to the end of the sheet',
    make: () =>
      ods(
        `<table:table-row table:number-rows-repeated="1048576">${odsCell('a', ' table:number-columns-repeated="16384"')}</table:table-row>`,
      ),
    outcome: /^F11 /,
  },
  {
    name: 'a cell repeated as often as rows and columns may be',
    make: () =>
      ods(
        `<table:table-row table:number-rows-repeated="20000">${odsCell('a', ' table:number-columns-repeated="1024"')}</table:table-row>`,
      ),
    outcome: /^F11 /,
  },
  {
    name: 'spaces by the thousand million',
    make: () => ods(`<table:table-row>${odsCell('<text:s text:c="999999999"/>'.repeat(1000))}</table:table-row>`),
    outcome: /^F11 /,
  },
  {
    name: 'groups of rows 200,000 deep',
    make: () =>
      ods(
        `${'<table:table-row-group>'.repeat(200_000)}<table:table-row>${odsCell('a')}</table:table-row>${'</table:table-row-group>'.repeat(200_000)}`,
      ),
    outcome: /^read 1$/,
  },

  // Compound files.
  { name: 'sectors that go in circles', make: circles, outcome: /^F01 / },
  {
    name: 'a stream of zeros',
    make: () => compoundFile(['/Workbook', Buffer.alloc(1_000_000)]),
    outcome: /^F01 /,
  },
  {
    name: 'a header and nothing else',
    make: () => Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(504, 0xff)]),
    outcome: /^F01 /,
  },
  {
    name: 'an .xls of records without content',
    make: () =>
      compoundFile([
        '/Workbook',
        Buffer.concat([
          Buffer.from('0908100000060500000000000000000000000000', 'hex'),
          repeated('\u{e}\0\0\0', 1_000_000),
        ]),
      ]),
    outcome: /^F01 /,
  },
  {
    name: 'an .xlsb of records without content',
    make: () =>
      zipSync({
        '_rels/.rels': strToU8(relationships(['officeDocument', 'xl/workbook.bin'])),
        'xl/_rels/workbook.bin.rels': strToU8(relationships(['worksheet', 'worksheets/sheet1.bin'])),
        'xl/workbook.bin': Buffer.from(repeated('\u{1}\0', 1_000_000)),
        'xl/worksheets/sheet1.bin': Buffer.from(repeated('\u{1}\0', 1_000_000)),
      }),
    outcome: /^F01 /,
  },
  {
    name: 'an .xlsx under a password of ten million spins',
    make: () => agileEncrypted(cells('<row><c><v>1</v></c></row>'), { spins: 10, statedSpins: 10_000_000 }),
    outcome: /^F02 /,
  },
  {
    name: 'an .xlsx of 5 MB under the built-in password',
    make: () =>
      agileEncrypted(pack(oneSheet(worksheet('<row><c><v>1</v></c></row>'), { 'a.png': Buffer.alloc(4_500_000) }), 0)),
    outcome: /^read 1$/,
  },
  {
    name: '60,000 merges of the whole sheet over 65,536 rows of an .xls',
    make: () =>
      xlsOf([
        ...Array.from({ length: 20_000 }, (_, at) => number(at, 255, at)),
        ...Array.from({ length: 60_000 }, () => merge(0, 65_535, 0, 255)),
      ]),
    outcome: /^read 0$/,
  },
  {
    name: 'an .xls of substreams by the hundred thousand',
    make: () =>
      xlsOf([
        ...Array.from({ length: 100_000 }, () => [record(0x809, Buffer.alloc(8)), record(0x0a)]).flat(),
        number(0, 0, 1),
      ]),
    outcome: /^read 1$/,
  },
  {
    name: '600 texts of 30,000 characters in an .xlsb, shared and in their cells',
    make: () => {
      const texts = Array.from({ length: 600 }, (_, at) => `${at}`.padEnd(30_000, '户'));
      const rows = texts.map((one, at) => Buffer.concat([rowOf(at), sharedCell(0, at), textCell(1, one)]));
      return xlsbOf(sheetData(...rows), texts);
    },
    outcome: /^(?:read 600|F11 .*)$/,
  },
  {
    name: 'an .xlsb of blocks in blocks',
    make: () => xlsbOf(Buffer.concat(Array.from({ length: 1_000_000 }, () => xlsbRecord(0x23)))),
    outcome: /^F01 /,
  },
  {
    name: 'deflated rubbish',
    make: () => Buffer.concat([Buffer.from('PK\u{3}\u{4}'), deflateRawSync(Buffer.alloc(1_000_000, 7))]),
    outcome: /^F01 /,
  },
];
