import * as z from 'zod';
import type { Decision } from './decisions.ts';
import { arrivedAt, type Submission } from './submission.ts';

/** That the files of a quarter are to be judged again; the newest request of a quarter replaces the one before. */
export const Reparse = z.strictObject({
  /** Server's time, ISO 8601 UTC. Files that came later are judged by the rules that run then, whatever those are. */
  at: z.iso.datetime(),
  ruleSet: z.string(),
  /** Ids of versions that are gone from the bucket, so that nothing can judge them again. */
  gone: z.array(z.string()),
});
export type Reparse = z.infer<typeof Reparse>;

/**
 * Those of a quarter's standing submissions that still wait to be judged again. One of which a household was erased waits
 * for nothing: its version is gone with that, whenever it was. Nor does one that was left under its rules, until a
 * reparse asks for a rule set that nobody left it under its own for.
 */
export function waitingFor(
  reparse: Reparse | null,
  standing: readonly Submission[],
  decisions: readonly Decision[],
): Submission[] {
  if (reparse === null) return [];
  const left = decisions.flatMap((one) =>
    one.kind === 'leave' && one.ruleSet === reparse.ruleSet ? one.versionIds : [],
  );
  const excused = new Set([...reparse.gone, ...left]);
  return standing.filter(
    (submission) =>
      arrivedAt(submission) <= reparse.at &&
      submission.ruleSet !== reparse.ruleSet &&
      !excused.has(submission.versionId) &&
      submission.erasedAt === undefined,
  );
}
