/**
 * The marked workbook (批注回执): the clerk's own file with every problem marked and explained, ready to be corrected and sent again.
 */
import type { CheckedFile } from '../check/file.ts';
import type { Language } from '../language/language.ts';
import type { Sheet } from '../sheet/grid.ts';
import { writeWorkbook, type SheetSpec } from '../sheet/write.ts';
import { sheetNames } from '../sheet/write-text.ts';
import { markedSheet, plainSheet } from './clerk-sheet.ts';
import { failingSheet, type MarkedTable } from './rejected-rows-sheet.ts';
import { listSheet } from './error-list-sheet.ts';
import { LIST_SHEET } from '../check/our-marks.ts';
import { problemsOf } from './sheet-problems.ts';
import { NO_REPAIRS } from '../parse/repair.ts';
import { repairSheet } from './repair-sheet.ts';
import { toldFindings, type Receipt } from './receipt.ts';

/**
 * Rows of a file beyond which its sheets do not come back, only the lists. A bulk file of a county or the city never comes back: whoever
 * sends one has it from another system, and corrects it there.
 */
export const MARKED_ROWS = 20_000;
/**
 * Cells, blank ones of the rectangle included, beyond which it is the same. A workbook takes about 0.7 KB of memory for each of its cells while
 * it is made; 20,000 rows with a stray cell in column 1,024 would take the function down and leave the file without any receipt.
 */
const MARKED_CELLS = 500_000;

/** A text file has no sheet name; its workbook needs one. */
const UNNAMED: Readonly<Record<Language, string>> = { zh: '上报数据', en: 'Data' };

/**
 * Bytes of the .xlsx: 错误清单 first, then the clerk's sheets, 需改正的户 when any row fails, 自动规范 when anything was read otherwise than
 * it is written. The same arguments give the same bytes.
 * Problems are those of the receipt in its order; beyond FINDINGS_PER_RULE they are coloured and told in their row, but neither listed nor
 * commented. Of a file that could not be read there is only the list.
 */
export function markedWorkbook(
  receipt: Receipt,
  {
    read,
    findings,
    repairs = NO_REPAIRS,
  }: Pick<CheckedFile, 'read' | 'findings'> & Partial<Pick<CheckedFile, 'repairs'>>,
  language: Language = 'zh',
): Uint8Array {
  const told = toldFindings(findings);
  const sheets = read?.workbook.sheets ?? [];
  const isBulk = receipt.submission.division !== null && receipt.submission.division.length < 9;
  const comesBack = !isBulk && fits(sheets);
  const [, ...fitting] = sheetNames([LIST_SHEET, ...sheets.map(({ name }) => name || UNNAMED[language])]);
  const names = new Map(comesBack ? sheets.map((sheet, at) => [sheet.name, fitting[at] ?? null]) : []);
  const nameOf = (sheet: string | null): string | null => (sheet === null ? null : (names.get(sheet) ?? null));

  const tables = (read?.located ?? []).map((located): MarkedTable => ({
    ...located,
    problems: problemsOf(located, findings),
    name: nameOf(located.sheet.name),
  }));
  const hasHidden =
    comesBack &&
    sheets.some(({ hidden, hiddenRows, hiddenColumns }) => !hidden && hiddenRows.size + hiddenColumns.size > 0);
  const specs: SheetSpec[] = [listSheet(receipt, told, findings, nameOf, hasHidden, language)];
  if (comesBack) {
    const commented = new Set(told);
    for (const [at, sheet] of sheets.entries()) {
      const table = tables.find((one) => one.sheet === sheet);
      const name = fitting[at] ?? '';
      specs.push(table ? markedSheet(table, name, table.problems, commented, language) : plainSheet(sheet, name));
    }
  }
  const failing = failingSheet(tables, language);
  const repaired = repairSheet(repairs, nameOf, language);
  return writeWorkbook([...specs, ...(failing ? [failing] : []), ...(repaired ? [repaired] : [])]);
}

function fits(sheets: readonly Sheet[]): boolean {
  let rows = 0;
  let cells = 0;
  for (const sheet of sheets) {
    rows += sheet.rows.length;
    cells += sheet.rows.length * sheet.rows.reduce((most, row) => Math.max(most, row.length), 0);
  }
  return rows <= MARKED_ROWS && cells <= MARKED_CELLS;
}
