import { CITY_PACK } from '../../cities/pack.ts';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { generateCity } from '../../cli/generate/city.ts';
import type { ExpectedFinding } from '../../cli/generate/dirty.ts';
import { LIAOCHENG } from './liaocheng.ts';
import { findUploads } from '../../cli/upload-files.ts';
import { checkFile } from '../../shared/check/check-file.ts';
import { parseUploadKey } from '../../shared/ledger/keys.ts';
import { TABLES } from '../../shared/schema/tables.ts';

const out = mkdtempSync(join(tmpdir(), 'dirty-city-'));
afterAll(() => rmSync(out, { recursive: true }));

it('every error put into the dirty city is found where it was put, and nothing else is', async () => {
  await generateCity({
    pack: CITY_PACK,
    out,
    periods: ['2016Q2'],
    townships: Object.values(LIAOCHENG.figures.faults ?? {}),
    dirty: true,
  });
  const header = new Map(TABLES[0]?.columns.map(({ field, header: text }) => [field, text]));
  const expected = (JSON.parse(readFileSync(join(out, 'expected-findings.json'), 'utf8')) as ExpectedFinding[]).map(
    ({ file, row, rule, column }) => `${file} ${row} ${rule} ${header.get(column)}`,
  );
  const found = findUploads(out).uploads.flatMap((key) => {
    const slot = parseUploadKey(key, CITY_PACK);
    if (!slot) throw new Error(key);
    return checkFile(readFileSync(join(out, key)), {
      ...CITY_PACK.at(slot.period),
      ...slot,
      receivedOn: '2016-07-15',
    }).findings.map(({ row, rule, column }) => `${key} ${row} ${rule} ${column}`);
  });
  expect(found.sort()).toEqual(expected.sort());
  expect(expected.length).toBeGreaterThan(55);
});
