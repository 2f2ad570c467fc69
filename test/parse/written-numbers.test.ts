/** Numbers, days and quarters as programs write them into text files, and as clerks type them. */
import * as fc from 'fast-check';
import type { Noted } from '../../shared/parse/noted.ts';
import { describe, expect, it } from 'vitest';
import { foldHeader } from '../../shared/parse/folding.ts';
import { readCell, readDate, Unreadable } from '../../shared/parse/values.ts';
import { HOUSEHOLD_COLUMNS } from '../../shared/schema/household.ts';
import type { Column, Value } from '../../shared/schema/column.ts';
import { findPeriod } from '../../shared/time/period.ts';

const columnOf = (field: string): Column => {
  const column = HOUSEHOLD_COLUMNS.find((one) => one.field === field);
  if (!column) throw new RangeError(field);
  return column;
};

function read(field: string, text: string): { value: Value; noted: Noted } {
  const noted: Noted = [];
  const value = readCell(columnOf(field), text, { fenPerUnit: 100, date1904: false, inverted: false }, noted);
  return { value: value instanceof Unreadable ? null : value, noted };
}

describe('an amount', () => {
  it.each<[string, number, string[]]>([
    ['￥3,000.00', 300_000, ['comma', 'suffix']],
    ['¥ 3000', 300_000, ['suffix']],
    ['￥3000元', 300_000, ['suffix']],
    [' -   ', 0, ['accounting']],
    [' ￥-   ', 0, ['accounting']],
    ['   -  ', 0, ['accounting']],
    ['3000.0000000000005', 300_000, []],
    ['2999.9999999999995', 300_000, []],
  ])('%j of a formatted column is read', (text, value, noted) => {
    expect(read('wage_income', text)).toEqual({ value, noted });
  });

  it.each(['-', '—', '/', '无', '(3000)', '--3000', '-￥3000', '￥', '3000.004', '$3000', '约3000', '3000￥'])(
    '%j is refused where nothing may be negative',
    (text) => {
      expect(read('wage_income', text).value).toBeNull();
    },
  );

  it('in brackets is a loss where there may be one', () => {
    expect(read('net_income', '(3,000.00)')).toEqual({ value: -300_000, noted: ['accounting', 'comma'] });
    expect(read('net_income', '（￥3000）').value).toBe(-300_000);
    expect(read('net_income', ' -   3').value).toBe(-300);
    for (const text of ['3 -  ', '(3000)元', '约(3000)', '(-3000)', '(3000', '3000)', '()', '-￥-3000'])
      expect(read('net_income', text).value).toBeNull();
  });

  it('is no number of persons with the sign of a currency', () => {
    expect(read('household_size', '￥3').value).toBeNull();
  });

  it('that is only checked is read to the fen from all the digits of a quotient, as in a cell that is a number', () => {
    const cells = fc.tuple(fc.integer({ min: 1, max: 10_000_000 }), fc.integer({ min: 1, max: 15 }));
    fc.assert(
      fc.property(cells, ([fen, persons]) => {
        const quotient = fen / 100 / persons;
        fc.pre(String(quotient).length > 15);
        const { value } = read('pc_net_income', String(quotient));
        expect(Math.abs(Number(value) - quotient * 100)).toBeLessThanOrEqual(0.5 + 1e-6);
      }),
    );
  });
});

describe('a day', () => {
  it.each([
    '2016-06-30T00:00:00',
    '2016-06-29T16:00:00.000Z',
    '2016/6/30 上午12:00:00',
    '2016/6/30 12:00:00 AM',
    '2016年6月30日 星期四',
    '2016年6月30日（周四）',
    '2016.06.30.',
    '2016年6月30日8:05',
    '2016年6月30日星期四',
    '2016年6月30日,周四',
    '2016-06-30 (星期四)',
    '2016-06-30T00:00:00.5',
    '2016-06-30 8:05 PM',
    '2016-06-30 8:05:30pm',
    '2016-06-29T16:00Z',
    '2016-06-29T16:00:05Z',
  ])('%s is read', (text) => {
    expect(readDate(text, false)).toBe('2016-06-30');
  });

  it.each([
    '16.6.30',
    '30/6/2016',
    '2016-06-31 星期五',
    '2016-06-30Z',
    '星期四',
    '8:05',
    '2016-06-30 8:05 CM',
    '2016-06-29T16:00:xxZ',
    '2016年6月30日星期八',
  ])('%s is none', (text) => {
    expect(readDate(text, false)).toBeNull();
  });
});

it.each([
  ['二〇一六年第二季度', '2016Q2'],
  ['冠县二○一六年二季度统计表', '2016Q2'],
  ['二零一五年第四季度', '2015Q4'],
  ['二〇一六年', null],
  ['二〇一六第二季度', null],
])('%s names %s', (text, period) => {
  expect(findPeriod(text)).toBe(period);
});

it.each([
  ['户编号【必填】', '户编号'],
  ['户编号〔16位〕', '户编号(16位)'],
  ['县(市，区)', '县（市、区）'],
  ['县［市,区］', '县（市、区）'],
])('the header %s is %s', (written, meant) => {
  expect(foldHeader(written)).toBe(foldHeader(meant));
});
