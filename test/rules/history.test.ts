import { CITY_PACK } from '../../cities/pack.ts';
import { expect, test } from 'vitest';
import type { StoredHousehold } from '../../shared/fold/household-history.ts';
import type { Rule } from '../../shared/rules/rule.ts';
import { HISTORY_RULES } from '../../shared/rules/history-rules.ts';

const PERIOD = '2016Q2';

/** A poor household of three that earned 5,500 yuan in the quarter; money in fen. */
const HOUSEHOLD = {
  household_size: 3,
  exit_status: '0',
  poverty_standard: '2',
  main_cause: '07',
  measures: ['PV'],
  wage_income: 300_000,
  net_income: 550_000,
  pc_net_income: 183_333,
  base_pc_net_income: 150_000,
} as unknown as StoredHousehold;

type Changes = Partial<Record<keyof StoredHousehold, unknown>>;
type Earlier = Readonly<Record<number, Changes | null>>;

/** Whether a rule finds fault with the household as it is now, beside its rows of so many quarters ago. */
function finds(code: string, now: Changes, earlier: Earlier): boolean {
  const household = (changes: Changes): StoredHousehold => ({ ...HOUSEHOLD, ...changes }) as StoredHousehold;
  const past = {
    ago: (quarters: number) => (earlier[quarters] ? household(earlier[quarters]) : null),
    reported: (quarters: number) => quarters in earlier,
    remarked: false,
  };
  const rule = (HISTORY_RULES as readonly Rule[]).find((one) => one.code === code);
  const context = { ...CITY_PACK.at(PERIOD), receivedOn: '2016-07-05' };
  return rule?.checkHistory?.(household(now), past, context) !== false;
}

/** 3,372 yuan a head and year for three heads, of which the household earned 5,500 now. */
const REST_OF_THE_LINE = 3 * 337_200 - 550_000;
const threeQuarters = (sum: number, more: Changes = {}): Earlier => ({
  1: { net_income: sum, ...more },
  2: { net_income: 0, ...more },
  3: { net_income: 0, ...more },
});
const OUT: Changes = { exit_status: '1' };
const NO_AMOUNTS: Changes = { wage_income: 0, net_income: 0 };

const CASES: readonly (readonly [code: string, what: string, now: Changes, earlier: Earlier, found: boolean])[] = [
  ['N18', 'more than three times last year’s', { pc_net_income: 301 }, { 4: { pc_net_income: 100 } }, true],
  ['N18', 'three times last year’s', { pc_net_income: 300 }, { 4: { pc_net_income: 100 } }, false],
  ['N18', 'less than a third of last year’s', { pc_net_income: 99 }, { 4: { pc_net_income: 300 } }, true],
  ['N18', 'a third of last year’s', { pc_net_income: 100 }, { 4: { pc_net_income: 300 } }, false],
  [
    'N18',
    'income after a year of none, which has no multiple',
    { pc_net_income: 100 },
    { 4: { pc_net_income: 0 } },
    false,
  ],
  ['N18', 'income after a year of loss', { pc_net_income: 100 }, { 4: { pc_net_income: -1 } }, false],
  ['X09', 'an exit at the line', OUT, threeQuarters(REST_OF_THE_LINE), true],
  ['X09', 'an exit a fen above the line', OUT, threeQuarters(REST_OF_THE_LINE + 1), false],
  ['X09', 'no exit below the line', {}, threeQuarters(0), false],
  ['X09', 'an exit of which a quarter is not on file', OUT, { ...threeQuarters(0), 2: null }, false],
  ['X09', 'an exit of a household that is new', OUT, {}, false],
  ['X09', 'an exit of a household without members', { ...OUT, household_size: 0 }, threeQuarters(0), false],
  [
    'X09',
    'an exit by the lower national line',
    { ...OUT, poverty_standard: '1' },
    threeQuarters(REST_OF_THE_LINE),
    false,
  ],
  [
    'X09',
    'an exit without a standard, judged by the provincial line',
    { ...OUT, poverty_standard: null },
    threeQuarters(REST_OF_THE_LINE),
    true,
  ],
  ['X10', 'out and still out', OUT, { 1: OUT }, false],
  ['X10', 'out and back under its own name', { exit_status: '3' }, { 1: OUT }, false],
  ['X10', 'out and poor as if never out', {}, { 1: OUT }, true],
  ['X10', 'back a year after the exit', { exit_status: '3' }, { 1: {}, 4: OUT }, false],
  ['X10', 'back without an exit', { exit_status: '3' }, { 1: {} }, true],
  ['X10', 'back, of a household that is new', { exit_status: '3' }, {}, false],
  ['Q03', 'the amounts of last quarter', {}, { 1: {} }, true],
  ['Q03', 'the amounts of last quarter beside other facts', { household_size: 4, main_cause: '01' }, { 1: {} }, true],
  ['N02', 'two members more', { household_size: 5 }, { 1: {} }, false],
  ['N02', 'three members more', { household_size: 6 }, { 1: {} }, true],
  ['N02', 'three members fewer', { household_size: 1 }, { 1: { household_size: 4 } }, true],
  ['N02', 'a household that is new', { household_size: 9 }, {}, false],
  ['Q03', 'a fen more than last quarter', {}, { 1: { wage_income: 299_999 } }, false],
  ['Q03', 'no amounts in either quarter', NO_AMOUNTS, { 1: NO_AMOUNTS }, false],
  [
    'Q03',
    'last quarter’s amounts beside another figure a head',
    { pc_net_income: 1, base_pc_net_income: 2 },
    { 1: {} },
    true,
  ],
  ['X04', 'illness for two quarters without medical aid', { main_cause: '01' }, { 1: { main_cause: '01' } }, true],
  [
    'X04',
    'illness for two quarters, measures blank',
    { main_cause: '01', measures: null },
    { 1: { main_cause: '01', measures: null } },
    true,
  ],
  ['X04', 'illness only now', { main_cause: '01' }, { 1: {} }, false],
  ['X04', 'illness now, schooling then', { main_cause: '01' }, { 1: { main_cause: '03' } }, false],
  ['X04', 'illness of a household that is new', { main_cause: '01' }, {}, false],
];

test.each(CASES)('%s: %s', (code, _what, now, earlier, found) => expect(finds(code, now, earlier)).toBe(found));

test('a status that newer code stored is compared like any other, and named by its code', () => {
  expect(finds('X10', { exit_status: '3' }, { 1: { exit_status: '9' } })).toBe(true);
  expect(finds('X10', { exit_status: '0' }, { 1: { exit_status: '9' } })).toBe(false);
});
