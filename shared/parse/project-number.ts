/**
 * Numbers of projects as they are compared: offices write one number in many ways, and each way would count the project
 * once more.
 */
import type { TableKind } from '../schema/tables.ts';
import { foldText } from './folding.ts';

/** Every dash, minus and hyphen that an input method offers; － and ﹣ are folded by NFKC. */
const DASHES = /[\u2010-\u2015\u2043\u2212\u30fc\ufe58]/g;

/** GX-01 for gx-01, ＧＸ－01 and GX — 01; 1 for 001, since a sheet's number has no leading zeros. */
export function projectKey(written: string): string {
  const folded = foldText(written).normalize('NFKC').replace(/\s/g, '').replace(DASHES, '-').toUpperCase();
  return /^\d+$/.test(folded) ? folded.replace(/^0+(?=\d)/, '') : folded;
}

/**
 * The key of a stored row as today's rules write it: rows of earlier rule sets lie under the number as the office wrote
 * it.
 */
export const currentKey = (kind: TableKind, key: string): string => (kind === 'project' ? projectKey(key) : key);

/** 2016/1/1, 1月16日, 2016年1月, Jan-16, 16-Jan: what a text file keeps of a number that a spreadsheet took for a date. */
const DATE_TEXT =
  /^(?:\d{4}\/\d{1,2}\/\d{1,2}(?:\d{1,2}:\d{2}(?::\d{2})?)?|(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?|(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)-\d{2}|\d{1,2}-(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)(?:-\d{2})?)$/;

/** 3.71525E+17: a number in text that a spreadsheet shortened. Without the plus it may be the office's own, 3E01. */
const EXPONENT = /^\d(?:\.\d+)?E\+\d+$/;

/**
 * What a spreadsheet made of a project number so that it can no longer be known.
 * @param key as {@link projectKey} makes it
 */
export function brokenProjectKey(key: string): 'date' | 'exponent' | null {
  if (DATE_TEXT.test(key)) return 'date';
  return EXPONENT.test(key) ? 'exponent' : null;
}

/** Whether a format code shows a number as a day or a time: y, m, d, h or s outside quotation marks and brackets. */
export const showsDate = (format: string): boolean =>
  /[ymdhs年月日]/i.test(format.replace(/"[^"]*"|\[[^\]]*\]|\\./g, '').replace(/General/i, ''));
