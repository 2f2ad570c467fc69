import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Value } from '../../shared/schema/column.ts';
import { decodeRecord, encodeRecord, storedFields } from '../../shared/rows/codec.ts';
import { recordSchema } from '../../shared/rows/row-schema.ts';
import type { ColumnType } from '../../shared/schema/column.ts';
import { TABLES } from '../../shared/schema/tables.ts';

const text = fc.string({ unit: 'grapheme', minLength: 1 }).filter((value) => !/[\t\r\n]/.test(value));

function valueOf(type: ColumnType): fc.Arbitrary<Value> {
  switch (type.kind) {
    case 'int':
    case 'money':
    case 'decimal':
      return fc.integer();
    case 'flag':
      return fc.boolean();
    case 'code':
      return fc.constantFrom(...type.list.map((entry) => entry.code));
    case 'codes':
      return fc.subarray(
        type.list.map((entry) => entry.code),
        { minLength: 1 },
      );
    case 'date':
      return fc
        .date({ min: new Date('1970-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
        .map((date) => date.toISOString().slice(0, 10));
    default:
      return text;
  }
}

describe.each(TABLES)('a stored row of $title', ({ kind }) => {
  const required = new Set(
    TABLES.find((table) => table.kind === kind)
      ?.columns.filter((column) => column.required)
      .map((column) => column.field),
  );
  const record = fc.record(
    Object.fromEntries(
      storedFields(kind).map(({ field, type }) => [
        field,
        required.has(field) ? valueOf(type) : fc.option(valueOf(type)),
      ]),
    ),
  );

  it('comes back from its line as it was, and fits the schema of its columns', () => {
    fc.assert(
      fc.property(record, (row) => {
        const decoded = decodeRecord(kind, encodeRecord(kind, row));
        expect(decoded).toEqual(row);
        expect(recordSchema(kind).safeParse(decoded).error).toBeUndefined();
      }),
    );
  });

  it('is one line without tabs in its values, whatever a clerk typed', () => {
    const hostile = Object.fromEntries(storedFields(kind).map(({ field }) => [field, 'a\tb\r\nc']));
    expect(encodeRecord(kind, hostile).split('\t')).toHaveLength(storedFields(kind).length);
    expect(encodeRecord(kind, hostile)).not.toMatch(/[\r\n]/);
  });

  it('keeps no personal value', () => {
    const personal =
      TABLES.find((table) => table.kind === kind)
        ?.columns.filter((column) => column.personal)
        .map((column) => column.field) ?? [];
    expect(storedFields(kind).filter(({ field }) => personal.includes(field))).toEqual([]);
  });

  it('of another shape is a fault and not a guess', () => {
    expect(() => decodeRecord(kind, 'one\ttwo')).toThrow(RangeError);
  });
});
