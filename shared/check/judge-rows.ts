import type { Place } from '../city/place-resolution.ts';
import { RepairLog, type Repairs } from '../parse/repair.ts';
import { ruleOf, ruleOfCell, rulesAbout, rulesWith, type CataloguedRule } from '../rules/catalogue.ts';
import type { FileContext, RowContext } from '../rules/facts.ts';
import { severityOf, type Finding } from '../rules/finding.ts';
import { casesOf, type Params, type Severity, type Verdict } from '../rules/rule.ts';
import type { HouseholdRow } from '../schema/household.ts';
import type { TableSheet } from './check-layouts.ts';
import { isForgiven } from './deletions.ts';
import { DERIVED_AMOUNTS } from './derived-amounts.ts';
import { FindingLog, type KeptFindings } from './finding-log.ts';
import { sheetFindings } from './findings.ts';
import { countyFieldOf, PlaceBook } from './place-book.ts';
import { readDataRows, type CellProblem, type CellRepair } from './read-rows.ts';
import { columnsOf, judgement, misreading, repairAt, type SheetColumns } from './row-findings.ts';
import type { Row, RowValues } from './row-values.ts';
import { ShiftFinder } from './shifted-rows.ts';

/** A row after reading and judging; its values are complete only when it is `sound`. */
export type CheckedRow = {
  /** Which of the sheets that hold the table, from 0. */
  readonly part: number;
  readonly number: number;
  readonly record: Row;
  /** The values of its sheet, and its place among the data rows of that. */
  readonly values: RowValues;
  readonly at: number;
  readonly place: Place;
  readonly sound: boolean;
};

/** The rows of one sheet, what is wrong in each by itself, and what was repaired in reading them. */
export type JudgedRows = KeptFindings & {
  readonly rows: readonly CheckedRow[];
  readonly repairs: Repairs;
};

/**
 * Reads every data row of a sheet and judges it by itself.
 * @param part which of the sheets of its table it is, from 0
 */
export function judgeRows(sheet: TableSheet, part: number, context: FileContext): JudgedRows {
  const { values, oddities } = readDataRows(sheet);
  const countyField = countyFieldOf(sheet);
  const places = new PlaceBook(context, countyField, (place) => judgePlace(place, countyField, context));
  const judgedPlaces = places.placesOf(values, sheet.data.length);
  const judge = new RowJudge(sheet, context);
  const shifts = new ShiftFinder(sheet);
  const isHousehold = sheet.layout.table.kind === 'household';
  const rows: CheckedRow[] = [];
  for (const [at, index] of sheet.data.entries()) {
    const record = values.row(at);
    const judged = judgedPlaces[at] as JudgedPlace;
    const { problems, repairs } = oddities.get(at) ?? NOTHING_ODD;
    const row = { record, number: index + 1 };
    const shift = shifts.shiftOf(index, problems);
    if (shift === null) judge.judge(row, problems, judged);
    else
      for (const finding of sheetFindings({ what: 'shifted row', row: index, ...shift }, sheet.sheet.name, context))
        judge.tell(row, ruleOf(finding.rule), finding.severity, () => finding);
    const { sound, isForgivenRow } = judge.conclude();
    if (shift === null) {
      judge.repair(row, repairs);
      judge.repair(row, judged.repairs);
    }
    // What was forgiven may lack figures.
    if (sound && isHousehold && !isForgivenRow) judge.repair(row, recomputed(record as unknown as HouseholdRow));
    rows.push({ part, number: row.number, record, values, at, place: judged.place, sound });
  }
  return { rows, ...judge.findings, repairs: judge.repairs };
}

type RowRule = CataloguedRule & { readonly check: (row: Row, context: RowContext) => Verdict };

/** A place with what the rules say of it, and the names in it that were read as others. */
type JudgedPlace = {
  readonly place: Place;
  readonly problems: readonly { readonly rule: CataloguedRule; readonly params: Params }[];
  readonly repairs: readonly CellRepair[];
};

/** A row with its number in the sheet. */
type NumberedRow = { readonly record: Row; readonly number: number };

const NOTHING: readonly never[] = [];
const NOTHING_ODD = { problems: NOTHING, repairs: NOTHING } as const;

/** The rules that look at one row of a sheet, and their findings so far. A row without a finding costs nothing more. */
class RowJudge {
  readonly #columns: SheetColumns;
  readonly #context: FileContext;
  readonly #rules: readonly RowRule[];
  readonly #findings = new FindingLog();
  readonly #repairs = new RepairLog();
  /** What was told of an unreadable cell, but for the row: cells that share a problem say the same. */
  readonly #told = new Map<CellProblem, { readonly rule: CataloguedRule; readonly finding: Finding }>();
  /** Which of the rules are about a column, by its field. */
  readonly #rulesOf = new Map<string, number[]>();
  /** Rules that stay silent in the row: a cell of a column of theirs cannot be read. */
  readonly #silent: Uint8Array;
  #sound = true;
  #isForgivenRow = false;

  constructor(sheet: TableSheet, context: FileContext) {
    this.#columns = columnsOf(sheet);
    this.#context = context;
    this.#rules = rowRulesOf(this.#columns, sheet);
    this.#silent = new Uint8Array(this.#rules.length);
    for (const [index, { fields }] of this.#rules.entries())
      for (const field of fields) this.#rulesOf.set(field, [...(this.#rulesOf.get(field) ?? []), index]);
  }

  get findings(): KeptFindings {
    return this.#findings.kept;
  }

  get repairs(): Repairs {
    return this.#repairs.repairs;
  }

  /** Tells what is wrong in a row, cell by cell, then its place, then its values. */
  judge(row: NumberedRow, problems: readonly CellProblem[], place: JudgedPlace): void {
    for (const problem of problems) this.#tellUnreadable(row, problem);
    for (const { rule, params } of place.problems) this.#tellMisread(row, rule, params);
    // Each mistake is told once: other rules are silent about a cell that cannot be read.
    this.#silence(problems, 1);
    this.#ask(row);
    this.#silence(problems, 0);
  }

  #ask(row: NumberedRow): void {
    const [rules, silent, context, { record }] = [this.#rules, this.#silent, this.#context, row];
    for (let index = 0; index < rules.length; index++) {
      if (silent[index] === 1) continue;
      const rule = rules[index] as RowRule;
      const verdict = rule.check(record, context);
      if (verdict !== false) this.#tellVerdict(row, rule, verdict);
    }
  }

  #silence(problems: readonly CellProblem[], mark: 0 | 1): void {
    for (const { column } of problems)
      for (const index of this.#rulesOf.get(column.field) ?? []) this.#silent[index] = mark;
  }

  #tellVerdict(row: NumberedRow, rule: RowRule, verdict: Verdict): void {
    for (const params of casesOf(verdict))
      this.tell(row, rule, severityOf(rule, params), () => judgement(this.#columns, rule, row.number, params));
  }

  /** @param make is asked when the finding is kept */
  tell({ record, number }: NumberedRow, rule: CataloguedRule, severity: Severity, make: () => Finding): void {
    if (isForgiven(record, rule)) {
      this.#isForgivenRow = true;
      return;
    }
    this.#findings.addMade({ rule: rule.code, severity, sheet: this.#columns.sheet.name, row: number }, make);
    if (severity === 'error') this.#sound = false;
  }

  repair({ number }: NumberedRow, repairs: readonly CellRepair[]): void {
    for (const repair of repairs) {
      const placed = this.#columns.placed.get(repair.field);
      if (placed) this.#repairs.add(repair.kind, () => repairAt(this.#columns, placed, number, repair));
    }
  }

  /** What was told of the row comes to; the next one is judged anew. */
  conclude(): { readonly sound: boolean; readonly isForgivenRow: boolean } {
    const concluded = { sound: this.#sound, isForgivenRow: this.#isForgivenRow };
    this.#sound = true;
    this.#isForgivenRow = false;
    return concluded;
  }

  #tellMisread(row: NumberedRow, rule: CataloguedRule, params: Params): void {
    this.tell(row, rule, params.severity ?? rule.severity, () => misreading(this.#columns, rule, row.number, params));
  }

  #tellUnreadable(row: NumberedRow, problem: CellProblem): void {
    let told = this.#told.get(problem);
    if (!told) {
      told = this.#unreadable(row.number, problem);
      if (this.#told.size < MOST_REMEMBERED) this.#told.set(problem, told);
    }
    const { rule, finding } = told;
    this.tell(row, rule, finding.severity, () => ({ ...finding, row: row.number }));
  }

  #unreadable(row: number, { column, unreadable }: CellProblem): { rule: CataloguedRule; finding: Finding } {
    const rule = ruleOfCell(column, unreadable);
    const { problem, part } = unreadable;
    const params = {
      field: column.field,
      ...(problem === null ? {} : { problem }),
      ...(part === null ? {} : { value: part }),
      ...rule.cell?.params?.(this.#context, column),
    };
    return { rule, finding: misreading(this.#columns, rule, row, params) };
  }
}

/** Problems of which it is remembered what was told; a hostile file may have one in each cell. */
const MOST_REMEMBERED = 20_000;

/** The rules about the sheet's table, without those that are silent in this sheet. */
function rowRulesOf({ layout, placed }: SheetColumns, { silenced }: TableSheet): readonly RowRule[] {
  const rules = rulesAbout('check', layout.table).filter(
    ({ code, fields, silentWithoutColumn }) =>
      !silenced.has(code) && !(silentWithoutColumn && fields.some((field) => !placed.has(field))),
  );
  return rules as unknown as readonly RowRule[];
}

const PLACE_RULES = rulesWith('checkPlace');

/**
 * Asks the rules about a place.
 * @param countyField the column in which the sheet names the county or unit
 */
export function judgePlace(place: Place, countyField: string, context: FileContext): JudgedPlace {
  const inSheet = (field: string | undefined): string =>
    field === undefined || field === 'county_name' ? countyField : field;
  const problems = PLACE_RULES.flatMap((rule) =>
    casesOf(rule.checkPlace(place, context)).map((params) => ({
      rule,
      params: { ...params, field: inSheet(params.field) },
    })),
  );
  return { place, problems, repairs: placeRepairs(place, countyField) };
}

/**
 * Names that were read as another name: a retired one, a short one, or one with a wrong character. A village named
 * without 村委会 does not count among them.
 */
function placeRepairs({ names, countyMatch, townMatch, villageMatch }: Place, countyField: string): CellRepair[] {
  const [county, town, village] = [countyMatch?.found, townMatch?.found, villageMatch?.found];
  return [
    ...(county && county.name !== names.county?.trim()
      ? [{ kind: 'county' as const, field: countyField, to: county.name }]
      : []),
    ...(town && townMatch?.how !== 'exact' ? [{ kind: 'township' as const, field: 'town_name', to: town.name }] : []),
    ...(village && villageMatch?.how !== 'exact'
      ? [{ kind: 'village' as const, field: 'village_name', to: village.name }]
      : []),
  ];
}

/**
 * The stated totals of a sound row are at most one yuan off (N07, N08); the recomputed ones count
 * (check/accepted-rows.ts).
 */
function recomputed(row: HouseholdRow): readonly CellRepair[] {
  const off = DERIVED_AMOUNTS.filter(({ field, of }) => row[field] !== of(row));
  return off.length === 0 ? NOTHING : off.map(({ field, of }) => ({ kind: 'recomputed', field, to: of(row) }));
}
