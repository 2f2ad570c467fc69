import { describe, expect, test } from 'vitest';
import { processorSeconds } from '../processor-time.ts';
import { odsOf, onlySheet, read, refusalOf } from './workbook-parts.ts';

const row = (cells: string, attributes = ''): string => `<table:table-row ${attributes}>${cells}</table:table-row>`;
const text = (content: string): string =>
  `<table:table-cell office:value-type="string"><text:p>${content}</text:p></table:table-cell>`;

describe('.ods', () => {
  test('values of all kinds', () => {
    const cells =
      '<table:table-cell office:value-type="float" office:value="12.5"><text:p>13</text:p></table:table-cell>' +
      '<table:table-cell office:value-type="date" office:date-value="2016-06-30"><text:p>6月</text:p></table:table-cell>' +
      '<table:table-cell office:value-type="time" office:time-value="PT12H00M00S"/>' +
      '<table:table-cell office:value-type="boolean" office:boolean-value="true"/>' +
      '<table:table-cell table:formula="of:=1/0" office:value-type="string"><text:p>#DIV/0!</text:p></table:table-cell>' +
      '<table:table-cell table:formula="of:=A1"/>' +
      '<table:table-cell office:value-type="string"><office:annotation><text:p>批注</text:p></office:annotation><text:p>李<text:s text:c="2"/>四</text:p><text:p>二<text:span>行</text:span>尾</text:p></table:table-cell>';
    expect(onlySheet(odsOf(`<table:table table:name="户表">${row(cells)}</table:table>`)).rows).toEqual([
      [12.5, 42_551, 0.5, true, { broken: '#DIV/0!' }, { broken: 'formula' }, '李  四\n二行尾'],
    ]);
  });

  test('hidden sheets, rows and columns, and the date system of 1904', () => {
    const styles =
      '<office:automatic-styles><style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style></office:automatic-styles>';
    const date =
      '<table:calculation-settings><table:null-date table:date-value="1904-01-01"/></table:calculation-settings>';
    const columns =
      '<table:table-column/><table:table-column table:visibility="collapse" table:number-columns-repeated="1000"/>';
    const rows = row(text('a') + text('b')) + row(text('c'), 'table:visibility="filter"');
    const result = read(
      odsOf(`${date}<table:table table:name="甲" table:style-name="ta2">${columns}${rows}</table:table>`, styles),
    );
    expect(result).toMatchObject({ format: 'ods', sheets: [{ name: '甲', hidden: true, date1904: true }] });
    const [sheet] = 'sheets' in result ? result.sheets : [];
    expect([[...sheet!.hiddenRows], [...sheet!.hiddenColumns]]).toEqual([[1], [1]]);
  });

  test('repeated cells and rows are repeated, empty ones to the end of the sheet are not, former values are not read', () => {
    const former =
      '<table:tracked-changes><table:table-cell><text:p>x</text:p></table:table-cell></table:tracked-changes>';
    const rest = '<table:table-cell table:number-columns-repeated="16384"/>';
    const two = row(
      text('a').replace('cell ', 'cell table:number-columns-repeated="2" ') + rest,
      'table:number-rows-repeated="2"',
    );
    expect(
      onlySheet(odsOf(`${former}<table:table>${two}${row(rest, 'table:number-rows-repeated="1048574"')}</table:table>`))
        .rows,
    ).toEqual([
      ['a', 'a'],
      ['a', 'a'],
    ]);
  });

  test('a few bytes that ask for much are F11', () => {
    const wide = text('a').replace('cell ', 'cell table:number-columns-repeated="999999999" ');
    const tall = row(text('a'), 'table:number-rows-repeated="999999999"');
    const many = `<table:table>${row(text('a').repeat(250), 'table:number-rows-repeated="5000"')}</table:table>`;
    const seconds = processorSeconds(() => {
      for (const content of [
        `<table:table>${row(wide)}</table:table>`,
        `<table:table>${tall}</table:table>`,
        many.repeat(20),
      ])
        expect(refusalOf(odsOf(content))).toMatch(/^F11 /);
    });
    expect(seconds).toBeLessThan(5);
  });

  test('a password is F02', () => {
    expect(refusalOf(odsOf('', '', { 'META-INF/manifest.xml': '<manifest><encryption-data/></manifest>' }))).toMatch(
      /^F02 .*密码/,
    );
  });

  const cellOf = (cell: string) => onlySheet(odsOf(`<table:table>${row(cell)}</table:table>`)).rows[0]?.[0] ?? null;
  const typed = (type: string, attributes: string, content = '', formula = ''): string =>
    `<table:table-cell ${formula} office:value-type="${type}" ${attributes}>${content}</table:table-cell>`;
  const formula = 'table:formula="of:=IF([.A2]&gt;6;&quot;x&quot;;&quot;&quot;)"';

  test.each([
    ['an empty result, as LibreOffice writes it', `<table:table-cell ${formula}><text:p/></table:table-cell>`, null],
    ['an empty result, not self-closed', `<table:table-cell ${formula}><text:p></text:p></table:table-cell>`, null],
    [
      'an empty result with a comment',
      `<table:table-cell ${formula}><office:annotation><text:p>批注</text:p></office:annotation><text:p/></table:table-cell>`,
      null,
    ],
    ['an empty result of a stated type', typed('string', '', '<text:p/>', formula), null],
    ['an empty result, as gnumeric writes it', typed('string', 'office:string-value=""', '<text:p/>', formula), null],
    ['an empty result without a paragraph', typed('string', 'office:string-value=""', '', formula), null],
    [
      'an empty result with a style of its own',
      `<table:table-cell table:style-name="x" ${formula}><text:p><text:span/></text:p></table:table-cell>`,
      null,
    ],
    ['no result', `<table:table-cell ${formula}/>`, { broken: 'formula' }],
    [
      'no result but a comment',
      `<table:table-cell ${formula}><office:annotation><text:p>批注</text:p></office:annotation></table:table-cell>`,
      { broken: 'formula' },
    ],
    ['no result of a stated type', typed('string', '', '', formula), { broken: 'formula' }],
    ['no number', typed('float', '', '<text:p/>', formula), { broken: 'formula' }],
    ['no day', typed('date', '', '', formula), { broken: 'formula' }],
    ['no truth value', typed('boolean', '', '', formula), { broken: 'formula' }],
    [
      'an error, as LibreOffice writes it',
      typed('string', 'office:string-value="" calcext:value-type="error"', '<text:p>#N/A</text:p>', formula),
      { broken: '#N/A' },
    ],
    [
      'an error in another language',
      typed('string', 'office:string-value="" calcext:value-type="error"', '<text:p>错误:502</text:p>', formula),
      { broken: '错误:502' },
    ],
    ['an error that shows nothing', typed('string', 'calcext:value-type="error"', '', formula), { broken: '#VALUE!' }],
    [
      'an error, as gnumeric writes it',
      typed('string', 'office:string-value="#N/A"', '<text:p>#N/A</text:p>', formula),
      { broken: '#N/A' },
    ],
    [
      'an error as a number',
      typed('float', 'office:value="0"', '<text:p>Err:502</text:p>', formula),
      { broken: 'Err:502' },
    ],
  ])('a formula with %s', (_what, cell, value) => {
    expect(cellOf(cell)).toEqual(value);
  });

  test.each([
    ['true', true],
    ['1', true],
    ['TRUE', true],
    ['false', false],
    ['0', false],
    ['FALSE', false],
    ['', '是'],
    ['maybe', '是'],
  ])('the truth value “%s” is %s', (value, cell) => {
    expect(cellOf(typed('boolean', `office:boolean-value="${value}"`, '<text:p>是</text:p>'))).toBe(cell);
  });

  test.each([
    ['a day', typed('date', 'office:date-value="2016-06-30"'), 42_551],
    ['a day with a time', typed('date', 'office:date-value="2016-06-30T12:00:00.000000000"'), 42_551.5],
    ['a day with hours and minutes', typed('date', 'office:date-value="2016-06-30T12:00"'), 42_551.5],
    [
      'a day that there is not',
      typed('date', 'office:date-value="2016-02-30"', '<text:p>2016-02-30</text:p>'),
      '2016-02-30',
    ],
    ['a time', typed('time', 'office:time-value="PT12H00M00.5S"'), 43_200.5 / 86_400],
    ['a time, as gnumeric writes it', typed('time', 'office:time-value="PT012H30M00S"'), 12.5 / 24],
    ['a time in days', typed('time', 'office:time-value="P1DT12H"'), 1.5],
    ['a number with an exponent', typed('float', 'office:value="3.7E+15"'), 3.7e15],
    ['a number that is none', typed('float', 'office:value="0x10"', '<text:p>十六</text:p>'), '十六'],
    ['a percentage', typed('percentage', 'office:value="0.04"', '<text:p>4%</text:p>'), 0.04],
    ['an underscored text, which has no escapes here', text('_x0041_'), '_x0041_'],
    [
      'what follows a comment inside a paragraph',
      text('张<office:annotation><text:p>批注</text:p></office:annotation>三'),
      '张三',
    ],
    ['elements of others inside a paragraph', text('张<x:y xmlns:x="x">三</x:y>'), '张三'],
    [
      'the attributes of others',
      typed('string', 'xmlns:x="x" x:value-type="float" x:value="9"', '<text:p>a</text:p>'),
      'a',
    ],
  ])('%s', (_what, cell, value) => {
    expect(cellOf(cell)).toEqual(value);
  });

  test('cells and rows of others are none', () => {
    const other = 'xmlns:x="urn:example"';
    const rows = `<x:table-row ${other}>${text('9')}</x:table-row>${row(`<x:table-cell ${other}><text:p>9</text:p></x:table-cell>${text('a')}`)}`;
    expect(onlySheet(odsOf(`<table:table>${rows}</table:table>`)).rows).toEqual([['a']]);
  });

  test('rows in a group that is folded together are hidden, and rows that a filter hides are marked', () => {
    const group = (content: string, shown: boolean) =>
      `<table:table-row-group table:display="${shown}">${content}</table:table-row-group>`;
    const rows =
      row(text('a')) +
      group(row(text('b')) + group(row(text('c')), true), false) +
      group(row(text('d')), true) +
      row(text('e'), 'table:visibility="filter"');
    const sheet = onlySheet(odsOf(`<table:table>${rows}</table:table>`));
    expect([...sheet.hiddenRows]).toEqual([1, 2, 4]);
    expect(sheet.filteredRows).toEqual(new Set([4]));
  });

  const source = '<table:table-source table:mode="copy-results-only"/>';
  const hiddenStyle =
    '<office:automatic-styles><style:style style:name="ta_extref" style:family="table"><style:table-properties table:display="false"/></style:style></office:automatic-styles>';
  const table = (name: string, attributes = '', before = ''): string =>
    `<table:table table:name="${name}" ${attributes}>${before}${row(text(name))}</table:table>`;
  const namesOf = (tables: string) => {
    const result = read(odsOf(tables, hiddenStyle));
    return 'sheets' in result ? result.sheets.map(({ name }) => name) : result;
  };

  test.each([
    ["'file:///D:/上季度花名册.ods'#户表", 'of a file'],
    ["'https://example.com/a.xlsx'#$Sheet1", 'of a page'],
    ["'file:///D:/a''b.ods'#户&#10;表", 'of a file with odd names'],
  ])('what formulas saw in another file is no sheet: %s', (name, _what) => {
    expect(
      namesOf(table('户表') + table(name.replaceAll("'", '&apos;'), 'table:style-name="ta_extref"', source)),
    ).toEqual(['户表']);
  });

  test('a sheet that is linked to another file is one, in sight or hidden, and so is one with an odd name and no link', () => {
    const tables =
      table('甲', '', source) + table('乙', 'table:style-name="ta_extref"', source) + table('&apos;丙&apos;#丁');
    expect(namesOf(tables)).toEqual(['甲', '乙', "'丙'#丁"]);
  });

  test('tables of links, tracked changes and drawings are no sheets', () => {
    const other = table('别');
    const tables = `<table:tracked-changes>${other}</table:tracked-changes><table:dde-links><table:dde-link>${other}</table:dde-link></table:dde-links>`;
    const drawing = `<table:shapes>${other}</table:shapes>`;
    expect(namesOf(tables + table('户表', '', drawing))).toEqual(['户表']);
  });

  test('a table inside a cell is damage, since its values have no place', () => {
    expect(
      refusalOf(odsOf(`<table:table>${row(`<table:table-cell>${table('内')}</table:table-cell>`)}</table:table>`)),
    ).toMatch(/^F01 .*单元格内有表格/);
  });

  test('repeated merged rows to the end of the sheet cost nothing', () => {
    const empty = row(
      '<table:table-cell table:number-columns-spanned="3"/><table:covered-table-cell/><table:covered-table-cell/>',
      'table:number-rows-repeated="1048000"',
    );
    expect(onlySheet(odsOf(`<table:table>${row(text('a'))}${empty}</table:table>`))).toMatchObject({
      rows: [['a']],
      merges: [],
    });
  });
});
