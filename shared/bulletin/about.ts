import type { City } from '../city/city.ts';
import { titleOf } from '../city/profile.ts';
import { windowOf } from '../city/programme.ts';
import type { Text } from '../language/language.ts';
import type { Summary } from '../summary/summary.ts';
import { grouped } from '../tables/rounding.ts';
import { addDays, isPeriod, periodTitle, shiftPeriod, yearOf, type Period } from '../time/period.ts';
import { outletsOf, type Issue, type Outlet } from './issue.ts';
import { both, escapeHtml } from './page-text.ts';
import { dayText, PUBLIC_EDITION } from './standing.ts';

/** What a term of the page means, in words that need no other page. */
const DEFINITIONS: readonly (readonly [term: Text, meaning: Text])[] = [
  [
    { zh: '带动增收人数', en: 'Persons uplifted' },
    {
      zh: '建档立卡贫困户中，因帮扶措施在该季增收的人数，由乡镇（街道）按户填报。',
      en: 'Members of registered poor households who gained income in the quarter through a measure, as their township reports them household by household.',
    },
  ],
  [
    { zh: '本年累计', en: 'Year to date' },
    {
      zh: '一月至本季末；每户只计一次，取各季中人数最多的一季，所以各季之和不等于累计。',
      en: 'January to the end of the quarter; a household counts once, with the largest of its quarters, so quarters do not add up to it.',
    },
  ],
  [
    { zh: '完成率与时间进度', en: 'Achievement rate and time progress' },
    {
      zh: '完成率为本年累计与年度任务之比；时间进度每季25%。低于时间进度的单位标为滞后。',
      en: 'The rate is the year to date over the plan of the year; the time progress is 25% a quarter. A unit below it is behind.',
    },
  ],
  [
    { zh: '在册贫困人口', en: 'Registered persons' },
    {
      zh: '扶贫办上报的建档立卡人口，不是各表的上报人数。',
      en: 'As the offices state them, which is not the number of persons in the reports.',
    },
  ],
];

const POLICY: Text = {
  zh: '初步数为尚未署名定稿的数，定稿由署名人负责，定稿以后的更正为修订数。更正另出新版并逐项说明，已发布的各版保留不改。',
  en: 'Provisional figures are not signed yet; final ones have a signatory; what corrects a final one is a restatement. Every correction is a revision of its own that says what it changes; published revisions stay as they are.',
};

const NOTHING_TO_COMPARE: Text = {
  zh: '没有更早的一版可以对照。',
  en: 'There is no earlier revision to compare it with.',
};

/** What the figures are, when the next ones come, whom to ask, how to cite, and where the data are. */
export function aboutSection(summary: Summary, city: City, issue: Issue): string {
  const outlets = outletsOf(summary, issue);
  const items: (readonly [Text, string])[] = [
    ...(isPeriod(summary.period)
      ? [[{ zh: '下一期', en: 'Next release' }, both(nextRelease(city, summary.period))] as const]
      : []),
    [{ zh: '联系', en: 'Contact' }, contact(city)],
    ...DEFINITIONS.map(([term, meaning]) => [term, both(meaning)] as const),
    [{ zh: '口径', en: 'Method' }, both(method(city))],
    [
      { zh: '修订办法', en: 'Revisions' },
      `${both(POLICY)} ${outlets.restatement ? link(outlets.restatement) : `<span>${both(NOTHING_TO_COMPARE)}</span>`}`,
    ],
    [{ zh: '最新一版', en: 'Newest revision' }, newestLinks(outlets)],
    [{ zh: '数据', en: 'Data' }, `<span class="outlets">${outlets.files.map(link).join('')}</span>`],
    [{ zh: '引用', en: 'Cite as' }, citation(summary, city)],
  ];
  const list = items.map(([term, html]) => `<div><dt>${both(term)}</dt><dd>${html}</dd></div>`).join('\n');
  return `<dl class="about">${list}</dl>`;
}

const link = (outlet: Outlet | null): string =>
  outlet === null ? '' : `<a href="${escapeHtml(outlet.href)}">${both(outlet.words)}</a>`;

function newestLinks({ newest, newestQuarter, revisions }: ReturnType<typeof outletsOf>): string {
  const words: Text = {
    zh: '以下地址不变，总是指向最新的一版：',
    en: 'These addresses stay and always lead to the newest revision:',
  };
  const links = [
    newest === null ? null : { href: newest, words: { zh: '本季最新一版', en: 'of this quarter' } },
    { href: newestQuarter, words: { zh: '最新一季', en: 'of the newest quarter' } },
    revisions === null
      ? null
      : { href: revisions, words: { zh: '本季各版与全部文件', en: 'all revisions and files of this quarter' } },
  ];
  return `${both(words)}<span class="outlets">${links.map(link).join('')}</span>`;
}

/** The day on which the next quarter is summarised at the earliest; not known where its year has no programme here. */
function nextRelease({ programme }: City, period: Period): Text {
  const next = shiftPeriod(period, 1);
  const [zh, en] = [periodTitle(next), next];
  if (yearOf(next) !== yearOf(period))
    return { zh: `${zh}；日期待该年度工作方案确定。`, en: `${en}; the programme of that year sets the day.` };
  const { deadline } = windowOf({ period: next, programme });
  const day = addDays(deadline, 1);
  return {
    zh: `${zh}：填报截止${dayText(deadline)}，${dayText(day)}起汇总发布。`,
    en: `${en}: reports are due by ${deadline}; released from ${day} on.`,
  };
}

function contact({ profile: { office, contact: at } }: City): string {
  const mail = at?.email === undefined ? '' : ` <a href="mailto:${escapeHtml(at.email)}">${escapeHtml(at.email)}</a>`;
  const page = at?.path === undefined ? '' : ` <a href="${escapeHtml(at.path)}">${escapeHtml(at.path)}</a>`;
  return `${both(office)}${mail}${page}`;
}

const method = ({ programme: { lines, year } }: City): Text => {
  const [national, provincial] = [lines['1'], lines['2']].map((fen) => grouped(fen / 100));
  return {
    zh: `收入标准（${year}年，人均纯收入）：国家${national}元，省定${provincial}元。金额以分计算，不用浮点数；名次按完成率的精确值。各表的算法见表下的注。`,
    en: `Poverty lines of ${year}, net income per head in yuan: national ${national}, provincial ${provincial}. Amounts are computed in fen, without floating point; ranks compare exact rates. Notes below each table say how it is made.`,
  };
};

/** The line to cite the bulletin by; the script makes that of a chart from it. */
function citation({ period, revision, edition, asOf }: Summary, { profile }: City): string {
  const [zh, en] = isPeriod(period) ? [periodTitle(period), period] : [period, period];
  const title = titleOf(profile);
  const isPublic = edition === 'public';
  const words: Text = {
    zh: `${profile.office.zh}：《${title.zh}${zh}通报》第${revision}版${isPublic ? `（${PUBLIC_EDITION.zh}）` : '（内部版）'}${asOf === null ? '' : `，${dayText(asOf)}制表`}。`,
    en: `${profile.office.en}: ${title.en}, bulletin for ${en}, revision ${revision}, ${isPublic ? PUBLIC_EDITION.en : 'internal edition'}${asOf === null ? '' : `, as of ${asOf}`}.`,
  };
  return `<span id="cite" data-slug="${escapeHtml(`${profile.code}-${period}-rev-${revision}-${edition}`)}">${both(words)}</span>`;
}

export const ABOUT_STYLE = `
.answers{grid-column:1/-1;list-style:none;margin:0;padding:0;display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:.5rem 3.5rem;font-size:1.0625rem;font-weight:600;line-height:1.6}
.answers li{border-left:3px solid var(--seal);padding-left:.8rem}
.about{margin:0}
.about>div{display:grid;grid-template-columns:11rem minmax(0,1fr);gap:.2rem 1.5rem;padding:.55rem 0;border-top:1px solid var(--line)}
.about dt{font-weight:600}
.about dd{overflow-wrap:anywhere}
.outlets{display:flex;flex-wrap:wrap;gap:.1rem 1.2rem}
.compare h3{font-size:1.0625rem;margin-bottom:.5rem}
.compare li{font-size:.875rem;line-height:1.7;color:var(--quiet);padding-left:1em;text-indent:-1em}
.compare li::before{content:"·";display:inline-block;width:1em;text-indent:0}
@media(max-width:48rem){.answers{grid-template-columns:minmax(0,1fr)}}
@media(max-width:40rem){.about>div{grid-template-columns:minmax(0,1fr)}}
@media print{.answers{font-size:10.5pt;gap:3pt 8mm}.about>div{break-inside:avoid;grid-template-columns:32mm minmax(0,1fr);padding:3pt 0}.outlets{display:block}.outlets a{margin-right:1em}.compare{break-inside:avoid}}
`;
