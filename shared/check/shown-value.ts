/**
 * Cells and values as a person reads them, in findings and in repairs.
 */
import { maskNumbers } from '../parse/long-numbers.ts';
import type { Value } from '../schema/column.ts';
import { yuan } from '../rules/money.ts';
import type { Column } from '../schema/column.ts';
import { shownText } from '../parse/shown-cell.ts';
import type { Cell, Sheet } from '../sheet/grid.ts';
import { cellAt } from '../sheet/text-cells.ts';

const LONGEST_SHOWN = 40;
/** What is masked of a longer text: no number that begins among the shown characters is longer than the rest. */
const MASKED = 10 * LONGEST_SHOWN;

/** The cell at a zero-based place as the sheet shows it, cut where it is long. */
export function showCell(sheet: Sheet, row: number, index: number): string {
  const text = textOf(cellAt(sheet, row, index), sheet, row, index);
  // Numbers are masked before the cut, which might leave most of one.
  return text.length > LONGEST_SHOWN ? `${maskNumbers(text.slice(0, MASKED)).slice(0, LONGEST_SHOWN)}…` : text;
}

function textOf(cell: Cell, sheet: Sheet, row: number, index: number): string {
  if (cell === null) return '';
  if (typeof cell === 'object') return cell.broken === 'formula' ? '公式无结果' : cell.broken;
  if (typeof cell === 'number' && sheet.formats) return shownText(cell, sheet.formats.at(row, index), sheet.date1904);
  return String(cell).trim();
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
