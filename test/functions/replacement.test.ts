/** Full replacements against what stands: nothing is deleted by a word. */
import { CITY_PACK } from '../../cities/pack.ts';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Submission } from '../../shared/ledger/submission.ts';
import { csvOf, rowOf, sealed } from '../golden/rules/case.ts';
import { TOWNSHIPS } from '../simulation/workload.ts';
import { MemoryCity } from './memory.ts';

const [HERE, THERE] = TOWNSHIPS;
const COUNTY = '371525';
const [FIRST, SECOND] = CITY_PACK.register.villagesOf(HERE);

/** Households of a township; the first half live in its first village, the others in its second. */
function rosterOf(households: readonly number[], township: string = HERE): string {
  const register = CITY_PACK.register;
  const villages = register.villagesOf(township);
  return csvOf(
    'household',
    households.map((household) => {
      const village = villages[household < 10 ? 0 : 1];
      return rowOf('household', {
        household_no: `${township}000${String(household).padStart(4, '0')}`,
        head_id_no: sealed(
          `37159919${township === HERE ? '60' : '61'}${String(1 + (household % 12)).padStart(2, '0')}${String(10 + (household % 18))}001`,
        ),
        town_name: register.township(township)?.name ?? '',
        village_name: village?.name ?? '',
        village_code: village?.code ?? '',
        remark: '动态管理纳入',
      });
    }),
  );
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describe('a file marked 全量', () => {
  let city: MemoryCity;
  let hour: number;

  async function send(name: string, text: string, division: string = HERE): Promise<Submission> {
    const version = `v${++hour}`;
    city.putFile(
      version,
      `2016-07-10T${String(hour).padStart(2, '0')}:00:00.000Z`,
      `${division}/2016Q2/${name}`,
      new TextEncoder().encode(text),
    );
    return (await city.deliver(version)) as Submission;
  }

  const receiptOf = (version: string): string =>
    String([...city.objects].find(([key]) => key.endsWith(`${version}.receipt.txt`))?.[1].content);

  const householdsIn = async (township: string): Promise<number> =>
    (await city.fold(await city.plan('2016Q2'), township))['households'] ?? 0;

  beforeEach(async () => {
    city = new MemoryCity();
    hour = 0;
    await send('花名册.csv', rosterOf(upTo(20)));
  });

  test('that names a few of many households removes none, and asks', async () => {
    const held = await send('花名册（全量）.csv', rosterOf([0, 1, 2]));
    expect(held).toMatchObject({
      status: 'accepted_with_warnings',
      replacement: false,
      removed: 0,
      unchanged: 3,
      warnings: { F22: 1 },
    });
    expect(await householdsIn(HERE)).toBe(20);
    expect(receiptOf('v2')).toContain(`原有20户中的17户（${SECOND?.name}10户、${FIRST?.name}7户），超过20%`);
    expect(receiptOf('v2')).toContain('全量确认');
  });

  test('that is sent again as 全量确认 removes them, says where, and is not called a file that changes nothing', async () => {
    await send('花名册（全量）.csv', rosterOf([0, 1, 2]));
    const confirmed = await send('花名册（全量确认）.csv', rosterOf([0, 1, 2]));
    expect(confirmed).toMatchObject({ status: 'accepted', replacement: true, removed: 17, unchanged: 3, warnings: {} });
    expect(await householdsIn(HERE)).toBe(3);
    expect(receiptOf('v3')).toContain(`移除了原有的 17 行`);
    expect(receiptOf('v3')).toContain(`${SECOND?.name}10户、${FIRST?.name}7户`);
  });

  test('that removes no more than the share replaces at once, and says what it removed', async () => {
    expect(await send('花名册（全量）.csv', rosterOf(upTo(16)))).toMatchObject({ replacement: true, removed: 4 });
    expect(await householdsIn(HERE)).toBe(16);
    expect(receiptOf('v2')).toContain(`其中没有列出的是原有20户中的4户（${SECOND?.name}4户）`);
    expect(await send('花名册（全量）.csv', rosterOf(upTo(12)))).toMatchObject({ replacement: false, removed: 0 });
  });

  test('removes at once what the rows themselves take out: they are named', async () => {
    // All but the last household.
    const lines = rosterOf(upTo(21)).trimEnd().split('\n');
    const text = lines.map((line, at) => (at < lines.length - 1 ? line.replace('动态管理纳入', '删除') : line));
    expect(await send('花名册（全量）.csv', text.join('\n'))).toMatchObject({
      replacement: true,
      removed: 20,
      created: 1,
    });
    expect(await householdsIn(HERE)).toBe(1);
  });

  test('of a county is weighed against all that stands in it, and in each of its townships', async () => {
    const both = (here: number, there: number): string =>
      [rosterOf(upTo(here)), rosterOf(upTo(there), THERE).split('\n').slice(1).join('\n')].join('');
    await send('花名册.csv', rosterOf(upTo(5), THERE), THERE);
    const small = await send('县（全量）.csv', both(17, 4), COUNTY);
    expect(small).toMatchObject({ replacement: true, removed: 4, warnings: {} });
    expect([await householdsIn(HERE), await householdsIn(THERE)]).toEqual([17, 4]);
    // A township of four is less than a fifth of 21, and all of its own.
    const forgotten = await send('县（全量）.csv', both(17, 0), COUNTY);
    expect(forgotten).toMatchObject({ replacement: false, removed: 0, warnings: { F22: 1 } });
    expect(await householdsIn(THERE)).toBe(4);
    const there = CITY_PACK.register.nameOf(THERE);
    expect(receiptOf(`v${hour}`)).toMatch(
      new RegExp(`原有21户中的4户（${there}.+4户），其中${there}4户中的4户，超过20%`),
    );
    expect(await send('县（全量确认）.csv', both(17, 0), COUNTY)).toMatchObject({ replacement: true, removed: 4 });
    expect(await householdsIn(THERE)).toBe(0);
  });

  test('of a county in which households moved to another township removes none of them', async () => {
    const moved = rosterOf(upTo(20)).replaceAll(
      `${CITY_PACK.register.township(HERE)?.name},${FIRST?.name},${FIRST?.code}`,
      `${CITY_PACK.register.township(THERE)?.name},${CITY_PACK.register.villagesOf(THERE)[0]?.name},${CITY_PACK.register.villagesOf(THERE)[0]?.code}`,
    );
    expect(await send('县（全量）.csv', moved, COUNTY)).toMatchObject({ replacement: true, accepted: 20 });
    expect([await householdsIn(HERE), await householdsIn(THERE)]).toEqual([10, 10]);
  });

  test('is judged the same again, whatever was uploaded after it', async () => {
    const held = await send('花名册（全量）.csv', rosterOf([0, 1, 2]));
    const small = await send('花名册2（全量）.csv', rosterOf(upTo(17)));
    await send('花名册.csv', rosterOf(upTo(40).slice(30)));
    await send('花名册（全量确认）.csv', rosterOf([0]));
    for (const one of ['v1', 'v2', 'v3', 'v4', 'v5']) await city.deliver(one, { ruleSet: 'r2', again: 'reparse' });
    const again = [city.ledger.get('v2'), city.ledger.get('v3')];
    for (const [at, first] of [held, small].entries())
      expect(again[at]).toMatchObject({
        replacement: first.replacement,
        removed: first.removed,
        unchanged: first.unchanged,
        warnings: first.warnings,
      });
    expect([held.replacement, small.replacement]).toEqual([false, true]);
    expect(await householdsIn(HERE)).toBe(1);
  });

  test('is weighed without what was withdrawn before it', async () => {
    city.decisions.set('2016Q2', [
      {
        kind: 'withdraw',
        division: HERE,
        versionIds: ['v1'],
        at: '2016-07-10T01:30:00.000Z',
        by: 'office',
        reason: 'test',
      },
    ]);
    expect(await send('花名册（全量）.csv', rosterOf([0]))).toMatchObject({ replacement: true, removed: 0 });
  });
});

test('a file whose name only holds the characters removes nothing and asks nothing', async () => {
  const city = new MemoryCity();
  const put = (version: string, name: string, households: readonly number[]): void =>
    city.putFile(
      version,
      `2016-07-1${version}T02:00:00.000Z`,
      `${HERE}/2016Q2/${name}`,
      new TextEncoder().encode(rosterOf(households)),
    );
  put('1', 'a花名册.csv', upTo(20));
  put('2', '住房安全量化评估花名册.csv', upTo(12));
  expect(await city.deliver('2')).toMatchObject({ status: 'accepted', replacement: false, removed: 0, unchanged: 12 });
});
