/**
 * A pull scanner over the bytes of an XML part: no tree, no copy, no entity declarations. Bytes are scanned, and only wanted texts become
 * strings, because a part may be hundreds of megabytes of styling.
 */
import { damaged, otherKind } from './refusal.ts';
import { asUtf8 } from './xml-encoding.ts';
import { Namespaces } from './xml-namespaces.ts';
import { cleanText, resolveEntities } from './xml-text.ts';

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
const LAST_CAPITAL = 90;
const BRACKET = 91;
const UNDERSCORE = 95;
/** What `xmlns` begins with. */
const [X, M, L] = [120, 109, 108] as const;
/** A number of so many digits is exact in a double, and so is its quotient by a power of ten: dividing rounds once, as parsing does. */
const EXACT_DIGITS = 15;
const POWERS_OF_TEN = Array.from({ length: EXACT_DIGITS + 1 }, (_, power) => 10 ** power);
/** What `open` keeps of an element: where its name starts and ends. */
const PLACES = 2;
/** What `found` keeps of an attribute: where its name starts and ends, and where its value does. */
const BOUNDS = 4;
/** Names up to this length are looked up without making a text of them. */
const LONGEST_CACHED = 40;

/** A name at a place of the part, and what this reader makes of it. */
type KnownName = { readonly start: number; readonly name: string };

export class XmlScanner {
  readonly bytes: Buffer;
  /** Where the next call goes on. */
  position = 0;
  /** An open tag that is closed at once; no close tag follows. */
  selfClosing = false;
  /** Set by `nextAttribute`: the name as written, with its prefix, and the value. */
  attributeStart = 0;
  attributeEnd = 0;
  valueStart = 0;
  valueEnd = 0;
  private tagStart = 0;
  private nameStart = 0;
  private nameEnd = 0;
  /** The attributes of the current open tag, and the next of them to be gone to. */
  private found = new Int32Array(16 * BOUNDS);
  private foundEnd = 0;
  private nextFound = 0;
  private depth = 0;
  private seen = false;
  /** The names of the open elements, outermost first. */
  private open = new Int32Array(64 * PLACES);
  private readonly namespaces = new Namespaces();
  /** By the length of the name: the last one of that length. */
  private readonly elementNames: (KnownName | undefined)[] = [];
  private readonly attributeNames: (KnownName | undefined)[] = [];
  private mainByDefault = false;
  /** A place where a prefix of the main namespace was last seen. */
  private mainPrefix: { readonly start: number; readonly length: number } | undefined;
  /** Depths at which elements lie that only wrap alternatives. */
  private readonly wrappers: number[] = [];
  private readonly vocabulary: Vocabulary;

  /**
   * Takes a part in UTF-8, in UTF-16 with its mark, or in the encoding that it declares. A part that names no namespace at all, as careless
   * programs write it, is taken for the vocabulary that it should have.
   */
  constructor(part: Uint8Array, vocabulary: Vocabulary = '') {
    this.bytes = asUtf8(part);
    this.vocabulary = vocabulary;
  }

  /**
   * Goes to the next tag; text, comments and processing instructions are passed over. Of alternatives (ISO/IEC 29500-3, 7.5) the fallback is
   * read as if it stood there by itself: the readers know no extension.
   * @throws Refused F01 at a document type or entity declaration, where tags do not match, or when the part ends in the middle.
   */
  next(): Tag {
    const tag = this.nextTag();
    // Wrappers have names with a capital, as no other has that the readers know.
    const isPlain = tag === CLOSE ? this.wrappers.length === 0 : this.bytes[this.nameStart]! > LAST_CAPITAL;
    return isPlain ? tag : this.unwrapped(tag);
  }

  /** The tag, unless it only wraps alternatives: then the next one that does not. */
  private unwrapped(first: Tag): Tag {
    for (let tag = first; ; tag = this.nextTag()) {
      if (tag === CLOSE) {
        if (this.wrappers.at(-1) !== this.depth) return tag;
        this.wrappers.pop();
      } else if (tag === END || !this.isWrapper()) return tag;
    }
  }

  /** Goes to the root. @throws Refused F01 when it is another element. */
  root(name: string): void {
    if (this.next() !== OPEN || this.name() !== name)
      throw damaged('部件内容不是应有的', 'a part holds something else than it should');
  }

  /** Names of the children of the current open tag, the scanner at each in turn; what is left of one unread is passed over. */
  *children(): Generator<string, void> {
    if (this.selfClosing) return;
    while (this.nextChild()) {
      const outside = this.selfClosing ? this.depth : this.depth - 1;
      yield this.name();
      while (this.depth > outside) this.nextTag();
    }
  }

  /**
   * Goes to the next child of an element with a close tag, or past that tag, which is false. The child before must have been read to its end;
   * cheaper than `children`.
   */
  nextChild(): boolean {
    return this.next() === OPEN;
  }

  private nextTag(): Tag {
    const { bytes } = this;
    const end = bytes.length;
    if (this.namespaces.innermost > this.depth) this.leaveNamespaces();
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
    const { bytes, open } = this;
    if (this.depth === 0) throw unmatched();
    const place = --this.depth * PLACES;
    const openedAt = open[place]!;
    const length = open[place + 1]! - openedAt;
    for (let at = 0; at < length; at++) if (bytes[start + at] !== bytes[openedAt + at]) throw unmatched();
    let at = start + length;
    while (bytes[at]! <= SPACE) at++;
    if (bytes[at] !== GREATER) throw at >= bytes.length ? cutOff() : unmatched();
    this.position = at + 1;
    return CLOSE;
  }

  private openTag(start: number): Tag {
    const { bytes } = this;
    const end = bytes.length;
    let at = start;
    let byte = 0;
    let nameStart = start;
    for (; at < end; at++) {
      byte = bytes[at]!;
      if (byte <= SPACE || byte === GREATER || byte === SLASH) break;
      if (byte === COLON) nameStart = at + 1;
    }
    this.tagStart = start;
    this.nameStart = nameStart;
    this.nameEnd = at;
    this.foundEnd = 0;
    this.nextFound = 0;
    if (byte !== GREATER) at = this.findAttributes(at);
    if (at >= end) throw cutOff();
    this.selfClosing = bytes[at - 1] === SLASH;
    this.position = at + 1;
    if (!this.seen) this.assumeNamespace();
    if (!this.selfClosing) this.push(start, this.nameEnd);
    return OPEN;
  }

  /** Goes through the attributes of an open tag; the place of its last character. */
  private findAttributes(from: number): number {
    const { bytes } = this;
    const end = bytes.length;
    let { found } = this;
    let kept = 0;
    let declares = false;
    let at = from;
    for (;;) {
      let byte = bytes[at]!;
      while (byte <= SPACE || byte === SLASH) byte = bytes[++at]!;
      if (byte === GREATER) break;
      const nameStart = at;
      while (byte > SPACE && byte !== EQUALS) byte = bytes[++at]!;
      const nameEnd = at;
      while (byte <= SPACE) byte = bytes[++at]!;
      if (byte === EQUALS) byte = bytes[++at]!;
      else throw at >= end ? cutOff() : malformed();
      while (byte <= SPACE) byte = bytes[++at]!;
      if (byte !== QUOTE && byte !== APOSTROPHE) throw at >= end ? cutOff() : malformed();
      const valueStart = ++at;
      while (at < end && bytes[at] !== byte) at++;
      if (at >= end) throw cutOff();
      if (kept === found.length) found = this.found = doubled(found);
      found[kept] = nameStart;
      found[kept + 1] = nameEnd;
      found[kept + 2] = valueStart;
      found[kept + 3] = at++;
      kept += BOUNDS;
      if (bytes[nameStart] === X && bytes[nameStart + 1] === M && bytes[nameStart + 2] === L) declares = true;
    }
    this.foundEnd = kept;
    if (declares) this.declareNamespaces();
    return at;
  }

  private push(tagStart: number, nameEnd: number): void {
    const place = this.depth++ * PLACES;
    if (place >= this.open.length) this.open = doubled(this.open);
    this.open[place] = tagStart;
    this.open[place + 1] = nameEnd;
  }

  private declareNamespaces(): void {
    const { bytes } = this;
    while (this.nextAttribute()) {
      const name = bytes.toString('latin1', this.attributeStart, this.attributeEnd);
      if (name !== 'xmlns' && !name.startsWith('xmlns:')) continue;
      const uri = bytes.toString('latin1', this.valueStart, this.valueEnd).trim();
      this.namespaces.declare(name.slice(6), uri, this.depth + 1);
    }
    this.nextFound = 0;
    this.namespacesChanged();
  }

  private assumeNamespace(): void {
    this.seen = true;
    if (this.nameStart !== this.tagStart || this.namespaces.isDeclared('')) return;
    this.namespaces.assume(this.vocabulary);
    this.namespacesChanged();
  }

  private leaveNamespaces(): void {
    this.namespaces.leave(this.depth);
    this.namespacesChanged();
  }

  private namespacesChanged(): void {
    this.mainByDefault = this.namespaces.isMain('');
    this.mainPrefix = undefined;
    this.elementNames.length = 0;
    this.attributeNames.length = 0;
  }

  private isWrapper(): boolean {
    const name = this.name();
    if (name === 'mc:Choice') this.skip();
    else if (name !== 'mc:AlternateContent' && name !== 'mc:Fallback') return false;
    else if (!this.selfClosing) this.wrappers.push(this.depth - 1);
    return true;
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

  /** Name of the current tag as this reader knows it: `row`, `table:table-row`; empty for one of a vocabulary that it does not know. */
  name(): string {
    const { tagStart, nameEnd, elementNames } = this;
    return (
      this.knownName(elementNames, tagStart, nameEnd) ??
      remembered(elementNames, tagStart, nameEnd, this.namespaces.elementName(this.written(tagStart, nameEnd)))
    );
  }

  private attributeName(): string {
    const { attributeStart, attributeEnd, attributeNames } = this;
    return (
      this.knownName(attributeNames, attributeStart, attributeEnd) ??
      remembered(
        attributeNames,
        attributeStart,
        attributeEnd,
        this.namespaces.attributeName(this.written(attributeStart, attributeEnd)),
      )
    );
  }

  private written(start: number, end: number): string {
    return this.bytes.toString('latin1', start, end);
  }

  /** The same names come again and again: the last of the same length is most likely the same. */
  private knownName(names: readonly (KnownName | undefined)[], start: number, end: number): string | undefined {
    const { bytes } = this;
    const known = names[end - start];
    if (known === undefined) return undefined;
    for (let at = start, before = known.start; at < end; at++, before++)
      if (bytes[at] !== bytes[before]) return undefined;
    return known.name;
  }

  /** Whether the current tag is this one letter of the main vocabulary: cheaper than `name` where cells go by. */
  isLetter(letter: number): boolean {
    return this.nameEnd - this.nameStart === 1 && this.bytes[this.nameStart] === letter && this.isMain();
  }

  private isMain(): boolean {
    if (this.nameStart === this.tagStart) return this.mainByDefault;
    const { bytes, tagStart, mainPrefix } = this;
    const length = this.nameStart - tagStart;
    if (mainPrefix !== undefined && mainPrefix.length === length) {
      let at = 0;
      while (at < length && bytes[mainPrefix.start + at] === bytes[tagStart + at]) at++;
      if (at === length) return true;
    }
    if (!this.namespaces.isMain(bytes.toString('latin1', tagStart, this.nameStart - 1))) return false;
    this.mainPrefix = { start: tagStart, length };
    return true;
  }

  /** Goes to the next attribute of the current open tag; false when there is none left. */
  nextAttribute(): boolean {
    const { found, nextFound } = this;
    if (nextFound >= this.foundEnd) return false;
    this.attributeStart = found[nextFound]!;
    this.attributeEnd = found[nextFound + 1]!;
    this.valueStart = found[nextFound + 2]!;
    this.valueEnd = found[nextFound + 3]!;
    this.nextFound = nextFound + BOUNDS;
    return true;
  }

  /**
   * All attributes of the current open tag that this reader knows, by their names: `ref`, `r:id`, `table:name`. Entities are resolved;
   * attributes of other vocabularies and declarations of namespaces are left out.
   */
  attributes(): Map<string, string> {
    const found = new Map<string, string>();
    while (this.nextAttribute()) {
      const name = this.attributeName();
      if (name === '') continue;
      found.set(name, resolveEntities(this.bytes.toString('utf8', this.valueStart, this.valueEnd)));
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
    const outer = this.depth - 1;
    while (this.depth > outer) this.nextTag();
  }
}

/** What the names of a part without a prefix are: see `KNOWN` in xml-namespaces.ts. OpenDocument (`office`) always has prefixes. */
export type Vocabulary = '' | 'package' | 'custom' | 'office';

function remembered(names: (KnownName | undefined)[], start: number, end: number, name: string): string {
  if (end - start <= LONGEST_CACHED) names[end - start] = { start, name };
  return name;
}

function doubled(numbers: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const more = new Int32Array(numbers.length * 2);
  more.set(numbers);
  return more;
}

function malformed(): Error {
  return damaged('属性格式有误', 'malformed attribute');
}

function cutOff(): Error {
  return damaged('部件内容不完整', 'the content of a part is cut off');
}

function unmatched(): Error {
  return damaged('部件内容前后不配对', 'the tags of a part do not match');
}
