import type { PublishOutput } from '../../shared/contract.ts';
import { latestKey, recordsListKey, revisionPrefix } from '../../shared/keys.ts';
import { programmeOf } from '../../shared/programme/programme.ts';
import type { StoredRecord } from '../../shared/records/codec.ts';
import {
  countedTownshipsOf,
  lacking,
  Latest,
  PublishedManifest,
  submissionsOf,
  type Manifest,
  type NotCounted,
} from '../../shared/records/manifest.ts';
import { readSummaryJson } from '../../shared/report/document.ts';
import type { ReportFile } from '../../shared/report/files.ts';
import type { SummaryFacts } from '../../shared/report/model.ts';
import { revisionFiles, type EarlierRevisions } from '../../shared/report/revision.ts';
import type { Tally } from '../../shared/aggregate/tally.ts';
import { cityDate, shiftPeriod, yearOf, type Period } from '../../shared/time/period.ts';
import type { Body } from '../aws/objects.ts';
import type { VisibleEffects } from '../aws/visible.ts';
import { personsOnFile } from '../fold/fold.ts';
import { writeIndexes, type IndexEffects } from './indexes.ts';
import { readOfficeRows } from './office-rows.ts';
import { recordsOf } from './records.ts';

/** What the figures are read from. */
export type FactEffects = VisibleEffects & { readonly findFold: (manifest: Manifest, township: string) => Promise<Tally | null> };

export type PublishEffects = IndexEffects &
  FactEffects & {
    /** Name of the bucket that is published to. */
    readonly bucket: string;
    readonly readTagged: (key: string) => Promise<{ readonly text: string; readonly tag: string } | null>;
    readonly writeOver: (key: string, body: Body, tag: string | null) => Promise<boolean>;
    /** Adds the publication to the trail. A run that dies after it leaves an entry of its own, as does the one that ends it. */
    readonly recordPublication: (what: { readonly period: Period; readonly revision: number; readonly inputs: string }) => Promise<void>;
    readonly sha256: (content: string | Uint8Array) => string;
  };

/** A township that a manifest counts has no fold; going on would be a silent partial total. */
export class FoldMissingError extends Error {
  override name = 'FoldMissingError';
}

/**
 * Merges the folds and writes a revision beside the earlier ones; equal inputs publish nothing new. A township whose fold failed is left
 * out, and the manifest and every file say so (docs/decisions/0010-a-township-that-does-not-fold.md). The manifest goes first and only where
 * none is, so that two runs never share a number; `latest.json` goes last and never backwards, so that it names neither an unfinished
 * revision nor an older one, and a run that died before it does all of it again.
 */
export async function publish(frozen: Manifest, effects: PublishEffects): Promise<PublishOutput> {
  const { period } = frozen;
  const latest = await readLatest(period, effects);
  const unchanged = { period, revision: latest?.revision ?? 0, published: false, prefix: latest?.prefix ?? '' };
  if (latest?.inputs === frozen.inputs) return { ...unchanged, notCounted: [] };

  const folds = await findFolds(frozen, effects);
  const manifest = lacking(frozen, await weighMissing(frozen, folds, effects), effects.sha256);
  const notCounted = manifest.notCounted.map(({ township }) => township);
  if (latest?.inputs === manifest.inputs) return { ...unchanged, notCounted };

  const facts = await gatherFacts(manifest, folds, effects);
  const records = await recordsFile(manifest, effects);
  for (let revision = (latest?.revision ?? 0) + 1; ; revision++) {
    const prefix = revisionPrefix(period, revision);
    const earlier = await earlierRevisions(period, revision, latest?.revision ?? null, effects);
    const { files, manifest: named } = revisionFiles({ ...facts, revision }, manifest, records, earlier, effects.sha256);
    const manifestKey = manifestKeyOf(period, revision);
    const claimed = await effects.writeOver(manifestKey, jsonBody(named), null);
    if (!claimed && (await inputsAt(manifestKey, effects)) !== manifest.inputs) continue;
    for (const [name, file] of files) await effects.write(`${prefix}${name}`, file);
    await effects.recordPublication({ period, revision, inputs: manifest.inputs });
    await advance(
      recordsListKey(period),
      { content: `s3://${effects.bucket}/${prefix}internal/records.parquet\n`, type: 'text/plain' },
      effects,
    );
    await writeIndexes(period, effects);
    await advance(latestKey(period), jsonBody({ period, revision, inputs: manifest.inputs, prefix } satisfies Latest), effects);
    return { period, revision, published: true, prefix, notCounted };
  }
}

/** What a revision's files come to when they are built once more from the stored rows: their SHA-256 by name. @throws FoldMissingError */
export async function rebuild(
  manifest: PublishedManifest,
  before: number | null,
  effects: FactEffects & Pick<PublishEffects, 'readText' | 'sha256'>,
): Promise<ReadonlyMap<string, string>> {
  const { period, revision } = manifest;
  const earlier = await earlierRevisions(period, revision, before, effects);
  const facts = { ...(await gatherFacts(manifest, await findFolds(manifest, effects), effects)), revision };
  const rebuilt = revisionFiles(facts, manifest, await recordsFile(manifest, effects), earlier, effects.sha256);
  return new Map(Object.entries(rebuilt.manifest.outputs).map(([name, { sha256 }]) => [name, sha256]));
}

const recordsFile = async (manifest: Manifest, effects: VisibleEffects): Promise<ReportFile> => ({
  content: await recordsOf(manifest, effects),
  type: 'application/vnd.apache.parquet',
});

async function readLatest(period: Period, { readText }: PublishEffects): Promise<Latest | null> {
  const text = await readText(latestKey(period));
  return text === null ? null : Latest.parse(JSON.parse(text));
}

const jsonBody = (value: object): Body & { readonly content: string } => ({
  content: `${JSON.stringify(value, null, 1)}\n`,
  type: 'application/json',
});

/** Points at a revision, by the prefix that the text names, unless it points at a later one already, whoever else is writing it. */
async function advance(key: string, body: Body & { readonly content: string }, effects: PublishEffects): Promise<void> {
  for (;;) {
    const found = await effects.readTagged(key);
    if (found && revisionNamed(found.text) >= revisionNamed(body.content)) return;
    if (await effects.writeOver(key, body, found?.tag ?? null)) return;
  }
}

const revisionNamed = (text: string): number => Number(/\/rev-(\d+)\//.exec(text)?.[1] ?? 0);

const manifestKeyOf = (period: Period, revision: number): string => `${revisionPrefix(period, revision)}internal/manifest.json`;

/**
 * What a revision must know of those before it: the newest finished one, and what every public edition gave away. A manifest is claimed
 * before its files are written, so an edition that another run is still writing is known too.
 */
async function earlierRevisions(
  period: Period,
  revision: number,
  previous: number | null,
  { readText }: Pick<PublishEffects, 'readText'>,
): Promise<EarlierRevisions> {
  const numbers = Array.from({ length: revision - 1 }, (_, index) => index + 1);
  const texts = await Promise.all(numbers.map((number) => readText(manifestKeyOf(period, number))));
  const manifests = texts.flatMap((text) => (text === null ? [] : [PublishedManifest.parse(JSON.parse(text))]));
  return {
    previous: previous === null ? null : await readRevision(period, previous, manifests, readText),
    disclosures: manifests.flatMap(({ disclosure }) => disclosure ?? []),
  };
}

/** A finished revision as it was published. @throws Error when its files are gone: reports are never removed */
async function readRevision(
  period: Period,
  revision: number,
  manifests: readonly PublishedManifest[],
  readText: PublishEffects['readText'],
): Promise<NonNullable<EarlierRevisions['previous']>> {
  const prefix = revisionPrefix(period, revision);
  const [internal, open] = await Promise.all(['internal', 'public'].map((edition) => readText(`${prefix}${edition}/summary.json`)));
  const manifest = manifests.find((one) => one.revision === revision);
  if (!internal || !manifest)
    throw new Error(`${prefix} has lost its summary.json or manifest.json; restore them from their earlier versions`);
  return { manifest, internal: readSummaryJson(internal), public: open ? readSummaryJson(open) : null };
}

async function inputsAt(manifestKey: string, effects: PublishEffects): Promise<string | null> {
  const text = await effects.readText(manifestKey);
  return text === null ? null : PublishedManifest.parse(JSON.parse(text)).inputs;
}

type Folds = ReadonlyMap<string, Tally | null>;

const findFolds = async (manifest: Manifest, effects: FactEffects): Promise<Folds> =>
  new Map(
    await Promise.all(
      countedTownshipsOf(manifest).map(async (township) => [township, await effects.findFold(manifest, township)] as const),
    ),
  );

/** The townships without a fold, each with how much the figures will lack for it. */
async function weighMissing(manifest: Manifest, folds: Folds, effects: VisibleEffects): Promise<NotCounted[]> {
  const before = shiftPeriod(manifest.period, -1);
  const missing = [...folds].filter(([, tally]) => tally === null);
  return Promise.all(
    missing.map(async ([township]) => {
      // What broke the fold may break this too; then the township is named without a weight.
      const persons = await personsOnFile(manifest, township, before, effects).catch(() => null);
      return { township, registeredPersons: persons || null };
    }),
  );
}

/** @throws FoldMissingError */
async function gatherFacts(manifest: Manifest, folds: Folds, effects: VisibleEffects): Promise<Omit<SummaryFacts, 'revision'>> {
  const { period } = manifest;
  const tallies = new Map(
    countedTownshipsOf(manifest).map((township) => {
      const tally = folds.get(township);
      if (!tally) throw new FoldMissingError(`no fold of ${township}; run the summary again`);
      return [township, tally] as const;
    }),
  );
  const newest = manifest.submissions
    .map(({ acceptedAt }) => acceptedAt)
    .sort()
    .at(-1);
  return {
    period,
    programme: programmeOf(period),
    asOf: newest === undefined ? null : cityDate(new Date(newest)),
    tallies,
    notCounted: new Map(manifest.notCounted.map(({ township, registeredPersons }) => [township, registeredPersons])),
    targets: await readTargets(manifest, period, effects),
    lastYearTargets: await readTargets(manifest, shiftPeriod(period, -4), effects),
    projects: await readOfficeRows(manifest, 'project', period, effects),
    finance: await readOfficeRows(manifest, 'finance', period, effects),
    submissions: submissionsOf(manifest, period),
    signed: manifest.signed,
    nilReturns: new Map(manifest.nilReturns.filter((one) => one.period === period).map(({ division, late }) => [division, { late }])),
  };
}

/** The year's targets by unit: 任务表 is sent once a year, in any quarter up to this one; a later one corrects it row by row. */
async function readTargets(
  manifest: Manifest,
  period: Period,
  effects: VisibleEffects,
): Promise<ReadonlyMap<string, StoredRecord['target']>> {
  const targets = await readOfficeRows(manifest, 'target', period, effects);
  return new Map(
    targets.flatMap((target) => (target.year === yearOf(period) && target.unit_code !== null ? [[target.unit_code, target] as const] : [])),
  );
}
