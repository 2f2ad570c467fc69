/**
 * The cells of a text file as places in its text. A cell is made a text of its own when somebody asks for it: most of
 * them are read as numbers and never asked for, and 200,000 rows of 42 cells would be eight million strings.
 */
import type { Cell, Sheet } from './grid.ts';
import { RepeatedTexts } from './repeated-texts.ts';

/** Cells for which there is room at first. */
const FIRST_ROOM = 4_096;

/** Where the cells of a text begin and end, row by row. Nulls at the end of a row are not kept. */
export class TextCells {
  readonly text: string;
  /** Of each cell, its first character and the one behind its last; alike where it is empty. */
  #starts = new Uint32Array(FIRST_ROOM);
  /** 0 where the cell is not written as it stands in the text; its start then is 1 more than its place in `#unwrapped`. */
  #ends = new Uint32Array(FIRST_ROOM);
  readonly #unwrapped: string[] = [];
  /** The number of cells up to each row, and behind the last one. */
  readonly #rows: number[] = [0];
  readonly #texts = new RepeatedTexts();
  #count = 0;
  #filled = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** Rows, blank ones included. */
  get height(): number {
    return this.#rows.length - 1;
  }

  add(start: number, end: number): void {
    const at = this.#count++;
    if (at === this.#starts.length) {
      this.#starts = enlarged(this.#starts);
      this.#ends = enlarged(this.#ends);
    }
    this.#starts[at] = start;
    this.#ends[at] = end;
    if (start !== end) this.#filled = this.#count;
  }

  /** Adds a cell that is not what stands in the text, as one with doubled quotes. */
  addUnwrapped(cell: string | null): void {
    if (cell === null) this.add(0, 0);
    else this.add(this.#unwrapped.push(cell), 0);
  }

  endRow(): void {
    const start = this.#rows[this.height] ?? 0;
    this.#count = Math.max(start, this.#filled);
    this.#rows.push(this.#count);
  }

  /** Blank rows at the end are no rows. */
  endText(): void {
    while (this.height > 0 && this.widthOf(this.height - 1) === 0) this.#rows.pop();
  }

  widthOf(row: number): number {
    return (this.#rows[row + 1] ?? 0) - (this.#rows[row] ?? 0);
  }

  /** The number of a cell, by which it is asked for; -1 where the row has none so far to the right. */
  indexOf(row: number, column: number): number {
    const start = this.#rows[row];
    const index = start === undefined ? -1 : start + column;
    return index < (this.#rows[row + 1] ?? 0) ? index : -1;
  }

  startOf(index: number): number {
    return this.#starts[index] ?? 0;
  }

  /** Not above its start where the cell is empty or not written as it stands in the text. */
  endOf(index: number): number {
    return this.#ends[index] ?? 0;
  }

  lengthOf(index: number): number {
    const [start, end] = [this.startOf(index), this.endOf(index)];
    return end < start ? (this.#unwrapped[start - 1] ?? '').length : end - start;
  }

  /** @param index see `indexOf` */
  at(index: number): string | null {
    if (index < 0) return null;
    const [start, end] = [this.startOf(index), this.endOf(index)];
    if (start === end) return null;
    return end < start ? (this.#unwrapped[start - 1] ?? null) : this.#texts.of(this.text, start, end);
  }

  rowAt(row: number): (string | null)[] {
    return Array.from({ length: this.widthOf(row) }, (_, column) => this.at(this.indexOf(row, column)));
  }
}

function enlarged(numbers: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(numbers.length * 2);
  larger.set(numbers);
  return larger;
}

const cellsOfSheets = new WeakMap<Sheet, TextCells>();

/** A sheet of text cells; its rows are made when somebody asks for them. */
export function sheetOfText(cells: TextCells): Sheet {
  let rows: (readonly Cell[])[] | undefined;
  const sheet: Sheet = {
    name: '',
    hidden: false,
    date1904: false,
    get rows() {
      return (rows ??= Array.from({ length: cells.height }, (_, row) => cells.rowAt(row)));
    },
    merges: [],
    hiddenRows: new Set(),
    hiddenColumns: new Set(),
  };
  cellsOfSheets.set(sheet, cells);
  return sheet;
}

/** The places of a sheet's cells in its text; undefined for a sheet of any other format, and for a changed copy. */
export const textCellsOf = (sheet: Sheet): TextCells | undefined => cellsOfSheets.get(sheet);

/** Rows up to the last one that holds something. */
export const heightOf = (sheet: Sheet): number => textCellsOf(sheet)?.height ?? sheet.rows.length;

/** The cells of a zero-based row; none where the sheet has no such row. */
export function rowOf(sheet: Sheet, row: number): readonly Cell[] {
  const cells = textCellsOf(sheet);
  return (cells ? cells.rowAt(row) : sheet.rows[row]) ?? NO_CELLS;
}

/** The first rows. */
export const firstRowsOf = (sheet: Sheet, count: number): (readonly Cell[])[] =>
  Array.from({ length: Math.min(count, heightOf(sheet)) }, (_, row) => rowOf(sheet, row));

/** Gives the cell at a zero-based row and column. */
export function cellReader(sheet: Sheet): (row: number, column: number) => Cell {
  const cells = textCellsOf(sheet);
  if (cells) return (row, column) => cells.at(cells.indexOf(row, column));
  return (row, column) => sheet.rows[row]?.[column] ?? null;
}

/** The cell at a zero-based place. */
export const cellAt = (sheet: Sheet, row: number, column: number): Cell => cellReader(sheet)(row, column);

const NO_CELLS: readonly Cell[] = [];
