/**
 * A pull scanner over the bytes of an XML part: no tree, no copy, no entity declarations. Bytes are scanned, and only
 * wanted texts become strings, because a part may be hundreds of megabytes of styling.
 */
import { damaged } from './refusal.ts';
import { OPEN, XmlTags } from './xml-tags.ts';
import { cleanText, resolveEntities } from './xml-text.ts';

export { CLOSE, END } from './xml-tags.ts';

const RETURN = 13;
const BANG = 33;
const AMPERSAND = 38;
const MINUS = 45;
const DOT = 46;
const SLASH = 47;
const ZERO = 48;
const NINE = 57;
const LESS = 60;
const GREATER = 62;
const QUESTION = 63;
const BRACKET = 91;
const UNDERSCORE = 95;
const V = 118;
/**
 * A number of so many digits is exact in a double, and so is its quotient by a power of ten: dividing rounds once, as
 * parsing does.
 */
const EXACT_DIGITS = 15;
const POWERS_OF_TEN = Array.from({ length: EXACT_DIGITS + 1 }, (_, power) => 10 ** power);
const VALUE_OPEN = '<v>';
const VALUE_AND_CELL_CLOSE = Buffer.from('</v></c>');

/** Goes through elements and their contents. */
export class XmlScanner extends XmlTags {
  /** Goes to the root. @throws Refused F01 when it is another element. */
  root(name: string): void {
    if (this.next() !== OPEN || this.name() !== name)
      throw damaged('部件内容不是应有的', 'a part holds something else than it should');
  }

  /**
   * Names of the children of the current open tag, the scanner at each in turn; what is left of one unread is passed
   * over.
   */
  *children(): Generator<string, void> {
    if (this.selfClosing) return;
    while (this.nextChild()) {
      const outside = this.selfClosing ? this.depth : this.depth - 1;
      yield this.name();
      while (this.depth > outside) this.nextTag();
    }
  }

  /**
   * Goes to the next child of an element with a close tag, or past that tag, which is false. The child before must have
   * been read to its end; cheaper than `children`.
   */
  nextChild(): boolean {
    return this.next() === OPEN;
  }

  /**
   * Text from here to the next tag, entities and `_xHHHH_` escapes resolved; white space is kept whatever xml:space
   * says.
   */
  text(): string {
    const { bytes } = this;
    const end = bytes.length;
    const start = this.position;
    let at = start;
    let special = false;
    for (; at < end; at++) {
      const byte = bytes[at]!;
      if (byte === LESS) break;
      if (byte === AMPERSAND || byte === UNDERSCORE || byte === RETURN || byte === 0) special = true;
    }
    this.position = at;
    const mark = bytes[at + 1];
    if (mark === BANG || mark === QUESTION) return this.brokenText(start, at);
    const text = start === at ? '' : bytes.toString('utf8', start, at);
    return special ? cleanText(resolveEntities(text), this.hasEscapes()) : text;
  }

  /** Text with comments or CDATA sections in it. */
  private brokenText(start: number, firstMark: number): string {
    const { bytes } = this;
    let text = resolveEntities(bytes.toString('utf8', start, firstMark));
    let at = firstMark;
    while (at < bytes.length && bytes[at] === LESS && (bytes[at + 1] === BANG || bytes[at + 1] === QUESTION)) {
      const next = this.afterSpecial(at);
      if (bytes[at + 2] === BRACKET) text += bytes.toString('utf8', at + 9, next - 3);
      const less = bytes.indexOf(LESS, next);
      at = less < 0 ? bytes.length : less;
      text += resolveEntities(bytes.toString('utf8', next, at));
    }
    this.position = at;
    return cleanText(text, this.hasEscapes());
  }

  private hasEscapes(): boolean {
    return this.vocabulary !== 'office';
  }

  /**
   * A plain decimal number from here to the next tag, or NaN with the position unmoved when it takes more than that to
   * read it.
   */
  plainNumber(): number {
    const { bytes } = this;
    let at = this.position;
    const negative = bytes[at] === MINUS;
    if (negative) at++;
    let mantissa = 0;
    let digits = 0;
    let decimals = -1;
    for (; ; at++) {
      const byte = bytes[at];
      if (byte === undefined) return Number.NaN;
      if (byte >= ZERO && byte <= NINE) {
        mantissa = mantissa * 10 + byte - ZERO;
        digits++;
        if (decimals >= 0) decimals++;
      } else if (byte === DOT && decimals < 0) decimals = 0;
      else break;
    }
    if (bytes[at] !== LESS || bytes[at + 1] !== SLASH || digits === 0 || digits > EXACT_DIGITS) return Number.NaN;
    this.position = at;
    const value = decimals > 0 ? mantissa / POWERS_OF_TEN[decimals]! : mantissa;
    return negative && value !== 0 ? -value : value;
  }

  /** Goes into the value of the open cell where it follows right away, as in most cells: cheaper than `nextChild`. */
  enterValue(): boolean {
    const { bytes, position } = this;
    if (bytes[position + 1] !== V || bytes[position + 2] !== GREATER || bytes[position] !== LESS) return false;
    if (!this.mainByDefault) return false;
    this.tagStart = position + 1;
    this.position = position + VALUE_OPEN.length;
    return true;
  }

  /**
   * Past the ends of the value and of its cell; false where anything else follows, which then is gone through tag by
   * tag.
   */
  leaveValueAndCell(): boolean {
    const { bytes, position } = this;
    for (let at = 0; at < VALUE_AND_CELL_CLOSE.length; at++) {
      if (bytes[position + at] === VALUE_AND_CELL_CLOSE[at]) continue;
      this.push(this.tagStart, this.tagStart + 1);
      return false;
    }
    this.depth--;
    this.position = position + VALUE_AND_CELL_CLOSE.length;
    return true;
  }
}
