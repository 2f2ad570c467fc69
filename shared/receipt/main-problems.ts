/**
 * The few problems that a clerk should hear of first, grouped by rule.
 */
import type { Severity } from '../rules/rule.ts';
import type { Language } from '../language/language.ts';
import type { Receipt } from './receipt.ts';

/** What of a finding the grouping needs; findings and shown findings both have it. `sheet` only where a row's number alone is ambiguous. */
type Placed = {
  readonly rule: string;
  readonly severity: Severity;
  readonly row: number | null;
  readonly column: string | null;
  readonly sheet?: string | null;
};

export type MainProblem<F extends Placed> = {
  readonly rule: string;
  readonly severity: Severity;
  readonly count: number;
  /** The columns in which it was found, in the order of the first rows. */
  readonly columns: readonly string[];
  /** The first rows in which it was found, in the order of the sheets; `sheet` null where there is one only. */
  readonly places: readonly { readonly sheet: string | null; readonly rows: readonly number[] }[];
  readonly first: F;
};

/** Kinds of problems that a receipt spells out; all of them are in the marked workbook. */
const MOST_PROBLEMS = 5;
const MOST_ROWS = 5;
const MOST_COLUMNS = 3;

/** @param byRule of the receipt, in its order */
export function mainProblems<F extends Placed>(byRule: Receipt['byRule'], findings: readonly F[]): MainProblem<F>[] {
  return byRule.slice(0, MOST_PROBLEMS).flatMap(({ rule, severity, count }) => {
    const own = findings
      .filter((finding) => finding.rule === rule && finding.severity === severity)
      .map((finding, at) => ({ finding, at }))
      // Sheets stay in the order in which they were found.
      .toSorted((a, b) =>
        sheetOf(a.finding) === sheetOf(b.finding) ? (a.finding.row ?? 0) - (b.finding.row ?? 0) : a.at - b.at,
      )
      .map(({ finding }) => finding);
    const [first] = own;
    if (!first) return [];
    const rows = new Map<string, { sheet: string | null; row: number }>();
    for (const finding of own)
      if (finding.row !== null && rows.size < MOST_ROWS)
        rows.set(`${finding.row} ${sheetOf(finding)}`, { sheet: sheetOf(finding), row: finding.row });
    const places = [...Map.groupBy(rows.values(), ({ sheet }) => sheet)].map(([sheet, all]) => ({
      sheet,
      rows: all.map(({ row }) => row),
    }));
    const columns = [...new Set(own.flatMap(({ column }) => column ?? []))];
    return [{ rule, severity, count, columns, places, first }];
  });
}

const sheetOf = ({ sheet }: Placed): string | null => sheet ?? null;

/** 工资性收入、财产性收入等 5 列：12 处，第 5、9、14、20、31 行等 */
export function whereText({ count, columns, places }: MainProblem<Placed>, language: Language): string {
  const zh = language === 'zh';
  const named = columns.slice(0, MOST_COLUMNS);
  const isCut = named.length < columns.length;
  const more = count > places.reduce((sum, { rows }) => sum + rows.length, 0);
  if (zh) {
    const column = `${named.join('、')}${isCut ? `等 ${columns.length} 列` : ''}`;
    const where = places
      .map(({ sheet, rows }) => `${sheet === null ? '' : `“${sheet}”`}第 ${rows.join('、')} 行`)
      .join('，');
    return `${column && `${column}：`}${count} 处${where && `，${where}${more ? '等' : ''}`}`;
  }
  const column = `${named.join(', ')}${isCut ? ` and other columns, ${columns.length} in all` : ''}`;
  const where = places
    .map(({ sheet, rows }) => `${sheet === null ? '' : `“${sheet}” `}row ${rows.join(', ')}`)
    .join(', ');
  return `${column && `${column}: `}${count} ×${where && `, ${where}${more ? ' and others' : ''}`}`;
}
