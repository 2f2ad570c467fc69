/** The published quarters before a quarter, which its bulletin draws beside its own. */
import type { City, CityPack } from '../../shared/city/city.ts';
import { citiesOf } from '../../shared/city/cities-of.ts';
import { cityFolder, reportFolders } from '../../shared/city/report-sets.ts';
import { latestKey, REPORTS, revisionPrefix } from '../../shared/ledger/keys.ts';
import { Latest, type DrawnQuarter } from '../../shared/publication/published-manifest.ts';
import type { DrawnFigures } from '../../shared/publication/revision.ts';
import { quarterFigures } from '../../shared/summary/quarter-figures.ts';
import { readSummaryJson } from '../../shared/summary/summary-json.ts';
import { periodsFoldedFor, type Period } from '../../shared/time/period.ts';
import type { IndexEffects } from './indexes.ts';

type DrawnEffects = Pick<IndexEffects, 'listKeys' | 'readText'> & {
  readonly pack: CityPack;
  readonly sha256: (content: string) => string;
};

/** A quarter's revision that is to be drawn, before it is read. */
export type ChosenQuarter = Omit<DrawnQuarter, 'sha256'>;

/**
 * The quarters from the first of last year to the one before, of each the newest revision by now. Where that one has no
 * public edition, the public page draws the one before it that has, as the public series does.
 */
export async function chooseQuarters(period: Period, effects: DrawnEffects): Promise<ChosenQuarter[]> {
  const folders = reportFolders(effects.pack.registerOf(period));
  const chosen: ChosenQuarter[] = [];
  for (const quarter of periodsFoldedFor(period)) {
    const latest = quarter === period ? null : await effects.readText(latestKey(quarter));
    if (latest === null) continue;
    const { revision: newest } = Latest.parse(JSON.parse(latest));
    const keys = new Set(await effects.listKeys(`${REPORTS}${quarter}/`));
    const revisions = Array.from({ length: newest }, (_, index) => newest - index).filter((revision) =>
      // The last file of a revision tells that it is whole.
      keys.has(`${revisionPrefix(quarter, revision)}public/manifest.json`),
    );
    for (const edition of ['internal', 'public'] as const)
      for (const folder of folders) {
        const keyOf = (revision: number): string =>
          `${revisionPrefix(quarter, revision)}${edition}/${folder}summary.json`;
        const revision = revisions.find((one) => keys.has(keyOf(one)));
        if (revision !== undefined) chosen.push({ period: quarter, revision, edition, folder, key: keyOf(revision) });
      }
  }
  return chosen;
}

/**
 * Reads what a bulletin draws, with the hash of each file as it was read.
 * @throws Error when a file is gone: reports are never removed
 */
export async function readDrawn(
  period: Period,
  chosen: readonly ChosenQuarter[],
  { pack, readText, sha256 }: Omit<DrawnEffects, 'listKeys'>,
): Promise<{ readonly drawn: readonly DrawnQuarter[]; readonly figures: readonly DrawnFigures[] }> {
  const cities = citiesByFolder(pack.at(period));
  const drawn: DrawnQuarter[] = [];
  const figures: DrawnFigures[] = [];
  // One after the other: a summary holds every table.
  for (const one of chosen) {
    const text = await readText(one.key);
    if (text === null) throw new Error(`${one.key} is gone; restore it from its earlier versions`);
    drawn.push({ ...one, sha256: sha256(text) });
    const now = cities.get(one.folder)?.register;
    const before = citiesByFolder(pack.at(one.period)).get(one.folder)?.register;
    // A city that the province did not have then, or has no more.
    if (!now || !before) continue;
    const codeNow = (code: string): string => pack.codeIn(period, code, one.period);
    figures.push({
      edition: one.edition,
      folder: one.folder,
      quarter: quarterFigures(readSummaryJson(text), { before, now, codeNow }),
    });
  }
  return { drawn, figures };
}

const citiesByFolder = (city: City): ReadonlyMap<string, Pick<City, 'register'>> =>
  new Map([['', city], ...citiesOf(city).map((part) => [cityFolder(part.register.root), part] as const)]);
