import type { Register } from '../city/register.ts';
import type { Language, Text } from '../language/language.ts';
import type { PublishedCount, UnitFigures } from '../summary/quarter-figures.ts';
import { SUPPRESSED, type ReportValue } from '../tables/report-table.ts';
import { grouped, percentText, tenthsOfPercent, tenthsText } from '../tables/rounding.ts';
import { quarterOf, shiftPeriod, yearOf, type Period } from '../time/period.ts';
import { RATE, UPLIFTED, type Datum } from './chart-data.ts';
import type { Canvas, Chart, ChartOption } from './chart-svg.ts';
import { hiddenAxis, namesAxis, roomFor } from './charts.ts';
import { colour, type Colour } from './palette.ts';
import { remarkOf, type Slot } from './quarters-on-file.ts';

const OF_QUARTER: Text = { zh: '当季带动增收人数', en: 'persons uplifted in the quarter' };

/** What is written at a count: nothing where nobody has said it. */
const countText = (count: PublishedCount | undefined): string =>
  typeof count === 'number' ? grouped(count) : count === 'suppressed' ? SUPPRESSED : '';

const cellOf = (count: PublishedCount | undefined): ReportValue =>
  count === 'suppressed' ? SUPPRESSED : (count ?? null);

const drawnValue = (count: PublishedCount | undefined): number => (typeof count === 'number' ? count : 0);

const shortPeriod = (period: Period): Text => {
  const [year, quarter] = [String(yearOf(period)).slice(2), quarterOf(period)];
  return { zh: `${year}年${quarter}季`, en: `${year} Q${quarter}` };
};

/** A bar of a quarter that lacks townships is hollow. */
const barStyle = (name: Colour, figures: UnitFigures | undefined) =>
  remarkOf(figures) === null
    ? { color: colour(name), borderRadius: [2, 2, 0, 0] }
    : { color: colour('page'), borderColor: colour(name), borderWidth: 1.5, borderRadius: [2, 2, 0, 0] };

/** The two panels of the trend, from the top: their words, what they draw, and the colour of it. */
const PANELS = [
  { words: UPLIFTED, of: 'ytd', fill: 'done' },
  { words: OF_QUARTER, of: 'quarter', fill: 'good' },
] as const;

const PANEL = { top: 26, height: 104, step: 164 } as const;

/** Persons uplifted, quarter by quarter: the year to date above, the single quarter below (R01 of each). */
export function trendChart(slots: readonly Slot[]): Chart | null {
  if (slots.length < 2) return null;
  const data = slots.flatMap(({ period, quarter }) =>
    PANELS.map(({ words, of }): Datum => ({
      about: { zh: period, en: period },
      measure: words,
      kind: 'count',
      cell: cellOf(quarter?.whole[of]),
      remark: remarkOf(quarter?.whole),
    })),
  );
  const said = (comma: string): string =>
    slots
      .map(
        ({ period, quarter }) =>
          `${period} ${countText(quarter?.whole.ytd) || '—'} / ${countText(quarter?.whole.quarter) || '—'}`,
      )
      .join(comma);
  return {
    id: 'trend',
    title: { zh: '各季走势', en: 'Quarter by quarter' },
    source: 'R01',
    legend: [
      ...PANELS.map(({ words, fill }) => ({ words, colour: colour(fill) })),
      ...(slots.some(({ quarter }) => remarkOf(quarter?.whole))
        ? [{ words: { zh: '空心：不完全可比', en: 'hollow: not comparable in full' }, colour: colour('track') }]
        : []),
    ],
    alternative: {
      zh: `各季带动增收人数（本年累计 / 当季）：${said('，')}。`,
      en: `Persons uplifted by quarter (year to date / in the quarter): ${said(', ')}.`,
    },
    data,
    height: PANEL.step * PANELS.length,
    option: (canvas) => trendOption(slots, canvas),
  };
}

function trendOption(slots: readonly Slot[], { language }: Canvas): ChartOption {
  const max = Math.max(1, ...slots.flatMap(({ quarter }) => PANELS.map(({ of }) => drawnValue(quarter?.whole[of]))));
  return {
    title: PANELS.map(({ words }, at) => ({
      text: words[language],
      left: 0,
      top: at * PANEL.step,
      padding: 0,
      textStyle: { color: colour('quiet'), fontSize: 12, fontWeight: 'normal' as const },
    })),
    grid: PANELS.map((_, at) => ({
      left: 2,
      right: 2,
      top: at * PANEL.step + PANEL.top + 10,
      height: PANEL.height - 10,
    })),
    xAxis: PANELS.map((_, at) => ({
      type: 'category' as const,
      gridIndex: at,
      data: slots.map(({ period }) => shortPeriod(period)[language]),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: colour('line') } },
      axisLabel: { color: colour('ink'), fontSize: 11, interval: 0 },
    })),
    // One scale: a quarter is seen as the part of its year that it is.
    yAxis: PANELS.map((_, at) => ({ ...hiddenAxis(max), gridIndex: at })),
    series: PANELS.map(({ of, fill }, at) => ({
      type: 'bar' as const,
      silent: true,
      barMaxWidth: 34,
      xAxisIndex: at,
      yAxisIndex: at,
      data: slots.map(({ quarter }) => ({
        value: drawnValue(quarter?.whole[of]),
        itemStyle: barStyle(fill, quarter?.whole),
        label: { formatter: quarter ? countText(quarter.whole[of]) : '—' },
      })),
      label: { show: true, position: 'top' as const, color: colour('ink'), fontSize: 11 },
    })),
  } as ChartOption;
}

/** The figures of a unit by quarter, as the slots have them. */
const unitAt = (slots: readonly Slot[], period: Period, unit: string | null): UnitFigures | undefined => {
  const quarter = slots.find((slot) => slot.period === period)?.quarter;
  return unit === null ? quarter?.whole : quarter?.units.get(unit);
};

/** How much more than last year, in tenths of a percent with its sign; nothing where either is not known. */
function growthText(now: PublishedCount | undefined, before: PublishedCount | undefined): string {
  if (typeof now !== 'number' || typeof before !== 'number') return '';
  const growth = tenthsOfPercent(now - before, before);
  return growth === null ? '' : `${growth < 0 ? '−' : '+'}${tenthsText(Math.abs(growth))}%`;
}

/** A unit beside itself a year ago. */
type Compared = {
  readonly name: Text;
  readonly own: UnitFigures;
  readonly last: UnitFigures | undefined;
  readonly remark: Text | null;
};

const comparedText = ({ own, last, remark }: Compared): string =>
  `${countText(own.ytd) || '—'} / ${countText(last?.ytd) || '—'}  ${growthText(own.ytd, last?.ytd)}${remark ? ' ※' : ''}`.trim();

/** The year to date by unit beside the same quarters of last year; null where that quarter is not published. */
export function lastYearChart(slots: readonly Slot[], period: Period, register: Register): Chart | null {
  const before = shiftPeriod(period, -4);
  if (!unitAt(slots, before, null)) return null;
  const rows = register.units.flatMap(({ code }): Compared[] => {
    const [own, last] = [unitAt(slots, period, code), unitAt(slots, before, code)];
    return own ? [{ name: register.textOf(code), own, last, remark: remarkOf(own) ?? remarkOf(last) }] : [];
  });
  if (rows.length === 0) return null;
  const listed = (language: Language, comma: string): string =>
    rows.map((row) => `${row.name[language]} ${comparedText(row)}`).join(comma);
  return {
    id: 'last-year',
    title: { zh: '与去年同期相比', en: 'Against the same quarter of last year' },
    source: 'R02',
    legend: [
      { words: { zh: `${period}累计`, en: `to ${period}` }, colour: colour('done') },
      { words: { zh: `${before}累计`, en: `to ${before}` }, colour: colour('track') },
      ...(rows.some(({ remark }) => remark)
        ? [{ words: { zh: '※ 范围不同，不完全可比', en: '※ not of the same extent' }, colour: colour('page') }]
        : []),
    ],
    alternative: {
      zh: `本年累计 / 去年同期：${listed('zh', '；')}。`,
      en: `Year to date / the same quarters of last year: ${listed('en', '; ')}.`,
    },
    data: rows.flatMap((row) => [comparedDatum(row, period, row.own), comparedDatum(row, before, row.last)]),
    height: rows.length * 34 + 8,
    option: (canvas) => lastYearOption(rows, canvas),
  };
}

const comparedDatum = ({ name, remark }: Compared, quarter: Period, figures: UnitFigures | undefined): Datum => ({
  about: name,
  measure: { zh: `${quarter}累计带动增收人数`, en: `persons uplifted in the year up to ${quarter}` },
  kind: 'count',
  cell: cellOf(figures?.ytd),
  remark,
});

function lastYearOption(rows: readonly Compared[], canvas: Canvas): ChartOption {
  const names = rows.map(({ name }) => name);
  const bar = { type: 'bar', silent: true, barWidth: 11 } as const;
  return {
    grid: { left: roomFor(names, canvas), right: 152, top: 4, bottom: 4 },
    xAxis: hiddenAxis(Math.max(1, ...rows.flatMap(({ own, last }) => [drawnValue(own.ytd), drawnValue(last?.ytd)]))),
    yAxis: namesAxis(names, canvas),
    series: [
      {
        ...bar,
        itemStyle: { color: colour('done'), borderRadius: [0, 2, 2, 0] },
        data: rows.map((row) => ({ value: drawnValue(row.own.ytd), label: { formatter: comparedText(row) } })),
        label: { show: true, position: 'right', color: colour('ink'), fontSize: 11 },
      },
      {
        ...bar,
        barGap: '10%',
        itemStyle: { color: colour('track'), borderRadius: [0, 2, 2, 0] },
        data: rows.map(({ last }) => drawnValue(last?.ytd)),
      },
    ],
  };
}

/** The cells of the small multiples: how many in a row, and their size in pixels. */
const CELLS = { wide: { across: 4, width: 130 }, narrow: { across: 3, width: 113 } } as const;
const CELL_HEIGHT = 98;

/** Rates of a unit at the ends of the quarters of a year, in tenths of a percent; null where one is not known. */
const ratesOf = (slots: readonly Slot[], year: number, unit: string): (number | null)[] =>
  ([1, 2, 3, 4] as const).map((quarter) => {
    const figures = unitAt(slots, `${year}Q${quarter}`, unit);
    return typeof figures?.ytd === 'number' && figures.plan !== null
      ? tenthsOfPercent(figures.ytd, figures.plan)
      : null;
  });

/** One small drawing for each unit, all of one scale: how its plan is fulfilled through this year and last (R02). */
export function multiplesChart(slots: readonly Slot[], period: Period, register: Register): Chart | null {
  if (slots.length < 2) return null;
  const year = yearOf(period);
  const units = register.units.flatMap(({ code }) => {
    const [own, last] = [ratesOf(slots, year, code), ratesOf(slots, year - 1, code)];
    if (own.every((rate) => rate === null)) return [];
    return [{ code, name: register.textOf(code), own, last }];
  });
  if (units.length === 0) return null;
  const newest = (own: readonly (number | null)[]): number | null => own[quarterOf(period) - 1] ?? null;
  const hasLast = units.some(({ last }) => last.some((rate) => rate !== null));
  const listed = (language: Language, comma: string): string =>
    units
      .map(({ name, own }) => `${name[language]} ${own.slice(0, quarterOf(period)).map(percentText).join(' → ')}`)
      .join(comma);
  return {
    id: 'multiples',
    title: { zh: '各单位年内进度', en: 'Through the year, unit by unit' },
    source: 'R02',
    legend: [
      { words: { zh: `${year}年完成率`, en: `achieved in ${year}` }, colour: colour('done') },
      ...(hasLast
        ? [{ words: { zh: `${year - 1}年完成率`, en: `achieved in ${year - 1}` }, colour: colour('quiet') }]
        : []),
      { words: { zh: '时间进度', en: 'time progress' }, colour: colour('track') },
    ],
    alternative: {
      zh: `各单位${year}年各季末的完成率：${listed('zh', '；')}。`,
      en: `Achievement rate at the end of each quarter of ${year}: ${listed('en', '; ')}.`,
    },
    data: units.flatMap(({ code, name, own, last }): Datum[] =>
      [
        ...last.map((rate, at) => [year - 1, at, rate] as const),
        ...own.map((rate, at) => [year, at, rate] as const),
      ].flatMap(([of, at, cell]): Datum[] => {
        const quarter: Period = `${of}Q${(at + 1) as 1 | 2 | 3 | 4}`;
        if (!slots.some((slot) => slot.period === quarter)) return [];
        const figures = unitAt(slots, quarter, code);
        const about: Text = { zh: `${name.zh} ${quarter}`, en: `${name.en} ${quarter}` };
        const hidden = figures?.ytd === 'suppressed' ? SUPPRESSED : cell;
        return [{ about, measure: RATE, kind: 'percent', cell: hidden, remark: remarkOf(figures) }];
      }),
    ),
    height: (room) => Math.ceil(units.length / CELLS[room].across) * CELL_HEIGHT,
    option: (canvas) => multiplesOption({ slots, period, units, newest }, canvas),
  };
}

type Multiples = {
  readonly slots: readonly Slot[];
  readonly period: Period;
  readonly units: readonly {
    readonly code: string;
    readonly name: Text;
    readonly own: readonly (number | null)[];
    readonly last: readonly (number | null)[];
  }[];
  readonly newest: (own: readonly (number | null)[]) => number | null;
};

function multiplesOption({ slots, period, units, newest }: Multiples, { language, room }: Canvas): ChartOption {
  const { across, width } = CELLS[room];
  const max = Math.max(1000, ...units.flatMap(({ own, last }) => [...own, ...last].map((rate) => rate ?? 0)));
  const place = (at: number) => ({ left: (at % across) * width, top: Math.trunc(at / across) * CELL_HEIGHT });
  const line = (at: number, name: Colour, rates: readonly (number | null)[], of: number | null) => ({
    type: 'line' as const,
    silent: true,
    xAxisIndex: at,
    yAxisIndex: at,
    symbolSize: 6,
    showSymbol: of !== null,
    lineStyle: { color: colour(name), width: of === null ? 1.5 : 2 },
    itemStyle: { color: colour(name) },
    data: rates.map((value, quarter) => {
      const figures = of === null ? undefined : unitAt(slots, `${of}Q${(quarter + 1) as 1}`, units[at]?.code ?? null);
      return { value, symbol: remarkOf(figures) === null ? 'circle' : 'emptyCircle' };
    }),
  });
  const year = yearOf(period);
  return {
    title: units.map(({ name, own }, at) => ({
      ...place(at),
      text: `${name[language]}  ${percentText(newest(own))}`,
      padding: 0,
      textStyle: { color: colour('ink'), fontSize: language === 'zh' ? 12 : 10.5, fontWeight: 'normal' as const },
    })),
    grid: units.map((_, at) => ({
      left: place(at).left + 4,
      top: place(at).top + 22,
      width: width - 22,
      height: CELL_HEIGHT - 46,
    })),
    xAxis: units.map((_, at) => ({
      type: 'category' as const,
      gridIndex: at,
      boundaryGap: false,
      data: ['Q1', 'Q2', 'Q3', 'Q4'],
      axisTick: { show: false },
      axisLine: { lineStyle: { color: colour('line') } },
      axisLabel: { color: colour('quiet'), fontSize: 9, interval: 0, margin: 5 },
    })),
    yAxis: units.map((_, at) => ({ ...hiddenAxis(max), gridIndex: at })),
    series: units.flatMap(({ own, last }, at) => [
      line(at, 'track', [250, 500, 750, 1000], null),
      line(at, 'quiet', last, year - 1),
      line(at, 'done', own, year),
    ]),
  } as ChartOption;
}
