import { periodsFoldedFor } from '../../shared/time/period.ts';
import { TOLERATED_FAILURE_PERCENTAGE } from '../../shared/contract.ts';
import type { QuarterIdentities } from '../../shared/ledger/quarter-identities.ts';
import { Reconciliation } from '../../shared/ledger/reconciliation.ts';
import { latestKey } from '../../shared/ledger/keys.ts';
import { Latest } from '../../shared/publication/published-manifest.ts';
import {
  freeze,
  standingSubmissions,
  townshipsOf,
  type Ledger,
  type Manifest,
  type Versions,
} from '../../shared/ledger/manifest.ts';
import { readSummaryJson } from '../../shared/summary/summary-json.ts';
import { submissionsByPartition } from '../../shared/ledger/visible-submissions.ts';
import { counts, inOrder } from '../../shared/ledger/submission.ts';
import { readIdentities, TornReadError, type VisibleEffects } from '../store/visible.ts';
import { shiftPeriod, yearOf, type Period } from '../../shared/time/period.ts';
import { textIn } from '../../shared/tables/report-table.ts';

export type PlanEffects = VisibleEffects & {
  readonly ledger: (period: Period) => Promise<Ledger>;
  readonly sha256: (text: string) => string;
  /** Text of a published file; null where there is none. */
  readonly readText: (key: string) => Promise<string | null>;
};

/** Townships read at once; a page of identities is a few kilobytes. */
const TOWNSHIPS_AT_ONCE = 16;

/** More townships cannot be read than a revision may lack. */
export class UnreadableError extends Error {
  override name = 'UnreadableError';
}

/**
 * Freezes what the summary of a period is made of: the ledgers as they are now, and which rows count where. A township
 * whose identities are lost is left out by name.
 * @throws UnreadableError
 */
export async function plan(
  period: Period,
  versions: Versions,
  effects: PlanEffects,
): Promise<{ readonly manifest: Manifest; readonly ledgers: readonly Ledger[] }> {
  const ledgers = await Promise.all(periodsFoldedFor(period).map(effects.ledger));
  const order = new Map(
    ledgers
      .flatMap(standingSubmissions)
      .toSorted(inOrder)
      .map(({ submissionId }, index) => [submissionId, index]),
  );
  const published = await publishedBefore(period, effects);
  const newestFirst = ledgers.toSorted((a, b) => (a.period < b.period ? 1 : -1));
  const unreadable = new Set<string>();
  for (;;) {
    const known = unreadable.size;
    const reconciliation = new Reconciliation({
      orderOf: (submissionId) => order.get(submissionId) ?? -1,
      codeNow: (township, then) => effects.pack.codeIn(period, township, then),
    });
    for (const ledger of newestFirst) {
      const quarter = reconciliation.quarter(ledger.period);
      await readQuarter({ period, ledger, unreadable }, quarter, effects);
      reconciliation.take(quarter);
    }
    // A township that turns out to be lost in an older quarter may have decided which rows count in a newer one, so all
    // is reconciled again without it.
    if (unreadable.size > known) continue;
    const manifest = freeze(
      {
        period,
        ledgers,
        planned: { ...reconciliation.found, unreadable: [...unreadable].sort(), published },
        versions,
        pack: effects.pack,
      },
      effects.sha256,
    );
    const townships = townshipsOf(manifest, effects.pack).length;
    if (unreadable.size * 100 > townships * TOLERATED_FAILURE_PERCENTAGE)
      throw new UnreadableError(
        `the identities of ${unreadable.size} of ${townships} townships cannot be read: ${manifest.unreadable.join(', ')}`,
      );
    return { manifest, ledgers };
  }
}

/** Persons uplifted by unit in the newest revision of the quarter before, where that is of the same year. */
async function publishedBefore(period: Period, { readText }: PlanEffects): Promise<Manifest['published']> {
  const before = shiftPeriod(period, -1);
  const latest = yearOf(before) === yearOf(period) ? await readText(latestKey(before)) : null;
  if (latest === null) return null;
  const { prefix, revision } = Latest.parse(JSON.parse(latest));
  const summary = await readText(`${prefix}internal/summary.json`);
  if (summary === null) throw new Error(`${prefix} has lost its summary.json; restore it from its earlier versions`);
  const rows = readSummaryJson(summary).tables['R02']?.rows ?? [];
  // In the order of codes, because the table is ordered by rank.
  const ytd = new Map(rows.map((row) => [textIn(row['code']), Number(row['ytd'])]));
  return { period: before, revision, ytd: Object.fromEntries([...ytd].sort(([a], [b]) => (a < b ? -1 : 1))) };
}

/** `unreadable` are townships by their codes of the period; those whose identities turn out to be lost are added. */
type IdentitiesWanted = {
  readonly period: Period;
  readonly ledger: Ledger;
  readonly unreadable: Set<string>;
};

/** Reads the identities of a quarter, some townships at once. */
async function readQuarter(
  { period, ledger, unreadable }: IdentitiesWanted,
  quarter: QuarterIdentities,
  effects: PlanEffects,
): Promise<void> {
  const codeNow = (township: string): string => effects.pack.codeIn(period, township, ledger.period);
  const standing = standingSubmissions(ledger);
  const byTownship = submissionsByPartition(standing, 'household', effects.pack);
  const all = standing.filter(counts).flatMap((submission) => Object.keys(submission.partitions['household'] ?? {}));
  const waiting = [...new Set(all)].filter((township) => !unreadable.has(codeNow(township)));
  const lane = async (): Promise<void> => {
    for (let township = waiting.pop(); township !== undefined; township = waiting.pop())
      try {
        quarter.add(township, await readIdentities(byTownship.get(township) ?? [], township, effects));
      } catch (error) {
        if (!(error instanceof TornReadError)) throw error;
        unreadable.add(codeNow(township));
      }
  };
  await Promise.all(Array.from({ length: TOWNSHIPS_AT_ONCE }, lane));
}
