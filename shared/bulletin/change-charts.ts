import { sameText, type Language, type Text } from '../language/language.ts';
import type { City } from '../city/city.ts';
import { grouped, percentText } from '../tables/rounding.ts';
import { ALL_BANDS } from '../tables/r06-income-bands.ts';
import { isText, type ReportRow, type Tables } from '../tables/report-table.ts';
import { rowData, SHARE } from './chart-data.ts';
import type { Chart } from './chart-svg.ts';
import { hiddenAxis, namesAxis, roomFor } from './charts.ts';
import { figure } from './figure.ts';
import { colour, type Colour } from './palette.ts';

/** Where a band lies against the lines: wholly below one of them, or above. */
type Against = 'below-national' | 'below-provincial' | 'good';

/** Persons by income band of the whole city, coloured by where the band lies against the lines (R06). */
export function incomeChart(tables: Tables, { register, programme: { lines } }: City): Chart | null {
  const bands = (tables['R06']?.rows ?? []).filter((row) => row['code'] === register.root && row['line'] !== ALL_BANDS);
  const { whole } = register;
  if (bands.every((row) => (figure(row, 'persons') ?? 0) === 0)) return null;
  const against = (row: ReportRow): Against => {
    const upper = figure(row, 'to') ?? Number.POSITIVE_INFINITY;
    return upper <= lines['1'] ? 'below-national' : upper <= lines['2'] ? 'below-provincial' : 'good';
  };
  const names = bands.map(({ band }): Text => (isText(band) ? band : sameText(String(band ?? ''))));
  const text = (row: ReportRow): string => {
    const [persons, share] = [figure(row, 'persons'), figure(row, 'share')];
    return persons === null ? '*' : `${grouped(persons)}${share === null ? '' : `  ${percentText(share)}`}`;
  };
  const largest = Math.max(1, ...bands.map((row) => figure(row, 'persons') ?? 0));
  return {
    id: 'income',
    title: { zh: '人均纯收入分组', en: 'Income bands against the line' },
    source: 'R06',
    legend: incomeLegend(lines['1'] / 100, lines['2'] / 100),
    alternative: {
      zh: `${whole.zh}按近四季人均纯收入分组的人数：${bands.map((row, index) => `${names[index]?.zh} ${text(row)}`).join('，')}。`,
      en: `Persons of ${whole.en.replace('whole', 'the')} by net income per head of the last four quarters, in yuan: ${bands.map((row, index) => `${names[index]?.en} ${text(row)}`).join(', ')}.`,
    },
    data: bands.flatMap((row, index) =>
      rowData(names[index] ?? sameText(''), row, [
        { key: 'persons', measure: { zh: '人数', en: 'persons' }, kind: 'count' },
        { key: 'share', measure: SHARE, kind: 'percent' },
      ]),
    ),
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
            itemStyle: { color: colour(against(row)), borderRadius: [0, 2, 2, 0] },
            label: { formatter: text(row) },
          })),
          label: { show: true, position: 'right', color: colour('ink'), fontSize: 12 },
        },
      ],
    }),
  };
}

/** The lines in yuan. */
const incomeLegend = (national: number, provincial: number): Chart['legend'] => [
  {
    words: { zh: `低于国家标准（${national}元）`, en: `below the national line (${national})` },
    colour: colour('below-national'),
  },
  {
    words: { zh: `低于省定标准（${provincial}元）`, en: `below the provincial line (${provincial})` },
    colour: colour('below-provincial'),
  },
  { words: { zh: '达到标准', en: 'above the lines' }, colour: colour('good') },
];

/** From last quarter's uplifted households to this quarter's: who fell out, who came in (R17). */
export function movementChart(tables: Tables): Chart | null {
  const steps = stepsOf(tables['R17']?.total);
  if (steps === null) return null;
  const names = steps.map(({ words }) => words);
  const said = (language: Language, comma: string): string =>
    steps.map(({ words, text }) => `${words[language]} ${text}`).join(comma);
  return {
    id: 'movement',
    title: { zh: '增收户动态变化', en: 'Movement of uplifted households' },
    source: 'R17',
    legend: [],
    alternative: {
      zh: `与上季相比（户）：${said('zh', '，')}。`,
      en: `Households against last quarter: ${said('en', '; ')}.`,
    },
    data: steps.map(({ words, value }) => ({
      about: words,
      measure: { zh: '户数', en: 'households' },
      kind: 'count',
      cell: value,
    })),
    height: steps.length * 46 + 8,
    option: (canvas) => ({
      grid: { left: roomFor(names, canvas), right: 66, top: 4, bottom: 4 },
      xAxis: hiddenAxis(Math.max(...steps.map(({ from, value }) => from + value))),
      yAxis: namesAxis(names, canvas),
      series: [
        {
          type: 'bar',
          stack: 'step',
          silent: true,
          barWidth: 22,
          itemStyle: { color: 'none' },
          data: steps.map(({ from }) => from),
        },
        {
          type: 'bar',
          stack: 'step',
          silent: true,
          barWidth: 22,
          data: steps.map(({ value, text, fill }) => ({
            value,
            itemStyle: { color: colour(fill), borderRadius: 2 },
            label: { formatter: text },
          })),
          label: { show: true, position: 'right', color: colour('ink'), fontSize: 12 },
        },
      ],
    }),
  };
}

/** A bar of the movement: where it begins, how long it is, and what is written at its end. */
type Step = {
  readonly words: Text;
  readonly from: number;
  readonly value: number;
  readonly text: string;
  readonly fill: Colour;
};

/** The steps from quarter to quarter, or null where one of them has no figure or nobody was or is uplifted. */
function stepsOf(total: ReportRow | null | undefined): readonly Step[] | null {
  const households = (what: string): number | null => figure(total, `${what}.households`);
  const [before, now] = [households('upliftedBefore'), households('uplifted')];
  const [stopped, added] = [households('stopped'), households('newlyUplifted')];
  if (!before || !now || stopped === null || added === null) return null;
  const from = before - stopped;
  return [
    {
      words: { zh: '上季增收户', en: 'uplifted last quarter' },
      from: 0,
      value: before,
      text: grouped(before),
      fill: 'track',
    },
    {
      words: { zh: '不再增收', en: 'no longer uplifted' },
      from,
      value: stopped,
      text: `−${grouped(stopped)}`,
      fill: 'behind',
    },
    { words: { zh: '新增', en: 'newly uplifted' }, from, value: added, text: `+${grouped(added)}`, fill: 'good' },
    { words: { zh: '本季增收户', en: 'uplifted this quarter' }, from: 0, value: now, text: grouped(now), fill: 'done' },
  ];
}
