import type { CodeList } from '../schema/codes.ts';
import type { Column } from '../schema/column.ts';
import type { Cell } from '../sheet/grid.ts';
import { findPeriod } from '../time/period.ts';
import { foldWidth } from './text.ts';

/** A cell that is not what its column wants. `rule` says how, `params` fill that rule's message. */
export class Unreadable {
  readonly rule: string;
  readonly params: Readonly<Record<string, string | number>> | undefined;

  constructor(rule: string, params?: Readonly<Record<string, string | number>>) {
    this.rule = rule;
    this.params = params;
  }
}

/** A value of a record: text, code, ISO date and period as strings; money in fen and scaled decimals as integers. */
export type Value = string | number | boolean | readonly string[] | null;

export type CellContext = {
  /** Fen in one unit of the sheet's money columns: 100 for 元, 1,000,000 for 万元. */
  readonly fenPerUnit: number;
  readonly date1904: boolean;
  readonly inverted: boolean;
};

/**
 * Reads one cell as its column's type. Blank is null; whether blank is allowed is the caller's question.
 * Nothing that lost information is guessed: an identity number that became a number is refused (rules I02, I10).
 */
export function readCell(column: Column, cell: Cell, context: CellContext): Value | Unreadable {
  if (cell === null) return null;
  if (typeof cell === 'object') return new Unreadable('F13', { value: cell.broken });
  if (typeof cell === 'string' && cell.trim() === '') return null;
  const { type } = column;
  switch (type.kind) {
    case 'text':
      return String(cell).trim();
    case 'int':
      return scaled(column, cell, 1);
    case 'money':
      return scaled(column, cell, context.fenPerUnit);
    case 'decimal':
      return scaled(column, cell, 10 ** type.scale);
    case 'code':
      return readCode(column, type.list, cell);
    case 'codes':
      return readCodes(column, type.list, cell);
    case 'flag':
      return readFlag(column, cell, context.inverted);
    case 'date':
      return readDate(cell, context.date1904) ?? new Unreadable(column.invalid);
    case 'period':
      return findPeriod(foldWidth(String(cell))) ?? new Unreadable(column.invalid);
    case 'household_no':
      return readHouseholdNo(cell);
    case 'id_no':
      return readDigits(cell, 'I10');
    case 'village_code':
      return typeof cell === 'number' && Number.isSafeInteger(cell) ? String(cell) : readDigits(cell, 'D09');
    case 'credit_code':
      return readDigits(cell, column.invalid);
  }
}

/** 3.71525E+17 and its kin: what Excel leaves of a long number in text. */
const EXPONENT = /^\d(?:\.\d+)?[eE]\+?\d+$/;

function readHouseholdNo(cell: string | number | boolean): string | Unreadable {
  if (typeof cell === 'number') return new Unreadable(Math.abs(cell) >= 1e15 ? 'I02' : 'I01');
  const text = foldWidth(String(cell)).replace(/[\s'‘’]/g, '');
  if (EXPONENT.test(text)) return new Unreadable('I02');
  return /^\d{16}$/.test(text) ? text : new Unreadable('I01');
}

/** Folded, upper-cased text of a number that has more digits than a spreadsheet's number keeps. */
function readDigits(cell: string | number | boolean, lost: string): string | Unreadable {
  if (typeof cell === 'number') return new Unreadable(lost);
  const text = foldWidth(String(cell))
    .replace(/[\s'‘’]/g, '')
    .toUpperCase();
  return EXPONENT.test(text) ? new Unreadable(lost) : text;
}

/** An exact multiple of 1/scale, as an integer; no binary fraction decides. Negative, vague (约3.2万) and finer values are unreadable. */
function scaled(column: Column, cell: string | number | boolean, scale: number): number | Unreadable {
  if (typeof cell === 'number') {
    const product = cell * scale;
    const whole = Math.round(product);
    // A sheet's 1366.67 is the nearest double: within a billionth of the whole number of fen.
    return cell >= 0 && Number.isSafeInteger(whole) && Math.abs(product - whole) <= Math.max(1, whole) * 1e-9
      ? whole
      : new Unreadable(column.invalid);
  }
  const text = foldWidth(String(cell))
    .replace(/[\s,]/g, '')
    .replace(/(?:元|人|户|个月|月|个|处|座|头|%|倍)$/, '');
  const match = /^(\d{1,13})(?:\.(\d{1,9}))?$/.exec(text);
  if (!match) return new Unreadable(column.invalid);
  const digits = Math.round(Math.log10(scale));
  const fraction = (match[2] ?? '').padEnd(digits, '0');
  if (/[1-9]/.test(fraction.slice(digits))) return new Unreadable(column.invalid);
  return Number(match[1]) * scale + Number(fraction.slice(0, digits) || 0);
}

type Dictionary = ReadonlyMap<string, string>;
const dictionaries = new WeakMap<CodeList, Dictionary>();

function dictionaryOf(list: CodeList): Dictionary {
  let dictionary = dictionaries.get(list);
  if (!dictionary) {
    const made = new Map<string, string>();
    for (const { code, zh, aliases = [] } of list) {
      for (const word of [code, zh, `${code}${zh}`, `${code}.${zh}`, `${zh}(${code})`, ...aliases]) made.set(word.toUpperCase(), code);
      // 1 for 01, as a numeric cell writes it.
      if (/^0\d$/.test(code)) made.set(code.slice(1), code);
    }
    dictionary = made;
    dictionaries.set(list, dictionary);
  }
  return dictionary;
}

const SEPARATOR = /[、,;/|\s]+/;
const words = (cell: string | number | boolean): string[] => foldWidth(String(cell)).toUpperCase().split(SEPARATOR).filter(Boolean);

function readCode(column: Column, list: CodeList, cell: string | number | boolean): string | Unreadable {
  const dictionary = dictionaryOf(list);
  const whole = dictionary.get(foldWidth(String(cell)).trim().toUpperCase());
  if (whole !== undefined) return whole;
  const found = [...new Set(words(cell).map((word) => dictionary.get(word)))];
  return found.length === 1 && found[0] !== undefined
    ? found[0]
    : new Unreadable(column.invalid, { allowed: list.map((entry) => entry.zh).join('、') });
}

function readCodes(column: Column, list: CodeList, cell: string | number | boolean): readonly string[] | Unreadable {
  const dictionary = dictionaryOf(list);
  const codes: string[] = [];
  for (const word of words(cell)) {
    if (word === '无') continue;
    const code = dictionary.get(word);
    if (code === undefined) return new Unreadable(column.invalid, { value: word, allowed: list.map((entry) => entry.zh).join('、') });
    if (!codes.includes(code)) codes.push(code);
  }
  return codes.sort();
}

const YES = new Set(['是', '有', '√', '✓', '✔', '1', 'Y', 'YES', 'TRUE', 'T', '不适用']);
const NO = new Set(['否', '无', '×', '✗', '✘', 'X', '0', 'N', 'NO', 'FALSE', 'F']);

function readFlag(column: Column, cell: string | number | boolean, inverted: boolean): boolean | Unreadable {
  const word = foldWidth(String(cell)).trim().toUpperCase();
  if (word === '不适用') return true;
  if (YES.has(word)) return !inverted;
  if (NO.has(word)) return inverted;
  return new Unreadable(column.invalid);
}

const DATE = /^(\d{4})(?:[-/.]|年)(\d{1,2})(?:(?:[-/.]|月)(\d{1,2})日?|月)?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?$/;

/** The date forms of clerks: serial number, 2016-06-30, 2016/6/30, 2016.6.30, 2016年6月30日, 20160630; 2016年6月 is its last day. */
export function readDate(cell: string | number | boolean, date1904: boolean): string | null {
  const text = foldWidth(String(cell)).trim();
  const compact = /^(19|20)\d{6}$/.test(text) ? `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}` : text;
  if (typeof cell === 'number' && compact === text) {
    const serial = Math.floor(cell) + (date1904 ? 1462 : 0);
    return serial > 60 && serial < 80_000 ? new Date(Date.UTC(1899, 11, 30) + serial * 86_400_000).toISOString().slice(0, 10) : null;
  }
  const match = DATE.exec(compact);
  if (!match) return null;
  const [year, month] = [Number(match[1]), Number(match[2])];
  const day = match[3] === undefined ? new Date(Date.UTC(year, month, 0)).getUTCDate() : Number(match[3]);
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.toISOString().slice(0, 10) : null;
}
