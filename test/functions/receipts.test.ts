import { TOWNSHIPS } from '../simulation/workload.ts';
import { MemoryCity, upload } from './memory.ts';
import { expect, test } from 'vitest';
import { CITY_PACK } from '../../cities/pack.ts';
import {
  labelledReceipt,
  publishReceipts,
  SUBMISSION_LABEL,
  type ReceiptEffects,
} from '../../functions/ingest/receipts.ts';
import type { ReceiptPart } from '../../shared/ledger/keys.ts';
import type { Submission } from '../../shared/ledger/submission.ts';
import { check, DIVISION, FAULTY_FILE, PERIOD, receiptFor } from '../receipt/fixture.ts';

const KEY = `${DIVISION}/${PERIOD}/花名册.xlsx`;
const ACCEPTED_AT = '2016-07-05T01:02:03.000Z';

test('every part of a receipt is labelled with its submission', () => {
  const checked = check(FAULTY_FILE);
  const parts = labelledReceipt(receiptFor(checked), checked, 'v1~r1');
  expect([...parts.keys()]).toEqual(['json', 'html', 'marked.xlsx', 'txt']);
  for (const { labels } of parts.values()) expect(labels).toEqual({ [SUBMISSION_LABEL]: 'v1~r1' });
});

test('the text appears last, and parts that only an earlier judgement has go away', async () => {
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
      // A large part takes longer than the text, and the text must still wait for it.
      if (to.endsWith('.html')) await new Promise((resolve) => setImmediate(resolve));
      expect(from).toContain('v1~r2');
      events.push(`copy ${to.slice(to.indexOf('.v1.') + 4)}`);
      return true;
    },
    remove: async (key) => void events.push(`remove ${key.slice(key.indexOf('.v1.') + 4)}`),
    findSubmissions: async () => [{ period: PERIOD, submissions: [committed], decisions: [] }],
    audit: async () => {},
    published: ({ versionId }) => void events.push(`published ${versionId}`),
  };
  await publishReceipts(version, committed, 'clerk', effects);
  expect(events).toContain('remove marked.xlsx' satisfies `remove ${ReceiptPart}`);
  expect(events.slice(-2)).toEqual(['copy receipt.txt', 'published v1']);
});

test('each receipt is told once, when it is there, with the time of its upload: of a report and of a misplaced file', async () => {
  const city = new MemoryCity();
  city.put('report', ACCEPTED_AT, upload(TOWNSHIPS[0], [0, 1]));
  city.putFile('nowhere', ACCEPTED_AT, '花名册.csv', new TextEncoder().encode('x'));
  for (const version of ['report', 'nowhere', 'report', 'nowhere']) await city.deliver(version);
  expect(city.answered.map(({ versionId, acceptedAt }) => [versionId, acceptedAt])).toEqual([
    ['report', ACCEPTED_AT],
    ['nowhere', ACCEPTED_AT],
  ]);
  expect(Object.keys(city.answered[1]?.errors ?? {})).toEqual(['F14']);
});
