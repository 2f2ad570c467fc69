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

  it('removes nobody while one of its rows is rejected, and says so', () => {
    const checked = check(csvOf('household', [first, misspelt]), { fileName: '花名册（全量）.csv' });
    expect(checked).toMatchObject({ status: 'partly_accepted', accepted: 1, rejected: 1, replacement: false });
    expect(checked.findings.map(({ rule }) => rule).sort()).toEqual(['F15', 'I07']);
  });

  it('of which no row counts is simply rejected', () => {
    expect(check(csvOf('household', [misspelt]), { fileName: '全量.csv' }).findings.map(({ rule }) => rule)).toEqual(['I07']);
  });
});
