import type { Tally } from '../fold/tally.ts';
import type { City } from '../city/city.ts';
import type { Text } from '../language/language.ts';
import type { StoredRecord } from '../rows/codec.ts';
import type { NilReturns } from '../ledger/decisions.ts';
import type { Submission } from '../ledger/submission.ts';
import type { TidyReading } from './tidy-reading.ts';
import type { Bases } from './basis.ts';
import type { TableTreatment } from './treatment.ts';

/** Everything that a summary is made of; a pure function of the frozen manifest (design: promise 5). */
export type SummaryFacts = City & {
  readonly revision: number;
  /**
   * The city date of the newest upload in the manifest: 制表日期, since a summary has no clock. Null when there is none.
   */
  readonly asOf: string | null;
  /** One tally for each township that has rows. */
  readonly tallies: ReadonlyMap<string, Tally>;
  /** Rows of 任务表 by reporting unit, of this year and of last year. */
  readonly targets: ReadonlyMap<string, StoredRecord['target']>;
  readonly lastYearTargets: ReadonlyMap<string, StoredRecord['target']>;
  /**
   * Rows of 项目表 and 金融表 that the offices sent in the quarters of the year so far; a later row of a project stands for
   * it.
   */
  readonly projects: readonly StoredRecord['project'][];
  readonly finance: readonly StoredRecord['finance'][];
  /** The period's ledger, oldest first. */
  readonly submissions: readonly Submission[];
  /**
   * Persons uplifted in the year up to last quarter, by unit, as they were published; not in the first quarter (rule
   * T04).
   */
  readonly published?: ReadonlyMap<string, number>;
  /** Revisions signed before this one was made. */
  readonly signed?: readonly number[];
  /**
   * Townships that have rows but no tally, because they could not be folded, with their persons on file last quarter
   * where that is known.
   */
  readonly notCounted?: ReadonlyMap<string, number | null>;
  /** Divisions that said they have nothing to report. */
  readonly nilReturns: NilReturns;
};

/** What a summary of a city is made of while nobody has reported anything. */
export const noFacts = (city: City): SummaryFacts => ({
  ...city,
  revision: 1,
  asOf: null,
  tallies: new Map(),
  targets: new Map(),
  lastYearTargets: new Map(),
  projects: [],
  finance: [],
  submissions: [],
  nilReturns: new Map(),
});

/**
 * How a column's values are written. Percentages and points are integers in tenths, decimals in hundredths. Money is in
 * fen: `money` is written in 元, `wan` in 万元. `line` is the printed number of a line: it follows from the order of the
 * lines and is no figure.
 */
export type ColumnKind = 'text' | 'line' | 'count' | 'percent' | 'points' | 'rank' | 'money' | 'wan' | 'decimal';

/** Columns that hold words and no figures. */
export const isWords = ({ kind }: Pick<ReportColumn, 'kind'>): boolean => kind === 'text' || kind === 'line';

/** The column that names a row for people: the first text that is not a code. */
export const namingColumn = (columns: readonly ReportColumn[]): ReportColumn | undefined =>
  columns.find(({ key, kind }) => kind === 'text' && key !== 'code');

export type ReportColumn = {
  readonly key: string;
  readonly zh: string;
  readonly en: string;
  /** The upper header over neighbouring columns of one group. */
  readonly group?: Text;
  readonly kind: ColumnKind;
};

export type ReportValue = string | number | null;

/** What a cell holds: a value, or words that are said in both languages. */
export type ReportCell = ReportValue | Text;

/** Whether a cell holds words in both languages. */
export const isText = (cell: ReportCell | undefined): cell is Text => typeof cell === 'object' && cell !== null;

/** A cell as the formats in Chinese write it, and as two revisions are compared by it. */
export const valueIn = (cell: ReportCell | undefined): ReportValue => (isText(cell) ? cell.zh : (cell ?? null));

/** The same as text: a name or a code by which rows are found, grouped and sorted; a blank is the empty text. */
export const textIn = (cell: ReportCell | undefined): string => String(valueIn(cell) ?? '');

/** The same as words: a name that has no English is the same in both languages. */
export const wordsIn = (cell: ReportCell | undefined): Text =>
  isText(cell) ? cell : { zh: textIn(cell), en: textIn(cell) };

/** The name of a total. */
export const TOTAL: Text = { zh: '合计', en: 'total' };

/** A row as the formats in Chinese write it. */
export const valuesIn = (row: ReportRow): Readonly<Record<string, ReportValue>> =>
  Object.fromEntries(Object.entries(row).map(([key, cell]) => [key, valueIn(cell)]));

/**
 * A figure that the public edition does not give. It is text, so that every format shows it; summary.json says it in
 * its own way.
 */
export const SUPPRESSED = '*';

/**
 * The cells of a row by column. Beside them a row may hold what no column prints: `line`, which names a row that is not
 * known by its division alone, and `partOf`, the line that a line is a part of.
 */
export type ReportRow = Readonly<Record<string, ReportCell>>;

/** A table as data; CSV, workbook and JSON are written from it. */
export type ReportTable = {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
  /** 单位 of the unit row. */
  readonly unit: Text;
  readonly columns: readonly ReportColumn[];
  readonly rows: readonly ReportRow[];
  /** 合计, where the table has one; written last. */
  readonly total: ReportRow | null;
  readonly notes: readonly Text[];
};

/** The tables of a summary by their names. */
export type Tables = Readonly<Record<string, ReportTable>>;

/** A table without the name that its definition gives it. */
export type TableContent = Omit<ReportTable, 'id'>;

/** A figure, and what it must be because other figures say so. */
export type Identity = {
  readonly figure: ReportValue;
  readonly wanted: ReportValue;
};

/** The city as the division that holds all others, and what its households add up to. */
export type WholeCity = { readonly code: string; readonly tally: Tally };

/**
 * One report table: a file of its own, which says all that is to be said of the table, and an entry in the catalogue.
 */
export type ReportDefinition = {
  /** `R04`: its name in every format. */
  readonly id: string;
  /** How the public edition prints it. `internal` keeps it to the offices. */
  readonly publication: TableTreatment | 'internal';
  /** Its figures are about files and what was found in them, whether or not a row of theirs counts. */
  readonly aboutFiles?: true;
  /** How the tidy files say its figures, where its names do not tell. */
  readonly tidy?: TidyReading;
  /** How its figures are worked out that are no sums, so that each can be explained (basis.ts). */
  readonly bases?: Bases;
  readonly build: (facts: SummaryFacts) => TableContent;
  /** The same with every row, where the table prints the most important ones alone. */
  readonly unabridged?: (facts: SummaryFacts) => TableContent;
  /** Rule T03: totals against their parts, and figures that other tables have too. */
  readonly identities?: (table: TableContent, city: WholeCity) => readonly Identity[];
};

/** Neighbouring columns under one upper header, or a single column without one. */
export type ColumnRun = {
  readonly start: number;
  readonly columns: readonly ReportColumn[];
  readonly group: ReportColumn['group'] | null;
};

/** The upper header of a table, from left to right. */
export function columnRuns(columns: readonly ReportColumn[]): ColumnRun[] {
  const runs: { start: number; columns: ReportColumn[]; group: ReportColumn['group'] | null }[] = [];
  columns.forEach((column, start) => {
    const run = runs.at(-1);
    if (run && column.group && run.group?.zh === column.group.zh) run.columns.push(column);
    else runs.push({ start, columns: [column], group: column.group ?? null });
  });
  return runs;
}
