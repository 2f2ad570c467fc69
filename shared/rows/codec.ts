import type { Column } from '../schema/column.ts';
import type { StoredFinance } from '../schema/finance.ts';
import type { StoredHousehold } from '../schema/household.ts';
import type { StoredProject } from '../schema/project.ts';
import { tableOf, type TableKind } from '../schema/tables.ts';
import type { StoredTarget } from '../schema/target.ts';
import type { Value } from '../schema/column.ts';

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

const PLACE_FIELDS = ['unit_code', 'town_code', 'village_code'] as const;
/** What is kept beside the columns because a figure needs it. */
const DERIVED_FIELDS: Partial<Record<TableKind, readonly string[]>> = { finance: ['enterprise_code'] };
const TEXT: Column['type'] = { kind: 'text' };

type StoredField = { readonly field: string; readonly type: Column['type'] };
const layouts = new Map<TableKind, readonly StoredField[]>();

/** The fields of a stored row in the order of its encoding: the place codes, the stored columns of the column table, what is derived. */
export function storedFields(kind: TableKind): readonly StoredField[] {
  let fields = layouts.get(kind);
  if (!fields) {
    const columns = tableOf(kind).columns.filter(
      (column) => column.stored !== false && column.field !== 'village_code',
    );
    fields = [
      ...PLACE_FIELDS.map((field) => ({ field, type: TEXT })),
      ...columns.map(({ field, type }) => ({ field, type })),
      ...(DERIVED_FIELDS[kind] ?? []).map((field) => ({ field, type: TEXT })),
    ];
    layouts.set(kind, fields);
  }
  return fields;
}

/** One line of tab-separated values; equal records give equal lines, so that lines are compared to tell unchanged from updated. */
export function encodeRecord(kind: TableKind, record: Readonly<Record<string, Value | undefined>>): string {
  let line = '';
  let first = true;
  for (const { field } of storedFields(kind)) {
    if (first) first = false;
    else line += '\t';
    const value = record[field];
    if (value === null || value === undefined) continue;
    if (typeof value === 'string') line += value.replace(/[\t\n\r]+/g, ' ');
    else if (typeof value === 'boolean') line += value ? '1' : '0';
    else line += typeof value === 'number' ? value : value.join(',');
  }
  return line;
}

/** @throws RangeError when the line is not of this kind's shape: the table holds something that this code did not write */
export function decodeRecord<K extends TableKind>(kind: K, line: string): StoredRecord[K] {
  const fields = storedFields(kind);
  const texts = line.split('\t');
  if (texts.length !== fields.length)
    throw new RangeError(`a stored ${kind} row has ${texts.length} values, expected ${fields.length}`);
  const record: Record<string, Value> = {};
  for (let index = 0; index < fields.length; index++) {
    const { field, type } = fields[index] as StoredField;
    record[field] = decodeValue(type, texts[index] ?? '');
  }
  return record as StoredRecord[K];
}

function decodeValue(type: Column['type'], text: string): Value {
  if (text === '') return null;
  switch (type.kind) {
    case 'int':
    case 'money':
    case 'decimal':
      return Number(text);
    case 'flag':
      return text === '1';
    case 'codes':
      return text.split(',');
    default:
      return text;
  }
}
