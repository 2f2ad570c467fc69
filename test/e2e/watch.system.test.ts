/** What the sweep tells of a quarter in which something did not happen, as its schedule starts it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { townshipFile } from './city-files.ts';
import { startCity, type CityStack } from './city-stack.ts';
import { householdsOf } from '../generate/liaocheng.ts';

const TOWNSHIP = '371502004';
const PERIOD = '2016Q2';

let city: CityStack;
beforeAll(async () => {
  city = await startCity();
});
afterAll(() => city.close());

/** The lines that the sweep of a time has logged. */
async function linesOf(time: string): Promise<readonly string[]> {
  const before = city.log.length;
  await city.sweepAt(time);
  await city.idle();
  // Each sweep tells of the quarter, after all else.
  for (;;) {
    const lines = city.log.slice(before);
    if (lines.some((line) => line.includes('"message":"quarter"'))) return lines;
    await city.logged('"message":"quarter"');
    await new Promise((resolve) => setImmediate(resolve));
  }
}
const says = (lines: readonly string[], words: string): boolean =>
  lines.some((line) => line.includes(`"message":"${words}"`));

test('an empty folder three days before the deadline, a summary that was not made, and the end of both', async () => {
  expect(says(await linesOf('2016-07-11T02:00:00Z'), 'nothing arrived')).toBe(false);
  expect(says(await linesOf('2016-07-13T02:00:00Z'), 'nothing arrived')).toBe(true);

  await city.submit(`${TOWNSHIP}/${PERIOD}/花名册.csv`, townshipFile(TOWNSHIP, PERIOD, householdsOf(TOWNSHIP, PERIOD)));
  const [receipt = ''] = await city.logged('"message":"receipt"');
  expect(receipt).toMatch(/"seconds":\d+/);
  const due = await linesOf('2016-07-14T02:00:00Z');
  expect([says(due, 'nothing arrived'), says(due, 'summary missing')]).toEqual([false, false]);

  expect(says(await linesOf('2016-07-17T02:00:00Z'), 'summary missing')).toBe(true);
  city.setClock('2016-07-17T02:10:00Z');
  await city.summarise(PERIOD);
  expect(says(await linesOf('2016-07-17T02:15:00Z'), 'summary missing')).toBe(false);
});
