import { describe, expect, test } from 'vitest';
import {
  onlySheet,
  oneSheet,
  pack,
  read,
  refusalOf,
  relationships,
  sharedStrings,
  workbookPart,
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
    ['the same, self-closed as Excel writes it', '<c r="A1" t="str"><f>A2</f><v/></c>', null],
    ['the same, with blanks in the tag', '<c r="A1" t="str"><f>A2</f><v /></c>', null],
    ['the same, with an attribute', '<c r="A1" t="str"><f>A2</f><v xml:space="preserve"/></c>', null],
    ['the same, with an empty section', '<c r="A1" t="str"><f>A2</f><v><![CDATA[]]></v></c>', null],
    ['the same, with a comment', '<c r="A1" t="str"><f>A2</f><v><!-- nothing --></v></c>', null],
    ['the same, of a shared formula', '<c r="A1" t="str"><f t="shared" si="0"/><v/></c>', null],
    [
      'the same, of a formula for many cells',
      '<c r="A1" t="str" cm="1"><f t="array" ref="A1:A3">B1:B3</f><v/></c>',
      null,
    ],
    ['the same, the result in front', '<c r="A1" t="str"><v/><f>A2</f></c>', null],
    ['the same, as a text without a number', '<c r="A1" t="s"><f>A2</f><v/></c>', null],
    ['the same, in the cell', '<c r="A1" t="inlineStr"><f>A2</f><is><t/></is></c>', null],
    ['the same, as nothing in the cell', '<c r="A1" t="inlineStr"><f>A2</f><is/></c>', null],
    ['a formula without any result, called a text', '<c r="A1" t="str"><f>A2</f></c>', { broken: 'formula' }],
    ['a formula with an empty result, called a number', '<c r="A1" t="n"><f>A2</f><v/></c>', { broken: 'formula' }],
    [
      'a formula with an empty result, called a truth value',
      '<c r="A1" t="b"><f>A2</f><v></v></c>',
      { broken: 'formula' },
    ],
    ['a formula with an empty result, called a date', '<c r="A1" t="d"><f>A2</f><v/></c>', { broken: 'formula' }],
    ['a formula with an empty error', '<c r="A1" t="e"><f>A2</f><v/></c>', { broken: '#VALUE!' }],
    ['a text that refers to none', '<c r="A1" t="s"><v></v></c>', null],
    ['a text that refers to none, self-closed', '<c r="A1" t="s"><v/></c>', null],
    ['a text that refers to none but blanks', '<c r="A1" t="s"><v>\n  </v></c>', null],
    ['a text that refers to nothing at all', '<c r="A1" t="s"></c>', null],
    ['a text in the cell without any', '<c r="A1" t="inlineStr"/>', null],
    ['a formula with a number', '<c r="A1"><f>1+1</f><v>2</v></c>', 2],
    ['true', '<c r="A1" t="b"><v>1</v></c>', true],
    ['false', '<c r="A1" t="b"><v>0</v></c>', false],
    ['true in words', '<c r="A1" t="b"><v> TRUE </v></c>', true],
    ['false in words', '<c r="A1" t="b"><v>false</v></c>', false],
    ['a truth value that is none', '<c r="A1" t="b"><v>是</v></c>', '是'],
    ['a type that nobody knows', '<c r="A1" t="xyz"><v>7</v></c>', 7],
    ['an error', '<c r="A1" t="e"><f>X!A1</f><v>#REF!</v></c>', { broken: '#REF!' }],
    ['a formula without its result', '<c r="A1"><f>SUM(A2:A3)</f></c>', { broken: 'formula' }],
    ['a formula with an empty result', '<c r="A1"><f>SUM(A2:A3)</f><v/></c>', { broken: 'formula' }],
    ['a shared formula without its result', '<c r="A1"><f t="shared" si="0"/><v></v></c>', { broken: 'formula' }],
    ['an ISO date', '<c r="A1" t="d"><v>2016-06-30</v></c>', 42_551],
    ['an ISO date with a time', '<c r="A1" t="d"><v>2016-06-30T12:00:00.000</v></c>', 42_551.5],
    ['an ISO date in universal time', '<c r="A1" t="d"><v>2016-06-30T00:00:00Z</v></c>', 42_551],
    ['an ISO date between blanks', '<c r="A1" t="d"><v>\n 2016-06-30 </v></c>', 42_551],
    ['an ISO date as the result of a formula', '<c r="A1" t="d"><f>TODAY()</f><v>2016-06-30</v></c>', 42_551],
    ['an ISO time', '<c r="A1" t="d"><v>12:00:00</v></c>', 0.5],
    ['an ISO duration', '<c r="A1" t="d"><v>PT36H</v></c>', 1.5],
    ['a serial number called a date', '<c r="A1" t="d"><v>42551</v></c>', 42_551],
    ['a day that there is not', '<c r="A1" t="d"><v>2016-02-30</v></c>', '2016-02-30'],
    ['a date without content', '<c r="A1" t="d"><v/></c>', null],
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

  test('an empty item of the shared texts is a text like any other', () => {
    const strings =
      '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si/><si></si><si><t/></si><si><r><t></t></r></si><si><t>是</t></si></sst>';
    const cells = [0, 1, 2, 3, 4].map((at) => `<c t="s"><v>${at}</v></c>`).join('');
    const formulas = [0, 2].map((at) => `<c t="s"><f>A9</f><v>${at}</v></c>`).join('');
    const parts = oneSheet(worksheet(`<row>${formulas}${cells}</row>`), { 'xl/sharedStrings.xml': strings });
    expect(onlySheet(pack(parts)).rows).toEqual([[null, null, null, null, null, null, '是']]);
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
      '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData><x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>是</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>';
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

  test.each([
    ['a width of none', '', '<cols><col min="2" max="2" width="0"/></cols>', [[], [1]]],
    ['a height of none', ' ht="0" customHeight="1"', '', [[0], []]],
    [
      'an outline folded together',
      ' hidden="1" outlineLevel="1"',
      '<cols><col min="1" max="1" hidden="1" outlineLevel="1"/></cols>',
      [[0], [0]],
    ],
    [
      'nothing hidden',
      ' ht="15.75" hidden="0"',
      '<cols><col min="1" max="2" hidden="false" width="9"/></cols>',
      [[], []],
    ],
  ])('rows and columns with %s', (_what, row, columns, hidden) => {
    const sheet = sheetOf(`<row${row}><c><v>1</v></c><c><v>2</v></c></row>`, columns);
    expect([[...sheet.hiddenRows], [...sheet.hiddenColumns]]).toEqual(hidden);
  });

  const filter = (ref: string, criteria: string) =>
    `<autoFilter ref="${ref}"><filterColumn colId="0">${criteria}</filterColumn></autoFilter>`;
  const rows = ['', ' hidden="1"', '', ' hidden="1"']
    .map((hidden, at) => `<row${hidden}><c><v>${at}</v></c></row>`)
    .join('');
  test.each([
    ['by values', filter('A1:A3', '<filters><filter val="x"/></filters>'), [1]],
    [
      'by a condition, to the end',
      filter('A1:A9', '<customFilters><customFilter operator="greaterThan" val="1"/></customFilters>'),
      [1, 3],
    ],
    ['by nothing: its buttons are there', filter('A1:A9', ''), undefined],
    ['by nothing but an extension', filter('A1:A9', '<extLst><ext/></extLst>'), undefined],
    ['with a hidden row as its header', filter('A2:A3', '<filters/>'), undefined],
    ['that is none', '', undefined],
  ])('rows that a filter hides %s are marked', (_how, after, filtered) => {
    const sheet = sheetOf(rows, '', after);
    expect([...sheet.hiddenRows]).toEqual([1, 3]);
    expect(sheet.filteredRows && [...sheet.filteredRows]).toEqual(filtered);
  });

  test('the filter of a table of the sheet marks rows too', () => {
    const table = `<table xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">${filter('A1:A3', '<top10 val="1"/>')}</table>`;
    const parts = oneSheet(worksheet(rows), {
      'xl/worksheets/_rels/sheet1.xml.rels': relationships(
        ['table', '../tables/table1.xml'],
        ['table', '../tables/gone.xml'],
      ),
      'xl/tables/table1.xml': table,
    });
    expect(onlySheet(pack(parts)).filteredRows).toEqual(new Set([1]));
  });

  const cell = (value: number) => worksheet(`<row><c><v>${value}</v></c></row>`);

  test('order, names, hidden states and the 1904 calendar come from the workbook; charts are left out', () => {
    const parts: PartTexts = oneSheet(cell(1), {
      'xl/workbook.xml': workbookPart(
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
        { name: '乙&丙', hidden: true, state: 'hidden', date1904: true, rows: [[2]] },
        { name: '甲', hidden: false, state: 'visible', rows: [[1]] },
        { name: '底', hidden: true, state: 'veryHidden', rows: [[3]] },
      ],
    });
  });

  const twoSheets = (second: string, ...more: readonly [type: string, target: string][]): PartTexts =>
    oneSheet(cell(1), {
      'xl/workbook.xml': workbookPart(`<sheets><sheet name="甲" r:id="rId1"/>${second}</sheets>`),
      'xl/_rels/workbook.xml.rels': relationships(['worksheet', 'worksheets/sheet1.xml'], ...more),
    });

  test.each([
    ['a module sheet of Excel 95', '<sheet name="Module1" state="veryHidden" r:id=""/>', undefined],
    ['one without a relationship', '<sheet name="Module1" state="hidden"/>', undefined],
    [
      'a hidden one whose relationship is not there',
      '<sheet name="Module1" state="veryHidden" r:id="rId9"/>',
      undefined,
    ],
    ['a visible one, which is told', '<sheet name="Module1" r:id=""/>', ['Module1']],
    ['a visible one with a part called NULL, which is told', '<sheet name="Module1" r:id="rId2"/>', ['Module1']],
  ])('a sheet without content is left alone: %s', (_what, second, told) => {
    const result = read(pack(twoSheets(second, ['worksheet', 'NULL'])));
    expect(result).toMatchObject({ sheets: [{ name: '甲', rows: [[1]] }] });
    expect('sheets' in result && result.sheetsWithoutContent).toEqual(told);
  });

  test.each([
    ['a macro sheet', 'http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet'],
    ['a dialog', 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/dialogsheet'],
    ['a chart', 'http://purl.oclc.org/ooxml/officeDocument/relationships/chartsheet'],
  ])('%s is no worksheet', (_what, type) => {
    const parts = twoSheets('<sheet name="乙" r:id="rId2"/>', ['worksheet', 'sheet2.xml']);
    const links = String(parts['xl/_rels/workbook.xml.rels']).replace(
      /Type="[^"]*"(?= Target="sheet2)/,
      `Type="${type}"`,
    );
    expect(read(pack({ ...parts, 'xl/_rels/workbook.xml.rels': links }))).toMatchObject({ sheets: [{ name: '甲' }] });
  });

  test.each([
    ['a visible sheet whose relationship is not there', '<sheet name="乙" r:id="rId9"/>', /找不到工作表“乙”/],
    ['a sheet whose part is not there', '<sheet name="乙" state="hidden" r:id="rId2"/>', /缺少部件/],
  ])('%s may have held values: damage', (_what, second, told) => {
    expect(refusalOf(pack(twoSheets(second, ['worksheet', 'gone.xml'])))).toMatch(told);
  });

  test('the workbook part may have any name', () => {
    const parts = oneSheet(cell(1), {
      '_rels/.rels': relationships(['officeDocument', '/book/main.xml']),
      'book/main.xml': workbookPart('<sheets><sheet name="甲" r:id="rId1"/></sheets>'),
      'book/_rels/main.xml.rels': relationships(['worksheet', '../xl/worksheets/sheet1.xml']),
    });
    expect(onlySheet(pack(parts)).rows).toEqual([[1]]);
  });

  test.each([
    ['a missing worksheet', { 'xl/_rels/workbook.xml.rels': relationships(['worksheet', 'gone.xml']) }],
    ['an unknown relationship', { 'xl/_rels/workbook.xml.rels': relationships() }],
    ['no sheet at all', { 'xl/workbook.xml': workbookPart('<sheets/>') }],
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
