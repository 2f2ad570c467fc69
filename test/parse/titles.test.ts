import { describe, expect, test } from 'vitest';
import { check, csvOf, rowOf } from '../golden/rules/case.ts';
import { foldHeader } from '../../shared/parse/folding.ts';
import { isNote, titleOfPeriod } from '../../shared/parse/titles.ts';

const CSV = csvOf('household', [rowOf('household')]);

describe('a line above the header that names another quarter than the one reported', () => {
  test.each([
    '注：上年同期指2015年第二季度，单位：元',
    '注:2015年第二季度为上年同期',
    '备注：上年同期人均纯收入为2015年第二季度数',
    '附注：2015年第二季度数据见上年台账',
    '说明：上年同期取2015年2季度',
    '填表说明：1、上年同期为2015Q2',
    '※ 上年同期＝2015年第二季度',
    '注意：2015年第二季度的数不要改',
    '（注：上年同期为2015年第二季度）',
    '1、说明：2015年第二季度为基期',
    '上年同期指2015年第二季度',
    '与2015年第二季度相比的增收情况',
    '本表各项收入均为当季数。上年同期人均纯收入填2015年第二季度的数',
    '⽬录外说明：2015年第二季度仅供参考。以各行为准',
  ])('%s is no title', (line) => {
    expect(check(`${line}\n${CSV}`)).toMatchObject({ status: 'accepted', findings: [] });
  });

  test('stands beside a title that still counts', () => {
    const without = csvOf('household', [rowOf('household')], ['period']);
    const text = `冠县季度表（2016年第二季度）,注：上年同期指2015年第二季度\n${without}`;
    expect(check(text)).toMatchObject({ status: 'accepted', findings: [] });
  });

  test('is a title where it is one', () => {
    for (const line of ['2015年第二季度贫困户季度表', '冠县定远寨镇花名册（2015年第二季度）', '填报季度：2015Q2'])
      expect(titleOfPeriod([line])).toEqual({ period: '2015Q2', line });
    expect(titleOfPeriod(['与2015年第二季度对比表（2016年第二季度）'])?.period).toBe('2016Q2');
  });
});

test.each(['冠县定远寨镇季度表', '说明书发放花名册', '注册户台账', '单位：元', '备案户花名册'])(
  '%s is no note',
  (line) => {
    expect(isNote(line)).toBe(false);
  },
);

test.each([
  ['户编号\u200b', '户编号'],
  ['\ufeff户编号', '户编号'],
  ['户\u00ad编号', '户编号'],
  ['户编\u2060号', '户编号'],
  ['户编号\ufe0f', '户编号'],
  ['户编号\u{e0101}', '户编号'],
  ['⼾编号', '户编号'],
  ['⼾主姓名', '户主姓名'],
  ['⾏政村', '行政村'],
  ['备注\u202c', '备注'],
  ['⼯资性收⼊（元）', '工资性收入'],
  ['⺠政', '民政'],
  ['家庭⼈⼝数﹙人﹚', '家庭人口数'],
  ['户\u3164编号', '户编号'],
])('the header %j is %s', (written, folded) => {
  expect(foldHeader(written)).toBe(folded);
});

describe('a line above a header', () => {
  test.each([
    '注:',
    '注 1',
    '注',
    '备注。甲',
    '附注：',
    '注意',
    '注明：',
    '12、注：',
    '3) 说明：',
    '十、要求：',
    '“注：',
    '（备注）',
    '* 注：',
    '★说明',
    '# 提示：',
    '※甲',
    '填表说明',
    '填报要求：',
    '填写说明 ',
    '编制说明：',
    '指标说明、',
    '有关要求',
    '特别提示',
    '重要提醒：',
    '温馨提示：',
    '说明1',
    '要求)',
    '本表一式两份。甲',
    '本表；乙',
    '好！好',
    '一。  二',
    '字'.repeat(80),
    `${'字'.repeat(40)}\n${'字'.repeat(40)}`,
  ])('is a note: %s', (line) => expect(isNote(line)).toBe(true));

  test.each([
    '注册户',
    '备案',
    '说明书',
    '要求表',
    '表注：',
    '123、注：',
    '一二、注：',
    '本表一式两份。',
    '本表；  ',
    '字'.repeat(79),
    '甲，乙：丙',
    '全部填表说明',
  ])('is none: %s', (line) => expect(isNote(line)).toBe(false));

  test.each([
    '去年2015年第二季度',
    '上季2016年第一季度',
    '上一季2016年第一季度',
    '上期2016Q1',
    '同期2015Q2',
    '基期2015Q2',
    '较2015Q2',
    '参照2015Q2',
    '根据2015Q2',
    '上年（同期2015Q2）',
    '2015Q2同期',
    '2015Q2对比',
    '2015Q2情况相同',
    '和2015Q2一致',
    '2015Q2以来',
    '2015Q2为准',
    '2015Q2的数',
    '2015Q2为基',
  ])('compares with a quarter and is not of it: %s', (line) => expect(titleOfPeriod([line])).toBeNull());

  test.each(['上年情况，2015Q2', '同期；2015Q2表', '2015Q2，为准', '2015Q2一二三四五六七八九为准', '2015Q2台账'])(
    'is of the quarter: %s',
    (line) => expect(titleOfPeriod([line])).toEqual({ period: '2015Q2', line }),
  );

  test('of several the first that names one counts', () => {
    expect(titleOfPeriod(['台账', '与2015Q2相比', '２０１６年第二季度', '2016Q3'])).toEqual({
      period: '2016Q2',
      line: '２０１６年第二季度',
    });
    expect(titleOfPeriod([])).toBeNull();
  });
});
