import { CITY_PACK } from '../../cities/pack.ts';
import { expect, test } from 'vitest';
import { labelledReceipt, publishReceipts, type ReceiptEffects } from '../../functions/ingest/receipts.ts';
import { checkFile, limitsFor, refusedFile, type CheckedFile } from '../../shared/check/file.ts';
import type { ReceiptPart } from '../../shared/ledger/keys.ts';
import { NO_CHANGES } from '../../shared/rows/merge.ts';
import { receiptOf } from '../../shared/receipt/receipt.ts';
import type { Submission } from '../../shared/ledger/submission.ts';
import { writeWorkbook } from '../../shared/sheet/write.ts';
import { DIVISION, household, open, PERIOD, sheetOf } from './fixture.ts';

const KEY = `${DIVISION}/${PERIOD}/花名册.xlsx`;
const ACCEPTED_AT = '2016-07-05T01:02:03.000Z';

const check = (bytes: Uint8Array): CheckedFile =>
  checkFile(
    bytes,
    { ...CITY_PACK.at(PERIOD), division: DIVISION, fileName: '花名册.xlsx', receivedOn: '2016-07-05' },
    limitsFor(DIVISION),
  );

function partsOf(checked: CheckedFile) {
  const file = { key: KEY, versionId: 'v1', acceptedAt: ACCEPTED_AT, bytes: 1, sha256: '0'.repeat(64) };
  return labelledReceipt(receiptOf(file, checked, { pack: CITY_PACK, changes: NO_CHANGES }), checked, 'v1~r1');
}

test('a file with problems gets all four parts', () => {
  const parts = partsOf(check(writeWorkbook([sheetOf([household(1), household(2, { household_size: '三口' })])])));
  expect([...parts.keys()].toSorted()).toEqual(['html', 'json', 'marked.xlsx', 'txt']);
  expect(open(parts.get('marked.xlsx')?.content as Uint8Array).sheets).toHaveLength(3);
});

test('a clean file, one that cannot be read and one that belongs nowhere have no marked workbook', () => {
  for (const checked of [
    check(writeWorkbook([sheetOf([household(1)])])),
    check(new TextEncoder().encode('%PDF-1.7')),
    refusedFile('F14'),
  ]) {
    const parts = partsOf(checked);
    expect([...parts.keys()]).toEqual(['json', 'html', 'txt']);
    expect(parts.get('html')?.content).toContain('扶贫季报接收回执');
  }
});

test('the text appears last, and parts of an earlier judgement that has more of them go away', async () => {
  const slot = { ...CITY_PACK.at(PERIOD), division: DIVISION, fileName: '花名册.xlsx' } as const;
  const version = { key: KEY, versionId: 'v1', acceptedAt: ACCEPTED_AT, size: 1, slot };
  const committed = {
    ...slot,
    ...version,
    submissionId: 'v1~r2',
    status: 'accepted',
    receiptParts: ['json', 'html', 'txt'],
  } as unknown as Submission;
  const events: string[] = [];
  const effects: ReceiptEffects = {
    pack: CITY_PACK,
    write: async () => {},
    receiptIsOf: async () => 'v1~r1',
    copy: async (from, to) => {
      // The largest part ends after all that does not wait for it; the text must wait.
      if (to.endsWith('.html')) await new Promise((resolve) => setImmediate(resolve));
      expect(from).toContain('v1~r2');
      events.push(`copy ${to.slice(to.indexOf('.v1.') + 4)}`);
      return true;
    },
    remove: async (key) => void events.push(`remove ${key.slice(key.indexOf('.v1.') + 4)}`),
    findSubmissions: async () => [{ period: PERIOD, submissions: [committed], decisions: [] }],
    audit: async () => {},
  };
  await publishReceipts(version, committed, 'clerk', effects);
  expect(events).toContain('remove marked.xlsx' satisfies `remove ${ReceiptPart}`);
  expect(events.at(-1)).toBe('copy receipt.txt');
});
