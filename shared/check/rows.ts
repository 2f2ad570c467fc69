import type { Layout, PlacedColumn } from '../parse/header.ts';
import { mask } from '../parse/text.ts';
import { readCell, Unreadable, type CellContext, type Value } from '../parse/values.ts';
import type { Column } from '../schema/column.ts';
import { ruleOf, rulesFor } from '../rules/catalogue.ts';
import type { Finding } from '../rules/finding.ts';
import type { NumberedRow, Params, Rule, RowContext, Verdict } from '../rules/rule.ts';
import type { Cell, Sheet } from '../sheet/grid.ts';
import { resolvePlace, type Place, type PlaceNames } from './place.ts';

/** A row of a sheet after reading and checking; `record` is complete only when `sound`. */
export type CheckedRow = { readonly number: number; readonly record: Record<string, Value>; readonly place: Place; sound: boolean };

/**
 * Reads and checks every data row of one table. Findings come row by row in the order of the sheet, comparisons between rows last.
 * @param dataRows zero-based row numbers
 */
export function checkRows(
  sheet: Sheet,
  layout: Layout,
  dataRows: readonly number[],
  division: string,
  context: RowContext,
): { rows: CheckedRow[]; findings: Finding[] } {
  const checker = new RowChecker(sheet, layout, division, context);
  const rows = dataRows.map((index) => checker.check(index));
  checker.compare(rows);
  return { rows, findings: checker.findings };
}

const NO_FIELDS: ReadonlySet<string> = new Set();

class RowChecker {
  readonly findings: Finding[] = [];
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

  constructor(sheet: Sheet, layout: Layout, division: string, context: RowContext) {
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
    this.#defaults = {
      len: 0,
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
  }

  check(index: number): CheckedRow {
    const cells = this.#sheet.rows[index] ?? [];
    const number = index + 1;
    const record: Record<string, Value> = {};
    let unreadable: Set<string> | null = null;
    let sound = true;
    for (const column of this.#absent) record[column.field] = column.field === 'period' ? this.#layout.titlePeriod : null;
    for (const { column, index: at, context } of this.#readings) {
      const value = readCell(column, cells[at] ?? null, context);
      if (value instanceof Unreadable || (value === null && column.required)) {
        const rule = value instanceof Unreadable ? value.rule : column.invalid;
        const severity = this.#report(rule, number, cells, {
          field: column.field,
          ...this.#defaults,
          ...(value instanceof Unreadable ? value.params : undefined),
        });
        if (severity === 'error') {
          (unreadable ??= new Set()).add(column.field);
          sound = false;
        }
        record[column.field] = null;
      } else record[column.field] = value;
    }
    // A blank or unknown standard is the provincial one (rule X02).
    if (this.#layout.table.kind === 'household') record['poverty_standard'] ??= '2';

    const place = this.#placeOf(record, unreadable ?? NO_FIELDS);
    for (const problem of place.problems) if (this.#report(problem.rule, number, cells, problem.params) === 'error') sound = false;
    for (const rule of this.#rowRules) {
      if (unreadable !== null && rule.fields.some((field) => unreadable?.has(field))) continue;
      const verdict = (rule.check as (row: object, context: RowContext) => Verdict)(record, this.#context);
      if (verdict === false) continue;
      const cases: readonly Params[] = verdict === true ? [{}] : Array.isArray(verdict) ? verdict : [verdict as Params];
      for (const params of cases)
        if (this.#report(rule.code, number, cells, { field: rule.fields[0] ?? '', ...params }) === 'error') sound = false;
    }
    return { number, record, place, sound };
  }

  /** Rules that compare rows see those whose own fields could be read, sound or not: two bad rows may still share a number. */
  compare(rows: readonly CheckedRow[]): void {
    for (const rule of rulesFor(this.#layout.table.kind)) {
      if (!rule.checkAll) continue;
      const candidates = rows.filter((row) => rule.fields.every((field) => row.record[field] !== null || !this.#isRequired(field)));
      const numbered = candidates.map((row) => ({ row: row.record, number: row.number }));
      const compare = rule.checkAll as unknown as (
        rows: readonly NumberedRow<object>[],
        context: RowContext,
      ) => ReadonlyMap<number, Params>;
      for (const [at, params] of compare(numbered, this.#context)) {
        const row = candidates[at];
        if (
          row &&
          this.#report(rule.code, row.number, this.#sheet.rows[row.number - 1] ?? [], { field: rule.fields[0] ?? '', ...params }) ===
            'error'
        )
          row.sound = false;
      }
    }
  }

  #isRequired(field: string): boolean {
    return this.#layout.table.columns.find((column) => column.field === field)?.required ?? false;
  }

  /** Thousands of rows share a few dozen places: each combination of names is resolved once. */
  #placeOf(record: Record<string, Value>, unreadable: ReadonlySet<string>): Place {
    const text = (field: string): string | null => (unreadable.has(field) ? null : ((record[field] as string | null | undefined) ?? null));
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
      place = resolvePlace(names, this.#division, this.#context.period);
      if (isTarget)
        place = {
          ...place,
          problems: place.problems.map((problem) => ({ ...problem, params: { ...problem.params, field: 'unit_name' } })),
        };
      this.#places.set(key, place);
    }
    return place;
  }

  #report(code: string, row: number, cells: readonly Cell[], params: Params): 'error' | 'warning' {
    const rule = ruleOf(code);
    const severity = params.severity ?? rule.severity;
    const placed = this.#placed.get(params.field ?? '');
    const column = placed?.column ?? this.#layout.table.columns.find((candidate) => candidate.field === params.field);
    const cell = placed ? (cells[placed.index] ?? null) : null;
    const shown = showCell(cell);
    // What a broken formula shows is nobody's.
    const personal = column?.personal === true && (cell === null || typeof cell !== 'object');
    this.findings.push({
      rule: code,
      severity,
      sheet: this.#sheet.name,
      row,
      index: placed?.index ?? null,
      column: column?.header ?? null,
      header: placed?.header ?? null,
      value: placed ? (personal ? mask(shown) : shown) : null,
      params: withoutPersonal(params, personal),
    });
    return severity;
  }
}

const LONGEST_SHOWN = 40;

/** The cell as a person would read it, cut where it is long. */
export function showCell(cell: Cell): string {
  if (cell === null) return '';
  const text = typeof cell === 'object' ? (cell.broken === 'formula' ? '公式无结果' : cell.broken) : String(cell).trim();
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}

function withoutPersonal(params: Params, personal: boolean): Params {
  return personal && typeof params['value'] === 'string' ? { ...params, value: mask(params['value']) } : params;
}
