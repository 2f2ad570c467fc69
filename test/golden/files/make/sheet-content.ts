/**
 * What stands in the golden files, apart from how a program writes it: a small vocabulary of cells that every writer here knows. All
 * persons, numbers and amounts are made up; identity numbers begin with 371599.
 */

/**
 * Text, number, truth value or nothing; a day as serial number with a format; a number with a format; a formula with the result that it
 * had when saved (none: saved without), which may be an error.
 */
export type Content =
  | string
  | number
  | boolean
  | null
  | { readonly day: number; readonly format?: string }
  | { readonly number: number; readonly format: string }
  | { readonly formula: string; readonly result?: string | number; readonly error?: string };

export type SheetContent = {
  readonly name: string;
  readonly hidden?: boolean;
  readonly rows: readonly (readonly Content[])[];
  /** Zero-based top, left, bottom, right. */
  readonly merges?: readonly (readonly [number, number, number, number])[];
  readonly hiddenRows?: readonly number[];
  readonly hiddenColumns?: readonly number[];
  /** Zero-based row and column, and the text of a comment there. */
  readonly notes?: readonly (readonly [number, number, string])[];
};

export type BookContent = { readonly sheets: readonly SheetContent[]; readonly date1904?: boolean };

/** Day as ISO for a serial number of the usual date system. */
export const isoOf = (serial: number): string => new Date(Date.UTC(1899, 11, 30) + serial * 86_400_000).toISOString().slice(0, 10);

/** A cell as a text file shows it. */
export function shown(cell: Content): string {
  if (cell === null) return '';
  if (typeof cell === 'boolean') return cell ? 'TRUE' : 'FALSE';
  if (typeof cell !== 'object') return String(cell);
  if ('day' in cell) return isoOf(cell.day);
  if ('number' in cell) return String(cell.number);
  return String(cell.error ?? cell.result ?? '');
}
