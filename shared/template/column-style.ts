/** The look of a column below its header: number format, alignment, width. */
import { displayWidth } from '../receipt/column-widths.ts';
import type { Column } from '../schema/column.ts';
import type { Style } from '../sheet/sheet-spec.ts';
import { LINE } from './template-styles.ts';

type Kind = Column['type']['kind'];

/** The number format of a column; `@` makes Excel keep what is typed as text. */
function numberFormatOf({ type }: Column): string {
  switch (type.kind) {
    case 'int':
      return '0';
    case 'money':
      return type.unit === '元' ? '0.00' : '0.00####';
    case 'decimal':
      return `0.${'0'.repeat(type.scale)}`;
    case 'date':
      return 'yyyy-mm-dd';
    default:
      return '@';
  }
}

const LEFT: ReadonlySet<Kind> = new Set(['text', 'codes']);
const RIGHT: ReadonlySet<Kind> = new Set(['int', 'money', 'decimal']);

/** The cells that the clerk fills in. */
export function dataStyleOf(column: Column): Style {
  const { kind } = column.type;
  return {
    border: LINE,
    vertical: 'center',
    unlocked: true,
    align: LEFT.has(kind) ? 'left' : RIGHT.has(kind) ? 'right' : 'center',
    numberFormat: numberFormatOf(column),
  };
}

/** In characters of the default font. */
const WIDTHS: Readonly<Record<Kind, number>> = {
  period: 9,
  text: 13,
  household_no: 19,
  id_no: 21,
  village_code: 15,
  credit_code: 21,
  project_no: 17,
  int: 9,
  money: 12,
  decimal: 9,
  code: 13,
  codes: 20,
  flag: 9,
  date: 12,
};
/** By field, where the kind of the column is not enough. */
const OWN_WIDTHS: Readonly<Record<string, number>> = {
  county_name: 10,
  village_name: 16,
  head_name: 10,
  helper_name: 10,
  remark: 26,
  project_name: 26,
  entity_name: 24,
  borrower_name: 24,
  bank: 16,
};

/** In characters of the default font; the longest choice of a list fits in. */
export function columnWidth({ field, type }: Column): number {
  const longest = type.kind === 'code' ? Math.max(...type.list.map(({ zh }) => displayWidth(zh))) + 2 : 0;
  return OWN_WIDTHS[field] ?? Math.max(WIDTHS[type.kind], longest);
}
