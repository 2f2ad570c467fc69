/** Addresses that stay: each leads to the newest bulletin of its period, and one to that of the newest period. */
import type { CityPack } from '../../shared/city/city.ts';
import { citiesOf } from '../../shared/city/cities-of.ts';
import { cityFolder } from '../../shared/city/report-sets.ts';
import { hrefFrom } from '../../shared/bulletin/issue.ts';
import { newestKey, revisionPrefix } from '../../shared/ledger/keys.ts';
import { newestPage } from '../../shared/publication/newest-page.ts';
import type { Body } from '../aws/objects.ts';
import type { PublishedQuarter } from './series.ts';

type NewestEffects = {
  readonly pack: CityPack;
  readonly write: (key: string, body: Body) => Promise<void>;
};

/**
 * Writes the page of each report set and readership. Where the newest revision has no public edition, the public's page
 * says so and offers the one before it that has.
 * @param keys of all that is published
 */
export async function writeNewestPages(
  { period, newest, revisions, signed, isNewestOfAll = false }: PublishedQuarter & { readonly isNewestOfAll?: boolean },
  keys: ReadonlySet<string>,
  { pack, write }: NewestEffects,
): Promise<void> {
  const cities = citiesOf(pack.at(period));
  const sets = [
    { folder: '', profile: pack.profile },
    ...cities.map(({ register, profile }) => ({ folder: cityFolder(register.root), profile })),
  ];
  const candidates = revisions.filter((revision) => revision <= newest).sort((a, b) => b - a);
  for (const audience of ['internal', 'public'] as const)
    for (const { folder, profile } of sets) {
      const bulletinOf = (revision: number): string =>
        `${revisionPrefix(period, revision)}${audience}/${folder}${signed.includes(revision) ? 'signed/' : ''}bulletin.html`;
      const isThere = (revision: number): boolean =>
        keys.has(`${revisionPrefix(period, revision)}${audience}/${folder}bulletin.html`);
      const found = candidates.find(isThere) ?? null;
      const key = newestKey(audience, isNewestOfAll ? null : period, folder);
      const href = found === null ? null : hrefFrom(key.replace(/[^/]*$/, ''), bulletinOf(found));
      const content = newestPage(profile, { period, newest, found, href });
      await write(key, { content, type: 'text/html; charset=utf-8' });
    }
}
