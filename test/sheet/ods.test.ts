import { describe, expect, test } from 'vitest';
import { processorSeconds } from '../processor-time.ts';
import { onlySheet, pack, read, refusalOf } from './workbook-parts.ts';

function odsOf(tables: string, styles = '', manifest = '<manifest:manifest/>'): Uint8Array {
  const content = `<office:document-content>${styles}<office:body><office:spreadsheet>${tables}</office:spreadsheet></office:body></office:document-content>`;
  return pack({ 'content.xml': content, 'META-INF/manifest.xml': manifest });
}

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
    const styles = '<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>';
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
    expect(refusalOf(odsOf('', '', '<manifest:manifest><manifest:encryption-data/></manifest:manifest>'))).toMatch(
      /^F02 .*密码/,
    );
  });
});
