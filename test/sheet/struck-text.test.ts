import { describe, expect, test } from 'vitest';
import { processorSeconds } from '../processor-time.ts';
import {
  sheetOf,
  text,
  run,
  struck,
  odsSheet,
  odsStyle,
  odsText,
  span,
  SOLID,
  NONE,
  STRUCK_CELL,
} from './styled-sheets.ts';
import { onlySheet, oneSheet, pack, read, refusalOf, relationships, worksheet } from './workbook-parts.ts';

const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';

describe('struck-through text in a workbook', () => {
  test.each([
    ['a run before the rest', text(struck('1') + run('446')), '446', '1446'],
    ['a run behind the rest', text(run('446') + struck('1')), '446', '4461'],
    ['a run without properties after it', text(`${struck('徐新庆')}<r><t>徐新清</t></r>`), '徐新清', '徐新庆徐新清'],
    ['several runs', text(struck('1') + run('4') + struck('2') + run('46')), '446', '14246'],
    ['a value that says true', text(run('1', '<strike val="true"/>') + run('446')), '446', '1446'],
    [
      'a prefix of the vocabulary',
      text(
        `<x:r xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:rPr><x:strike/></x:rPr><x:t>1</x:t></x:r>${run('446')}`,
      ),
      '446',
      '1446',
    ],
    [
      'runs that look otherwise in a cell that is struck through',
      text(`<r><t>1</t></r>${run('446')}`, 1),
      '446',
      '1446',
    ],
  ])('%s is left out of the cell, and the whole text is kept aside', (_what, cell, shown, whole) => {
    const sheet = sheetOf(`<row>${cell}</row>`);
    expect(sheet.rows).toEqual([[shown]]);
    expect(sheet.partlyStruck).toEqual({ count: 1, cells: [{ row: 0, column: 0, cell: whole }] });
    expect(sheet.struck).toBeUndefined();
  });

  test.each([
    ['a text by its style', text('<t>张三</t>', 1), '张三'],
    ['a text by a style that says so in full', text('<t>张三</t>', 2), '张三'],
    ['a number by its style', '<c s="1"><v>446</v></c>', 446],
    ['a truth value', '<c s="1" t="b"><v>1</v></c>', true],
    ['a day', '<c s="1" t="d"><v>2016-06-30</v></c>', 42_551],
    ['a failed formula', '<c s="1" t="e"><f>X!A1</f><v>#REF!</v></c>', { broken: '#REF!' }],
    ['a formula without its result', '<c s="1"><f>A2</f></c>', { broken: 'formula' }],
    ['a text of which all runs are', text(struck('张') + struck('三')), '张三'],
    ['a text whose runs say nothing in a struck cell', text('<r><t>张</t></r><r><rPr/><t>三</t></r>', 1), '张三'],
    ['a text struck twice over', text(struck('张三'), 1), '张三'],
  ])('%s: struck through as a whole it is an empty cell, and listed', (_what, cell, whole) => {
    const sheet = sheetOf(`<row>${cell}<c><v>1</v></c></row>`);
    expect(sheet.rows).toEqual([[null, 1]]);
    expect(sheet.struck).toEqual({ count: 1, cells: [{ row: 0, column: 0, cell: whole }] });
    expect(sheet.partlyStruck).toBeUndefined();
  });

  test('one shared text shows differently in a plain cell and in one that is struck through', () => {
    const sheet = sheetOf(
      `<row>${[0, 1].map((style) => `<c s="${style}" t="s"><v>0</v></c><c s="${style}" t="s"><v>1</v></c>`).join('')}</row>`,
      {
        strings: [`<r><t>甲</t></r>${run('乙')}${struck('丙')}`, '<t>丁</t>'],
      },
    );
    expect(sheet.rows).toEqual([['甲乙', '丁', '乙']]);
    expect(sheet.partlyStruck?.cells.map(({ column }) => column)).toEqual([0, 2]);
    expect(sheet.struck).toEqual({ count: 1, cells: [{ row: 0, column: 3, cell: '丁' }] });
  });

  test.each([
    ['a style that says that it is not', text('<t>张三</t>', 3)],
    ['runs that say that they are not', text(run('张', '<strike val="0"/>') + run('三', '<strike val="false"/>'))],
    ['runs that all look otherwise in a struck cell', text(run('张') + run('三'), 1)],
    ['an extension of the same name', text(run('张三', '<o:strike xmlns:o="o"/>'))],
    ['underlined and doubly underlined text', text(run('张三', '<u val="double"/>'))],
    ['a style that is not there', text('<t>张三</t>', 99)],
    ['a format that a condition may lay over the cell', text('<t>张三</t>')],
  ])('%s: nothing is left out', (_what, cell) => {
    const sheet = sheetOf(`<row>${cell}</row>`);
    expect([sheet.rows, sheet.struck, sheet.partlyStruck]).toEqual([[['张三']], undefined, undefined]);
  });

  test('an empty cell that is struck through is nothing to tell', () => {
    const sheet = sheetOf('<row><c s="1"/><c s="1"><v></v></c><c s="1" t="s"><v>0</v></c><c><v>1</v></c></row>', {
      strings: ['<t/>'],
    });
    expect([sheet.rows, sheet.struck]).toEqual([[[null, null, null, 1]], undefined]);
  });

  test('a row that is struck through as a whole holds nothing, and 10,000 cells of many are kept', () => {
    const rows = `<row>${text('<t>a</t>', 1)}<c s="1"><v>2</v></c><c s="2"><v>3</v></c></row>`.repeat(4000);
    const sheet = sheetOf(`${rows}<row r="5000"><c><v>1</v></c></row>`, {});
    expect(sheet.rows.slice(0, 2)).toEqual([[], []]);
    expect([sheet.struck?.count, sheet.struck?.cells.length]).toEqual([12_000, 10_000]);
  });

  test('a workbook without a part of styles, or with a relationship to one that is not there, has none of this', () => {
    const rows = `<row>${text('<t>张三</t>', 1)}</row>`;
    const lost = oneSheet(worksheet(rows), {
      'xl/_rels/workbook.xml.rels': relationships(['worksheet', 'worksheets/sheet1.xml'], ['styles', 'gone.xml']),
    });
    for (const parts of [oneSheet(worksheet(rows)), lost])
      expect(onlySheet(pack(parts))).toMatchObject({ rows: [['张三']] });
  });

  test('a damaged part of styles refuses the file: what it strikes through cannot be known', () => {
    const parts = oneSheet(worksheet('<row><c><v>1</v></c></row>'), {
      'xl/_rels/workbook.xml.rels': relationships(['worksheet', 'worksheets/sheet1.xml'], ['styles', 'styles.xml']),
      'xl/styles.xml': `<styleSheet ${MAIN}><fonts><font>`,
    });
    expect(refusalOf(pack(parts))).toMatch(/^F01 文件已损坏/);
  });
});

describe('struck-through text in an .ods', () => {
  test.each([
    ['a run', odsText(`${span('T1', '1')}446`), odsStyle('T1', 'text', SOLID)],
    [
      'a run whose style names the line by its type alone, as LibreOffice writes it',
      odsText(`${span('T1', '1')}446`),
      odsStyle('T1', 'text', 'style:text-line-through-type="single"'),
    ],
    [
      'a run around others, as gnumeric writes it',
      odsText(`${span('T1', span('T2', '1'))}446`),
      odsStyle('T1', 'text', SOLID) + odsStyle('T2', 'text', 'fo:color="#000000"'),
    ],
    [
      'a run that inherits it',
      odsText(`${span('T2', '1')}446`),
      odsStyle('T1', 'text', SOLID) + odsStyle('T2', 'text', '', ' style:parent-style-name="T1"'),
    ],
    [
      'a run that is not, in a struck cell',
      odsText(`1${span('T2', '446')}`, 'table:style-name="ce1"'),
      STRUCK_CELL + odsStyle('T2', 'text', NONE),
    ],
  ])('%s', (_what, cell, automatic) => {
    const sheet = odsSheet(cell, automatic);
    expect(sheet.rows).toEqual([['446']]);
    expect(sheet.partlyStruck).toEqual({ count: 1, cells: [{ row: 0, column: 0, cell: '1446' }] });
  });

  test('a struck paragraph leaves no line behind', () => {
    const cell = `<table:table-cell office:value-type="string"><text:p>${span('T1', '旧')}</text:p><text:p>新</text:p></table:table-cell>`;
    expect(odsSheet(cell, odsStyle('T1', 'text', SOLID)).rows).toEqual([['新']]);
  });

  test.each([
    ['by its own style', odsText('张三', 'table:style-name="ce1"'), '张三'],
    ['by a named style', odsText('张三', 'table:style-name="Gone"'), '张三'],
    ['by the style of its column', odsText('张三'), '张三'],
    [
      'as a number',
      '<table:table-cell table:style-name="ce1" office:value-type="float" office:value="446"><text:p>446</text:p></table:table-cell>',
      446,
    ],
    [
      'as a failed formula',
      '<table:table-cell table:style-name="ce1" table:formula="of:=1/0" office:value-type="float" office:value="0"><text:p>#DIV/0!</text:p></table:table-cell>',
      { broken: '#DIV/0!' },
    ],
  ])('a cell struck through %s is empty, and listed', (where, cell, whole) => {
    const columns = where.includes('column')
      ? '<table:table-column table:default-cell-style-name="ce1"/><table:table-column/>'
      : '';
    const sheet = odsSheet(cell + odsText('a'), STRUCK_CELL, odsStyle('Gone', 'table-cell', SOLID), columns);
    expect(sheet.rows).toEqual([[null, 'a']]);
    expect(sheet.struck).toEqual({ count: 1, cells: [{ row: 0, column: 0, cell: whole }] });
  });

  test('the automatic styles of the other part are those of headers and footers', () => {
    expect(odsSheet(odsText('张三', 'table:style-name="ce1"'), '', odsStyle('A', 'table-cell', SOLID)).rows).toEqual([
      ['张三'],
    ]);
  });
});

describe('struck-through text in a web page', () => {
  const EXCEL =
    '<style>\r\n<!--table\r\n\t{mso-displayed-decimal-separator:"\\.";}\r\n.xl65\r\n\t{color:red;\r\n\ttext-decoration:line-through;}\r\n.font6\r\n\t{text-decoration:none;}\r\n.font7\r\n\t{text-decoration:underline line-through;}\r\ntd\r\n\t{text-decoration:none;}\r\n/* .a { text-decoration: line-through } */ td.out, TH.Out { text-line-through: single }\r\n--></style>';
  const pageOf = (cell: string, row = '<tr>') =>
    onlySheet(
      Buffer.from(
        `<html><head>${EXCEL}</head><table>${row}${cell}<td>b</td></tr><tr><td>c</td><td>d</td></tr></table>`,
      ),
    );

  test.each([
    ['an element', '<td><s>1</s>446</td>'],
    ['an older element, open to the end of its cell', '<td>446<STRIKE>1'],
    ['an element for what was deleted', '<td><del datetime="x">1</del>446</td>'],
    ['a style', `<td><span style='color:red; text-decoration: line-through'>1</span>446</td>`],
    ['a style without quotes', '<td><span style=text-decoration-line:line-through>1</span>446</td>'],
    ['a class', '<td><font class="font7">1</font>446</td>'],
    ['one of several classes', '<td><font class="a font7 b">1</font>446</td>'],
    ['a class without quotes, as Excel writes it', '<td><font class=font7>1</font>446</td>'],
    ['a struck cell of which a part is not', '<td class=xl65>1<font class="font6">446</font></td>'],
    ['elements inside each other', '<td><b><s><i>1</i></s>4</b>46</td>'],
    ['elements that cross', '<td><s><b>1</s>44</b>6</td>'],
    ['line breaks beside it', '<td><s>1</s>446<br></td>'],
  ])('%s: what is struck through is left out, and the whole text is kept aside', (_what, cell) => {
    const sheet = pageOf(cell);
    expect(sheet.rows[0]).toEqual(['446', 'b']);
    const [kept] = sheet.partlyStruck?.cells ?? [];
    expect(typeof kept?.cell === 'string' && kept.cell.replace('\n', '')).toMatch(/^(?:1446|4461)$/);
    expect(sheet.struck).toBeUndefined();
  });

  test.each([
    ['by its class', '<td class=xl65>张三</td>'],
    ['by its element and class', '<td class="out">张三</td>'],
    ['by a class that is written with capitals', '<th class="Out">张三</th>'],
    ['by its style', '<td style="TEXT-DECORATION: LINE-THROUGH">张三</td>'],
    ['by an element around all of it', '<td><s><font face="宋体">张三</font></s></td>'],
    ['by a style of its parts', '<td><span style="text-decoration:line-through">张</span><s>三</s></td>'],
  ])('%s a cell is struck through as a whole: it is empty, and listed', (_what, cell) => {
    const sheet = pageOf(cell);
    expect(sheet.rows[0]).toEqual([null, 'b']);
    expect(sheet.struck).toEqual({ count: 1, cells: [{ row: 0, column: 0, cell: '张三' }] });
  });

  test('a row that is struck through takes its cells with it, but for those that say otherwise', () => {
    const sheet = pageOf('<td style="text-decoration:none">a</td>', '<tr style="text-decoration: line-through;">');
    expect(sheet.rows[0]).toEqual(['a']);
    expect(sheet.struck?.cells).toEqual([{ row: 0, column: 1, cell: 'b' }]);
  });

  test.each([
    ['a class that nothing says anything of', '<td class="a">446</td>'],
    ['another line', '<td style="text-decoration: underline">446</td>'],
    ['the colour of a line', '<td style="text-decoration-color: red">446</td>'],
    ['an element that begins with the same letter', '<td><span>446</span><sup></sup></td>'],
    ['words about it', '<td title="line-through">446</td>'],
    ['an element whose line is taken off', '<td><s style="text-decoration:none">446</s></td>'],
  ])('%s strikes nothing through', (_what, cell) => {
    const sheet = pageOf(cell);
    expect(sheet.rows[0]).toEqual(['446', 'b']);
    expect([sheet.struck, sheet.partlyStruck]).toEqual([undefined, undefined]);
  });

  test.each([
    ['styles without an end', '<style>'.repeat(200_000)],
    ['comments without an end', `<style>${'/*'.repeat(700_000)}</style>`],
    ['rules without an end', `<style>${'{'.repeat(700_000)}${'a'.repeat(700_000)}</style>`],
    ['elements without an end', `<table><tr><td>${'<s>'.repeat(300_000)}`],
    ['ends without an element', `<table><tr><td>${'<i>'.repeat(100)}${'</s>'.repeat(300_000)}`],
  ])('is looked for once through: %s', (_what, page) => {
    const text = `<s></s>${page}<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>`;
    expect(processorSeconds(() => read(Buffer.from(text)))).toBeLessThan(5);
  });
});
