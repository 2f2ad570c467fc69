/** Reminders are sent once, whatever fails or comes twice. */
import { createHmac } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { CITY_PACK } from '../../cities/pack.ts';
import { remind, type RemindEffects } from '../../functions/remind/remind.ts';
import { isGood, readToken, type LinkRecord } from '../../shared/door/link.ts';
import type { Submission } from '../../shared/ledger/submission.ts';
import type { Message } from '../../shared/office/reminder-text.ts';
import { lateTownships } from '../../shared/office/reminders.ts';
import { submission } from '../ledger/submission-fixture.ts';

const AT = new Date('2016-07-14T01:00:00Z');
const sign = (text: string): string => createHmac('sha256', 'a key').update(text).digest('base64url');

function world() {
  const submissions: Submission[] = [];
  const sent: (readonly [office: string, message: Message])[] = [];
  const taken = new Set<string>();
  const broken = new Set<string>();
  const links = new Map<string, LinkRecord>([['371525', { division: '371525', issue: 2, revokedAt: null }]]);
  const effects: RemindEffects = {
    pack: CITY_PACK,
    offices: new Set(['3715', '371525']),
    door: 'https://door.example.org',
    ledger: async (period) => ({ period, submissions: period === '2016Q2' ? [...submissions] : [], decisions: [] }),
    findLink: async (office) => links.get(office) ?? null,
    sign: async () => sign,
    takeOn: async (reminder, day) => {
      const key = [day, reminder.office, ...lateTownships(reminder)].join();
      return !taken.has(key) && taken.add(key) !== undefined;
    },
    send: async (office, message) => {
      if (broken.has(office)) throw new Error('the topic is away');
      sent.push([office, message]);
    },
    noteSent: async () => {},
  };
  return { effects, submissions, sent, taken, broken, links, offices: () => sent.map(([office]) => office) };
}

describe('reminders', () => {
  let one: ReturnType<typeof world>;
  beforeEach(() => {
    one = world();
  });

  it('go to the offices that have a topic, and the others are counted', async () => {
    const units = CITY_PACK.at('2016Q2').register.units.length;
    expect(await remind(AT, one.effects)).toEqual({
      day: '2016-07-14',
      due: units + 1,
      sent: 2,
      repeated: 0,
      unheard: units - 1,
    });
    expect(one.offices()).toEqual(['3715', '371525']);
  });

  it('that are due twice on a day are sent once, and again when other townships are late', async () => {
    await remind(AT, one.effects);
    expect(await remind(new Date('2016-07-14T03:00:00Z'), one.effects)).toMatchObject({ sent: 0, repeated: 2 });
    one.submissions.push(submission({ division: '371525108', accepted: 3 }));
    expect(await remind(AT, one.effects)).toMatchObject({ sent: 2, repeated: 0 });
    // The same townships on the next day are another reminder.
    expect(await remind(new Date('2016-07-15T01:00:00Z'), one.effects)).toMatchObject({ sent: 2 });
    expect(one.sent).toHaveLength(6);
  });

  it('that cannot be sent do not keep the others back, and make the function fail', async () => {
    one.broken.add('3715');
    await expect(remind(AT, one.effects)).rejects.toThrow('1 of 2 reminders were not sent');
    expect(one.offices()).toEqual(['371525']);
  });

  it('lead to a page that only looks, until ten days later, and nowhere where the office has no good link', async () => {
    one.links.set('3715', { division: '3715', issue: 1, revokedAt: '2016-07-01T00:00:00.000Z' });
    await remind(AT, one.effects);
    const [city = '', county = ''] = one.sent.map(([, { body }]) => body);
    expect(city).not.toContain('http');
    const [, token = ''] = /https:\/\/door\.example\.org\/o\/(\S+)/.exec(county) ?? [];
    const link = readToken(token, sign);
    expect(link).toEqual({ division: '371525', issue: 2, looksUntil: '20160724' });
    const record = one.links.get('371525') ?? null;
    const isGoodOn = (day: string) => link && isGood(link, record, new Date(`${day}T01:00:00Z`));
    expect([isGoodOn('2016-07-24'), isGoodOn('2016-07-25')]).toEqual([true, false]);
  });

  it('are none on other days', async () => {
    expect(await remind(new Date('2016-07-13T01:00:00Z'), one.effects)).toMatchObject({ due: 0, sent: 0 });
    expect(one.sent).toEqual([]);
  });
});
