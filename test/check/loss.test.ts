/** Households that spent more than they earned: their net income is what it is. */
import { describe, expect, it } from 'vitest';
import { check, csvOf, rowOf, told, type Written } from '../golden/rules/case.ts';

/** Earned 6,000 yuan, spent 9,000. */
const LOSS: Written = {
  business_cost: '9000',
  net_income: '-3000',
  pc_net_income: '-1000',
  uplift_persons: '0',
  uplift_amount: '0',
  primary_channel: null,
  measures: null,
};

const rulesOf = (change: Written): string[] =>
  told(check(csvOf('household', [rowOf('household', { ...LOSS, ...change })])))
    .findings.filter(({ severity }) => severity === 'error')
    .map(({ rule }) => rule);

describe('a household with a loss', () => {
  it.each<Written>([
    {},
    { net_income: '－3000', pc_net_income: '－1000' },
    { net_income: '−3000', pc_net_income: '−1000' },
    { net_income: '-3,000.00', pc_net_income: '-1,000元' },
    { net_income: '-３０００', pc_net_income: '-1000.00' },
    { net_income: '-3000.99', pc_net_income: '-1000' },
    { base_pc_net_income: '-250.5' },
    { base_pc_net_income: '0' },
    { business_cost: '6000', net_income: '0', pc_net_income: '0' },
    { business_cost: '6000.01', net_income: '-0.01', pc_net_income: '0' },
    { business_cost: '900000', net_income: '-894000', pc_net_income: '-298000' },
  ])('is accepted as %j', (change) => {
    expect(rulesOf(change)).toEqual([]);
  });

  it.each<[Written, string[]]>([
    [{ net_income: '0', pc_net_income: '0' }, ['N07']],
    [{ net_income: '3000', pc_net_income: '1000' }, ['N07']],
    [{ pc_net_income: '-500' }, ['N08']],
    [{ wage_income: '-3000' }, ['N05']],
    [{ business_income: '-2000' }, ['N05']],
    [{ business_cost: '-9000' }, ['N05']],
    [{ property_income: '-400' }, ['N05']],
    [{ transfer_income: '-600' }, ['N05']],
    [{ net_income: '--3000' }, ['N05']],
    [{ net_income: '-3000.001' }, ['N05']],
    [{ net_income: '-99999999' }, ['N05']],
    [{ base_pc_net_income: '约-300' }, ['N05']],
  ])('is refused as %j', (change, rules) => {
    expect(rulesOf(change)).toEqual(rules);
  });
});
