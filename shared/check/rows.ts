import type { Layout, PlacedColumn } from '../parse/header.ts';
import { RepairLog, type RepairKind } from '../parse/repair.ts';
import { BLANK_PROBLEM } from '../parse/problem.ts';
import { mask } from '../parse/folding.ts';
import type { Value } from '../schema/column.ts';
import { readCell, Unreadable, type CellContext, type Noted } from '../parse/values.ts';
import type { Column } from '../schema/column.ts';
import type { HouseholdRow } from '../schema/household.ts';
import { ruleOf, rulesFor } from '../rules/catalogue.ts';
import { severityOf, type Finding } from '../rules/finding.ts';
import { netIncome, perCapita } from '../rules/money.ts';
import { isName, normaliseName } from '../rules/names.ts';
import type { NumberedRow, Params, Rule, RowContext, Severity, Verdict } from '../rules/rule.ts';
import type { Cell, Sheet } from '../sheet/grid.ts';
import { periodOf, type Located } from './locate.ts';
import type { Period } from '../time/period.ts';
import { resolvePlace, type Place, type PlaceNames } from './resolve-place.ts';
import { showCell, showValue } from './show.ts';

/** A row of a sheet after reading and checking; `record` is complete only when `sound`. */
export type CheckedRow = {
  /** Which of the sheets that hold the table, from 0. */
  readonly part: number;
  readonly number: number;
  readonly record: Record<string, Value>;
  readonly place: Place;
  sound: boolean;
};

/** A sheet, the table in it, and its data rows, zero-based. */
export type TablePart = Located & { readonly data: readonly number[] };

/**
 * Reads and checks every data row of one table, which may go over several sheets. Findings come sheet by sheet and row by row, comparisons
 * between rows last: a household may stand in two sheets.
 * @param repairs gets what was read otherwise than it is written
 */
export function checkRows(
  parts: readonly TablePart[],
  division: string,
  context: RowContext,
  repairs: RepairLog = new RepairLog(),
): { rows: CheckedRow[]; findings: Finding[] } {
  const findings: Finding[] = [];
  const checkers = parts.map((located, part) => new RowChecker(located, part, division, context, repairs, findings));
  const rows = parts.flatMap(({ data }, part) => data.map((index) => (checkers[part] as RowChecker).check(index)));
  compareRows(rows, checkers, parts, context);
  return { rows, findings };
}

/** Rules that compare rows see those whose own fields could be read, sound or not: two bad rows may still share a number. */
function compareRows(
  rows: readonly CheckedRow[],
  checkers: readonly RowChecker[],
  parts: readonly TablePart[],
  context: RowContext,
): void {
  const table = parts[0]?.layout.table;
  if (!table) return;
  const required = new Set(table.columns.filter((column) => column.required).map(({ field }) => field));
  for (const rule of rulesFor(table.kind)) {
    if (!rule.checkAll) continue;
    const candidates = rows.filter((row) =>
      rule.fields.every((field) => row.record[field] !== null || !required.has(field)),
    );
    const numbered = candidates.map(({ record, number, part }) => ({
      row: record,
      number,
      sheet: parts.length > 1 ? (parts[part]?.sheet.name ?? '') : '',
    }));
    const compare = rule.checkAll as unknown as (
      rows: readonly NumberedRow<object>[],
      context: RowContext,
    ) => ReadonlyMap<number, Params>;
    for (const [at, params] of compare(numbered, context)) {
      const row = candidates[at];
      if (row && checkers[row.part]?.judgeRow(rule, row.number, params) === 'error') row.sound = false;
    }
  }
}

const NO_FIELDS: ReadonlySet<string> = new Set();

/** Columns in which clerks merge the cells of neighbouring rows: each row belongs to the place that is written once. */
const MERGED_FIELDS: ReadonlySet<string> = new Set(['county_name', 'town_name', 'village_name', 'village_code']);

function spreadPlaces({ merges, rows }: Sheet, { columns }: Layout): Map<number, Map<number, Cell>> {
  const spread = new Map<number, Map<number, Cell>>();
  const places = new Set(columns.filter(({ column }) => MERGED_FIELDS.has(column.field)).map(({ index }) => index));
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

class RowChecker {
  readonly #findings: Finding[];
  readonly #part: number;
  readonly #sheet: Sheet;
  readonly #layout: Layout;
  readonly #division: string;
  readonly #context: RowContext;
  readonly #placed: ReadonlyMap<string, PlacedColumn>;
  /** Beside each column how its cells are to be read. */
  readonly #readings: readonly { readonly column: Column; readonly index: number; readonly context: CellContext }[];
  readonly #absent: readonly Column[];
  readonly #defaults: Params;
  readonly #rowRules: readonly Rule[];
  readonly #places = new Map<string, Place>();
  /** What merged cells of places hold for the rows that they span, by column and row. */
  readonly #spread: ReadonlyMap<number, ReadonlyMap<number, Cell>>;
  readonly #repairs: RepairLog;
  #stated: { readonly period: Period | null } | null = null;
  /** One for all cells, emptied after each that was repaired: clean cells cost nothing. */
  readonly #noted: Noted = [];

  constructor(
    { sheet, layout }: Located,
    part: number,
    division: string,
    context: RowContext,
    repairs: RepairLog,
    findings: Finding[],
  ) {
    this.#findings = findings;
    this.#part = part;
    this.#repairs = repairs;
    this.#sheet = sheet;
    this.#layout = layout;
    this.#division = division;
    this.#context = context;
    this.#placed = new Map(layout.columns.map((placed) => [placed.column.field, placed]));
    this.#readings = layout.columns.map(({ column, index, fenPerUnit, inverted }) => ({
      column,
      index,
      context: { fenPerUnit, date1904: sheet.date1904, inverted },
    }));
    this.#spread = spreadPlaces(sheet, layout);
    this.#defaults = {
      ...BLANK_PROBLEM,
      size: '',
      sizeEn: '',
      detail: '应为不小于0的数字',
      detailEn: 'expected a number >= 0',
      county: '所填县（市、区）',
      countyEn: 'the county named',
      town: '所填乡镇',
      townEn: 'the township named',
      max: context.programme.maximumLeverage,
    };
    this.#absent = layout.table.columns.filter((column) => !this.#placed.has(column.field));
    this.#rowRules = [...rulesFor('any'), ...rulesFor(layout.table.kind)].filter(
      (rule) => rule.check && !(rule.silentWithoutColumn && rule.fields.some((field) => !this.#placed.has(field))),
    );
    this.#noteColumns();
  }

  check(index: number): CheckedRow {
    const cells = this.#sheet.rows[index] ?? [];
    const number = index + 1;
    const record: Record<string, Value> = {};
    let unreadable: Set<string> | null = null;
    let sound = true;
    for (const column of this.#absent)
      record[column.field] = column.field === 'period' ? this.#layout.titlePeriod : null;
    for (const { column, index: at, context } of this.#readings) {
      let cell = cells[at] ?? null;
      const spread = cell === null ? this.#spread.get(at)?.get(index) : undefined;
      if (spread !== undefined) {
        cell = spread;
        this.#noted.push('merged');
      }
      let value = readCell(column, cell, context, this.#noted);
      if (value === null && column.type.kind === 'period') {
        value = this.#statedPeriod();
        if (value !== null) this.#noted.push('period');
      }
      if (value instanceof Unreadable || (value === null && column.required)) {
        const rule = value instanceof Unreadable ? value.rule : column.invalid;
        const params = {
          field: column.field,
          ...this.#defaults,
          ...(value instanceof Unreadable ? value.params : undefined),
        };
        const severity = ruleOf(rule).severity;
        this.#report(rule, severity, number, cells, params);
        // Told once: rules about this cell stay silent, whether it costs the row or not.
        (unreadable ??= new Set()).add(column.field);
        if (severity === 'error') sound = false;
        record[column.field] = null;
        this.#noted.length = 0;
      } else {
        record[column.field] = value;
        if (this.#noted.length > 0) {
          for (const kind of this.#noted) this.#note(kind, number, column, cells, value);
          this.#noted.length = 0;
        }
      }
    }
    if (this.#layout.table.kind === 'household') this.#readHousehold(record, number, cells);

    const place = this.#placeOf(record, unreadable ?? NO_FIELDS);
    for (const { kind, field, to } of place.repairs) this.#note(kind, number, this.#columnOf(field), cells, to);
    for (const { rule, params } of place.problems) {
      const severity = params.severity ?? ruleOf(rule).severity;
      this.#report(rule, severity, number, cells, params);
      if (severity === 'error') sound = false;
    }
    for (const rule of this.#rowRules) {
      if (unreadable !== null && rule.fields.some((field) => unreadable?.has(field))) continue;
      const verdict = (rule.check as (row: object, context: RowContext) => Verdict)(record, this.#context);
      if (verdict === false) continue;
      const cases: readonly Params[] = verdict === true ? [{}] : Array.isArray(verdict) ? verdict : [verdict as Params];
      for (const params of cases) if (this.#judge(rule, number, cells, params) === 'error') sound = false;
    }
    if (sound && this.#layout.table.kind === 'household')
      this.#noteTotals(record as unknown as HouseholdRow, number, cells);
    return { part: this.#part, number, record, place, sound };
  }

  /** The quarter of a row that leaves it blank: the title's, or that on which all other rows agree. */
  #statedPeriod(): Period | null {
    this.#stated ??= { period: this.#layout.titlePeriod ?? periodOf({ sheet: this.#sheet, layout: this.#layout }) };
    return this.#stated.period;
  }

  /** What a household's record has beyond its cells: the name as it is compared, the standard where none can be read. */
  #readHousehold(record: Record<string, Value>, number: number, cells: readonly Cell[]): void {
    const name = record['head_name'];
    if (typeof name === 'string') {
      const normal = normaliseName(name);
      if (normal !== name && isName(normal)) {
        const unspaced = name.replace(/\s+/g, '');
        if (unspaced !== name) this.#note('name-space', number, this.#columnOf('head_name'), cells, normal);
        if (unspaced !== normal) this.#note('name-dot', number, this.#columnOf('head_name'), cells, normal);
      }
    }
    // A blank or unknown standard is the provincial one (rule X02).
    if (record['poverty_standard'] === null) {
      record['poverty_standard'] = '2';
      const column = this.#placed.get('poverty_standard')?.column;
      if (column) this.#note('default', number, column, cells, '2');
    }
  }

  /** The stated totals of a sound row are at most one yuan off (N07, N08); the recomputed ones count (check/file.ts). */
  #noteTotals(row: HouseholdRow, number: number, cells: readonly Cell[]): void {
    const totals = [
      ['net_income', netIncome(row)],
      ['pc_net_income', perCapita(row)],
    ] as const;
    for (const [field, total] of totals) {
      if (row[field] === total) continue;
      const column = this.#columnOf(field);
      if (column) this.#note('recomputed', number, column, cells, total);
    }
  }

  /** Reports what a comparison of rows found in one of them. @returns the severity under which it counts */
  judgeRow(rule: Rule, number: number, params: Params): Severity {
    return this.#judge(rule, number, this.#sheet.rows[number - 1] ?? [], params);
  }

  /** Thousands of rows share a few dozen places: each combination of names is resolved once. */
  #placeOf(record: Record<string, Value>, unreadable: ReadonlySet<string>): Place {
    const text = (field: string): string | null =>
      unreadable.has(field) ? null : ((record[field] as string | null | undefined) ?? null);
    const isTarget = this.#layout.table.kind === 'target';
    const names: PlaceNames = {
      county: text(isTarget ? 'unit_name' : 'county_name'),
      town: text('town_name'),
      village: text('village_name'),
      villageCode: text('village_code'),
    };
    const key = `${names.county}|${names.town}|${names.village}|${names.villageCode}`;
    let place = this.#places.get(key);
    if (!place) {
      place = resolvePlace(names, this.#division, this.#context);
      if (isTarget)
        place = {
          ...place,
          problems: place.problems.map((problem) => ({
            ...problem,
            params: { ...problem.params, field: 'unit_name' },
          })),
          repairs: place.repairs.map((repair) => ({ ...repair, field: 'unit_name' })),
        };
      this.#places.set(key, place);
    }
    return place;
  }

  #columnOf(field: string): Column | undefined {
    return this.#placed.get(field)?.column;
  }

  /** Amounts in another unit than the column's own, and columns of the opposite meaning: told once, at their headers. */
  #noteColumns(): void {
    for (const { column, index, header, headerRow, fenPerUnit, inverted } of this.#layout.columns) {
      const place = { sheet: this.#sheet.name, row: headerRow + 1, index, column: column.header, header };
      const { type } = column;
      const stated = fenPerUnit === 100 ? '元' : '万元';
      if (type.kind === 'money' && type.unit !== stated && this.#repairs.count('unit'))
        this.#repairs.items.push({ kind: 'unit', ...place, from: stated, to: type.unit });
      if (inverted && this.#repairs.count('inverse'))
        this.#repairs.items.push({ kind: 'inverse', ...place, from: header, to: column.header });
    }
  }

  /** Counts a repair, and keeps its place as long as there are few of its kind. `to` is the value, or the name that a place was read as. */
  #note(kind: RepairKind, row: number, column: Column | undefined, cells: readonly Cell[], to: Value): void {
    if (!column || !this.#repairs.count(kind)) return;
    const placed = this.#placed.get(column.field);
    if (!placed) return;
    const [from, shown] = [showCell(cells[placed.index] ?? null), showValue(column, to)];
    const isPersonal = column.personal === true;
    this.#repairs.items.push({
      kind,
      sheet: this.#sheet.name,
      row,
      index: placed.index,
      column: column.header,
      header: placed.header,
      from: isPersonal ? mask(from) : from,
      to: isPersonal ? mask(shown) : shown,
    });
  }

  /** Reports what a check found. @returns the severity under which it counts */
  #judge(rule: Rule, row: number, cells: readonly Cell[], params: Params): Severity {
    const severity = severityOf(rule, params);
    this.#report(rule.code, severity, row, cells, { field: rule.fields[0] ?? '', ...params });
    return severity;
  }

  #report(rule: string, severity: Severity, row: number, cells: readonly Cell[], params: Params): void {
    const placed = this.#placed.get(params.field ?? '');
    const column = placed?.column ?? this.#layout.table.columns.find((candidate) => candidate.field === params.field);
    const cell = placed ? (cells[placed.index] ?? null) : null;
    const shown = showCell(cell);
    // What a broken formula shows is nobody's.
    const personal = column?.personal === true && (cell === null || typeof cell !== 'object');
    this.#findings.push({
      rule,
      severity,
      sheet: this.#sheet.name,
      row,
      index: placed?.index ?? null,
      column: column?.header ?? null,
      header: placed?.header ?? null,
      value: placed ? (personal ? mask(shown) : shown) : null,
      params: withoutPersonal(params, personal),
    });
  }
}

function withoutPersonal(params: Params, personal: boolean): Params {
  return personal && typeof params['value'] === 'string' ? { ...params, value: mask(params['value']) } : params;
}
