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
