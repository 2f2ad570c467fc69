import { CITY_PACK } from '../../cities/pack.ts';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { checkFile } from '../../shared/check/check-file.ts';
import { limitsFor } from '../../shared/check/file-limits.ts';
import { readWorkbook } from '../../shared/sheet/read.ts';
import { processorSeconds } from '../processor-time.ts';
import { bytesOf } from '../golden/files/golden-file.ts';
import { HOSTILE } from './hostile-files.ts';

const TOWNSHIP = '371525108';
/** Seconds of processor time. */
const LONGEST = 5;
/** Of the ingest function (infra/stages.json), of which some is its code's. */
const FUNCTION_MEGABYTES = 1024 - 150;
const SLOT = { ...CITY_PACK.at('2016Q2'), division: TOWNSHIP, fileName: 'a.xlsx', receivedOn: '2016-07-05' } as const;

function outcomeOf(bytes: Uint8Array): string {
  const result = readWorkbook(bytes, limitsFor(TOWNSHIP));
  if ('refused' in result) return `${result.refused} ${result.detail.zh} ${result.detail.en}`;
  for (const { rows } of result.sheets)
    for (const cells of rows)
      for (const cell of cells)
        if (typeof cell === 'string' && (!cell.isWellFormed() || cell.includes('\0'))) return 'broken text';
  return `read ${result.sheets[0]?.rows.length ?? 'nothing'}`;
}

const folder = mkdtempSync(join(tmpdir(), 'hostile-'));
afterAll(() => rmSync(folder, { recursive: true }));

test.each(HOSTILE)('$name', ({ name, make, outcome }) => {
  const bytes = make();
  writeFileSync(join(folder, name.replaceAll('/', '')), bytes);
  expect(processorSeconds(() => expect(outcomeOf(bytes)).toMatch(outcome))).toBeLessThan(LONGEST);
});

test('none of them asks for more memory than the function has', () => {
  const script = fileURLToPath(new URL('hostile-memory.ts', import.meta.url));
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', script, folder],
    {
      encoding: 'utf8',
    },
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(Number(stdout)).toBeLessThan(FUNCTION_MEGABYTES);
});

describe('cut off at each sixteenth', () => {
  const ROSTERS = [
    'poi/roster.xls',
    'sheetjs/roster.xlsb',
    'openpyxl/roster.xlsx',
    'libreoffice/roster.ods',
    'by-hand/excel-page.xls',
    'python-csv/roster-utf8.csv',
    'python-csv/roster-gb18030.csv',
    'python-csv/roster-unicode-text.txt',
  ];
  test.each(ROSTERS)('%s is refused, or no row is lost between reading and judging', (file) => {
    const whole = bytesOf(file);
    for (let sixteenth = 0; sixteenth < 16; sixteenth++) {
      const { status, rows, accepted, rejected } = checkFile(
        whole.subarray(0, Math.floor((whole.length * sixteenth) / 16)),
        SLOT,
      );
      expect(rows).toBe(accepted + rejected);
      // A binary file that is not all there is none.
      if (!/csv|txt|page/.test(file)) expect([status, rows]).toEqual(['rejected', 0]);
      else expect(accepted).toBeLessThanOrEqual(6);
    }
  });
});
