import { describe, expect, test } from 'vitest';
import { processorSeconds } from '../processor-time.ts';
import { onlySheet, read, refusalOf } from './workbook-parts.ts';

const rowsOf = (html: string, limits = {}) => onlySheet(Buffer.from(html), limits).rows;

describe('a web page named .xls', () => {
  test('IDs stay text, whatever the page says of their format', () => {
    const cell = '<td style="mso-number-format:0" x:num="371599196203045678">371599196203045678</td>';
    expect(
      rowsOf(
        `<html xmlns:x="urn:schemas-microsoft-com:office:excel"><table><tr>${cell}<td x:num>12.50</td></tr></table>`,
      ),
    ).toEqual([['371599196203045678', '12.50']]);
  });

  test('entities, line breaks, tags inside cells, white space, empty cells', () => {
    const html =
      '<table><tr><th>户主<br>姓名</th><TD> <b>阿依&middot;古丽</b>\n &#x28bce;&amp;lt;</TD><td>&nbsp;</td><td>a<script>b</script><!-- c --></td></tr></table>';
    expect(rowsOf(html)).toEqual([['户主\n姓名', '阿依·古丽 \u{28bce}&lt;', null, 'a']]);
  });

  test('a > inside a quoted attribute ends no tag, and an odd quote swallows nothing', () => {
    const html = `<table><tr><td data-v="户主<br/>姓名" id='a>b'>户主<br/>姓名</td><td><i title = "x>y">c</i></td><td width="1 align=left>d</td></tr></table>`;
    expect(rowsOf(html)).toEqual([['户主\n姓名', 'c', 'd']]);
  });

  test('conditions that only Office reads are not shown', () => {
    const html =
      '<table><tr><td><![if !supportEmptyParas]>a<![endif]></td><td><?xml:namespace prefix = o />b<o:p></o:p></td></tr></table>';
    expect(rowsOf(html)).toEqual([['a', 'b']]);
  });

  test('spans become merges and push cells aside, tags may stay open', () => {
    const sheet = onlySheet(Buffer.from('<table><tr><td rowspan=2>a<td colspan="2">b<tr><td>c<td>d</table>'));
    expect(sheet.rows).toEqual([
      ['a', 'b'],
      [null, 'c', 'd'],
    ]);
    expect(sheet.merges).toEqual([
      { top: 0, left: 0, bottom: 1, right: 0 },
      { top: 0, left: 1, bottom: 0, right: 2 },
    ]);
  });

  test('the first table with two rows and columns is the one, titles in tables before it are not', () => {
    const title = '<table><tr><td>某镇情况表</td></tr></table>';
    expect(rowsOf(`<body>${title}<table><tr><td>a</td><td>b</td></tr><tr><td>1</td><td>2</td></tr></table>`)).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
    expect(rowsOf(`<body>${title}`)).toEqual([['某镇情况表']]);
  });

  const table = (...rows: string[][]): string =>
    `<table>${rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('')}</table>`;
  const sheetsOf = (html: string) => {
    const result = read(Buffer.from(html));
    if ('refused' in result) throw new Error(result.detail.en);
    return result.sheets.map(({ name, rows }) => [name, rows]);
  };

  test('a table inside the cells of the layout is a table', () => {
    const inner = table(['户编号', '户主姓名'], ['1', '张三']);
    const layout = `<table><tr><td>菜单</td><td><table><tr><td>${inner}</td></tr></table></td></tr></table>`;
    expect(sheetsOf(`<body>${layout}`)).toEqual([
      [
        '',
        [
          ['户编号', '户主姓名'],
          ['1', '张三'],
        ],
      ],
    ]);
  });

  test('a form before the table and the table of the next page are read too, and none is passed over', () => {
    const form = table(['单位', '季度'], ['定远寨镇', '2016Q2']);
    const pages = [table(['户编号', '姓名'], ['1', '张三']), table(['户编号', '姓名'], ['2', '李四'])];
    expect(sheetsOf(`<body>${form}${pages.join('<hr>')}`)).toEqual([
      [
        '表1',
        [
          ['单位', '季度'],
          ['定远寨镇', '2016Q2'],
        ],
      ],
      [
        '表2',
        [
          ['户编号', '姓名'],
          ['1', '张三'],
        ],
      ],
      [
        '表3',
        [
          ['户编号', '姓名'],
          ['2', '李四'],
        ],
      ],
    ]);
  });

  test('a cell around a long table is layout, and its text is in the table alone', () => {
    const long = table(...Array.from({ length: 3000 }, (_, at) => [`${at}`, '户主']));
    expect(sheetsOf(`<table><tr><td>a</td><td>b</td></tr><tr><td>${long}</td><td>c</td></tr></table>`)).toMatchObject([
      [
        '表1',
        [
          ['a', 'b'],
          [null, 'c'],
        ],
      ],
      ['表2', { length: 3000 }],
    ]);
  });

  test('rows and tables that the page does not show are hidden', () => {
    const hidden = '<tr style="display: none"><td>2<td>b';
    const result = read(Buffer.from(`<table><tr><td>1<td>a${hidden}<tr><td>3<td>c</table>`));
    expect(result).toMatchObject({ sheets: [{ hidden: false, rows: { length: 3 }, hiddenRows: new Set([1]) }] });
    expect(read(Buffer.from(`<table style='display:none'><tr><td>1<td>a${hidden}</table>`))).toMatchObject({
      sheets: [{ hidden: true }],
    });
  });

  test('more tables than a page may have are F11', () => {
    expect(refusalOf(Buffer.from(table(['a', 'b'], ['1', '2']).repeat(201)))).toMatch(/^F11 .*200/);
  });

  test('the bytes decide the encoding, not the page', () => {
    // 姓名 in GBK.
    const gbk = Buffer.concat([
      Buffer.from('<meta charset="utf-8"><table><tr><td>'),
      Buffer.from('d0d5c3fb', 'hex'),
      Buffer.from('</table>'),
    ]);
    expect(read(gbk)).toMatchObject({ format: 'html', encoding: 'gb18030', sheets: [{ rows: [['姓名']] }] });
  });

  test('a few bytes that ask for much cost little', () => {
    const refused = (html: string, rule: RegExp): void => expect(refusalOf(Buffer.from(html))).toMatch(rule);
    const seconds = processorSeconds(() => {
      refused(`<table>${'<tr><td rowspan=9999999 colspan=9999999>'.repeat(100_000)}`, /^F01 /);
      refused(`<table><tr><td>${'<style '.repeat(100_000)}`, /^F/);
      refused(`<table><tr><td>${'<comment><!-- '.repeat(100_000)}`, /^F/);
    });
    expect(seconds).toBeLessThan(5);
  });

  test('180,000 spaces that the page keeps are looked at once', () => {
    for (const spaces of ['&nbsp;', '&nbsp;<br>', '&#160; '])
      expect(rowsOf(`<table><tr><td>a${spaces.repeat(180_000)}b<td>c`, { cellCharacters: 1_000_000 })[0]?.[1]).toBe(
        'c',
      );
  });
});
