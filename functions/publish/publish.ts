import { branchesOf, type FoldBranch } from '../../shared/ledger/fold-branches.ts';
import { TOLERATED_FAILURE_PERCENTAGE, type PublishOutput } from '../../shared/contract.ts';
import { latestKey, recordsListKey, revisionPrefix } from '../../shared/ledger/keys.ts';
import type { StoredRecord } from '../../shared/rows/codec.ts';
import { Latest, type PublishedManifest } from '../../shared/publication/published-manifest.ts';
import {
  countedTownshipsOf,
  lacking,
  submissionsOf,
  type Manifest,
  type NotCounted,
} from '../../shared/ledger/manifest.ts';
import type { ReportFile } from '../../shared/publication/report-files.ts';
import type { SummaryFacts } from '../../shared/tables/report-table.ts';
import { revisionFiles } from '../../shared/publication/revision.ts';
import type { Tally } from '../../shared/fold/tally.ts';
import { cityDate, shiftPeriod, yearOf, type Period } from '../../shared/time/period.ts';
import type { CityPack } from '../../shared/city/city.ts';
import type { Body } from '../aws/objects.ts';
import { isServiceFault } from '../aws/service-fault.ts';
import type { VisibleEffects } from '../store/visible.ts';
import { personsOnFile } from '../store/counting-rows.ts';
import { earlierRevisions, isOvertaken, manifestAt, manifestKeyOf, otherQuarters } from './earlier-revisions.ts';
import { jsonBody, writeIndexes, type IndexEffects } from './indexes.ts';
import { readOfficeRows } from './office-rows.ts';
import { recordsOf } from './records.ts';

/** What the figures are read from. */
export type FactEffects = VisibleEffects & {
  readonly findFold: (branch: FoldBranch) => Promise<Tally | null>;
};

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

/** A township that a manifest counts has no fold; going on would be a silent partial total. */
export class FoldMissingError extends Error {
  override name = 'FoldMissingError';
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
    const { revision, prefix } = written;
    if (!(await point(Latest.parse({ period, revision, inputs: manifest.inputs, prefix, run })))) continue;
    await announce(period, effects);
    return { period, revision, published: true, prefix, notCounted: codesOf(manifest) };
  }
}

type Written = { readonly revision: number; readonly prefix: string };

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
  const facts = await gatherFacts(manifest, folds, effects);
  const records = await recordsFile(manifest, effects);
  for (let revision = (latest?.revision ?? 0) + 1; ; revision++) {
    const prefix = revisionPrefix(period, revision);
    const build = async (own: Manifest, against: PublishedManifest['against']) => {
      const earlier = await earlierRevisions(
        { period, revision, previous: latest?.revision ?? null, against },
        effects,
      );
      return revisionFiles(
        { ...facts, ...notedIn(own), revision },
        { manifest: own, records, earlier },
        effects.sha256,
      );
    };
    const against = await otherQuarters(period, effects);
    let { files, manifest: named } = await build(manifest, against);
    const manifestKey = manifestKeyOf(period, revision);
    if (!(await effects.writeOver(manifestKey, jsonBody(named), null))) {
      const claim = await manifestAt(manifestKey, effects);
      if (claim?.inputs !== manifest.inputs) continue;
      // A signature or a weight that was noted after the claim is not this revision's: its files are those whose hashes
      // the claim holds.
      ({ files, manifest: named } = await build(
        { ...manifest, signed: claim.signed, notCounted: claim.notCounted },
        claim.against,
      ));
    }
    // A run of another quarter may have claimed an edition at the same time: one of the two must know the other.
    if (await isOvertaken(named, effects)) continue;
    // In their order: where the last is, the public manifest, the revision is whole (indexes.ts).
    for (const [name, file] of files) await effects.write(`${prefix}${name}`, file);
    await effects.recordPublication({ period, revision, inputs: manifest.inputs });
    return { revision, prefix };
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
 * What a revision's files come to when they are built once more from the stored rows: their SHA-256 by name.
 * @throws FoldMissingError
 */
export async function rebuild(
  manifest: PublishedManifest,
  before: number | null,
  effects: FactEffects & Pick<PublishEffects, 'readText' | 'sha256'>,
): Promise<ReadonlyMap<string, string>> {
  const { period, revision } = manifest;
  const earlier = await earlierRevisions({ period, revision, previous: before, against: manifest.against }, effects);
  const facts = { ...(await gatherFacts(manifest, await findFolds(manifest, effects), effects)), revision };
  const records = await recordsFile(manifest, effects);
  const rebuilt = revisionFiles(facts, { manifest, records, earlier }, effects.sha256);
  return new Map(Object.entries(rebuilt.manifest.outputs).map(([name, { sha256 }]) => [name, sha256]));
}

const recordsFile = async (manifest: Manifest, effects: VisibleEffects): Promise<ReportFile> => ({
  content: await recordsOf(manifest, effects),
  type: 'application/vnd.apache.parquet',
});

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

/** Facts that a manifest holds outside its inputs. */
const notedIn = ({ signed, notCounted }: Manifest) => ({
  signed,
  notCounted: new Map(notCounted.map(({ township, registeredPersons }) => [township, registeredPersons])),
});

type Folds = ReadonlyMap<string, Tally | null>;

/** Folds read at once; a fold is a small item. */
const FOLDS_AT_ONCE = 64;

async function findFolds(manifest: Manifest, effects: FactEffects): Promise<Folds> {
  const found = new Map<string, Tally | null>();
  const branches = branchesOf(manifest, effects.pack).counted();
  const lane = async (): Promise<void> => {
    // All lanes take from the one generator.
    for (let { value } = branches.next(); value; { value } = branches.next()) {
      found.set(value.township, null);
      found.set(value.township, await effects.findFold(value));
    }
  };
  await Promise.all(Array.from({ length: FOLDS_AT_ONCE }, lane));
  return found;
}

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

/** @throws FoldMissingError */
async function gatherFacts(
  manifest: Manifest,
  folds: Folds,
  effects: VisibleEffects,
): Promise<Omit<SummaryFacts, 'revision'>> {
  const { period } = manifest;
  const tallies = new Map(
    countedTownshipsOf(manifest, effects.pack).map((township) => {
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
    ...effects.pack.at(period),
    asOf: newest === undefined ? null : cityDate(new Date(newest)),
    tallies,
    targets: await readTargets(manifest, period, effects),
    lastYearTargets: await readTargets(manifest, shiftPeriod(period, -4), effects),
    projects: await readOfficeRows(manifest, 'project', period, effects),
    finance: await readOfficeRows(manifest, 'finance', period, effects),
    submissions: submissionsOf(manifest, period),
    published: publishedBefore(manifest, effects.pack),
    ...notedIn(manifest),
    nilReturns: new Map(
      manifest.nilReturns.filter((one) => one.period === period).map(({ division, late }) => [division, { late }]),
    ),
  };
}

/** Persons uplifted by unit as the quarter before had them, by the units of this period. */
function publishedBefore({ period, published }: Manifest, pack: CityPack): ReadonlyMap<string, number> {
  const byUnit = new Map<string, number>();
  for (const [code, persons] of Object.entries(published?.ytd ?? {})) {
    const unit = pack.codeIn(period, code, published?.period ?? period);
    byUnit.set(unit, (byUnit.get(unit) ?? 0) + persons);
  }
  return byUnit;
}

/**
 * The year's targets by unit: 任务表 is sent once a year, in any quarter up to this one; a later one corrects it row by
 * row.
 */
async function readTargets(
  manifest: Manifest,
  period: Period,
  effects: VisibleEffects,
): Promise<ReadonlyMap<string, StoredRecord['target']>> {
  const targets = await readOfficeRows(manifest, 'target', period, effects);
  const own = targets.filter(({ year }) => year === yearOf(period));
  const byUnit = Map.groupBy(own, ({ unit_code }) => unit_code);
  return new Map([...byUnit].flatMap(([unit, rows]) => (unit === null ? [] : [[unit, together(rows)] as const])));
}

/** The targets of units that are one unit by now. */
const together = (rows: readonly StoredRecord['target'][]): StoredRecord['target'] =>
  rows.reduce((sum, row) => ({
    ...row,
    plan_persons: sum.plan_persons + row.plan_persons,
    registered_households: sum.registered_households + row.registered_households,
    registered_persons: sum.registered_persons + row.registered_persons,
  }));
