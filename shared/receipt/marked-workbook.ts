/** The marked workbook (批注回执): the clerk's own file with every problem marked and explained, ready to be corrected. */
import type { CheckedFile } from '../check/checked-file.ts';
import { LIST_SHEET } from '../check/our-marks.ts';
import type { Language, Text } from '../language/language.ts';
import { maskedName } from '../ledger/file-names.ts';
import { NO_REPAIRS } from '../parse/repair.ts';
import type { Sheet } from '../sheet/grid.ts';
import { sheetNames } from '../sheet/write-text.ts';
import { writeWorkbook, type SheetSpec } from '../sheet/write.ts';
import { markedSheet, plainSheet } from './clerk-sheet.ts';
import { errorListSheet } from './error-list-sheet.ts';
import { listedFindings, type Receipt } from './receipt.ts';
import { rejectedRowsSheet } from './rejected-rows-sheet.ts';
import { repairSheet } from './repair-sheet.ts';
import { problemsOf, type MarkedTable } from './sheet-problems.ts';

/**
 * Of a longer file only our own sheets come back. The same holds for a bulk file of a county or the city, whatever its
 * length: it comes from another system, and is corrected there.
 */
export const MARKED_ROWS = 20_000;
/**
 * The same by cells, blank ones included. The writer needs about 0.3 KB of memory for each cell: 20,000 rows with a
 * stray cell in column 1,024 would crash the function, and the file would get no receipt at all. As many rows of the
 * longest roster come back.
 */
const MARKED_CELLS = 900_000;

/** A text file has no sheet name; its workbook needs one. */
const UNNAMED: Text = { zh: '上报数据', en: 'Data' };

/**
 * Bytes of the .xlsx: 错误清单, the clerk's sheets, 需改正的户 if there are rejected rows, 自动规范 if there are
 * repairs. The same arguments give the same parts, packed by zlib. A file that could not be read has only the list.
 *
 * A sheet that is called after a person's number has the name under which receipts show it. The list has the findings of
 * the receipt in its order. Findings beyond FINDINGS_PER_RULE are coloured and told in
 * their row, but are neither listed nor commented.
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
  const listed = listedFindings(findings);
  const sheets = read?.workbook.sheets ?? [];
  const isBulk = receipt.submission.division !== null && receipt.submission.division.length < 9;
  const comesBack = !isBulk && fits(sheets);
  const [, ...names] = sheetNames([LIST_SHEET, ...sheets.map(({ name }) => maskedName(name) || UNNAMED[language])]);
  const nameBySheet = new Map(comesBack ? sheets.map((sheet, at) => [sheet.name, names[at] ?? null]) : []);
  const nameOf = (sheet: string | null): string | null => (sheet === null ? null : (nameBySheet.get(sheet) ?? null));
  const tables = (read?.located ?? []).map((located): MarkedTable => ({
    ...located,
    problems: problemsOf(located, findings),
    name: nameOf(located.sheet.name),
  }));
  const commented = new Set(listed);
  const clerkSheet = (sheet: Sheet, at: number): SheetSpec => {
    const table = tables.find((one) => one.sheet === sheet);
    const name = names[at] ?? '';
    return table ? markedSheet(table, name, commented, language) : plainSheet(sheet, name);
  };
  const hasHidden = comesBack && sheets.some(hidesCells);
  return writeWorkbook(
    [
      errorListSheet(receipt, { findings, listed, nameOf, hasHidden }, language),
      ...(comesBack ? sheets.map(clerkSheet) : []),
      rejectedRowsSheet(tables, language),
      repairSheet(repairs, nameOf, language),
    ].filter((sheet) => sheet !== null),
    { isQuick: true },
  );
}

const hidesCells = ({ hidden, hiddenRows, hiddenColumns }: Sheet): boolean =>
  !hidden && hiddenRows.size + hiddenColumns.size > 0;

function fits(sheets: readonly Sheet[]): boolean {
  let rows = 0;
  let cells = 0;
  for (const sheet of sheets) {
    rows += sheet.rows.length;
    cells += sheet.rows.length * sheet.rows.reduce((most, row) => Math.max(most, row.length), 0);
  }
  return rows <= MARKED_ROWS && cells <= MARKED_CELLS;
}
