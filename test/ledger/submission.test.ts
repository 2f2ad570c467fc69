import { expect, test } from 'vitest';
import { isHalfJudged, type Submission } from '../../shared/ledger/submission.ts';

/** Files of a quarter by the rules that judged them, oldest first. */
const judgedBy = (...ruleSets: string[]): Submission[] =>
  ruleSets
    .map(
      (ruleSet, minute) =>
        ({ ruleSet, versionId: String(minute), acceptedAt: `2016-07-10T00:0${minute}:00.000Z` }) as Submission,
    )
    .toReversed();

test.each([
  ['nothing on file', [], false],
  ['all by the rules of today', ['r2', 'r2'], false],
  ['all by older rules', ['r1', 'r1'], false],
  ['new rules came in the middle of the quarter', ['r1', 'r1', 'r2'], false],
  ['a reparse has judged the older files', ['r2', 'r1', 'r1'], true],
  ['a reparse goes on where new rules came in the middle', ['r2', 'r1', 'r2'], true],
])('a quarter is half judged where a reparse has begun and not ended: %s', (_what, ruleSets, half) => {
  expect(isHalfJudged(judgedBy(...ruleSets), 'r2')).toBe(half);
});
