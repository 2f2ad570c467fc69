import { describe, expect, test } from 'vitest';
import {
  onlySheet,
  oneSheet,
  pack,
  read,
  refusalOf,
  relationships,
  workbookPart,
  worksheet,
} from './workbook-parts.ts';

const TRANSITIONAL = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const STRICT = 'http://purl.oclc.org/ooxml/spreadsheetml/main';
const STRICT_LINKS = 'http://purl.oclc.org/ooxml/officeDocument/relationships';
const X15 = 'http://schemas.microsoft.com/office/spreadsheetml/2010/11/main';
const MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"';

const rowsOf = (sheet: string | Uint8Array) => onlySheet(pack(oneSheet(sheet))).rows;
const rowsIn = (rows: string) => rowsOf(worksheet(rows));
const bookOf = (content: string) =>
  onlySheet(pack(oneSheet(worksheet('<row><c><v>1</v></c></row>'), { 'xl/workbook.xml': workbookPart(content) })));

describe('an element is known by its namespace', () => {
  const sheets = '<sheets><sheet name="户表" r:id="rId1"/></sheets>';

  test.each([
    [
      'after the sheets, in an extension',
      `<workbookPr date1904="1"/>${sheets}<extLst><ext xmlns:x15="${X15}"><x15:workbookPr chartTrackingRefBase="1"/></ext></extLst>`,
    ],
    ['right beside it', `<workbookPr date1904="1"/><x15:workbookPr xmlns:x15="${X15}" date1904="0"/>${sheets}`],
    ['under another default', `<workbookPr date1904="1"/><workbookPr xmlns="${X15}"/>${sheets}`],
    [
      'with its prefix declared further out',
      `<workbookPr date1904="1"/><a:b xmlns:a="${X15}"><a:workbookPr/></a:b>${sheets}`,
    ],
    ['before it', `<a:workbookPr xmlns:a="${X15}"/><workbookPr date1904="true"/>${sheets}`],
    ['of no namespace', `<workbookPr date1904="1"/><workbookPr xmlns=""/>${sheets}`],
    [
      'of the same vocabulary, inside an extension',
      `<workbookPr date1904="1"/>${sheets}<extLst><ext><workbookPr date1904="0"/></ext></extLst>`,
    ],
  ])('days are still counted from 1904 with a workbookPr of an extension %s', (_where, content) => {
    expect(bookOf(content).date1904).toBe(true);
  });

  test('an extension cannot turn the calendar of 1904 on, hide a sheet or add one', () => {
    const other = `xmlns:o="${X15}"`;
    const content = `<o:workbookPr ${other} date1904="1"/><sheets><sheet ${other} name="户表" o:state="hidden" o:id="rId9" r:id="rId1"/><o:sheet ${other} name="甲" r:id="rId1"/></sheets>`;
    expect(bookOf(content)).toMatchObject({ name: '户表', hidden: false, date1904: false });
  });

  test.each([
    ['a cell', '<row><c><v>1</v></c><o:c><o:v>9</o:v></o:c></row>'],
    ['a row', '<row><c><v>1</v></c></row><o:row><c><v>9</v></c></o:row>'],
    ['a value', '<row><c><v>1</v><o:v>9</o:v></c></row>'],
    ['a formula', '<row><c><o:f>A2</o:f><v>1</v></c></row>'],
    ['a text in a cell', '<row><c><v>1</v><o:is><t>9</t></o:is></c></row>'],
    ['the reference of a cell', '<row><c o:r="Z9"><v>1</v></c></row>'],
    ['the type of a cell', '<row><c o:t="e"><v>1</v></c></row>'],
  ])('%s of an extension is none', (_what, rows) => {
    expect(rowsIn(rows.replace('<row', `<row xmlns:o="${X15}"`).replace('<o:row', `<o:row xmlns:o="${X15}"`))).toEqual([
      [1],
    ]);
  });

  test('a text of an extension is no part of a shared text', () => {
    const item = `<t>张</t><o:t xmlns:o="${X15}">三</o:t><extLst><t>四</t></extLst>`;
    const strings = `<sst xmlns="${TRANSITIONAL}"><si>${item}</si><o:si xmlns:o="${X15}"><t>五</t></o:si><si><t>六</t></si></sst>`;
    const parts = oneSheet(worksheet('<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>'), {
      'xl/sharedStrings.xml': strings,
    });
    expect(onlySheet(pack(parts)).rows).toEqual([['张', '六']]);
  });

  test('merges, columns and filters of an extension are none', () => {
    const after = `<extLst><ext><mergeCells><mergeCell ref="A1:B1"/></mergeCells></ext></extLst><o:mergeCells xmlns:o="${X15}"><o:mergeCell ref="A1:B1"/></o:mergeCells>`;
    const before = `<o:cols xmlns:o="${X15}"><o:col min="1" max="1" hidden="1"/></o:cols>`;
    const sheet = onlySheet(pack(oneSheet(worksheet('<row><c><v>1</v></c><c><v>2</v></c></row>', before, after))));
    expect([sheet.merges, sheet.hiddenColumns.size]).toEqual([[], 0]);
  });

  test('a relationship of another vocabulary is none, whatever its type ends with', () => {
    const links = relationships(['worksheet', 'worksheets/sheet1.xml']).replace(
      '</Relationships>',
      '<Relationship Id="rId2" Type="http://schemas.example.com/2016/relationships/worksheet" Target="custom.xml"/></Relationships>',
    );
    const parts = oneSheet(worksheet('<row><c><v>1</v></c></row>'), {
      'xl/workbook.xml': workbookPart('<sheets><sheet name="甲" r:id="rId1"/><sheet name="乙" r:id="rId2"/></sheets>'),
      'xl/_rels/workbook.xml.rels': links,
      'xl/custom.xml': '<data/>',
    });
    expect(read(pack(parts))).toMatchObject({ sheets: [{ name: '甲', rows: [[1]] }] });
  });

  test.each([
    [
      'the default of the root',
      `<worksheet xmlns="${STRICT}"><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>`,
    ],
    [
      'a prefix',
      `<s:worksheet xmlns:s="${STRICT}"><s:sheetData><s:row><s:c><s:v>1</s:v></s:c></s:row></s:sheetData></s:worksheet>`,
    ],
    [
      'two prefixes, one for each variant',
      `<a:worksheet xmlns:a="${TRANSITIONAL}" xmlns:b="${STRICT}"><b:sheetData><a:row><b:c><a:v>1</a:v></b:c></a:row></b:sheetData></a:worksheet>`,
    ],
    [
      'a prefix declared again for something else and back',
      `<a:worksheet xmlns:a="${TRANSITIONAL}"><a:x xmlns:a="${X15}"><a:sheetData/></a:x><a:sheetData><a:row><a:c><a:v>1</a:v></a:c></a:row></a:sheetData></a:worksheet>`,
    ],
    [
      'a default that an element declares for itself',
      `<a:worksheet xmlns:a="${TRANSITIONAL}"><sheetData xmlns="${TRANSITIONAL}"><row><c><v>1</v></c></row></sheetData></a:worksheet>`,
    ],
    [
      'no namespace anywhere, as careless programs write',
      '<worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>',
    ],
  ])('a worksheet is read in %s', (_how, sheet) => {
    expect(rowsOf(sheet)).toEqual([[1]]);
  });

  test('a strict workbook is found through strict relationships', () => {
    const links = (type: string, target: string) =>
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="${STRICT_LINKS}/${type}" Target="${target}"/></Relationships>`;
    const parts = {
      '_rels/.rels': links('officeDocument', 'xl/book.xml'),
      'xl/book.xml': `<workbook xmlns="${STRICT}" xmlns:x="${STRICT_LINKS}"><sheets><sheet name="甲" x:id="a"/></sheets></workbook>`,
      'xl/_rels/book.xml.rels': links('worksheet', 'sheet.xml'),
      'xl/sheet.xml': `<worksheet xmlns="${STRICT}"><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>`,
    };
    expect(onlySheet(pack(parts)).rows).toEqual([[1]]);
  });

  test.each([
    ['of another namespace', `<worksheet xmlns="${X15}"><sheetData/></worksheet>`],
    ['with a prefix that nobody declared', '<x:worksheet><x:sheetData/></x:worksheet>'],
    ['that is another element', `<chartsheet xmlns="${TRANSITIONAL}"/>`],
  ])('a worksheet part with a root %s is damaged', (_what, sheet) => {
    expect(refusalOf(pack(oneSheet(sheet)))).toMatch(/^F01 文件已损坏/);
  });
});

test.each([
  ['the value in front of the formula', '<c><v>1</v><f>A2</f></c>'],
  ['a blank between the ends of value and cell', '<c><v>1</v>\n</c>'],
  ['an extension behind the value', '<c><v>1</v><extLst><ext><v>9</v></ext></extLst></c>'],
  ['a prefix on the cell and none on the value', `<x:c xmlns:x="${TRANSITIONAL}"><v>1</v></x:c>`],
  ['a prefix on the value and none on the cell', `<c xmlns:x="${TRANSITIONAL}"><x:v>1</x:v></c>`],
  ['another default inside the cell', `<x:c xmlns:x="${TRANSITIONAL}" xmlns="${X15}"><v>9</v><x:v>1</x:v></x:c>`],
  ['a comment behind the number', '<c><v>1<!-- 9 --></v></c>'],
  ['a second value, which counts', '<c><v>9</v><v>1</v></c>'],
])('a cell with %s is read, and so is the one after it', (_what, cell) => {
  expect(rowsIn(`<row>${cell}<c><v>2</v></c></row>`)).toEqual([[1, 2]]);
});

describe('of alternatives the fallback counts', () => {
  test.each([
    [
      'around a cell',
      `<row ${MC}><mc:AlternateContent><mc:Choice Requires="x15"><c><v>9</v></c></mc:Choice><mc:Fallback><c><v>1</v></c></mc:Fallback></mc:AlternateContent><c><v>2</v></c></row>`,
    ],
    [
      'around a value',
      `<row ${MC}><c><mc:AlternateContent><mc:Choice Requires="x15"><v>9</v></mc:Choice><mc:Fallback><v>1</v></mc:Fallback></mc:AlternateContent></c><c><v>2</v></c></row>`,
    ],
    [
      'around nothing',
      `<row ${MC}><mc:AlternateContent/><c><v>1</v></c><mc:AlternateContent><mc:Choice Requires="x15"/><mc:Fallback/></mc:AlternateContent><c><v>2</v></c></row>`,
    ],
    [
      'in each other',
      `<row ${MC}><mc:AlternateContent><mc:Fallback><mc:AlternateContent><mc:Fallback><c><v>1</v></c></mc:Fallback></mc:AlternateContent></mc:Fallback></mc:AlternateContent><c><v>2</v></c></row>`,
    ],
  ])('%s', (_where, rows) => {
    expect(rowsIn(rows)).toEqual([[1, 2]]);
  });

  test('around a list of sheets', () => {
    const one = (name: string) => `<sheets><sheet name="${name}" r:id="rId1"/></sheets>`;
    const content = `<mc:AlternateContent ${MC}><mc:Choice Requires="x15">${one('甲')}</mc:Choice><mc:Fallback>${one('乙')}</mc:Fallback></mc:AlternateContent>`;
    expect(bookOf(content).name).toBe('乙');
  });
});

describe('a part that is not well-formed is damaged', () => {
  test.each([
    ['a close tag of another name', '<row><c><v>1</v></d></row>'],
    ['a close tag with another prefix', `<a:row xmlns:a="${TRANSITIONAL}"><c><v>1</v></c></row>`],
    ['a close tag too many', '<row><c><v>1</v></c></c></row>'],
    ['a close tag that is cut short', '<row><c><v>1</v></c></ro></row>'],
    ['an attribute without a value', '<row r><c><v>1</v></c></row>'],
    ['a value without quotes', '<row r=1><c><v>1</v></c></row>'],
    ['an element inside a value', '<row><c><v>1<b/></v></c></row>'],
  ])('%s', (_what, rows) => {
    expect(refusalOf(pack(oneSheet(worksheet(rows))))).toMatch(/^F01 文件已损坏/);
  });

  test('blanks before the end of a close tag are no fault', () => {
    expect(rowsIn('<row\n\tr = "1" ><c ><v >1</v\n></c ></row >')).toEqual([[1]]);
  });
});

describe('encodings of a part', () => {
  const sheet = (encoding: string) =>
    `<?xml version="1.0" encoding="${encoding}"?>${worksheet('<row><c t="str"><v>是</v></c></row>').slice(21)}`;
  const GBK = Buffer.concat(
    sheet('GB2312')
      .split('是')
      .flatMap((piece, at) => (at === 0 ? [Buffer.from(piece)] : [Buffer.from([0xca, 0xc7]), Buffer.from(piece)])),
  );

  test.each([
    ['GB2312', GBK],
    ['UTF-8', Buffer.from(sheet('utf-8'))],
    ['UTF-8 that claims to be UTF-16', Buffer.from(sheet('UTF-16'))],
    ['UTF-16, the high byte first', Buffer.from(`\u{feff}${sheet('UTF-16')}`, 'utf16le').swap16()],
  ])('%s is read', (_name, bytes) => {
    expect(rowsOf(bytes)).toEqual([['是']]);
  });

  test('an unknown one is damaged, never garbled', () => {
    expect(refusalOf(pack(oneSheet(Buffer.from(sheet('x-mystery')))))).toMatch(
      /^F01 文件已损坏（部件的编码“x-mystery”不认识）/,
    );
  });
});
