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
  if (typeof cell === 'object')
    return new Unreadable('F13', cell.broken === 'formula' ? { problem: '未保存结果', problemEn: 'not saved' } : { problem: cell.broken });
  if (typeof cell === 'string' && cell.trim() === '') return null;
  const { type } = column;
  switch (type.kind) {
    case 'text':
      return String(cell).trim();
    case 'int':
      return scaled(column, cell, 0);
    case 'money':
      return scaled(column, cell, context.fenPerUnit === 100 ? 2 : 6);
    case 'decimal':
      return scaled(column, cell, type.scale);
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

/** A number in text: digits in one run or in groups of three, then perhaps the unit that the column has anyway. */
const NUMBER = /^(\d{1,13}|\d{1,3}(?:,\d{3}){1,4})(?:\.(\d{1,9}))?\s*([^\d\s.,]*)$/;
const COUNTED = new Set(['', '人', '户', '个', '个月', '月', '处', '座', '头', '%', '倍']);

/**
 * An exact multiple of 10^-digits, as an integer; no binary fraction decides. Negative, vague (约3.2万) and finer values are unreadable,
 * and so is an amount that names another unit than its column (4100元 under 万元).
 */
function scaled(column: Column, cell: string | number | boolean, digits: number): number | Unreadable {
  const scale = 10 ** digits;
  if (typeof cell === 'number') {
    const product = cell * scale;
    const whole = Math.round(product);
    // A sheet's 1366.67 is the nearest double, its sums are a few more off: far less than a hundredth of a unit.
    return cell >= 0 && Number.isSafeInteger(whole) && Math.abs(product - whole) <= Math.min(Math.max(1, whole) * 1e-9, 0.005)
      ? whole
      : new Unreadable(column.invalid);
  }
  const match = NUMBER.exec(foldWidth(String(cell)).trim());
  if (!match) return new Unreadable(column.invalid);
  const [, integer = '', decimals = '', unit = ''] = match;
  if (column.type.kind === 'money' ? unit !== '' && unit !== (digits === 2 ? '元' : '万元') : !COUNTED.has(unit))
    return new Unreadable(column.invalid);
  const fraction = decimals.padEnd(digits, '0');
  const value = Number(integer.replaceAll(',', '') + fraction.slice(0, digits));
  return /[1-9]/.test(fraction.slice(digits)) || !Number.isSafeInteger(value) ? new Unreadable(column.invalid) : value;
}

type Dictionary = ReadonlyMap<string, string>;
const dictionaries = new WeakMap<CodeList, Dictionary>();

function dictionaryOf(list: CodeList): Dictionary {
  let dictionary = dictionaries.get(list);
  if (!dictionary) {
    const made = new Map<string, string>();
    for (const { code, zh, aliases = [] } of list) {
      // 1 for 01, as a numeric cell writes it.
      for (const number of new Set([code, code.replace(/^0/, '')]))
        for (const word of [number, `${number}${zh}`, `${number}.${zh}`, `${number}-${zh}`, `${zh}(${number})`])
          made.set(word.toUpperCase(), code);
      for (const word of [zh, ...aliases]) made.set(word.toUpperCase(), code);
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
  return found.length === 1 && found[0] !== undefined ? found[0] : new Unreadable(column.invalid);
}

function readCodes(column: Column, list: CodeList, cell: string | number | boolean): readonly string[] | Unreadable {
  const dictionary = dictionaryOf(list);
  const codes: string[] = [];
  for (const word of words(cell)) {
    if (word === '无') continue;
    const code = dictionary.get(word);
    if (code === undefined) return new Unreadable(column.invalid, { value: word });
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

const DATE = /^(\d{4})(?:[-/.]|年)(\d{1,2})(?:(?:[-/.]|月)(\d{1,2})日?|月)?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?$/;
/** Serial numbers of 1954 to 2099: a smaller number in a date column is something else, 2016.6 for example, which may have been 2016.60. */
const FIRST_SERIAL = 20_000;
const LAST_SERIAL = 73_050;

/** The date forms of clerks: serial number, 2016-06-30, 2016/6/30, 2016.6.30, 2016年6月30日, 20160630; 2016年6月 is its last day. */
export function readDate(cell: string | number | boolean, date1904: boolean): string | null {
  const text = foldWidth(String(cell)).trim();
  if (/^(?:19|20)\d{6}$/.test(text)) return isoDate(Number(text.slice(0, 4)), Number(text.slice(4, 6)), Number(text.slice(6)));
  // A text file has serial numbers too, where the column was not formatted as a date.
  if (typeof cell === 'number' || /^\d{5}(?:\.\d+)?$/.test(text)) {
    const serial = Math.floor(Number(cell)) + (date1904 ? 1462 : 0);
    return serial >= FIRST_SERIAL && serial <= LAST_SERIAL
      ? new Date(Date.UTC(1899, 11, 30) + serial * 86_400_000).toISOString().slice(0, 10)
      : null;
  }
  const match = DATE.exec(text.replace(/\s*([-/.年月日])\s*/g, '$1'));
  if (!match) return null;
  const [year, month] = [Number(match[1]), Number(match[2])];
  return isoDate(year, month, match[3] === undefined ? daysOf(year, month) : Number(match[3]));
}

/** The day as ISO, or null when there is none. */
function isoDate(year: number, month: number, day: number): string | null {
  if (month < 1 || month > 12 || day < 1 || day > daysOf(year, month)) return null;
  return `${year}-${month < 10 ? '0' : ''}${month}-${day < 10 ? '0' : ''}${day}`;
}

function daysOf(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
