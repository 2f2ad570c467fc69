import { beforeEach, describe, expect, it } from 'vitest';
import { uploadsOf } from '../../shared/door/quotas.ts';
import { FILE, memoryDoor, type MemoryDoor } from './memory-door.ts';

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
});
