/**
 * Which vocabulary a name of an XML part belongs to (Namespaces in XML 1.0). Extensions use the same local names for other things, so a
 * name counts only with its namespace.
 */
import { damaged } from './refusal.ts';

const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006';
/** The strict variant of ISO/IEC 29500 has namespaces of its own for the same vocabulary. */
const STRICT = 'http://purl.oclc.org/ooxml';
const OPEN_DOCUMENT = 'urn:oasis:names:tc:opendocument:xmlns';

/** The namespaces that the readers know, with the prefix under which they know them. Names of a spreadsheet part have none. */
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

/** No honest part declares more at one place. */
const MOST_DECLARATIONS = 10_000;
const MOST_CACHED = 2_000;

/** The declarations that hold at one place of a part. */
export class Namespaces {
  /** How deep the innermost element lies that declares anything. */
  innermost = 0;
  private readonly bindings = new Map<string, string[]>();
  private readonly declared: { readonly prefix: string; readonly depth: number }[] = [];
  private readonly elements = new Map<string, string>();
  private readonly attributes = new Map<string, string>();

  /** Notes what an element at a depth declares: a prefix, or the default as an empty one. */
  declare(prefix: string, uri: string, depth: number): void {
    if (this.declared.length >= MOST_DECLARATIONS) throw damaged('命名空间声明过多', 'too many namespace declarations');
    const known = KNOWN.get(uri) ?? UNKNOWN;
    const bound = this.bindings.get(prefix);
    if (bound === undefined) this.bindings.set(prefix, [known]);
    else bound.push(known);
    this.declared.push({ prefix, depth });
    this.innermost = depth;
    this.forget();
  }

  /** Takes names without a prefix for a vocabulary, as if the root declared it. */
  assume(vocabulary: string): void {
    this.bindings.set('', [vocabulary]);
    this.forget();
  }

  /** Drops what elements deeper than this have declared. */
  leave(depth: number): void {
    const { declared } = this;
    for (let last = declared.at(-1); last !== undefined && last.depth > depth; last = declared.at(-1)) {
      this.bindings.get(last.prefix)?.pop();
      declared.pop();
    }
    this.innermost = declared.at(-1)?.depth ?? 0;
    this.forget();
  }

  /** Name of an element under the prefix of this reader, as in `row` or `table:table-row`; empty for one of another vocabulary. */
  elementName(written: string): string {
    const known = this.elements.get(written);
    if (known !== undefined) return known;
    const colon = written.indexOf(':');
    const name = qualified(this.prefixOf(colon < 0 ? '' : written.slice(0, colon)), written.slice(colon + 1));
    return remembered(this.elements, written, name);
  }

  /** The same of an attribute, which without a prefix is in no namespace and belongs to its element. */
  attributeName(written: string): string {
    const known = this.attributes.get(written);
    if (known !== undefined) return known;
    const colon = written.indexOf(':');
    const prefix = colon < 0 ? '' : this.prefixOf(written.slice(0, colon));
    const name =
      colon < 0
        ? written === 'xmlns'
          ? ''
          : written
        : prefix === ''
          ? ''
          : qualified(prefix, written.slice(colon + 1));
    return remembered(this.attributes, written, name);
  }

  /** Whether a prefix, or the default, has been declared. */
  isDeclared(prefix: string): boolean {
    return (this.bindings.get(prefix)?.length ?? 0) > 0;
  }

  /** Whether names under a prefix, or without one, are those of a spreadsheet part. */
  isMain(prefix: string): boolean {
    return this.prefixOf(prefix) === '';
  }

  private prefixOf(written: string): string {
    return this.bindings.get(written)?.at(-1) ?? UNKNOWN;
  }

  private forget(): void {
    this.elements.clear();
    this.attributes.clear();
  }
}

const UNKNOWN = '?';

function qualified(prefix: string, local: string): string {
  if (prefix === UNKNOWN) return '';
  return prefix === '' ? local : `${prefix}:${local}`;
}

function remembered(names: Map<string, string>, written: string, name: string): string {
  if (names.size >= MOST_CACHED) names.clear();
  names.set(written, name);
  return name;
}
