/**
 * Which rows of the household table are households: those with a household number, an identity number or a name, typed
 * wrongly or not. A formula that was dragged down to row 19,900, a line for a seal or a row of explanations has none of
 * the three.
 */
import { foldWidth, withoutInvisible } from '../parse/folding.ts';
import type { Located, PlacedColumn } from '../parse/header.ts';
import { areDigits } from '../parse/plain-cells.ts';
import { readCell } from '../parse/values.ts';
import type { RowBlock } from '../rules/facts.ts';
import type { Cell, Sheet } from '../sheet/grid.ts';
import { cellAt, heightOf, rowOf } from '../sheet/text-cells.ts';

/** Rows that are no households: nothing in them names one, or their household number is merged with the one above. */
export type AsideBlock = RowBlock & { readonly why: 'nameless' | 'member' };

/** Fewer digits are a serial number, a year or a column number. */
const FEWEST_DIGITS = 6;
/** So long is an identity number in whatever column it stands. */
const LONG_DIGITS = 15;
/** 2016-06-30, 2016年6月 beside a seal. */
const DAY = /^(?:19|20)\d\d\s*[-./年]/;
/** Words that forms have where a name stands, and lines that end a table. */
const NO_NAME =
  /^[#=]|姓名|户主|填写|必填|选填|可填|文本|文字|汉字|字符|示例|样例|例如|说明|公章|盖章|签[字名章]|以下|空白|此处|此行|无正文|合计|小计|日期/;
const LONGEST_NAME = 50;

/** Knows households of one sheet. */
export class HouseholdEvidence {
  readonly #sheet: Sheet;
  readonly #numbers: readonly PlacedColumn[];
  readonly #name: PlacedColumn | undefined;
  readonly #figures: readonly PlacedColumn[];
  readonly #members: ReadonlySet<number>;

  constructor({ sheet, layout: { columns } }: Located) {
    this.#sheet = sheet;
    this.#numbers = columns.filter(({ column }) => column.type.kind === 'household_no' || column.type.kind === 'id_no');
    this.#name = columns.find(({ column }) => column.field === 'head_name');
    this.#figures = columns.filter(({ column: { type } }) => FIGURES.has(type.kind));
    const number = columns.find(({ column }) => column.type.kind === 'household_no');
    this.#members = number ? rowsMergedUnder(sheet, number.index) : new Set();
  }

  /** Whether the row belongs to the household above it: their number is one merged cell. */
  isMember(row: number): boolean {
    return this.#members.has(row);
  }

  isHousehold(row: number): boolean {
    const cells = rowOf(this.#sheet, row);
    if (this.#numbers.some(({ index }) => mayBeNumber(cells[index] ?? null)) || cells.some(isLongNumber)) return true;
    if (this.#name && mayBeName(cells[this.#name.index] ?? null)) return !this.#explains(cells);
    const isBroken = [...this.#numbers, ...(this.#name ? [this.#name] : [])].some(
      ({ index }) => typeof cells[index] === 'object' && cells[index] !== null,
    );
    return isBroken && this.hasFigures(row);
  }

  /** Whether any figure of the row is a number other than 0. */
  hasFigures(row: number): boolean {
    const cells = rowOf(this.#sheet, row);
    return this.#figures.some((placed) => (figureIn(cells, placed) ?? 0) !== 0);
  }

  /** A row that says what is to be filled in, 元, 人, 必填: several words where figures stand, and no figure. */
  #explains(cells: readonly Cell[]): boolean {
    const words = this.#figures.filter(({ index }) => {
      const cell = cells[index] ?? null;
      return typeof cell === 'string' && /\p{L}/u.test(cell) && !/\d/.test(foldWidth(cell));
    });
    return words.length >= FEWEST_WORDS && this.#figures.every((placed) => figureIn(cells, placed) === null);
  }
}

const FIGURES: ReadonlySet<string> = new Set(['int', 'money', 'decimal']);
const FEWEST_WORDS = 3;

function figureIn(cells: readonly Cell[], { column, index, fenPerUnit }: PlacedColumn): number | null {
  const value = readCell(column, cells[index] ?? null, { fenPerUnit, date1904: false, inverted: false });
  return typeof value === 'number' ? value : null;
}

function mayBeNumber(cell: Cell): boolean {
  if (typeof cell === 'number') return cell >= 10 ** (FEWEST_DIGITS - 1);
  if (typeof cell !== 'string') return false;
  if (cell.length >= FEWEST_DIGITS && areDigits(cell, 0, cell.length)) return true;
  const text = withoutInvisible(foldWidth(cell)).replace(/[\s'‘’"“”.-]/g, '');
  if (/^\d+[eE]\+?\d+$/.test(text)) return true;
  const digits = text.replace(/\D/g, '').length;
  return digits >= FEWEST_DIGITS && digits * 2 > text.length && !DAY.test(foldWidth(cell).trim());
}

function isLongNumber(cell: Cell): boolean {
  if (typeof cell === 'number') return cell >= 10 ** (LONG_DIGITS - 1);
  if (typeof cell !== 'string' || cell.length < LONG_DIGITS) return false;
  return new RegExp(`^\\d{${LONG_DIGITS - 1},}[\\dXx]$`).test(foldWidth(cell).replace(/[\s'‘’"“”]/g, ''));
}

function mayBeName(cell: Cell): boolean {
  if (typeof cell !== 'string') return false;
  const text = cell.trim();
  return text.length <= LONGEST_NAME && /\p{L}/u.test(text) && !/[。，；：:（(]/.test(text) && !NO_NAME.test(text);
}

/** Rows without a number of their own below the first of a merged cell that has one. */
function rowsMergedUnder(sheet: Sheet, column: number): ReadonlySet<number> {
  const members = new Set<number>();
  for (const { top, bottom, left, right } of sheet.merges) {
    if (left > column || right < column || cellAt(sheet, top, left) === null) continue;
    // A rectangle may claim more rows than the sheet has.
    for (let row = top + 1; row <= Math.min(bottom, heightOf(sheet) - 1); row++)
      if (cellAt(sheet, row, column) === null) members.add(row);
  }
  return members;
}
