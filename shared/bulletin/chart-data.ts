import type { Text } from '../language/language.ts';
import { csvField } from '../tables/table-csv.ts';
import { tenthsText } from '../tables/rounding.ts';
import { SUPPRESSED, type ReportCell } from '../tables/report-table.ts';

/** A figure of a chart: what it is about, what it counts, and its value as tables keep it. */
export type Datum = {
  readonly about: Text;
  readonly measure: Text;
  /** A percentage is kept in tenths. */
  readonly kind: 'count' | 'percent';
  readonly cell: ReportCell | undefined;
  /** What keeps it from being compared with the others. */
  readonly remark?: Text | null;
};

const HEAD = 'about_zh,about_en,measure_zh,measure_en,unit_of_measure,value,status,remark_zh,remark_en';

/** The data of a chart as CSV, one row a figure. A value that is not there is blank, and its status says why. */
export const chartCsv = (data: readonly Datum[]): string =>
  [HEAD, ...data.map((datum) => fieldsOf(datum).map(csvField).join(',')), ''].join('\n');

function fieldsOf({ about, measure, kind, cell, remark }: Datum): string[] {
  const value = typeof cell !== 'number' ? '' : kind === 'percent' ? tenthsText(cell) : String(cell);
  const status = cell === SUPPRESSED ? 'suppressed' : value === '' ? 'missing' : 'normal';
  const unit = kind === 'percent' ? 'percent' : 'number';
  return [about.zh, about.en, measure.zh, measure.en, unit, value, status, remark?.zh ?? '', remark?.en ?? ''];
}

/** The figures of a row of a table, one for each of some columns. */
export const rowData = (
  about: Text,
  row: Readonly<Record<string, ReportCell>> | null | undefined,
  columns: readonly (Pick<Datum, 'measure' | 'kind'> & { readonly key: string })[],
): Datum[] => columns.map(({ key, measure, kind }) => ({ about, measure, kind, cell: row?.[key] }));

export const UPLIFTED: Text = { zh: '本年累计带动增收人数', en: 'persons uplifted, year to date' };
export const PLAN: Text = { zh: '年度任务', en: 'plan of the year' };
export const RATE: Text = { zh: '完成率', en: 'achievement rate' };
export const SHARE: Text = { zh: '占比', en: 'share' };
