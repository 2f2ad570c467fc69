import { describe, expect, it } from 'vitest';
import { check, csvOf, fieldsOf, rowOf, sealed, told, type Written } from '../golden/rules/case.ts';

const first = rowOf('household');
const second = rowOf('household', { household_no: '3715251080000099', head_id_no: sealed('37159919610101001') });
const CSV = csvOf('household', [first, second]);
const [HEADER = '', FIRST = '', SECOND = ''] = CSV.split('\n');
const lineOf = (cells: Written): string =>
  fieldsOf('household')
    .map((field) => cells[field] ?? '')
    .join(',');
const numbers = (start: number): string =>
  fieldsOf('household')
    .map((_, at) => start + at)
    .join(',');

describe('what is no household', () => {
  it.each([
    ['a header printed again', [HEADER, FIRST, HEADER, SECOND]],
    ['a title and a header printed again', ['定远寨镇台账', HEADER, FIRST, '定远寨镇台账', HEADER, SECOND]],
    ['a header printed again in other words', [HEADER, FIRST, HEADER.replace('备注', '备注说明'), SECOND]],
    ['column numbers', [HEADER, numbers(1), FIRST, SECOND]],
    ['column numbers that begin with 甲', [HEADER, numbers(-1).replace(/^-1,0/, '甲,乙'), FIRST, SECOND]],
    ...['全镇合计', '合计：2户', '合计2户', '共2户', '累计', '平均', '定远寨村小计', '总　数', '本页合计'].map(
      (text): [string, string[]] => [text, [HEADER, FIRST, SECOND, lineOf({ period: text })]],
    ),
    [
      '合计 behind the place',
      [
        HEADER,
        FIRST,
        SECOND,
        lineOf({ period: '2016Q2', county_name: '冠县', town_name: '定远寨镇', village_name: '合计' }),
      ],
    ],
    [
      'a row with its place only',
      [HEADER, FIRST, SECOND, lineOf({ period: '2016Q2', county_name: '冠县', town_name: '定远寨镇' })],
    ],
    [
      'a row with place and date only',
      [HEADER, FIRST, SECOND, lineOf({ county_name: '冠县', village_name: '定远寨村', report_date: '2016-07-01' })],
    ],
  ])('%s', (_what, lines) => {
    expect(check(`${lines.join('\n')}\n`)).toMatchObject({ status: 'accepted', rows: 2, accepted: 2, findings: [] });
  });

  it('leaves averages out of the sums, and compares totals of other names', () => {
    const average = lineOf({ county_name: '平均', household_size: '3' });
    const total = lineOf({ county_name: '全镇合计', household_size: '7' });
    expect(told(check(`${CSV}${average}\n${total}\n`)).findings.map(({ message }) => message)).toEqual([
      '第5行“家庭人口数”的合计为7，与明细之和6不一致，请核对是否漏行或改了数',
    ]);
  });
});

describe('what is a household all the same', () => {
  it.each<[string, Written]>([
    ['one called 合计', { ...second, head_name: '合计' }],
    ['one with its number and nothing else', { household_no: '3715251080000098' }],
    ['one with its identity number turned into a number', { county_name: '小计', head_id_no: '3.71599E+17' }],
    ['one with a name and nothing else', { head_name: '王立冬' }],
    ['one with an amount and nothing else', { county_name: '冠县', wage_income: '100' }],
  ])('%s', (_what, row) => {
    expect(check(`${HEADER}\n${FIRST}\n${lineOf(row)}\n`).rows).toBe(2);
  });
});
