/**
 * Holds the ceilings of a sheet while its text is cut into cells. Each row is looked at as a whole; the first that is
 * beyond a ceiling is put into a grid cell by cell with those before it, and the grid says which cell it is.
 */
import { FREE_PADDING, GridRows, TextBudget } from './grid-rows.ts';
import type { ReadLimits } from './grid.ts';
import type { TextCells } from './text-cells.ts';

export class TextCeilings {
  readonly #cells: TextCells;
  readonly #limits: ReadLimits;
  readonly #most: number;
  #characters = 0;
  #padding = 0;

  constructor(cells: TextCells, limits: ReadLimits) {
    this.#cells = cells;
    this.#limits = limits;
    this.#most = new TextBudget(limits).most;
  }

  /** @throws Refused F11 when the row that ends is beyond a ceiling */
  endRow(): void {
    const cells = this.#cells;
    cells.endRow();
    const row = cells.height - 1;
    const width = cells.widthOf(row);
    if (width === 0) return;
    const first = cells.indexOf(row, 0);
    let longest = 0;
    for (let index = first; index < first + width; index++) {
      const length = cells.lengthOf(index);
      this.#characters += length;
      if (length === 0) this.#padding++;
      else if (length > longest) longest = length;
    }
    const isWithin = row < this.#limits.rows && longest <= this.#limits.cellCharacters;
    if (!isWithin || this.#characters > this.#most) this.#refuse();
  }

  /**
   * Of a field in a column to the right of the last one that a sheet may have.
   * @throws Refused F11 unless it is empty
   */
  checkBeyond(column: number, cell: string | null): void {
    if (cell === null) return;
    this.#cells.endRow();
    this.#grid().put(this.#cells.height - 1, column, cell);
  }

  /** @throws Refused F11 when nearly all cells are empty */
  endText(): void {
    this.#cells.endText();
    if (this.#padding > FREE_PADDING) this.#grid();
  }

  #refuse(): never {
    this.#grid();
    throw new RangeError('a row is beyond the ceilings of a sheet, and no cell of it is');
  }

  #grid(): GridRows {
    const cells = this.#cells;
    const grid = new GridRows(this.#limits, '');
    for (let row = 0; row < cells.height; row++)
      for (let column = 0; column < cells.widthOf(row); column++)
        grid.put(row, column, cells.at(cells.indexOf(row, column)));
    return grid;
  }
}
