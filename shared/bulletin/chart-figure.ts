import { chartCsv } from './chart-data.ts';
import { chartSvgs, type Chart } from './chart-svg.ts';
import { both } from './page-text.ts';

/**
 * The charts whose tables are there, each with its legend, a link to the exact figures, and what it draws as data.
 * @param beside what stands after the last chart
 */
export function chartFigures(all: readonly (Chart | null)[], beside = ''): string {
  const figures = all.filter((chart) => chart !== null).map(figureOf);
  if (figures.length === 0) return beside;
  return `<div class="charts">${[...figures, ...(beside === '' ? [] : [beside])].join('\n')}</div>`;
}

function figureOf(chart: Chart): string {
  const legend = chart.legend
    .map(({ words, colour }) => `<li><i style="background:${colour}"></i>${both(words)}</li>`)
    .join('');
  const source = both({ zh: `见${chart.source}`, en: `see ${chart.source}` });
  return `<figure id="chart-${chart.id}"><figcaption><h3>${both(chart.title)}<a href="#${chart.source}">${source}</a></h3>${legend === '' ? '' : `<ul class="legend">${legend}</ul>`}</figcaption>
${chartSvgs(chart)}
<script type="application/json">${scriptText(chartCsv(chart.data))}</script></figure>`;
}

/** Text as data of a page: nothing in it can end the element. */
const scriptText = (text: string): string => JSON.stringify(text).replaceAll('<', '\\u003c');
