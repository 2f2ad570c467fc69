import { expect, test } from 'vitest';
import type { Decision } from '../../shared/ledger/decisions.ts';
import { waitingFor, type Reparse } from '../../shared/ledger/reparse.ts';
import { submission } from './submission-fixture.ts';

const HERE = '371525108';
const reparse: Reparse = { at: '2016-07-20T02:00:00.000Z', ruleSet: 'r2', gone: ['gone'] };
const judgedBy = (ruleSet: string, versionId: string) => submission({ division: HERE, versionId, ruleSet });

test('a reparse waits for what older rules judged, and not for what nothing can judge again', () => {
  const waits = judgedBy('r1', 'waits');
  const standing = [
    waits,
    judgedBy('r2', 'judged'),
    judgedBy('r1', 'gone'),
    { ...judgedBy('r1', 'later'), acceptedAt: '2016-07-21T02:00:00.000Z' },
    // A household of it was erased since the reparse began: its version went with that, its other rows count.
    { ...judgedBy('r1', 'erased'), erasedAt: '2016-07-20T03:00:00.000Z' },
    // It was begun before the reparse; its last part came after it.
    { ...judgedBy('r1', 'in parts'), completedAt: '2016-07-20T03:00:00.000Z' },
  ];
  expect(waitingFor(reparse, standing, [])).toEqual([waits]);
  expect(waitingFor(null, standing, [])).toEqual([]);
});

test('a file that was left under its rules is not waited for until other rules are asked for', () => {
  const standing = [judgedBy('r1', 'v1'), judgedBy('r1', 'v2')];
  const left: Decision = {
    kind: 'leave',
    at: '2016-07-20T04:00:00.000Z',
    by: '市扶贫办',
    reason: '审核时内存不足',
    versionIds: ['v2'],
    ruleSet: 'r2',
  };
  expect(waitingFor(reparse, standing, [left])).toEqual([judgedBy('r1', 'v1')]);
  expect(waitingFor({ ...reparse, ruleSet: 'r3' }, standing, [left])).toEqual(standing);
});
