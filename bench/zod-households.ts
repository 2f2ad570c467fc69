/**
 * The peer: csv-parse makes a record of each line, a zod object checks it. Field by field it accepts what a clean file
 * holds and refuses what our readers of cells and our rules about one column refuse; it compares no columns, resolves
 * no place and reads no second notation.
 */
import { parse } from 'csv-parse/sync';
import * as z from 'zod';
import { identityIsSound } from '../shared/rules/numbers.ts';
import type { Column } from '../shared/schema/column.ts';

const NUMBER = /^-?\d{1,13}(?:\.\d{1,2})?$/;
const optional = (schema: z.ZodType): z.ZodType => z.union([z.literal('').transform(() => null), schema]);

/** The check of one column. */
function schemaOf({ type, required, field, range }: Column): z.ZodType {
  const own = ((): z.ZodType => {
    switch (type.kind) {
      case 'money': {
        const amount = z
          .string()
          .regex(NUMBER)
          .transform((text) => Math.round(Number(text) * 100));
        return range === undefined ? amount.refine((fen) => fen >= 0) : amount;
      }
      case 'int':
        return z
          .string()
          .regex(/^\d{1,6}$/)
          .transform(Number)
          .refine((count) => field !== 'household_size' || (count >= 1 && count <= 15));
      case 'decimal':
        return z
          .string()
          .regex(/^\d{1,6}(?:\.\d)?$/)
          .transform((text) => Math.round(Number(text) * 10));
      case 'code': {
        const codes = new Map(type.list.map(({ zh, code }) => [zh as string, code]));
        return z.enum([...codes.keys()] as [string, ...string[]]).transform((label) => codes.get(label));
      }
      case 'codes': {
        const codes = new Map(type.list.map(({ zh, code }) => [zh as string, code]));
        return z
          .string()
          .transform((text) => text.split('、').map((label) => codes.get(label)))
          .refine((all) => all.every((code) => code !== undefined));
      }
      case 'flag':
        return z.enum(['是', '否']).transform((word) => word === '是');
      case 'date':
        return z.iso.date();
      case 'period':
        return z.string().regex(/^20\d\dQ[1-4]$/);
      case 'household_no':
        return z.string().regex(/^\d{16}$/);
      case 'village_code':
        return z.string().regex(/^\d{12}$/);
      case 'id_no':
        return z
          .string()
          .regex(/^(?:[\dX]{18}|.{20}|.{22})$/)
          .refine((number) => identityIsSound(number.slice(0, 18)));
      default:
        return textSchema(field);
    }
  })();
  return required === true ? own : optional(own);
}

function textSchema(field: string): z.ZodType {
  if (field === 'head_name') return z.string().regex(/^[\p{Script=Han}·]{2,50}$/u);
  if (field === 'phone') return z.string().regex(/^(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8})$/);
  return z.string().min(1);
}

/** What a reader accepts, and how much it found wrong in what it refuses. */
export type Accepted = { readonly accepted: object[]; readonly issues: number };

/** Makes a reader that gives the accepted records of a CSV with exactly these columns. */
export function zodReader(columns: readonly Column[]): (bytes: Buffer) => Accepted {
  const check = zodChecker(columns);
  const fields = columns.map(({ field }) => field);
  return (bytes) => check(parse(bytes, { columns: fields, from_line: 2, relax_column_count: true }) as object[]);
}

/** Makes a check of records of texts, one field for each column. */
export function zodChecker(columns: readonly Column[]): (records: Iterable<object>) => Accepted {
  const schema = z.object(Object.fromEntries(columns.map((column) => [column.field, schemaOf(column)])));
  return (records) => {
    const accepted: object[] = [];
    let issues = 0;
    for (const record of records) {
      const { success, data, error } = schema.safeParse(record);
      if (success) accepted.push(data);
      else issues += error.issues.length;
    }
    return { accepted, issues };
  };
}
