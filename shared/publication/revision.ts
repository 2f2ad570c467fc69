import { publicEdition, type EarlierEdition } from '../disclosure/edition.ts';
import { limitsOf } from '../disclosure/treatments.ts';
import type { PublishedFile, PublishedManifest } from './published-manifest.ts';
import type { Manifest } from '../ledger/manifest.ts';
import { renderRevision, type ReportFile } from './report-files.ts';
import type { SummaryFacts } from '../tables/report-table.ts';
import { restatementFiles } from './restatement-files.ts';
import { restatementOf, type RestatedRevision } from './restatement.ts';
import { summarise, type Edition, type Summary } from '../summary/summary.ts';

/** What a new revision must know of those before it. */
export type EarlierRevisions = {
  /** The newest published one, by its editions; it may have had no public one. */
  readonly previous: {
    readonly manifest: PublishedManifest;
    readonly internal: Summary;
    readonly public: Summary | null;
  } | null;
  /** The public editions of the year that are there already, of whatever quarter; of one quarter the oldest first. */
  readonly editions: readonly EarlierEdition[];
  /** Those of them that are of other quarters, as the manifest names them. */
  readonly against: PublishedManifest['against'];
};

export type RevisionFiles = {
  /**
   * By name below the revision's folder: `internal/summary.json`, `public/tables/R02.csv`. The manifest is not among
   * them.
   */
  readonly files: ReadonlyMap<string, ReportFile>;
  readonly manifest: PublishedManifest;
};

/** What a revision is made of beside its facts. */
type RevisionParts = {
  readonly manifest: Manifest;
  /** records.parquet, of the internal edition alone. */
  readonly records: ReportFile;
  readonly earlier: EarlierRevisions;
};

/**
 * Both editions of a revision: a pure function of the facts, the manifest and the revisions before it. The internal
 * manifest lists every file and, for later revisions, what the public edition gave away.
 * @throws SummaryCheckError when the figures contradict each other
 */
export function revisionFiles(
  facts: SummaryFacts,
  { manifest, records, earlier }: RevisionParts,
  sha256: (content: string | Uint8Array) => string,
): RevisionFiles {
  const summary = summarise(facts);
  const edition = publicEdition(summary, facts, earlier.editions);
  const files = new Map<string, ReportFile>();
  const add = (folder: Edition, all: Iterable<readonly [string, ReportFile]>): void => {
    for (const [name, file] of all) files.set(`${folder}/${name}`, file);
  };
  const { revision } = facts;
  const { previous } = earlier;

  add('internal', renderRevision(summary, facts));
  add('internal', [['records.parquet', records]]);
  const restated = (before: RestatedRevision, after: RestatedRevision): Iterable<readonly [string, ReportFile]> =>
    restatementFiles(restatementOf(before, after, facts.register), facts.register);
  if (previous)
    add(
      'internal',
      restated(
        { summary: previous.internal, manifest: previous.manifest },
        { summary, manifest: { ...manifest, revision } },
      ),
    );

  if (edition.withheld)
    add('public', [['withheld.txt', { content: `\uFEFF${edition.notice}`, type: 'text/plain; charset=utf-8' }]]);
  else {
    add('public', renderRevision(edition.summary, facts));
    if (previous?.public)
      add(
        'public',
        restated(
          { summary: previous.public, manifest: withoutInputs(previous.manifest) },
          { summary: edition.summary, manifest: withoutInputs({ ...manifest, revision }) },
        ),
      );
  }
  const listed = (of: Iterable<readonly [string, ReportFile]>): Record<string, PublishedFile> =>
    Object.fromEntries(
      [...of].map(([name, { content }]) => [name, { sha256: sha256(content), bytes: sizeOf(content) }]),
    );
  const publicManifest = { ...publicPart(manifest, facts), outputs: listed(publicOnly(files)) };
  add('public', [
    ['manifest.json', { content: `${JSON.stringify(publicManifest, null, 1)}\n`, type: 'application/json' }],
  ]);
  return {
    files,
    manifest: {
      ...manifest,
      revision,
      outputs: listed(files),
      disclosure: edition.withheld ? null : edition.disclosure,
      against: [...earlier.against],
    },
  };
}

/** What the public manifest says of the inputs, in the order in which it is written. */
const publicPart = (
  { format, period, ruleSet, codeVersion, config }: Manifest,
  { revision, profile }: SummaryFacts,
) => ({
  format,
  period,
  revision,
  ruleSet,
  codeVersion,
  config,
  ...limitsOf(profile),
});

/** The public is told which figures moved; which township's file moved them is in the internal edition. */
const withoutInputs = (manifest: RestatedRevision['manifest']): RestatedRevision['manifest'] => ({
  ...manifest,
  submissions: [],
});

const publicOnly = (files: ReadonlyMap<string, ReportFile>): [string, ReportFile][] =>
  [...files].flatMap(([name, file]) =>
    name.startsWith('public/') ? [[name.slice('public/'.length), file] as [string, ReportFile]] : [],
  );

const sizeOf = (content: string | Uint8Array): number =>
  (typeof content === 'string' ? new TextEncoder().encode(content) : content).byteLength;
