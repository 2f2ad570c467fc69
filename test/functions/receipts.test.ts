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
    remove: async (key) => {
      if (key.endsWith('.xlsx')) await new Promise((resolve) => setImmediate(resolve));
      events.push(`remove ${key.slice(key.indexOf('.v1.') + 4)}`);
    },
    findSubmissions: async () => [{ period: PERIOD, submissions: [committed], decisions: [] }],
    audit: async () => {},
    published: ({ versionId }) => void events.push(`published ${versionId}`),
  };
  await publishReceipts(version, committed, 'clerk', effects);
  // The text of the earlier one goes before anything takes its place.
  expect(events.slice(0, 2)).toEqual(['remove marked.xlsx' satisfies `remove ${ReceiptPart}`, 'remove receipt.txt']);
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

/** A version that has its receipt, and where the parts of it lie. */
async function answered(): Promise<{ readonly city: MemoryCity; readonly keys: readonly string[] }> {
  const city = new MemoryCity();
  city.put('v1', ACCEPTED_AT, upload(TOWNSHIPS[0], [0, { household: 1, kind: 'bad' }]));
  await city.deliver('v1');
  const keys = [...city.objects.keys()].filter((key) => !key.startsWith('drafts/')).sort();
  expect(keys).toHaveLength(4);
  return { city, keys };
}

test('a part of another judgement beside the text is found and mended by the next delivery', async () => {
  const { city, keys } = await answered();
  const before = keys.map((key) => city.objects.get(key)?.content);
  for (const key of keys.filter((one) => !one.endsWith('.txt'))) {
    city.objects.set(key, { content: 'x', type: 'text/plain', labels: { [SUBMISSION_LABEL]: 'v1~r0~x' } });
    await city.deliver('v1');
    expect(keys.map((one) => city.objects.get(one)?.content)).toEqual(before);
  }
});

test('a death between two copies leaves no text, so that the sweep finds the version unanswered', async () => {
  const { city, keys } = await answered();
  const text = keys.find((key) => key.endsWith('.txt')) ?? '';
  const old = city.objects.get(text);
  if (old) city.objects.set(text, { ...old, labels: { [SUBMISSION_LABEL]: 'v1~r0~x' } });
  let copies = 0;
  const dying = {
    ...city.ingestEffects(),
    copy: async () => {
      if (++copies > 1) throw new Error('died');
      return true;
    },
  };
  await expect(city.deliver('v1', { effects: dying })).rejects.toThrow('died');
  expect(city.objects.has(text)).toBe(false);
  await city.deliver('v1');
  expect(city.objects.get(text)).toEqual(old);
});

test.each([
  ['a file that was read', false],
  ['a file that was given up', true],
])('the receipt of %s is made again when it is lost and its draft has expired', async (_, isRefused) => {
  const city = new MemoryCity();
  city.put('v0', ACCEPTED_AT, upload(TOWNSHIPS[0], [2]));
  city.put('v1', ACCEPTED_AT, upload(TOWNSHIPS[0], [0, 1]));
  if (isRefused) city.refused.add('v1');
  await city.deliver('v0');
  await city.deliver('v1');
  const [before, committed] = [new Map(city.objects), city.ledger.get('v1')];
  city.objects.clear();
  await city.deliver('v1');
  expect(city.ledger.get('v1')).toEqual(committed);
  for (const [key, body] of city.objects) expect(body, key).toEqual(before.get(key));
  expect([...city.objects.keys()].filter((key) => key.includes('.v1.'))).toHaveLength(3);
});
