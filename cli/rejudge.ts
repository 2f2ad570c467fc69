import { branchesOf } from '../shared/ledger/fold-branches.ts';
import { CITY_PACK } from '../cities/pack.ts';
import { createHash } from 'node:crypto';
import type { RowsOf } from '../functions/store/pages.ts';
import { fold } from '../functions/fold/fold.ts';
import { prepare } from '../functions/ingest/prepare.ts';
import { periodsFoldedFor } from '../shared/time/period.ts';
import { measure, type Tally } from '../shared/fold/tally.ts';
import { freeze, NOTHING_PLANNED, standingSubmissions, type Ledger, type Manifest } from '../shared/ledger/manifest.ts';
import { ROW_LAYOUTS } from '../shared/rows/layouts.ts';
import { fromPage, type PagedRow } from '../shared/rows/pages.ts';
import { routed, type RoutedVersion, type UploadVersion } from '../shared/ledger/versions-in-scope.ts';
import { arrivedAt, inOrder, type Judge, type Submission } from '../shared/ledger/submission.ts';
import { upliftFigures } from '../shared/tables/uplift-columns.ts';
import type { Period } from '../shared/time/period.ts';

/** What is read of the running system; nothing is written to it. */
export type RejudgeEffects = {
  readonly ledger: (period: Period) => Promise<Ledger>;
  readonly readRows: (rows: RowsOf) => Promise<PagedRow[]>;
  readonly readVersion: (version: RoutedVersion) => Promise<Uint8Array | null>;
};

export type Rejudged = {
  /** Submissions that other rules judged, and what the rules of today make of them. */
  readonly submissions: readonly { readonly before: Submission; readonly after: Submission }[];
  /** Figures of townships that would move, by the keys of R03. Households that two townships report count in both. */
  readonly figures: readonly {
    readonly township: string;
    readonly column: string;
    readonly before: number;
    readonly after: number;
  }[];
};

/**
 * Judges a period's files by the rules of today as ingest would, in the order in which S3 accepted them, each after
 * what those before it come to; rows go into memory. Then folds the townships that they touch, as they stand and as
 * they would stand.
 */
export async function rejudge(
  period: Period,
  versions: readonly UploadVersion[],
  judge: Judge,
  effects: RejudgeEffects,
): Promise<Rejudged> {
  const ledgers = await Promise.all(periodsFoldedFor(period).map(effects.ledger));
  const stored = new Map<string, PagedRow[]>();
  const nameOf = ({ submissionId, kind, partition }: RowsOf): string => `${submissionId} ${kind} ${partition}`;
  const readRows = async (rows: RowsOf): Promise<PagedRow[]> => stored.get(nameOf(rows)) ?? effects.readRows(rows);

  let now = ledgers;
  const submissions: { before: Submission; after: Submission }[] = [];
  for (const version of routed(versions, CITY_PACK).sort(inOrder)) {
    const standing = now.flatMap((ledger) => (ledger.period === period ? standingSubmissions(ledger) : []));
    const before = standing.find(({ versionId }) => versionId === version.versionId);
    if (!before || before.ruleSet === judge.ruleSet) continue;
    const after = await prepare({ version, arrived: arrivedAt(before), judge }, now, {
      readRows,
      pack: CITY_PACK,
      layouts: ROW_LAYOUTS,
      readVersion: effects.readVersion,
      writePages: async (groups) => {
        for (const group of groups)
          stored.set(
            nameOf(group),
            group.pages.flatMap((page) => fromPage(page, ROW_LAYOUTS[group.kind])),
          );
      },
      // Identities are not compared here, so no key is needed.
      keyedHash: async () => () => '',
      write: async () => undefined,
      remainingMs: () => Infinity,
    });
    if (!after) continue;
    submissions.push({ before, after });
    now = now.map((ledger) => ({
      ...ledger,
      submissions: ledger.submissions.map((submission) => (submission === before ? after : submission)),
    }));
  }

  const townships = new Set(
    submissions.flatMap(({ before, after }) =>
      [before, after].flatMap(({ partitions }) => Object.keys(partitions['household'] ?? {})),
    ),
  );
  const [was, is] = [ledgers, now].map((all) => branchesOf(unreconciled(period, all, judge), CITY_PACK));
  const figures: Rejudged['figures'][number][] = [];
  for (const township of [...townships].sort()) {
    const [before, after] = await Promise.all(
      [was, is].map(async (branches) => figuresOf(await fold(branches!.of(township), { readRows, pack: CITY_PACK }))),
    );
    for (const column of Object.keys(after ?? {})) {
      const [from, to] = [before?.[column] ?? 0, after?.[column] ?? 0];
      if (from !== to) figures.push({ township, column, before: from, after: to });
    }
  }
  return { submissions, figures };
}

const unreconciled = (period: Period, ledgers: readonly Ledger[], judge: Judge): Manifest =>
  freeze({ period, ledgers, planned: NOTHING_PLANNED, versions: { ...judge, config: '' }, pack: CITY_PACK }, (text) =>
    createHash('sha256').update(text).digest('hex'),
  );

const figuresOf = (tally: Tally): Readonly<Record<string, number>> => ({
  households: measure(tally, 'households'),
  persons: measure(tally, 'persons'),
  ...(upliftFigures(tally) as Record<string, number>),
});
