import type { Merge } from '../sheet/grid.ts';
import type { CellSpec, SheetSpec, Style } from '../sheet/sheet-spec.ts';

/** The rows of a sheet that is written from top to bottom, with their heights and merged cells. */
export class StackedRows {
  readonly #columnWidths: readonly number[];
  readonly #rows: CellSpec[][] = [];
  readonly #heights: number[] = [];
  readonly #merges: Merge[] = [];

  /** @param columnWidths in characters of the default font; every line goes over all these columns */
  constructor(columnWidths: readonly number[]) {
    this.#columnWidths = columnWidths;
  }

  /** The number of rows so far, which is the zero-based number of the next row. */
  get length(): number {
    return this.#rows.length;
  }

  /** @param height in points */
  add(cells: CellSpec[], height: number): void {
    this.#rows.push(cells);
    this.#heights.push(height);
  }

  /** Adds a row with one text over all columns. */
  line(text: string, style: Style, height: number): void {
    this.span([{ value: text, style, columns: this.#columnWidths.length }], height);
  }

  /**
   * Adds a row of texts, each over a number of columns. All cells of a merged area get its style: its border is drawn
   * cell by cell.
   */
  span(texts: readonly { value: string; style: Style; columns: number }[], height: number): void {
    const cells: CellSpec[] = [];
    for (const { value, style, columns } of texts) {
      const left = cells.length;
      if (columns > 1) this.#merges.push({ top: this.length, left, bottom: this.length, right: left + columns - 1 });
      for (let column = 0; column < columns; column++) cells.push({ value: column === 0 ? value : null, style });
    }
    this.add(cells, height);
  }

  spec(): Required<Pick<SheetSpec, 'rows' | 'columnWidths' | 'rowHeights' | 'merges'>> {
    return {
      rows: this.#rows,
      columnWidths: this.#columnWidths,
      rowHeights: this.#heights,
      merges: this.#merges,
    };
  }
}
