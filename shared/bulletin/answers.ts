import type { Text } from '../language/language.ts';
import type { City } from '../city/city.ts';
import { ownDivisions, quarterFigures, type QuarterFigures } from '../summary/quarter-figures.ts';
import type { Summary } from '../summary/summary.ts';
import { grouped, percentText, tenthsOfPercent, tenthsText } from '../tables/rounding.ts';
import { wordsIn, type ReportRow } from '../tables/report-table.ts';
import { isPeriod, shiftPeriod, yearOf, type Period } from '../time/period.ts';
import { isOnSchedule, timeProgress } from './charts.ts';
import { figure } from './figure.ts';
import { both } from './page-text.ts';
import { remarkOf } from './quarters-on-file.ts';

/**
 * What a reader asks first, each answered in a sentence: how far the year is, how the quarter compares, how the units
 * stand, who is missing. A sentence whose figures the edition does not give is left out.
 */
export function answers(summary: Summary, city: City, earlier: readonly QuarterFigures[]): string {
  const { period } = summary;
  const sentences = [
    isPeriod(period) ? yearAnswer(summary, period) : null,
    isPeriod(period) ? quarterAnswer(quarterFigures(summary, ownDivisions(city)), earlier) : null,
    unitsAnswer(summary),
    reportingAnswer(summary),
  ].filter((one) => one !== null);
  return `<ol class="answers">${sentences.map((one) => `<li>${both(one)}</li>`).join('\n')}</ol>`;
}

function yearAnswer({ tables, headline }: Summary, period: Period): Text | null {
  const line = (id: string): ReportRow | undefined => tables['R01']?.rows.find((row) => row['line'] === id);
  const done = figure(line('R01.total.ytd'), 'value');
  if (done === null) return null;
  const { annualTarget: target } = headline;
  const rate = target === null ? null : tenthsOfPercent(done, target);
  const start: Text = {
    zh: `今年以来带动${grouped(done)}名贫困人口增收`,
    en: `${grouped(done)} poor persons have been uplifted so far this year`,
  };
  if (rate === null) return { zh: `${start.zh}。`, en: `${start.en}.` };
  const ahead = rate - timeProgress(period);
  const points = tenthsText(Math.abs(ahead));
  return {
    zh: `${start.zh}，完成年度任务的${percentText(rate)}，${ahead >= 0 ? '快于' : '慢于'}时间进度${points}个百分点。`,
    en: `${start.en}, ${percentText(rate)} of the plan: ${points} points ${ahead >= 0 ? 'ahead of' : 'behind'} the time that has passed.`,
  };
}

/** The quarter against the same one of last year, or else against the one before. */
function quarterAnswer({ period, whole }: QuarterFigures, earlier: readonly QuarterFigures[]): Text | null {
  if (typeof whole.quarter !== 'number') return null;
  const start: Text = {
    zh: `本季带动${grouped(whole.quarter)}人`,
    en: `${grouped(whole.quarter)} persons this quarter`,
  };
  const candidates = [shiftPeriod(period, -4), shiftPeriod(period, -1)].map((then) =>
    earlier.find((quarter) => quarter.period === then),
  );
  const other = candidates.find((quarter) => typeof quarter?.whole.quarter === 'number' && quarter.whole.quarter > 0);
  const before = other?.whole.quarter;
  const change = typeof before === 'number' ? tenthsOfPercent(whole.quarter - before, before) : null;
  if (!other || typeof before !== 'number' || change === null) return { zh: `${start.zh}。`, en: `${start.en}.` };
  const isLastYear = yearOf(other.period) < yearOf(period) && other.period === shiftPeriod(period, -4);
  const of: Text = isLastYear
    ? { zh: `去年同期（${other.period}）`, en: `the same quarter of last year (${other.period})` }
    : { zh: `上季（${other.period}）`, en: `the quarter before (${other.period})` };
  const size = tenthsText(Math.abs(change));
  const isAlike = remarkOf(whole) === null && remarkOf(other.whole) === null;
  return {
    zh: `${start.zh}，${of.zh}为${grouped(before)}人，${change >= 0 ? '增长' : '下降'}${size}%${isAlike ? '' : '（两季范围不同，不完全可比）'}。`,
    en: `${start.en}, ${grouped(before)} in ${of.en}: ${change >= 0 ? 'up' : 'down'} ${size}%${isAlike ? '' : ' (not of the same extent)'}.`,
  };
}

function unitsAnswer({ tables, period }: Summary): Text | null {
  if (!isPeriod(period)) return null;
  const rows = (tables['R02']?.rows ?? []).flatMap((row) => {
    const rate = figure(row, 'rate');
    return rate === null ? [] : [{ name: wordsIn(row['unit']), rate, row }];
  });
  const sorted = rows.toSorted((a, b) => b.rate - a.rate);
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (!first || !last || first === last) return null;
  const onTime = rows.filter(({ row }) => isOnSchedule(row, period)).length;
  return {
    zh: `${rows.length}个单位中${onTime}个达到时间进度，最高${first.name.zh}${percentText(first.rate)}，最低${last.name.zh}${percentText(last.rate)}。`,
    en: `${onTime} of ${rows.length} units are on schedule; highest ${first.name.en} (${percentText(first.rate)}), lowest ${last.name.en} (${percentText(last.rate)}).`,
  };
}

function reportingAnswer({ completeness: { due, received, notCounted } }: Summary): Text {
  const missing = due - received;
  const lost: Text =
    notCounted.length === 0
      ? { zh: '', en: '' }
      : { zh: `，${notCounted.length}个未能汇总`, en: `, ${notCounted.length} could not be counted` };
  if (missing === 0)
    return { zh: `${due}个应报乡镇（街道）全部上报${lost.zh}。`, en: `All ${due} townships have reported${lost.en}.` };
  return {
    zh: `应报${due}个乡镇（街道），${missing}个未报${lost.zh}，本季的数不含它们。`,
    en: `${missing} of ${due} townships have not reported${lost.en}; the quarter’s figures are without them.`,
  };
}
