import { CITY_PACK } from '../../cities/pack.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { RULES } from '../../shared/rules/catalogue.ts';
import type { RowContext } from '../../shared/rules/facts.ts';
import type { HouseholdRow } from '../../shared/schema/household.ts';
import { householdsOf, LIAOCHENG, planCity } from './liaocheng.ts';

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** Independent of the code under test. */
function checkDigit(number: string): string {
  let sum = 0;
  WEIGHTS.forEach((weight, index) => (sum += weight * Number(number.charAt(index))));
  return '10X98765432'.charAt(sum % 11);
}

describe('the records of the half-year', () => {
  let first: HouseholdRow[];
  let second: HouseholdRow[];
  beforeAll(() => {
    first = [];
    second = [];
    for (const { township } of planCity()) {
      first.push(...householdsOf(township.code, '2016Q1'));
      second.push(...householdsOf(township.code, '2016Q2'));
    }
  });

  it('add to the published figures', () => {
    const persons = (rows: readonly HouseholdRow[]): number => rows.reduce((sum, row) => sum + row.uplift_persons, 0);
    expect(second).toHaveLength(130_057);
    expect(second.reduce((sum, row) => sum + row.household_size, 0)).toBe(248_108);
    expect([persons(first), persons(second)]).toEqual([41_200, 75_200]);

    const once = new Map<string, { persons: number; channel: string }>();
    let both = 0;
    for (const row of [...first, ...second]) {
      if (row.uplift_persons === 0) continue;
      const before = once.get(row.household_no);
      if (before) both += row.uplift_persons;
      once.set(row.household_no, {
        persons: Math.max(before?.persons ?? 0, row.uplift_persons),
        channel: row.primary_channel ?? '',
      });
    }
    const channels: Record<string, number> = {};
    for (const { persons: count, channel } of once.values()) channels[channel] = (channels[channel] ?? 0) + count;
    expect(both).toBe(18_600);
    expect(once.size).toBe(51_344);
    expect(channels).toEqual({ IND: 40_200, EMP: 26_400, EDM: 21_000, SOC: 10_200 });
  });

  it('have 917 online households in 39 townships and 2,200 persons who exit through tourism', () => {
    const online = second.filter((row) => row.measures?.includes('ECM'));
    const tourism = second.filter((row) => row.measures?.includes('TRM'));
    const town = (row: HouseholdRow): string => row.village_code?.slice(0, 9) ?? '';
    expect(online).toHaveLength(917);
    expect(new Set(online.map(town)).size).toBe(39);
    expect(new Set(tourism.map(town)).size).toBe(16);
    const exiting = tourism.filter((row) => row.exit_status === '2');
    expect(exiting.reduce((sum, row) => sum + row.household_size, 0)).toBe(2_200);
    expect(first.filter((row) => row.measures?.includes('ECM') && row.uplift_persons === 0)).toHaveLength(0);
  });

  it('use each household number and each fictitious identity number once', () => {
    expect(new Set(second.map((row) => row.household_no)).size).toBe(second.length);
    expect(new Set(second.map((row) => row.head_id_no)).size).toBe(second.length);
    const bad = second.filter(
      (row) => !/^371599\d{11}[\dX]$/.test(row.head_id_no) || checkDigit(row.head_id_no) !== row.head_id_no.charAt(17),
    );
    expect(bad).toEqual([]);
    expect(second.filter((row) => !/^1[3-9]\d{9}$/.test(row.phone ?? ''))).toEqual([]);
  });

  it('name some heads with · and some outside GBK', () => {
    expect(second.some((row) => row.head_name.includes('·'))).toBe(true);
    expect(second.some((row) => row.head_name.length > Array.from(row.head_name).length)).toBe(true);
  });

  it('break no rule that looks at one row', () => {
    const context: RowContext = {
      ...CITY_PACK.at('2016Q2'),
      receivedOn: '2016-07-20',
    };
    const broken = new Set<string>();
    for (const rule of RULES) {
      const check = rule.check as ((row: HouseholdRow, context: RowContext) => unknown) | undefined;
      if (rule.table !== 'household' || !check) continue;
      for (let index = 0; index < second.length; index += 2) {
        const row = second[index];
        if (!row) continue;
        const verdict = check(row, context);
        if (Array.isArray(verdict) ? verdict.length > 0 : Boolean(verdict)) broken.add(rule.code);
      }
    }
    expect([...broken]).toEqual([]);
  });
});

describe('the quarters of one township', () => {
  const township = '371525108';

  it('state last year as it was reported', () => {
    const before = new Map(householdsOf(township, '2015Q2').map((row) => [row.household_no, row.pc_net_income]));
    for (const row of householdsOf(township, '2016Q2'))
      expect(row.base_pc_net_income).toBe(before.get(row.household_no));
  });

  it('have exits only in the last quarter', () => {
    const statuses = (period: '2015Q4' | '2016Q3' | '2016Q4'): Set<string> =>
      new Set(householdsOf(township, period).map((row) => row.exit_status));
    expect(statuses('2015Q4')).toEqual(new Set(['0']));
    expect(statuses('2016Q3').has('1')).toBe(false);
    expect(statuses('2016Q4').has('1')).toBe(true);
  });

  it('are known for the years that have a programme', () => {
    expect(LIAOCHENG.quarterIndex('2015Q1')).toBe(-4);
    expect(() => LIAOCHENG.quarterIndex('2014Q4')).toThrow('programme/2014.json');
  });
});
