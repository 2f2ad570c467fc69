/**
 * What a workbook to be written looks like. All numbers of rows and columns are zero-based.
 */
import type { Merge } from './grid.ts';

/** Colours are RRGGBB. */
export type Style = {
  readonly bold?: boolean;
  readonly italic?: boolean;
  /** Points; 11 when left out. */
  readonly size?: number;
  /** 宋体 when left out. */
  readonly font?: string;
  readonly color?: string;
  readonly fill?: string;
  readonly align?: 'left' | 'center' | 'right';
  /** From the side that it is aligned to, in widths of three blanks. */
  readonly indent?: number;
  readonly vertical?: 'top' | 'center' | 'bottom';
  readonly wrap?: boolean;
  /** Thin lines all around, in a colour of their own when it is named. */
  readonly border?: boolean | string;
  /** Can be filled in although its sheet is protected. */
  readonly unlocked?: boolean;
  /** Excel's format code; `@` makes a text column, in which typed IDs stay text. */
  readonly numberFormat?: string;
};

export type CellValue = string | number | boolean | null;

export type StyledCell = {
  readonly value: CellValue;
  /** Without an equals sign; `value` is its result, where '' is the empty text. It is written as it is: never of a file. */
  readonly formula?: string;
  readonly style?: Style;
  /** A place in this workbook, as in `'总表'!A1`. */
  readonly link?: string;
  readonly comment?: string;
};

export type CellSpec = CellValue | StyledCell;

/**
 * What a cell takes, and what Excel says to anything else. Formulas are relative to the first cell of the range,
 * without an equals sign.
 */
export type Validation = {
  readonly range: Merge;
  readonly rule:
    | { readonly kind: 'list'; readonly source: string }
    | { readonly kind: 'custom'; readonly formula: string }
    | {
        readonly kind: 'whole' | 'decimal' | 'date' | 'textLength';
        readonly operator: 'between' | 'equal' | 'greaterThan' | 'greaterThanOrEqual';
        readonly from: string;
        readonly to?: string;
      };
  /** `stop` refuses, `warning` asks back; `none` only offers the list. */
  readonly otherwise: 'stop' | 'warning' | 'none';
  readonly error?: string;
  /** Shown when a cell is chosen. */
  readonly prompt?: { readonly title: string; readonly text: string };
};

/** A fill where a formula, relative to the first cell of the first range, holds. */
export type Highlight = { readonly ranges: readonly Merge[]; readonly formula: string; readonly fill: string };

/** A name for a place or a formula of the workbook, as in `'选项'!$A$2:$A$9`. */
export type DefinedName = { readonly name: string; readonly refersTo: string };

/** What belongs to the workbook as a whole. */
export type BookSpec = {
  readonly names?: readonly DefinedName[];
  /** Texts that Excel keeps with the file and shows under its custom properties. */
  readonly properties?: Readonly<Record<string, string>>;
  /** Packed in a third of the time; the same sheets may be other bytes on another processor or under another zlib. */
  readonly isQuick?: boolean;
};

export type SheetSpec = {
  readonly name: string;
  readonly rows: readonly (readonly CellSpec[])[];
  /**
   * By column, in characters of the default font; Excel's default where there is none. A column of width 0 is hidden.
   */
  readonly columnWidths?: readonly (number | null)[];
  /**
   * By column, for every cell of it that has no style of its own, down to the last row of all; `others` for the columns
   * after them.
   */
  readonly columnStyles?: { readonly styles: readonly Style[]; readonly others?: Style };
  /** By row, in points; Excel's default where there is none. */
  readonly rowHeights?: readonly (number | null)[];
  /** Of all other rows, in points. */
  readonly defaultRowHeight?: number;
  readonly merges?: readonly Merge[];
  /** Rows at the top and columns at the left that stay in sight. */
  readonly freeze?: { readonly rows: number; readonly columns: number };
  /** The rectangle to filter, its header row included. */
  readonly autoFilter?: Merge;
  readonly validations?: readonly Validation[];
  readonly highlights?: readonly Highlight[];
  /**
   * Only unlocked cells can be filled in; formatting, sorting, filtering, and inserting and deleting rows stay allowed.
   * Without a password: it keeps from accidents, not from intent.
   */
  readonly isProtected?: boolean;
  /** Lines between cells; shown when left out. */
  readonly gridLines?: boolean;
  readonly tabColor?: string;
  readonly hidden?: boolean;
  /** Printed across the page; upright when left out. The width fits one page, or `pagesWide`, either way. */
  readonly landscape?: boolean;
  /** A4 when left out. */
  readonly paper?: 'A4' | 'A3';
  readonly pagesWide?: number;
  /** Pages that the sheet is fitted into from top to bottom; as many as it takes when left out. */
  readonly pagesHigh?: number;
  /** How many rows at the top are printed on every page. */
  readonly printTitleRows?: number;
  /** What is printed; everything that holds something when left out. */
  readonly printArea?: Merge;
  /** At the foot of every printed page, in Excel's codes: `&P` is the page, `&N` how many there are. */
  readonly footer?: string;
};
