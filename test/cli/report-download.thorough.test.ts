import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fetchFiles, OutsideError, type ReadPart } from '../../cli/report-download.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const LARGE = Uint8Array.from({ length: 9_000_000 }, (_, index) => (index * 7) % 251);
const SERVED = new Map<string, Uint8Array>([
  ['tables/R01.csv', new TextEncoder().encode('数字,1\r\n')],
  ['records.parquet', LARGE],
  ['empty.txt', new Uint8Array()],
]);
const MANIFEST = new Map([...SERVED].map(([name, bytes]) => [name, { sha256: sha256(bytes), bytes: bytes.length }]));

let folder: string;
let asked: { name: string; from: number }[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'download-'));
  asked = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const from =
  (served: ReadonlyMap<string, Uint8Array>): ReadPart =>
  async (name, start, length) => {
    asked.push({ name, from: start });
    return served.get(name)?.subarray(start, start + length) ?? null;
  };
const fetchNow = (readPart: ReadPart = from(SERVED), files = MANIFEST) =>
  fetchFiles({ files, folder, readPart, progress: () => undefined });
const there = (name: string): Buffer => readFileSync(join(folder, name));

test('every file is fetched with its bytes, a second time none is', async () => {
  expect(await fetchNow()).toMatchObject({ fetched: [...SERVED.keys()], kept: [], bad: [] });
  for (const [name, bytes] of SERVED) expect(there(name).equals(bytes)).toBe(true);
  asked = [];
  expect(await fetchNow()).toMatchObject({ fetched: [], kept: [...SERVED.keys()] });
  expect(asked).toEqual([]);
});

test('a fetch that was cut goes on where it ended, and leaves no file that looks whole', async () => {
  const cut: ReadPart = async (name, start, length) => {
    if (start > 4_000_000) throw new Error('the network is gone');
    return from(SERVED)(name, start, length);
  };
  await expect(fetchNow(cut)).rejects.toThrow('the network is gone');
  expect(existsSync(join(folder, 'records.parquet'))).toBe(false);
  asked = [];
  expect(await fetchNow()).toMatchObject({ resumed: ['records.parquet'], kept: ['tables/R01.csv'] });
  expect(Math.min(...asked.filter(({ name }) => name === 'records.parquet').map((one) => one.from))).toBeGreaterThan(0);
  expect(there('records.parquet').equals(LARGE)).toBe(true);
});

test('a part of other bytes is thrown away and the file fetched whole', async () => {
  await fetchNow();
  rmSync(join(folder, 'records.parquet'));
  writeFileSync(join(folder, 'records.parquet.part'), new Uint8Array(5_000_000));
  expect(await fetchNow()).toMatchObject({ fetched: ['records.parquet'], bad: [] });
  expect(there('records.parquet').equals(LARGE)).toBe(true);
});

test('a part that is longer than the file is thrown away too', async () => {
  writeFileSync(join(folder, 'records.parquet.part'), new Uint8Array(LARGE.length + 1));
  expect((await fetchNow()).fetched).toContain('records.parquet');
});

test('a file on this machine that was changed or cut is named and fetched again', async () => {
  await fetchNow();
  writeFileSync(join(folder, 'tables/R01.csv'), '数字,2\r\n');
  writeFileSync(join(folder, 'records.parquet'), LARGE.subarray(0, 100));
  const mended = ['tables/R01.csv', 'records.parquet'];
  expect(await fetchNow()).toMatchObject({ mended, fetched: mended, bad: [] });
  expect(there('tables/R01.csv').toString()).toBe('数字,1\r\n');
});

test('a file that the server has changed, cut or lost is named and not kept, not even an older one', async () => {
  const changed = new TextEncoder().encode('数字,9\r\n');
  const served = new Map([...SERVED, ['tables/R01.csv', changed] as const, ['records.parquet', LARGE.subarray(0, 9)]]);
  writeFileSync(join(folder, 'records.parquet'), 'what was there');
  expect(await fetchNow(from(served))).toMatchObject({
    bad: ['tables/R01.csv', 'records.parquet'],
    fetched: ['empty.txt'],
  });
  for (const name of ['tables/R01.csv', 'records.parquet', 'records.parquet.part'])
    expect(existsSync(join(folder, name))).toBe(false);
  served.delete('records.parquet');
  expect((await fetchNow(from(served))).bad).toContain('records.parquet');
});

test('a manifest that names a file outside the folder is refused before anything is written there', async () => {
  for (const name of ['../outside.txt', '/outside.txt', 'tables/../../outside.txt', '', '.', 'tables/..'])
    await expect(fetchNow(from(SERVED), new Map([[name, { sha256: '', bytes: 1 }]]))).rejects.toThrow(OutsideError);
});
