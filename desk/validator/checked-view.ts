/** What the page shows of a checked file. */
import type { CheckedFile } from '../../shared/check/checked-file.ts';
import type { City } from '../../shared/city/city.ts';
import type { Located } from '../../shared/parse/header.ts';
import { shownText } from '../../shared/parse/shown-cell.ts';
import { MARKED_ROWS } from '../../shared/receipt/marked-workbook.ts';
import { nextSteps } from '../../shared/receipt/next-steps.ts';
import { listedFindings, type Receipt } from '../../shared/receipt/receipt.ts';
import { isClean, receiptStatus } from '../../shared/receipt/status-text.ts';
import { messageOf, showFinding } from '../../shared/rules/finding.ts';
import { formatAt } from '../../shared/sheet/cell-formats.ts';
import type { Cell, Sheet } from '../../shared/sheet/grid.ts';
import type { CheckedView, Problem, SheetView } from './messages.ts';

/** A checked file, and what it was checked for. */
export type CheckedOf = {
  readonly checked: CheckedFile;
  readonly receipt: Receipt;
  readonly division: string;
  readonly city: City;
};

/** All that is shown but the file's own bytes and its name. */
export function checkedView({
  checked,
  receipt,
  division,
  city,
}: CheckedOf): Omit<CheckedView, 'fileName' | 'bytes' | 'sha256'> {
  const sheets = checked.read?.workbook.sheets ?? [];
  const isShort = sheets.reduce((sum, { rows }) => sum + rows.length, 0) <= MARKED_ROWS;
  const problems = problemsOf(checked);
  const all = receipt.byRule.reduce((sum, { count }) => sum + count, 0);
  return {
    receipt,
    result: receiptStatus(receipt),
    tone: isClean(receipt) ? 'good' : receipt.status === 'accepted_with_warnings' ? 'warning' : 'error',
    steps: nextSteps(receipt, checked.findings),
    problems,
    unlisted: Math.max(0, all - problems.length),
    sheets: isShort ? sheets.map((sheet) => sheetView(sheet, checked, division, city)) : [],
    hasMarked: checked.read !== null && checked.findings.length > 0,
    canEdit: isShort && (checked.read?.located.length ?? 0) > 0,
  };
}

function problemsOf({ read, findings }: CheckedFile): Problem[] {
  const names = (read?.workbook.sheets ?? []).map(({ name }) => name);
  return listedFindings(findings).map((finding) => {
    const sheet = finding.sheet === null ? -1 : names.indexOf(finding.sheet);
    return {
      rule: finding.rule,
      severity: finding.severity,
      sheet: sheet < 0 ? null : sheet,
      row: finding.row === null ? null : finding.row - 1,
      column: finding.index,
      cell: showFinding(finding, 'zh').cell,
      text: { zh: messageOf(finding, 'zh'), en: messageOf(finding, 'en') },
      suggestion: typeof finding.params?.['calc'] === 'string' ? finding.params['calc'] : null,
    };
  });
}

function sheetView(sheet: Sheet, { read }: CheckedFile, division: string, { register }: City): SheetView {
  const table = read?.located.find((one) => one.sheet === sheet);
  const villages = register.villagesOf(division).map(({ name }) => name);
  return {
    name: sheet.name,
    rows: sheet.rows.map((cells, row) =>
      cells.map((cell, column) => textOf(cell, formatAt(sheet, row, column), sheet.date1904)),
    ),
    firstRow: table?.layout.firstRow ?? null,
    choices: table ? choicesOf(table, villages) : {},
  };
}

/** What a clerk may choose: the names of villages, and the words of code lists. */
function choicesOf({ layout }: Located, villages: readonly string[]): Record<number, readonly string[]> {
  const choices: Record<number, readonly string[]> = {};
  for (const { column, index } of layout.columns) {
    if (column.field === 'village_name') choices[index] = villages;
    else if ('list' in column.type) choices[index] = column.type.list.map(({ zh }) => zh);
    else if (column.type.kind === 'flag') choices[index] = ['是', '否'];
  }
  return choices;
}

function textOf(cell: Cell, format: string, date1904: boolean): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return shownText(cell, format, date1904);
  if (typeof cell === 'object') return cell.broken === 'formula' ? '#' : cell.broken;
  return typeof cell === 'boolean' ? String(cell).toUpperCase() : cell;
}
