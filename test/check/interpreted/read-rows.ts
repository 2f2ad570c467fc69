/**
 * Rows of a sheet as records: what the cells say by their columns, and what was wrong or odd in reading them. No rule
 * is asked here.
 */
import type { Noted } from '../../../shared/parse/noted.ts';
import { shownCell } from '../../../shared/parse/shown-cell.ts';
import { formatAt } from '../../../shared/sheet/cell-formats.ts';
import { resolvePlace, type Place } from '../../../shared/city/place-resolution.ts';
import type { Register } from '../../../shared/city/register.ts';
import type { Located, PlacedColumn } from '../../../shared/parse/header.ts';
import type { RepairKind } from '../../../shared/parse/repair.ts';
import { showsDate } from '../../../shared/parse/project-number.ts';
import { BLANK_CELL, readCell, SHOWN_AS_DATE, Unreadable, type CellContext } from '../../../shared/parse/values.ts';
import { netIncome, perCapita } from '../../../shared/rules/money.ts';
import { isName, normaliseName } from '../../../shared/rules/names.ts';
import type { Column, Value } from '../../../shared/schema/column.ts';
import type { HouseholdRow } from '../../../shared/schema/household.ts';
import type { Cell } from '../../../shared/sheet/grid.ts';
import type { Period } from '../../../shared/time/period.ts';
import { periodOf } from '../../../shared/check/locate-tables.ts';

export type Row = Record<string, Value>;

/** A cell that cannot be read, or that is blank though its column must be filled in. */
export type CellProblem = { readonly column: Column; readonly unreadable: Unreadable };

/** A cell that was read otherwise than it is written; `to` is the value, or the name that a place was read as. */
export type CellRepair = { readonly kind: RepairKind; readonly field: string; readonly to: Value };

/** A row as it was read; its record has null where a cell is blank or a problem. Sound rows share the empty lists. */
export type ReadRow = {
  readonly record: Row;
  readonly problems: readonly CellProblem[];
  readonly repairs: readonly CellRepair[];
};

const NO_PROBLEMS: readonly CellProblem[] = [];
const NO_REPAIRS: readonly CellRepair[] = [];

/** Beside each column how its cells are to be read. */
type Reading = { readonly column: Column; readonly index: number; readonly context: CellContext };

/** Reads the rows of one sheet. */
export class RowReader {
  readonly #located: Located;
  readonly #readings: readonly Reading[];
  readonly #absent: readonly Column[];
  /** What merged cells of places hold for the rows that they span, by column and row. */
  readonly #spread: ReadonlyMap<number, ReadonlyMap<number, Cell>>;
  readonly #isHousehold: boolean;
  readonly #hasStandard: boolean;
  #stated: { readonly period: Period | null } | null = null;
  /** One for all cells, emptied after each that was repaired: clean cells cost nothing. */
  readonly #noted: Noted = [];

  constructor(located: Located) {
    const { sheet, layout } = located;
    const placed = new Set(layout.columns.map(({ column }) => column.field));
    this.#located = located;
    this.#readings = layout.columns.map(({ column, index, fenPerUnit, inverted }) => ({
      column,
      index,
      context: { fenPerUnit, date1904: sheet.date1904, inverted },
    }));
    this.#absent = layout.table.columns.filter(({ field }) => !placed.has(field));
    this.#spread = spreadPlaces(located);
    this.#isHousehold = layout.table.kind === 'household';
    this.#hasStandard = placed.has('poverty_standard');
  }

  /** @param index zero-based row of the sheet */
  read(index: number): ReadRow {
    const { sheet, layout } = this.#located;
    const cells = sheet.rows[index] ?? [];
    const record: Row = {};
    let problems: CellProblem[] | null = null;
    let repairs: CellRepair[] | null = null;
    for (const column of this.#absent) record[column.field] = column.field === 'period' ? layout.titlePeriod : null;
    for (const reading of this.#readings) {
      const { column, index: at, context } = reading;
      const cell = this.#cellAt(cells, index, reading);
      const value = this.#isDate(column, cell, index, at) ? SHOWN_AS_DATE : this.#valueOf(column, cell, context);
      if (value instanceof Unreadable) {
        (problems ??= []).push({ column, unreadable: value });
        record[column.field] = null;
      } else {
        record[column.field] = value;
        if (this.#noted.length > 0)
          for (const kind of this.#noted) (repairs ??= []).push({ kind, field: column.field, to: value });
      }
      if (this.#noted.length > 0) this.#noted.length = 0;
    }
    const own = this.#isHousehold
      ? [...completeHousehold(record, this.#hasStandard), ...computeBlank(record, problems ?? NO_PROBLEMS)]
      : NO_REPAIRS;
    return {
      record,
      problems: problems ?? NO_PROBLEMS,
      repairs: repairs === null ? own : own.length === 0 ? repairs : [...repairs, ...own],
    };
  }

  /** The row's own cell as the sheet shows it, or the merged one that spans it. */
  #cellAt(cells: readonly Cell[], row: number, { column: kind, index: column, context }: Reading): Cell {
    const cell = cells[column] ?? null;
    if (typeof cell === 'number')
      return shownCell(kind, cell, formatAt(this.#located.sheet, row, column), context.fenPerUnit);
    const spread = cell === null ? this.#spread.get(column)?.get(row) : undefined;
    if (spread === undefined) return cell;
    this.#noted.push('merged');
    return spread;
  }

  /** A project number that the sheet shows as a date: 2016-1 became the first of January. */
  #isDate(column: Column, cell: Cell, row: number, at: number): boolean {
    if (column.type.kind !== 'project_no' || typeof cell !== 'number') return false;
    return showsDate(formatAt(this.#located.sheet, row, at));
  }

  #valueOf(column: Column, cell: Cell, context: CellContext): Value | Unreadable {
    let value = readCell(column, cell, context, this.#noted);
    if (value === null && column.type.kind === 'period') {
      value = this.#statedPeriod();
      if (value !== null) this.#noted.push('period');
    }
    return value === null && column.required && !column.checkedOnly ? BLANK_CELL : value;
  }

  /** The quarter of a row that leaves it blank: the title's, or that on which all other rows agree. */
  #statedPeriod(): Period | null {
    this.#stated ??= { period: this.#located.layout.titlePeriod ?? periodOf(this.#located) };
    return this.#stated.period;
  }
}

/** What a household's record has beyond its cells: the name as it is compared, the standard where none can be read. */
function completeHousehold(record: Row, hasStandard: boolean): readonly CellRepair[] {
  let repairs: CellRepair[] | null = null;
  const name = record['head_name'];
  if (typeof name === 'string') {
    const normal = normaliseName(name);
    if (normal !== name && isName(normal)) {
      const unspaced = name.replace(/\s+/g, '');
      repairs = [];
      if (unspaced !== name) repairs.push({ kind: 'name-space', field: 'head_name', to: normal });
      if (unspaced !== normal) repairs.push({ kind: 'name-dot', field: 'head_name', to: normal });
    }
  }
  // A blank or unknown standard is the provincial one (rule X02).
  if (record['poverty_standard'] === null) {
    record['poverty_standard'] = PROVINCIAL;
    if (hasStandard) (repairs ??= []).push({ kind: 'default', field: 'poverty_standard', to: PROVINCIAL });
  }
  return repairs ?? NO_REPAIRS;
}

const PROVINCIAL = '2';

/** Net income, then its share per head, where the cell is blank and all that it is made of could be read. */
function computeBlank(record: Row, problems: readonly CellProblem[]): readonly CellRepair[] {
  const repairs: CellRepair[] = [];
  const fill = (field: string, amount: (row: HouseholdRow) => number, more: readonly string[]): void => {
    const parts = ['wage_income', 'business_income', 'business_cost', 'property_income', 'transfer_income', ...more];
    const isUnreadable = problems.some(({ column }) => column.field === field);
    if (record[field] !== null || isUnreadable || parts.some((part) => record[part] === null)) return;
    if (record['household_size'] === 0) return;
    const to = amount(record as unknown as HouseholdRow);
    record[field] = to;
    repairs.push({ kind: 'computed', field, to });
  };
  fill('net_income', netIncome, []);
  fill('pc_net_income', perCapita, ['household_size']);
  return repairs;
}

/** Columns in which clerks merge the cells of neighbouring rows: each row belongs to the place that is written once. */
const MERGED_FIELDS: ReadonlySet<string> = new Set(['county_name', 'town_name', 'village_name', 'village_code']);

function spreadPlaces({ sheet: { merges, rows }, layout: { columns } }: Located): Map<number, Map<number, Cell>> {
  const spread = new Map<number, Map<number, Cell>>();
  const isPlace = ({ column }: PlacedColumn): boolean => MERGED_FIELDS.has(column.field);
  const places = new Set(columns.filter(isPlace).map(({ index }) => index));
  for (const { top, bottom, left } of merges) {
    const cell = rows[top]?.[left] ?? null;
    if (bottom === top || cell === null || !places.has(left)) continue;
    const column = spread.get(left) ?? new Map<number, Cell>();
    spread.set(left, column);
    // A rectangle may claim more rows than the sheet has.
    for (let row = top + 1; row <= Math.min(bottom, rows.length - 1); row++) column.set(row, cell);
  }
  return spread;
}

/**
 * Makes something of the place of a row. Thousands of rows share a few dozen places: each combination of names is
 * resolved once.
 */
export class PlaceBook<T> {
  readonly #register: Register;
  readonly #countyField: string;
  readonly #make: (place: Place) => T;
  readonly #known = new Map<string, T>();

  /** @param countyField the column that names the county or unit */
  constructor(register: Register, countyField: string, make: (place: Place) => T) {
    this.#register = register;
    this.#countyField = countyField;
    this.#make = make;
  }

  of(record: Row): T {
    const county = textOf(record[this.#countyField]);
    const town = textOf(record['town_name']);
    const village = textOf(record['village_name']);
    const villageCode = textOf(record['village_code']);
    const key = `${county}|${town}|${village}|${villageCode}`;
    let made = this.#known.get(key);
    if (made === undefined) {
      made = this.#make(resolvePlace({ county, town, village, villageCode }, this.#register));
      this.#known.set(key, made);
    }
    return made;
  }
}

const textOf = (value: Value | undefined): string | null => (typeof value === 'string' ? value : null);

/** The column that names the county of a row; a target's row is of a unit. */
export const countyFieldOf = ({ layout }: Located): string =>
  layout.table.kind === 'target' ? 'unit_name' : 'county_name';
