/**
 * Cell references in A1 notation.
 */
import type { Merge } from './grid.ts';

/** Letters of a zero-based column: 0 is A, 26 is AA. */
export function columnLetters(column: number): string {
  let letters = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return letters;
}

/** A1 reference of a zero-based row and column. */
export function cellReference(row: number, column: number): string {
  return columnLetters(column) + String(row + 1);
}

/** Reference of a rectangle, as in `A1:C3`. */
export function rangeReference(range: Merge): string {
  return `${cellReference(range.top, range.left)}:${cellReference(range.bottom, range.right)}`;
}

const RANGE = /^\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?$/i;

/** Rectangle of a reference such as `A1:C3` or `B2`; undefined when it is no such reference. */
export function parseRange(reference: string): Merge | undefined {
  const match = RANGE.exec(reference);
  if (match === null) return undefined;
  const [, left = '', top = '', right = left, bottom = top] = match;
  const range = {
    top: Number(top) - 1,
    left: columnNumber(left),
    bottom: Number(bottom) - 1,
    right: columnNumber(right),
  };
  return range.top >= 0 && range.bottom >= range.top && range.right >= range.left ? range : undefined;
}

function columnNumber(letters: string): number {
  let column = 0;
  for (const letter of letters.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}
