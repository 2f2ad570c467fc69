/**
 * A pull scanner over the bytes of an OOXML part: no tree, no copy, no entity declarations. Bytes are scanned, and only wanted texts become
 * strings, because a part may be hundreds of megabytes of styling.
 */
import { otherKind, damaged } from './refusal.ts';

export type Tag = 0 | 1 | 2;
export const END: Tag = 0;
export const OPEN: Tag = 1;
export const CLOSE: Tag = 2;

const RETURN = 13;
const SPACE = 32;
const BANG = 33;
const QUOTE = 34;
const AMPERSAND = 38;
const APOSTROPHE = 39;
const MINUS = 45;
const DOT = 46;
const SLASH = 47;
const ZERO = 48;
const NINE = 57;
const COLON = 58;
const LESS = 60;
const EQUALS = 61;
const GREATER = 62;
const QUESTION = 63;
const UNDERSCORE = 95;
/** A number of so many digits is exact in a double, and so is its quotient by a power of ten: dividing rounds once, as parsing does. */
const EXACT_DIGITS = 15;
const POWERS_OF_TEN = Array.from({ length: EXACT_DIGITS + 1 }, (_, power) => 10 ** power);

export class XmlScanner {
  readonly bytes: Buffer;
  /** Where the next call goes on. */
  position = 0;
  /** Local name of the tag, its namespace prefix left out. */
  nameStart = 0;
  nameEnd = 0;
  /** An open tag that is closed at once; no close tag follows. */
  selfClosing = false;
  /** Set by `nextAttribute`. */
  attributeStart = 0;
  attributeEnd = 0;
  valueStart = 0;
  valueEnd = 0;
  private attributesEnd = 0;
  private depth = 0;
  private seen = false;

  /** Takes a part in UTF-8, or in UTF-16 with its mark. */
  constructor(part: Uint8Array) {
    this.bytes = asUtf8(part);
  }

  /**
   * Goes to the next tag; text, comments and processing instructions are passed over.
   * @throws Refused F01 at a document type or entity declaration, or when the part ends in the middle.
   */
  next(): Tag {
    const { bytes } = this;
    const end = bytes.length;
    let at = this.position;
    for (;;) {
      while (at < end && bytes[at] !== LESS) at++;
      if (at + 1 >= end) return this.finish(at < end);
      const mark = bytes[at + 1];
      if (mark === SLASH) return this.closeTag(at + 2);
      if (mark !== BANG && mark !== QUESTION) return this.openTag(at + 1);
      at = this.afterSpecial(at);
    }
  }

  private finish(midTag: boolean): Tag {
    if (midTag || this.depth !== 0 || !this.seen) throw cutOff();
    this.position = this.bytes.length;
    return END;
  }

  private closeTag(start: number): Tag {
    const { bytes } = this;
    const end = bytes.length;
    let at = start;
    this.nameStart = start;
    for (; at < end && bytes[at] !== GREATER; at++) if (bytes[at] === COLON) this.nameStart = at + 1;
    if (at >= end) throw cutOff();
    let nameEnd = at;
    while (nameEnd > start && bytes[nameEnd - 1]! <= SPACE) nameEnd--;
    this.nameEnd = nameEnd;
    this.position = at + 1;
    this.depth--;
    return CLOSE;
  }

  private openTag(start: number): Tag {
    const { bytes } = this;
    const end = bytes.length;
    let at = start;
    let byte = 0;
    this.nameStart = start;
    for (; at < end; at++) {
      byte = bytes[at]!;
      if (byte <= SPACE || byte === GREATER || byte === SLASH) break;
      if (byte === COLON) this.nameStart = at + 1;
    }
    this.nameEnd = at;
    this.valueEnd = at;
    for (; at < end; at++) {
      byte = bytes[at]!;
      if (byte === GREATER) break;
      if (byte === QUOTE || byte === APOSTROPHE) {
        at++;
        while (at < end && bytes[at] !== byte) at++;
      }
    }
    if (at >= end) throw cutOff();
    this.selfClosing = bytes[at - 1] === SLASH;
    this.attributesEnd = this.selfClosing ? at - 1 : at;
    this.position = at + 1;
    this.seen = true;
    if (!this.selfClosing) this.depth++;
    return OPEN;
  }

  /** Past a comment, CDATA section or processing instruction that starts at `at`. */
  private afterSpecial(at: number): number {
    const { bytes } = this;
    if (bytes[at + 1] === QUESTION) return this.after('?>', at + 2);
    if (bytes[at + 2] === MINUS && bytes[at + 3] === MINUS) return this.after('-->', at + 4);
    if (bytes.toString('latin1', at, at + 9) === '<![CDATA[') return this.after(']]>', at + 9);
    throw otherKind(
      '带 DTD 或实体声明的工作簿（可能有害）',
      'a workbook with a DTD or entity declarations (it may be hostile)',
    );
  }

  private after(mark: string, from: number): number {
    const at = this.bytes.indexOf(mark, from, 'latin1');
    if (at < 0) throw cutOff();
    return at + mark.length;
  }

  /** Local name of the current tag. */
  name(): string {
    return this.bytes.toString('latin1', this.nameStart, this.nameEnd);
  }

  /** Whether the local name is this one letter: cheaper than `name` where cells go by. */
  isLetter(letter: number): boolean {
    return this.nameEnd - this.nameStart === 1 && this.bytes[this.nameStart] === letter;
  }

  /** Goes to the next attribute of the current open tag, before any other call; false when there is none left. */
  nextAttribute(): boolean {
    const { bytes, attributesEnd } = this;
    let at = this.valueEnd;
    while (at < attributesEnd && (bytes[at]! <= SPACE || bytes[at] === QUOTE || bytes[at] === APOSTROPHE)) at++;
    if (at >= attributesEnd) return false;
    this.attributeStart = at;
    while (at < attributesEnd && bytes[at] !== EQUALS && bytes[at]! > SPACE) at++;
    this.attributeEnd = at;
    while (at < attributesEnd && (bytes[at] === EQUALS || bytes[at]! <= SPACE)) at++;
    const quote = bytes[at];
    if (at >= attributesEnd || (quote !== QUOTE && quote !== APOSTROPHE))
      throw damaged('属性格式有误', 'malformed attribute');
    this.valueStart = ++at;
    while (at < attributesEnd && bytes[at] !== quote) at++;
    this.valueEnd = at;
    return true;
  }

  /** All attributes of the current open tag by local name, entities resolved. */
  attributes(): Map<string, string> {
    const found = new Map<string, string>();
    while (this.nextAttribute()) {
      const name = this.bytes.toString('latin1', this.attributeStart, this.attributeEnd);
      found.set(
        name.slice(name.indexOf(':') + 1),
        resolveEntities(this.bytes.toString('utf8', this.valueStart, this.valueEnd)),
      );
    }
    return found;
  }

  /** Text from here to the next tag, entities and `_xHHHH_` escapes resolved; white space is kept whatever xml:space says. */
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
    return special ? clean(resolveEntities(text)) : text;
  }

  /** Text with comments or CDATA sections in it. */
  private brokenText(start: number, firstMark: number): string {
    const { bytes } = this;
    let text = resolveEntities(bytes.toString('utf8', start, firstMark));
    let at = firstMark;
    while (at < bytes.length && bytes[at] === LESS && (bytes[at + 1] === BANG || bytes[at + 1] === QUESTION)) {
      const next = this.afterSpecial(at);
      if (bytes[at + 2] === 91) text += bytes.toString('utf8', at + 9, next - 3);
      const less = bytes.indexOf(LESS, next);
      at = less < 0 ? bytes.length : less;
      text += resolveEntities(bytes.toString('utf8', next, at));
    }
    this.position = at;
    return clean(text);
  }

  /** A plain decimal number from here to the next tag, or NaN with the position unmoved when it takes more than that to read it. */
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

  /** Past the close tag of the current open tag. */
  skip(): void {
    if (this.selfClosing) return;
    for (let inside = 1; inside > 0;) {
      const tag = this.next();
      if (tag === END) throw cutOff();
      if (tag === CLOSE) inside--;
      else if (!this.selfClosing) inside++;
    }
  }
}

function asUtf8(part: Uint8Array): Buffer {
  const mark =
    part[0] === 0xff && part[1] === 0xfe ? 'utf-16le' : part[0] === 0xfe && part[1] === 0xff ? 'utf-16be' : undefined;
  if (mark !== undefined) return Buffer.from(new TextDecoder(mark).decode(part), 'utf8');
  return Buffer.from(part.buffer, part.byteOffset, part.byteLength);
}

function cutOff(): Error {
  return damaged('部件内容不完整', 'the content of a part is cut off');
}

const ENTITY = /&(?:#x([0-9A-Fa-f]{1,12})|#([0-9]{1,12})|(amp|lt|gt|quot|apos));/g;
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The five named entities and character references; anything else stays as written. */
function resolveEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(ENTITY, (_whole, hex?: string, decimal?: string, named?: string) => {
    if (named !== undefined) return NAMED[named] ?? '';
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)
      ? '\u{fffd}'
      : String.fromCodePoint(code);
  });
}

const ESCAPE = /_x([0-9A-Fa-f]{4})_/g;

/** Line ends as XML has them, then `_xHHHH_` (ISO/IEC 29500-1, 22.9.2.19), then what no text may hold becomes U+FFFD. */
function clean(text: string): string {
  let cleaned = text;
  if (cleaned.includes('\r')) cleaned = cleaned.replace(/\r\n?/g, '\n');
  if (cleaned.includes('_x'))
    cleaned = cleaned.replace(ESCAPE, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  if (cleaned.includes('\0')) cleaned = cleaned.replaceAll('\0', '\u{fffd}');
  return cleaned.toWellFormed();
}
