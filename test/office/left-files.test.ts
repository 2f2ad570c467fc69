import { expect, test } from 'vitest';
import type { Decision } from '../../shared/ledger/decisions.ts';
import type { Ledger } from '../../shared/ledger/manifest.ts';
import type { Reparse } from '../../shared/ledger/reparse.ts';
import { DecisionRefusedError } from '../../shared/office/decision-refused.ts';
import { leaveFiles } from '../../shared/office/left-files.ts';
import { submission } from '../ledger/submission-fixture.ts';

const HERE = '371525108';
const THERE = '371502101';
const made = { at: '2016-07-20T04:00:00.000Z', by: '市扶贫办', reason: '审核时内存不足' };
const reparse: Reparse = { at: '2016-07-20T02:00:00.000Z', ruleSet: 'r2', gone: ['gone'] };
const judgedBy = (ruleSet: string, versionId: string, division = HERE) =>
  submission({ division, versionId, ruleSet, submissionId: `${versionId}~${ruleSet}` });
const decisions: Decision[] = [
  { kind: 'withdraw', ...made, division: HERE, versionIds: ['withdrawn'] },
  { kind: 'leave', ...made, versionIds: ['left'], ruleSet: 'r2' },
];
const ledger: Ledger = {
  period: '2016Q2',
  decisions,
  submissions: [
    judgedBy('r1', 'dies'),
    judgedBy('r1', 'dies too', THERE),
    judgedBy('r2', 'judged'),
    judgedBy('r1', 'withdrawn'),
    judgedBy('r1', 'gone'),
    judgedBy('r1', 'left'),
    { ...judgedBy('r1', 'newer'), acceptedAt: '2016-07-21T02:00:00.000Z' },
  ],
};

const refusal = (ids: readonly string[], of: Reparse | null = reparse): string => {
  try {
    return JSON.stringify(leaveFiles(ids, ledger, of));
  } catch (error) {
    if (error instanceof DecisionRefusedError) return error.text.en;
    throw error;
  }
};

test('files that a reparse waits for are left, of whatever divisions, under either of their ids and once', () => {
  expect(leaveFiles(['dies', 'dies too~r1', 'dies'], ledger, reparse)).toEqual({
    kind: 'leave',
    versionIds: ['dies', 'dies too'],
    ruleSet: 'r2',
  });
});

test.each([
  ['nowhere', 'nowhere is no upload of 2016Q2'],
  ['', ' is no upload of 2016Q2'],
  ['judged', 'judged was judged by rules r2'],
  ['judged~r2', 'judged was judged by rules r2'],
  ['withdrawn', 'withdrawn does not count'],
  ['gone', 'gone is not waited for'],
  ['left', 'left is not waited for'],
  ['newer', 'newer is not waited for'],
])('“%s” is refused, with the reason and the files that are waited for', (id, why) => {
  const text = refusal(['dies', id]);
  expect(text).toContain(why);
  expect(text).toMatch(/waited for: \n.* dies\n.* dies too$/);
});

test('nothing is left where nobody asked for a reparse', () => {
  expect(refusal(['dies'], null)).toContain('nobody has asked for 2016Q2 to be judged again');
});
