import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Restatement } from '../../shared/publication/restatement.ts';
import { householdsOf } from '../generate/liaocheng.ts';
import { townshipFile } from './city-files.ts';
import { type CityStack, startCity } from './city-stack.ts';
import { environmentOf, uplift as runUplift, type Ended } from './programs.ts';

const PERIOD = '2016Q2';
const TOWNSHIP = '371525108';
const folder = mkdtempSync(join(tmpdir(), 'published-'));

let city: CityStack;
const uplift = (...words: string[]): Promise<Ended> =>
  runUplift(words, { environment: environmentOf(city.endpoint), cwd: folder });

/** Three revisions: a township, one household fewer persons in it, and a second township. */
beforeAll(async () => {
  city = await startCity();
  const rows = householdsOf(TOWNSHIP, PERIOD).slice(0, 60);
  const at = rows.findIndex((row) => (row.uplift_persons ?? 0) > 1);
  const corrected = rows.map((row, index) =>
    index === at ? { ...row, uplift_persons: (row.uplift_persons ?? 0) - 1 } : row,
  );
  const other = '371502004';
  for (const [name, division, records] of [
    ['季报.csv', TOWNSHIP, rows],
    ['季报更正.csv', TOWNSHIP, corrected],
    ['邻镇.csv', other, householdsOf(other, PERIOD).slice(0, 60)],
  ] as const) {
    await city.put(`${division}/${PERIOD}/${name}`, townshipFile(division, PERIOD, records));
    await city.idle();
    expect((await uplift('summarize', PERIOD, '--json')).code).toBe(0);
  }
});
afterAll(async () => {
  await city.close();
  rmSync(folder, { recursive: true, force: true });
});

test('compare says what changed between any two revisions, with the names of the files', async () => {
  const near = JSON.parse((await uplift('compare', PERIOD, 'rev-1', 'rev-2', '--json')).stdout) as Restatement;
  expect(near.submissions.map((one) => (one as { readonly key?: string }).key)).toEqual([
    `${TOWNSHIP}/${PERIOD}/季报更正.csv`,
  ]);
  const published = JSON.parse(
    await city.read('reports', `reports/${PERIOD}/rev-2/internal/restatement.json`),
  ) as Restatement;
  expect(near.moved).toEqual(published.moved);
  const total = { table: 'R01', row: 'R01.total.quarter', level: 'city', difference: -1 };
  expect(near.moved).toContainEqual(expect.objectContaining(total));

  const { code, stdout } = await uplift('compare', PERIOD, '1', '3', '--out', 'compared');
  expect(code).toBe(0);
  expect(stdout).toContain('第3版与第1版相比');
  for (const name of ['季报更正.csv', '邻镇.csv']) expect(stdout).toContain(name);
  const page = readFileSync(join(folder, 'compared/restatement.html'), 'utf8');
  expect(page).toContain('第1版 → 第3版');
  expect(page).not.toContain('邻镇.csv');
  expect((await uplift('compare', PERIOD, '3', '3')).stdout).toContain('没有数字变动');
  const refused = await uplift('compare', PERIOD, 'rev-1', 'rev-9');
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain('没有第9版，最新的是第3版');
});

test('download brings a revision, keeps what is right, and names and mends what is not', async () => {
  const first = await uplift('download', PERIOD, '--out', 'reports');
  expect(first).toMatchObject({ code: 0, stderr: '' });
  const place = join(folder, 'reports', PERIOD, 'rev-3/internal');
  const summary = readFileSync(join(place, 'summary.json'), 'utf8');
  expect(summary).toBe(await city.read('reports', `reports/${PERIOD}/rev-3/internal/summary.json`));
  writeFileSync(join(place, 'summary.json'), summary.replace('2016', '2017'));
  const again = await uplift('download', '--out', 'reports', '--json');
  expect(JSON.parse(again.stdout)).toMatchObject({
    revisions: [{ mended: ['summary.json'], fetched: ['summary.json'] }],
  });
  expect(again.stderr).toContain('summary.json：本机原有的文件与清单不符');
  expect(readFileSync(join(place, 'summary.json'), 'utf8')).toBe(summary);
});

test('download of the public edition needs its own manifest alone, and refuses a file that was changed on the server', async () => {
  const prefix = `reports/${PERIOD}/rev-1/public/`;
  const manifest = JSON.parse(await city.read('reports', `${prefix}manifest.json`)) as { readonly outputs: object };
  const [name = ''] = Object.keys(manifest.outputs);
  expect((await uplift('download', PERIOD, '--edition', 'public', '--revision', '1', '--out', 'open')).code).toBe(0);
  await city.putReport(prefix + name, '改过');
  const { code, stderr } = await uplift('download', PERIOD, '--edition', 'public', '--revision', '1', '--out', 'open2');
  expect(code).toBe(1);
  expect(stderr).toContain(`${name}：服务器上的文件缺失或与清单的哈希值不符`);
});
