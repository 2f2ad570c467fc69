/** The pages, the series and the address of the newest revision of every report set. */
import type { CityPack } from '../../shared/city/city.ts';
import { reportFolders, reportSetsOf, type ReportSet } from '../../shared/city/report-sets.ts';
import { indexKey, latestKey } from '../../shared/ledger/keys.ts';
import {
  periodIndex,
  reportsIndex,
  type ListedRevision,
  type NewestRevision,
  type Readership,
} from '../../shared/publication/index-page.ts';
import { CityLatest, Latest } from '../../shared/publication/published-manifest.ts';
import type { Period } from '../../shared/time/period.ts';
import type { Body } from '../aws/objects.ts';
import { writeSeries, type PublishedQuarter } from './series.ts';

export type PageEffects = {
  readonly pack: CityPack;
  readonly readText: (key: string) => Promise<string | null>;
  readonly write: (key: string, body: Body) => Promise<void>;
  readonly readTagged: (key: string) => Promise<{ readonly text: string; readonly tag: string } | null>;
  /** Writes where the object still has the tag, or where there is none. @returns whether it was written */
  readonly writeOver: (key: string, body: Body, tag: string | null) => Promise<boolean>;
};

/** What is published: of every period the newest revision, of one all of them. */
export type Published = {
  readonly period: Period;
  readonly newest: readonly NewestRevision[];
  /** The revisions of the period. */
  readonly listed: readonly ListedRevision[];
  readonly quarters: readonly PublishedQuarter[];
};

/**
 * Writes what leads to the reports of the root and, in a province, of each city. A city has what the root has in a
 * folder of its own, so that its people need no address of the province: `reports/cities/3801/index.html`.
 */
export async function writeReportPages(published: Published, effects: PageEffects): Promise<void> {
  const { pack } = effects;
  const sets = reportSetsOf(pack);
  const { period } = published;
  for (const set of sets) {
    const { folder } = set;
    const has = (one: Period): boolean => reportFolders(pack.registerOf(one)).includes(folder);
    const own: Published = {
      period,
      newest: published.newest.filter((one) => has(one.period)),
      listed: published.listed.filter((one) => has(one.period)),
      quarters: published.quarters.filter((one) => has(one.period)),
    };
    if (has(period)) {
      if (folder !== '') await followLatest(period, folder, effects);
      await writePages(set, own, sets, effects);
    }
    await writeSeries(own.quarters, set, effects);
  }
}

async function writePages(
  { folder, reporter }: ReportSet,
  { period, newest, listed }: Published,
  sets: readonly ReportSet[],
  { pack, write }: PageEffects,
): Promise<void> {
  const page = (content: string): Body => ({ content, type: 'text/html; charset=utf-8' });
  const newestOfPeriod = newest.find((one) => one.period === period)?.revision ?? null;
  const named = (folders: readonly string[]): Readership['cities'] =>
    sets
      .filter((one) => folder === '' && one.folder !== '' && folders.includes(one.folder))
      .map((one) => ({ folder: one.folder, name: one.reporter.profile.name }));
  const published = newest.flatMap((one) => reportFolders(pack.registerOf(one.period)));
  for (const audience of ['internal', 'public'] as const) {
    const readership = { profile: reporter.profile, audience, folder };
    const ofPeriod = { ...readership, cities: named(reportFolders(pack.registerOf(period))) };
    await write(indexKey(audience, period, folder), page(periodIndex(ofPeriod, period, listed, newestOfPeriod)));
    await write(
      indexKey(audience, null, folder),
      page(reportsIndex({ ...readership, cities: named(published) }, newest)),
    );
  }
}

/**
 * Makes the latest.json of a city follow the province's, whoever else writes it: what this run has read is written only
 * over what was there before it was read.
 */
async function followLatest(period: Period, folder: string, effects: PageEffects): Promise<void> {
  const key = latestKey(period, folder);
  for (;;) {
    const found = await effects.readTagged(key);
    const text = await effects.readText(latestKey(period));
    if (text === null) return;
    const { revision, prefix, state, signed } = Latest.parse(JSON.parse(text));
    const body = jsonBody(CityLatest.parse({ period, revision, prefix, folder, state, signed }));
    if (body.content === found?.text || (await effects.writeOver(key, body, found?.tag ?? null))) return;
  }
}

export const jsonBody = (value: object): Body & { readonly content: string } => ({
  content: `${JSON.stringify(value, null, 1)}\n`,
  type: 'application/json',
});
