/** The findings of one sheet, grouped by the cell and the row where the marked workbook shows them. */
import type { Located } from '../parse/header.ts';
import type { Language } from '../language/language.ts';
import { messageOf, type Finding } from '../rules/finding.ts';
import { SEVERITIES, SEVERITY_TEXT } from './severity-text.ts';

/** All row and column numbers are zero-based. */
export type SheetProblems = {
  /** Only rows below the header: the next check would read our text above it as part of the clerk's title. */
  readonly byRow: ReadonlyMap<number, readonly Finding[]>;
  /** By row, then by column. */
  readonly byCell: ReadonlyMap<number, ReadonlyMap<number, readonly Finding[]>>;
};

/** A clerk's sheet with its table and its problems. */
export type MarkedTable = Located & {
  readonly problems: SheetProblems;
  /** The sheet's name in the marked workbook; null when the sheet does not come back in it. */
  readonly name: string | null;
};

/** The findings of one sheet. A finding that names a column and no row stands at the last row of the header. */
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

/** Findings as one text, errors first, each with its rule: 须改正[H03] …；请核对[H12] … */
export function problemsText(findings: readonly Finding[], language: Language, separator: string): string {
  const errorsFirst = SEVERITIES.flatMap((severity) => findings.filter((one) => one.severity === severity));
  return errorsFirst
    .map((finding) => `${SEVERITY_TEXT[finding.severity][language]}[${finding.rule}] ${messageOf(finding, language)}`)
    .join(separator);
}
