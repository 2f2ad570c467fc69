import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { CITY_PACK } from '../../cities/pack.ts';
import { answer, type OfficeEffects } from '../../functions/office/office.ts';
import { linkToken } from '../../shared/door/link.ts';
import { freeze, NOTHING_PLANNED } from '../../shared/ledger/manifest.ts';
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
function office(uploads = SUBMISSIONS) {
  const decisions: Decision[] = [];
  const runs: string[] = [];
  const reports = new Map<string, string>();
  const effects: OfficeEffects = {
    pack: CITY_PACK,
    files: { html: () => '<!DOCTYPE html>', find: () => null },
    sign: async () => sign,
    findLink: async (division) => ({ division, issue: 1, revokedAt: null }),
    use: async () => true,
    now: () => NOW,
    ledger: async (period) =>
      period === '2016Q2'
        ? { period, submissions: [...uploads], decisions: [...decisions] }
        : { period, submissions: [], decisions: [] },
    readReport: async (key) => reports.get(key) ?? null,
    signReport: async ({ key, seconds }) => `https://reports/${key}?${seconds}`,
    startSummary: async (_period, name) => void runs.push(name),
    summaryRun: async (name) => (runs.includes(name) ? 'running' : null),
    decide: async (_period, known, decision) => {
      if (known.length !== decisions.length) return false;
      decisions.push(decision);
      return true;
    },
  };
  const send = async (division: string, deed: string, content?: object) => {
    const [path = '', query = ''] = deed.split('?');
    const { status, body, headers } = await answer(
      {
        method: content === undefined ? 'GET' : 'POST',
        path: `/o/${linkToken({ division, issue: 1 }, sign)}${path}`,
        query: Object.fromEntries(new URLSearchParams(query)),
        body: content === undefined ? '' : JSON.stringify(content),
      },
      effects,
    );
    return { status, body: String(body), location: headers['location'] };
  };
  return {
    decisions,
    runs,
    reports,
    /** Publishes a revision of what counts now. */
    publish: async (revision: number) => {
      const prefix = `reports/2016Q2/rev-${revision}/`;
      const ledger = { period: '2016Q2', submissions: SUBMISSIONS, decisions } as const;
      const versions = { ruleSet: '2016.1', codeVersion: '0.1.0', config: 'c' };
      const frozen = freeze(
        { period: '2016Q2', ledgers: [ledger], planned: NOTHING_PLANNED, versions, pack: CITY_PACK },
        () => '0'.repeat(64),
      );
      const files = [
        'internal/bulletin.html',
        'internal/restatement.html',
        'public/bulletin.html',
        'internal/manifest.json',
      ];
      const outputs = Object.fromEntries(files.map((name) => [name, { sha256: '', bytes: 1 }]));
      reports.set('reports/2016Q2/latest.json', JSON.stringify({ period: '2016Q2', revision, inputs: 'i', prefix }));
      reports.set(
        `${prefix}internal/manifest.json`,
        JSON.stringify({ ...frozen, revision, outputs, disclosure: null }),
      );
    },
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

  it('counts the files that a county sends for its townships, and shows them to nobody beside it', async () => {
    const files = submission({ division: '371525', rows: 5, accepted: 2, rejected: 3, errors: { P04: 3 } });
    const { units } = await office([...SUBMISSIONS, files]).view('3715');
    const guan = units.find(({ code }) => code === '371525');
    expect(guan).toMatchObject({ rows: 20, rejected: 5, uploads: [{ rows: 5, rejected: 3, isToCorrect: true }] });
    expect(guan?.problems.map(({ rule, count }) => [rule, count])).toEqual([
      ['P04', 3],
      ['N01', 2],
    ]);
    expect(guan).toMatchObject({ onTime: 1, late: 1 });
    // A zone has townships of a county, whose office sees those; what the zone itself sends is not that county's.
    const zone = submission({ division: '371541', rows: 5, accepted: 2, rejected: 3 });
    const seen = (await office([...SUBMISSIONS, zone]).view('371502')).units;
    expect(seen.map(({ code, rows, uploads }) => [code, rows, uploads])).toContainEqual(['371541', 0, []]);
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

describe('the summary on the page of an office', () => {
  const summaryOf = async (one: ReturnType<typeof office>, division: string, query = '') =>
    JSON.parse((await one.send(division, `/summary?period=2016Q2${query}`)).body) as {
      newest: { revision: number; state: string; files: { name: string }[] } | null;
      run: string | null;
    };
  const sign = { decision: 'sign', by: '李主任', revision: 2 };

  it('is started by the city alone, once in a minute, and tells how far it is', async () => {
    const one = office();
    expect((await one.send('371525', '/summary', { period: '2016Q2' })).status).toBe(403);
    const { run } = JSON.parse((await one.send('3715', '/summary', { period: '2016Q2' })).body) as { run: string };
    await one.send('3715', '/summary', { period: '2016Q2' });
    expect(new Set(one.runs)).toEqual(new Set(['2016Q2-page-201607160200']));
    expect(await summaryOf(one, '3715', `&run=${run}`)).toEqual({ newest: null, run: 'running' });
    expect((await one.send('3715', '/summary', { period: '2099Q1' })).status).toBe(404);
    expect(await summaryOf(one, '3715', '&run=2016Q1-page-201607160200')).toMatchObject({ run: null });
  });

  it('shows the city both editions and a county the public one, and leads to nothing else', async () => {
    const one = office();
    await one.publish(2);
    const names = async (division: string) => (await summaryOf(one, division)).newest?.files.map(({ name }) => name);
    expect(await names('3715')).toEqual([
      'internal/bulletin.html',
      'internal/restatement.html',
      'public/bulletin.html',
    ]);
    expect(await names('371525')).toEqual(['public/bulletin.html']);
    const open = (division: string, file: string) => one.send(division, `/report?period=2016Q2&file=${file}`);
    expect((await open('3715', 'internal/bulletin.html')).status).toBe(302);
    for (const [division, file] of [
      ['371525', 'internal/bulletin.html'],
      ['3715', 'internal/manifest.json'],
      ['3715', '../../runs/x'],
      ['371525108', 'public/bulletin.html'],
    ] as const)
      expect((await open(division, file)).status, file).toBeGreaterThanOrEqual(403);
  });

  it('is signed after its effect was shown, by name and link, and then written anew', async () => {
    const one = office();
    await one.publish(2);
    expect((await one.decide('3715', sign)).said?.zh).toContain('不到 90%');
    const meant = { ...sign, asked: { incomplete: true }, reason: '试点' };
    const trial = await one.decide('3715', { ...meant, isTrial: true });
    expect(JSON.stringify(trial.changes)).toContain('第2版定稿，署名：李主任');
    expect([one.decisions, one.runs]).toEqual([[], []]);
    expect(await one.decide('3715', meant)).toMatchObject({ status: 200, isMade: true });
    expect(one.decisions).toMatchObject([
      { kind: 'sign', revision: 2, incomplete: true, by: '李主任', reason: '试点', via: 'link 3715.1' },
    ]);
    expect(one.runs).toEqual(['2016Q2-signature-1']);
    const { newest } = await summaryOf(one, '3715');
    expect(newest).toMatchObject({ state: 'final', signature: { by: '李主任' } });
    const file = 'internal/signed/bulletin.html';
    expect(newest?.files[0]?.name).toBe(file);
    const address = async () => (await one.send('3715', `/report?period=2016Q2&file=${file}`)).location;
    expect(await address()).toContain('rev-2/internal/bulletin.html');
    one.reports.set('reports/2016Q2/rev-2/internal/signed/signature.json', '{}');
    expect(await address()).toContain('rev-2/internal/signed/bulletin.html');
    const undo = { ...sign, decision: 'undo-sign', known: 1 };
    expect(await one.decide('3715', undo)).toMatchObject({ status: 200, isMade: true });
    expect((await summaryOf(one, '3715')).newest).toMatchObject({ state: 'provisional', signature: null });
    expect(one.runs).toEqual(['2016Q2-signature-1', '2016Q2-signature-2']);
  });

  it('is signed by no county, and in no other revision than the one that was seen', async () => {
    const one = office();
    expect((await one.decide('3715', sign)).said?.zh).toContain('还没有汇总');
    await one.publish(3);
    const asked = { incomplete: true };
    expect((await one.decide('3715', { ...sign, asked })).said?.zh).toContain('新的一版');
    expect((await one.decide('3715', { ...sign, asked, revision: undefined })).said?.zh).toContain('新的一版');
    expect((await one.decide('371525', { ...sign, asked, revision: 3 })).status).toBe(403);
    expect(one.decisions).toEqual([]);
  });
});
