/**
 * Cells and values as a person reads them, in findings and in repairs.
 */
import { maskNumbers } from '../parse/long-numbers.ts';
import type { Value } from '../schema/column.ts';
import { yuan } from '../rules/money.ts';
import type { Column } from '../schema/column.ts';
import type { Cell } from '../sheet/grid.ts';

const LONGEST_SHOWN = 40;

/** The cell as a person would read it, cut where it is long. */
export function showCell(cell: Cell): string {
  if (cell === null) return '';
  const text =
    typeof cell === 'object' ? (cell.broken === 'formula' ? '公式无结果' : cell.broken) : String(cell).trim();
  // Numbers are masked before the cut, which might leave most of one.
  return text.length > LONGEST_SHOWN ? `${maskNumbers(text).slice(0, LONGEST_SHOWN)}…` : text;
}

/** A value as the standard sheet would have it: labels for codes, 是 and 否, amounts in yuan. */
export function showValue(column: Column, value: Value): string {
  if (value === null) return '';
  const { type } = column;
  switch (type.kind) {
    case 'code':
    case 'codes': {
      const label = (code: string): string => type.list.find((entry) => entry.code === code)?.zh ?? code;
      return (Array.isArray(value) ? (value as readonly string[]) : [String(value)]).map(label).join('、');
    }
    case 'flag':
      return value === true ? '是' : '否';
    case 'money':
      return yuan(Number(value));
    case 'decimal':
      return decimal(Number(value), type.scale);
    default:
      return String(value);
  }
}

/** 125 at scale 1 is 12.5, exactly. */
function decimal(value: number, scale: number): string {
  const digits = String(value).padStart(scale + 1, '0');
  const fraction = digits.slice(-scale).replace(/0+$/, '');
  return fraction === '' ? digits.slice(0, -scale) : `${digits.slice(0, -scale)}.${fraction}`;
}
