import type { CityProfile } from '../city/pack-schema.ts';
import { titleOf } from '../city/profile.ts';
import type { Text } from '../language/language.ts';
import { periodWords } from '../bulletin/overview.ts';
import { pageOf } from '../bulletin/page-frame.ts';
import { PAGE_SCRIPT } from '../bulletin/page-script.ts';
import { BASE_STYLE } from '../bulletin/page-style.ts';
import { both, escapeHtml } from '../bulletin/page-text.ts';

/** The newest revision of a period, the newest one whose bulletin its readers may see, and where that is. */
export type NewestBulletin = {
  readonly period: string;
  readonly newest: number;
  /** Null while there is none. */
  readonly found: number | null;
  readonly href: string | null;
};

/**
 * The page at an address that stays: it leads on to the newest bulletin. Where the newest revision has none for its
 * readers, it stops and says what there is, so that nobody takes an older one for the newest.
 */
export function newestPage(profile: CityProfile, { period, newest, found, href }: NewestBulletin): string {
  const words = periodWords(period);
  const isNewest = found === newest;
  const said: Text = isNewest
    ? { zh: `最新一版：第${newest}版。`, en: `Newest: revision ${newest}.` }
    : found === null
      ? {
          zh: `最新的第${newest}版暂不公布，以前各版也没有公布。`,
          en: `The newest revision, ${newest}, is not published yet, nor is any before it.`,
        }
      : {
          zh: `最新的第${newest}版暂不公布；已公布的最新一版是第${found}版。`,
          en: `The newest revision, ${newest}, is not published yet; the newest published one is revision ${found}.`,
        };
  const link =
    href === null
      ? ''
      : ` <a href="${escapeHtml(href)}">${both({ zh: `阅读第${found}版通报`, en: `read the bulletin of revision ${found}` })}</a>`;
  return pageOf({
    office: profile.office,
    title: {
      zh: `${titleOf(profile).zh}${words.zh}通报：最新一版`,
      en: `${titleOf(profile).en}: newest bulletin for ${words.en}`,
    },
    style: BASE_STYLE,
    script: PAGE_SCRIPT,
    meta: [],
    contents: '',
    main: `<p>${both(said)}${link}</p>`,
    footer: '',
    ...(isNewest && href !== null ? { leadsTo: href } : {}),
  });
}
