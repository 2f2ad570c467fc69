import type { Text } from '../language/language.ts';
import type { CodeList } from '../schema/codes.ts';
import type { Column, ColumnType, Value } from '../schema/column.ts';
import type { Cell } from '../sheet/grid.ts';
import { cityDate, daysOfMonth, findPeriod } from '../time/period.ts';
import { BLANK_PROBLEM, digitsProblem } from './problem.ts';
import { note, type Noted } from './noted.ts';
import type { RepairKind } from './repair.ts';
import { readNumber } from './written-numbers.ts';
import { brokenProjectKey, projectKey } from './project-number.ts';
import { foldWidth, hasWideLetters, plainCharacters, withoutInvisible } from './folding.ts';

/**
 * Why a cell has no value of its column's type. Which rule says so is decided by the rules (`cell` in rules/rule.ts).
 */
export type UnreadableReason = 'blank' | 'of another kind' | 'digits lost' | 'broken formula';

/** A cell that is not what its column wants. */
export class Unreadable {
  readonly reason: UnreadableReason;
  /**
   * What is wrong, to stand behind the column's name or in brackets; null where the reason and the value say it all.
   */
  readonly problem: Text | null;
  /** The part of the cell that is wrong, where the cell has several; null for all of it. */
  readonly part: string | null;

  constructor(reason: UnreadableReason, problem: Text | null = null, part: string | null = null) {
    this.reason = reason;
    this.problem = problem;
    this.part = part;
  }
}

/** A cell that is empty where its column must be filled in. */
export const BLANK_CELL = new Unreadable('blank', BLANK_PROBLEM);
const OF_ANOTHER_KIND = new Unreadable('of another kind');
const DIGITS_LOST = new Unreadable('digits lost');

export type CellContext = {
  /** Fen in one unit of the sheet's money columns: 100 for 元, 1,000,000 for 万元. */
  readonly fenPerUnit: number;
  readonly date1904: boolean;
  readonly inverted: boolean;
};

/**
 * Reads one cell as its column's type. Blank is null; whether blank is allowed is the caller's question.
 * Nothing that lost information is guessed: an identity number that became a number is refused.
 * @param noted gets what was read otherwise than it is written (parse/repair.ts)
 */
export function readCell(column: Column, cell: Cell, context: CellContext, noted?: Noted): Value | Unreadable {
  if (cell === null) return null;
  if (typeof cell === 'object') return brokenFormula(cell.broken);
  if (typeof cell === 'string' && cell.trim() === '') return null;
  const value = readAs(column, cell, context, noted);
  if (!(value instanceof Unreadable) || typeof cell !== 'string') return value;
  // What cannot be read may only hold what nobody sees, or what looks like something else: searched here, so that other
  // cells need not be.
  const told: Noted = [];
  const visible = visibleText(cell, told);
  if (visible === cell) return value;
  noted?.splice(0, noted.length, ...told);
  return visible.trim() === '' ? null : readAs(column, visible, context, noted);
}

/** @param result `formula`, or the error that the formula came to */
const brokenFormula = (result: string): Unreadable =>
  new Unreadable(
    'broken formula',
    result === 'formula' ? { zh: '未保存结果', en: 'not saved' } : { zh: result, en: result },
  );

function readAs(
  column: Column,
  cell: string | number | boolean,
  context: CellContext,
  noted: Noted | undefined,
): Value | Unreadable {
  const { type } = column;
  switch (type.kind) {
    case 'text':
      return visibleText(String(cell), noted).trim() || null;
    case 'int':
    case 'money':
    case 'decimal':
      return readNumber(column, cell, digitsOfNumber(type, context.fenPerUnit), noted) ?? OF_ANOTHER_KIND;
    case 'code':
      return readCode(type.list, cell, noted);
    case 'codes':
      return readCodes(type.list, cell, noted);
    case 'flag':
      return readFlag(cell, context.inverted, noted);
    case 'date':
      return readDate(cell, context.date1904, noted) ?? OF_ANOTHER_KIND;
    case 'period':
      return findPeriod(foldWidth(String(cell))) ?? OF_ANOTHER_KIND;
    case 'household_no':
      return readHouseholdNo(cell, noted);
    case 'project_no':
      return readProjectNo(cell, noted);
    case 'village_code':
      return typeof cell === 'number' && Number.isSafeInteger(cell) ? String(cell) : readDigits(cell, noted);
    case 'id_no':
    case 'credit_code':
      return readDigits(cell, noted);
  }
}

/**
 * Decimals of a number in the sheet's unit that its value keeps.
 * @param fenPerUnit fen in one unit of the sheet's money columns
 */
export function digitsOfNumber(
  type: Extract<ColumnType, { kind: 'int' | 'money' | 'decimal' }>,
  fenPerUnit: number,
): number {
  if (type.kind === 'money') return fenPerUnit === 100 ? 2 : 6;
  return type.kind === 'decimal' ? type.scale : 0;
}

/** The text without what nobody sees, in characters that are what they look like. */
function visibleText(text: string, noted: Noted | undefined): string {
  const visible = withoutInvisible(text);
  if (visible !== text) note(noted, 'invisible');
  const plain = plainCharacters(visible);
  if (plain !== visible) note(noted, 'look-alike');
  return plain;
}

/** 3.71525E+17 and its kin: what Excel leaves of a long number in text. */
const EXPONENT = /^\d(?:\.\d+)?[eE]\+?\d+$/;
const HOUSEHOLD_NO = /^\d{16}$/;
/** Identity numbers and village codes as they should be. */
const PLAIN_NUMBER = /^\d{12,22}X?$/;

function readHouseholdNo(cell: string | number | boolean, noted: Noted | undefined): string | Unreadable {
  if (typeof cell === 'number')
    return Math.abs(cell) >= 1e15 ? DIGITS_LOST : new Unreadable('of another kind', digitsProblem(String(cell)));
  if (typeof cell === 'string' && HOUSEHOLD_NO.test(cell)) return cell;
  const text = bareNumber(cell, noted);
  if (EXPONENT.test(text)) return DIGITS_LOST;
  return HOUSEHOLD_NO.test(text) ? text : new Unreadable('of another kind', digitsProblem(text));
}

/** A number may be 1 for 001, but one of more than 15 digits has lost its last ones. */
function readProjectNo(cell: string | number | boolean, noted: Noted | undefined): string | null | Unreadable {
  if (typeof cell === 'boolean') return OF_ANOTHER_KIND;
  if (typeof cell === 'number') return Math.abs(cell) < 1e15 ? projectKey(String(cell)) : lostTo(DIGITS_OVER);
  const written = visibleText(cell, noted).trim();
  const key = projectKey(written);
  const broken = brokenProjectKey(key);
  if (broken !== null) return lostTo(broken === 'date' ? A_DATE : AN_EXPONENT);
  const folded = foldWidth(written);
  if (hasWideLetters(written)) note(noted, 'width');
  if (/\s/.test(folded)) note(noted, 'blank');
  if (/[a-z]/.test(folded)) note(noted, 'case');
  return key || null;
}

const lostTo = (problem: Text): Unreadable => new Unreadable('digits lost', problem);
const A_DATE: Text = { zh: '日期', en: 'a date' };
const AN_EXPONENT: Text = { zh: '科学计数', en: 'a number with an exponent' };
const DIGITS_OVER: Text = { zh: '数值，15位以后的数字已丢失', en: 'a number, which keeps 15 digits only' };

/** A project number in a cell that shows a date: what was typed, 2016-1, is gone. */
export const SHOWN_AS_DATE = lostTo(A_DATE);

/** Folded, upper-cased text of a number that has more digits than a spreadsheet's number keeps. */
function readDigits(cell: string | number | boolean, noted: Noted | undefined): string | null | Unreadable {
  if (typeof cell === 'number') return DIGITS_LOST;
  if (typeof cell === 'string' && PLAIN_NUMBER.test(cell)) return cell;
  const text = bareNumber(cell, noted);
  if (EXPONENT.test(text)) return DIGITS_LOST;
  const upper = text.toUpperCase();
  if (upper !== text) note(noted, 'case');
  return upper || null;
}

/** Blanks, and every quotation mark of a Chinese keyboard. */
const QUOTES = /[\s'"`´‘’‛“”„‟′″「」『』〝〞﹁﹂﹃﹄｢｣]/g;

/** 371599-19600101-1003: only where what they part is a household or identity number. */
const DASHES = /[-\u2010-\u2015]/g;
const WHOLE_NUMBER = /^\d{16}$|^\d{17}[\dxX]$/;

/** A long number without the blanks, dashes, quotation marks and wide digits that were typed with it. */
function bareNumber(cell: string | boolean, noted: Noted | undefined): string {
  const written = visibleText(String(cell), noted).trim();
  const folded = foldWidth(written);
  const unquoted = folded.replace(QUOTES, '');
  const undashed = unquoted.replace(DASHES, '');
  const bare = WHOLE_NUMBER.test(undashed) ? undashed : unquoted;
  if (hasWideLetters(written)) note(noted, 'width');
  if (bare !== folded) note(noted, 'blank');
  return bare;
}

/** A word of a list: its entry's code, and what to tell the clerk who wrote it so. */
type Word = { readonly code: string; readonly repair: RepairKind | null };
type Dictionary = ReadonlyMap<string, Word>;
const dictionaries = new WeakMap<CodeList, Dictionary>();

function dictionaryOf(list: CodeList): Dictionary {
  let dictionary = dictionaries.get(list);
  if (!dictionary) {
    const made = new Map<string, Word>();
    const put = (word: string, code: string, repair: RepairKind | null): void =>
      void made.set(word.toUpperCase(), { code, repair });
    for (const { code, zh, aliases = [] } of list) {
      // 1 for 01, as a numeric cell writes it.
      for (const number of new Set([code, code.replace(/^0/, '')])) {
        put(number, code, 'number');
        for (const word of [`${number}${zh}`, `${number}.${zh}`, `${number}-${zh}`, `${zh}(${number})`])
          put(word, code, null);
      }
      for (const alias of aliases) put(alias, code, 'alias');
      put(zh, code, null);
    }
    dictionary = made;
    dictionaries.set(list, dictionary);
  }
  return dictionary;
}

const SEPARATOR = /[、,;/|\s]+/;
const wordsOf = (text: string): string[] => text.split(SEPARATOR).filter(Boolean);

/** As the words of a dictionary are written. */
function folded(cell: string | number | boolean, noted: Noted | undefined): string {
  const written = String(cell).trim();
  const text = foldWidth(written);
  if (hasWideLetters(written.replaceAll('，', ''))) note(noted, 'width');
  return text.trim().toUpperCase();
}

function readCode(list: CodeList, cell: string | number | boolean, noted: Noted | undefined): string | Unreadable {
  const dictionary = dictionaryOf(list);
  let whole = typeof cell === 'string' ? dictionary.get(cell) : undefined;
  if (!whole) {
    const text = folded(cell, noted);
    whole = dictionary.get(text) ?? sameWord(wordsOf(text).map((word) => dictionary.get(word)));
  }
  if (!whole) return OF_ANOTHER_KIND;
  if (whole.repair) note(noted, whole.repair);
  return whole.code;
}

/** 01 因病: several words that all mean one entry; the plainest of them counts. */
function sameWord(words: readonly (Word | undefined)[]): Word | undefined {
  const [first] = words;
  if (!first || words.some((word) => word?.code !== first.code)) return undefined;
  return words.find((word) => word?.repair === null) ?? first;
}

function readCodes(
  list: CodeList,
  cell: string | number | boolean,
  noted: Noted | undefined,
): readonly string[] | Unreadable {
  const dictionary = dictionaryOf(list);
  const codes: string[] = [];
  for (const written of wordsOf(folded(cell, noted))) {
    if (written === '无') continue;
    const word = dictionary.get(written);
    if (!word) return new Unreadable('of another kind', null, written);
    if (word.repair) note(noted, word.repair);
    if (!codes.includes(word.code)) codes.push(word.code);
  }
  return codes.sort();
}

const YES = new Set(['是', '有', '√', '✓', '✔', '1', 'Y', 'YES', 'TRUE', 'T']);
const NO = new Set(['否', '无', '×', '✗', '✘', 'X', '0', 'N', 'NO', 'FALSE', 'F']);

function readFlag(cell: string | number | boolean, inverted: boolean, noted: Noted | undefined): boolean | Unreadable {
  if (cell === '是') return !inverted;
  if (cell === '否') return inverted;
  const word = folded(cell, noted);
  // A duty that does not apply is not neglected, whichever way the header asks.
  if (word === '不适用') {
    note(noted, 'not-applicable');
    return true;
  }
  const yes = YES.has(word);
  if (!yes && !NO.has(word)) return OF_ANOTHER_KIND;
  if (word !== '是' && word !== '否' && typeof cell !== 'boolean') note(noted, 'mark');
  return yes !== inverted;
}

const DATE = /^(\d{4})(?:[-/.]|年)(\d{1,2})(?:(?:[-/.]|月)(\d{1,2})日?|月)?$/;
/** What may stand behind a day: the day of the week, the time, a full stop. */
const DAY_OF_WEEK = /[\s,]*\(?(?:星期|周)[一二三四五六日天]\)?/;
const TIME = /[\sT]*(?:上午|下午|[AP]M)?\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[AP]M)?$/i;
/** An instant of universal time, as programs write it: the city's day is another one from four in the afternoon on. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z$/;
/**
 * Serial numbers of 1954 to 2099: a smaller number in a date column is something else, 2016.6 for example, which may
 * have been 2016.60.
 */
const FIRST_SERIAL = 20_000;
const LAST_SERIAL = 73_050;

/** Forms that every clerk and every spreadsheet uses; the others are told as repairs. */
const ORDINARY_DATE = /^\d{4}(?:-\d{1,2}-\d{1,2}|\/\d{1,2}\/\d{1,2}|年\d{1,2}月\d{1,2}日)$/;

/**
 * The date forms of clerks: serial number, 2016-06-30, 2016/6/30, 2016.6.30, 2016年6月30日, 20160630; 2016年6月 is its last
 * day.
 */
export function readDate(cell: string | number | boolean, date1904: boolean, noted?: Noted): string | null {
  const text = foldWidth(String(cell)).trim();
  if (/^(?:19|20)\d{6}$/.test(text)) {
    note(noted, 'date');
    return isoDate(Number(text.slice(0, 4)), Number(text.slice(4, 6)), Number(text.slice(6)));
  }
  // A text file has serial numbers too, where the column was not formatted as a date.
  if (typeof cell === 'number' || /^\d{5}(?:\.\d+)?$/.test(text)) {
    const serial = Math.floor(Number(text)) + (date1904 ? 1462 : 0);
    if (serial < FIRST_SERIAL || serial > LAST_SERIAL) return null;
    if (typeof cell === 'string') note(noted, 'date');
    return new Date(Date.UTC(1899, 11, 30) + serial * 86_400_000).toISOString().slice(0, 10);
  }
  if (INSTANT.test(text) && !Number.isNaN(Date.parse(text))) {
    note(noted, 'date');
    return cityDate(new Date(text));
  }
  const day = text.replace(DAY_OF_WEEK, '').replace(TIME, '').replace(/\.$/, '');
  const match = DATE.exec(day.replace(/\s*([-/.年月日])\s*/g, '$1'));
  if (!match) return null;
  const [year, month] = [Number(match[1]), Number(match[2])];
  if (match[3] === undefined) {
    note(noted, 'month');
    return isoDate(year, month, daysOfMonth(year, month));
  }
  if (!ORDINARY_DATE.test(text)) note(noted, 'date');
  return isoDate(year, month, Number(match[3]));
}

/** The day as ISO, or null when there is none. */
function isoDate(year: number, month: number, day: number): string | null {
  if (month < 1 || month > 12 || day < 1 || day > daysOfMonth(year, month)) return null;
  return `${year}-${month < 10 ? '0' : ''}${month}-${day < 10 ? '0' : ''}${day}`;
}
