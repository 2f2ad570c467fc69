/** Who is late, as the template's schedule tells it to the topics of the offices. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { System } from '../../cli/system.ts';
import { uplift } from '../../cli/uplift.ts';
import { linkToken } from '../../shared/door/link.ts';
import type { OfficeView } from '../../shared/office/office-view.ts';
import { townshipFile } from './city-files.ts';
import { startCity, type CityStack } from './city-stack.ts';
import { householdsOf } from '../generate/liaocheng.ts';

const TOWNSHIP = '371502004';
const PERIOD = '2016Q2';

let city: CityStack;
beforeAll(async () => {
  city = await startCity({ reminders: { 3715: { webhook: ['https://example.org/hook'] }, 371502: {} } });
});
afterAll(() => city.close());

const published = (office: string): string[] => city.log.filter((line) => line.includes(`-reminders-${office}:`));

test('a reminder is sent once a day and set of townships, and leads to a page that only looks', async () => {
  System.useEndpoint(city.endpoint);
  const system = System.of(city.outputs);
  const record = { division: '371502', issue: 1, revokedAt: null };
  await system.putLink(record);
  await city.submit(`${TOWNSHIP}/${PERIOD}/花名册.csv`, townshipFile(TOWNSHIP, PERIOD, householdsOf(TOWNSHIP, PERIOD)));
  expect(await city.remindAt('2016-07-13T01:00:00Z')).toMatchObject({ due: 0, sent: 0 });
  const [one, other] = await Promise.all([
    city.remindAt('2016-07-14T01:00:00Z'),
    city.remindAt('2016-07-14T01:00:00Z'),
  ]);
  expect(one.sent + other.sent).toBe(2);
  expect(await city.remindAt('2016-07-14T01:00:00Z')).toMatchObject({ sent: 0, repeated: 2 });
  expect([published('3715').length, published('371502').length]).toEqual([1, 1]);
  const [message = ''] = published('371502');
  expect(message).toContain('已报 1，');
  expect(message).not.toContain('冠县');

  const [address = ''] = /http:\S+\/o\/\S+/.exec(message) ?? [];
  const token = linkToken(record, await system.linkSignature());
  // The link of the schedule's day has ended long since, by the clock of this machine: nothing of it opens.
  expect((await fetch(address)).status).toBe(403);
  expect((await fetch(`${city.output('door')}/o/${token}/quarter?period=${PERIOD}`)).status).toBe(200);
  const looking = linkToken({ ...record, looksUntil: '20991231' }, await system.linkSignature());
  const page = `${city.output('door')}/o/${looking}`;
  expect((await fetch(page)).status).toBe(200);
  const view = (await (await fetch(`${page}/quarter?period=${PERIOD}`)).json()) as OfficeView;
  expect(view).toMatchObject({ looksOnly: true, mayDecide: false, units: expect.anything() });
  const townships = view.units.flatMap((unit) => unit.townships);
  expect(townships.find(({ code }) => code === TOWNSHIP)).toMatchObject({ reporting: 'on time' });
  const closed = [`summary?period=${PERIOD}`, `report?period=${PERIOD}&file=public%2Fbulletin.html`];
  for (const deed of closed) expect((await fetch(`${page}/${deed}`)).status, deed).toBe(403);
  expect((await fetch(page.replace('/o/', '/t/'))).status).toBe(403);
  expect((await fetch(`${page.replace('/o/', '/t/')}/quarter`)).status).toBe(403);
});

test('the command line shows the same, and says which days there are on any other', async () => {
  const shown = async (...words: string[]): Promise<string> => {
    const printed = vi.spyOn(console, 'log').mockImplementation(() => {});
    try {
      expect(await uplift(['remind', ...words])).toBe(0);
      return printed.mock.calls.flat().join('\n');
    } finally {
      printed.mockRestore();
    }
  };
  const text = await shown('--on', '2016-07-14');
  const message = published('371502')[0] ?? '';
  // The topic's line of the log begins with the topic and the subject.
  expect(text).toContain(message.slice(message.indexOf('【')).trimEnd());
  expect(await shown(PERIOD, '--on', '2016-07-13', '--lang', 'en')).toBe(
    `${PERIOD} has no reminder on 2016-07-13; its days are 2016-07-05, 2016-07-08, 2016-07-14, 2016-07-15, 2016-07-18`,
  );
  expect(await shown('--on', '2026-11-29', '--lang', 'en')).toBe(
    'the two quarters before 2026-11-29 have no programme (years that have one: 2015, 2016); name a quarter, as in uplift remind 2016Q2',
  );
  const told = JSON.parse(await shown(PERIOD, '--on', '2016-07-18', '--json')) as {
    periods: { reminders: object[] }[];
  };
  expect(told.periods[0]?.reminders[0]).toMatchObject({ office: '3715', daysLeft: -3, link: null });
  const refused = vi.spyOn(console, 'error').mockImplementation(() => {});
  expect(await uplift(['remind', '--on', '2016-02-31'])).toBe(2);
  refused.mockRestore();
  // Nothing of this was sent.
  expect(published('371502')).toHaveLength(1);
});
