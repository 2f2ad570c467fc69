import { rulesAbout, type CataloguedRule } from '../rules/catalogue.ts';
import type { NumberedRow, RowContext } from '../rules/facts.ts';
import { severityOf, type Finding } from '../rules/finding.ts';
import type { Params } from '../rules/rule.ts';
import { isForgiven } from './deletions.ts';
import { allKept, FindingLog, type KeptFindings } from './finding-log.ts';
import type { TableSheet } from './check-layouts.ts';
import type { CheckedRow } from './judge-rows.ts';
import { columnsOf, judgement } from './row-findings.ts';
import type { ColumnValues, Row, RowValues } from './row-values.ts';

/** What rules that see all rows of a table say of them. */
export type Comparison = KeptFindings & {
  readonly rows: readonly CheckedRow[];
  /** What they say of one row and means the file: nothing of it counts. */
  readonly refusals: readonly Finding[];
};

type Compare = (rows: readonly NumberedRow<Row>[], context: RowContext) => ReadonlyMap<number, Params>;

/**
 * Compares the rows of a table, which may go over several sheets: a household may stand in two of them. Rules see the
 * rows whose own fields could be read, sound or not: two bad rows may still share a number.
 */
export function compareRows(
  rows: readonly CheckedRow[],
  sheets: readonly TableSheet[],
  context: RowContext,
): Comparison {
  const table = sheets[0]?.layout.table;
  if (!table) return { rows, ...allKept([]), refusals: [] };
  const columns = sheets.map(columnsOf);
  const required = new Set(table.columns.filter((column) => column.required).map(({ field }) => field));
  const numbered = rows.map(({ record, number, part }): NumberedRow<Row> => ({
    row: record,
    number,
    sheet: sheets.length > 1 ? (sheets[part]?.sheet.name ?? '') : '',
  }));
  const findings = new FindingLog();
  const refusals: Finding[] = [];
  const unsound = new Set<CheckedRow>();
  for (const rule of rulesAbout('checkAll', table)) {
    const needed = rule.fields.filter((field) => required.has(field));
    const candidates = candidatesOf(rows, needed);
    const compared = candidates === null ? numbered : candidates.map((at) => numbered[at] as NumberedRow<Row>);
    for (const [at, params] of (rule.checkAll as unknown as Compare)(compared, context)) {
      const row = rows[candidates === null ? at : (candidates[at] ?? -1)];
      const own = row && columns[row.part];
      if (!own || (!isOfFile(rule) && isForgiven(row.record, rule))) continue;
      const finding = (): Finding => judgement(own, rule, row.number, params);
      const severity = severityOf(rule, params);
      if (isOfFile(rule)) refusals.push(finding());
      else findings.addMade({ rule: rule.code, severity, sheet: own.sheet.name, row: row.number }, finding);
      if (severity === 'error') unsound.add(row);
    }
  }
  return {
    rows: unsound.size === 0 ? rows : rows.map((row) => (unsound.has(row) ? { ...row, sound: false } : row)),
    ...findings.kept,
    refusals,
  };
}

/** The places of the rows in which the fields could be read; null where these are all. */
function candidatesOf(rows: readonly CheckedRow[], needed: readonly string[]): readonly number[] | null {
  const candidates: number[] = [];
  let own: readonly (ColumnValues | undefined)[] = [];
  let values: RowValues | null = null;
  for (const [place, row] of rows.entries()) {
    if (row.values !== values) {
      values = row.values;
      own = needed.map((field) => row.values.of(field));
    }
    if (areRead(own, row.at)) candidates.push(place);
  }
  return candidates.length === rows.length ? null : candidates;
}

function areRead(columns: readonly (ColumnValues | undefined)[], at: number): boolean {
  for (const column of columns) if (column?.[at] === null) return false;
  return true;
}

const isOfFile = ({ level }: CataloguedRule): boolean => level === 'file';
