import type { Register } from '../city/register.ts';
import type { Text } from '../language/language.ts';
import { isPeriod, periodTitle, quarterOf, yearOf } from '../time/period.ts';
import { yuan } from '../rules/money.ts';
import type { AbsentTownship } from '../tables/completeness.ts';
import { grouped, percentText } from '../tables/rounding.ts';
import { textIn, type ReportRow } from '../tables/report-table.ts';
import type { Summary } from '../summary/summary.ts';
import { timeProgress } from './charts.ts';
import { figure } from './figure.ts';
import { both, escapeHtml, markedHtml } from './page-text.ts';

/** The period in both languages; a period that is none stands as it is. */
export const periodWords = (period: string): Text => ({
  zh: isPeriod(period) ? periodTitle(period) : period,
  en: isPeriod(period) ? `Q${quarterOf(period)} ${yearOf(period)}` : period,
});

/**
 * The first screen: the answers, the figure of the year, how it stands against plan and time, and the bulletin's own
 * words.
 */
export function overview(summary: Summary, answersHtml: string): string {
  return `<section class="lead" id="overview" aria-label="总体情况 Overview">
${answersHtml}
<div class="hero">${heroFigure(summary)}
${facts(summary)}</div>
<div class="story"><div class="zh" lang="zh-CN">${story(paragraphsOf(summary.narrative), escapeHtml)}</div><div class="en" lang="en">${story(paragraphsOf(summary.narrativeEn), markedHtml)}</div></div>
</section>`;
}

function heroFigure({ headline, period }: Summary): string {
  const { annualTarget: target, achievementRate, personsUplifted } = headline;
  const done = personsUplifted.yearToDate;
  const figureHtml = `<dl><dt>${both({ zh: '本年累计带动贫困人口增收', en: 'Poor persons uplifted, year to date' })}</dt><dd class="big">${shown(done)}<small>${both({ zh: '人', en: 'persons' })}</small></dd></dl>`;
  if (target === null || !isPeriod(period)) return figureHtml;
  const time = timeProgress(period);
  // Only the width of a bar: the figures beside it are exact.
  const width = typeof done === 'number' ? Math.min(1000, Math.round((done * 1000) / Math.max(1, target))) / 10 : 0;
  const label: Text = {
    zh: `年度任务${grouped(target)}人，已完成${achievementRate}，时间进度${percentText(time)}`,
    en: `Annual plan ${grouped(target)} persons, ${achievementRate} achieved, time progress ${percentText(time)}`,
  };
  const mark = Math.min(88, time / 10);
  return `${figureHtml}
<div class="meter" aria-hidden="true"><i style="width:${width}%"></i><b style="left:${time / 10}%"></b><span style="left:${mark}%">${both({ zh: `时间进度 ${percentText(time)}`, en: `time ${percentText(time)}` })}</span></div>
<p class="sr">${both(label)}</p>
<p class="scale-text" aria-hidden="true"><span>${both({ zh: '完成率', en: 'achieved' })} <b>${escapeHtml(achievementRate)}</b></span><span>${both({ zh: `年度任务 ${grouped(target)} 人`, en: `plan ${grouped(target)} persons` })}</span></p>`;
}

/** The paragraphs of a bulletin, without its title. */
const paragraphsOf = (narrative: string): string[] =>
  narrative
    .trim()
    .split('\n')
    .slice(2)
    .filter((line) => line !== '');

const story = (paragraphs: readonly string[], html: (text: string) => string): string =>
  paragraphs.map((text) => `<p>${html(text)}</p>`).join('\n');

/** A figure, or the mark that stands for it in an edition that suppresses small ones. */
const shown = (value: number | string | null): string =>
  value === null ? '—' : typeof value === 'string' ? escapeHtml(value) : grouped(value);

function facts({ headline, completeness }: Summary): string {
  const amount = headline.upliftAmountFen;
  const items: readonly (readonly [Text, string, Text])[] = [
    [
      { zh: '本季带动增收', en: 'uplifted this quarter' },
      shown(headline.personsUplifted.quarter),
      { zh: '人', en: 'persons' },
    ],
    [
      { zh: '累计增收户', en: 'households, year to date' },
      shown(headline.householdsUplifted.yearToDate),
      { zh: '户', en: 'households' },
    ],
    [
      { zh: '累计增收金额', en: 'income gained, year to date' },
      amount === null ? shown(null) : wanOf(amount),
      { zh: '万元', en: '× 10,000 yuan' },
    ],
    [{ zh: '占在册贫困人口', en: 'of registered persons' }, headline.shareOfRegistered, { zh: '', en: '' }],
    [
      { zh: '已报乡镇（街道）', en: 'townships received' },
      `${completeness.received}<small>/ ${completeness.due}</small>`,
      { zh: '', en: '' },
    ],
  ];
  const cells = items.map(
    ([name, value, unit]) =>
      `<div><dt>${both(name)}</dt><dd>${value}${unit.zh === '' ? '' : `<small>${both(unit)}</small>`}</dd></div>`,
  );
  return `<dl class="facts">${cells.join('')}</dl>`;
}

/** Fen in whole 万元, halves up: a headline; R01 has the amount to the fen. */
const wanOf = (fen: number): string =>
  grouped(Number(yuan(Math.trunc((fen + 500_000) / 1_000_000) * 100).split('.')[0]));

/**
 * Who is missing, unit by unit, with how many registered persons the figures do not cover for it; and whom the system
 * could not count.
 */
export function missingTownships(summary: Summary, register: Register): string {
  return `${notReported(summary, register)}${notCounted(summary, register)}`;
}

function notCounted({ completeness }: Summary, register: Register): string {
  if (completeness.notCounted.length === 0) return '';
  const items = [...Map.groupBy(completeness.notCounted, ({ unit }) => unit).values()].map(
    (townships) => `<li>${unitHeading(townships, register)}<div>${namesOf(townships, register)}</div></li>`,
  );
  return `<p class="full">${both({
    zh: '系统未能汇总下列乡镇（街道），各项数字（含累计数）不含其任何一季的数据：',
    en: 'The system could not count these townships; no figure has any of their data:',
  })}</p><ul class="reported">${items.join('\n')}</ul>`;
}

function notReported({ completeness, tables }: Summary, register: Register): string {
  if (completeness.missing.length === 0)
    return `<p class="full">${both({ zh: `${completeness.due}个应报乡镇（街道）已全部上报。`, en: `All ${completeness.due} townships that owe a report have sent one.` })}</p>`;
  const unitsNotCounted = new Set(completeness.notCounted.map(({ unit }) => unit));
  const items = [...Map.groupBy(completeness.missing, ({ unit }) => unit)].map(([unit, townships]) => {
    const registered = figure(
      tables['R02']?.rows.find((row) => textIn(row['unit']) === unit),
      'registeredPersons',
    );
    const reported = sumOf(tables['R03']?.rows.filter((row) => textIn(row['unit']) === unit) ?? []);
    const weight: Text | null =
      registered === null || reported === null || unitsNotCounted.has(unit)
        ? null
        : {
            zh: `在册${grouped(registered)}人中，${grouped(Math.max(0, registered - reported))}人未在上报之列`,
            en: `${grouped(Math.max(0, registered - reported))} of ${grouped(registered)} registered persons are not covered`,
          };
    return `<li>${unitHeading(townships, register)}<div>${namesOf(townships, register)}</div>${weight ? `<p>${both(weight)}</p>` : ''}</li>`;
  });
  return `<ul class="reported">${items.join('\n')}</ul>`;
}

/** @param townships of one unit */
function unitHeading(townships: readonly AbsentTownship[], register: Register): string {
  const unit = register.textOf(register.unitOf(townships[0]?.code ?? '') ?? '');
  return `<h3>${both({ zh: `${unit.zh}（${townships.length}个）`, en: `${unit.en} (${townships.length})` })}</h3>`;
}

const namesOf = (townships: readonly AbsentTownship[], register: Register): string =>
  townships
    .map(({ code, registeredPersons: persons }) => {
      const known = persons === null ? '' : both({ zh: `（${grouped(persons)}人）`, en: ` (${grouped(persons)})` });
      return `${both(register.textOf(code))}${known}`;
    })
    .join(both({ zh: '、', en: ', ' }));

/** Persons reported in a unit; null when the edition suppresses one of its townships. */
function sumOf(rows: readonly ReportRow[]): number | null {
  let sum = 0;
  for (const row of rows) {
    const persons = figure(row, 'persons');
    if (persons === null) return null;
    sum += persons;
  }
  return sum;
}
