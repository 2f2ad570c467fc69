import type { Language, Text } from '../language/language.ts';
import {
  BarChart,
  LineChart,
  ScatterChart,
  type BarSeriesOption,
  type LineSeriesOption,
  type ScatterSeriesOption,
} from 'echarts/charts';
import {
  GridComponent,
  MarkLineComponent,
  TitleComponent,
  type GridComponentOption,
  type MarkLineComponentOption,
  type TitleComponentOption,
} from 'echarts/components';
import { init, use, type ComposeOption } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Datum } from './chart-data.ts';
import { escapeHtml } from './page-text.ts';

// Only what the charts need: the whole of ECharts would double the function's bundle.
use([BarChart, LineChart, ScatterChart, GridComponent, MarkLineComponent, TitleComponent, SVGRenderer]);

export type ChartOption = ComposeOption<
  | BarSeriesOption
  | LineSeriesOption
  | ScatterSeriesOption
  | GridComponentOption
  | MarkLineComponentOption
  | TitleComponentOption
>;

/**
 * What a drawing is for: its words, and how much room it has. Text keeps its size, so a phone gets a drawing of its
 * own.
 */
export type Canvas = { readonly language: Language; readonly room: 'wide' | 'narrow'; readonly width: number };

export type Chart = {
  readonly id: string;
  readonly title: Text;
  /** What the drawing says, in a sentence: its text alternative. */
  readonly alternative: Text;
  readonly legend: readonly { readonly words: Text; readonly colour: string }[];
  /** The report table with the exact figures. */
  readonly source: string;
  /** What is drawn, as it is downloaded. */
  readonly data: readonly Datum[];
  readonly height: number | ((room: Canvas['room']) => number);
  readonly option: (canvas: Canvas) => ChartOption;
};

const WIDTHS = { wide: 520, narrow: 340 } as const;

/** The chart as four drawings, for either language and either width; the style sheet shows one of them. */
export function chartSvgs(chart: Chart): string {
  const drawings: string[] = [];
  for (const language of ['zh', 'en'] as const) {
    for (const room of ['wide', 'narrow'] as const) {
      const { width, height, body } = draw(chart, { language, room, width: WIDTHS[room] });
      const locale = language === 'zh' ? 'zh-CN' : 'en';
      drawings.push(
        `<svg class="${language} ${room}" lang="${locale}" role="img" aria-label="${escapeHtml(chart.alternative[language])}" viewBox="0 0 ${width} ${height}">${body}</svg>`,
      );
    }
  }
  return drawings.join('\n');
}

function draw(chart: Chart, canvas: Canvas): { width: number; height: number; body: string } {
  const height = typeof chart.height === 'number' ? chart.height : chart.height(canvas.room);
  const instance = init(null, null, { renderer: 'svg', ssr: true, width: canvas.width, height });
  try {
    instance.setOption({ animation: false, ...chart.option(canvas) });
    return { width: canvas.width, height, body: innerSvg(instance.renderToSVGString()) };
  } finally {
    instance.dispose();
  }
}

/**
 * The drawing without its frame, its data for scripts, its style sheet for hovering and its clips: what they name is numbered by a
 * counter of the process, and equal summaries have equal bytes. Colours are the page's own and follow its theme.
 */
function innerSvg(svg: string): string {
  return svg
    .replace(/^<svg[^>]*>/, '')
    .replace(/<\/svg>\s*$/, '')
    .replace(/<style\s*>[\s\S]*?<\/style>/g, '')
    .replace(/<rect [^>]*fill="none"[^>]*><\/rect>/, '')
    .replace(/<defs\s*>[\s\S]*?<\/defs>/g, '')
    .replace(/ clip-path="[^"]*"/g, '')
    .replace(/ (?:ecmeta_\w+|class|pointer-events)="[^"]*"/g, '')
    .replace(/font-family:[^;"]*;?/g, '')
    .replace(/\s*\n\s*/g, '');
}
