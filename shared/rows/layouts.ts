import { crc32 } from 'node:zlib';
import {
  FINANCE_LAYOUTS,
  HOUSEHOLD_LAYOUTS,
  IDENTITY_LAYOUTS,
  PROJECT_LAYOUTS,
  TARGET_LAYOUTS,
  type LayoutVersion,
  type StoredType,
} from '../schema/row-layouts.ts';
import type { TableKind } from '../schema/tables.ts';

/** What is kept in pages: the rows of the sheets, and the identities beside household rows. */
export type StoredKind = TableKind | 'identity';

/** How a value is made from its text. A field that the column table no longer has is not read. */
export type Decoding = 'text' | 'number' | 'flag' | 'codes' | 'none';

export type StoredField = { readonly field: string; readonly decoding: Decoding };

/**
 * The order of the values of a line, as one code version sees it. {@link KindLayouts} makes each once, so that rows are
 * in one layout where theirs are the same object.
 */
export type RowLayout = {
  readonly name: string;
  /** The mark of the layout on a page; null for the first layout, whose pages have no mark. */
  readonly mark: string | null;
  readonly fields: readonly StoredField[];
  /** Fields of the newest layout that this one lacks; they are read as null. */
  readonly lacking: readonly string[];
  /**
   * The place of each of its values in the newest layout, -1 for a field that is gone. Null where the newest layout
   * begins with all of them in this order.
   */
  readonly places: readonly number[] | null;
  /** The layout is newer than this code: it has all columns of this code and others behind them. */
  readonly isOpen: boolean;
};

/** A page is in a layout that this code cannot read. Its values are not guessed. */
export class RowLayoutError extends Error {
  override name = 'RowLayoutError';
}

/** The layouts of one kind of rows that a code version knows. */
export class KindLayouts {
  readonly newest: RowLayout;
  readonly #first: RowLayout;
  readonly #byId = new Map<string, RowLayout>();
  readonly #byMark = new Map<string, RowLayout>();

  /** @throws RangeError when a layout goes on from one that does not stand before it */
  constructor(versions: readonly LayoutVersion[]) {
    const newest = versions.at(-1);
    const [first] = versions;
    if (!newest || !first) throw new RangeError('a kind of rows has no layout');
    const target = Object.keys(fieldsOf(newest, versions));
    for (const version of versions) {
      const mark = lineage(version, versions).map(idOf).join(' ');
      const layout = layoutOf(version.name, version === first ? null : mark, fieldsOf(version, versions), target);
      this.#byId.set(idOf(version), layout);
      this.#byMark.set(mark, layout);
    }
    this.#first = this.#byId.get(idOf(first)) as RowLayout;
    this.newest = this.#byId.get(idOf(newest)) as RowLayout;
  }

  /**
   * The layout that a page names, or the nearest known one that it goes on from.
   * @param mark none on a page of the first layout
   * @throws RowLayoutError
   */
  of(mark: string | undefined): RowLayout {
    if (mark === undefined) return this.#first;
    let layout = this.#byMark.get(mark);
    if (!layout) this.#byMark.set(mark, (layout = this.#newer(mark)));
    return layout;
  }

  /** Whether no row lacks it, however old. */
  isInAll(field: string): boolean {
    return [...this.#byId.values()].every(({ lacking }) => !lacking.includes(field));
  }

  #newer(mark: string): RowLayout {
    const [id = '', ...before] = mark.split(' ');
    const same = this.#byId.get(id);
    if (same) return same;
    const [name = ''] = id.split('@', 1);
    const known = before.map((one) => this.#byId.get(one)).find((layout) => layout !== undefined);
    if (known) return { ...known, name, mark, isOpen: true };
    throw new RowLayoutError(
      `rows are stored in layout ${name}, which this code cannot read; it knows none newer than ${this.newest.name}. ` +
        'Deploy the code that wrote them, or judge the files again under this code, the oldest quarter first (uplift reparse)',
    );
  }
}

export type RowLayouts = Readonly<Record<StoredKind, KindLayouts>>;

/** The layouts of this code version. */
export const ROW_LAYOUTS: RowLayouts = {
  household: new KindLayouts(HOUSEHOLD_LAYOUTS),
  project: new KindLayouts(PROJECT_LAYOUTS),
  finance: new KindLayouts(FINANCE_LAYOUTS),
  target: new KindLayouts(TARGET_LAYOUTS),
  identity: new KindLayouts(IDENTITY_LAYOUTS),
};

/** All fields of a layout in their order: those of the layouts that it goes on from, then its own. */
export function fieldsOf(version: LayoutVersion, versions: readonly LayoutVersion[]): LayoutVersion['fields'] {
  const parts = lineage(version, versions).map(({ fields }) => fields);
  return Object.assign({}, ...parts.reverse()) as LayoutVersion['fields'];
}

/** The checksum that a layout of these fields must name. */
export function layoutChecksum(fields: LayoutVersion['fields']): string {
  return crc32(JSON.stringify(Object.entries(fields)))
    .toString(16)
    .padStart(8, '0');
}

/** A layout and those that it goes on from, newest first. */
function lineage(version: LayoutVersion, versions: readonly LayoutVersion[]): LayoutVersion[] {
  if (version.after === undefined) return [version];
  const before = versions.slice(0, versions.indexOf(version)).findLast(({ name }) => name === version.after);
  if (!before)
    throw new RangeError(`layout ${version.name} goes on from ${version.after}, which does not stand before it`);
  return [version, ...lineage(before, versions)];
}

/**
 * Identifies a layout for good. If a layout is taken back and another one gets its name, their fields tell them apart.
 */
function idOf({ name, checksum }: LayoutVersion): string {
  return `${name}@${checksum}`;
}

function layoutOf(
  name: string,
  mark: string | null,
  own: LayoutVersion['fields'],
  newest: readonly string[],
): RowLayout {
  const names = Object.keys(own);
  const places = names.map((field) => newest.indexOf(field));
  return {
    name,
    mark,
    fields: Object.entries(own).map(([field, type]) => ({
      field,
      decoding: newest.includes(field) ? decodingOf(type) : 'none',
    })),
    lacking: newest.filter((field) => !names.includes(field)),
    places: places.every((place, index) => place === index) ? null : places,
    isOpen: false,
  };
}

function decodingOf(type: StoredType): Decoding {
  if (type === 'int' || type === 'money' || type.startsWith('decimal')) return 'number';
  return type === 'flag' || type === 'codes' ? type : 'text';
}
