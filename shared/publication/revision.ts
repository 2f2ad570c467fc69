import { citiesOf } from '../city/cities-of.ts';
import { cityFolder } from '../city/report-sets.ts';
import {
  publicRelease,
  type EarlierEdition,
  type PublicEdition,
  type Release,
  type Report,
} from '../disclosure/edition.ts';
import { factsWithin } from '../tables/facts-within.ts';
import { limitsOf } from '../disclosure/treatments.ts';
import type { DrawnQuarter, PublishedFile, PublishedManifest } from './published-manifest.ts';
import type { Manifest } from '../ledger/manifest.ts';
import type { Issue } from '../bulletin/issue.ts';
import { renderRevision, type ReportFile } from './report-files.ts';
import type { SummaryFacts } from '../tables/report-table.ts';
import { restatementFiles } from './restatement-files.ts';
import { restatementOf, type RestatedRevision } from './restatement.ts';
import type { QuarterFigures } from '../summary/quarter-figures.ts';
import { summarise, type Edition, type Summary } from '../summary/summary.ts';

/** What a new revision must know of those before it. */
export type EarlierRevisions = {
  /** The newest published one, by its report sets; one may have had no public edition. */
  readonly previous: {
    readonly manifest: PublishedManifest;
    readonly reports: ReadonlyMap<string, EarlierReports>;
  } | null;
  /** The public editions of the year that are there already, of whatever quarter; of one quarter the oldest first. */
  readonly editions: readonly EarlierEdition[];
  /** Those of them that are of other quarters, as the manifest names them. */
  readonly against: PublishedManifest['against'];
  /** The quarters before that the bulletins draw, as the manifest names them, and their figures, oldest first. */
  readonly drawn: readonly DrawnQuarter[];
  readonly figures: readonly DrawnFigures[];
};

/** The figures of an earlier quarter, and which page draws them. */
export type DrawnFigures = Pick<DrawnQuarter, 'edition' | 'folder'> & { readonly quarter: QuarterFigures };

/** A first revision of a first quarter. */
export const NOTHING_EARLIER: EarlierRevisions = { previous: null, editions: [], against: [], drawn: [], figures: [] };

/** The two editions of an earlier report set. */
export type EarlierReports = { readonly internal: Summary; readonly public: Summary | null };

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
  /** records.parquet of each report set, of the internal edition alone. */
  readonly records: ReadonlyMap<string, ReportFile>;
  readonly earlier: EarlierRevisions;
};

/** A report set of a revision: below which folder of an edition it lies, and what it is made of. */
type ReportSet = { readonly folder: string; readonly facts: SummaryFacts };

/** The report set of the root, and in a province one of each city: the same functions make them from the same tallies. */
const reportSets = (facts: SummaryFacts): ReportSet[] => [
  { folder: '', facts },
  ...citiesOf(facts).map((city) => ({
    folder: cityFolder(city.register.root),
    facts: factsWithin(facts, city),
  })),
];

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
  const { revision } = facts;
  const sets = reportSets(facts).map((set) => ({ ...set, summary: summarise(set.facts) }));
  const editions = publicRelease(releaseOf(sets), earlier.editions);
  const files = new Map<string, ReportFile>();
  const add = (folder: string, all: Iterable<readonly [string, ReportFile]>): void => {
    for (const [name, file] of all) files.set(`${folder}${name}`, file);
  };
  for (const [at, set] of sets.entries()) {
    const edition = at === 0 ? editions.whole : editions.parts[at - 1];
    const previous = previousOf(earlier, set);
    const own = records.get(set.folder);
    add(`internal/${set.folder}`, [
      ...renderRevision(set.summary, set.facts, issueOf('internal', set, earlier, previous !== undefined)),
      ...(own ? [['records.parquet', own] as const] : []),
      ...(previous ? restatedInternal(set, previous, { ...manifest, revision }) : []),
    ]);
    if (edition)
      add(`public/${set.folder}`, publicFiles(set, edition, { previous, earlier }, { ...manifest, revision }));
  }
  const listed = (of: Iterable<readonly [string, ReportFile]>): Record<string, PublishedFile> =>
    Object.fromEntries(
      [...of].map(([name, { content }]) => [name, { sha256: sha256(content), bytes: sizeOf(content) }]),
    );
  const publicManifest = {
    ...publicPart(manifest, facts),
    drawn: earlier.drawn.filter(({ edition }) => edition === 'public'),
    outputs: listed(publicOnly(files)),
  };
  add('public/', [
    ['manifest.json', { content: `${JSON.stringify(publicManifest, null, 1)}\n`, type: 'application/json' }],
  ]);
  return {
    files,
    manifest: {
      ...manifest,
      revision,
      outputs: listed(files),
      disclosure: editions.whole.withheld ? null : editions.whole.disclosure,
      against: [...earlier.against],
      drawn: [...earlier.drawn],
    },
  };
}

type MadeSet = ReportSet & { readonly summary: Summary };
type Previous = EarlierReports & { readonly manifest: PublishedManifest };
type NamedManifest = RestatedRevision['manifest'];

const previousOf = ({ previous }: EarlierRevisions, { folder }: ReportSet): Previous | undefined => {
  const reports = previous?.reports.get(folder);
  return previous && reports ? { ...reports, manifest: previous.manifest } : undefined;
};

const releaseOf = ([whole, ...parts]: readonly MadeSet[]): Release<Report> => {
  if (!whole) throw new RangeError('a revision has no report set');
  const report = ({ summary, facts }: MadeSet): Report => ({ summary, city: facts });
  return { whole: report(whole), parts: parts.map(report) };
};

const restated = (
  before: RestatedRevision,
  after: RestatedRevision,
  { register }: SummaryFacts,
): Iterable<readonly [string, ReportFile]> => restatementFiles(restatementOf(before, after, register), register);

const restatedInternal = ({ summary, facts }: MadeSet, previous: Previous, manifest: NamedManifest) =>
  restated({ summary: previous.internal, manifest: previous.manifest }, { summary, manifest }, facts);

/** Where the bulletin of a report set lies, and which quarters it draws beside its own. */
const issueOf = (
  edition: Edition,
  { folder }: ReportSet,
  { figures, previous }: EarlierRevisions,
  isRestated: boolean,
): Issue => ({
  folder,
  restates: isRestated ? (previous?.manifest.revision ?? null) : null,
  earlier: figures.filter((one) => one.edition === edition && one.folder === folder).map(({ quarter }) => quarter),
});

function publicFiles(
  set: MadeSet,
  edition: PublicEdition,
  { previous, earlier }: { readonly previous: Previous | undefined; readonly earlier: EarlierRevisions },
  manifest: NamedManifest,
): Iterable<readonly [string, ReportFile]> {
  if (edition.withheld)
    return [['withheld.txt', { content: `\uFEFF${edition.notice}`, type: 'text/plain; charset=utf-8' }]];
  const { facts } = set;
  const before = previous?.public && { summary: previous.public, manifest: withoutInputs(previous.manifest) };
  return [
    ...renderRevision(edition.summary, facts, issueOf('public', set, earlier, Boolean(before))),
    ...(before ? restated(before, { summary: edition.summary, manifest: withoutInputs(manifest) }, facts) : []),
  ];
}

/** What the public manifest says of the inputs, in the order in which it is written. */
const publicPart = (
  { format, period, ruleSet, codeVersion, config }: Manifest,
  { revision, profile }: SummaryFacts,
) => {
  // Not the percentage of the rule of dominance: who knows it can say how small the rest of a printed amount may be.
  const { smallBelow, fewHouseholds } = limitsOf(profile);
  return { format, period, revision, ruleSet, codeVersion, config, smallBelow, fewHouseholds };
};

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
