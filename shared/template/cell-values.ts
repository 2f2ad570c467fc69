import type { Column, Value } from '../schema/column.ts';
import type { CellValue } from '../sheet/sheet-spec.ts';

/** The choices of a yes-or-no column. */
export const YES_NO = ['是', '否'] as const;

/** Days since 1899-12-30, as a spreadsheet keeps a date. */
export const serialOf = (date: string): number =>
  (Date.parse(`${date}T00:00:00Z`) - Date.UTC(1899, 11, 30)) / 86_400_000;

/** A value of a record as a clerk writes it, in the unit of the column. */
export function cellValueOf({ type }: Column, value: Value | undefined): CellValue {
  if (value === null || value === undefined) return null;
  const label = (code: string): string =>
    ('list' in type ? type.list.find((entry) => entry.code === code)?.zh : undefined) ?? code;
  switch (type.kind) {
    case 'money':
      return Number(value) / (type.unit === '元' ? 100 : 1_000_000);
    case 'decimal':
      return Number(value) / 10 ** type.scale;
    case 'int':
      return Number(value);
    case 'flag':
      return YES_NO[value === true ? 0 : 1];
    case 'code':
      return label(String(value));
    case 'codes':
      return (value as readonly string[]).map(label).join('、');
    case 'date':
      return serialOf(String(value));
    default:
      return String(value);
  }
}
