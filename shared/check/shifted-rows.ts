/**
 * Rows whose cells stand beside their columns: one cell more or fewer than the header, from some column on. A comma
 * inside a field of a CSV does that, a cell that was pasted or deleted in a sheet too. Such a row is one mistake, not
 * twenty.
 */
import { foldWidth } from '../parse/folding.ts';
import type { PlacedColumn } from '../parse/header.ts';
import { plainReader, type PlainReader } from '../parse/plain-cells.ts';
import { readCell, Unreadable } from '../parse/values.ts';
import type { CellShift } from '../rules/facts.ts';
import { mustBeFilled, type Value } from '../schema/column.ts';
import type { Cell } from '../sheet/grid.ts';
import { cellReader, textCellsOf } from '../sheet/text-cells.ts';
import type { TableSheet } from './check-layouts.ts';
import type { CellProblem } from './read-rows.ts';

/** Cells too many, or too few where negative; nobody loses more of them at once. */
const SHIFTS = [1, -1, 2, -2, 3, -3];
/** The fewest cells that can be read only beside their place; fewer may be chance. */
const FEWEST_MENDED = 3;
/** How many of these must be in columns that take only one kind of text or number. */
const FEWEST_TELLING = 2;
/** What may be wrong in the row beside its shift. */
const MOST_LEFT = 1 / 3;
/** Each try reads the row seven times. A sheet with more such rows has another fault. */
const MOST_TRIED = 1_000;

const TELLING: ReadonlySet<string> = new Set(['period', 'household_no', 'id_no', 'code', 'codes', 'flag', 'date']);

/** How one cell reads as one column; `missing` is a blank where something is required. */
type Reading = 'good' | 'blank' | 'missing' | 'bad';

/** A column, and how its cells are read: nearly all of them by their characters. */
type TriedColumn = PlacedColumn & { readonly plain: PlainReader; readonly isReadAnew: boolean };

/** Finds the shifts of the rows of one sheet. */
export class ShiftFinder {
  readonly #sheet: TableSheet;
  readonly #columns: readonly TriedColumn[];
  readonly #isText: boolean;
  readonly #cellIn: (row: number, column: number) => Cell;
  #tried = 0;

  constructor(sheet: TableSheet) {
    this.#sheet = sheet;
    this.#columns = sheet.layout.columns
      .map((placed) => ({
        ...placed,
        plain: plainReader(placed.column, placed.fenPerUnit),
        isReadAnew: TELLING_TEXTS.has(placed.column.field) || placed.column.type.kind === 'period',
      }))
      .sort((a, b) => a.index - b.index);
    this.#cellIn = cellReader(sheet.sheet);
    this.#isText = textCellsOf(sheet.sheet) !== undefined;
  }

  /**
   * The shift that makes sense of a row; null where none does.
   * @param row zero-based @param problems its unreadable cells
   */
  shiftOf(row: number, problems: readonly CellProblem[]): CellShift | null {
    if (problems.length === 0 || this.#tried >= MOST_TRIED) return null;
    const unmoved = this.#unmoved(row, problems);
    const wrong = unmoved.filter((reading) => reading === 'bad').length;
    const unread = unmoved.filter(isUnread).length;
    if (wrong < FEWEST_TELLING || unread < FEWEST_MENDED) return null;
    this.#tried++;
    const most = unread * MOST_LEFT;
    const tried = SHIFTS.map((by) => ({ by, ...this.#bestStart(unmoved, row, { by, most }) }));
    const [best] = tried.sort((a, b) => a.left - b.left || Math.abs(a.by) - Math.abs(b.by));
    if (!best || best.left > most) return null;
    const from = this.#columns[best.start];
    return from && this.#isMended(unmoved, row, best) ? { by: best.by, from } : null;
  }

  /**
   * How the cells read where they stand. A cell of a text file reads as it was read before, unless its column looks at
   * more here, or took a blank for something else.
   */
  #unmoved(row: number, problems: readonly CellProblem[]): (Reading | undefined)[] {
    return this.#columns.map((placed) => {
      if (!this.#isText || placed.isReadAnew) return this.#reading(placed, row, 0);
      const problem = problems.find(({ column }) => column === placed.column);
      if (problem === undefined) return 'good';
      return problem.unreadable.reason === 'blank' ? 'missing' : 'bad';
    });
  }

  #reading(placed: TriedColumn | undefined, row: number, by: number): Reading | undefined {
    if (placed === undefined) return undefined;
    const { column, index, fenPerUnit, inverted } = placed;
    const cell = index + by < 0 ? null : this.#cellIn(row, index + by);
    const plain = typeof cell === 'string' ? placed.plain(cell) : undefined;
    const value = plain ?? readCell(column, cell, { fenPerUnit, inverted, date1904: this.#sheet.sheet.date1904 });
    if (value === null) return mustBeFilled(column) ? 'missing' : 'blank';
    return value instanceof Unreadable || isOtherText(column.field, value) ? 'bad' : 'good';
  }

  /**
   * The last column from which a shift leaves the fewest cells unread. Columns whose cells are lacking are none to be
   * read. Cells are read from the right, and no more of them once the shift leaves more than `most` behind it: it is
   * none, as most that are tried, then.
   */
  #bestStart(
    unmoved: readonly (Reading | undefined)[],
    row: number,
    { by, most }: { readonly by: number; readonly most: number },
  ): { readonly start: number; readonly left: number } {
    const lacking = Math.max(0, -by);
    let best = { start: unmoved.length, left: unmoved.filter(isUnread).length };
    let before = best.left;
    let after = 0;
    for (let start = unmoved.length - 1; start >= 0 && after <= most; start--) {
      if (isUnread(unmoved[start])) before--;
      if (isUnread(this.#reading(this.#columns[start + lacking], row, by))) after++;
      if (before + after < best.left) best = { start, left: before + after };
    }
    return best;
  }

  /** Whether enough cells that could not be read can be read beside it. */
  #isMended(
    unmoved: readonly (Reading | undefined)[],
    row: number,
    { by, start }: { readonly by: number; readonly start: number },
  ): boolean {
    const mended = this.#columns.filter(
      (column, at) => at >= start && isUnread(unmoved[at]) && this.#reading(column, row, by) === 'good',
    );
    const telling = mended.filter(({ column }) => TELLING.has(column.type.kind) || TELLING_TEXTS.has(column.field));
    return mended.length >= FEWEST_MENDED && telling.length >= FEWEST_TELLING;
  }
}

/** Columns of texts that read as anything, and know what is none of theirs. */
const TELLING_TEXTS: ReadonlySet<string> = new Set(['head_name', 'helper_name', 'phone']);

/** A day, a name or a code where a telephone number is due, a number where a name is. */
function isOtherText(field: string, value: Value): boolean {
  if (!TELLING_TEXTS.has(field)) return false;
  const text = String(value);
  return field === 'phone' ? !/^[\d\s()-]{7,}$/.test(foldWidth(text)) || DAY.test(text) : /\d/.test(text);
}

const DAY = /^(?:19|20)\d\d-\d/;

const isUnread = (reading: Reading | undefined): boolean => reading === 'bad' || reading === 'missing';
