import type { Text } from '../language/language.ts';
import type { City } from '../city/city.ts';
import { titleOf } from '../city/profile.ts';
import type { Summary } from '../summary/summary.ts';
import { incomeChart, movementChart } from './change-charts.ts';
import { ABOUT_STYLE, aboutSection } from './about.ts';
import { answers } from './answers.ts';
import { chartFigures } from './chart-figure.ts';
import type { Chart } from './chart-svg.ts';
import { ALONE, type Issue } from './issue.ts';
import { comparabilityNotes, slotsOf } from './quarters-on-file.ts';
import { TAKE_SCRIPT, TAKE_STYLE } from './take-away.ts';
import { lastYearChart, multiplesChart, trendChart } from './trend-charts.ts';
import { ownDivisions, quarterFigures } from '../summary/quarter-figures.ts';
import { channelChart, progressChart, rankingChart, structureChart } from './charts.ts';
import { pageOf } from './page-frame.ts';
import { missingTownships, overview, periodWords } from './overview.ts';
import { PAGE_SCRIPT } from './page-script.ts';
import { dayText, PUBLIC_EDITION, stateLabel } from './standing.ts';
import { BASE_STYLE, BULLETIN_STYLE, printStyle } from './page-style.ts';
import { EXPLAINED, EXPLAINED_SCRIPT, EXPLAINED_STYLE, explanationDialog } from './explained-cells.ts';
import { hasSuppressed, tableLinks, tableSection } from './table-section.ts';
import { tileMap } from './tile-map.ts';
import { both } from './page-text.ts';

/** The narrative's table, whose numbers are not figures of their own. */
const SENTENCES = 'R19';

type Section = { readonly id: string; readonly title: Text; readonly body: string };

/**
 * The bulletin as one page: charts, map and tables of the summary, Chinese first with a switch to English, light and
 * dark, for a phone, a desk and A4. One file that asks the network for nothing. Same summary, same bytes.
 */
export function bulletinHtml(summary: Summary, city: City, issue: Issue = ALONE): string {
  const explained = isExplained(summary);
  const period = periodWords(summary.period);
  const title: Text = {
    zh: `${titleOf(city.profile).zh}${period.zh}通报`,
    en: `${titleOf(city.profile).en}: bulletin for ${period.en}`,
  };
  const sections = sectionsOf(summary, city, issue).filter(({ body }) => body !== '');
  const links = sections.map(({ id, title }) => `<li><a href="#${id}">${both(title)}</a></li>`).join('');
  return pageOf({
    office: city.profile.office,
    title,
    style:
      BASE_STYLE +
      BULLETIN_STYLE +
      ABOUT_STYLE +
      TAKE_STYLE +
      (explained ? EXPLAINED_STYLE : '') +
      printStyle(`${title.zh}　第${summary.revision}版`),
    script: [PAGE_SCRIPT, TAKE_SCRIPT, ...(explained ? [EXPLAINED_SCRIPT] : [])].join('\n'),
    drawsImages: true,
    meta: metaOf(summary),
    contents: `<nav class="contents" aria-label="目录 Contents"><div class="wrap"><ul tabindex="0" aria-label="目录 Contents">${links}</ul></div></nav>`,
    main: [
      overview(summary, answers(summary, city, issue.earlier)),
      ...sections.map(
        ({ id, title, body }) =>
          `<section id="${id}-section" aria-labelledby="${id}"><h2 id="${id}">${both(title)}</h2>\n${body}</section>`,
      ),
    ].join('\n'),
    footer: footer(summary),
  });
}

/** The sections in their order; one without a body is left out. */
function sectionsOf(summary: Summary, city: City, issue: Issue): Section[] {
  return [
    {
      id: 'channels',
      title: { zh: '增收渠道', en: 'Channels' },
      body: chartFigures([channelChart(summary.tables), structureChart(summary.tables, city.profile.name)]),
    },
    {
      id: 'units',
      title: { zh: '分县进度', en: 'Units against the plan' },
      body: chartFigures(unitCharts(summary, city)),
    },
    { id: 'townships', title: { zh: '乡镇分布', en: 'Townships' }, body: tileMap(summary, city.register) },
    {
      id: 'changes',
      title: { zh: '收入与动态', en: 'Income and movement' },
      body: chartFigures(changeCharts(summary, city)),
    },
    {
      id: 'quarters',
      title: { zh: '各季对比', en: 'Over the quarters' },
      body: quartersBody(summary, city, issue),
    },
    {
      id: 'reporting',
      title: { zh: '报送情况', en: 'Who has reported' },
      body: missingTownships(summary, city.register),
    },
    {
      id: 'tables',
      title: { zh: '附表', en: 'Tables' },
      body: tablesBody(summary, city),
    },
    { id: 'about', title: { zh: '关于本期数据', en: 'About these figures' }, body: aboutSection(summary, city, issue) },
  ];
}

/** Below the title: where the figures stand. */
const metaOf = (summary: Summary): string[] => [
  stateLabel(summary.state),
  summary.edition === 'public' ? both(PUBLIC_EDITION) : '',
  both({ zh: `第${summary.revision}版`, en: `revision ${summary.revision}` }),
  both({
    zh: `应报${summary.completeness.due}个乡镇（街道），已报${summary.completeness.received}个`,
    en: `${summary.completeness.received} of ${summary.completeness.due} townships reported`,
  }),
  notCountedText(summary),
  summary.asOf === null ? '' : both({ zh: `制表日期：${dayText(summary.asOf)}`, en: `as of ${summary.asOf}` }),
];

/** What a figure is made of is for those who may see the files. */
const isExplained = ({ edition }: Summary): boolean => edition === 'internal';

function tablesBody(summary: Summary, city: City): string {
  const tables = Object.values(summary.tables);
  const explained = isExplained(summary);
  const note = explained ? `<p class="note explained">${both(EXPLAINED)}</p>${explanationDialog(summary)}\n` : '';
  const sections = tables.map((table) =>
    tableSection(table, city.profile.office, explained && table.id !== SENTENCES ? city : null),
  );
  return `<ul class="tables-list">${tableLinks(tables)}</ul>\n${note}${sections.join('\n')}`;
}

const unitCharts = ({ tables }: Summary, { period }: City): (Chart | null)[] => [
  rankingChart(tables, period),
  progressChart(tables, period),
];

const changeCharts = ({ tables }: Summary, city: City): (Chart | null)[] => [
  incomeChart(tables, city),
  movementChart(tables),
];

const notCountedText = ({ completeness: { notCounted } }: Summary): string =>
  notCounted.length === 0 ? '' : both({ zh: `${notCounted.length}个未能汇总`, en: `${notCounted.length} not counted` });

/** The quarters on file beside each other, and what must be known to compare them; nothing where there is one alone. */
function quartersBody(summary: Summary, city: City, { earlier }: Issue): string {
  if (earlier.length === 0) return '';
  const { period, register } = city;
  const slots = slotsOf(earlier, quarterFigures(summary, ownDivisions(city)));
  const notes = comparabilityNotes(slots, summary.tables, register);
  const beside = `<div class="compare"><h3>${both({ zh: '可比性', en: 'What can be compared' })}</h3><ul>${notes.map((note) => `<li>${both(note)}</li>`).join('\n')}</ul></div>`;
  return chartFigures(
    [trendChart(slots), multiplesChart(slots, period, register), lastYearChart(slots, period, register)],
    beside,
  );
}

function footer(summary: Summary): string {
  const warnings = summary.checks.map((check) => `<p>${both(check)}</p>`).join('');
  const suppressed = hasSuppressed(Object.values(summary.tables))
    ? `<p>${both({ zh: '“*”表示为保护个人信息不予公布的数；合计按全部数据计算。', en: '“*” is a figure that is not published, to protect personal information; totals are of all data.' })}</p>`
    : '';
  return `${warnings}${suppressed}<p>${both({
    zh: '本页数字均来自同一版汇总（summary.json），与附表、工作簿一致。',
    en: 'Every figure of this page is of the one summary (summary.json) that the tables and the workbook are made of.',
  })}</p>`;
}
