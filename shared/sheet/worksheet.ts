/**
 * One worksheet part into rows of cells.
 */
import { GridRows } from './grid-rows.ts';
import type { Cell, Merge, ReadLimits, Sheet } from './grid.ts';
import { parseRange } from './reference.ts';
import { damaged } from './refusal.ts';
import { richText } from './shared-strings.ts';
import { hiddenColumns, withinUsedArea, type ColumnRange } from './used-area.ts';
import { CLOSE, END, XmlScanner } from './xml.ts';

const LETTER = { b: 98, c: 99, d: 100, e: 101, f: 102, i: 105, r: 114, s: 115, t: 116, v: 118 } as const;
/** What the `t` attribute of a cell says, by its letters. */
type CellType = 'n' | 's' | 'str' | 'inlineStr' | 'b' | 'e' | 'd';

/** Excel has no more columns, so no honest sheet describes more. */
const MOST_COLUMN_RANGES = 16_384;
const MOST_ROW = 1_048_576;
const MOST_MERGES = 65_536;

export type WorksheetContext = {
  readonly name: string;
  readonly hidden: boolean;
  readonly date1904: boolean;
  readonly limits: ReadLimits;
  /** Read when the first cell asks for it. */
  readonly sharedStrings: () => readonly string[];
};

/**
 * Reads a worksheet part (ISO/IEC 29500-1, 18.3.1). Rows and cells without a reference follow the one before. Styles, and cells that have
 * nothing but a style, leave no trace; merges, hidden rows and hidden columns are kept as far as the used area goes.
 * @throws Refused F01 when the part is damaged, F11 beyond the limits.
 */
export function readWorksheet(part: Uint8Array, context: WorksheetContext): Sheet {
  const scanner = new XmlScanner(part);
  const grid = new GridRows(context.limits, context.name);
  const cells = new CellReader(scanner, context);
  const hiddenRows: number[] = [];
  const hiddenRanges: ColumnRange[] = [];
  const merges: Merge[] = [];
  let row = -1;
  let column = -1;
  let inRow = false;

  for (let tag = scanner.next(); tag !== END; tag = scanner.next()) {
    if (tag === CLOSE) {
      if (inRow && scanner.name() !== 'row') throw damaged('行不完整', 'a row is cut off');
      inRow = false;
    } else if (inRow) {
      if (!scanner.isLetter(LETTER.c)) {
        scanner.skip();
        continue;
      }
      cells.start(column + 1);
      column = cells.column;
      if (!scanner.selfClosing) grid.put(row, column, cells.read());
    } else {
      switch (scanner.name()) {
        case 'row': {
          inRow = !scanner.selfClosing;
          const { number, hidden } = readRow(scanner, row + 1);
          row = number;
          column = -1;
          if (hidden && row < context.limits.rows) hiddenRows.push(row);
          break;
        }
        case 'col':
          if (hiddenRanges.length < MOST_COLUMN_RANGES) addHiddenRange(scanner.attributes(), hiddenRanges);
          break;
        case 'mergeCell': {
          const merge = merges.length < MOST_MERGES ? parseRange(scanner.attributes().get('ref') ?? '') : undefined;
          if (merge !== undefined) merges.push(merge);
          break;
        }
        default:
      }
    }
  }
  const { rows, width } = grid;
  return {
    name: context.name,
    hidden: context.hidden,
    date1904: context.date1904,
    rows,
    merges: withinUsedArea(merges, rows.length, width),
    hiddenRows: new Set(hiddenRows.filter((number) => number < rows.length)),
    hiddenColumns: hiddenColumns(hiddenRanges, width),
  };
}

function readRow(scanner: XmlScanner, following: number): { number: number; hidden: boolean } {
  const { bytes } = scanner;
  let number = following;
  let hidden = false;
  while (scanner.nextAttribute()) {
    const length = scanner.attributeEnd - scanner.attributeStart;
    const first = bytes[scanner.attributeStart];
    if (length === 1 && first === LETTER.r) number = readRowNumber(scanner);
    else if (length === 6 && bytes.toString('latin1', scanner.attributeStart, scanner.attributeEnd) === 'hidden') {
      hidden = isTrue(bytes.toString('latin1', scanner.valueStart, scanner.valueEnd));
    }
  }
  return { number, hidden };
}

function readRowNumber(scanner: XmlScanner): number {
  let number = 0;
  for (let at = scanner.valueStart; at < scanner.valueEnd; at++) {
    const digit = scanner.bytes[at]! - 48;
    if (digit < 0 || digit > 9 || number > MOST_ROW) throw damaged('行号有误', 'a row number is wrong');
    number = number * 10 + digit;
  }
  if (number === 0) throw damaged('行号有误', 'a row number is wrong');
  return number - 1;
}

function addHiddenRange(attributes: Map<string, string>, ranges: ColumnRange[]): void {
  const first = Number(attributes.get('min')) - 1;
  const last = Number(attributes.get('max')) - 1;
  if (isTrue(attributes.get('hidden')) && first >= 0 && last >= first) ranges.push({ first, last });
}

/** `xsd:boolean`. */
export function isTrue(value: string | undefined): boolean {
  return value === '1' || value === 'true' || value === 'on';
}

/** Reads the cell that the scanner stands on. */
class CellReader {
  column = 0;
  private type: CellType = 'n';
  private readonly scanner: XmlScanner;
  private readonly context: WorksheetContext;

  constructor(scanner: XmlScanner, context: WorksheetContext) {
    this.scanner = scanner;
    this.context = context;
  }

  /** Takes column and type from the attributes; `following` is the column where there is no reference. */
  start(following: number): void {
    const { scanner } = this;
    this.column = following;
    this.type = 'n';
    while (scanner.nextAttribute()) {
      if (scanner.attributeEnd - scanner.attributeStart !== 1) continue;
      const letter = scanner.bytes[scanner.attributeStart];
      if (letter === LETTER.r) this.column = this.readColumn();
      else if (letter === LETTER.t) this.type = this.readType();
    }
  }

  private readColumn(): number {
    const { bytes, valueStart, valueEnd } = this.scanner;
    let column = 0;
    let at = valueStart;
    for (; at < valueEnd; at++) {
      const letter = (bytes[at]! | 32) - 96;
      if (letter < 1 || letter > 26) break;
      column = column * 26 + letter;
    }
    const letters = at - valueStart;
    if (letters === 0 || letters > 3 || at === valueEnd) throw damaged('单元格位置有误', 'a cell reference is wrong');
    return column - 1;
  }

  private readType(): CellType {
    const { bytes, valueStart, valueEnd } = this.scanner;
    const first = bytes[valueStart];
    if (valueEnd - valueStart === 1) {
      if (first === LETTER.s) return 's';
      if (first === LETTER.b) return 'b';
      if (first === LETTER.e) return 'e';
      return first === LETTER.d ? 'd' : 'n';
    }
    if (first === LETTER.i) return 'inlineStr';
    return first === LETTER.s ? 'str' : 'n';
  }

  /** Value of the cell, the scanner left after its close tag. */
  read(): Cell {
    const { scanner } = this;
    let cell: Cell | undefined;
    let formula = false;
    for (;;) {
      const tag = scanner.next();
      if (tag === END) throw damaged('单元格不完整', 'a cell is cut off');
      if (tag === CLOSE) {
        if (scanner.isLetter(LETTER.c)) break;
        if (!scanner.isLetter(LETTER.v)) throw damaged('单元格不完整', 'a cell is cut off');
      } else if (scanner.isLetter(LETTER.v)) {
        if (!scanner.selfClosing) cell = this.value();
      } else if (scanner.isLetter(LETTER.f)) {
        formula = true;
        scanner.skip();
      } else if (scanner.name() === 'is') {
        cell = richText(scanner);
      } else scanner.skip();
    }
    if (formula && (cell === undefined || (cell === '' && this.type !== 'str'))) return { broken: 'formula' };
    return cell ?? null;
  }

  private value(): Cell {
    const { scanner } = this;
    if (this.type === 'n' || this.type === 's' || this.type === 'b') {
      const number = scanner.plainNumber();
      if (!Number.isNaN(number)) return this.fromNumber(number);
    }
    const text = scanner.text();
    switch (this.type) {
      case 'n':
        return toNumber(text);
      case 's':
        return this.fromNumber(text === '' ? -1 : Number(text));
      case 'b':
        return text.trim() === 'true';
      case 'e':
        return { broken: text === '' ? '#VALUE!' : text };
      case 'd':
        return toSerial(text, this.context.date1904);
      default:
        return text;
    }
  }

  private fromNumber(number: number): Cell {
    if (this.type === 'n') return number;
    if (this.type === 'b') return number !== 0;
    const text = this.context.sharedStrings()[number];
    if (text === undefined) throw damaged('单元格引用的文字不存在', 'a cell refers to a text that is not there');
    return text;
  }
}

const NUMBER = /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[Ee][+-]?[0-9]+)?$/;

/** What is no number stays text, for the rules to judge. */
function toNumber(text: string): Cell {
  const trimmed = text.trim();
  const number = trimmed.length <= 64 && NUMBER.test(trimmed) ? Number(trimmed) : Number.NaN;
  return Number.isFinite(number) ? number : trimmed;
}

const ISO_DATE = /^([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]+)?)?Z?)?$/;
const DAY = 86_400_000;

/** Serial number of an ISO date, counted as the workbook counts; serials before March 1900 are off by Excel's own leap day error. */
function toSerial(text: string, date1904: boolean): Cell {
  const match = ISO_DATE.exec(text);
  if (match === null) return text;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = (
    match.slice(1) as (string | undefined)[]
  ).map((part) => Number(part ?? 0));
  const start = date1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30);
  return (Date.UTC(year, month - 1, day, hour, minute, second) - start) / DAY;
}
