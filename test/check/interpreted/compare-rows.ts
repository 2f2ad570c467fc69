import { rulesAbout, type CataloguedRule } from '../../../shared/rules/catalogue.ts';
import type { NumberedRow, RowContext } from '../../../shared/rules/facts.ts';
import type { Finding } from '../../../shared/rules/finding.ts';
import type { Params } from '../../../shared/rules/rule.ts';
import { isForgiven } from '../../../shared/check/deletions.ts';
import { allKept, FindingLog, type KeptFindings } from '../../../shared/check/finding-log.ts';
import type { TableSheet } from '../../../shared/check/check-layouts.ts';
import type { CheckedRow } from './judge-rows.ts';
import type { Row } from './read-rows.ts';
import { columnsOf, judgement } from '../../../shared/check/row-findings.ts';

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
    const candidates = rows.flatMap(({ record }, at) => (needed.every((field) => record[field] !== null) ? [at] : []));
    const compared = candidates.flatMap((at) => numbered[at] ?? []);
    for (const [at, params] of (rule.checkAll as unknown as Compare)(compared, context)) {
      const row = rows[candidates[at] ?? -1];
      const own = row && columns[row.part];
      if (!own || (!isOfFile(rule) && isForgiven(row.record, rule))) continue;
      const finding = judgement(own, rule, row.number, params);
      if (isOfFile(rule)) refusals.push(finding);
      else findings.add(finding);
      if (finding.severity === 'error') unsound.add(row);
    }
  }
  return {
    rows: unsound.size === 0 ? rows : rows.map((row) => (unsound.has(row) ? { ...row, sound: false } : row)),
    ...findings.kept,
    refusals,
  };
}

const isOfFile = ({ level }: CataloguedRule): boolean => level === 'file';
