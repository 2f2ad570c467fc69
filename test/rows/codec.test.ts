import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Value } from '../../shared/schema/column.ts';
import { decodeRecord, encodeRecord } from '../../shared/rows/codec.ts';
import { ROW_LAYOUTS } from '../../shared/rows/layouts.ts';
import { recordSchema } from '../../shared/rows/row-schema.ts';
import type { ColumnType } from '../../shared/schema/column.ts';
import { TABLES } from '../../shared/schema/tables.ts';
import { character } from '../any-text.ts';

const text = fc.string({ unit: character, minLength: 1 }).filter((value) => !/[\t\r\n]/.test(value));

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

describe.each(TABLES)('a stored row of $title', ({ kind, columns }) => {
  const layout = ROW_LAYOUTS[kind].newest;
  const record = fc.record(
    Object.fromEntries(
      layout.fields.map(({ field }) => {
        const { type, required = false } = columns.find((column) => column.field === field) ?? {
          type: { kind: 'text' },
        };
        return [field, required ? valueOf(type) : fc.option(valueOf(type))];
      }),
    ),
  );

  it('comes back from its line as it was, and fits the schema of its columns', () => {
    fc.assert(
      fc.property(record, (row) => {
        const decoded = decodeRecord(kind, { layout, line: encodeRecord(layout, row) });
        expect(decoded).toEqual(row);
        expect(recordSchema(kind).safeParse(decoded).error).toBeUndefined();
      }),
    );
  });

  it('is one line without tabs in its values, whatever a clerk typed', () => {
    const hostile = Object.fromEntries(layout.fields.map(({ field }) => [field, 'a\tb\r\nc']));
    expect(encodeRecord(layout, hostile).split('\t')).toHaveLength(layout.fields.length);
    expect(encodeRecord(layout, hostile)).not.toMatch(/[\r\n]/);
  });

  it('is its values with tabs between them, whatever their characters and their length', () => {
    const odd = fc.oneof(
      fc.integer(),
      fc.maxSafeInteger(),
      fc.double({ noNaN: true }),
      fc.boolean(),
      text,
      fc.string({ unit: 'grapheme-ascii' }).filter((value) => !/[\t\r\n]/.test(value)),
      fc.constantFrom(null, -0, 2 ** 31, '', '0'.repeat(4_095), '0'.repeat(5_000)),
    );
    const written = (value: Value): string =>
      typeof value === 'boolean' ? String(Number(value)) : String(value ?? '');
    fc.assert(
      fc.property(fc.array(odd, { minLength: layout.fields.length, maxLength: layout.fields.length }), (values) => {
        const row = Object.fromEntries(layout.fields.map(({ field }, at) => [field, values[at] ?? null]));
        expect(encodeRecord(layout, row)).toBe(values.map(written).join('\t'));
      }),
    );
  });

  it('keeps no personal value', () => {
    const personal = columns.filter((column) => column.personal).map(({ field }) => field);
    expect(layout.fields.filter(({ field }) => personal.includes(field))).toEqual([]);
  });

  it('of another shape is a fault and not a guess', () => {
    expect(() => decodeRecord(kind, { layout, line: 'one\ttwo' })).toThrow(RangeError);
  });
});
