import { describe, expect, it } from 'vitest';
import { check, csvOf, rowOf, type Written } from '../golden/rules/case.ts';

const rulesOf = (change: Written, without: readonly string[] = []): string[] =>
  check(csvOf('household', [rowOf('household', change)], without)).findings.map(({ rule }) => rule);

describe('one cause is one finding', () => {
  it.each<[string, Written, string[]]>([
    ['a size of 0', { household_size: '0' }, ['N01']],
    ['a size of 30', { household_size: '30' }, ['N01']],
    ['a wrong income, from which the net income differs', { wage_income: '4000' }, ['N07']],
    ['months that cannot be read are not judged as none', { work_months: '约3' }, ['N15']],
    [
      'both allowances, whatever the household',
      { dibao_income: '50', wubao_income: '50', pension_income: '0' },
      ['N06', 'N06', 'N16'],
    ],
  ])('%s', (_what, change, rules) => expect(rulesOf(change).toSorted()).toEqual(rules));

  it('but a figure per head that follows from nothing is a mistake of its own', () => {
    expect(rulesOf({ wage_income: '4000', net_income: '5499', pc_net_income: '1834.01' })).toEqual(['N07', 'N08']);
  });

  it('a sheet without the months is not asked for them', () => {
    expect(rulesOf({}, ['work_months'])).toEqual([]);
  });

  it('a flag of an enterprise loan that cannot be read is not judged as missing', () => {
    const checked = check(csvOf('finance', [rowOf('finance', { above_scale: '不知道' })]), { division: '371525' });
    expect(checked.findings.map(({ rule }) => rule)).toEqual(['L05']);
  });
});
