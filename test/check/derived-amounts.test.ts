import { describe, expect, it } from 'vitest';
import { check, csvOf, rowOf, told, type Written } from '../golden/rules/case.ts';

const checked = (change: Written) => check(csvOf('household', [rowOf('household', change)]));
const rulesOf = (change: Written) => checked(change).findings.map(({ rule }) => rule);
const computed = (change: Written) =>
  checked(change)
    .repairs.items.filter(({ kind }) => kind === 'computed')
    .map(({ column, from, to }) => [column, from, to]);
const lineOf = (change: Written) => checked(change).tables[0]?.accepted.map(({ line }) => line);

describe('net income that is left blank', () => {
  it('is computed from its parts and told, in all and per head', () => {
    const change = { net_income: null, pc_net_income: null };
    expect(checked(change)).toMatchObject({ status: 'accepted', accepted: 1, findings: [] });
    expect(computed(change)).toEqual([
      ['家庭纯收入', '', '5500.00'],
      ['人均纯收入', '', '1833.33'],
    ]);
    expect(lineOf(change)).toEqual(lineOf({}));
  });

  it.each(['net_income', 'pc_net_income'])(
    'is computed where only %s is blank, or holds nothing but spaces',
    (field) => {
      for (const cell of [null, '  ', '\u3000']) {
        expect(rulesOf({ [field]: cell })).toEqual([]);
        expect(computed({ [field]: cell })).toHaveLength(1);
      }
    },
  );

  it('may be a loss', () => {
    const change = { net_income: null, pc_net_income: null, business_cost: '9000' };
    expect(computed(change).map(([, , to]) => to)).toEqual(['-3000.00', '-1000.00']);
    expect(rulesOf(change)).not.toContain('N05');
  });

  it('is no second mistake where a part of it cannot be read', () => {
    const change = { net_income: null, pc_net_income: null };
    expect(rulesOf({ ...change, wage_income: '约三千' })).toEqual(['N05']);
    expect(rulesOf({ ...change, wage_income: null })).toEqual(['N05']);
    expect(rulesOf({ ...change, household_size: '三口' })).toEqual(['N01']);
    expect(rulesOf({ ...change, household_size: '0' })).toContain('N01');
    expect(checked({ ...change, household_size: '0' }).accepted).toBe(0);
  });

  it('stays a mistake where it is stated and wrong, or no number', () => {
    expect(rulesOf({ net_income: '5000', pc_net_income: null })).toEqual(['N07']);
    expect(rulesOf({ net_income: '五千' })).toEqual(['N05']);
    expect(computed({ net_income: '五千' })).toEqual([]);
    expect(told(checked({ net_income: '/' })).findings).toMatchObject([{ rule: 'N05', value: '/' }]);
  });

  it('may stay blank with all else in a row that removes its household', () => {
    const row = { remark: '删除', net_income: null, pc_net_income: null, wage_income: null };
    expect(checked(row)).toMatchObject({ accepted: 1, rejected: 0 });
  });
});
