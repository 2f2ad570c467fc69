import { describe, expect, test } from 'vitest';
import { processorSeconds } from '../processor-time.ts';
import { onlySheet, read, refusalOf } from './workbook-parts.ts';

const rowsOf = (html: string) => onlySheet(Buffer.from(html)).rows;

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
});
