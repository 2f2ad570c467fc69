import type { EarlierEdition } from '../../shared/disclosure/edition.ts';
import { REPORTS, revisionPrefix } from '../../shared/ledger/keys.ts';
import { PublishedManifest } from '../../shared/publication/published-manifest.ts';
import type { EarlierReports, EarlierRevisions } from '../../shared/publication/revision.ts';
import { readSummaryJson } from '../../shared/summary/summary-json.ts';
import { yearOf, yearToDate, type Period } from '../../shared/time/period.ts';
import { readDrawn, type ChosenQuarter } from './drawn-quarters.ts';
import type { IndexEffects } from './indexes.ts';

/** A manifest is claimed under this key before the files of its revision are written. */
export const manifestKeyOf = (period: Period, revision: number): string =>
  `${revisionPrefix(period, revision)}internal/manifest.json`;

/** A revision, the finished one that it follows, and the editions of other quarters that it is protected against. */
type RevisionPlace = {
  readonly period: Period;
  readonly revision: number;
  readonly previous: number | null;
  readonly against: PublishedManifest['against'];
  /** The quarters that its bulletins draw. */
  readonly drawn: readonly ChosenQuarter[];
};

type EarlierEffects = Pick<IndexEffects, 'readText' | 'pack'> & { readonly sha256: (content: string) => string };

/**
 * What a revision must know of those before it: the newest finished one, and what every public edition of the year gave
 * away. A manifest is claimed before its files are written, so an edition that another run is still writing is known
 * too.
 */
export async function earlierRevisions(
  { period, revision, previous, against, drawn }: RevisionPlace,
  effects: EarlierEffects,
): Promise<EarlierRevisions> {
  const { readText } = effects;
  const editions: EarlierEdition[] = [];
  const own = Array.from({ length: revision - 1 }, (_, index) => ({ period, revision: index + 1 }));
  let previousManifest: PublishedManifest | null = null;
  // One after the other: a manifest names every file of two years.
  for (const one of [...against, ...own]) {
    const manifest = await manifestAt(manifestKeyOf(one.period, one.revision), { readText });
    if (manifest?.disclosure) editions.push({ period: one.period, disclosure: manifest.disclosure });
    if (one.period === period && one.revision === previous) previousManifest = manifest;
  }
  return {
    previous: previous === null ? null : await readRevision(period, previous, previousManifest, readText),
    editions,
    against,
    ...(await readDrawn(period, drawn, effects)),
  };
}

/** The revisions of the other quarters of the year that are published or being written, oldest first. */
export async function otherQuarters(
  period: Period,
  { listKeys }: Pick<IndexEffects, 'listKeys'>,
): Promise<PublishedManifest['against']> {
  const quarters = yearToDate(`${yearOf(period)}Q4`).filter((quarter) => quarter !== period);
  const found = await Promise.all(
    quarters.map(async (quarter) =>
      (await listKeys(`${REPORTS}${quarter}/`)).flatMap((key) => {
        const [, number] = /\/rev-(\d+)\/internal\/manifest\.json$/.exec(key) ?? [];
        return number === undefined ? [] : [{ period: quarter, revision: Number(number) }];
      }),
    ),
  );
  return found.map((revisions) => revisions.toSorted((a, b) => a.revision - b.revision)).flat();
}

/** Whether an edition of another quarter is there by now that neither knows this one nor is known to it. */
export async function isOvertaken(
  { period, revision, against }: PublishedManifest,
  effects: Pick<IndexEffects, 'listKeys' | 'readText'>,
): Promise<boolean> {
  const isSame = (a: PublishedManifest['against'][number]) => (b: PublishedManifest['against'][number]) =>
    a.period === b.period && a.revision === b.revision;
  for (const other of await otherQuarters(period, effects)) {
    if (against.some(isSame(other))) continue;
    const manifest = await manifestAt(manifestKeyOf(other.period, other.revision), effects);
    if (!manifest?.against.some(isSame({ period, revision }))) return true;
  }
  return false;
}

/** A finished revision as it was published. @throws Error when its files are gone: reports are never removed */
async function readRevision(
  period: Period,
  revision: number,
  manifest: PublishedManifest | null,
  readText: IndexEffects['readText'],
): Promise<NonNullable<EarlierRevisions['previous']>> {
  const prefix = revisionPrefix(period, revision);
  const lost = (): Error =>
    new Error(`${prefix} has lost its summary.json or manifest.json; restore them from their earlier versions`);
  if (!manifest) throw lost();
  const reports = new Map<string, EarlierReports>();
  // One after the other: a summary holds every table.
  for (const folder of foldersOf(manifest)) {
    const [internal, open] = await Promise.all(
      ['internal', 'public'].map((edition) => readText(`${prefix}${edition}/${folder}summary.json`)),
    );
    if (!internal) throw lost();
    reports.set(folder, { internal: readSummaryJson(internal), public: open ? readSummaryJson(open) : null });
  }
  return { manifest, reports };
}

/** The folders of its report sets: the root's, which has no name, and those of cities. */
const foldersOf = ({ outputs }: PublishedManifest): string[] =>
  Object.keys(outputs).flatMap((name) => /^internal\/(.*)summary\.json$/.exec(name)?.[1] ?? []);

/** What was published under a manifest's key. @returns null when nothing was */
export async function manifestAt(
  manifestKey: string,
  { readText }: Pick<IndexEffects, 'readText'>,
): Promise<PublishedManifest | null> {
  const text = await readText(manifestKey);
  return text === null ? null : PublishedManifest.parse(JSON.parse(text));
}
