/**
 * What the system adds to a clerk's workbook, and how it knows its own additions when that workbook comes back.
 *
 * Clerks correct the marked workbook and send it again, sheets and columns of ours included. Each addition says in
 * words that it is ours; the same words are what it is recognised by. A sheet needs both its name and its notice, since
 * a clerk may well have a sheet of their own called 错误清单; what is not recognised beyond doubt is left alone and read
 * like anything else. The names stay Chinese in an English workbook, so that there is one set to know.
 */
import type { Language } from '../language/language.ts';
import type { Cell, Sheet, Workbook } from '../sheet/grid.ts';
import { firstRowsOf } from '../sheet/text-cells.ts';

export const LIST_SHEET = '错误清单';
export const FAILING_SHEET = '需改正的户';
export const REPAIR_SHEET = '自动规范';
const OUR_SHEETS = [LIST_SHEET, FAILING_SHEET, REPAIR_SHEET];

/** Begins one of the first rows of each of our sheets, in the first column. */
const NOTICE: Readonly<Record<Language, string>> = {
  zh: '本表由系统生成，上报时不读取',
  en: 'Made by the system, not read when sent again',
};

/** Header of the column that tells each row's problems. */
const MARK_HEADER: Readonly<Record<Language, string>> = {
  zh: '错误（系统标注）',
  en: 'Problems (marked by the system)',
};

export const noticeText = (language: Language): string => NOTICE[language];
export const markHeader = (language: Language): string => MARK_HEADER[language];

const NOTICES = Object.values(NOTICE);
const MARK_HEADERS: ReadonlySet<Cell> = new Set(Object.values(MARK_HEADER));
const NOTICE_ROWS = 5;
/** The header is searched in the first 15 rows and has at most 3 (parse/header.ts). */
const HEADER_ROWS = 18;

/**
 * The workbook as the clerk made it: without our sheets, and with our column blank, so that no cell changes its place.
 * A sheet with that column also has our filter, so the rows that it hides need no warning (rule F06).
 */
export function withoutMarks(workbook: Workbook): Workbook {
  const sheets = workbook.sheets.filter((sheet) => !isOurs(sheet)).map(withoutColumns);
  return sheets.length === workbook.sheets.length && sheets.every((sheet, at) => sheet === workbook.sheets[at])
    ? workbook
    : { ...workbook, sheets };
}

/** By the beginning of its name: a copied sheet is called 错误清单 (2). */
export function isOurs(sheet: Sheet): boolean {
  if (!OUR_SHEETS.some((name) => sheet.name.startsWith(name))) return false;
  return firstRowsOf(sheet, NOTICE_ROWS).some(
    ([first]) => typeof first === 'string' && NOTICES.some((notice) => first.startsWith(notice)),
  );
}

function withoutColumns(sheet: Sheet): Sheet {
  let header = -1;
  const columns = new Set<number>();
  for (const [row, cells] of firstRowsOf(sheet, HEADER_ROWS).entries())
    for (const [column, cell] of cells.entries())
      if (MARK_HEADERS.has(cell)) {
        columns.add(column);
        if (header < 0) header = row;
      }
  if (columns.size === 0) return sheet;
  const rows = sheet.rows.map((cells, row) =>
    row < header ? cells : cells.map((cell, column) => (columns.has(column) ? null : cell)),
  );
  return { ...sheet, rows, hiddenRows: new Set() };
}
