/**
 * The tags of an XML part, one after the other: what they are called, which attributes they have, and whether they
 * match.
 */
import { damaged, otherKind } from './refusal.ts';
import { asUtf8 } from './xml-encoding.ts';
import { Namespaces, RecentNames } from './xml-namespaces.ts';
import { resolveEntities } from './xml-text.ts';

export type Tag = 0 | 1 | 2;
export const END: Tag = 0;
export const OPEN: Tag = 1;
export const CLOSE: Tag = 2;

const SPACE = 32;
const BANG = 33;
const QUOTE = 34;
const APOSTROPHE = 39;
const MINUS = 45;
const SLASH = 47;
const COLON = 58;
const LESS = 60;
const EQUALS = 61;
const GREATER = 62;
const QUESTION = 63;
const LAST_CAPITAL = 90;
/** What `xmlns` begins with. */
const [X, M, L, N] = [120, 109, 108, 110] as const;
/** What `open` keeps of an element: where its name starts and ends. */
const PLACES = 2;
/** What `found` keeps of an attribute: where its name starts and ends, and where its value does. */
const BOUNDS = 4;
export class XmlTags {
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
  protected tagStart = 0;
  private nameStart = 0;
  private nameEnd = 0;
  /** The attributes of the current open tag, and the next of them to be gone to. */
  private found = new Int32Array(16 * BOUNDS);
  private foundEnd = 0;
  private nextFound = 0;
  protected depth = 0;
  private seen = false;
  /** The names of the open elements, outermost first. */
  private open = new Int32Array(64 * PLACES);
  private readonly namespaces = new Namespaces();
  private readonly elementNames = new RecentNames();
  private readonly attributeNames = new RecentNames();
  protected mainByDefault = false;
  /** Where a prefix of the main namespace was last seen, and how long it is with its colon; 0 before any was. */
  private mainPrefix = 0;
  private mainPrefixLength = 0;
  /** Depths at which elements lie that only wrap alternatives. */
  private readonly wrappers: number[] = [];
  protected readonly vocabulary: Vocabulary;

  /**
   * Takes a part in UTF-8, in UTF-16 with its mark, or in the encoding that it declares. A part that names no namespace
   * at all, as careless programs write it, is taken for the vocabulary that it should have.
   */
  constructor(part: Uint8Array, vocabulary: Vocabulary = '') {
    this.bytes = asUtf8(part);
    this.vocabulary = vocabulary;
  }

  /**
   * Goes to the next tag; text, comments and processing instructions are passed over. Of alternatives (ISO/IEC 29500-3,
   * 7.5) the fallback is read as if it stood there by itself: the readers know no extension.
   * @throws Refused F01 at a document type or entity declaration, where tags do not match, or when the part ends in the
   * middle.
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

  protected nextTag(): Tag {
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
    const opened = open[place]!;
    const length = open[place + 1]! - opened;
    let at = start + length;
    if (bytes[start] !== bytes[opened] || (length > 1 && !this.isSame(start + 1, opened + 1, length - 1)))
      throw unmatched();
    if (bytes[at] !== GREATER) at = this.closeTagEnd(at);
    this.position = at + 1;
    return CLOSE;
  }

  private isSame(one: number, other: number, length: number): boolean {
    const { bytes } = this;
    for (let at = 0; at < length; at++) if (bytes[one + at] !== bytes[other + at]) return false;
    return true;
  }

  /** Blanks may stand before the end of a close tag. */
  private closeTagEnd(from: number): number {
    const { bytes } = this;
    let at = from;
    while (bytes[at]! <= SPACE) at++;
    if (bytes[at] !== GREATER) throw at >= bytes.length ? cutOff() : unmatched();
    return at;
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
      if (bytes[nameStart] === X && this.isDeclaration(nameStart)) declares = true;
    }
    this.foundEnd = kept;
    if (declares) this.declareNamespaces();
    return at;
  }

  /** Unlike `xml:space`, which many texts have. */
  private isDeclaration(at: number): boolean {
    const { bytes } = this;
    return bytes[at + 1] === M && bytes[at + 2] === L && bytes[at + 3] === N;
  }

  protected push(tagStart: number, nameEnd: number): void {
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
    this.mainPrefixLength = 0;
    this.elementNames.forget();
    this.attributeNames.forget();
  }

  private isWrapper(): boolean {
    const name = this.name();
    if (name === 'mc:Choice') this.skip();
    else if (name !== 'mc:AlternateContent' && name !== 'mc:Fallback') return false;
    else if (!this.selfClosing) this.wrappers.push(this.depth - 1);
    return true;
  }

  /** Past a comment, CDATA section or processing instruction that starts at `at`. */
  protected afterSpecial(at: number): number {
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

  /**
   * Name of the current tag as this reader knows it: `row`, `table:table-row`; empty for one of a vocabulary that it
   * does not know.
   */
  name(): string {
    const { bytes, tagStart, nameEnd, elementNames } = this;
    const known = elementNames.find(bytes, tagStart, nameEnd);
    return known ?? elementNames.keep(tagStart, nameEnd, this.namespaces.elementName(this.written(tagStart, nameEnd)));
  }

  private attributeName(): string {
    const { bytes, attributeStart: start, attributeEnd: end, attributeNames } = this;
    const known = attributeNames.find(bytes, start, end);
    return known ?? attributeNames.keep(start, end, this.namespaces.attributeName(this.written(start, end)));
  }

  private written(start: number, end: number): string {
    return this.bytes.toString('latin1', start, end);
  }

  /** Whether the current tag is this one letter of the main vocabulary: cheaper than `name` where cells go by. */
  isLetter(letter: number): boolean {
    return this.nameEnd - this.nameStart === 1 && this.bytes[this.nameStart] === letter && this.isMain();
  }

  /** Whether the current tag is this one of the main vocabulary: the same for names that come with every text. */
  is(name: string): boolean {
    const { bytes, nameStart } = this;
    const { length } = name;
    if (this.nameEnd - nameStart !== length) return false;
    for (let at = 0; at < length; at++) if (bytes[nameStart + at] !== name.charCodeAt(at)) return false;
    return this.isMain();
  }

  private isMain(): boolean {
    const { bytes, tagStart, mainPrefix } = this;
    const length = this.nameStart - tagStart;
    if (length === 0) return this.mainByDefault;
    const isLikely = length === this.mainPrefixLength && bytes[tagStart] === bytes[mainPrefix];
    if (isLikely && (length === 'x:'.length || this.isSame(tagStart, mainPrefix, length))) return true;
    if (!this.namespaces.isMain(this.written(tagStart, this.nameStart - 1))) return false;
    this.mainPrefix = tagStart;
    this.mainPrefixLength = length;
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
   * All attributes of the current open tag that this reader knows, by their names: `ref`, `r:id`, `table:name`.
   * Entities are resolved; attributes of other vocabularies and declarations of namespaces are left out.
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

  /** Past the close tag of the current open tag. */
  skip(): void {
    if (this.selfClosing) return;
    const outer = this.depth - 1;
    while (this.depth > outer) this.nextTag();
  }
}

/**
 * What the names of a part without a prefix are: see `KNOWN` in xml-namespaces.ts. OpenDocument (`office`) always has
 * prefixes.
 */
export type Vocabulary = '' | 'package' | 'custom' | 'office';

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
