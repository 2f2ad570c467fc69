import { branchesOf } from '../../shared/ledger/fold-branches.ts';
import { TOLERATED_FAILURE_PERCENTAGE, type PublishOutput } from '../../shared/contract.ts';
import { latestKey, recordsListKey, revisionPrefix } from '../../shared/ledger/keys.ts';
import { Latest, type PublishedManifest } from '../../shared/publication/published-manifest.ts';
import { lacking, type Manifest, type NotCounted } from '../../shared/ledger/manifest.ts';
import type { ReportFile } from '../../shared/publication/report-files.ts';
import { revisionFiles, type RevisionFiles } from '../../shared/publication/revision.ts';
import { shiftPeriod, type Period } from '../../shared/time/period.ts';
import type { Body } from '../aws/objects.ts';
import { isServiceFault } from '../aws/service-fault.ts';
import type { VisibleEffects } from '../store/visible.ts';
import { personsOnFile } from '../store/counting-rows.ts';
import { chooseQuarters, type ChosenQuarter } from './drawn-quarters.ts';
import { earlierRevisions, isOvertaken, manifestAt, manifestKeyOf, otherQuarters } from './earlier-revisions.ts';
import { writeIndexes, type IndexEffects } from './indexes.ts';
import { jsonBody } from './report-pages.ts';
import { evidenceOf, findFolds, notedIn, type FactEffects, type Folds } from './facts.ts';
import { recordsOf } from './records.ts';

export type PublishEffects = IndexEffects &
  FactEffects & {
    /** Name of the bucket that is published to. */
    readonly bucket: string;
    /**
     * Adds the publication to the trail. A run that dies after it leaves an entry of its own, as does the one that ends
     * it.
     */
    readonly recordPublication: (what: {
      readonly period: Period;
      readonly revision: number;
      readonly inputs: string;
    }) => Promise<void>;
    readonly sha256: (content: string | Uint8Array) => string;
  };

/** More townships are missing than a revision may lack. */
export class NotCountedError extends Error {
  override name = 'NotCountedError';
}

/**
 * Merges the folds and writes a revision beside the earlier ones; equal inputs publish nothing new. A township that
 * could not be read or folded is left out, and the manifest and every file say so
 * (docs/decisions/0010-a-township-that-does-not-fold.md). `latest.json` decides, by conditional writes alone: it goes
 * after all files, so it names no unfinished revision; it holds the number of the run, so a run that began earlier and
 * ends later never takes its place.
 * @throws NotCountedError when more townships are missing than a revision may lack
 */
export async function publish(frozen: Manifest, run: number, effects: PublishEffects): Promise<PublishOutput> {
  const { period } = frozen;
  const key = latestKey(period);
  let planned: { readonly manifest: Manifest; readonly folds: Folds } | null = null;
  let written: Written | null = null;
  for (;;) {
    const found = await effects.readTagged(key);
    const latest = found && Latest.parse(JSON.parse(found.text));
    const point = (to: Latest): Promise<boolean> => effects.writeOver(key, jsonBody(to), found?.tag ?? null);
    const isUnchanged = latest !== null && [frozen.inputs, planned?.manifest.inputs].includes(latest.inputs);
    if (latest && (latest.run > run || isUnchanged)) {
      if (latest.run < run && !(await point({ ...latest, run }))) continue;
      await announce(period, effects);
      const { revision, prefix } = latest;
      const notCounted = latest.inputs === planned?.manifest.inputs ? codesOf(planned.manifest) : [];
      return { period, revision, published: false, prefix, notCounted };
    }
    if (!planned) {
      const folds = await findFolds(frozen, effects);
      planned = { manifest: lacking(frozen, await weighMissing(frozen, folds, effects), effects.sha256), folds };
      continue;
    }
    const { manifest, folds } = planned;
    if (!written || written.revision <= (latest?.revision ?? 0))
      written = await writeRevision(manifest, folds, latest, effects);
    const { revision, prefix, isPublic } = written;
    const open = isPublic ? { revision, prefix } : (latest?.public ?? null);
    if (!(await point(Latest.parse({ period, revision, inputs: manifest.inputs, prefix, run, public: open }))))
      continue;
    await announce(period, effects);
    return { period, revision, published: true, prefix, notCounted: codesOf(manifest) };
  }
}

/** Revisions of other quarters that a revision is made from. */
type Known = { readonly against: PublishedManifest['against']; readonly drawn: readonly ChosenQuarter[] };

type Written = { readonly revision: number; readonly prefix: string; readonly isPublic: boolean };

/**
 * The manifest goes first and only where none is, so that two runs never share a number; a run that died goes on under
 * its own.
 */
async function writeRevision(
  manifest: Manifest,
  folds: Folds,
  latest: Latest | null,
  effects: PublishEffects,
): Promise<Written> {
  const { period } = manifest;
  const { facts } = await evidenceOf(manifest, folds, effects);
  const records = await recordsFiles(manifest, effects);
  for (let revision = (latest?.revision ?? 0) + 1; ; revision++) {
    const prefix = revisionPrefix(period, revision);
    const build = async (own: Manifest, known: Known) => {
      const earlier = await earlierRevisions(
        { period, revision, previous: latest?.revision ?? null, ...known },
        effects,
      );
      return revisionFiles(
        { ...facts, ...notedIn(own), revision },
        { manifest: own, records, earlier },
        effects.sha256,
      );
    };
    let { files, manifest: named } = await build(manifest, {
      against: await otherQuarters(period, effects),
      drawn: await chooseQuarters(period, effects),
    });
    const manifestKey = manifestKeyOf(period, revision);
    if (!(await effects.writeOver(manifestKey, jsonBody(named), null))) {
      const claim = await manifestAt(manifestKey, effects);
      if (claim?.inputs !== manifest.inputs) continue;
      // What was signed, weighed or published after the claim is not this revision's: its files are those whose hashes
      // the claim holds.
      ({ files, manifest: named } = await build(
        { ...manifest, signed: claim.signed, notCounted: claim.notCounted },
        { against: claim.against, drawn: claim.drawn },
      ));
    }
    // A run of another quarter may have claimed an edition at the same time: one of the two must know the other.
    if (await isOvertaken(named, effects)) continue;
    // In their order: where the last is, the public manifest, the revision is whole (indexes.ts).
    for (const [name, file] of files) await effects.write(`${prefix}${name}`, file);
    await effects.recordPublication({ period, revision, inputs: manifest.inputs });
    return { revision, prefix, isPublic: named.disclosure !== null };
  }
}

/**
 * Makes the list for Athena and the index pages follow latest.json; done again by every run, so that a death before it
 * heals.
 */
async function announce(period: Period, effects: PublishEffects): Promise<void> {
  const latest = await effects.readTagged(latestKey(period));
  const { prefix } = Latest.parse(JSON.parse(latest?.text ?? 'null'));
  const content = `s3://${effects.bucket}/${prefix}internal/records.parquet\n`;
  await advance(recordsListKey(period), { content, type: 'text/plain' }, effects);
  await writeIndexes(period, effects);
}

const codesOf = (manifest: Manifest): string[] => manifest.notCounted.map(({ township }) => township);

/**
 * A revision's files by name, built once more from the stored rows.
 * @throws FoldMissingError or TornReadError when rows are not there
 */
export async function rebuild(
  manifest: PublishedManifest,
  before: number | null,
  effects: FactEffects & Pick<PublishEffects, 'readText' | 'sha256'>,
): Promise<RevisionFiles['files']> {
  const { period, revision, against, drawn } = manifest;
  const earlier = await earlierRevisions({ period, revision, previous: before, against, drawn }, effects);
  const { facts: read } = await evidenceOf(manifest, await findFolds(manifest, effects), effects);
  const facts = { ...read, revision };
  const records = await recordsFiles(manifest, effects);
  return revisionFiles(facts, { manifest, records, earlier }, effects.sha256).files;
}

const recordsFiles = async (manifest: Manifest, effects: VisibleEffects): Promise<ReadonlyMap<string, ReportFile>> =>
  new Map(
    [...(await recordsOf(manifest, effects))].map(([folder, content]) => [
      folder,
      { content, type: 'application/vnd.apache.parquet' },
    ]),
  );

/**
 * Points at a revision, by the prefix that the text names, unless it points at a later one already, whoever else is
 * writing it.
 */
async function advance(key: string, body: Body & { readonly content: string }, effects: PublishEffects): Promise<void> {
  for (;;) {
    const found = await effects.readTagged(key);
    if (found && revisionNamed(found.text) >= revisionNamed(body.content)) return;
    if (await effects.writeOver(key, body, found?.tag ?? null)) return;
  }
}

const revisionNamed = (text: string): number => Number(/\/rev-(\d+)\//.exec(text)?.[1] ?? 0);

/** The townships that cannot be counted, each with how much the figures will lack for it. @throws NotCountedError */
async function weighMissing(manifest: Manifest, folds: Folds, effects: VisibleEffects): Promise<NotCounted[]> {
  const before = shiftPeriod(manifest.period, -1);
  const missing = [
    ...manifest.unreadable,
    ...[...folds].filter(([, tally]) => tally === null).map(([township]) => township),
  ].sort();
  const all = folds.size + manifest.unreadable.length;
  if (missing.length * 100 > all * TOLERATED_FAILURE_PERCENTAGE)
    throw new NotCountedError(`${missing.length} of ${all} townships cannot be counted: ${missing.join(', ')}`);
  return Promise.all(
    missing.map(async (township) => {
      const persons = await personsOnFile(branchesOf(manifest, effects.pack).of(township), before, effects).catch(
        (error: unknown) => {
          // What broke the fold may break this too; then the township is named without a weight. A service that fails is
          // asked again.
          if (isServiceFault(error)) throw error;
          return null;
        },
      );
      return { township, registeredPersons: persons || null };
    }),
  );
}
