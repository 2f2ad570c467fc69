/** The cells of a sheet of .xls or .xlsb as their styles show them: with their formats, without what is struck through. */
import { CellFormats, GENERAL } from './cell-formats.ts';
import type { CellStyle, CellStyles } from './cell-styles.ts';
import type { GridRows } from './grid-rows.ts';
import type { Cell, Sheet } from './grid.ts';
import { UnseenList } from './unseen-cells.ts';

/** Row and column, zero-based, and the number of its style. */
export type CellPlace = readonly [row: number, column: number, style: number];

/** What is left of a cell, told whether its font is struck through. */
export type Left = (isStruck: boolean) => Cell;

export class ShownCells {
  private readonly grid: GridRows;
  private readonly styles: CellStyles;
  /** None where no cell of the workbook has a format. */
  private readonly formats: CellFormats | undefined;
  private readonly struck = new UnseenList();
  private readonly partlyStruck = new UnseenList();

  constructor(grid: GridRows, styles: CellStyles) {
    this.grid = grid;
    this.styles = styles;
    if (styles.some((style) => style !== undefined && style.format !== GENERAL)) this.formats = new CellFormats();
  }

  /** @param left of a text with fonts of its own; else the whole cell is struck through or not */
  put([row, column, style]: CellPlace, whole: Cell, left?: Left): void {
    const look: CellStyle | undefined = this.styles[style];
    const isStruck = look?.struck === true;
    const cell = left ? left(isStruck) : isStruck ? null : whole;
    if (cell !== whole && whole !== null && whole !== '') {
      if (typeof whole === 'string') this.grid.count(row, column, whole.length);
      (cell === null ? this.struck : this.partlyStruck).add(row, column, whole);
      if (cell === null) return;
    }
    this.grid.put(row, column, cell);
    if (cell !== null) this.formats?.put(row, column, look?.format ?? GENERAL);
  }

  /** What the sheet says of them beside its rows. */
  seen(): Pick<Sheet, 'formats' | 'struck' | 'partlyStruck'> {
    const { formats } = this;
    const [struck, partlyStruck] = [this.struck.all(), this.partlyStruck.all()];
    return { ...(formats && { formats }), ...(struck && { struck }), ...(partlyStruck && { partlyStruck }) };
  }
}
