import { expect, test } from 'vitest';
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
  ];
  expect(waitingFor(reparse, standing)).toEqual([waits]);
  expect(waitingFor(null, standing)).toEqual([]);
});
