/** The few problems that a clerk reads first, grouped by rule. */
import { joinClauses, listText, type Text } from '../language/language.ts';
import { maskNumbers } from '../parse/long-numbers.ts';
import type { Severity } from '../rules/rule.ts';
import type { Receipt } from './receipt.ts';

/** What a finding and a shown finding have in common. `sheet` is set only where a row's number alone is ambiguous. */
type AnyFinding = {
  readonly rule: string;
  readonly severity: Severity;
  readonly row: number | null;
  readonly column: string | null;
  readonly sheet?: string | null;
};

export type MainProblem<F extends AnyFinding> = {
  readonly rule: string;
  readonly severity: Severity;
  readonly count: number;
  /** The columns of the findings, in the order of their rows. */
  readonly columns: readonly string[];
  /** The first rows by sheet, in the order of the sheets; `sheet` is null where there is one sheet only. */
  readonly rowsBySheet: readonly { readonly sheet: string | null; readonly rows: readonly number[] }[];
  /** The first finding in the order of the rows. */
  readonly example: F;
};

/** Kinds of problems that a clerk reads first; the text of a receipt has no more, its page has the others folded. */
export const MOST_PROBLEMS = 5;
const MOST_ROWS = 5;
const MOST_COLUMNS = 3;

/** @param byRule of the receipt, in its order */
export const mainProblems = <F extends AnyFinding>(
  byRule: Receipt['byRule'],
  findings: readonly F[],
): MainProblem<F>[] => groupedProblems(byRule.slice(0, MOST_PROBLEMS), findings);

/** The problems of these rules, one for each. */
export function groupedProblems<F extends AnyFinding>(
  byRule: Receipt['byRule'],
  findings: readonly F[],
): MainProblem<F>[] {
  return byRule.flatMap(({ rule, severity, count }) => {
    const own = inOrderOfRows(findings.filter((finding) => finding.rule === rule && finding.severity === severity));
    const [example] = own;
    if (!example) return [];
    const columns = [...new Set(own.flatMap(({ column }) => column ?? []))];
    return [{ rule, severity, count, columns, rowsBySheet: firstRows(own), example }];
  });
}

/** Rows of one sheet by their number; sheets stay in the order in which the check found them. */
function inOrderOfRows<F extends AnyFinding>(findings: readonly F[]): F[] {
  return findings
    .map((finding, at) => ({ finding, at }))
    .sort((a, b) =>
      sheetOf(a.finding) === sheetOf(b.finding) ? (a.finding.row ?? 0) - (b.finding.row ?? 0) : a.at - b.at,
    )
    .map(({ finding }) => finding);
}

function firstRows(findings: readonly AnyFinding[]): MainProblem<AnyFinding>['rowsBySheet'] {
  const rows = new Map<string, { sheet: string | null; row: number }>();
  for (const finding of findings)
    if (finding.row !== null && rows.size < MOST_ROWS)
      rows.set(`${finding.row} ${sheetOf(finding)}`, { sheet: sheetOf(finding), row: finding.row });
  return [...Map.groupBy(rows.values(), ({ sheet }) => sheet)].map(([sheet, own]) => ({
    sheet,
    rows: own.map(({ row }) => row),
  }));
}

const sheetOf = ({ sheet }: AnyFinding): string | null => sheet ?? null;

/** Introduces the message of the example where a problem has several findings. */
export const FOR_EXAMPLE: Text = { zh: '例如：', en: 'for example: ' };

/** How often a problem occurs, and where: 工资性收入、财产性收入等 5 列：12 处，第 5、9、14、20、31 行等 */
export function whereText({ count, columns, rowsBySheet }: MainProblem<AnyFinding>): Text {
  const column = columnsText(columns);
  const where = joinClauses(rowsBySheet.map(({ sheet, rows }) => rowsText(sheet, rows)));
  const isCut = count > rowsBySheet.reduce((sum, { rows }) => sum + rows.length, 0);
  return {
    zh: `${column.zh && `${column.zh}：`}${count} 处${where.zh && `，${where.zh}${isCut ? '等' : ''}`}`,
    en: `${column.en && `${column.en}: `}${count} ×${where.en && `, ${where.en}${isCut ? ' and others' : ''}`}`,
  };
}

function columnsText(columns: readonly string[]): Text {
  const named = listText(columns.slice(0, MOST_COLUMNS));
  if (columns.length <= MOST_COLUMNS) return named;
  return { zh: `${named.zh}等 ${columns.length} 列`, en: `${named.en} and other columns, ${columns.length} in all` };
}

function rowsText(sheet: string | null, rows: readonly number[]): Text {
  const numbers = listText(rows);
  return sheet === null
    ? { zh: `第 ${numbers.zh} 行`, en: `row ${numbers.en}` }
    : { zh: `“${maskNumbers(sheet)}”第 ${numbers.zh} 行`, en: `“${maskNumbers(sheet)}” row ${numbers.en}` };
}
