import type { ReportColumn, ReportRow, ReportTable, ReportValue } from './report-table.ts';

/** Tables of single figures (R09 to R13): a line each, numbered so that R19 can cite it. */

const COLUMNS = {
  value: { key: 'value', zh: '数量', en: 'count', kind: 'count' },
  ratio: { key: 'ratio', zh: '倍数', en: 'times', kind: 'decimal' },
  capacity: { key: 'capacity', zh: '规模', en: 'capacity', kind: 'decimal' },
  amount: { key: 'amount', zh: '金额（万元）', en: 'amount (10,000 yuan)', kind: 'wan' },
  share: { key: 'share', zh: '比例', en: 'share', kind: 'percent' },
  printed: { key: 'printed', zh: '通报写法', en: 'as printed', kind: 'text' },
  names: { key: 'names', zh: '名单', en: 'names', kind: 'text' },
} as const satisfies Record<string, ReportColumn>;

type Figure = keyof typeof COLUMNS;

export type IndicatorLine = { readonly zh: string; readonly en: string } & { readonly [K in Figure]?: ReportValue };

export function indicatorTable(
  table: Pick<ReportTable, 'id' | 'zh' | 'en' | 'unit' | 'notes'>,
  figures: readonly Figure[],
  lines: readonly IndicatorLine[],
): ReportTable {
  return {
    ...table,
    columns: [
      { key: 'line', zh: '行号', en: 'line', kind: 'text' },
      { key: 'item', zh: '指标', en: 'item', kind: 'text' },
      ...figures.map((figure) => COLUMNS[figure]),
    ],
    rows: lines.map(({ zh, en, ...values }, index): ReportRow => ({
      line: `${table.id}.${index + 1}`,
      item: zh,
      itemEn: en,
      ...Object.fromEntries(figures.map((figure) => [figure, values[figure] ?? null])),
    })),
    total: null,
  };
}
