import { expect, test } from 'vitest';
import type { Duplicate } from '../../shared/records/identities.ts';
import { noticesOf } from '../../shared/receipt/notice.ts';

const [HERE, THERE, COUNTY] = ['371525107', '371525108', '371525'];
const ref = (township: string, row: number) => ({ period: '2016Q2' as const, township, submissionId: township, row });
const duplicate: Duplicate = { period: '2016Q2', by: 'household', counted: ref(HERE, 4), dropped: [ref(THERE, 9)] };

test('a division that was told of duplicates is told when none is left, and nobody else is', () => {
  const first = noticesOf('2016Q2', [duplicate], []);
  expect(first.map(({ division }) => division)).toEqual([COUNTY, HERE, THERE]);
  const after = noticesOf('2016Q2', [], [], [HERE, THERE]);
  expect(after.map(({ division }) => division)).toEqual([HERE, THERE]);
  for (const { text, json } of after) {
    expect(text).toContain('此前通知的重复户已全部处理');
    expect(JSON.parse(json)).toMatchObject({ period: '2016Q2', duplicates: [] });
  }
  expect(noticesOf('2016Q2', [], [])).toEqual([]);
});
