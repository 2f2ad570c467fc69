/**
 * Number formats of the cells of one sheet, in little memory: clerks format columns, so each column keeps where its
 * format changes.
 */
import type { NumberFormats, Sheet } from './grid.ts';

/** The format of a cell that has none of its own. */
export const GENERAL = 'General';

/** Excel's format code of the cell at a zero-based place of a sheet. */
export function formatAt({ formats }: Sheet, row: number, column: number): string {
  return formats?.at(row, column) ?? GENERAL;
}

/** From each of these rows on, the format that stands beside it. */
type Changes = { readonly rows: number[]; readonly codes: string[]; last: string; lastRow: number };

export class CellFormats implements NumberFormats {
  private readonly columns: (Changes | undefined)[] = [];
  /** Formats of cells that came after cells of later rows, by row and column. */
  private late: Map<number, string[]> | undefined;

  /** Notes the format of a cell that holds something; a sheet is cheapest when its rows come in order. */
  put(row: number, column: number, code: string): void {
    const changes = (this.columns[column] ??= { rows: [], codes: [], last: GENERAL, lastRow: 0 });
    if (row < changes.lastRow) {
      this.late ??= new Map();
      const codes = this.late.get(row) ?? [];
      codes[column] = code;
      this.late.set(row, codes);
      return;
    }
    changes.lastRow = row;
    if (code === changes.last) return;
    changes.last = code;
    changes.rows.push(row);
    changes.codes.push(code);
  }

  at(row: number, column: number): string {
    const late = this.late?.get(row)?.[column];
    if (late !== undefined) return late;
    const changes = this.columns[column];
    return changes?.codes[lastUpTo(changes.rows, row)] ?? GENERAL;
  }
}

/** Place of the last of the ascending numbers that is not above `most`; -1 when there is none. */
function lastUpTo(numbers: readonly number[], most: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle]! <= most) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
