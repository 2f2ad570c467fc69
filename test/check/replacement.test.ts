import { describe, expect, it } from 'vitest';
import { check, csvOf, rowOf, sealed } from '../golden/rules/case.ts';

const first = rowOf('household');
const second = rowOf('household', { household_no: '3715251080000099', head_id_no: sealed('37159919610101001') });
const misspelt = { ...second, head_id_no: '37159919610101' };

describe('a file marked 全量', () => {
  it('replaces when every row of it counts', () => {
    const checked = check(csvOf('household', [first, second]), { fileName: '花名册（全量）.csv' });
    expect(checked).toMatchObject({ status: 'accepted', replacement: true, findings: [] });
  });

  it('is marked in its title as well', () => {
    expect(check(`定远寨镇全量花名册\n${csvOf('household', [first, second])}`).replacement).toBe(true);
  });

  it.each([
    '补报（非全量）.csv',
    '不是全量.csv',
    '勿作全量处理.csv',
    '并非全量.csv',
    '不要当全量.csv',
    '全量：否.csv',
    '是否全量：否.csv',
    '□全量 √补报.csv',
  ])('is not one named %s', (fileName) => {
    expect(check(csvOf('household', [first, second]), { fileName }).replacement).toBe(false);
  });

  it.each(['全量.csv', '定远寨镇全量花名册.csv', '是否全量：是.csv', '非贫困村全量花名册.csv'])(
    'is one named %s',
    (fileName) => {
      expect(check(csvOf('household', [first, second]), { fileName }).replacement).toBe(true);
    },
  );

  it.each([
    '住房安全量化评估花名册.xlsx',
    '安全量化.csv',
    '健全量表.csv',
    '健全量表花名册.csv',
    '完全量产.csv',
    '补全量.csv',
    '补全量数据.csv',
    '全量化花名册.csv',
    '扶贫安全量化名单.csv',
    '保全量数据.csv',
    '全量表彰名单.csv',
    '全量数据说明.csv',
    '全量或增量.csv',
    '取消（全量）.csv',
    '以前“全量”.csv',
    '未全量上报.csv',
    '全量（作废）.csv',
    '健康保险全量体系.csv',
  ])('is not one whose name %s only holds the characters, or takes them back', (fileName) => {
    expect(check(csvOf('household', [first, second]), { fileName })).toMatchObject({
      status: 'accepted',
      replacement: false,
      isConfirmed: false,
    });
  });

  it.each([
    '2016Q2全量.csv',
    '全量2.csv',
    '花名册-全量.csv',
    '花名册全量.csv',
    '定远寨镇2016年第二季度全量.csv',
    '全量上报.csv',
    '全量替换 定远寨镇.csv',
    '定远寨镇_全量数据.csv',
    '全量名单（终版）.csv',
    '【全量】花名册.csv',
    '花名册（全\u200b量）.csv',
    '☑全量.csv',
  ])('is one named %s', (fileName) => {
    expect(check(csvOf('household', [first, second]), { fileName })).toMatchObject({
      replacement: true,
      isConfirmed: false,
    });
  });

  it.each(['花名册（全量确认）.csv', '全量确认.csv', '定远寨镇全量确认2.csv', '全量替换确认.csv'])(
    'is confirmed by the name %s',
    (fileName) => {
      expect(check(csvOf('household', [first, second]), { fileName })).toMatchObject({
        replacement: true,
        isConfirmed: true,
      });
    },
  );

  it.each(['全量未确认.csv', '全量确认书.csv', '待全量确认.csv', '非全量确认.csv', '全量（不确认）.csv'])(
    'is not confirmed by the name %s',
    (fileName) => {
      expect(check(csvOf('household', [first, second]), { fileName }).isConfirmed).toBe(false);
    },
  );

  it('is confirmed in its title as well', () => {
    const text = `定远寨镇花名册（全量确认）\n${csvOf('household', [first, second])}`;
    expect(check(text, { fileName: '全量.csv' })).toMatchObject({ replacement: true, isConfirmed: true });
  });

  it.each([
    '注：全量',
    '填表说明：全量 上报时请在文件名中注明',
    '住房安全量化评估花名册',
    '本表先报增量。全量，另行通知。',
  ])('is not marked by the line %s above its header', (line) => {
    expect(check(`${line}\n${csvOf('household', [first, second])}`).replacement).toBe(false);
  });

  it.each([
    '定远寨村全量.csv',
    '定远寨镇定远寨村花名册（全量）.csv',
    '全量（仅定远寨村）.csv',
    '全量-部分村.csv',
    '第一季度全量.csv',
    '2016Q1全量.csv',
    '2016年第一季度全量花名册.csv',
    '全量（旧）.csv',
    '全量old.csv',
    '花名册全量 - 副本.csv',
    '全量 测试.csv',
    '全量=否.csv',
    '全量：N.csv',
    '全量 no.csv',
    '全量0.csv',
    '全量_无需.csv',
    '全量□增量√.csv',
    '全量（ ）增量（√）.csv',
    '全量 √增量.csv',
    '全量 ☐ 增量 ☑.csv',
    '[ ]全量.csv',
    '全量□.csv',
  ])('is not one named %s, of a part, of another quarter, kept aside or left open', (fileName) => {
    expect(check(csvOf('household', [first, second]), { fileName })).toMatchObject({
      status: 'accepted',
      replacement: false,
    });
  });

  it.each([
    '是否全量：',
    '是否全量（是/否）：',
    '是否全量：,填报单位：定远寨镇',
    '全量:,☐',
    '上报方式：全量、增量',
    '全量□ 增量☑',
    '全量（ ）增量（√）',
  ])('is not one whose form leaves the question open: %s', (line) => {
    expect(check(`${line}\n${csvOf('household', [first, second])}`).replacement).toBe(false);
  });

  it.each([
    '是否全量：是',
    '是否全量（是/否）：,是',
    '☑全量 □增量',
    '全量（√）增量（ ）',
    '全量,√',
    '各村全量花名册',
    '非贫困村全量花名册（2016年第二季度）',
  ])('is one whose form says so: %s', (line) => {
    expect(check(`${line}\n${csvOf('household', [first, second])}`).replacement).toBe(true);
  });

  it('is none where name and title contradict each other: nobody is removed on a doubt', () => {
    const text = `定远寨镇花名册（非全量）\n${csvOf('household', [first, second])}`;
    expect(check(text, { fileName: '全量.csv' }).replacement).toBe(false);
  });

  it('removes nobody while one of its rows is rejected, and says so', () => {
    const checked = check(csvOf('household', [first, misspelt]), { fileName: '花名册（全量）.csv' });
    expect(checked).toMatchObject({ status: 'partly_accepted', accepted: 1, rejected: 1, replacement: false });
    expect(checked.findings.map(({ rule }) => rule).sort()).toEqual(['F15', 'I07']);
  });

  it('of which no row counts is simply rejected', () => {
    expect(check(csvOf('household', [misspelt]), { fileName: '全量.csv' }).findings.map(({ rule }) => rule)).toEqual([
      'I07',
    ]);
  });
});
