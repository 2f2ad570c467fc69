/**
 * Collects the non-empty cells of one sheet into rows, and holds the ceilings while it does.
 */
import type { Cell, ReadLimits } from './grid.ts';
import { columnLetters } from './reference.ts';
import { tooLarge } from './refusal.ts';

const EMPTY_ROW: readonly Cell[] = Object.freeze([]);

/**
 * A cell far to the right makes a whole row of nulls, so a few bytes can ask for much memory. Real tables are dense: a
 * file may have this many nulls, and beyond them ten for each cell that holds something.
 */
export const FREE_PADDING = 5_000_000;
const PADDING_PER_CELL = 10;

/** Characters that a file may have for each row that it may have; the longest rosters have 500 a row, notes and all. */
const CHARACTERS_PER_ROW = 500;

/**
 * What the texts of one file may hold together: few cells can hold much, and whatever is made of them grows with it.
 */
export class TextBudget {
  readonly most: number;
  private left: number;

  constructor({ characters, rows }: Pick<ReadLimits, 'characters' | 'rows'>) {
    this.most = characters ?? rows * CHARACTERS_PER_ROW;
    this.left = this.most;
  }

  /** Whether so many characters more are within the budget. */
  take(characters: number): boolean {
    this.left -= characters;
    return this.left >= 0;
  }
}

export class GridRows {
  /** Rows up to the last one that holds something. */
  readonly rows: (readonly Cell[])[] = [];
  /** Columns up to the last one that holds something. */
  width = 0;
  private readonly limits: ReadLimits;
  private readonly budget: TextBudget;
  private readonly place: { readonly zh: string; readonly en: string };
  private openRow = -1;
  private openCells: Cell[] = [];
  private cells = 0;
  private padding = 0;

  /**
   * @param sheetName goes into refusals; empty for a CSV, which has no name
   * @param budget shared by the sheets of a file
   */
  constructor(limits: ReadLimits, sheetName: string, budget: TextBudget = new TextBudget(limits)) {
    this.limits = limits;
    this.budget = budget;
    this.place = sheetName === '' ? { zh: '', en: '' } : { zh: `工作表“${sheetName}”`, en: `sheet "${sheetName}", ` };
  }

  /**
   * Puts a cell at a zero-based place; an empty one leaves no trace, wherever it is.
   * @throws Refused F11 when a row, column or text is beyond the limits.
   */
  put(row: number, column: number, cell: Cell): void {
    if (cell === null || cell === '') return;
    if (row !== this.openRow) this.open(row, column);
    const { openCells } = this;
    if (column >= this.limits.columns) throw this.tooWide(row, column);
    if (typeof cell === 'string') this.count(row, column, cell.length);
    this.cells++;
    if (column < openCells.length) {
      openCells[column] = cell;
      return;
    }
    if (column > openCells.length) this.pad(row, column);
    openCells.push(cell);
    if (column >= this.width) this.width = column + 1;
  }

  /**
   * For a reader that knows how long a text is before it makes one.
   * @throws Refused F11 when it is longer than a cell may be.
   */
  checkLength(row: number, column: number, characters: number): void {
    if (characters > this.limits.cellCharacters) throw this.tooLong(row, column, characters);
  }

  /**
   * Counts the characters of a text at a place, whether it is put into the rows or not.
   * @throws Refused F11 when they are too many for a cell or for the file.
   */
  count(row: number, column: number, characters: number): void {
    this.checkLength(row, column, characters);
    if (!this.budget.take(characters)) throw this.tooMuchText(row, column);
  }

  private open(row: number, column: number): void {
    const { rows, limits } = this;
    if (row >= limits.rows) {
      throw tooLarge(
        `${this.at(row, column).zh}有内容，超过上限 ${limits.rows} 行。请删去表格下方多余的内容，或拆分后分别上报。`,
        `There is content at ${this.at(row, column).en}, beyond the limit of ${limits.rows} rows. Delete what is left below the table, or split it.`,
      );
    }
    while (rows.length <= row) rows.push(EMPTY_ROW);
    const found = rows[row];
    this.openCells = found === undefined || found === EMPTY_ROW ? [] : (found as Cell[]);
    rows[row] = this.openCells;
    this.openRow = row;
  }

  private pad(row: number, column: number): void {
    this.padding += column - this.openCells.length;
    if (this.padding > FREE_PADDING + PADDING_PER_CELL * this.cells) {
      throw tooLarge(
        `到${this.at(row, column).zh}为止空单元格过多，不像正常的表格。请把表格复制到新工作簿后另存。`,
        `Too many empty cells up to ${this.at(row, column).en}. Copy the table into a new workbook and save that.`,
      );
    }
    while (this.openCells.length < column) this.openCells.push(null);
  }

  private tooWide(row: number, column: number): Error {
    return tooLarge(
      `${this.at(row, column).zh}有内容，超过上限 ${this.limits.columns} 列。请删去表格右侧多余的内容。`,
      `There is content at ${this.at(row, column).en}, beyond the limit of ${this.limits.columns} columns. Delete what is left to the right of the table.`,
    );
  }

  private tooLong(row: number, column: number, length: number): Error {
    return tooLarge(
      `${this.at(row, column).zh}有 ${length} 个字符，超过上限 ${this.limits.cellCharacters} 个。请缩短该单元格；如为 CSV，请检查引号是否成对。`,
      `The cell at ${this.at(row, column).en} has ${length} characters, the limit is ${this.limits.cellCharacters}. Shorten it; in a CSV, look for an unpaired quote.`,
    );
  }

  private tooMuchText(row: number, column: number): Error {
    const { most } = this.budget;
    return tooLarge(
      `到${this.at(row, column).zh}为止，文字已超过全文件的上限 ${most} 个字符，不像正常的表格。请删去与上报无关的长文字，或拆分后分别上报。`,
      `Up to ${this.at(row, column).en} the texts have more than ${most} characters, the limit for a file. Delete long texts that do not belong to the report, or split it.`,
    );
  }

  private at(row: number, column: number): { zh: string; en: string } {
    const letters = columnLetters(column);
    return {
      zh: `${this.place.zh}第 ${row + 1} 行第 ${column + 1} 列（${letters}${row + 1}）`,
      en: `${this.place.en}row ${row + 1}, column ${column + 1} (${letters}${row + 1})`,
    };
  }
}
