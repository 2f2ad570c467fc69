/**
 * Which vocabulary a name of an XML part belongs to (Namespaces in XML 1.0). Extensions use the same local names for
 * other things, so a name counts only with its namespace.
 */
import { damaged } from './refusal.ts';

const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006';
/** The strict variant of ISO/IEC 29500 has namespaces of its own for the same vocabulary. */
const STRICT = 'http://purl.oclc.org/ooxml';
const OPEN_DOCUMENT = 'urn:oasis:names:tc:opendocument:xmlns';

/**
 * The namespaces that the readers know, with the prefix under which they know them. Names of a spreadsheet part have
 * none.
 */
const KNOWN: ReadonlyMap<string, string> = new Map([
  ['http://schemas.openxmlformats.org/spreadsheetml/2006/main', ''],
  [`${STRICT}/spreadsheetml/main`, ''],
  [`${OFFICE}/relationships`, 'r'],
  [`${STRICT}/officeDocument/relationships`, 'r'],
  ['http://schemas.openxmlformats.org/package/2006/relationships', 'package'],
  [`${OFFICE}/custom-properties`, 'custom'],
  [`${STRICT}/officeDocument/customProperties`, 'custom'],
  [`${OFFICE}/docPropsVTypes`, 'vt'],
  [`${STRICT}/officeDocument/docPropsVTypes`, 'vt'],
  ['http://schemas.openxmlformats.org/markup-compatibility/2006', 'mc'],
  [`${OPEN_DOCUMENT}:office:1.0`, 'office'],
  [`${OPEN_DOCUMENT}:table:1.0`, 'table'],
  [`${OPEN_DOCUMENT}:text:1.0`, 'text'],
  [`${OPEN_DOCUMENT}:style:1.0`, 'style'],
  [`${OPEN_DOCUMENT}:datastyle:1.0`, 'number'],
  ['urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0', 'calcext'],
]);

const UNKNOWN = '?';
/** No honest part declares more at one place. */
const MOST_DECLARATIONS = 10_000;
/** Names up to this length are found again without making a text of them. */
const LONGEST_RECENT = 40;

/** The declarations that hold at one place of a part. */
export class Namespaces {
  /** How deep the innermost element lies that declares anything. */
  innermost = 0;
  private readonly bindings = new Map<string, string[]>();
  private readonly declared: { readonly prefix: string; readonly depth: number }[] = [];

  /** Notes what an element at a depth declares: a prefix, or the default as an empty one. */
  declare(prefix: string, uri: string, depth: number): void {
    if (this.declared.length >= MOST_DECLARATIONS) throw damaged('命名空间声明过多', 'too many namespace declarations');
    const known = KNOWN.get(uri) ?? UNKNOWN;
    const bound = this.bindings.get(prefix);
    if (bound === undefined) this.bindings.set(prefix, [known]);
    else bound.push(known);
    this.declared.push({ prefix, depth });
    this.innermost = depth;
  }

  /** Takes names without a prefix for a vocabulary, as if the root declared it. */
  assume(vocabulary: string): void {
    this.bindings.set('', [vocabulary]);
  }

  /** Drops what elements deeper than this have declared. */
  leave(depth: number): void {
    const { declared } = this;
    for (let last = declared.at(-1); last !== undefined && last.depth > depth; last = declared.at(-1)) {
      const bound = this.bindings.get(last.prefix);
      bound?.pop();
      if (bound?.length === 0) this.bindings.delete(last.prefix);
      declared.pop();
    }
    this.innermost = declared.at(-1)?.depth ?? 0;
  }

  /**
   * Name of an element under the prefix of this reader, as in `row` or `table:table-row`; empty for one of another
   * vocabulary.
   */
  elementName(written: string): string {
    const colon = written.indexOf(':');
    const prefix = this.prefixOf(colon < 0 ? '' : written.slice(0, colon));
    if (prefix === UNKNOWN) return '';
    const local = written.slice(colon + 1);
    return prefix === '' ? local : `${prefix}:${local}`;
  }

  /** The same of an attribute, which without a prefix is in no namespace and belongs to its element. */
  attributeName(written: string): string {
    const colon = written.indexOf(':');
    if (colon < 0) return written === 'xmlns' ? '' : written;
    const prefix = this.prefixOf(written.slice(0, colon));
    return prefix === UNKNOWN || prefix === '' ? '' : `${prefix}:${written.slice(colon + 1)}`;
  }

  /** Whether a prefix, or the default, has been declared. */
  isDeclared(prefix: string): boolean {
    return this.bindings.has(prefix);
  }

  /** Whether names under a prefix, or without one, are those of a spreadsheet part. */
  isMain(prefix: string): boolean {
    return this.prefixOf(prefix) === '';
  }

  private prefixOf(written: string): string {
    return this.bindings.get(written)?.at(-1) ?? UNKNOWN;
  }
}

/** The last name of each length, as a place of the part where it was written: the same names come again and again. */
export class RecentNames {
  private readonly names: ({ readonly start: number; readonly name: string } | undefined)[] = [];

  /** What was made of the name that is written from one place to another; undefined when it is not one of the last. */
  find(bytes: Uint8Array, start: number, end: number): string | undefined {
    const recent = this.names[end - start];
    if (recent === undefined) return undefined;
    for (let at = start, before = recent.start; at < end; at++, before++)
      if (bytes[at] !== bytes[before]) return undefined;
    return recent.name;
  }

  keep(start: number, end: number, name: string): string {
    if (end - start <= LONGEST_RECENT) this.names[end - start] = { start, name };
    return name;
  }

  forget(): void {
    this.names.length = 0;
  }
}
