import * as z from 'zod';
import type { ColumnType } from '../schema/column.ts';
import { tableOf, type TableKind } from '../schema/tables.ts';
import { ROW_LAYOUTS } from './layouts.ts';

/** Place codes, and what is kept beside the columns. */
const TEXT: ColumnType = { kind: 'text' };

/**
 * What a stored row may hold, from the column table: the shape behind the item codec, for programs that read the table
 * or its exports. A required column is null in rows that were stored before it was added.
 */
export function recordSchema(kind: TableKind): z.ZodObject<Record<string, z.ZodType>> {
  const columns = new Map(tableOf(kind).columns.map((column) => [column.field, column]));
  const layouts = ROW_LAYOUTS[kind];
  return z.strictObject(
    Object.fromEntries(
      layouts.newest.fields.map(({ field }) => {
        const column = columns.get(field);
        const schema = valueSchema(column?.type ?? TEXT);
        return [field, column?.required && layouts.isInAll(field) ? schema : schema.nullable()];
      }),
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
