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
  readonly color?: string;
  readonly fill?: string;
  readonly align?: 'left' | 'center' | 'right';
  readonly vertical?: 'top' | 'center' | 'bottom';
  readonly wrap?: boolean;
  /** Thin lines all around. */
  readonly border?: boolean;
  /** Excel's format code; `@` makes a text column, in which typed IDs stay text. */
  readonly numberFormat?: string;
};

export type CellValue = string | number | boolean | null;

export type StyledCell = {
  readonly value: CellValue;
  readonly style?: Style;
  /** A place in this workbook, as in `'总表'!A1`. */
  readonly link?: string;
  readonly comment?: string;
};

export type CellSpec = CellValue | StyledCell;

export type SheetSpec = {
  readonly name: string;
  readonly rows: readonly (readonly CellSpec[])[];
  /** By column, in characters of the default font; Excel's default where there is none. */
  readonly columnWidths?: readonly (number | null)[];
  /** By row, in points; Excel's default where there is none. */
  readonly rowHeights?: readonly (number | null)[];
  readonly merges?: readonly Merge[];
  /** Rows at the top and columns at the left that stay in sight. */
  readonly freeze?: { readonly rows: number; readonly columns: number };
  /** The rectangle to filter, its header row included. */
  readonly autoFilter?: Merge;
  readonly hidden?: boolean;
  /** Printed across the A4 page; upright when left out. The width fits one page either way. */
  readonly landscape?: boolean;
  /** How many rows at the top are printed on every page. */
  readonly printTitleRows?: number;
  /** What is printed; everything that holds something when left out. */
  readonly printArea?: Merge;
  /** At the foot of every printed page, in Excel's codes: `&P` is the page, `&N` how many there are. */
  readonly footer?: string;
};
