import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { CITY_PACK } from '../../cities/pack.ts';
import { answer, type OfficeEffects } from '../../functions/office/office.ts';
import { linkToken } from '../../shared/door/link.ts';
import type { Decision } from '../../shared/ledger/decisions.ts';
import type { Submission } from '../../shared/ledger/submission.ts';
import type { OfficeView } from '../../shared/office/office-view.ts';
import { submission } from '../ledger/submission-fixture.ts';

const NOW = '2016-07-16T02:00:00.000Z';
const sign = (text: string): string => createHmac('sha256', 'a key').update(text).digest('base64url');

const SUBMISSIONS: readonly Submission[] = [
  submission({ division: '371525108', rows: 10, accepted: 8, rejected: 2, errors: { N01: 2 } }),
  submission({ division: '371525109', rows: 5, accepted: 5, late: true }),
  submission({ division: '371522101', rows: 4, accepted: 4 }),
];

/** An office with a ledger in memory. */
function office() {
  const decisions: Decision[] = [];
  const effects: OfficeEffects = {
    pack: CITY_PACK,
    files: { html: () => '<!DOCTYPE html>', find: () => null },
    sign: async () => sign,
    findLink: async (division) => ({ division, issue: 1, revokedAt: null }),
    use: async () => true,
    now: () => NOW,
    ledger: async (period) => ({ period, submissions: [...SUBMISSIONS], decisions: [...decisions] }),
    decide: async (_period, known, decision) => {
      if (known.length !== decisions.length) return false;
      decisions.push(decision);
      return true;
    },
  };
  const send = async (division: string, deed: string, content?: object) => {
    const [path = '', query = ''] = deed.split('?');
    const { status, body } = await answer(
      {
        method: content === undefined ? 'GET' : 'POST',
        path: `/o/${linkToken({ division, issue: 1 }, sign)}${path}`,
        query: Object.fromEntries(new URLSearchParams(query)),
        body: content === undefined ? '' : JSON.stringify(content),
      },
      effects,
    );
    return { status, body: String(body) };
  };
  return {
    decisions,
    effects,
    send,
    view: async (division: string) => JSON.parse((await send(division, '/quarter?period=2016Q2')).body) as OfficeView,
    decide: async (division: string, change: object) => {
      const wanted = {
        period: '2016Q2',
        decision: 'lock',
        asked: {},
        by: '市扶贫办',
        reason: '到期',
        known: 0,
        isTrial: false,
      };
      const { status, body } = await send(division, '/decision', { ...wanted, ...change });
      return { status, ...(JSON.parse(body) as { isMade?: boolean; changes?: object[]; said?: { zh: string } }) };
    },
  };
}

describe('the page of an office', () => {
  it('opens to counties and the city, and to no township', async () => {
    const { send } = office();
    expect((await send('3715', '')).status).toBe(200);
    expect((await send('371525', '')).status).toBe(200);
    expect((await send('371525108', '')).status).toBe(403);
    expect((await send('371525108', '/quarter?period=2016Q2')).status).toBe(403);
  });

  it('counts who has reported, on time and late, and the share of rejected rows, by county', async () => {
    const { units, isLate, known } = await office().view('3715');
    expect([isLate, known]).toEqual([true, 0]);
    expect(units.reduce((sum, { due }) => sum + due, 0)).toBe(CITY_PACK.registerOf('2016Q2').due.length);
    const guan = units.find(({ code }) => code === '371525');
    expect(guan).toMatchObject({ name: '冠县', onTime: 1, late: 1, rows: 15, rejected: 2 });
    expect(guan?.missing).toBe((guan?.due ?? 0) - 2);
    expect(guan?.problems).toEqual([
      { rule: 'N01', count: 2, text: { zh: expect.stringContaining('家庭人口数'), en: expect.any(String) } },
    ]);
    expect(guan?.townships.find(({ code }) => code === '371525108')).toMatchObject({
      reporting: 'on time',
      uploads: [{ rows: 10, accepted: 8, rejected: 2, isToCorrect: true }],
    });
  });

  it('tells a county of its own townships alone, and nobody the name of a file', async () => {
    const one = office();
    const { units, mayDecide } = await one.view('371525');
    expect([units.map(({ code }) => code), mayDecide]).toEqual([['371525'], false]);
    for (const division of ['3715', '371525'])
      expect((await one.send(division, '/quarter?period=2016Q2')).body).not.toContain('.xlsx');
  });

  it('says what a decision would change, decides nothing, and then decides just that', async () => {
    const one = office();
    const trial = await one.decide('3715', { isTrial: true });
    expect(trial).toMatchObject({ status: 200, isMade: false });
    expect(JSON.stringify(trial.changes)).toContain('个单位未报');
    expect(one.decisions).toEqual([]);
    const made = await one.decide('3715', {});
    expect([made.isMade, made.changes]).toEqual([true, trial.changes]);
    expect(one.decisions).toEqual([
      { kind: 'lock', at: '2016-07-16T02:02:00.000Z', by: '市扶贫办', reason: '到期', via: 'link 3715.1' },
    ]);
  });

  it('lets one of two people who decide at once decide, and shows the other what was decided', async () => {
    const one = office();
    const both = await Promise.all([
      one.decide('3715', {}),
      one.decide('3715', { decision: 'window', asked: { deadline: '2016-07-20' } }),
    ]);
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    expect(one.decisions).toHaveLength(1);
    expect((await one.decide('3715', { decision: 'unlock' })).status).toBe(409);
    expect((await one.view('3715')).known).toBe(1);
  });

  it('takes no decision of a county, without a name or a reason, or that changes nothing', async () => {
    const one = office();
    expect((await one.decide('371525', {})).status).toBe(403);
    expect((await one.decide('3715', { by: ' ' })).status).toBe(400);
    expect((await one.decide('3715', { reason: '' })).status).toBe(400);
    expect((await one.decide('3715', { decision: 'sign' })).status).toBe(400);
    const refused = await one.decide('3715', { decision: 'unlock' });
    expect([refused.status, refused.said?.zh]).toEqual([422, '2016Q2 没有关账，不需要取消']);
    expect(await one.decide('3715', { decision: 'nil', asked: { division: '371525' } })).toMatchObject({ status: 422 });
    expect(one.decisions).toEqual([]);
  });

  it('takes an exception back, and clears what a later deadline covers', async () => {
    const one = office();
    const until = { division: '371525108', until: '2016-07-20' };
    expect(await one.decide('3715', { decision: 'exception', asked: { ...until, undo: true } })).toMatchObject({
      status: 422,
    });
    await one.decide('3715', { decision: 'exception', asked: until });
    const back = await one.decide('3715', { decision: 'exception', asked: { ...until, undo: true }, known: 1 });
    expect(JSON.stringify(back.changes)).toContain('取消准许补报: 371525108');
    const moved = { decision: 'window', asked: { deadline: '2016-07-20' }, known: 2 };
    expect(JSON.stringify((await one.decide('3715', moved)).changes)).toContain('不再逾期: 371525109');
    const guan = (await one.view('3715')).units.find(({ code }) => code === '371525');
    expect(guan).toMatchObject({ onTime: 2, late: 0 });
    expect(guan?.townships.find(({ code }) => code === '371525108')?.exceptionUntil).toBeNull();
  });

  it('names no file in what a withdrawal changes', async () => {
    const trial = await office().decide('3715', {
      decision: 'withdraw',
      asked: { division: '371525108' },
      isTrial: true,
    });
    expect(JSON.stringify(trial.changes)).toContain('8 行');
    expect(JSON.stringify(trial.changes)).not.toContain('.xlsx');
  });
});
