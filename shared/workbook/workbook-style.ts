import type { CityProfile } from '../city/pack-schema.ts';
import { titleOf } from '../city/profile.ts';
import type { CellSpec, Style } from '../sheet/write.ts';
import { isPeriod, periodTitle } from '../time/period.ts';
import type { ReportTable } from '../tables/report-table.ts';
import { dayText } from '../bulletin/standing.ts';
import type { Summary } from '../summary/summary.ts';

/** What the sheets of the workbook look like; style objects are shared between cells. */
export const LOOK = {
  title: { bold: true, size: 18, align: 'center', vertical: 'center' },
  unit: { size: 10, color: '595959', vertical: 'center' },
  unitRight: { size: 10, color: '595959', align: 'right', vertical: 'center' },
  header: { bold: true, size: 10, fill: 'F3EDE4', align: 'center', vertical: 'center', wrap: true, border: true },
  text: { size: 10, align: 'left', vertical: 'center', wrap: true, border: true },
  centred: { size: 10, align: 'center', vertical: 'center', border: true },
  link: { size: 10, color: '0563C1', vertical: 'center', border: true },
  back: { size: 10, color: '0563C1', align: 'right', vertical: 'center' },
  story: { size: 12, wrap: true, vertical: 'top' },
  heading: { bold: true, size: 12, vertical: 'center' },
  note: { size: 10, color: '595959', wrap: true, vertical: 'top' },
  signature: { size: 11, vertical: 'center' },
} as const satisfies Readonly<Record<string, Style>>;

export const sheetNameOf = (table: ReportTable): string => `${table.id} ${table.zh}`;

export const periodOf = ({ period }: Summary): string => (isPeriod(period) ? periodTitle(period) : period);

/** Pages of how many, and whose they are. */
export const footerOf = (summary: Summary, profile: CityProfile): string =>
  `&L${titleOf(profile).zh}${periodOf(summary)}汇总　第${summary.revision}版&R第 &P 页，共 &N 页`;

/** 制表日期, where the summary knows it: a workbook has no clock. */
export const dateOf = ({ asOf }: Summary): string => (asOf === null ? '' : `　　制表日期：${dayText(asOf)}`);

/** Left empty for those who answer for the figures. */
export const SIGNATURE = '单位负责人：　　　　　统计负责人：　　　　　填表人：　　　　　报出日期：　　　年　　月　　日';

/** Han characters take two places. */
export const displayWidth = (text: string): number =>
  [...text].reduce((sum, character) => sum + (character > '\u2e7f' ? 2 : 1), 0);

/** The height of a wrapped text in points, in a cell of so many characters. */
export const heightOf = (text: string, places: number, line: number): number =>
  line * Math.max(1, Math.ceil(displayWidth(text) / places)) + 4;

/** A value at the left of a merged row; the cells under the merge keep its style, so that their borders are drawn. */
export const spread = (cell: CellSpec, width: number, style?: Style): CellSpec[] => [
  cell,
  ...Array.from({ length: width - 1 }, (): CellSpec => (style ? { value: null, style } : null)),
];
