import type { Language, Text } from '../language/language.ts';
import type { BarSeriesOption } from 'echarts/charts';
import { CHANNEL_ENTRIES } from '../schema/channels.ts';
import { CHANNELS } from '../schema/codes.ts';
import { quarterOf, type Period } from '../time/period.ts';
import { hanziNumber } from '../tables/printed-numbers.ts';
import { channelLine } from '../tables/r01-headline.ts';
import { BEHIND } from '../tables/r02-reporting-units.ts';
import { grouped, percentText } from '../tables/rounding.ts';
import { isText, wordsIn, type ReportRow, type Tables } from '../tables/report-table.ts';
import { PLAN, RATE, rowData, SHARE, UPLIFTED } from './chart-data.ts';
import type { Canvas, Chart, ChartOption } from './chart-svg.ts';
import { figure } from './figure.ts';
import { colour } from './palette.ts';

const RANKED = [
  { key: 'rank', measure: { zh: '名次', en: 'rank' }, kind: 'count' },
  { key: 'rate', measure: RATE, kind: 'percent' },
] as const;
const AGAINST_PLAN = [
  { key: 'ytd', measure: UPLIFTED, kind: 'count' },
  { key: 'plan', measure: PLAN, kind: 'count' },
] as const;

const LABEL = 12;
const AXIS_TEXT = { color: colour('ink'), fontSize: LABEL };

/** Names down the left side, the first on top. */
export function namesAxis(names: readonly Text[], { language }: Canvas): NonNullable<ChartOption['yAxis']> {
  return {
    type: 'category',
    inverse: true,
    data: names.map((name) => name[language]),
    axisLine: { lineStyle: { color: colour('line') } },
    axisTick: { show: false },
    axisLabel: { ...AXIS_TEXT, interval: 0 },
  };
}

export const hiddenAxis = (max: number): NonNullable<ChartOption['xAxis']> => ({
  type: 'value',
  min: 0,
  max,
  axisLabel: { show: false },
  splitLine: { show: false },
});

/** Room for the names at the left: Han characters are as wide as their size, Latin ones about 0.56 of it. */
export const roomFor = (names: readonly Text[], { language }: Canvas): number =>
  10 + Math.ceil(Math.max(...names.map((name) => name[language].length * (language === 'zh' ? LABEL : LABEL * 0.56))));

/** The channels of the year to date (R01). */
export function channelChart(tables: Tables): Chart | null {
  const rows = CHANNELS.map(({ code }) => tables['R01']?.rows.find(({ line }) => line === channelLine(code)));
  const values = rows.map((row) => figure(row, 'value'));
  if (values.every((value) => value === null)) return null;
  const largest = Math.max(1, ...values.map((value) => value ?? 0));
  const text = (index: number, unit: string): string => {
    const [value, share] = [values[index] ?? null, figure(rows[index], 'share')];
    return value === null ? '*' : `${grouped(value)}${unit}${share === null ? '' : `  ${percentText(share)}`}`;
  };
  return {
    id: 'channels',
    title: { zh: '各渠道带动人数', en: 'Persons by channel' },
    source: 'R01',
    legend: [],
    alternative: {
      zh: `本年累计按渠道：${CHANNELS.map(({ zh }, index) => `${zh}${text(index, '人')}`).join('，')}。`,
      en: `Year to date by channel: ${CHANNELS.map(({ en }, index) => `${en} ${text(index, '')}`).join(', ')}.`,
    },
    data: CHANNELS.flatMap(({ zh, en }, index) =>
      rowData({ zh, en }, rows[index], [
        { key: 'value', measure: UPLIFTED, kind: 'count' },
        { key: 'share', measure: SHARE, kind: 'percent' },
      ]),
    ),
    height: CHANNELS.length * 66 + 8,
    option: (canvas) => {
      const names = CHANNEL_ENTRIES.map(({ zh, en, shortEn = en }) => ({
        zh,
        en: canvas.room === 'wide' ? en : shortEn,
      }));
      const left = roomFor(names, canvas);
      return {
        grid: { left, right: 118, top: 4, bottom: 4 },
        xAxis: hiddenAxis(largest),
        yAxis: namesAxis(names, canvas),
        series: [
          {
            type: 'bar',
            silent: true,
            barWidth: 28,
            data: CHANNELS.map(({ code }, index) => ({
              value: values[index] ?? 0,
              itemStyle: { color: colour(code), borderRadius: [0, 2, 2, 0] },
              label: { formatter: text(index, canvas.language === 'zh' ? '人' : '') },
            })),
            label: { show: true, position: 'right', color: colour('ink'), fontSize: LABEL },
          },
        ],
      };
    },
  };
}

/** Shares of the channels, unit by unit, the city first (R04). */
/** @param city named at the first bar */
export function structureChart(tables: Tables, city: Text): Chart | null {
  const table = tables['R04'];
  if (!table) return null;
  const rows = [...(table.total ? [{ ...table.total, unit: city }] : []), ...table.rows].filter(
    (row) => (figure(row, 'sum') ?? 0) > 0,
  );
  if (rows.length === 0) return null;
  const names = rows.map((row) => wordsIn(row['unit']));
  const leading = (row: ReportRow): string =>
    CHANNELS.map(({ code }) => percentText(figure(row, `${code}.share`))).join(' / ');
  return {
    id: 'structure',
    title: { zh: '各单位渠道结构', en: 'Channels by unit' },
    source: 'R04',
    legend: CHANNELS.map(({ code, zh, en }) => ({ words: { zh, en }, colour: colour(code) })),
    alternative: {
      zh: `各单位${hanziNumber(CHANNELS.length)}个渠道占比（${CHANNELS.map(({ zh }) => zh).join(' / ')}）：${rows.map((row, index) => `${names[index]?.zh}${leading(row)}`).join('；')}。`,
      en: `Share of each channel by unit (${CHANNELS.map(({ en }) => en).join(' / ')}): ${rows.map((row, index) => `${names[index]?.en} ${leading(row)}`).join('; ')}.`,
    },
    data: rows.flatMap((row, index) =>
      rowData(
        names[index] ?? city,
        row,
        CHANNELS.map(({ code, zh, en }) => ({ key: `${code}.share`, measure: { zh, en }, kind: 'percent' })),
      ),
    ),
    height: rows.length * 27 + 8,
    option: (canvas) => ({
      grid: { left: roomFor(names, canvas), right: 4, top: 4, bottom: 4 },
      xAxis: hiddenAxis(1000),
      yAxis: namesAxis(names, canvas),
      series: CHANNELS.map(({ code }) => ({
        type: 'bar' as const,
        stack: 'share',
        silent: true,
        barWidth: 19,
        itemStyle: { color: colour(code), borderColor: colour('page'), borderWidth: 1 },
        data: rows.map((row) => {
          const share = figure(row, `${code}.share`) ?? 0;
          return { value: share, label: { show: share >= 70, formatter: percentText(share).replace('%', '') } };
        }),
        label: { show: true, position: 'inside' as const, color: colour('on-channel'), fontSize: 11 },
      })),
    }),
  };
}

/** Time that has passed of the year, in tenths of a percent. */
export const timeProgress = (period: Period): number => quarterOf(period) * 250;

/** Whether a unit of R02 has done what is due by now; the table says it exactly. */
export const isOnSchedule = (row: ReportRow, period: Period): boolean =>
  isText(row['progress']) ? row['progress'].zh !== BEHIND.zh : (figure(row, 'rate') ?? 0) >= timeProgress(period);

/** Units by achievement rate against the time progress (R02). */
export function rankingChart(tables: Tables, period: Period): Chart | null {
  const rows = (tables['R02']?.rows ?? []).filter((row) => figure(row, 'rate') !== null);
  if (rows.length === 0) return null;
  const time = timeProgress(period);
  const names = rows.map((row) => wordsIn(row['unit']));
  const max = Math.max(1000, ...rows.map((row) => figure(row, 'rate') ?? 0));
  const onTime = (row: ReportRow): boolean => isOnSchedule(row, period);
  const listed = (language: Language): string =>
    rows
      .map((row, index) => `${names[index]?.[language]} ${percentText(figure(row, 'rate'))}`)
      .join(language === 'zh' ? '，' : ', ');
  return {
    id: 'ranking',
    title: { zh: '完成率与名次', en: 'Achievement and rank' },
    source: 'R02',
    legend: [
      { words: { zh: '达到时间进度', en: 'on schedule' }, colour: colour('good') },
      ...(rows.every(onTime) ? [] : [{ words: BEHIND, colour: colour('behind') }]),
      {
        words: { zh: `时间进度${percentText(time)}`, en: `time progress ${percentText(time)}` },
        colour: colour('red'),
      },
    ],
    alternative: {
      zh: `按完成率排列：${listed('zh')}；时间进度${percentText(time)}。`,
      en: `By achievement rate: ${listed('en')}; time progress ${percentText(time)}.`,
    },
    data: rows.flatMap((row) => rowData(wordsIn(row['unit']), row, RANKED)),
    height: rows.length * 27 + 8,
    option: (canvas) => ({
      grid: { left: roomFor(names, canvas) + 18, right: 46, top: 4, bottom: 4 },
      xAxis: hiddenAxis(max),
      yAxis: namesAxis(
        names.map(({ zh, en }, index) => {
          const rank = figure(rows[index], 'rank') ?? '';
          return { zh: `${rank}  ${zh}`, en: `${rank}  ${en}` };
        }),
        canvas,
      ),
      series: [
        {
          type: 'bar',
          silent: true,
          barWidth: 17,
          data: rows.map((row) => ({
            value: figure(row, 'rate') ?? 0,
            itemStyle: { color: colour(onTime(row) ? 'good' : 'behind'), borderRadius: [0, 2, 2, 0] },
            label: { formatter: percentText(figure(row, 'rate')) },
          })),
          label: { show: true, position: 'right', color: colour('ink'), fontSize: LABEL },
          showBackground: true,
          backgroundStyle: { color: colour('track') },
          markLine: timeMark(time),
        },
      ],
    }),
  };
}

/** Where the year stands: a line on a ground of the page's colour, so that it is seen across bars of any colour. */
const timeMark = (time: number): NonNullable<BarSeriesOption['markLine']> => ({
  silent: true,
  symbol: 'none',
  label: { show: false },
  data: [
    { xAxis: time, lineStyle: { color: colour('page'), type: 'solid', width: 5 } },
    { xAxis: time, lineStyle: { color: colour('red'), type: 'solid', width: 2 } },
  ],
});

/** Persons uplifted against each unit's plan, with the mark of where the year stands (R02). */
export function progressChart(tables: Tables, period: Period): Chart | null {
  const rows = (tables['R02']?.rows ?? []).filter((row) => (figure(row, 'plan') ?? 0) > 0);
  if (rows.length === 0) return null;
  const names = rows.map((row) => wordsIn(row['unit']));
  const largest = Math.max(...rows.map((row) => Math.max(figure(row, 'plan') ?? 0, figure(row, 'ytd') ?? 0)));
  const text = (row: ReportRow): string => {
    const done = figure(row, 'ytd');
    return `${done === null ? '*' : grouped(done)} / ${grouped(figure(row, 'plan') ?? 0)}`;
  };
  return {
    id: 'progress',
    title: { zh: '任务完成进度', en: 'Progress against the plan' },
    source: 'R02',
    legend: [
      { words: { zh: '本年累计带动增收', en: 'uplifted, year to date' }, colour: colour('done') },
      { words: { zh: '年度任务', en: 'plan of the year' }, colour: colour('track') },
      { words: { zh: '时间进度应完成', en: 'due by now' }, colour: colour('red') },
    ],
    alternative: {
      zh: `本年累计带动增收人数与年度任务：${rows.map((row, index) => `${names[index]?.zh} ${text(row)}`).join('，')}。`,
      en: `Persons uplifted and plan of the year: ${rows.map((row, index) => `${names[index]?.en} ${text(row)}`).join(', ')}.`,
    },
    data: rows.flatMap((row) => rowData(wordsIn(row['unit']), row, AGAINST_PLAN)),
    height: rows.length * 27 + 8,
    option: (canvas) => ({
      grid: { left: roomFor(names, canvas), right: 104, top: 4, bottom: 4 },
      xAxis: hiddenAxis(largest),
      yAxis: namesAxis(names, canvas),
      series: [
        {
          type: 'bar',
          silent: true,
          barWidth: 17,
          itemStyle: { color: colour('track') },
          data: rows.map((row) => ({ value: figure(row, 'plan') ?? 0, label: { formatter: text(row) } })),
          label: { show: true, position: 'right', color: colour('ink'), fontSize: LABEL },
        },
        {
          type: 'bar',
          silent: true,
          barWidth: 17,
          barGap: '-100%',
          itemStyle: { color: colour('done') },
          data: rows.map((row) => figure(row, 'ytd') ?? 0),
        },
        {
          type: 'scatter',
          silent: true,
          symbol: 'rect',
          symbolSize: [4.5, 21],
          itemStyle: { color: colour('red'), borderColor: colour('page'), borderWidth: 1.5, opacity: 1 },
          data: rows.map((row, index) => [((figure(row, 'plan') ?? 0) * quarterOf(period)) / 4, index]),
          z: 5,
        },
      ],
    }),
  };
}
