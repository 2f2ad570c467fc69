import { describe, expect, test } from 'vitest';
import {
  onlySheet,
  oneSheet,
  pack,
  read,
  refusalOf,
  relationships,
  sharedStrings,
  worksheet,
  type PartTexts,
} from './workbook-parts.ts';

const sheetOf = (rows: string, before?: string, after?: string) =>
  onlySheet(pack(oneSheet(worksheet(rows, before, after))));
const rowsOf = (rows: string) => sheetOf(rows).rows;
const cellOf = (cell: string) => rowsOf(`<row r="1">${cell}</row>`)[0]?.[0] ?? null;
const withStrings = (rows: string, ...strings: string[]) =>
  onlySheet(pack(oneSheet(worksheet(rows), { 'xl/sharedStrings.xml': sharedStrings(...strings) }))).rows;

describe('cells of a workbook', () => {
  test.each([
    ['an integer', '<c r="A1"><v>42551</v></c>', 42_551],
    ['a decimal', '<c r="A1"><v>0.1</v></c>', 0.1],
    ['a negative', '<c r="A1" t="n"><v>-12.50</v></c>', -12.5],
    ['an exponent', '<c r="A1"><v>3.71599196203045E+17</v></c>', 3.71599196203045e17],
    ['more digits than a double holds', '<c r="A1"><v>371599196203045718</v></c>', 371_599_196_203_045_700],
    ['white space around a number', '<c r="A1"><v> 7\n</v></c>', 7],
    ['no number at all', '<c r="A1"><v>abc</v></c>', 'abc'],
    ['a hexadecimal, which is no number', '<c r="A1"><v>0x10</v></c>', '0x10'],
    ['an inline string', '<c r="A1" t="inlineStr"><is><t>371599196203045718</t></is></c>', '371599196203045718'],
    [
      'an inline rich text',
      '<c r="A1" t="inlineStr"><is><r><t>张</t></r><r><rPr><b/></rPr><t>三</t></r></is></c>',
      '张三',
    ],
    ['a formula with a text result', '<c r="A1" t="str"><f>A2</f><v>是</v></c>', '是'],
    ['a formula with an empty text result', '<c r="A1" t="str"><f>A2</f><v></v></c>', null],
    ['a formula with a number', '<c r="A1"><f>1+1</f><v>2</v></c>', 2],
    ['true', '<c r="A1" t="b"><v>1</v></c>', true],
    ['false', '<c r="A1" t="b"><v>0</v></c>', false],
    ['an error', '<c r="A1" t="e"><f>X!A1</f><v>#REF!</v></c>', { broken: '#REF!' }],
    ['a formula without its result', '<c r="A1"><f>SUM(A2:A3)</f></c>', { broken: 'formula' }],
    ['a formula with an empty result', '<c r="A1"><f>SUM(A2:A3)</f><v/></c>', { broken: 'formula' }],
    ['a shared formula without its result', '<c r="A1"><f t="shared" si="0"/><v></v></c>', { broken: 'formula' }],
    ['an ISO date', '<c r="A1" t="d"><v>2016-06-30</v></c>', 42_551],
    ['only a style', '<c r="A1" s="3"/>', null],
    ['an empty value', '<c r="A1" s="3"><v></v></c>', null],
    ['entities', '<c r="A1" t="str"><v>&lt;&amp;&gt;&quot;&apos;&#24352;&#x4E09;</v></c>', `<&>"'张三`],
    ['an unknown entity', '<c r="A1" t="str"><v>&nbsp;x</v></c>', '&nbsp;x'],
    ['escapes', '<c r="A1" t="str"><v>a_x000D__x000A_b_x005F_x0041_</v></c>', 'a\r\nb_x0041_'],
    ['escapes that make a surrogate pair', '<c r="A1" t="str"><v>_xD842__xDFB7_</v></c>', '𠮷'],
    [
      'NUL and lone surrogates',
      '<c r="A1" t="str"><v>a_x0000_&#0;&#xD800;_xDC00_</v></c>',
      'a\u{fffd}\u{fffd}\u{fffd}\u{fffd}',
    ],
    ['CDATA and comments', '<c r="A1" t="str"><v>a<!-- b --><![CDATA[<c>]]>d</v></c>', 'a<c>d'],
    ['line ends', '<c r="A1" t="str"><v>a\r\nb\rc</v></c>', 'a\nb\nc'],
    ['white space, whatever xml:space says', '<c r="A1" t="inlineStr"><is><t> a </t></is></c>', ' a '],
    ['single quotes and odd spacing in tags', "<c  t = 'str'  r='A1' ><v >x</v ></c >", 'x'],
    ['a > inside an attribute', '<c r="A1" t="str" x="a>b"><v>x</v></c>', 'x'],
    ['an extension inside a cell', '<c r="A1"><extLst><ext><v>9</v></ext></extLst><v>1</v></c>', 1],
  ])('%s', (_what, xml, cell) => {
    expect(cellOf(xml)).toEqual(cell);
  });

  test('shared strings: runs are joined, phonetic hints left out, an empty one is an empty cell', () => {
    const rows = withStrings(
      '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c><c t="s"><v>3</v></c></row>',
      '<t>张三</t>',
      '<r><t xml:space="preserve">李 </t></r><r><t>四</t></r><rPh sb="0" eb="1"><t>lǐ</t></rPh><phoneticPr/>',
      '<t/>',
      '<t>是</t>',
    );
    expect(rows).toEqual([['张三', '李 四', null, '是']]);
  });

  test('a text that is not in the table is damage, never a guess', () => {
    expect(refusalOf(pack(oneSheet(worksheet('<row><c t="s"><v>5</v></c></row>'))))).toMatch(/^F01 .*已损坏/);
  });

  test('rows and cells without references follow the one before', () => {
    expect(
      rowsOf(
        '<row><c><v>1</v></c><c r="D1"><v>2</v></c><c><v>3</v></c></row><row r="4"><c><v>4</v></c></row><row><c/><c><v>5</v></c></row>',
      ),
    ).toEqual([[1, null, null, 2, 3], [], [], [4], [null, 5]]);
  });

  test('rows and cells out of order land in their places', () => {
    expect(
      rowsOf('<row r="2"><c r="B2"><v>4</v></c><c r="A2"><v>3</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>'),
    ).toEqual([[1], [3, 4]]);
  });

  test('a namespace prefix changes nothing', () => {
    const sheet =
      '<x:worksheet xmlns:x="m"><x:sheetData><x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>是</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>';
    expect(onlySheet(pack(oneSheet(sheet))).rows).toEqual([['是']]);
  });

  test('a part in UTF-16 is read', () => {
    const sheet = Buffer.from(`\u{feff}${worksheet('<row><c t="str"><v>是</v></c></row>')}`, 'utf16le');
    expect(onlySheet(pack(oneSheet(sheet))).rows).toEqual([['是']]);
  });
});

describe('sheets of a workbook', () => {
  test('merges, hidden rows and hidden columns, as far as the used area goes', () => {
    const sheet = sheetOf(
      '<row r="1"><c r="C1"><v>1</v></c></row><row r="3" hidden="1"><c r="A3"><v>2</v></c></row><row r="9" hidden="true"/>',
      '<cols><col min="2" max="16384" hidden="1" width="0"/><col min="1" max="1" width="9"/></cols>',
      '<mergeCells count="3"><mergeCell ref="A1:B2"/><mergeCell ref="A3:XFD1048576"/><mergeCell ref="Z9:Z10"/></mergeCells>',
    );
    expect(sheet.merges).toEqual([
      { top: 0, left: 0, bottom: 1, right: 1 },
      { top: 2, left: 0, bottom: 2, right: 2 },
    ]);
    expect([...sheet.hiddenRows]).toEqual([2]);
    expect([...sheet.hiddenColumns]).toEqual([1, 2]);
  });

  const workbook = (content: string) => `<workbook xmlns:r="r">${content}</workbook>`;
  const cell = (value: number) => worksheet(`<row><c><v>${value}</v></c></row>`);

  test('order, names, hidden states and the 1904 calendar come from the workbook; charts are left out', () => {
    const parts: PartTexts = oneSheet(cell(1), {
      'xl/workbook.xml': workbook(
        '<workbookPr date1904="1"/><sheets><sheet name="乙&amp;丙" r:id="rId2" state="hidden"/><sheet name="图" r:id="rId4"/><sheet name="甲" r:id="rId1"/><sheet name="底" r:id="rId3" state="veryHidden"/></sheets>',
      ),
      'xl/_rels/workbook.xml.rels': relationships(
        ['worksheet', '/xl/worksheets/sheet1.xml'],
        ['worksheet', '../other/place.xml'],
        ['worksheet', './worksheets/../worksheets/SHEET3.xml'],
        ['chartsheet', 'chartsheets/sheet1.xml'],
      ),
      'other/place.xml': cell(2),
      'xl/worksheets/sheet3.xml': cell(3),
    });
    expect(read(pack(parts))).toMatchObject({
      format: 'xlsx',
      sheets: [
        { name: '乙&丙', hidden: true, date1904: true, rows: [[2]] },
        { name: '甲', hidden: false, rows: [[1]] },
        { name: '底', hidden: true, rows: [[3]] },
      ],
    });
  });

  test('the workbook part may have any name', () => {
    const parts = oneSheet(cell(1), {
      '_rels/.rels': relationships(['officeDocument', '/book/main.xml']),
      'book/main.xml': workbook('<sheets><sheet name="甲" r:id="rId1"/></sheets>'),
      'book/_rels/main.xml.rels': relationships(['worksheet', '../xl/worksheets/sheet1.xml']),
    });
    expect(onlySheet(pack(parts)).rows).toEqual([[1]]);
  });

  test.each([
    ['a missing worksheet', { 'xl/_rels/workbook.xml.rels': relationships(['worksheet', 'gone.xml']) }],
    ['an unknown relationship', { 'xl/_rels/workbook.xml.rels': relationships() }],
    ['no sheet at all', { 'xl/workbook.xml': workbook('<sheets/>') }],
    ['a row cut off', { 'xl/worksheets/sheet1.xml': '<worksheet><sheetData><row><c><v>1</v></c>' }],
    ['a part that is no XML', { 'xl/worksheets/sheet1.xml': 'hello' }],
    ['an empty part', { 'xl/worksheets/sheet1.xml': '' }],
    [
      'tags that do not match',
      { 'xl/worksheets/sheet1.xml': worksheet('<row><c><v>1</v></c></rox><row><c><v>2</v></c></row>') },
    ],
    ['a reference without a column', { 'xl/worksheets/sheet1.xml': worksheet('<row><c r="12"><v>1</v></c></row>') }],
    ['a row zero', { 'xl/worksheets/sheet1.xml': worksheet('<row r="0"><c><v>1</v></c></row>') }],
  ])('%s is F01 文件已损坏', (_what, parts) => {
    expect(refusalOf(pack(oneSheet(cell(1), parts)))).toMatch(/^F01 文件已损坏/);
  });
});
