/**
 * Reads the rows of a sheet into columns of values, with what was wrong or odd in a cell. No rule is asked here. A
 * plain cell is known by its characters; any other text is read once for each column, however often it occurs.
 */
import type { Place } from '../city/place-resolution.ts';
import type { PlacedColumn } from '../parse/header.ts';
import type { Noted } from '../parse/noted.ts';
import {
  plainFigureReader,
  plainNumberReader,
  plainReader,
  type PlainFigureReader,
  type PlainNumberReader,
  type PlainReader,
} from '../parse/plain-cells.ts';
import { showsDate } from '../parse/project-number.ts';
import type { RepairKind } from '../parse/repair.ts';
import { shownCell } from '../parse/shown-cell.ts';
import { BLANK_CELL, readCell, SHOWN_AS_DATE, Unreadable, type CellContext } from '../parse/values.ts';
import type { TablePart } from '../rules/facts.ts';
import { isName, normaliseName } from '../rules/names.ts';
import { mustBeFilled, type Column, type Value } from '../schema/column.ts';
import type { HouseholdRow } from '../schema/household.ts';
import { formatAt, GENERAL } from '../sheet/cell-formats.ts';
import type { Cell } from '../sheet/grid.ts';
import { cellReader, textCellsOf, type TextCells } from '../sheet/text-cells.ts';
import type { Period } from '../time/period.ts';
import { periodOf } from './locate-tables.ts';
import { DERIVED_AMOUNTS, isComputable } from './derived-amounts.ts';
import { countyFieldOf, PlaceBook, type Where } from './place-book.ts';
import { RowValues, type ColumnValues, type Row } from './row-values.ts';
import { spreadPlaces } from './spread-places.ts';

/**
 * A cell that cannot be read, or that is blank though its column must be filled in. Cells of a column that share one
 * problem hold the same.
 */
export type CellProblem = { readonly column: Column; readonly unreadable: Unreadable };

/** A cell that was read otherwise than it is written; `to` is the value, or the name that a place was read as. */
export type CellRepair = { readonly kind: RepairKind; readonly field: string; readonly to: Value };

/** What is wrong or odd in the cells of a row, in the order of the columns. */
export type Oddities = { readonly problems: CellProblem[]; readonly repairs: CellRepair[] };

/** Data rows of a sheet as they were read; a value is null where its cell is blank or a problem. */
export type ReadRows = {
  readonly values: RowValues;
  /** Of the rows that have any, by their places among the data rows. */
  readonly oddities: ReadonlyMap<number, Oddities>;
};

/** Rows that are read together, column by column: their cells stay near the processor. */
const ROWS_AT_ONCE = 128;

/** Reads the data rows of one sheet. */
export function readDataRows(part: TablePart): ReadRows {
  const { layout, data } = part;
  const values = new RowValues(layout.table.columns, data.length);
  const oddities = new Map<number, Oddities>();
  const oddityAt = (at: number): Oddities => {
    let found = oddities.get(at);
    if (!found) oddities.set(at, (found = { problems: [], repairs: [] }));
    return found;
  };
  const period = once(() => layout.titlePeriod ?? periodOf(part));
  const readers = layout.columns.map((placed) => new ColumnReader(part, placed, period));
  const columns = layout.columns.map(({ column }) => values.of(column.field) ?? []);
  for (let from = 0; from < data.length; from += ROWS_AT_ONCE) {
    const to = Math.min(from + ROWS_AT_ONCE, data.length);
    for (const [index, reader] of readers.entries()) reader.read({ data, from, to }, columns[index] ?? [], oddityAt);
  }
  const placed = new Set(layout.columns.map(({ column }) => column.field));
  if (!placed.has('period')) values.of('period')?.fill(layout.titlePeriod);
  if (layout.table.kind === 'household') {
    completeHouseholds(values, placed.has('poverty_standard'), oddityAt);
    fillAmounts(values, oddities, oddityAt);
  }
  return { values, oddities };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}

/** Rows of a sheet from one of its data rows up to another. */
type Stretch = {
  readonly data: readonly number[];
  readonly from: number;
  readonly to: number;
};

/** What a text comes to in a column. */
type ReadText = {
  readonly value: Value;
  readonly problem: CellProblem | null;
  readonly repairs: readonly CellRepair[];
};

/** The cells of a text file, and how a column reads the numbers among them. */
type PlainNumbers = { readonly cells: TextCells; readonly read: PlainNumberReader };

const NO_REPAIRS: readonly CellRepair[] = [];
/** Texts of a column that are remembered; a column of remarks may have one for each row. */
const MOST_REMEMBERED = 20_000;

/** Reads the cells of one column. */
class ColumnReader {
  readonly #part: TablePart;
  readonly #column: Column;
  readonly #index: number;
  readonly #context: CellContext;
  readonly #plain: PlainReader;
  readonly #numbers: PlainNumbers | null;
  readonly #figure: PlainFigureReader | null;
  readonly #cellIn: (row: number, column: number) => Cell;
  readonly #isPeriod: boolean;
  readonly #isProjectNo: boolean;
  /** What merged cells of places hold for the rows that they span. */
  readonly #spread: ReadonlyMap<number, Cell>;
  readonly #statedPeriod: () => Period | null;
  readonly #remembered = new Map<string, ReadText>();
  readonly #blank: ReadText;
  #lastText = '';
  #lastRead: ReadText;

  /** @param statedPeriod the quarter of a row that leaves it blank: the title's, or that on which all others agree */
  constructor(
    part: TablePart,
    { column, index, fenPerUnit, inverted }: PlacedColumn,
    statedPeriod: () => Period | null,
  ) {
    this.#part = part;
    this.#column = column;
    this.#index = index;
    this.#context = { fenPerUnit, date1904: part.sheet.date1904, inverted };
    this.#plain = plainReader(column, fenPerUnit);
    const cells = textCellsOf(part.sheet);
    const read = plainNumberReader(column, fenPerUnit);
    this.#numbers = cells && read ? { cells, read } : null;
    this.#figure = plainFigureReader(column, fenPerUnit);
    this.#cellIn = cellReader(part.sheet);
    this.#isPeriod = column.type.kind === 'period';
    this.#isProjectNo = column.type.kind === 'project_no';
    this.#spread = spreadPlaces(part.sheet, column, index);
    this.#statedPeriod = statedPeriod;
    this.#blank = mustBeFilled(column) ? this.#failed(BLANK_CELL) : { value: null, problem: null, repairs: NO_REPAIRS };
    this.#lastRead = this.#blank;
  }

  read({ data, from, to }: Stretch, values: ColumnValues, oddityAt: (at: number) => Oddities): void {
    for (let at = from; at < to; at++) {
      const row = data[at] ?? 0;
      const number = this.#numbers === null ? undefined : this.#plainNumberIn(row, this.#numbers);
      if (number !== undefined) {
        values[at] = number;
        continue;
      }
      const cell = this.#cellIn(row, this.#index);
      const plain = typeof cell === 'string' ? this.#plain(cell) : this.#plainFigure(cell, row);
      if (plain !== undefined) {
        values[at] = plain;
        continue;
      }
      const read = this.#readOther(cell, row);
      values[at] = read.value;
      if (read.problem !== null) oddityAt(at).problems.push(read.problem);
      else for (const repair of read.repairs) oddityAt(at).repairs.push(repair);
    }
  }

  /** A number of a text file needs no text of its own. */
  #plainNumberIn(row: number, { cells, read }: PlainNumbers): number | undefined {
    const index = cells.indexOf(row, this.#index);
    return index < 0 ? undefined : read(cells.text, cells.startOf(index), cells.endOf(index));
  }

  #plainFigure(cell: Cell, row: number): number | undefined {
    if (typeof cell !== 'number' || this.#figure === null) return undefined;
    return formatAt(this.#part.sheet, row, this.#index) === GENERAL ? this.#figure(cell) : undefined;
  }

  #readOther(cell: Cell, row: number): ReadText {
    if (typeof cell === 'string') return cell === this.#lastText ? this.#lastRead : this.#readText(cell);
    if (cell === null && this.#spread.size === 0 && !this.#isPeriod) return this.#blank;
    return this.#readCell(cell, row);
  }

  #readText(text: string): ReadText {
    let read = this.#remembered.get(text);
    if (!read) {
      read = this.#made(text, []);
      if (this.#remembered.size < MOST_REMEMBERED) this.#remembered.set(text, read);
    }
    this.#lastText = text;
    this.#lastRead = read;
    return read;
  }

  /** A cell whose value depends on more than its text: on its row, or on the format of a number. */
  #readCell(cell: Cell, row: number): ReadText {
    if (typeof cell === 'number') {
      const format = formatAt(this.#part.sheet, row, this.#index);
      if (this.#isProjectNo && showsDate(format)) return this.#failed(SHOWN_AS_DATE);
      const shown = shownCell(this.#column, cell, format, this.#context.fenPerUnit);
      return typeof shown === 'string' ? this.#readText(shown) : this.#made(shown, []);
    }
    const spread = cell === null ? this.#spread.get(row) : undefined;
    return spread === undefined ? this.#made(cell, []) : this.#made(spread, ['merged']);
  }

  #made(cell: Cell, noted: Noted): ReadText {
    const column = this.#column;
    let value = readCell(column, cell, this.#context, noted);
    if (value === null && this.#isPeriod) {
      value = this.#statedPeriod();
      if (value !== null) noted.push('period');
    }
    if (value instanceof Unreadable) return this.#failed(value);
    if (value === null && mustBeFilled(column)) return cell === null ? this.#blank : this.#failed(BLANK_CELL);
    const to = value;
    const repairs = noted.length === 0 ? NO_REPAIRS : noted.map((kind) => ({ kind, field: column.field, to }));
    return { value, problem: null, repairs };
  }

  #failed(unreadable: Unreadable): ReadText {
    return { value: null, problem: { column: this.#column, unreadable }, repairs: NO_REPAIRS };
  }
}

/** What a household's row has beyond its cells: the name as it is compared, the standard where none can be read. */
function completeHouseholds(values: RowValues, hasStandard: boolean, oddityAt: (at: number) => Oddities): void {
  const names = values.of('head_name') ?? [];
  for (const [at, name] of names.entries()) {
    if (typeof name !== 'string') continue;
    const normal = normaliseName(name);
    if (normal === name || !isName(normal)) continue;
    const { repairs } = oddityAt(at);
    const unspaced = name.replace(/\s/g, '');
    if (unspaced !== name) repairs.push({ kind: 'name-space', field: 'head_name', to: normal });
    if (unspaced !== normal) repairs.push({ kind: 'name-dot', field: 'head_name', to: normal });
  }
  // A blank or unknown standard is the provincial one (rule X02).
  const standards = values.of('poverty_standard') ?? [];
  for (const [at, standard] of standards.entries()) {
    if (standard !== null) continue;
    standards[at] = PROVINCIAL;
    if (hasStandard) oddityAt(at).repairs.push({ kind: 'default', field: 'poverty_standard', to: PROVINCIAL });
  }
}

const PROVINCIAL = '2';

/** Net income, in all and per head, where its cell is blank; where it cannot be read it stays so. */
function fillAmounts(values: RowValues, oddities: ReadRows['oddities'], oddityAt: (at: number) => Oddities): void {
  for (const derived of DERIVED_AMOUNTS) {
    const { field, of } = derived;
    const amounts = values.of(field) ?? [];
    for (const [at, amount] of amounts.entries()) {
      if (amount !== null || oddities.get(at)?.problems.some(({ column }) => column.field === field)) continue;
      const row = values.row(at) as unknown as HouseholdRow;
      if (!isComputable(row, derived)) continue;
      const to = of(row);
      amounts[at] = to;
      oddityAt(at).repairs.push({ kind: 'computed', field, to });
    }
  }
}

/** A row as it was read, errors and all, with its place. */
export type UnjudgedRow = { readonly record: Row; readonly place: Place };

/** The rows of a sheet, for those who only want to know what is in it. */
export function readRows(part: TablePart, where: Where): UnjudgedRow[] {
  const { values } = readDataRows(part);
  const places = new PlaceBook(where, countyFieldOf(part), (place) => place);
  return places.placesOf(values, part.data.length).map((place, at) => ({ record: values.row(at), place }));
}
