import { beforeEach, describe, expect, it } from 'vitest';
import { uploadsOf } from '../../shared/door/quotas.ts';
import type { LinkRecord } from '../../shared/door/link.ts';
import { FILE, memoryDoor, NOW, type MemoryDoor } from './memory-door.ts';

const TOWNSHIP = '371525108';
const bodyOf = ({ body }: { readonly body: string | Uint8Array }): Record<string, unknown> =>
  JSON.parse(String(body)) as Record<string, unknown>;

describe('the door', () => {
  let door: MemoryDoor;
  beforeEach(() => {
    door = memoryDoor();
  });

  it('shows its page to a good link, which may load scripts of the door alone and tell nobody its address', async () => {
    const { status, headers, body } = await door.ask(TOWNSHIP, '');
    expect([status, body]).toEqual([200, '<!DOCTYPE html><title>page</title>']);
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; img-src 'self' data:; " +
        "connect-src 'self' https://uploads.example.org; base-uri 'none'; form-action 'none'; " +
        "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types uplift",
    );
    expect(headers).toMatchObject({ 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' });
  });

  it('shows its page at the address with a slash behind it, too', async () => {
    expect((await door.ask(TOWNSHIP, '/')).status).toBe(200);
    expect((await door.get(`/t/${TOWNSHIP}.1.${'A'.repeat(43)}/`)).headers['content-type']).toContain('text/html');
  });

  it('stays shut for a link that was revoked or renewed, and for one that nobody handed out', async () => {
    const shut = [
      { division: TOWNSHIP, issue: 1, revokedAt: '2016-07-01T00:00:00.000Z' },
      { division: TOWNSHIP, issue: 2, revokedAt: null },
    ];
    for (const record of shut) {
      const other = memoryDoor([record]);
      for (const deed of ['', 'quarter?period=2016Q2', `receipt?version=v${TOWNSHIP}`])
        expect((await other.ask(TOWNSHIP, deed)).status).toBe(403);
      expect((await other.ask(TOWNSHIP, 'upload', FILE)).status).toBe(403);
      expect([other.permits, other.reads]).toEqual([[], []]);
    }
    expect((await door.ask('371599999', '')).status).toBe(403);
    expect((await door.get(`/t/${TOWNSHIP}.1.${'A'.repeat(43)}`)).status).toBe(403);
  });

  it('answers nothing of what it was asked in the words of the asker', async () => {
    for (const path of [
      '/t/<script>alert(1)</script>',
      '/t/-/<img src=x>',
      '/x',
      '/t/../../etc/passwd',
      '/t/a/b/c/d',
    ]) {
      const { status, body } = await door.get(path);
      expect(status).toBeGreaterThanOrEqual(403);
      expect(String(body)).not.toMatch(/script>alert|<img|passwd/);
    }
  });

  it('permits one file, to the division’s own folder, of these bytes, for an hour', async () => {
    expect((await door.ask(TOWNSHIP, 'upload', FILE)).status).toBe(200);
    expect(door.permits).toEqual([
      { key: '371525108/2016Q2/花名册(终版2).xlsx', bytes: 1_000, sha256: FILE.sha256, seconds: 3_600 },
    ]);
  });

  it.each([
    ['a slash in its name', { fileName: '../371525109/2016Q2/x.xlsx' }],
    ['a backslash in its name', { fileName: '..\\x.xlsx' }],
    ['a line break in its name', { fileName: 'a\nb.xlsx' }],
    ['no name', { fileName: '' }],
    ['a name that is half a character', { fileName: '\ud800.xlsx' }],
    ['a name that is too long for a key', { fileName: `${'花'.repeat(400)}.xlsx` }],
    ['a lock file of Excel', { fileName: '~$花名册.xlsx' }],
    ['a quarter of a year without a programme', { period: '2031Q1' }],
    ['a quarter that is none', { period: '2016Q5' }],
    ['no content', { bytes: 0 }],
    ['more than a township may send', { bytes: 20 * 1_048_576 + 1 }],
    ['half a byte', { bytes: 1.5 }],
    ['no checksum', { sha256: '' }],
    ['a name that is a number', { fileName: 7 }],
  ])('permits no file with %s, and says why', async (_what, change) => {
    const answered = await door.ask(TOWNSHIP, 'upload', { ...FILE, ...change });
    expect(answered.status).toBe(400);
    expect(bodyOf(answered)['said']).toMatchObject({ zh: expect.any(String), en: expect.any(String) });
    expect(door.permits).toEqual([]);
  });

  it('permits so many uploads a day and no more', async () => {
    const { most, exceeded } = uploadsOf(TOWNSHIP);
    for (let sent = 0; sent < most; sent++) expect((await door.ask(TOWNSHIP, 'upload', FILE)).status).toBe(200);
    const answered = await door.ask(TOWNSHIP, 'upload', FILE);
    expect([answered.status, bodyOf(answered)]).toEqual([429, { said: exceeded }]);
    expect(door.permits).toHaveLength(most);
    expect((await door.ask('371525109', 'upload', FILE)).status).toBe(200);
  });

  it('tells a division its own quarter', async () => {
    const view = bodyOf(await door.ask(TOWNSHIP, 'quarter'));
    expect(view).toMatchObject({
      division: TOWNSHIP,
      name: '定远寨镇',
      unit: '冠县',
      period: '2016Q2',
      state: 'open',
      window: { opens: '2016-07-01', deadline: '2016-07-15', lockedAt: null },
      uploads: [{ file: '花名册.xlsx', state: 'reading' }],
    });
  });

  describe('of an office', () => {
    const opens = (division: string, change: Partial<LinkRecord> = {}) =>
      memoryDoor([{ division, issue: 1, revokedAt: null, receipts: true, ...change }]);
    const of = (division: string, part = 'html') => `receipt?division=${division}&version=v${division}&part=${part}`;

    it('opens receipts below it where its link has the right, and keeps who opened which', async () => {
      const county = opens('371525');
      expect((await county.ask('371525', of(TOWNSHIP))).headers['location']).toMatch(/\/371525108\/2016Q2\/.*html$/);
      expect((await county.ask('371525', of(TOWNSHIP, 'marked.xlsx'))).status).toBe(302);
      expect(county.trail).toEqual(
        ['html', 'marked.xlsx'].map((part) => ({
          period: '2016Q2',
          at: NOW,
          what: 'receipt',
          subject: `v${TOWNSHIP}~${part}`,
          who: 'link 371525.1',
          detail: part,
        })),
      );
      // Its own need no right and are nobody else's business.
      expect((await county.ask('371525', 'receipt?version=v371525')).status).toBe(302);
      expect(county.trail).toHaveLength(2);
      const city = opens('3715');
      expect((await city.ask('3715', of(TOWNSHIP))).status).toBe(302);
    });

    it.each([
      ['a link without the right', '371525', memoryDoor(), TOWNSHIP],
      ['another county', '371522', opens('371522'), TOWNSHIP],
      ['the city above it', '371525', opens('371525'), '3715'],
      ['a code that is none', '371525', opens('371525'), '371525999'],
      ['a way out of its folder', '371525', opens('371525'), '371525/../3715'],
      ['a township, though its entry says so', '371525109', opens('371525109'), TOWNSHIP],
    ])('opens none by %s', async (_what, own, one, asked) => {
      expect((await one.ask(own, of(asked))).status).toBe(403);
      expect([one.reads, one.trail]).toEqual([[], []]);
    });

    it('opens none that is not on record, and none by a link that only looks', async () => {
      const county = opens('371525');
      const failing = { ...county.effects, audit: () => Promise.reject(new Error('the table is away')) };
      await expect(county.ask('371525', of(TOWNSHIP), undefined, failing)).rejects.toThrow('away');
      expect(county.reads).toEqual([]);
      const looks = county.tokenOf({ division: '371525', issue: 1, looksUntil: '20160731' });
      expect((await county.get(`/t/${looks}/receipt`)).status).toBe(403);
      expect((await county.get(`/t/${looks}`)).status).toBe(403);
    });
  });
});
