import { plain, type LineTreatment, type TableTreatment } from './treatment.ts';
import { aboutNumber, bulletinMoney, bulletinNumber } from './printed-numbers.ts';
import type { ReportColumn, ReportRow, ReportValue, TableContent } from './report-table.ts';

/** What a line may say, each in a column of its own. */
export const FIGURES = {
  value: { key: 'value', zh: '数量', en: 'count', kind: 'count' },
  ratio: { key: 'ratio', zh: '倍数', en: 'times', kind: 'decimal' },
  capacity: { key: 'capacity', zh: '规模', en: 'capacity', kind: 'decimal' },
  yuan: { key: 'amount', zh: '金额（元）', en: 'amount (yuan)', kind: 'money' },
  wan: { key: 'amount', zh: '金额（万元）', en: 'amount (10,000 yuan)', kind: 'wan' },
  share: { key: 'share', zh: '比例', en: 'share', kind: 'percent' },
  printed: { key: 'printed', zh: '通报写法', en: 'as printed', kind: 'text' },
  names: { key: 'names', zh: '名单', en: 'names', kind: 'text' },
} as const satisfies Record<string, ReportColumn>;

type Figure = (typeof FIGURES)[keyof typeof FIGURES]['key'];

/** One line of a table of single figures. */
export type Line = {
  /**
   * The id by which everything refers to the line: `R12.fund.city`. It says what the figure is, never where it stands,
   * and no other figure gets it later.
   */
  readonly line: string;
  readonly zh: string;
  readonly en: string;
  /** The line whose figure this one and its fellows add up to. The bulletin rounds them together. */
  readonly partOf?: string;
} & { readonly [K in Figure]?: ReportValue };

/**
 * A table of single figures (R01, R09 to R13), one in each line.
 * @param lines in the order of the table; null reserves the number of a line that comes later in the year
 */
export function lineTable(
  id: string,
  { notes, ...titles }: Omit<TableContent, 'columns' | 'rows' | 'total'>,
  figures: readonly ReportColumn[],
  lines: readonly (Line | null)[],
): TableContent {
  return {
    ...titles,
    columns: [
      { key: 'number', zh: '行号', en: 'line', kind: 'line' },
      { key: 'item', zh: '指标', en: 'item', kind: 'text' },
      ...figures,
    ],
    rows: lines.flatMap((line, index) => (line === null ? [] : [rowOf(line, `${id}.${index + 1}`, figures)])),
    total: null,
    notes,
  };
}

function rowOf({ line, zh, en, partOf, ...values }: Line, number: string, figures: readonly ReportColumn[]): ReportRow {
  const said: Readonly<Record<string, ReportValue | undefined>> = values;
  return {
    line,
    ...(partOf === undefined ? {} : { partOf }),
    number,
    item: { zh, en },
    ...Object.fromEntries(figures.map(({ key }) => [key, said[key] ?? null])),
  };
}

/** A count and how the bulletin writes it: whole, or as 4000余. */
export const counted = (value: number) => ({ value, printed: bulletinNumber(value) });
export const countedAbout = (value: number) => ({ value, printed: aboutNumber(value) });

/** An amount in fen and how the bulletin writes it. */
export const money = (fen: number) => ({ amount: fen, printed: bulletinMoney(fen) });

/**
 * How R09 to R13 are published: figures of the city alone, to which no other table adds up, so that a small count keeps
 * the whole table back.
 * @param lines what each line counts, if it counts households, persons or borrowers
 */
export const publicLines = (lines: Readonly<Record<string, LineTreatment>>): TableTreatment => ({
  rows: 'city',
  whole: true,
  columns: {
    number: plain,
    item: plain,
    value: { as: 'count', by: 'line' },
    ratio: plain,
    capacity: plain,
    amount: plain,
    share: plain,
    printed: plain,
    names: plain,
  },
  lines,
});
