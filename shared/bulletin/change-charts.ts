import type { Programme } from '../city/programme.ts';
import { grouped, percentText } from '../tables/rounding.ts';
import type { ReportRow } from '../tables/report-table.ts';
import type { Chart } from './chart-svg.ts';
import { figure, hiddenAxis, namesAxis, roomFor, type Tables } from './charts.ts';
import { colour, type Colour } from './palette.ts';
import type { Words } from './page-text.ts';

type Against = 'below the national line' | 'below the provincial line' | 'above';

const BAND_COLOURS: Readonly<Record<Against, Colour>> = {
  'below the national line': 'IND',
  'below the provincial line': 'SOC',
  above: 'good',
};

/** Persons by income band of the whole city, coloured by where the band lies against the lines (R06). */
export function incomeChart(tables: Tables, { lines }: Programme): Chart | null {
  const all = tables['R06']?.rows ?? [];
  const bands = all.filter((row) => row['code'] === all[0]?.['code'] && row['band'] !== '合计');
  if (bands.every((row) => (figure(row, 'persons') ?? 0) === 0)) return null;
  const [national, provincial] = [lines['1'] / 100, lines['2'] / 100];
  const against = (row: ReportRow): Against => {
    const upper = upperBound(String(row['band']));
    return upper <= national ? 'below the national line' : upper <= provincial ? 'below the provincial line' : 'above';
  };
  const names = bands.map((row): Words => ({ zh: String(row['band']), en: String(row['bandEn'] ?? row['band']) }));
  const text = (row: ReportRow): string => {
    const [persons, share] = [figure(row, 'persons'), figure(row, 'share')];
    return persons === null ? '*' : `${grouped(persons)}${share === null ? '' : `  ${percentText(share)}`}`;
  };
  const largest = Math.max(1, ...bands.map((row) => figure(row, 'persons') ?? 0));
  return {
    id: 'income',
    title: { zh: '人均纯收入分组', en: 'Income bands against the line' },
    source: 'R06',
    legend: [
      {
        words: { zh: `低于国家标准（${national}元）`, en: `below the national line (${national})` },
        colour: colour('IND'),
      },
      {
        words: { zh: `低于省定标准（${provincial}元）`, en: `below the provincial line (${provincial})` },
        colour: colour('SOC'),
      },
      { words: { zh: '达到标准', en: 'above the lines' }, colour: colour('good') },
    ],
    alternative: {
      zh: `全市按近四季人均纯收入分组的人数：${bands.map((row, index) => `${names[index]?.zh} ${text(row)}`).join('，')}。`,
      en: `Persons of the city by net income per head of the last four quarters, in yuan: ${bands.map((row, index) => `${names[index]?.en} ${text(row)}`).join(', ')}.`,
    },
    height: bands.length * 36 + 8,
    option: (canvas) => ({
      grid: { left: roomFor(names, canvas), right: 104, top: 4, bottom: 4 },
      xAxis: hiddenAxis(largest),
      yAxis: namesAxis(names, canvas),
      series: [
        {
          type: 'bar',
          silent: true,
          barWidth: 20,
          data: bands.map((row) => ({
            value: figure(row, 'persons') ?? 0,
            itemStyle: { color: colour(BAND_COLOURS[against(row)]), borderRadius: [0, 2, 2, 0] },
            label: { formatter: text(row) },
          })),
          label: { show: true, position: 'right', color: colour('ink'), fontSize: 12 },
        },
      ],
    }),
  };
}

/** 2000—2952元 ends at 2952, 0元及以下 at 0, 5000元及以上 nowhere. */
function upperBound(band: string): number {
  return band.includes('以上')
    ? Number.POSITIVE_INFINITY
    : Number(band.match(/\d+/g)?.at(-1) ?? Number.POSITIVE_INFINITY);
}

const STEPS = [
  { key: 'upliftedBefore', words: { zh: '上季增收户', en: 'uplifted last quarter' }, fill: 'track' },
  { key: 'stopped', words: { zh: '不再增收', en: 'no longer uplifted' }, fill: 'behind' },
  { key: 'newlyUplifted', words: { zh: '新增', en: 'newly uplifted' }, fill: 'good' },
  { key: 'uplifted', words: { zh: '本季增收户', en: 'uplifted this quarter' }, fill: 'EMP' },
] as const;

/** From last quarter's uplifted households to this quarter's: who fell out, who came in (R17). */
export function movementChart(tables: Tables): Chart | null {
  const total = tables['R17']?.total;
  const values = STEPS.map(({ key }) => figure(total, `${key}.households`));
  const [before, stopped, added, now] = values;
  if (!before || !now || stopped === null || stopped === undefined || added === null || added === undefined)
    return null;
  const texts = [grouped(before), `−${grouped(stopped)}`, `+${grouped(added)}`, grouped(now)];
  const starts = [0, before - stopped, before - stopped, 0];
  const names = STEPS.map(({ words }) => words);
  const said = (language: keyof Words): string =>
    names.map((name, index) => `${name[language]} ${texts[index]}`).join('; ');
  return {
    id: 'movement',
    title: { zh: '增收户动态变化', en: 'Movement of uplifted households' },
    source: 'R17',
    legend: [],
    alternative: {
      zh: `与上季相比（户）：${said('zh').replaceAll('; ', '，')}。`,
      en: `Households against last quarter: ${said('en')}.`,
    },
    height: STEPS.length * 46 + 8,
    option: (canvas) => ({
      grid: { left: roomFor(names, canvas), right: 66, top: 4, bottom: 4 },
      xAxis: hiddenAxis(Math.max(before, now)),
      yAxis: namesAxis(names, canvas),
      series: [
        { type: 'bar', stack: 'step', silent: true, barWidth: 22, itemStyle: { color: 'none' }, data: starts },
        {
          type: 'bar',
          stack: 'step',
          silent: true,
          barWidth: 22,
          data: STEPS.map(({ fill }, index) => ({
            value: values[index] ?? 0,
            itemStyle: { color: colour(fill), borderRadius: 2 },
            label: { formatter: texts[index] ?? '' },
          })),
          label: { show: true, position: 'right', color: colour('ink'), fontSize: 12 },
        },
      ],
    }),
  };
}
