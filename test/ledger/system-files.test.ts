import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CITY_PACK } from '../../cities/pack.ts';
import { isSystemFile, SYSTEM_FILES } from '../../shared/ledger/system-files.ts';
import { routed } from '../../shared/ledger/versions-in-scope.ts';

const SLOT = '371525108/2016Q2';

test.each([
  '~$花名册.xlsx',
  '.~花名册.xlsx',
  '.~lock.花名册.ods#',
  '.DS_Store',
  '._花名册.xlsx',
  'Thumbs.db',
  'THUMBS.DB',
  'desktop.ini',
  'Desktop.ini',
  '花名册.xlsx.crdownload',
  '花名册.xlsx.part',
  '~WRL0001.tmp',
  '__MACOSX/花名册.xlsx',
])('%s is no report, wherever it lies', (name) => {
  for (const folder of [`${SLOT}/`, `${SLOT}/村/`, '371525108/', ''])
    expect(isSystemFile({ key: `${folder}${name}`, size: 165 }), folder).toBe(true);
  const version = { key: `${SLOT}/${name}`, versionId: 'v', acceptedAt: '2016-07-05T00:00:00.000Z', size: 165 };
  expect(routed([version], CITY_PACK)).toEqual([]);
});

test('the empty object that stands for a folder is none either, and one with content is', () => {
  for (const key of [`${SLOT}/`, '371525108/', '资料/']) {
    expect(isSystemFile({ key, size: 0 })).toBe(true);
    expect(isSystemFile({ key, size: 1 })).toBe(false);
  }
});

test.each([
  '花名册.xlsx',
  '~花名册.xlsx',
  '$花名册.xlsx',
  '花名册.tmp.xlsx',
  '.花名册.xlsx',
  'part.csv',
  'desktop.ini.csv',
  '花名册part',
  '无扩展名',
  'Thumbs.db 花名册.xlsx',
])('%s is a report, empty or not', (name) => {
  for (const size of [0, 165]) expect(isSystemFile({ key: `${SLOT}/${name}`, size })).toBe(false);
});

test('docs/quirks.md names each of them', () => {
  const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'quirks.md'), 'utf8');
  for (const name of SYSTEM_FILES) expect(page).toContain(`\`${name}\``);
});
