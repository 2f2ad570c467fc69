import { periodsFoldedFor } from '../../shared/aggregate/fold.ts';
import { reconcile, type PeriodIdentities } from '../../shared/records/identities.ts';
import { freeze, standingSubmissions, type Ledger, type Manifest } from '../../shared/records/manifest.ts';
import { counts, inOrder } from '../../shared/records/submission.ts';
import { readVisible, type VisibleEffects } from '../aws/visible.ts';
import type { Period } from '../../shared/time/period.ts';

export type PlanEffects = VisibleEffects & {
  readonly ledger: (period: Period) => Promise<Ledger>;
  readonly sha256: (text: string) => string;
};

/** Townships read at once; a page of identities is a few kilobytes. */
const TOWNSHIPS_AT_ONCE = 16;

/** Freezes what the summary of a period is made of: the ledgers as they are now, and which rows count where. */
export async function plan(
  period: Period,
  versions: { readonly ruleSet: string; readonly codeVersion: string },
  effects: PlanEffects,
): Promise<{ readonly manifest: Manifest; readonly ledgers: readonly Ledger[] }> {
  const ledgers = await Promise.all(periodsFoldedFor(period).map(effects.ledger));
  const order = new Map(
    ledgers
      .flatMap(standingSubmissions)
      .toSorted(inOrder)
      .map(({ submissionId }, index) => [submissionId, index]),
  );
  const newestFirst = ledgers.toSorted((a, b) => (a.period < b.period ? 1 : -1));
  const reconciled = await reconcile(identities(newestFirst, effects), (submissionId) => order.get(submissionId) ?? -1);
  return { manifest: freeze(period, ledgers, reconciled, versions, effects.sha256), ledgers };
}

async function* identities(ledgers: readonly Ledger[], effects: PlanEffects): AsyncGenerator<PeriodIdentities> {
  for (const ledger of ledgers) {
    const submissions = standingSubmissions(ledger);
    const all = submissions.filter(counts).flatMap((submission) => Object.keys(submission.partitions['household'] ?? {}));
    const waiting = [...new Set(all)].sort();
    const townships = new Map<string, Awaited<ReturnType<typeof readVisible>>>();
    const lane = async (): Promise<void> => {
      for (let township = waiting.pop(); township !== undefined; township = waiting.pop())
        townships.set(township, await readVisible(submissions, 'household', township, effects, 'identity'));
    };
    await Promise.all(Array.from({ length: TOWNSHIPS_AT_ONCE }, lane));
    yield { period: ledger.period, townships: new Map([...townships].sort(([a], [b]) => (a < b ? -1 : 1))) };
  }
}
