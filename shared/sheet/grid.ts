/**
 * A sheet as the clerk sees it, whatever the file format: rows of cells, nothing interpreted.
 */
import type { Text } from '../language/language.ts';

/** The result of a formula that failed (`#REF!`), or `formula` for one that was saved without its result. */
export type BrokenCell = { readonly broken: string };

/** Text, number, truth value, broken formula; `null` is an empty cell. Dates stay serial numbers. */
export type Cell = string | number | boolean | BrokenCell | null;

/** Whether a cell shows nothing: it is empty, or holds blanks alone. */
export const isBlankCell = (cell: Cell): boolean => cell === null || (typeof cell === 'string' && cell.trim() === '');

/** Zero-based, inclusive rectangle of merged cells. */
export type Merge = { readonly top: number; readonly left: number; readonly bottom: number; readonly right: number };

/** `veryHidden`: only a macro can show it again. */
export type SheetState = 'visible' | 'hidden' | 'veryHidden';

/** A value that the file holds at a zero-based place and that the sheet does not show as one. */
export type UnseenCell = { readonly row: number; readonly column: number; readonly cell: Cell };

/** How many there are, and the first 10,000 of them. */
export type UnseenCells = { readonly count: number; readonly cells: readonly UnseenCell[] };

/** How the cells of a sheet show their numbers. */
export type NumberFormats = {
  /**
   * Excel's format code of the cell at a zero-based place, `General` where it has none; says nothing of empty cells.
   */
  at(row: number, column: number): string;
};

/**
 * The rows hold what the clerk sees. What the file holds besides, or how a cell shows its value, stands in optional
 * fields, which are left out where there is nothing to say or the format of the file does not say it.
 */
export type Sheet = {
  readonly name: string;
  /** Not in sight, whether `state` says which way or not. */
  readonly hidden: boolean;
  readonly state?: SheetState;
  /** Days are counted from 1904-01-01, as old Mac workbooks do. */
  readonly date1904: boolean;
  /** Sparse rows are filled with empty arrays, so that index + 1 is the row number that the clerk sees. */
  readonly rows: readonly (readonly Cell[])[];
  readonly merges: readonly Merge[];
  /** Zero-based numbers of hidden (or filtered-out) rows and columns. */
  readonly hiddenRows: ReadonlySet<number>;
  readonly hiddenColumns: ReadonlySet<number>;
  /** Those of the hidden rows that a filter keeps from sight. */
  readonly filteredRows?: ReadonlySet<number>;
  /** See `formatAt` (cell-formats.ts). */
  readonly formats?: NumberFormats;
  /** Cells that are struck through as a whole, with what they held; in `rows` they are empty. */
  readonly struck?: UnseenCells;
  /**
   * Cells of which some characters are struck through, with their whole text; in `rows` these characters are left out.
   */
  readonly partlyStruck?: UnseenCells;
  /** Values under a merge, which shows only its top left cell; in `rows` they are left out. */
  readonly covered?: UnseenCells;
};

/** What the bytes are, whatever the name says; WPS .et is `xls`, .xlsm is `xlsx`. */
export type FileFormat = 'xlsx' | 'xlsb' | 'xls' | 'ods' | 'html' | 'csv';
export type TextEncoding = 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be';

/** A file that was read, with what is worth telling about how. */
export type Workbook = {
  readonly format: FileFormat;
  readonly encoding?: TextEncoding;
  readonly sheets: readonly Sheet[];
  /** Visible sheets that the file names and has no content for, by name. */
  readonly sheetsWithoutContent?: readonly string[];
  /** Texts that the file carries beside its sheets, by name; only .xlsx files are asked for them. */
  readonly properties?: ReadonlyMap<string, string>;
};

/**
 * The rules under which a file is given up: F01 not a spreadsheet, F02 encrypted, F03 text encoding, F11 beyond a
 * limit.
 */
export type RefusalCode = 'F01' | 'F02' | 'F03' | 'F11';

/** Why a file could not be read, by the rule that says so (shared/rules). */
export type Refusal = { readonly refused: RefusalCode; readonly detail: Text };

/** Ceilings that keep one hostile file from taking the function down; sizes in bytes. */
export type ReadLimits = {
  readonly fileBytes: number;
  /** All inflated parts of an archive together, counted while inflating. */
  readonly inflatedBytes: number;
  readonly archiveEntries: number;
  readonly rows: number;
  readonly columns: number;
  /** Excel's own ceiling is 32,767. */
  readonly cellCharacters: number;
  /** Of all texts of a file together, as often as they are shown; 500 for each row that may be, when left out. */
  readonly characters?: number;
};
