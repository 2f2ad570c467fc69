/**
 * One cell of a worksheet part.
 */
import type { Cell } from './grid.ts';
import { serialOf } from './iso-time.ts';
import { damaged } from './refusal.ts';
import { richText, type TextItem } from './shared-strings.ts';
import { CLOSE, type XmlScanner } from './xml.ts';
import { decimalNumber, truthValue } from './xsd.ts';

export const LETTER = { b: 98, c: 99, d: 100, e: 101, f: 102, i: 105, n: 110, r: 114, s: 115, t: 116, v: 118 } as const;
/** What the `t` attribute of a cell says. */
type CellType = 'n' | 's' | 'str' | 'inlineStr' | 'b' | 'e' | 'd';
const MOST_STYLE = 1_000_000;

/** Reads the cell that the scanner stands on. */
export class CellReader {
  column = 0;
  /** Number of its style. */
  style = 0;
  /** What the cell holds with its struck-through characters, where it has any; null where it has none. */
  whole: Cell = null;
  private type: CellType = 'n';
  private struck = false;
  /** Whether the text says of each run how it looks. */
  private isRich = false;
  private readonly scanner: XmlScanner;
  private readonly date1904: boolean;
  private readonly sharedStrings: () => readonly TextItem[];

  constructor(scanner: XmlScanner, date1904: boolean, sharedStrings: () => readonly TextItem[]) {
    this.scanner = scanner;
    this.date1904 = date1904;
    this.sharedStrings = sharedStrings;
  }

  /** Takes column, type and style from the attributes; `following` is the column where there is no reference. */
  start(following: number): void {
    const { scanner } = this;
    this.column = following;
    this.type = 'n';
    this.style = 0;
    while (scanner.nextAttribute()) {
      if (scanner.attributeEnd - scanner.attributeStart !== 1) continue;
      const letter = scanner.bytes[scanner.attributeStart];
      if (letter === LETTER.r) this.column = this.readColumn();
      else if (scanner.selfClosing) continue;
      else if (letter === LETTER.t) this.type = this.readType();
      else if (letter === LETTER.s) this.style = this.readStyle();
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
    switch (valueEnd - valueStart) {
      case 1:
        if (first === LETTER.s) return 's';
        if (first === LETTER.b) return 'b';
        if (first === LETTER.e) return 'e';
        return first === LETTER.d ? 'd' : 'n';
      case 'str'.length:
        return first === LETTER.s ? 'str' : 'n';
      case 'inlineStr'.length:
        return first === LETTER.i ? 'inlineStr' : 'n';
      default:
        return 'n';
    }
  }

  private readStyle(): number {
    const { bytes, valueStart, valueEnd } = this.scanner;
    let style = 0;
    for (let at = valueStart; at < valueEnd; at++) {
      const digit = bytes[at]! - 48;
      if (digit < 0 || digit > 9 || style > MOST_STYLE) return 0;
      style = style * 10 + digit;
    }
    return style;
  }

  /**
   * What the cell shows, the scanner left after its close tag. Nothing of a cell that its style strikes through is
   * shown, unless it is text of which some runs say that they look otherwise.
   */
  read(struck: boolean): Cell {
    this.whole = null;
    this.struck = struck;
    this.isRich = false;
    const cell = this.content();
    // An empty text is a result like any other: the clerk sees a blank cell.
    if (cell === '') return null;
    if (!struck || cell === null || this.isRich) return cell;
    this.whole = cell;
    return null;
  }

  private content(): Cell {
    const { scanner } = this;
    let cell: Cell | undefined;
    let formula = false;
    if (scanner.enterValue()) {
      cell = this.value();
      if (scanner.leaveValueAndCell()) return cell;
      this.endValue();
    }
    while (scanner.nextChild()) {
      if (scanner.isLetter(LETTER.v)) {
        cell = scanner.selfClosing ? this.fromText('') : this.value();
        if (!scanner.selfClosing) this.endValue();
      } else if (scanner.isLetter(LETTER.f)) {
        formula = true;
        scanner.skip();
      } else if (scanner.is('is')) cell = this.shown(richText(scanner));
      else scanner.skip();
    }
    return cell ?? (formula ? { broken: 'formula' } : null);
  }

  private value(): Cell {
    const { scanner, type } = this;
    let cell: Cell | undefined;
    if (type === 'n' || type === 's' || type === 'b') {
      const number = scanner.plainNumber();
      if (!Number.isNaN(number)) cell = this.fromNumber(number);
    }
    return cell === undefined ? this.fromText(scanner.text()) : cell;
  }

  private endValue(): void {
    if (this.scanner.next() !== CLOSE) throw damaged('单元格的值不完整', 'the value of a cell is not whole');
  }

  /** What is no number, date or truth value stays text, for the rules to judge; null is a value that is not there. */
  private fromText(text: string): Cell {
    const { type } = this;
    if (type === 'str' || type === 'inlineStr') return this.shown(text);
    const trimmed = text.trim();
    if (trimmed === '') return type === 'e' ? { broken: '#VALUE!' } : type === 's' ? '' : null;
    switch (type) {
      case 's':
        return this.fromNumber(Number(trimmed));
      case 'b':
        return truthValue(trimmed) ?? trimmed;
      case 'e':
        return { broken: trimmed };
      case 'd':
        return decimalNumber(trimmed) ?? serialOf(trimmed, this.date1904) ?? trimmed;
      default:
        return decimalNumber(trimmed) ?? trimmed;
    }
  }

  private fromNumber(number: number): Cell {
    if (this.type === 'n') return number;
    if (this.type === 'b') return number === 0 || number === 1 ? number === 1 : number;
    const item = this.sharedStrings()[number];
    if (item === undefined) throw damaged('单元格引用的文字不存在', 'a cell refers to a text that is not there');
    return this.shown(item);
  }

  private shown(item: TextItem): string {
    if (typeof item === 'string') return item;
    this.isRich = true;
    const shown = this.struck ? item.shownInStruck : item.shown;
    if (shown !== item.whole) this.whole = item.whole;
    return shown;
  }
}
