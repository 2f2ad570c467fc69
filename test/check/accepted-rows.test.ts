/** What is kept of a row that counts: where, under which key, with which codes beside its own cells. */
import { describe, expect, test } from 'vitest';
import { decodeRecord } from '../../shared/rows/codec.ts';
import type { TableKind } from '../../shared/schema/tables.ts';
import { check, csvOf, rowOf, sealed, TOWNSHIP, type Written } from '../golden/rules/case.ts';

const COUNTY = '371525';
const accepted = (kind: TableKind, change: Written = {}, division = kind === 'target' ? '3715' : COUNTY) =>
  check(csvOf(kind, [rowOf(kind, change)]), { division }).tables.flatMap((table) => table.accepted);

describe('a row is kept with the codes of its place', () => {
  test.each([
    ['household', COUNTY, TOWNSHIP, '371525108202'],
    ['project', COUNTY, TOWNSHIP, '371525108202'],
    ['finance', COUNTY, null, undefined],
    ['target', COUNTY, null, undefined],
  ] as const)('of the table %s', (kind, unit, town, village) => {
    const [row] = accepted(kind);
    if (!row) throw new Error('the row does not count');
    const { unit_code, town_code, village_code } = decodeRecord(kind, row) as unknown as Written;
    expect([unit_code ?? null, town_code ?? null, village_code ?? null]).toEqual([unit, town, village ?? null]);
  });
});

describe('a row is kept', () => {
  test('where its households live, or where its office is', () => {
    expect(accepted('household')).toMatchObject([
      { partition: TOWNSHIP, key: '3715251080000001', part: 0, number: 2, sheet: '' },
    ]);
    expect(accepted('project')).toMatchObject([{ partition: COUNTY, key: 'GX-001', head: '' }]);
    expect(accepted('finance')).toMatchObject([{ partition: COUNTY, key: '000002', head: '' }]);
    expect(accepted('target')).toMatchObject([{ partition: '3715', key: `2016-${COUNTY}`, head: '' }]);
    expect(accepted('target', { unit_name: '高唐县' })).toMatchObject([{ key: '2016-371526' }]);
  });

  test('with the first 18 characters of its head’s number, and whether it has a remark', () => {
    const number = sealed('37159919600101001');
    expect(accepted('household')).toMatchObject([{ head: number, remarked: false }]);
    expect(accepted('household', { head_id_no: `${number}43`, remark: '纳入' })).toMatchObject([
      { head: number, remarked: true },
    ]);
  });

  test('as an empty line where it takes its household off', () => {
    expect(accepted('household', { remark: '删除' })).toMatchObject([{ line: '', key: '3715251080000001' }]);
    expect(accepted('household', { remark: '请删除' })[0]?.line).not.toBe('');
  });

  test('with its incomes as they add up, not as they are stated', () => {
    const [row] = accepted('household', { net_income: '5500.01', pc_net_income: '1833.34' });
    if (!row) throw new Error('the row does not count');
    expect(decodeRecord('household', row)).toMatchObject({ net_income: 550_000, pc_net_income: 183_333 });
  });
});
