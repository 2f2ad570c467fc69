/** What is told of a quarter in which something did not happen. */
import { describe, expect, it } from 'vitest';
import { CITY_PACK } from '../../cities/pack.ts';
import type { Decision } from '../../shared/ledger/decisions.ts';
import type { Submission } from '../../shared/ledger/submission.ts';
import { quarterWatch, watchedPeriod, type Watched } from '../../shared/office/quarter-watch.ts';
import { submission } from '../ledger/submission-fixture.ts';

const PERIOD = '2016Q2';
const TOWNSHIP = '371525108';
const REPORTED: Submission = submission({ division: TOWNSHIP, accepted: 3 });
const made = { at: '2016-07-01T00:00:00.000Z', by: '市扶贫办', reason: '测试' };

/** At eight in the morning of the city. */
const on = (day: string): Date => new Date(`${day}T00:00:00Z`);

const watched = (change: Partial<Watched> & { submissions?: Submission[]; decisions?: Decision[] } = {}): Watched => {
  const { submissions = [], decisions = [], ...rest } = change;
  return {
    pack: CITY_PACK,
    ledger: { period: PERIOD, submissions, decisions },
    hasUploads: submissions.length > 0,
    summaryAt: null,
    summaryDay: 16,
    ...rest,
  };
};

describe('nothing has arrived', () => {
  const nothing = (day: string, change = {}) => quarterWatch(on(day), watched(change)).nothingArrived;

  it('is told in the last three days of the window and on its last, and never before or after', () => {
    expect(['2016-07-11', '2016-07-12', '2016-07-15', '2016-07-16'].map((day) => nothing(day))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it('is not told when anything lies there, even if nothing of it counts', () => {
    expect(nothing('2016-07-13', { hasUploads: true })).toBe(false);
  });

  it('goes by the window as the office has moved it', () => {
    const later: Decision = { ...made, kind: 'window', opens: '2016-07-01', deadline: '2016-07-25' };
    expect(nothing('2016-07-13', { decisions: [later] })).toBe(false);
    expect(nothing('2016-07-22', { decisions: [later] })).toBe(true);
  });

  it('goes by the day of the city, which begins eight hours before that of the clock', () => {
    expect(quarterWatch(new Date('2016-07-11T15:59:59Z'), watched()).nothingArrived).toBe(false);
    expect(quarterWatch(new Date('2016-07-11T16:00:00Z'), watched()).nothingArrived).toBe(true);
  });
});

describe('a summary is missing', () => {
  const missing = (day: string, change = {}) =>
    quarterWatch(on(day), watched({ submissions: [REPORTED], ...change })).summaryMissing;

  it('from the day after it should have been made until there is one', () => {
    expect(['2016-07-16', '2016-07-17', '2016-09-30'].map((day) => missing(day))).toEqual([false, true, true]);
    expect(missing('2016-07-17', { summaryAt: '2016-07-16T22:05:00.000Z' })).toBe(false);
  });

  it('also where an office has asked for one before that day, by the days of the city', () => {
    expect(missing('2016-07-17', { summaryAt: '2016-07-15T15:59:59.000Z' })).toBe(true);
    expect(missing('2016-07-17', { summaryAt: '2016-07-15T16:00:00.000Z' })).toBe(false);
  });

  it('by the day that the stage has for it, and not at all where nobody says one', () => {
    expect(missing('2016-07-20', { summaryDay: 20 })).toBe(false);
    expect(missing('2016-07-21', { summaryDay: 20 })).toBe(true);
    expect(missing('2016-07-21', { summaryDay: null })).toBe(false);
  });

  it('only where something is to be summed up', () => {
    expect(missing('2016-07-17', { submissions: [] })).toBe(false);
    const withdrawn = submission({ division: TOWNSHIP, status: 'rejected', partitions: {} });
    expect(missing('2016-07-17', { submissions: [withdrawn] })).toBe(false);
  });
});

describe('the quarter', () => {
  it('is counted as everywhere else, and names who is missing', () => {
    const { period, deadline, due, received, late, missing } = quarterWatch(
      on('2016-07-10'),
      watched({ submissions: [REPORTED] }),
    );
    expect({ period, deadline, received, late }).toEqual({
      period: PERIOD,
      deadline: '2016-07-15',
      received: 1,
      late: 0,
    });
    expect(missing).toHaveLength(due - 1);
    expect(missing).not.toContain('冠县定远寨镇');
    expect(quarterWatch(on('2016-07-10'), watched()).missing).toContain('冠县定远寨镇');
    const withdrawn: Decision = { ...made, kind: 'withdraw', division: TOWNSHIP, versionIds: [REPORTED.versionId] };
    const { missing: then } = quarterWatch(
      on('2016-07-10'),
      watched({ submissions: [REPORTED], decisions: [withdrawn] }),
    );
    expect(then).toContain('冠县定远寨镇');
  });

  it('is the one that ended last, and none where its year has no programme', () => {
    expect(watchedPeriod(CITY_PACK, on('2016-07-01'))).toBe(PERIOD);
    expect(watchedPeriod(CITY_PACK, on('2016-06-30'))).toBe('2016Q1');
    expect(watchedPeriod(CITY_PACK, on('2046-07-01'))).toBeNull();
  });
});
