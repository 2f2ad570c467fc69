/**
 * Tells which rows of the household table are households: those with a household number, an identity number or a name,
 * even one typed wrongly. A formula dragged down to row 19,900, a line for a seal and a row of explanations have none
 * of the three.
 */
import { foldWidth, withoutInvisible } from '../parse/folding.ts';
import type { Located, PlacedColumn } from '../parse/header.ts';
import { areDigits } from '../parse/plain-cells.ts';
import { readCell, Unreadable } from '../parse/values.ts';
import type { RowBlock } from '../rules/facts.ts';
import { formatAt } from '../sheet/cell-formats.ts';
import { isBlankCell, type Cell, type Sheet } from '../sheet/grid.ts';
import { isDateFormat } from '../sheet/number-format.ts';
import { cellAt, cellReader, heightOf, rowOf } from '../sheet/text-cells.ts';

/**
 * Rows that are no households: nothing in them names one, their household number is merged with the one above, or they
 * show how one is filled in.
 */
export type AsideBlock = RowBlock & { readonly why: 'nameless' | 'member' | 'example' };

/** Fewer digits are a serial number, a year or a column number. */
const FEWEST_DIGITS = 6;
/** So long is an identity number in whatever column it stands. */
const LONG_DIGITS = 15;
/** 2016-06-30, 2016年6月, 20160630 beside a seal. */
const DAY = /^(?:19|20)\d\d\s*(?:[-./年]|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$)/;
/** Who signs, and when: beside such a word a name is that of a clerk, and a number is that of a telephone. */
const SIGNATURE =
  /^(?:(?:填表|填报|制表|审核|复核|审批|核实|经办|负责|联系|统计|录入|调查)(?:人员?|单位|电话|日期|时间)|(?:联系)?电话|日期|.{0,8}(?:签字|签名|签章|盖章))(?:[（(].*[）)])?\s*[:：]?/;
/** A row that shows how to fill in: the first of its cells, or its name, says so as a whole or in brackets. */
const EXAMPLE =
  /^[（(【]?(?:填写|填报|填表)?(?:示例|样例|范例|举例|例)[）)】]?\s*[:：\d]?$|^例[如:：]|[（(【](?:填写|填报|填表)?(?:示例|样例|范例|例)[）)】]$/;
/** A line over the households of a village. */
const PLACE = /.{2}(?:村|村委会|社区|居委会|[0-9０-９一二三四五六七八九十]组)$/;
/** Words that forms have where a name stands, and lines that end a table. */
const NO_NAME =
  /^[#=]|姓名|户主|填写|必填|选填|可填|文本|文字|汉字|字符|示例|样例|例如|说明|公章|盖章|签[字名章]|以下|空白|此处|此行|无正文|合计|小计|日期|备注|^注\d?|^(?:完毕?|结束|无|略|空|同上|[户人]数)$|身份证|证件|年.{1,3}月|第.{1,3}页|^\d+[户人页]|[共计]\d+[户人页]/;
const LONGEST_NAME = 50;
/** Nobody's name is longer who has no point in it; a longer text that stands alone is a note. */
const LONGEST_ALONE = 4;
/** No household has so much; a telephone number beside a signature is more. */
const MOST_YUAN = 2_000_000;

/** Knows households of one sheet. */
export class HouseholdEvidence {
  readonly #sheet: Sheet;
  readonly #numbers: readonly PlacedColumn[];
  readonly #name: PlacedColumn | undefined;
  readonly #figures: readonly PlacedColumn[];
  readonly #choices: readonly PlacedColumn[];
  readonly #members: ReadonlySet<number>;
  readonly #cellIn: (row: number, column: number) => Cell;
  /** The last column that the table knows. */
  readonly #last: number;

  constructor({ sheet, layout: { columns } }: Located) {
    this.#sheet = sheet;
    this.#cellIn = cellReader(sheet);
    this.#last = Math.max(...columns.map(({ index }) => index));
    this.#numbers = columns.filter(({ column }) => column.type.kind === 'household_no' || column.type.kind === 'id_no');
    this.#name = columns.find(({ column }) => column.field === 'head_name');
    this.#figures = columns.filter(({ column: { type } }) => FIGURES.has(type.kind));
    this.#choices = columns.filter(({ column: { type } }) => CHOICES.has(type.kind));
    const number = columns.find(({ column }) => column.type.kind === 'household_no');
    this.#members = number ? rowsMergedUnder(sheet, number.index) : new Set();
  }

  /** Whether the row belongs to the household above it: their number is one merged cell. */
  isMember(row: number): boolean {
    return this.#members.has(row);
  }

  /** Whether the row only shows how one is filled in. */
  isExample(row: number): boolean {
    return (
      isExampleWord(this.#firstIn(row)) ||
      (this.#name !== undefined && isExampleWord(this.#cellIn(row, this.#name.index)))
    );
  }

  #firstIn(row: number): Cell {
    const last = this.#last;
    for (let column = 0; column <= last; column++) {
      const cell = this.#cellIn(row, column);
      if (cell !== null && cell !== '') return cell;
    }
    return null;
  }

  /**
   * Whether the row is filled in as only a household's is: words of several lists, and anything where a household is
   * named. So it is a household whatever its name sounds like, 李合计 or 王立冬（死亡）, and however its number is damaged.
   */
  isFilledIn(row: number): boolean {
    const cells = rowOf(this.#sheet, row);
    const named = this.#name ? [...this.#numbers, this.#name] : this.#numbers;
    if (named.every(({ index }) => isBlankCell(cells[index] ?? null))) return false;
    let words = 0;
    for (const placed of this.#choices)
      // A total counts in numbers, and numbers are codes too.
      if (isWord(cells[placed.index] ?? null) && choiceIn(cells, placed) && ++words === FEWEST_WORDS) return true;
    return false;
  }

  isHousehold(row: number): boolean {
    const cells = rowOf(this.#sheet, row);
    if (cells.some(isLongNumber)) return true;
    if (this.#isSigned(row)) return false;
    if (this.#numbers.some(({ index }) => mayBeNumber(cells[index] ?? null))) return true;
    if (this.#name && mayBeName(cells[this.#name.index] ?? null))
      return !this.#explains(cells) && !this.#isHeading(row) && !this.#isNote(cells);
    const isBroken = [...this.#numbers, ...(this.#name ? [this.#name] : [])].some(
      ({ index }) => typeof cells[index] === 'object' && cells[index] !== null,
    );
    return isBroken && this.hasFigures(row);
  }

  /** Whether any figure of the row is a number other than 0; a day is none, nor is a telephone number. */
  hasFigures(row: number): boolean {
    const cells = rowOf(this.#sheet, row);
    return this.#figures.some((placed) => {
      const figure = figureIn(cells, placed) ?? 0;
      if (figure > MOST_YUAN * 100) return false;
      return figure !== 0 && !isDateFormat(formatAt(this.#sheet, row, placed.index), figure);
    });
  }

  /** A line for those who signed: a word that says so, and nothing that only a household has. */
  #isSigned(row: number): boolean {
    const cells = rowOf(this.#sheet, row);
    return cells.some((cell) => typeof cell === 'string' && SIGNATURE.test(cell.trim())) && !this.#hasFacts(row);
  }

  /** A village over its households: what stands in the column of names is a place, and alone. */
  #isHeading(row: number): boolean {
    const cells = rowOf(this.#sheet, row);
    const name = this.#name ? cells[this.#name.index] : null;
    return typeof name === 'string' && PLACE.test(name.trim()) && !this.#hasFacts(row);
  }

  /** A text that stands alone in the column of names and is longer than a name, 此表一式两份. */
  #isNote(cells: readonly Cell[]): boolean {
    const name = this.#name ? cells[this.#name.index] : null;
    if (typeof name !== 'string' || cells.some((cell) => !isBlankCell(cell) && cell !== name)) return false;
    return name.trim().length > LONGEST_ALONE && !/[·•・．‧∙⋅.･]/.test(name);
  }

  /** Figures, or one of the choices of a list. */
  #hasFacts(row: number): boolean {
    const cells = rowOf(this.#sheet, row);
    return this.hasFigures(row) || this.#choices.some((placed) => choiceIn(cells, placed));
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
const CHOICES: ReadonlySet<string> = new Set(['code', 'codes', 'flag']);
const FEWEST_WORDS = 3;

function choiceIn(cells: readonly Cell[], { column, index, fenPerUnit, inverted }: PlacedColumn): boolean {
  const value = readCell(column, cells[index] ?? null, { fenPerUnit, date1904: false, inverted });
  return value !== null && !(value instanceof Unreadable);
}

function figureIn(cells: readonly Cell[], { column, index, fenPerUnit }: PlacedColumn): number | null {
  const value = readCell(column, cells[index] ?? null, { fenPerUnit, date1904: false, inverted: false });
  return typeof value === 'number' ? value : null;
}

/** 是, √ and 一般贫困户, but no code and no count. */
const isWord = (cell: Cell): boolean =>
  typeof cell === 'boolean' || (typeof cell === 'string' && !/^[\d.\s-]+$/.test(foldWidth(cell)));

const isExampleWord = (cell: Cell): boolean => typeof cell === 'string' && EXAMPLE.test(cell.trim());

function mayBeNumber(cell: Cell): boolean {
  if (typeof cell === 'number') return cell >= 10 ** (FEWEST_DIGITS - 1) && !DAY.test(String(cell));
  if (typeof cell !== 'string') return false;
  if (cell.length >= FEWEST_DIGITS && areDigits(cell, 0, cell.length)) return !DAY.test(cell);
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
