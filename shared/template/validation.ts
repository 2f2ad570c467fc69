/** What Excel checks while a clerk fills in a column. */
import type { City } from '../city/city.ts';
import type { Column } from '../schema/column.ts';
import { daysIn, numberRange } from '../schema/range.ts';
import type { TableDefinition } from '../schema/tables.ts';
import type { Merge } from '../sheet/grid.ts';
import { cellReference, columnLetters } from '../sheet/reference.ts';
import type { Validation } from '../sheet/sheet-spec.ts';
import { serialOf } from './cell-values.ts';
import { reactionOf } from './column-rules.ts';
import { choicesOf, decimalsOf, formOf } from './column-text.ts';
import type { DropDowns } from './drop-downs.ts';

type Check = Validation['rule'];

/** The days that a report can be about; the reader takes no other numbers for days. */
const FIRST_DAY = '2000-01-01';
const LAST_DAY = '2099-12-31';
const ANY_DAY = { first: null, last: null };

/**
 * Fewest and most characters of the numbers that must stay text. A disability certificate has 20 or 22 characters, an
 * old registration number of an enterprise 15.
 */
const LENGTHS = { household_no: [16, 16], id_no: [18, 22], village_code: [12, 12], credit_code: [15, 18] } as const;

/** The validation of one column; null for a column of free text. */
export function validationOf(
  table: TableDefinition,
  column: Column,
  range: Merge,
  dropDowns: DropDowns,
): Validation | null {
  const source = dropDowns.sourceOf(table, column);
  const rule: Check | null = source === null ? checkOf(table, column, range, dropDowns.city) : { kind: 'list', source };
  if (rule === null) return null;
  const { kind } = column.type;
  const form = formOf(table, column, dropDowns).zh;
  const otherwise = otherwiseOf(column);
  return {
    range,
    rule,
    otherwise,
    ...(otherwise === 'none'
      ? {}
      : { error: `“${column.header}”${wantedText(column, form)}（规则${column.invalid}）。` }),
    ...(kind === 'codes' || kind in LENGTHS ? { prompt: { title: column.header, text: form } } : {}),
  };
}

function otherwiseOf(column: Column): Validation['otherwise'] {
  switch (column.type.kind) {
    case 'codes':
      // The drop-down offers one entry, and the column takes several.
      return 'none';
    case 'text':
    case 'period':
      // The register knows a place under other names too.
      return 'warning';
    default:
      return reactionOf(column);
  }
}

function wantedText(column: Column, form: string): string {
  if (column.type.kind === 'text') return '应为下拉表中的一项';
  return column.type.kind === 'code' ? `应为${choicesOf(column).zh}中的一项` : `应为${form}`;
}

/** The check of a column without a drop-down; its formulas are relative to the first cell of the range. */
function checkOf(table: TableDefinition, column: Column, { top, left }: Merge, city: City): Check | null {
  const cellInRow = (field: string): string =>
    `$${columnLetters(table.columns.findIndex((other) => other.field === field))}${top + 1}`;
  const { type } = column;
  switch (type.kind) {
    case 'int': {
      const { min } = numberRange(column);
      const max = upperBound(column, city, cellInRow);
      return max === null
        ? { kind: 'whole', operator: 'greaterThanOrEqual', from: String(min) }
        : { kind: 'whole', operator: 'between', from: String(min), to: max };
    }
    case 'money':
    case 'decimal': {
      const cell = cellReference(top, left);
      const { min, isAbove } = numberRange(column);
      const max = upperBound(column, city, cellInRow);
      const conditions = [
        `ISNUMBER(${cell})`,
        `${cell}${isAbove ? '>' : '>='}${min}`,
        ...(max === null ? [] : [`${cell}<=${max}`]),
        `ROUND(${cell},${decimalsOf(type)})=${cell}`,
      ];
      return { kind: 'custom', formula: `AND(${conditions.join(',')})` };
    }
    case 'date':
      return dateCheck(column, city, cellInRow);
    case 'household_no':
    case 'id_no':
    case 'village_code':
    case 'credit_code': {
      const [from, to] = LENGTHS[type.kind];
      return from === to
        ? { kind: 'textLength', operator: 'equal', from: String(from) }
        : { kind: 'textLength', operator: 'between', from: String(from), to: String(to) };
    }
    default:
      return null;
  }
}

/** The upper bound as Excel writes it: a number, or a formula with a cell of the same row. */
function upperBound(column: Column, { programme }: City, cellInRow: (field: string) => string): string | null {
  const { max } = numberRange(column);
  if (max === undefined) return null;
  if (typeof max === 'number') return String(max);
  if ('programme' in max) return String(programme[max.programme]);
  return `${max.times ? `${max.times}*` : ''}${cellInRow(max.field)}`;
}

function dateCheck({ range }: Column, { period }: City, cellInRow: (field: string) => string): Check {
  if (range && 'days' in range && typeof range.days === 'object')
    return { kind: 'date', operator: 'greaterThan', from: cellInRow(range.days.after) };
  const { first, last } = range && 'days' in range ? daysIn(range, period) : ANY_DAY;
  const [from, to] = [serialOf(first ?? FIRST_DAY), serialOf(last ?? LAST_DAY)];
  return { kind: 'date', operator: 'between', from: String(from), to: String(to) };
}
