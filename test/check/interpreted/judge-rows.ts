import type { Place } from '../../../shared/city/place-resolution.ts';
import { RepairLog, type Repairs } from '../../../shared/parse/repair.ts';
import { ruleOf, ruleOfCell, rulesAbout, rulesWith, type CataloguedRule } from '../../../shared/rules/catalogue.ts';
import type { FileContext, RowContext } from '../../../shared/rules/facts.ts';
import type { Finding } from '../../../shared/rules/finding.ts';
import { netIncome, perCapita } from '../../../shared/rules/money.ts';
import { casesOf, type Params, type Verdict } from '../../../shared/rules/rule.ts';
import type { HouseholdRow } from '../../../shared/schema/household.ts';
import type { TableSheet } from '../../../shared/check/check-layouts.ts';
import {
  countyFieldOf,
  PlaceBook,
  RowReader,
  type CellProblem,
  type CellRepair,
  type ReadRow,
  type Row,
} from './read-rows.ts';
import { isForgiven } from '../../../shared/check/deletions.ts';
import { FindingLog, type KeptFindings } from '../../../shared/check/finding-log.ts';
import { sheetFindings } from '../../../shared/check/findings.ts';
import { ShiftFinder } from './shifted-rows.ts';
import { columnsOf, judgement, misreading, repairAt, type SheetColumns } from '../../../shared/check/row-findings.ts';

/** A row after reading and judging; `record` is complete only when `sound`. */
export type CheckedRow = {
  /** Which of the sheets that hold the table, from 0. */
  readonly part: number;
  readonly number: number;
  readonly record: Row;
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
  const columns = columnsOf(sheet);
  const reader = new RowReader(sheet);
  const judge = new RowJudge(columns, sheet, context);
  const shifts = new ShiftFinder(sheet);
  const isHousehold = sheet.layout.table.kind === 'household';
  const rows: CheckedRow[] = [];
  const findings = new FindingLog();
  const log = new RepairLog();
  const logAll = (repairs: readonly CellRepair[], row: number): void => {
    for (const repair of repairs) {
      const placed = columns.placed.get(repair.field);
      if (placed) log.add(repair.kind, () => repairAt(columns, placed, row, repair));
    }
  };
  for (const index of sheet.data) {
    const number = index + 1;
    const read = reader.read(index);
    const { record } = read;
    const judged = judge.placeOf(record);
    let sound = true;
    let isForgivenRow = false;
    const shift = shifts.shiftOf(index, read.problems.length);
    const found =
      shift === null
        ? judge.findings(read, judged, number)
        : sheetFindings({ what: 'shifted row', row: index, ...shift }, sheet.sheet.name, context);
    for (const finding of found) {
      if (isForgiven(record, ruleOf(finding.rule))) {
        isForgivenRow = true;
        continue;
      }
      findings.add(finding);
      if (finding.severity === 'error') sound = false;
    }
    if (shift === null) {
      logAll(read.repairs, number);
      logAll(judged.repairs, number);
    }
    // What was forgiven may lack figures.
    if (sound && isHousehold && !isForgivenRow) logAll(recomputed(record as unknown as HouseholdRow), number);
    rows.push({ part, number, record, place: judged.place, sound });
  }
  return { rows, ...findings.kept, repairs: log.repairs };
}

type RowRule = CataloguedRule & { readonly check: (row: Row, context: RowContext) => Verdict };

/** A place with what the rules say of it, and the names in it that were read as others. */
type JudgedPlace = {
  readonly place: Place;
  readonly problems: readonly { readonly rule: CataloguedRule; readonly params: Params }[];
  readonly repairs: readonly CellRepair[];
};

const NOTHING: readonly never[] = [];

/** The rules that look at one row of a sheet. */
class RowJudge {
  readonly #columns: SheetColumns;
  readonly #context: FileContext;
  readonly #rules: readonly RowRule[];
  readonly #places: PlaceBook<JudgedPlace>;

  constructor(columns: SheetColumns, sheet: TableSheet, context: FileContext) {
    const countyField = countyFieldOf(sheet);
    this.#columns = columns;
    this.#context = context;
    this.#rules = rowRulesOf(columns, sheet);
    this.#places = new PlaceBook(context.register, countyField, (place) => judgePlace(place, countyField, context));
  }

  placeOf(record: Row): JudgedPlace {
    return this.#places.of(record);
  }

  /** What is wrong in a row, cell by cell, then its place, then its values. Sound rows share one empty list. */
  findings({ record, problems }: ReadRow, place: JudgedPlace, row: number): readonly Finding[] {
    let found: Finding[] | null = null;
    for (const problem of problems) (found ??= []).push(this.#unreadable(problem, row));
    for (const { rule, params } of place.problems) (found ??= []).push(misreading(this.#columns, rule, row, params));
    // Told once: rules about a cell that cannot be read stay silent, whether it costs the row or not.
    const unreadable = problems.length === 0 ? null : new Set(problems.map(({ column }) => column.field));
    for (const rule of this.#rules) {
      if (unreadable !== null && rule.fields.some((field) => unreadable.has(field))) continue;
      const verdict = rule.check(record, this.#context);
      if (verdict === false) continue;
      for (const params of casesOf(verdict)) (found ??= []).push(judgement(this.#columns, rule, row, params));
    }
    return found ?? NOTHING;
  }

  #unreadable({ column, unreadable }: CellProblem, row: number): Finding {
    const rule = ruleOfCell(column, unreadable);
    const { problem, part } = unreadable;
    return misreading(this.#columns, rule, row, {
      field: column.field,
      ...(problem === null ? {} : { problem }),
      ...(part === null ? {} : { value: part }),
      ...rule.cell?.params?.(this.#context, column),
    });
  }
}

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
 * Names that were read as another: a retired or short one, one character off. A village without its 村委会 is no such
 * name.
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
  const [net, share] = [netIncome(row), perCapita(row)];
  if (row.net_income === net && row.pc_net_income === share) return NOTHING;
  return [
    ...(row.net_income === net ? [] : [{ kind: 'recomputed' as const, field: 'net_income', to: net }]),
    ...(row.pc_net_income === share ? [] : [{ kind: 'recomputed' as const, field: 'pc_net_income', to: share }]),
  ];
}
