import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CITY_PACK } from '../../cities/pack.ts';
import { type CityStack, startCity } from './city-stack.ts';
import { environmentOf, uplift } from './programs.ts';

let city: CityStack;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'desk-'));
  city = await startCity();
});
afterAll(async () => {
  await city.close();
  rmSync(folder, { recursive: true, force: true });
});

const desk = (...words: string[]) => uplift(['desk', ...words], { environment: environmentOf(city.endpoint) });
const addressIn = (text: string): string => /http:\S+/.exec(text)?.[0] ?? '';
const statusOf = async (address: string): Promise<number> => (await fetch(address)).status;

test('a link is printed, opens the page, ends when it is revoked, and comes back as another when it is renewed', async () => {
  const first = addressIn((await desk('links', '--division', '371525108')).stdout);
  expect(first).toMatch(new RegExp(`^${city.endpoint}/t/371525108\\.1\\.[\\w-]{43}$`));
  expect(await statusOf(first)).toBe(200);
  expect(addressIn((await desk('links', '--division', '371525108')).stdout)).toBe(first);

  expect((await desk('revoke', '--division', '371525108')).code).toBe(0);
  expect(await statusOf(first)).toBe(403);
  const left = await desk('links', '--division', '371525108');
  expect([left.stdout, left.stderr]).toEqual(['', expect.stringContaining('定远寨镇 的链接已停用，没有列出')]);
  expect((await desk('revoke', '--division', '371525108')).code).toBe(2);

  const second = addressIn((await desk('renew', '--division', '371525108')).stdout);
  expect(second).toContain('/t/371525108.2.');
  expect([await statusOf(first), await statusOf(second)]).toEqual([403, 200]);
  expect((await desk('list')).stdout).toBe('371525108 定远寨镇：第 2 次发放，有效\n');
});

test('the right to open receipts comes with a new link of an office, is listed, and goes with the next', async () => {
  expect((await desk('renew', '--division', '371522101', '--receipts')).code).toBe(2);
  const [file, record] = ['371522101/2016Q2/花名册.csv', '371522'];
  const { submission } = await city.submit(file, 'x');
  const receipt = `receipt?division=371522101&version=${submission.versionId}`;
  const office = addressIn((await desk('renew', '--division', record, '--receipts')).stdout).replace('/o/', '/t/');
  expect((await desk('list')).stdout).toContain('莘县：第 1 次发放，有效，可看下级回执\n');
  // The address that it leads to is good by a clock that S3 does not have here.
  const leads = async (page: string): Promise<number> =>
    (await fetch(`${page}/${receipt}`, { redirect: 'manual' })).status;
  expect(await leads(office)).toBe(302);
  const trail = await uplift(['audit', '2016Q2'], { environment: environmentOf(city.endpoint) });
  expect(trail.stdout).toMatch(/查看回执\t371522101 .*link 371522\.1/);
  const next = addressIn((await desk('renew', '--division', record)).stdout).replace('/o/', '/t/');
  expect([await leads(office), await leads(next)]).toEqual([403, 403]);
  expect(await statusOf(`${next}/quarter?period=2016Q2`)).toBe(200);
});

test('a county hands out the links of its townships on a sheet that only its user can read', async () => {
  const file = join(folder, 'links.html');
  expect((await desk('links', '--division', '371525', '-o', file)).code).toBe(0);
  const sheet = readFileSync(file, 'utf8');
  const due = CITY_PACK.register.townshipsWithin('371525').length;
  expect(sheet.match(/<svg/g)).toHaveLength(due + 1);
  expect(sheet).toContain(`${city.endpoint}/o/371525.1.`);
  expect(sheet).toContain('冠县定远寨镇');
  expect(sheet).not.toMatch(/<script|src=/);
  expect(statSync(file).mode & 0o077).toBe(0);
});

test('the page comes whole: every file that it names is there, packed, and kept for a year', async () => {
  const address = addressIn((await desk('links', '--division', '371525109')).stdout);
  const html = await (await fetch(address)).text();
  const names = html.match(/\/t\/-\/[\w.]+/g) ?? [];
  expect(names).toHaveLength(2);
  for (const name of names) {
    const { status, headers } = await fetch(new URL(name, address));
    expect([status, headers.get('content-encoding')]).toEqual([200, 'gzip']);
    expect(headers.get('cache-control')).toContain('immutable');
  }
  expect(await statusOf(new URL('/t/-/index.html', address).href)).toBe(404);
});
