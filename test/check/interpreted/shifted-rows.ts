/**
 * Rows whose cells stand beside their columns: one cell more or fewer than the header, from some column on. A comma
 * inside a field of a CSV does that, a cell that was pasted or deleted in a sheet too. Such a row is one mistake, not
 * twenty.
 */
import { foldWidth } from '../../../shared/parse/folding.ts';
import type { PlacedColumn } from '../../../shared/parse/header.ts';
import { readCell, Unreadable } from '../../../shared/parse/values.ts';
import type { CellShift } from '../../../shared/rules/facts.ts';
import type { Cell } from '../../../shared/sheet/grid.ts';
import type { TableSheet } from '../../../shared/check/check-layouts.ts';

/** Cells too many, or too few where negative; nobody loses more of them at once. */
const SHIFTS = [1, -1, 2, -2, 3, -3];
/** Cells that cannot be read where they stand and can be read beside it: fewer may be so by chance. */
const FEWEST_MENDED = 3;
/** Of those, cells whose column takes no other kind of text or number; so many must say something wrong, too. */
const FEWEST_TELLING = 2;
/** What may be wrong in the row beside its shift. */
const MOST_LEFT = 1 / 3;
/** Trying a row reads it seven times. A sheet with more such rows has another trouble. */
const MOST_TRIED = 1_000;

const TELLING: ReadonlySet<string> = new Set(['period', 'household_no', 'id_no', 'code', 'codes', 'flag', 'date']);

/** How one cell reads as one column; `missing` is a blank where something is required. */
type Reading = 'good' | 'blank' | 'missing' | 'bad';

/** Finds the shifts of the rows of one sheet. */
export class ShiftFinder {
  readonly #sheet: TableSheet;
  readonly #columns: readonly PlacedColumn[];
  #tried = 0;

  constructor(sheet: TableSheet) {
    this.#sheet = sheet;
    this.#columns = sheet.layout.columns.toSorted((a, b) => a.index - b.index);
  }

  /**
   * The shift that makes sense of a row; null where none does.
   * @param row zero-based @param problems its unreadable cells
   */
  shiftOf(row: number, problems: number): CellShift | null {
    if (problems === 0 || this.#tried >= MOST_TRIED) return null;
    const cells = this.#sheet.sheet.rows[row] ?? [];
    const unmoved = this.#readings(cells, 0);
    const wrong = unmoved.filter((reading) => reading === 'bad').length;
    if (wrong < FEWEST_TELLING || unreadIn(unmoved) < FEWEST_MENDED) return null;
    this.#tried++;
    const tried = SHIFTS.map((by) => ({ by, ...bestStart(unmoved, this.#readings(cells, by), by) }));
    const [best] = tried.sort((a, b) => a.left - b.left || Math.abs(a.by) - Math.abs(b.by));
    if (!best || best.left > unreadIn(unmoved) * MOST_LEFT) return null;
    const from = this.#columns[best.start];
    return from && this.#isMended(unmoved, this.#readings(cells, best.by), best.start) ? { by: best.by, from } : null;
  }

  #readings(cells: readonly Cell[], by: number): Reading[] {
    const { date1904 } = this.#sheet.sheet;
    return this.#columns.map(({ column, index, fenPerUnit, inverted }) => {
      const cell = cells[index + by] ?? null;
      const value = readCell(column, cell, { fenPerUnit, inverted, date1904 });
      if (value === null) return column.required ? 'missing' : 'blank';
      return value instanceof Unreadable || isOtherText(column.field, String(value)) ? 'bad' : 'good';
    });
  }

  /** Whether enough cells that could not be read can be read beside it. */
  #isMended(unmoved: readonly Reading[], moved: readonly Reading[], start: number): boolean {
    const mended = this.#columns.filter((_, at) => at >= start && isUnread(unmoved[at]) && moved[at] === 'good');
    const telling = mended.filter(({ column }) => TELLING.has(column.type.kind) || TELLING_TEXTS.has(column.field));
    return mended.length >= FEWEST_MENDED && telling.length >= FEWEST_TELLING;
  }
}

/** Columns of texts that read as anything, and know what is none of theirs. */
const TELLING_TEXTS: ReadonlySet<string> = new Set(['head_name', 'helper_name', 'phone']);

/** A day, a name or a code where a telephone number is due, a number where a name is. */
function isOtherText(field: string, text: string): boolean {
  if (!TELLING_TEXTS.has(field)) return false;
  return field === 'phone' ? !/^[\d\s()-]{7,}$/.test(foldWidth(text)) || DAY.test(text) : /\d/.test(text);
}

const DAY = /^(?:19|20)\d\d-\d/;

const isUnread = (reading: Reading | undefined): boolean => reading === 'bad' || reading === 'missing';
const unreadIn = (readings: readonly Reading[]): number => readings.filter(isUnread).length;

/**
 * The last column from which a shift leaves the fewest cells unread. Columns whose cells are lacking are none to be
 * read.
 */
function bestStart(
  unmoved: readonly Reading[],
  moved: readonly Reading[],
  by: number,
): { readonly start: number; readonly left: number } {
  const lacking = Math.max(0, -by);
  let best = { start: unmoved.length, left: unreadIn(unmoved) };
  let before = best.left;
  let after = 0;
  for (let start = unmoved.length - 1; start >= 0; start--) {
    if (isUnread(unmoved[start])) before--;
    if (isUnread(moved[start + lacking])) after++;
    if (before + after < best.left) best = { start, left: before + after };
  }
  return best;
}
