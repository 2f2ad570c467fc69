/** The one word that removes households: what makes a mark of it, and what takes the mark back. */
import { describe, expect, test } from 'vitest';
import { replacementMark, type ReplacementMark } from '../../shared/check/replacement-mark.ts';

const named = (fileName: string): ReplacementMark => replacementMark({ fileName, period: '2016Q2' }, [], []);
const titled = (title: string): ReplacementMark =>
  replacementMark({ fileName: '表.csv', period: '2016Q2' }, [title], [title]);
/** What stands between the word and what denies it; a clerk types any of them, or none. */
const SEPARATORS = ['', ' ', '-', '_', '（', '“', '：', ' - '];

describe('a word before it takes the mark back', () => {
  const denials = [
    '非',
    '否',
    '不是',
    '不要',
    '不作为',
    '勿作',
    '未要',
    '无需',
    '没有',
    '别当',
    '莫按',
    '免做',
    '不属于',
    '不可以',
    '不能成为',
    '不会得',
    '取消',
    '撤销',
    '停止',
    '停用',
    '作废',
    '代替',
    '以前',
    '历史',
    '旧',
    '上季度',
    '上一个季',
    '上季',
    '去年',
    '去年度',
    '前期',
    '上次',
    '上个月',
  ];
  test.each(denials)('%s', (denial) => {
    for (const separator of SEPARATORS.filter((one) => !/[：]/.test(one)))
      expect(titled(`${denial}${separator}全量`), separator).toBe('none');
  });

  test.each(['□', '☐', '○', '（ ）', '()', '[]', '[ ]', '[  ]', '【】', '【 】', '（  ）'])(
    'an empty box, %s',
    (box) => {
      expect(titled(`${box}全量`)).toBe('none');
      expect(titled(`${box} 全量`)).toBe('none');
    },
  );

  test.each([
    '作废村除外的名单 全量',
    '上级要求 全量',
    '否决项清单 全量',
    '旧城镇 全量',
    '□增减 已核 全量',
    '不变 全量',
    '【重要】全量',
    '[定稿]全量',
    '（定稿）全量',
  ])('but not one that belongs to something else: %s', (title) => expect(titled(title)).toBe('full'));
});

describe('a word behind it takes the mark back', () => {
  const denials = [
    ...'否不非未待拟暂无免旧试样×✗✘?□☐○',
    '作废',
    '取消',
    '副本',
    '备份',
    '存档',
    '测试',
    '示例',
    '模板',
    '草稿',
    '参考',
    '历史',
    'n',
    'no',
    'NO',
    'No.',
    'old',
    'copy',
    'backup',
    'test',
    'Draft',
    '0',
    '()',
    '（ ）',
    '[ ]',
    '【】',
    '/更新',
    '、补报',
    '或部分',
  ];
  test.each(denials)('%s', (denial) => {
    for (const separator of SEPARATORS) expect(titled(`全量${separator}${denial}`), separator).toBe('none');
  });

  test.each([
    '全量 No.2',
    '全量 No. 12',
    '全量 north',
    '全量 2',
    '全量 05',
    '全量 oldtown',
    '全量 copyright',
    '全量 testing',
    '全量（终版）',
    '全量（1）',
    '全量花名册（无重复）',
    '全量花名册 未脱贫',
    '全量名单 取消复核',
    '全量名单（参考去年格式）',
    '全量/终版',
  ])('but not one that belongs to something else: %s', (title) => expect(titled(title)).toBe('full'));

  test.each(['仅两个村', '只含闫营村', '部分村', '限双庙村', '除闫营村外'])(
    'all of a part, %s, is no whole',
    (part) => {
      for (const separator of ['', ' ', '-', '_', '：', '（', '，'])
        expect(titled(`全量${separator}${part}`), separator).toBe('none');
      expect(titled(`全量花名册，${part}已核对`)).toBe('full');
    },
  );
});

describe('a question of a form', () => {
  test.each([
    '全量：',
    '全量 ：',
    '全量=',
    '全量：填报人：王立冬',
    '全量： 填报单位：定远寨镇',
    '是否全量：',
    '是否全量（是/否）：',
  ])('that nobody answered is no mark: %s', (title) => expect(titled(title)).toBe('none'));
  test.each([
    '全量：是',
    '是否全量：是',
    '是否全量（是/否）：是',
    '是否全量(是否)：是',
    '全量花名册：',
    '全量花名册 填报人：王立冬',
  ])('that is answered is one: %s', (title) => expect(titled(title)).toBe('full'));
  test.each(['是否全量：否', '是否全量（是/否）：否', '是否全量(是、否)：不是', '是否全量（是或否）：无'])(
    'that is denied is none: %s',
    (title) => expect(titled(title)).toBe('none'),
  );
});

describe('a form that offers both', () => {
  test.each([
    '☑全量 □增量',
    '√ 全量 增量',
    '✓全量/增量',
    '✔全量、增量',
    '全量（√）增量（ ）',
    '全量（ √ ）增量',
    '全量 (✔) 增量 ( )',
  ])('marks where the whole is ticked: %s', (title) => expect(titled(title)).toBe('full'));
  test.each([
    '全量/增量',
    '□全量 ☑增量',
    '□全量 ✓ 增量',
    '全量（ ）增量（√）',
    '全量 增量√',
    '全量 增量 ( ✔)',
    '☑全量 ☑增量',
    '☑全量 增量（√）',
    '全量（√）√增量',
    '全量（×）增量',
  ])('marks nothing where the other one is, both or none: %s', (title) => expect(titled(title)).toBe('none'));
});

describe('all of a village', () => {
  test.each([
    '定远寨村全量',
    '定远寨村 全量',
    '定远寨村（全量）',
    '定远寨村_全量',
    '定远寨村“全量”',
    '定远寨村贫困户全量',
    '定远寨村贫困户花名册-全量',
    '定远寨村季度表（全量）',
    '闫营村台账全量',
    '闫营村贫困户名单 全量',
  ])('is no whole township: %s', (title) => expect(titled(title)).toBe('none'));
  test.each([
    '贫困村全量',
    '非贫困村花名册全量',
    '各村全量',
    '每村全量',
    '所有村全量',
    '全部村全量',
    '12个村全量',
    '行政村全量',
    '定远寨村等12处名单汇总 全量',
  ])('is the whole where all villages are meant: %s', (title) => expect(titled(title)).toBe('full'));
});

describe('whoever says 全量确认 has read how much it removes', () => {
  test.each([
    '全量确认',
    '全量替换确认',
    '全量上报确认',
    '全量更新确认',
    '全量覆盖确认',
    '花名册（全量确认）',
    '全量确认v2',
  ])('%s', (name) => {
    expect(named(`${name}.csv`)).toBe('confirmed');
    expect(titled(name)).toBe('confirmed');
  });
  test.each(['非全量确认', '全量确认书', '安全量确认', '全量数据确认书'])('not %s', (name) =>
    expect(named(`${name}.csv`)).toBe('none'),
  );
  test.each(['全量，待确认', '确认全量', '全量 已确认'])('%s is only a whole, or less', (name) =>
    expect(named(`${name}.csv`)).not.toBe('confirmed'),
  );
});

test('a name of another quarter marks nothing, one of this quarter does', () => {
  expect(named('2016年第二季度全量.csv')).toBe('full');
  expect(named('第二季度全量.csv')).toBe('full');
  expect(named('2016Q1全量.csv')).toBe('none');
  expect(named('2015年第二季度全量.csv')).toBe('none');
  expect(named('一季度全量.csv')).toBe('none');
});

test('a note above the header denies and never marks', () => {
  const slot = { fileName: '表.csv', period: '2016Q2' } as const;
  expect(replacementMark(slot, [], ['本表全量上报'])).toBe('none');
  expect(replacementMark({ ...slot, fileName: '全量.csv' }, [], ['本表不是全量'])).toBe('none');
  expect(replacementMark(slot, ['花名册', '全量'], ['花名册', '全量', '注：已核对'])).toBe('full');
});
