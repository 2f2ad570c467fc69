import type { CityProfile } from '../city/pack-schema.ts';
import { titleOf } from '../city/profile.ts';
import { nameInSet } from '../city/report-sets.ts';
import type { Text } from '../language/language.ts';
import { indexKey, revisionPrefix, seriesPrefix } from '../ledger/keys.ts';
import type { PublishedFile } from './published-manifest.ts';
import { pageOf } from '../bulletin/page-frame.ts';
import { periodWords } from '../bulletin/overview.ts';
import { PAGE_SCRIPT } from '../bulletin/page-script.ts';
import { stateLabel, type State } from '../bulletin/standing.ts';
import { BASE_STYLE } from '../bulletin/page-style.ts';
import { both, escapeHtml } from '../bulletin/page-text.ts';
import { signatoryText, type Signatory } from '../bulletin/signed-bulletin.ts';
import type { Edition } from '../summary/summary.ts';
import type { Period } from '../time/period.ts';

/** A file of a revision: its name below the revision's folder, and what the manifest says of it. */
export type ListedFile = PublishedFile & {
  readonly name: string;
  /** What it holds, where that is more than its format: the title of a table. */
  readonly about?: Text;
};

/** A published revision as its manifest describes it. */
export type ListedRevision = {
  readonly period: Period;
  readonly revision: number;
  readonly state: State;
  /** Who answers for it; null while nobody does. */
  readonly signatory: Signatory | null;
  /** Identity of the frozen inputs. */
  readonly inputs: string;
  /** Of the run, and then those by which files were judged that count in it, where they are others. */
  readonly ruleSets: readonly string[];
  readonly codeVersion: string;
  readonly files: readonly ListedFile[];
};

/** What the file of a name or an ending is, in the order of the list. */
const FORMATS: readonly { readonly ending: RegExp; readonly words: Text }[] = [
  { ending: /\/bulletin\.html$/, words: { zh: '通报（网页，可打印）', en: 'bulletin, a page to read and print' } },
  { ending: /\/bulletin\.txt$/, words: { zh: '简报文字', en: 'text of the bulletin' } },
  { ending: /\/restatement\.html$/, words: { zh: '更正说明（网页）', en: 'what changed against the revision before' } },
  { ending: /\/restatement\./, words: { zh: '更正说明（数据）', en: 'what changed, as data' } },
  { ending: /\/workbook\.xlsx$/, words: { zh: '汇总工作簿', en: 'workbook' } },
  { ending: /\/records\.parquet$/, words: { zh: '分户数据（无个人信息）', en: 'records, without personal data' } },
  { ending: /\/summary\.json$/, words: { zh: '汇总数据', en: 'summary as data' } },
  {
    ending: /\/summary\.schema\.json$/,
    words: { zh: '汇总数据的格式（JSON Schema）', en: 'format of the data (JSON Schema)' },
  },
  {
    ending: /\/datapackage\.json$/,
    words: { zh: '数据包说明（Frictionless Data Package）', en: 'description of the data (Frictionless Data Package)' },
  },
  { ending: /\/data\/observations\./, words: { zh: '全部数据，一值一行', en: 'all figures, one row each' } },
  { ending: /\/data\/units\.csv$/, words: { zh: '区划代码与名称', en: 'divisions by code and name' } },
  { ending: /\/data\/measures\.csv$/, words: { zh: '指标', en: 'measures' } },
  { ending: /\/data\/codes\.csv$/, words: { zh: '代码与名称', en: 'codes and their names' } },
  { ending: /\.csv$/, words: { zh: '汇总表', en: 'report table' } },
  { ending: /\/manifest\.json$/, words: { zh: '清单：出处与哈希值', en: 'manifest: where it is from, and hashes' } },
  { ending: /\/withheld\.txt$/, words: { zh: '暂不公布的说明', en: 'why there is none yet' } },
];

/**
 * Whose pages, and for whom: the public's name nothing that is internal, not even its hash, from which a hidden figure
 * could be found by trying; the offices' lie under a folder of their own.
 */
export type Readership = {
  readonly profile: CityProfile;
  readonly audience: Edition;
  /** Of the report set that the pages are about; the root's has none. */
  readonly folder: string;
  /** Cities of a province, which have pages of their own. */
  readonly cities: readonly NamedSet[];
};

/** A city by its name, with the folder of its report set. */
export type NamedSet = { readonly folder: string; readonly name: Text };

/** The address of one object, seen from the page that is another. */
function hrefTo(key: string, page: string): string {
  const [to, from] = [key.split('/'), page.split('/').slice(0, -1)];
  const shared = from.findIndex((part, index) => part !== to[index]);
  const common = shared === -1 ? from.length : shared;
  return escapeHtml([...from.slice(common).map(() => '..'), ...to.slice(common).map(encodeURIComponent)].join('/'));
}

const link = (href: string, words: Text): string => `<a href="${href}">${both(words)}</a>`;

/** The revision of a period that its `latest.json` names. */
export type NewestRevision = Pick<ListedRevision, 'period' | 'revision' | 'state'> & {
  /** The bulletins by their names below the folder of the revision; a public one may be withheld. */
  readonly bulletins: ReadonlySet<string>;
};

/** Where the bulletin of a report set lies below the folder of a revision: what is signed is read as it was signed. */
const bulletinName = (audience: Edition, folder: string, state: State): string =>
  `${audience}/${folder}${state === 'final' ? 'signed/' : ''}bulletin.html`;

/** Links to the bulletins of cities in a revision, each by the name of its city; nothing where there are none. */
function cityBulletins(
  { audience, cities }: Readership,
  { period, revision, state }: Pick<NewestRevision, 'period' | 'revision' | 'state'>,
  { page, has }: { readonly page: string; readonly has: (name: string) => boolean },
): string {
  const links = cities
    .filter(({ folder }) => has(bulletinName(audience, folder, 'provisional')))
    .map(({ folder, name }) =>
      link(hrefTo(`${revisionPrefix(period, revision)}${bulletinName(audience, folder, state)}`, page), name),
    );
  return links.length === 0
    ? ''
    : `<p>${both({ zh: '各市通报：', en: 'bulletins of cities: ' })}${links.join('　')}</p>`;
}

/** Links to the pages of cities, for a page of a province. */
const cityPages = ({ audience, cities }: Readership, page: string, period: Period | null): string =>
  cities.length === 0
    ? ''
    : `<nav class="cities">${both({ zh: '各市的汇总：', en: 'Summaries of the cities: ' })}${cities.map(({ folder, name }) => link(hrefTo(indexKey(audience, period, folder), page), name)).join('　')}</nav>`;

/**
 * index.html of a period: its revisions from the last to the first, with every file, its size and its hash.
 * @param newest the one that stands; null while there is none
 */
export function periodIndex(
  readership: Readership,
  period: Period,
  revisions: readonly ListedRevision[],
  newest: number | null,
): string {
  const { profile, audience, folder } = readership;
  const page = indexKey(audience, period, folder);
  const words = periodWords(period);
  const listed = revisions.filter((one) => one.period === period).sort((a, b) => b.revision - a.revision);
  return pageOf({
    office: profile.office,
    title: { zh: `${titleOf(profile).zh}${words.zh}汇总`, en: `${titleOf(profile).en}: summaries of ${words.en}` },
    style: BASE_STYLE + INDEX_STYLE,
    script: PAGE_SCRIPT,
    meta: [
      both({ zh: `共${listed.length}版`, en: `${listed.length} ${listed.length === 1 ? 'revision' : 'revisions'}` }),
    ],
    contents: '',
    main: [
      cityPages(readership, page, period),
      ...listed.map((revision) => revisionSection(revision, revision.revision === newest, readership)),
    ].join('\n'),
    footer: `<p>${link(hrefTo(indexKey(audience, null, folder), page), { zh: '各期汇总', en: 'all periods' })}</p>`,
  });
}

/** To the figures of all quarters, from the page of all reports. */
function seriesLinks({ audience, folder }: Readership, page: string): string {
  const to = (name: string): string => hrefTo(`${seriesPrefix(audience, folder)}${name}`, page);
  return `<p>${link(to('series.csv'), { zh: '各季数据（CSV）', en: 'all quarters as data (CSV)' })}　${link(to('datapackage.json'), { zh: '数据包说明', en: 'description of the data' })}</p>`;
}

/** From a city's page to its province's. */
const provinceLink = ({ audience, folder, profile }: Readership, page: string): string =>
  folder === '' || !profile.province
    ? ''
    : `<p>${link(hrefTo(indexKey(audience), page), { zh: `${profile.province.zh}汇总`, en: `summaries of ${profile.province.en}` })}</p>`;

/** index.html of all reports: the newest period first, with the newest revision of each. */
export function reportsIndex(readership: Readership, revisions: readonly NewestRevision[]): string {
  const { profile, audience, folder } = readership;
  const page = indexKey(audience, null, folder);
  const hasBulletin = ({ bulletins }: NewestRevision): boolean =>
    bulletins.has(bulletinName(audience, folder, 'provisional'));
  const periods = revisions.toSorted((a, b) => (a.period < b.period ? 1 : -1));
  const items = periods.map((newest) => {
    const { period, revision, state, bulletins } = newest;
    const key = `${revisionPrefix(period, revision)}${bulletinName(audience, folder, state)}`;
    const bulletin = hasBulletin(newest) ? link(hrefTo(key, page), { zh: '阅读通报', en: 'read the bulletin' }) : '';
    const all = link(hrefTo(indexKey(audience, period, folder), page), {
      zh: '各版与全部文件',
      en: 'all revisions and files',
    });
    return `<li><h2>${both(periodWords(period))}${stateLabel(state)}</h2>
<p>${both({ zh: `最新：第${revision}版`, en: `newest: revision ${revision}` })}　${bulletin}　${all}</p>${cityBulletins(readership, newest, { page, has: (name) => bulletins.has(name) })}</li>`;
  });
  return pageOf({
    office: profile.office,
    title: { zh: `${titleOf(profile).zh}季度汇总`, en: `${titleOf(profile).en}: quarterly summaries` },
    style: BASE_STYLE + INDEX_STYLE,
    script: PAGE_SCRIPT,
    meta: [
      both({ zh: `共${periods.length}期`, en: `${periods.length} ${periods.length === 1 ? 'period' : 'periods'}` }),
    ],
    contents: '',
    main: `${cityPages(readership, page, null)}<ul class="periods">${items.join('\n')}</ul>`,
    footer: `${periods.some(hasBulletin) ? seriesLinks(readership, page) : ''}${provinceLink(readership, page)}`,
  });
}

const EDITIONS: readonly { readonly edition: Edition; readonly words: Text }[] = [
  { edition: 'internal', words: { zh: '内部版', en: 'Internal edition' } },
  {
    edition: 'public',
    words: {
      zh: '公开版（不含可能识别个人的数）',
      en: 'Public edition, without figures that could betray a household',
    },
  },
];

/** Who answers for the revision, and the bulletin that says so. */
function signedLine({ signatory, period, revision }: ListedRevision, readership: Readership): string {
  const { audience, folder, profile } = readership;
  if (signatory === null) return '';
  const key = `${revisionPrefix(period, revision)}${bulletinName(audience, folder, 'final')}`;
  const signed = link(hrefTo(key, indexKey(audience, period, folder)), { zh: '定稿通报', en: 'signed bulletin' });
  return `<p class="facts">${both(signatoryText({ ...signatory, title: profile.signatory }))}　${signed}</p>\n`;
}

function revisionSection(revision: ListedRevision, isNewest: boolean, readership: Readership): string {
  const { audience, folder } = readership;
  const { period, files } = revision;
  const page = indexKey(audience, period, folder);
  const id = `rev-${revision.revision}`;
  const title = both({ zh: `第${revision.revision}版`, en: `Revision ${revision.revision}` });
  const newest = isNewest ? `<span class="newest">${both({ zh: '最新', en: 'newest' })}</span>` : '';
  const made: Text = {
    zh: `规则 ${revision.ruleSets.join('、')}　程序 ${revision.codeVersion}`,
    en: `rules ${revision.ruleSets.join(', ')}  code ${revision.codeVersion}`,
  };
  const inputs: Text = { zh: `输入 ${revision.inputs}　`, en: `inputs ${revision.inputs}  ` };
  const facts = both(audience === 'public' ? made : { zh: inputs.zh + made.zh, en: inputs.en + made.en });
  const editions = EDITIONS.filter(({ edition }) => audience === 'internal' || edition === 'public').map(
    ({ edition, words }) => editionTable(revision, edition, { words, page, folder }),
  );
  const names = new Set(files.map(({ name }) => name));
  const cities = cityBulletins(readership, revision, { page, has: (name) => names.has(name) });
  return `<section class="revision" aria-labelledby="${id}"><h2 id="${id}">${title}${stateLabel(revision.state)}${newest}</h2>
<p class="facts">${facts}</p>
${signedLine(revision, readership)}${cities}${editions.join('\n')}</section>`;
}

/** The files of an edition, as far as they are of the page's report set. */
function editionTable(
  { period, revision, files: all }: ListedRevision,
  edition: Edition,
  { words, page, folder }: { readonly words: Text; readonly page: string; readonly folder: string },
): string {
  const order = (name: string): number =>
    formatOf(name) ? FORMATS.findIndex(({ ending }) => ending.test(name)) : FORMATS.length;
  const shownName = (name: string): string | null =>
    name.startsWith(`${edition}/`) ? nameInSet(name.slice(edition.length + 1), folder) : null;
  const files = all
    .filter(({ name }) => shownName(name) !== null)
    .toSorted((a, b) => order(a.name) - order(b.name) || (a.name < b.name ? -1 : 1));
  if (files.length === 0) return '';
  const id = `rev-${revision}-${edition}`;
  const rows = files.map((file) =>
    fileRow(file, shownName(file.name) ?? '', hrefTo(`${revisionPrefix(period, revision)}${file.name}`, page)),
  );
  return `<h3 id="${id}">${both(words)}</h3>
<div class="scroll" role="region" aria-labelledby="${id}" tabindex="0"><table><thead><tr><th scope="col">${both({ zh: '文件', en: 'file' })}</th><th scope="col">${both({ zh: '内容', en: 'what it is' })}</th><th scope="col" class="number">${both({ zh: '大小', en: 'size' })}</th><th scope="col">SHA-256</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table></div>`;
}

const formatOf = (name: string): Text | null => FORMATS.find(({ ending }) => ending.test(name))?.words ?? null;

function fileRow(
  { name, sha256, bytes, about = formatOf(name) ?? undefined }: ListedFile,
  shown: string,
  href: string,
): string {
  return `<tr><th scope="row"><a href="${href}">${escapeHtml(shown)}</a></th><td>${about ? both(about) : ''}</td><td class="number">${sizeText(bytes)}</td><td><code>${escapeHtml(sha256)}</code></td></tr>`;
}

/** 512 B, 12 KB, 6.3 MB: as a reader of a list wants it. */
export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`;
  const tenths = Math.round((bytes * 10) / (1024 * 1024));
  return `${Math.trunc(tenths / 10)}.${tenths % 10} MB`;
}

const INDEX_STYLE = `
.cities{padding-top:1.4rem}
.periods li{padding:1.4rem 0;border-bottom:1px solid var(--line)}
h2{font-size:1.35rem;display:flex;align-items:baseline;gap:.75rem;flex-wrap:wrap}
h2 .state{font-size:.875rem}
h3{font-size:1rem;margin-top:1.2rem}
.newest{font:600 .875rem/1.6 sans-serif;background:var(--wash);border-radius:3px;padding:0 .6rem}
.revision{padding-top:2rem}
.facts{color:var(--quiet);font-size:.875rem;overflow-wrap:anywhere}
.scroll{overflow-x:auto;margin-top:.6rem}
table{width:100%;font-size:.9375rem}
th,td{text-align:left;padding:.4rem .8rem .4rem 0;border-bottom:1px solid var(--line);white-space:nowrap;font-weight:400}
thead th{color:var(--quiet);font-size:.875rem}
.number{text-align:right}
code{font-size:.75rem;color:var(--quiet)}
@media(max-width:60rem){code{display:inline-block;max-width:14ch;overflow:hidden;text-overflow:ellipsis;vertical-align:bottom}}
`;
