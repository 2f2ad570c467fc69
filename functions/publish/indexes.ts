import * as z from 'zod';
import type { City } from '../../shared/city/city.ts';
import { reportFolders } from '../../shared/city/report-sets.ts';
import type { Register } from '../../shared/city/register.ts';
import type { Text } from '../../shared/language/language.ts';
import { SOURCES_TITLE } from '../../shared/narrative/bulletin-text.ts';
import { tablesOf } from '../../shared/summary/summary.ts';
import { noFacts } from '../../shared/tables/report-table.ts';
import { latestKey, newestKey, REPORTS, revisionPrefix } from '../../shared/ledger/keys.ts';
import type { Signatory } from '../../shared/bulletin/signed-bulletin.ts';
import { signaturesOf, signedRevisions, stateOf, type Decision } from '../../shared/ledger/decisions.ts';
import { Latest, PublishedManifest } from '../../shared/publication/published-manifest.ts';
import type { ListedRevision, NewestRevision } from '../../shared/publication/index-page.ts';
import { isPeriod, type Period } from '../../shared/time/period.ts';
import { writeSignedBulletins } from './signed-bulletins.ts';
import { writeNewestPages } from './newest-pages.ts';
import { jsonBody, writeReportPages, type PageEffects } from './report-pages.ts';
import type { PublishedQuarter } from './series.ts';

export type IndexEffects = PageEffects & {
  readonly listKeys: (prefix: string) => Promise<string[]>;
  /** What the offices decided about a period: whose signatures stand. */
  readonly decisions: (period: Period) => Promise<readonly Decision[]>;
};

type Revision = { readonly period: Period; readonly revision: number };

/** What the indexes are made of. */
type Seen = {
  readonly keys: ReadonlySet<string>;
  /** The revisions of all periods that are whole: the last file of a revision tells. */
  readonly whole: readonly Revision[];
  /** By period, which revision is the newest, as its `latest.json` says. */
  readonly newest: ReadonlyMap<Period, Pick<Latest, 'revision' | 'prefix'>>;
  readonly decided: ReadonlyMap<Period, readonly Decision[]>;
};

/**
 * Writes what follows the revisions: who signed the newest one, the series of all quarters, and the pages that list what
 * is published: every whole revision of one period, and the newest of each period. Others may publish or sign meanwhile,
 * and write the same pages: all is looked at again afterwards, so that whoever writes last has seen everything.
 */
export async function writeIndexes(period: Period, effects: IndexEffects): Promise<void> {
  let seen = await look(effects);
  for (;;) {
    await writeAsSeen(period, seen, effects);
    const now = await look(effects);
    if (isSame(seen, now)) return;
    seen = now;
  }
}

async function look(effects: IndexEffects): Promise<Seen> {
  const keys = new Set(await effects.listKeys(REPORTS));
  const whole = [...keys].flatMap((key) => {
    const [, of = '', revision] = /^reports\/(\w+)\/rev-(\d+)\/public\/manifest\.json$/.exec(key) ?? [];
    return isPeriod(of) ? [{ period: of, revision: Number(revision) }] : [];
  });
  const newest = new Map<Period, Pick<Latest, 'revision' | 'prefix'>>();
  const decided = new Map<Period, readonly Decision[]>();
  for (const { period } of whole) {
    if (decided.has(period)) continue;
    decided.set(period, await effects.decisions(period));
    const text = await effects.readText(latestKey(period));
    if (text === null) continue;
    const { revision, prefix } = Latest.parse(JSON.parse(text));
    newest.set(period, { revision, prefix });
  }
  return { keys, whole, newest, decided };
}

/** Whether what is published and signed is the same. Of the keys, those that tell that have been looked at. */
const isSame = (a: Seen, b: Seen): boolean => factsIn(a) === factsIn(b);
const factsIn = ({ whole, newest, decided }: Seen): string =>
  JSON.stringify([whole, [...newest], [...decided].map(([period, own]) => [period, [...signaturesOf(own)]])]);

async function writeAsSeen(period: Period, seen: Seen, effects: IndexEffects): Promise<void> {
  const { keys, whole } = seen;
  const revisionsOf = (of: Period): number[] => whole.flatMap((one) => (one.period === of ? [one.revision] : []));
  const isOpen = (revision: number): boolean => keys.has(`${revisionPrefix(period, revision)}public/summary.json`);
  await noteStanding(period, revisionsOf(period).filter(isOpen), effects);
  const newest: NewestRevision[] = [];
  const quarters: PublishedQuarter[] = [];
  for (const [one, { revision, prefix }] of seen.newest) {
    const decided = seen.decided.get(one) ?? [];
    const signed = signedRevisions(decided);
    const isWritten = (each: number): boolean => keys.has(`${revisionPrefix(one, each)}internal/signed/signature.json`);
    if (one === period || !signed.every(isWritten)) await writeSignedBulletins(one, decided, effects);
    const quarter = { period: one, newest: revision, revisions: revisionsOf(one), signed };
    quarters.push(quarter);
    if (one === period || !keys.has(newestKey('internal', one))) await writeNewestPages(quarter, keys, effects);
    newest.push({
      period: one,
      revision,
      state: stateOf(revision, signed),
      bulletins: bulletinsIn(prefix, keys, effects.pack.registerOf(one)),
    });
  }
  const listed = await listedRevisions(period, seen, effects);
  const last = quarters.toSorted((a, b) => (a.period < b.period ? 1 : -1))[0];
  if (last) await writeNewestPages({ ...last, isNewestOfAll: true }, keys, effects);
  await writeReportPages({ period, newest, listed, quarters }, effects);
}

async function listedRevisions(period: Period, seen: Seen, effects: IndexEffects): Promise<ListedRevision[]> {
  const listed: ListedRevision[] = [];
  const titles = tableTitles(effects.pack.at(period));
  const signatures = signaturesOf(seen.decided.get(period) ?? []);
  // One after the other: a manifest names every file of two years.
  for (const { revision } of seen.whole.filter((one) => one.period === period)) {
    const text = await effects.readText(`${revisionPrefix(period, revision)}internal/manifest.json`);
    if (text !== null) listed.push(listedOf(PublishedManifest.parse(JSON.parse(text)), signatures, titles));
  }
  return listed;
}

/** The bulletins of a revision, by their names below its folder. */
const bulletinsIn = (prefix: string, keys: ReadonlySet<string>, register: Register): ReadonlySet<string> =>
  new Set(
    ['internal', 'public']
      .flatMap((edition) => reportFolders(register).map((folder) => `${edition}/${folder}bulletin.html`))
      .filter((name) => keys.has(`${prefix}${name}`)),
  );

/**
 * Says in latest.json whether the revision that it names is final, and which one the public sees; whoever else writes
 * it, it is not turned back, and what a later code version says in it stays.
 * @param open revisions of the period that have a public edition
 */
async function noteStanding(period: Period, open: readonly number[], effects: IndexEffects): Promise<void> {
  for (;;) {
    const found = await effects.readTagged(latestKey(period));
    if (!found) return;
    const stored = z.looseObject({}).parse(JSON.parse(found.text));
    const latest = Latest.parse(stored);
    const signatures = signaturesOf(await effects.decisions(period));
    const standing = (revision: number) => {
      const own = signatures.get(revision);
      return {
        state: stateOf(revision, [...signatures.keys()]),
        signed: own ? { by: own.by, at: own.at } : null,
      };
    };
    const seen = Math.max(0, ...open.filter((revision) => revision <= latest.revision));
    const publicRevision =
      seen === 0 ? null : { revision: seen, prefix: revisionPrefix(period, seen), ...standing(seen) };
    const body = jsonBody({ ...stored, ...latest, ...standing(latest.revision), public: publicRevision });
    if (body.content === found.text || (await effects.writeOver(latestKey(period), body, found.tag))) return;
  }
}

/** What the tables are called, by their ids. */
const tableTitles = (city: City): ReadonlyMap<string, Text> =>
  new Map([
    ...Object.values(tablesOf(noFacts(city))).map(({ id, zh, en }) => [id, { zh, en }] as const),
    ['R19', SOURCES_TITLE],
  ]);

function listedOf(
  { period, revision, inputs, ruleSet, submissions, codeVersion, outputs }: PublishedManifest,
  signatures: ReadonlyMap<number, Signatory>,
  titles: ReadonlyMap<string, Text>,
): ListedRevision {
  const files = Object.entries(outputs).map(([name, file]) => {
    const about = titles.get(/\/tables\/(\w+)\.csv$/.exec(name)?.[1] ?? '');
    return { name, ...file, ...(about && { about }) };
  });
  return {
    period,
    revision,
    state: stateOf(revision, [...signatures.keys()]),
    signatory: signatures.get(revision) ?? null,
    inputs,
    ruleSets: [...new Set([ruleSet, ...submissions.map((submission) => submission.ruleSet)])],
    codeVersion,
    files,
  };
}
