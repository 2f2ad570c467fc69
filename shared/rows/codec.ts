import type { Value } from '../schema/column.ts';
import type { StoredFinance } from '../schema/finance.ts';
import type { StoredHousehold } from '../schema/household.ts';
import type { StoredProject } from '../schema/project.ts';
import type { TableKind } from '../schema/tables.ts';
import type { StoredTarget } from '../schema/target.ts';
import { AsciiLine } from './ascii-line.ts';
import type { Decoding, RowLayout, StoredField } from './layouts.ts';

/** The codes that a row's place was resolved to; kept beside its columns. */
export type PlaceCodes = {
  readonly unit_code: string | null;
  readonly town_code: string | null;
  readonly village_code: string | null;
};

/** What the table keeps of a row. */
export type StoredRecord = {
  household: StoredHousehold & PlaceCodes;
  project: StoredProject & PlaceCodes;
  /** `enterprise_code` is the borrower's number where it can only be an enterprise's; a person's is never kept. */
  finance: StoredFinance & PlaceCodes & { readonly enterprise_code: string | null };
  target: StoredTarget & PlaceCodes;
};

/** The values of a row as one text, in the order of a layout. An empty line takes the row out. */
export type StoredLine = { readonly layout: RowLayout; readonly line: string };

/** One line of tab-separated values; equal records give equal lines of a layout. */
export const encodeRecord = (layout: RowLayout, record: Readonly<Record<string, Value | undefined>>): string =>
  encodeValues(layout, (index) => record[layout.fields[index]?.field ?? '']);

/**
 * The same for values that are in no record.
 * @param valueAt the value of a field by its place in the layout; it writes no line itself
 */
export function encodeValues({ fields }: RowLayout, valueAt: (index: number) => Value | undefined): string {
  LINE.begin();
  for (let index = 0; index < fields.length; index++) {
    if (index > 0 && !LINE.separate()) return joined(fields.length, valueAt);
    const value = valueAt(index) ?? null;
    const isWritten = typeof value === 'number' ? LINE.number(value) : LINE.text(encodeValue(value));
    if (!isWritten) return joined(fields.length, valueAt);
  }
  return LINE.done();
}

const LINE = new AsciiLine();

/** A line with a text in other characters, or a very long one. A line that was added up would keep all of its pieces. */
function joined(count: number, valueAt: (index: number) => Value | undefined): string {
  const texts: string[] = [];
  for (let index = 0; index < count; index++) texts.push(encodeValue(valueAt(index) ?? null));
  return texts.join('\t');
}

function encodeValue(value: Value): string {
  if (value === null) return '';
  if (typeof value === 'string') return hasBreaks(value) ? value.replace(/[\t\n\r]+/g, ' ') : value;
  if (typeof value === 'boolean') return value ? '1' : '0';
  return typeof value === 'number' ? String(value) : value.join(',');
}

/** Whether a text has control characters, such as tabs and line breaks. No code and no name has any. */
function hasBreaks(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) < 0x20) return true;
  return false;
}

/**
 * The record of a line in any layout. A value that an older row lacks is null; a value that only a newer row has is
 * passed over.
 * @throws RangeError when the line is not of its layout's shape: the table holds something that no code wrote
 */
export const decodeRecord = <K extends TableKind>(kind: K, row: StoredLine): StoredRecord[K] =>
  decodeValues(kind, row) as StoredRecord[K];

/** The values of a line by field. @throws RangeError */
export function decodeValues(kind: string, { layout, line }: StoredLine): Record<string, Value> {
  const { fields, lacking, isOpen } = layout;
  const texts = line.split('\t');
  if (isOpen ? texts.length <= fields.length : texts.length !== fields.length)
    throw new RangeError(
      `a stored ${kind} row of layout ${layout.name} has ${texts.length} values, expected ${isOpen ? 'more than ' : ''}${fields.length}`,
    );
  const record: Record<string, Value> = {};
  for (let index = 0; index < fields.length; index++) {
    const { field, decoding } = fields[index] as StoredField;
    if (decoding !== 'none') record[field] = decodeValue(decoding, texts[index] ?? '');
  }
  for (const field of lacking) record[field] = null;
  return record;
}

function decodeValue(decoding: Decoding, text: string): Value {
  if (text === '') return null;
  switch (decoding) {
    case 'number':
      return Number(text);
    case 'flag':
      return text === '1';
    case 'codes':
      return text.split(',');
    default:
      return text;
  }
}

/** Whether two rows of one key say the same, each in its own layout: a column that one of them lacks is blank there. */
export function saysTheSame(a: StoredLine, b: StoredLine): boolean {
  if (a.layout === b.layout || a.line === '' || b.line === '') return a.line === b.line;
  return comparable(a) === comparable(b);
}

/**
 * The values in the order of the newest layout, then those that this code does not know, without the blanks at the end.
 */
function comparable({ layout, line }: StoredLine): string {
  const text = layout.places === null ? line : rearranged(line, layout.places, layout.lacking.length);
  let end = text.length;
  while (text.charAt(end - 1) === '\t') end--;
  return text.slice(0, end);
}

function rearranged(line: string, places: readonly number[], lacking: number): string {
  const texts = line.split('\t');
  const known = places.filter((place) => place >= 0).length + lacking;
  const arranged = [...Array.from({ length: known }, () => ''), ...texts.slice(places.length)];
  for (const [index, place] of places.entries()) if (place >= 0) arranged[place] = texts[index] ?? '';
  return arranged.join('\t');
}
