/**
 * Delimited text into a sheet of text cells.
 */
import type { ReadLimits, Sheet } from './grid.ts';
import { sheetOfText, TextCells } from './text-cells.ts';
import { TextCeilings } from './text-ceilings.ts';

const TAB = 9;
const NEWLINE = 10;
const RETURN = 13;
const SPACE = 32;
const QUOTE = 34;
const APOSTROPHE = 39;
const COMMA = 44;
const EQUALS = 61;
/**
 * The first ones of equal standing win: commas, tabs, semicolons, bars, carets, and the full-width forms that a Chinese
 * keyboard gives.
 */
const DELIMITERS: ReadonlySet<number> = new Set(Array.from(',\t;|^，；｜', (character) => character.charCodeAt(0)));
const SAMPLE_RECORDS = 20;
const SAMPLE_CHARACTERS = 200_000;
/**
 * A first line that tells Excel the delimiter, as in `sep=;`. Excel does not show it, so it is not counted as a row.
 */
const SEPARATOR_LINE = /^"?sep=([,;\t|^，；｜])"?(?:\r\n|\n|\r|$)/i;

/**
 * Reads text separated by commas, tabs, semicolons, bars or whatever else of `DELIMITERS` divides its first records
 * alike.
 *
 * Row n of the sheet is record n of the text, blank ones included, which is the row number that Excel shows; it is the
 * line number too, as long as no quoted field has line breaks in it (such a field stays one cell).
 *
 * - Cells are text, as written; an empty one is null. Nulls at the end of a row and blank rows at the end of the text
 *   are left out.
 * - The wrappers that keep Excel from reading an ID as a number, `="0123…"`, a leading apostrophe, tabs around it, are
 *   taken off.
 * - A quote inside an unquoted field is text. Text after a closing quote is appended, as Excel does.
 * - A quote that opens a field and is never closed, or is closed lines later by a quote with text right after it (that
 *   one opens another field), is taken as text, so a stray quote costs one odd cell and never the rows below it.
 *
 * @throws Refused F11 beyond the limits.
 */
export function readCsv(text: string, limits: ReadLimits): Sheet {
  const stated = SEPARATOR_LINE.exec(text);
  const delimiter = stated?.[1]?.charCodeAt(0) ?? detectDelimiter(text);
  const delimiters = new Set([delimiter]);
  const cells = new TextCells(text);
  const ceilings = new TextCeilings(cells, limits);
  const { length } = text;
  let column = 0;
  let at = stated?.[0].length ?? 0;
  while (at < length) {
    const close = text.charCodeAt(at) === QUOTE ? closingQuote(text, at, delimiters) : -1;
    const end = fieldEnd(text, close >= 0 ? close + 1 : at, delimiter);
    if (column < limits.columns) addField(cells, at, close, end);
    else ceilings.checkBeyond(column, fieldOf(text, at, close, end));
    if (text.charCodeAt(end) === delimiter) {
      column++;
      at = end + 1;
    } else {
      ceilings.endRow();
      column = 0;
      at = afterLineBreak(text, end);
    }
  }
  // The delimiter may be the last of all.
  ceilings.endRow();
  ceilings.endText();
  return sheetOfText(cells);
}

/**
 * Adds the field from `start` to `end`: as a place in the text where it is written as it is read.
 * @param close place of its closing quote, -1 where it has none
 */
function addField(cells: TextCells, start: number, close: number, end: number): void {
  const { text } = cells;
  if (close < 0 && (end === start || !isWrapped(text, start, end))) cells.add(start, end);
  else cells.addUnwrapped(fieldOf(text, start, close, end));
}

function fieldOf(text: string, start: number, close: number, end: number): string | null {
  if (end === start) return null;
  return unwrapped(close < 0 ? text.slice(start, end) : quotedValue(text, start, close) + text.slice(close + 1, end));
}

function fieldEnd(text: string, start: number, delimiter: number): number {
  const { length } = text;
  let at = start;
  for (; at < length; at++) {
    const code = text.charCodeAt(at);
    if (code === delimiter || code === NEWLINE || code === RETURN) break;
  }
  return at;
}

function afterLineBreak(text: string, at: number): number {
  return text.charCodeAt(at) === RETURN && text.charCodeAt(at + 1) === NEWLINE ? at + 2 : at + 1;
}

/** Place of the quote that closes the one at `open`, or -1 when that one is better taken as text. */
function closingQuote(text: string, open: number, delimiters: ReadonlySet<number>): number {
  let close = text.indexOf('"', open + 1);
  while (close >= 0 && text.charCodeAt(close + 1) === QUOTE) {
    close = text.charCodeAt(close + 2) === QUOTE ? close + 2 : text.indexOf('"', close + 2);
  }
  if (close < 0) return -1;
  let next = close + 1;
  while (text.charCodeAt(next) === SPACE) next++;
  const code = text.charCodeAt(next);
  if (next >= text.length || code === NEWLINE || code === RETURN || delimiters.has(code)) return close;
  return hasLineBreak(text, open, close) ? -1 : close;
}

function hasLineBreak(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === NEWLINE || code === RETURN) return true;
  }
  return false;
}

function quotedValue(text: string, open: number, close: number): string {
  const value = text.slice(open + 1, close);
  return value.includes('"') ? value.replaceAll('""', '"') : value;
}

/** Whether a field begins or ends as one that is wrapped does. */
function isWrapped(text: string, start: number, end: number): boolean {
  const first = text.charCodeAt(start);
  return first === TAB || first === EQUALS || first === APOSTROPHE || text.charCodeAt(end - 1) === TAB;
}

function unwrapped(field: string): string | null {
  let start = 0;
  let end = field.length;
  while (start < end && field.charCodeAt(start) === TAB) start++;
  while (end > start && field.charCodeAt(end - 1) === TAB) end--;
  const first = field.charCodeAt(start);
  if (
    first === EQUALS &&
    end - start >= 3 &&
    field.charCodeAt(start + 1) === QUOTE &&
    field.charCodeAt(end - 1) === QUOTE
  ) {
    return orNull(field.slice(start + 2, end - 1).replaceAll('""', '"'));
  }
  if (first === APOSTROPHE) {
    start++;
    if (end > start && field.charCodeAt(end - 1) === APOSTROPHE) end--;
  }
  return orNull(start === 0 && end === field.length ? field : field.slice(start, end));
}

function orNull(text: string): string | null {
  return text === '' ? null : text;
}

/**
 * The delimiter that divides most of the first records into the same number of fields. Titles, notes and thousands
 * separators vary, table rows do not: agreement counts twice, then the number of fields.
 */
function detectDelimiter(text: string): number {
  const counts = countDelimiters(text);
  let best: number = COMMA;
  let bestScore = 0;
  for (const delimiter of DELIMITERS) {
    const records = new Map<number, number>();
    let score = 0;
    for (const count of counts.get(delimiter) ?? []) {
      const same = (records.get(count) ?? 0) + 1;
      records.set(count, same);
      score = Math.max(score, same * same * count);
    }
    if (score > bestScore) {
      best = delimiter;
      bestScore = score;
    }
  }
  return best;
}

/** How often each delimiter stands outside quotes in each of the first records. */
function countDelimiters(text: string): Map<number, number[]> {
  const counts = new Map<number, number[]>([...DELIMITERS].map((delimiter) => [delimiter, []]));
  const end = Math.min(text.length, SAMPLE_CHARACTERS);
  let at = 0;
  for (let record = 0; record < SAMPLE_RECORDS && at < end; record++) {
    const found = new Map<number, number>();
    let fieldStart = true;
    for (; at < end; at++) {
      const code = text.charCodeAt(at);
      if (code === NEWLINE || code === RETURN) break;
      if (code === QUOTE && fieldStart) at = Math.max(at, closingQuote(text, at, DELIMITERS));
      fieldStart = DELIMITERS.has(code);
      if (fieldStart) found.set(code, (found.get(code) ?? 0) + 1);
    }
    at = afterLineBreak(text, at);
    for (const [delimiter, count] of found) counts.get(delimiter)?.push(count);
  }
  return counts;
}
