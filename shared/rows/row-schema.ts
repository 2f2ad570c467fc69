import { z } from 'zod';
import type { ColumnType } from '../schema/column.ts';
import { tableOf, type TableKind } from '../schema/tables.ts';
import { storedFields } from './codec.ts';

/** What a stored row may hold, from the column table: the shape behind the item codec, for programs that read the table or its exports. */
export function recordSchema(kind: TableKind): z.ZodObject<Record<string, z.ZodType>> {
  const required = new Set(
    tableOf(kind)
      .columns.filter((column) => column.required)
      .map((column) => column.field),
  );
  return z.strictObject(
    Object.fromEntries(
      storedFields(kind).map(({ field, type }) => [
        field,
        required.has(field) ? valueSchema(type) : valueSchema(type).nullable(),
      ]),
    ),
  );
}

function valueSchema(type: ColumnType): z.ZodType {
  switch (type.kind) {
    case 'int':
    case 'decimal':
      return z.int();
    case 'money':
      return z.int().describe('fen');
    case 'flag':
      return z.boolean();
    case 'date':
      return z.iso.date();
    case 'code':
      return z.enum(type.list.map((entry) => entry.code));
    case 'codes':
      return z.array(z.enum(type.list.map((entry) => entry.code))).min(1);
    default:
      return z.string().min(1);
  }
}
