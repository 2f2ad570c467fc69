/**
 * The cells of a text file as places in its text. A cell is made a text of its own when somebody asks for it: most of
 * them are read as numbers and never asked for, and 200,000 rows of 42 cells would be eight million strings.
 */
import type { Cell, Sheet } from './grid.ts';
import { RepeatedTexts } from './repeated-texts.ts';

/** Characters of a text for which there is room for one cell at first: those of a roster with its delimiters. */
const CHARACTERS_PER_CELL = 8;
const LEAST_ROOM = 1_024;
/** In place of the length of a cell that is kept as a text of its own. */
const APART = 0xffff;

/** Where the cells of a text begin and end, row by row. Nulls at the end of a row are not kept. */
export class TextCells {
  readonly text: string;
  /** Where each cell begins; of one that is kept apart, its place in `#unwrapped`. */
  #starts: Uint32Array<ArrayBuffer>;
  /** Its characters, 0 where it is empty, APART where it is kept apart: it reads otherwise than it stands in the text. */
  #lengths: Uint16Array<ArrayBuffer>;
  readonly #unwrapped: string[] = [];
  /** The number of cells up to each row, and behind the last one. */
  readonly #rows: number[] = [0];
  readonly #texts: RepeatedTexts;
  #count = 0;
  #filled = 0;

  constructor(text: string) {
    this.text = text;
    this.#texts = new RepeatedTexts(text.length);
    const room = Math.max(LEAST_ROOM, Math.ceil(text.length / CHARACTERS_PER_CELL));
    this.#starts = new Uint32Array(room);
    this.#lengths = new Uint16Array(room);
  }

  /** Rows, blank ones included. */
  get height(): number {
    return this.#rows.length - 1;
  }

  /** Adds what stands between two places of the text. */
  add(start: number, end: number): void {
    if (end - start < APART) this.#put(start, end - start);
    else this.addUnwrapped(this.text.slice(start, end));
  }

  /** Adds a cell that is not what stands in the text, as one with doubled quotes. */
  addUnwrapped(cell: string | null): void {
    if (cell === null) this.#put(0, 0);
    else this.#put(this.#unwrapped.push(cell) - 1, APART);
  }

  #put(start: number, length: number): void {
    const at = this.#count++;
    if (at === this.#starts.length) {
      const [starts, lengths] = [this.#starts, this.#lengths];
      this.#starts = new Uint32Array(at * 2);
      this.#lengths = new Uint16Array(at * 2);
      this.#starts.set(starts);
      this.#lengths.set(lengths);
    }
    this.#starts[at] = start;
    this.#lengths[at] = length;
    if (length > 0) this.#filled = this.#count;
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

  /** Its start again where the cell is empty or reads otherwise than it stands in the text. */
  endOf(index: number): number {
    const length = this.#lengths[index] ?? 0;
    return this.startOf(index) + (length === APART ? 0 : length);
  }

  lengthOf(index: number): number {
    const length = this.#lengths[index] ?? 0;
    return length === APART ? (this.#unwrapped[this.startOf(index)] ?? '').length : length;
  }

  /** @param index see `indexOf` */
  at(index: number): string | null {
    if (index < 0) return null;
    const [start, length] = [this.startOf(index), this.#lengths[index] ?? 0];
    if (length === 0) return null;
    return length === APART ? (this.#unwrapped[start] ?? null) : this.#texts.of(this.text, start, start + length);
  }

  rowAt(row: number): (string | null)[] {
    return Array.from({ length: this.widthOf(row) }, (_, column) => this.at(this.indexOf(row, column)));
  }
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
