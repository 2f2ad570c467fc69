/**
 * The few problems that a clerk should hear of first, grouped by rule.
 */
import type { Severity } from '../rules/rule.ts';
import type { Language } from '../rules/finding.ts';
import type { Receipt } from './receipt.ts';

/** What of a finding the grouping needs; findings and shown findings both have it. */
type Placed = { readonly rule: string; readonly severity: Severity; readonly row: number | null; readonly column: string | null };

export type MainProblem<F extends Placed> = {
  readonly rule: string;
  readonly severity: Severity;
  readonly count: number;
  /** The first rows in which it was found, in the order of the sheet. */
  readonly rows: readonly number[];
  readonly first: F;
};

/** Kinds of problems that a receipt spells out; all of them are in the marked workbook. */
const MOST_PROBLEMS = 5;
const MOST_ROWS = 5;

/** @param byRule of the receipt, in its order */
export function mainProblems<F extends Placed>(byRule: Receipt['byRule'], findings: readonly F[]): MainProblem<F>[] {
  return byRule.slice(0, MOST_PROBLEMS).flatMap(({ rule, severity, count }) => {
    const own = findings.filter((finding) => finding.rule === rule && finding.severity === severity);
    const rows = [...new Set(own.flatMap(({ row }) => (row === null ? [] : [row])))].toSorted((a, b) => a - b).slice(0, MOST_ROWS);
    const first = own.find(({ row }) => row === (rows[0] ?? null));
    return first ? [{ rule, severity, count, rows, first }] : [];
  });
}

/** 户主证件号码：12 处，第 5、9、14、20、31 行等 */
export function whereText({ count, rows, first }: MainProblem<Placed>, language: Language): string {
  const column = first.column;
  const more = count > rows.length;
  if (language === 'zh') {
    const where = rows.length === 0 ? '' : `，第 ${rows.join('、')} 行${more ? '等' : ''}`;
    return `${column === null ? '' : `${column}：`}${count} 处${where}`;
  }
  const where = rows.length === 0 ? '' : `, row ${rows.join(', ')}${more ? ' and others' : ''}`;
  return `${column === null ? '' : `${column}: `}${count} ×${where}`;
}
