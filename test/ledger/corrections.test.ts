import { describe, expect, test } from 'vitest';
import { correctionOf, isUnsound } from '../../shared/ledger/corrections.ts';
import type { Submission } from '../../shared/ledger/submission.ts';

const TOWNSHIP = '371525108';

/** An upload of the township at a minute of the day. */
function upload(minute: number, rows: number, rejected = 0, rest: Partial<Submission> = {}): Submission {
  const accepted = rows - rejected;
  return {
    submissionId: `v${minute}~r1`,
    versionId: `v${minute}`,
    acceptedAt: `2016-07-05T02:${String(minute).padStart(2, '0')}:00.000Z`,
    division: TOWNSHIP,
    key: `${TOWNSHIP}/2016Q2/花名册${minute}.xlsx`,
    kinds: rows === 0 ? [] : ['household'],
    status: rejected === 0 ? 'accepted' : accepted > 0 ? 'partly_accepted' : 'rejected',
    replacement: false,
    rows,
    accepted,
    rejected,
    errors: {},
    ...rest,
  } as Submission;
}

const settledBy = (...[first, ...later]: Submission[]): string | null =>
  correctionOf(first!, [first!, ...later])?.versionId ?? null;

test('a file of which rows were rejected is settled by the whole file again, taken in full', () => {
  expect(settledBy(upload(1, 10, 2))).toBeNull();
  expect(settledBy(upload(1, 10, 2), upload(2, 10))).toBe('v2');
  expect(settledBy(upload(1, 10, 2), upload(2, 12))).toBe('v2');
});

test('a smaller file under another name may be of another village, and settles nothing', () => {
  expect(settledBy(upload(1, 10, 2), upload(2, 9))).toBeNull();
});

test('a smaller file under the same name, or a full replacement, settles it', () => {
  const { key } = upload(1, 10, 2);
  expect(settledBy(upload(1, 10, 2), upload(2, 9, 0, { key }))).toBe('v2');
  expect(settledBy(upload(1, 10, 2), upload(2, 9, 0, { replacement: true }))).toBe('v2');
});

test('a file with rejected rows takes the place of an earlier one, and is itself to be corrected', () => {
  const [first, second, third] = [upload(1, 10, 2), upload(2, 10, 1), upload(3, 10)];
  expect(settledBy(first, second)).toBe('v2');
  expect(isUnsound(second)).toBe(true);
  expect(settledBy(second)).toBeNull();
  expect(settledBy(first, second, third)).toBe('v3');
  expect(settledBy(second, third)).toBe('v3');
});

describe.each(['rejected', 'failed'] as const)('a file of which nothing was read, as it is %s,', (status) => {
  const unread = upload(1, 0, 0, { status, key: `${TOWNSHIP}/2016Q2/花名册.xls` });

  test('is settled by one that is named after it, or replaces everything', () => {
    expect(isUnsound(unread)).toBe(true);
    for (const name of ['花名册.xls', '花名册.xlsx', '花名册(改).xlsx', '花名册 第2次.csv'])
      expect(settledBy(unread, upload(2, 5, 0, { key: `${TOWNSHIP}/2016Q2/${name}` })), name).toBe('v2');
    expect(settledBy(unread, upload(2, 5, 0, { replacement: true }))).toBe('v2');
  });

  test('is not settled by another file, which happened to come after it, or by one of which nothing counts', () => {
    expect(settledBy(unread, upload(2, 5, 0, { key: `${TOWNSHIP}/2016Q2/b-正确.xlsx` }))).toBeNull();
    expect(settledBy(unread, upload(2, 0, 0, { status, key: unread.key }))).toBeNull();
  });
});

test('a file of another unit or quarter is settled by whatever the division sends next of the same table', () => {
  for (const rule of ['F20', 'F07']) {
    const wrong = upload(1, 500, 500, { errors: { [rule]: 1 } });
    expect(settledBy(wrong)).toBeNull();
    expect(settledBy(wrong, upload(2, 300))).toBe('v2');
    expect(settledBy(wrong, upload(2, 300, 0, { kinds: ['finance'] }))).toBeNull();
  }
});

test('nothing settles what came after it', () => {
  const [clean, bad] = [upload(1, 10), upload(2, 10, 2)];
  expect(correctionOf(bad, [clean, bad])).toBeNull();
});

test('a file of another table or another division settles nothing', () => {
  expect(settledBy(upload(1, 10, 2), upload(2, 10, 0, { kinds: ['finance'] }))).toBeNull();
  expect(settledBy(upload(1, 10, 2), upload(2, 10, 0, { division: '371525' }))).toBeNull();
  expect(settledBy(upload(1, 10, 2), upload(2, 10, 0, { kinds: ['finance', 'household'] }))).toBe('v2');
});

test('a file all of whose rows were rejected settles nothing, not even under the same name', () => {
  const { key } = upload(1, 10, 2);
  expect(settledBy(upload(1, 10, 2), upload(2, 10, 10, { key }))).toBeNull();
});
