import { describe, expect, it } from 'vitest';
import { CITY_PACK } from '../../cities/pack.ts';
import { offeredPeriods, quarterView, type QuarterView } from '../../shared/door/quarter-view.ts';
import type { Decision } from '../../shared/ledger/decisions.ts';
import type { Submission } from '../../shared/ledger/submission.ts';
import { submission } from '../ledger/submission-fixture.ts';

const TOWNSHIP = '371525108';
const made = { by: '市扶贫办', reason: '试' } as const;

/** The submission of an upload at a minute of the day, under its own name. */
const upload = (minute: number, change: Partial<Submission> = {}): Submission =>
  submission({
    division: TOWNSHIP,
    versionId: `v${minute}`,
    key: `${TOWNSHIP}/2016Q2/花名册${minute}.xlsx`,
    acceptedAt: `2016-07-05T02:${String(minute).padStart(2, '0')}:00.000Z`,
    rows: 10,
    accepted: 10,
    ...change,
  });

const versionOf = ({ key, versionId, acceptedAt }: Submission) => ({ key, versionId, acceptedAt, size: 1_000 });

function viewOf(
  submissions: readonly Submission[],
  { decisions = [], now = '2016-07-05T04:00:00.000Z', unread = [] as readonly Submission[] } = {},
  known: readonly Decision[] = decisions,
): QuarterView {
  return quarterView({
    division: TOWNSHIP,
    ledger: { period: '2016Q2', submissions: [...submissions], decisions: [...known] },
    versions: [...submissions, ...unread].map(versionOf),
    now,
    pack: CITY_PACK,
  });
}

const states = ({ uploads }: QuarterView) => uploads.map(({ file, state }) => `${file} ${state}`);

describe('what a township is told of its quarter', () => {
  it('is what stands: a file that a later one corrected is settled by it, the newest stands first', () => {
    const bad = upload(1, { accepted: 8, rejected: 2, status: 'partly_accepted', errors: { N01: 2 } });
    expect(states(viewOf([bad]))).toEqual(['花名册1.xlsx to correct']);
    const view = viewOf([bad, upload(2)]);
    expect(states(view)).toEqual(['花名册2.xlsx counts', '花名册1.xlsx settled']);
    expect(view.uploads[1]?.correctedBy).toBe('花名册2.xlsx');
  });

  it('tells when an upload in parts was complete, as its receipt does, and keeps the order of uploads', () => {
    const parts = upload(1, { completedAt: '2016-07-05T02:30:00.000Z' });
    expect(viewOf([parts, upload(2)]).uploads.map(({ acceptedAt }) => acceptedAt)).toEqual([
      '2016-07-05T02:02:00.000Z',
      '2016-07-05T02:30:00.000Z',
    ]);
  });

  it('names a file that is still being read, and none of a program', () => {
    const lock = upload(3, { key: `${TOWNSHIP}/2016Q2/~$花名册.xlsx` });
    expect(states(viewOf([upload(1)], { unread: [upload(2), lock] }))).toEqual([
      '花名册2.xlsx reading',
      '花名册1.xlsx counts',
    ]);
  });

  it('shows a file in a wrong folder with the right place, in the quarter that it means or in every one', () => {
    const wrong = (key: string) => viewOf([], { unread: [upload(1, { key: `${TOWNSHIP}/${key}` })] });
    expect(states(wrong('2016q2/a.xlsx'))).toEqual(['a.xlsx misplaced']);
    expect(states(wrong('2016Q2/旧/a.xlsx'))).toEqual(['a.xlsx misplaced']);
    expect(states(wrong('a.xlsx'))).toEqual(['a.xlsx misplaced']);
    expect(states(wrong('2016q1/a.xlsx'))).toEqual([]);
    expect(wrong('2016q2/a.xlsx').uploads[0]?.result?.zh).toContain('应为 371525108/2016Q2/a.xlsx');
  });

  it('says what an office decided: withdrawn, closed, allowed until', () => {
    const withdraw: Decision = {
      kind: 'withdraw',
      at: '2016-07-05T03:00:00.000Z',
      ...made,
      division: TOWNSHIP,
      versionIds: ['v1'],
    };
    const lock: Decision = { kind: 'lock', at: '2016-07-05T03:01:00.000Z', ...made };
    expect(states(viewOf([upload(1)], {}, [withdraw]))).toEqual(['花名册1.xlsx withdrawn']);
    expect(viewOf([], {}, [lock])).toMatchObject({ state: 'locked', exceptionUntil: null });
    const until = '2016-07-20T16:00:00.000Z';
    const exception: Decision = {
      kind: 'exception',
      at: '2016-07-05T03:02:00.000Z',
      ...made,
      division: TOWNSHIP,
      until,
    };
    expect(viewOf([], {}, [lock, exception])).toMatchObject({ state: 'open', exceptionUntil: until });
  });

  it('tells open, late and not yet open apart by the city’s calendar', () => {
    const at = (now: string) => (({ state, isLate }) => [state, isLate])(viewOf([], { now }));
    expect(at('2016-06-30T15:59:59.000Z')).toEqual(['not yet open', false]);
    expect(at('2016-06-30T16:00:00.000Z')).toEqual(['open', false]);
    expect(at('2016-07-15T15:59:59.000Z')).toEqual(['open', false]);
    expect(at('2016-07-15T16:00:00.000Z')).toEqual(['open', true]);
  });

  it('offers the quarters that have ended and have a programme, the newest first', () => {
    expect(offeredPeriods(CITY_PACK, '2016-07-05T00:00:00.000Z').slice(0, 3)).toEqual(['2016Q2', '2016Q1', '2015Q4']);
    expect(offeredPeriods(CITY_PACK, '2030-01-01T00:00:00.000Z')[0]).toBe('2016Q4');
  });
});
