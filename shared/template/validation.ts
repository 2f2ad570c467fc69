import type { City } from '../city/city.ts';
import type { Column } from '../schema/column.ts';
import type { TableDefinition } from '../schema/tables.ts';
import type { Merge } from '../sheet/grid.ts';
import { cellReference, columnLetters } from '../sheet/reference.ts';
import type { Validation } from '../sheet/sheet-spec.ts';
import { periodDays } from '../time/period.ts';
import { serialOf } from './cells.ts';
import type { Options } from './options.ts';
import { choicesOf, formOf, numberRange, severityOf } from './column-text.ts';

/** Days that a report can be about; the reader takes them as serial numbers of 2000 to 2099. */
const FIRST_DAY = '2000-01-01';
const LAST_DAY = '2099-12-31';

/** Characters of numbers that must stay text. A disability certificate has 20 or 22, an old registration number 15. */
const LENGTHS = { household_no: [16, 16], id_no: [18, 22], village_code: [12, 12], credit_code: [15, 18] } as const;

/** The check of one column while it is typed; null for free text. */
export function validationOf(
  table: TableDefinition,
  column: Column,
  range: Merge,
  options: Options,
): Validation | null {
  const source = options.sourceOf(table, column);
  const rule: Validation['rule'] | null =
    source === null
      ? checkOf(table, column, cellReference(range.top, range.left), range.top + 1, options.city)
      : { kind: 'list', source };
  if (rule === null) return null;
  const { kind } = column.type;
  const form = formOf(table, column, options.city, 'zh');
  // A drop-down offers one of several, and a name may be written in another way that the register knows.
  const otherwise = kind === 'codes' ? 'none' : kind === 'text' || kind === 'period' ? 'warning' : severityOf(column);
  const wanted =
    kind === 'text' ? '应为下拉表中的一项' : kind === 'code' ? `应为${choicesOf(column, 'zh')}中的一项` : `应为${form}`;
  const prompt = kind === 'codes' || kind in LENGTHS ? { prompt: { title: column.header, text: form } } : {};
  const error = otherwise === 'none' ? {} : { error: `“${column.header}”${wanted}（规则${column.invalid}）。` };
  return { range, rule, otherwise, ...error, ...prompt };
}

function checkOf(
  table: TableDefinition,
  column: Column,
  cell: string,
  row: number,
  { period, programme }: City,
): Validation['rule'] | null {
  const { type, range } = column;
  const inRow = (field: string): string =>
    `$${columnLetters(table.columns.findIndex((other) => other.field === field))}${row}`;
  switch (type.kind) {
    case 'int':
    case 'money':
    case 'decimal': {
      const { min, max: most, isAbove } = numberRange(column);
      const max =
        most === undefined
          ? null
          : typeof most === 'number'
            ? String(most)
            : 'programme' in most
              ? String(programme[most.programme])
              : `${most.times ? `${most.times}*` : ''}${inRow(most.field)}`;
      if (type.kind === 'int')
        return max === null
          ? { kind: 'whole', operator: 'greaterThanOrEqual', from: String(min) }
          : { kind: 'whole', operator: 'between', from: String(min), to: max };
      const digits = type.kind === 'decimal' ? type.scale : type.unit === '元' ? 2 : 6;
      const conditions = [
        `ISNUMBER(${cell})`,
        `${cell}${isAbove ? '>' : '>='}${min}`,
        ...(max === null ? [] : [`${cell}<=${max}`]),
      ];
      return { kind: 'custom', formula: `AND(${[...conditions, `ROUND(${cell},${digits})=${cell}`].join(',')})` };
    }
    case 'date': {
      const days = range && 'days' in range ? range.days : null;
      if (days !== null && typeof days === 'object')
        return { kind: 'date', operator: 'greaterThan', from: inRow(days.after) };
      const { first, last } = periodDays(period);
      const [from, to] =
        days === 'of the period' ? [first, last] : days === 'until its end' ? [FIRST_DAY, last] : [FIRST_DAY, LAST_DAY];
      return { kind: 'date', operator: 'between', from: String(serialOf(from)), to: String(serialOf(to)) };
    }
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
