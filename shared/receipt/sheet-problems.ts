/**
 * Findings by the place where they are marked.
 */
import type { Located } from '../check/locate.ts';
import type { Language } from '../language/language.ts';
import { messageOf, type Finding } from '../rules/finding.ts';
import type { Severity } from '../rules/rule.ts';
import { SEVERITIES, severityText } from './marked-styles.ts';

/** All row and column numbers are zero-based. */
export type SheetProblems = {
  /** Rows of the body only: text of ours above them would be read as the clerk's title when the file is sent again. */
  readonly byRow: ReadonlyMap<number, readonly Finding[]>;
  /** Findings of one cell by its column, in rows by number. */
  readonly byCell: ReadonlyMap<number, ReadonlyMap<number, readonly Finding[]>>;
};

/** What is wrong in one sheet. A finding about a column that names no row stands at the last row of the header. */
export function problemsOf({ sheet, layout }: Located, findings: readonly Finding[]): SheetProblems {
  const byRow = new Map<number, Finding[]>();
  const byCell = new Map<number, Map<number, Finding[]>>();
  for (const finding of findings) {
    if (finding.sheet !== sheet.name || (finding.row === null && finding.index === null)) continue;
    const row = finding.row === null ? layout.firstRow - 1 : finding.row - 1;
    if (row >= layout.firstRow) push(byRow, row, finding);
    if (finding.index === null) continue;
    let cells = byCell.get(row);
    if (!cells) byCell.set(row, (cells = new Map()));
    push(cells, finding.index, finding);
  }
  return { byRow, byCell };
}

function push(groups: Map<number, Finding[]>, key: number, finding: Finding): void {
  const group = groups.get(key);
  if (group) group.push(finding);
  else groups.set(key, [finding]);
}

export const worstOf = (findings: readonly Finding[]): Severity =>
  SEVERITIES.find((severity) => findings.some((finding) => finding.severity === severity)) ?? 'trial';

/** Errors first, each with its rule: 须改正[H03] …; 请核对[H12] … */
export function problemsText(findings: readonly Finding[], language: Language, separator: string): string {
  const errorsFirst = SEVERITIES.flatMap((severity) => findings.filter((one) => one.severity === severity));
  return errorsFirst
    .map((finding) => `${severityText(finding.severity, language)}[${finding.rule}] ${messageOf(finding, language)}`)
    .join(separator);
}
