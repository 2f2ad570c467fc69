import { CITY_PACK } from '../../cities/pack.ts';
import { describe, expect, test } from 'vitest';
import {
  admissionOf,
  Decision,
  exceptionsAt,
  newerThan,
  nilReturns,
  signedRevisions,
  stateOf,
  timeAfter,
  windowAt,
  withdrawnAt,
} from '../../shared/ledger/decisions.ts';
import { standingSubmissions } from '../../shared/ledger/manifest.ts';
import type { Submission } from '../../shared/ledger/submission.ts';
import { submission } from './submission-fixture.ts';

const TOWNSHIP = '371525108';
const by = { by: '市扶贫办', reason: '测试' };
const decided = (at: string, decision: object): Decision => Decision.parse({ at: `2016-${at}Z`, ...by, ...decision });
const admitted = (at: string, decisions: readonly Decision[], division = TOWNSHIP) =>
  admissionOf(CITY_PACK.at('2016Q2'), division, decisions, `2016-${at}Z`);

describe('the window of 2016Q2, 1 to 15 July by the clock of Shanghai', () => {
  test.each([
    ['06-30T15:59:59.999', false, 'not yet open'],
    ['06-30T16:00:00.000', false, 'open'],
    ['07-15T15:59:59.999', false, 'open'],
    ['07-15T16:00:00.000', true, 'open'],
  ])('at %s UTC: late %s, the period %s', (at, late, state) => {
    expect(admitted(at, [])).toMatchObject({ late, state });
  });

  test('moves when the office says so, for files accepted from then on', () => {
    const moved = [decided('07-10T00:00:00.000', { kind: 'window', opens: '2016-07-01', deadline: '2016-07-25' })];
    expect(admitted('07-20T00:00:00.000', moved)).toMatchObject({ late: false, window: { deadline: '2016-07-25' } });
    expect(windowAt(CITY_PACK.at('2016Q2'), moved, '2016-07-09T00:00:00.000Z').deadline).toBe('2016-07-15');
  });
});

test('a decision takes effect later than each that it is made on', () => {
  const known = ['07-12T00:00:00.000', '07-11T00:00:00.000'].map((at) => decided(at, { kind: 'lock' }));
  expect(timeAfter(known, '2016-07-13T00:00:00.000Z')).toBe('2016-07-13T00:00:00.000Z');
  expect(timeAfter(known, '2016-07-12T00:00:00.000Z')).toBe('2016-07-12T00:00:00.001Z');
  expect(timeAfter([], '2016-07-12T00:00:00.000Z')).toBe('2016-07-12T00:00:00.000Z');
});

describe('a lock', () => {
  const lock = decided('07-20T00:00:00.000', { kind: 'lock' });

  test('refuses what is accepted from its instant on, and nothing before, whenever that is read', () => {
    expect(admitted('07-19T23:59:59.999', [lock]).state).toBe('open');
    expect(admitted('07-20T00:00:00.000', [lock]).state).toBe('locked');
  });

  test('ends with an unlock', () => {
    const open = [lock, decided('07-21T00:00:00.000', { kind: 'unlock' })];
    expect(admitted('07-20T12:00:00.000', open).state).toBe('locked');
    expect(admitted('07-21T00:00:00.000', open).state).toBe('open');
  });

  test('has exceptions: of one division, from the decision to its end', () => {
    const excepted = [
      lock,
      decided('07-21T00:00:00.000', { kind: 'exception', division: TOWNSHIP, until: '2016-07-22T00:00:00.000Z' }),
    ];
    expect(admitted('07-20T23:00:00.000', excepted).state).toBe('locked');
    expect(admitted('07-21T00:00:00.000', excepted).state).toBe('open');
    expect(admitted('07-21T00:00:00.000', excepted, '371525107').state).toBe('locked');
    expect(admitted('07-22T00:00:00.000', excepted).state).toBe('locked');
  });
});

test('an exception that is taken back lets in what came before, and nothing after', () => {
  const excepted = [
    decided('07-20T00:00:00.000', { kind: 'lock' }),
    decided('07-21T00:00:00.000', { kind: 'exception', division: TOWNSHIP, until: '2016-07-25T00:00:00.000Z' }),
    decided('07-22T00:00:00.000', { kind: 'undo-exception', division: TOWNSHIP }),
  ];
  expect(admitted('07-21T12:00:00.000', excepted).state).toBe('open');
  expect(admitted('07-22T00:00:00.000', excepted).state).toBe('locked');
  expect(exceptionsAt(excepted, '2016-07-21T12:00:00.000Z').has(TOWNSHIP)).toBe(true);
  expect(exceptionsAt(excepted, '2016-07-22T00:00:00.000Z').has(TOWNSHIP)).toBe(false);
});

test('a file is late no longer when the deadline is moved behind it; the newest deadline decides', () => {
  const late = submission({ division: TOWNSHIP, acceptedAt: '2016-07-18T00:00:00.000Z', late: true });
  const moved = (at: string, deadline: string) => decided(at, { kind: 'window', opens: '2016-07-01', deadline });
  const isLate = (...decisions: Decision[]) =>
    standingSubmissions({ period: '2016Q2', submissions: [late], decisions }).map((one) => one.late);
  expect(isLate()).toEqual([true]);
  expect(isLate(moved('07-19T00:00:00.000', '2016-07-18'))).toEqual([false]);
  expect(isLate(moved('07-19T00:00:00.000', '2016-07-17'))).toEqual([true]);
  expect(isLate(moved('07-19T00:00:00.000', '2016-07-20'), moved('07-19T01:00:00.000', '2016-07-16'))).toEqual([true]);
});

test('a signature that is taken back is none, until the revision is signed again', () => {
  const sign = (at: string) => decided(at, { kind: 'sign', revision: 2 });
  const undo = decided('07-21T00:00:00.000', { kind: 'undo-sign', revision: 2 });
  expect(signedRevisions([sign('07-20T00:00:00.000'), undo])).toEqual([]);
  expect(signedRevisions([sign('07-20T00:00:00.000'), undo, sign('07-22T00:00:00.000')])).toEqual([2]);
});

test('what is erased is withdrawn at any instant, and nothing takes that back; of a household the file stays', () => {
  const decisions = [
    decided('07-10T00:00:00.000', { kind: 'erase', division: TOWNSHIP, versionIds: ['v1'] }),
    decided('07-10T00:00:00.000', { kind: 'erase', division: TOWNSHIP, versionIds: ['v2'], household: 'hash' }),
    decided('07-11T00:00:00.000', { kind: 'reinstate', division: TOWNSHIP, versionIds: ['v1'] }),
  ];
  for (const at of ['2016-07-09T00:00:00.000Z', '2016-07-12T00:00:00.000Z'])
    expect([...withdrawnAt(decisions, at)]).toEqual(['v1']);
});

test('what is withdrawn stops counting from the decision on, and counts again when it is reinstated', () => {
  const decisions = [
    decided('07-11T00:00:00.000', { kind: 'reinstate', division: TOWNSHIP, versionIds: ['v1'] }),
    decided('07-10T00:00:00.000', { kind: 'withdraw', division: TOWNSHIP, versionIds: ['v1', 'v2'] }),
  ];
  expect([...withdrawnAt(decisions, '2016-07-09T00:00:00.000Z')]).toEqual([]);
  expect([...withdrawnAt(decisions, '2016-07-10T00:00:00.000Z')]).toEqual(['v1', 'v2']);
  expect([...withdrawnAt(decisions, '2016-07-11T00:00:00.000Z')]).toEqual(['v2']);
});

test('a division reverts to one of its own submissions by losing those after it', () => {
  const of = (versionId: string, minute: number, division = TOWNSHIP) =>
    ({ versionId, division, acceptedAt: `2016-07-10T00:0${minute}:00.000Z` }) as Submission;
  const submissions = [of('c', 3), of('a', 1), of('x', 2, '371525107'), of('b', 2)];
  expect(newerThan(submissions, TOWNSHIP, 'a')?.map(({ versionId }) => versionId)).toEqual(['b', 'c']);
  expect(newerThan(submissions, TOWNSHIP, 'c')).toEqual([]);
  expect(newerThan(submissions, TOWNSHIP, 'x')).toBeNull();
});

test('a revision is provisional until it or an earlier one is signed', () => {
  const signed = signedRevisions([
    decided('07-20T00:00:00.000', { kind: 'sign', revision: 2 }),
    decided('07-21T00:00:00.000', { kind: 'sign', revision: 2 }),
  ]);
  expect([1, 2, 3].map((revision) => stateOf(revision, signed))).toEqual(['provisional', 'final', 'restated']);
});

describe('a nil return', () => {
  const nil = (at: string) => decided(at, { kind: 'nil', division: TOWNSHIP });
  const moved = (at: string, deadline: string) => decided(at, { kind: 'window', opens: '2016-07-01', deadline });
  const of = (...decisions: Decision[]) => Object.fromEntries(nilReturns(CITY_PACK.at('2016Q2'), decisions));

  test('is on time until the end of the last day in Shanghai, and late from then on', () => {
    expect(of(nil('07-15T15:59:59.999'))).toEqual({ [TOWNSHIP]: { late: false } });
    expect(of(nil('07-15T16:00:00.000'))).toEqual({ [TOWNSHIP]: { late: true } });
  });

  test('is judged by the window as it stood when it was made', () => {
    expect(of(moved('07-10T00:00:00.000', '2016-07-20'), nil('07-18T00:00:00.000'))).toEqual({
      [TOWNSHIP]: { late: false },
    });
  });

  test('is late no longer when the deadline is moved behind it, and never becomes late by a decision', () => {
    const [late, early] = [nil('07-18T00:00:00.000'), nil('07-10T00:00:00.000')];
    expect(of(late, moved('07-19T00:00:00.000', '2016-07-20'))).toEqual({ [TOWNSHIP]: { late: false } });
    expect(of(late, moved('07-19T00:00:00.000', '2016-07-17'))).toEqual({ [TOWNSHIP]: { late: true } });
    expect(of(early, moved('07-19T00:00:00.000', '2016-07-08'))).toEqual({ [TOWNSHIP]: { late: false } });
  });

  test('said again stays what it was, until it is taken back', () => {
    const back = decided('07-17T00:00:00.000', { kind: 'undo-nil', division: TOWNSHIP });
    expect(of(nil('07-10T00:00:00.000'), nil('07-18T00:00:00.000'))).toEqual({ [TOWNSHIP]: { late: false } });
    expect(of(nil('07-10T00:00:00.000'), back)).toEqual({});
    expect(of(nil('07-10T00:00:00.000'), back, nil('07-18T00:00:00.000'))).toEqual({ [TOWNSHIP]: { late: true } });
  });
});
