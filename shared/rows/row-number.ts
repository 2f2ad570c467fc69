import type { Language } from '../language/language.ts';

/** More than a sheet can have: Excel ends at 1,048,576, and files with more rows than are read are refused. */
const ROWS_OF_A_SHEET = 10_000_000;

/**
 * The number by which a stored row is told from every other row of its submission.
 * @param part which of the sheets that hold its table, from 0
 * @param row 1-based row of that sheet
 */
export const rowNumber = (part: number, row: number): number => part * ROWS_OF_A_SHEET + row;

/** Where a stored row stands: the row of its sheet, and which sheet of its table that is, from 1. */
export const rowPlace = (number: number): { readonly row: number; readonly sheet: number } => ({
  row: number % ROWS_OF_A_SHEET,
  sheet: Math.trunc(number / ROWS_OF_A_SHEET) + 1,
});

/** 第2张表, or nothing for the first sheet of a table, which is nearly always the only one. */
export function sheetWords(number: number, language: Language): string {
  const { sheet } = rowPlace(number);
  if (sheet === 1) return '';
  return { zh: `第${sheet}张表`, en: `sheet ${sheet}` }[language];
}
