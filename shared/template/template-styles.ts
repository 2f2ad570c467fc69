import { displayWidth } from '../receipt/column-widths.ts';
import type { Column } from '../schema/column.ts';
import type { Style } from '../sheet/sheet-spec.ts';

/** How the template looks. */
const INK = '1F3864';
const QUIET = '7F7F7F';
const RED = 'C00000';
const LINE = 'BFBFBF';
const SECTION_FILLS = ['1F4E78', '2F75B5'] as const;
export const FILL = { required: 'FCE4D6', optional: 'DDEBF7', missing: 'FFEB9C', quiet: 'F2F2F2' } as const;

const CENTER = { align: 'center', vertical: 'center' } as const;
export const TITLE: Style = { bold: true, size: 18, font: '黑体', color: INK, ...CENTER };
export const TITLE_LEFT: Style = { ...TITLE, size: 16, align: 'left' };
export const FACT: Style = { size: 11, vertical: 'center', color: '404040' };
export const FACT_CENTER: Style = { ...FACT, align: 'center', bold: true };
export const STAMP: Style = { size: 8, color: QUIET, align: 'right', vertical: 'center' };
/** Neighbouring sections in two blues. */
export const section = (index: number): Style => ({
  bold: true,
  font: '黑体',
  color: 'FFFFFF',
  fill: SECTION_FILLS[index % 2] ?? SECTION_FILLS[0],
  border: 'FFFFFF',
  ...CENTER,
});
const MARK: Style = { size: 8, border: LINE, fill: FILL.quiet, ...CENTER };
export const MARK_REQUIRED: Style = { ...MARK, bold: true, color: RED };
export const MARK_OPTIONAL: Style = { ...MARK, color: QUIET };
const HEADER: Style = { bold: true, font: '黑体', size: 10, color: INK, border: LINE, wrap: true, ...CENTER };
export const HEADER_REQUIRED: Style = { ...HEADER, fill: FILL.required };
export const HEADER_OPTIONAL: Style = { ...HEADER, fill: FILL.optional };

export const OPTION: Style = { size: 10 };
export const OPTION_TITLE: Style = { bold: true, size: 10, fill: FILL.quiet };

/** Locked and empty. */
export const BLANK: Style = {};
/** Columns after the last one: a clerk's own notes may stand there, and rows can be deleted only where no cell is locked. */
export const FREE: Style = { unlocked: true };

/** The number format by which Excel keeps what was typed: all but numbers and dates is text. */
export function numberFormatOf({ type }: Column): string {
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

const LEFT: ReadonlySet<Column['type']['kind']> = new Set(['text', 'codes']);
const RIGHT: ReadonlySet<Column['type']['kind']> = new Set(['int', 'money', 'decimal']);

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

const WIDTHS: Readonly<Record<Column['type']['kind'], number>> = {
  period: 9,
  text: 13,
  household_no: 19,
  id_no: 21,
  village_code: 15,
  credit_code: 21,
  int: 9,
  money: 12,
  decimal: 9,
  code: 13,
  codes: 20,
  flag: 9,
  date: 12,
};
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

/** In characters of the default font; a choice is seen whole. */
export function widthOf({ field, type }: Column): number {
  const longest = type.kind === 'code' ? Math.max(...type.list.map(({ zh }) => displayWidth(zh))) + 2 : 0;
  return OWN_WIDTHS[field] ?? Math.max(WIDTHS[type.kind], longest);
}

/** The sheet 填表说明. */
export const GUIDE = {
  title: { bold: true, size: 18, font: '黑体', color: INK, vertical: 'center' },
  heading: { bold: true, size: 12, font: '黑体', color: 'FFFFFF', fill: SECTION_FILLS[0], vertical: 'center' },
  label: { bold: true, color: INK, fill: FILL.optional, border: LINE, ...CENTER },
  fact: { border: LINE, vertical: 'center', wrap: true },
  step: { vertical: 'center', wrap: true },
  note: { bold: true, color: RED, vertical: 'center', wrap: true },
  header: { bold: true, size: 10, color: INK, fill: FILL.optional, border: LINE, wrap: true, ...CENTER },
  cell: { size: 10, border: LINE, vertical: 'center', wrap: true },
  center: { size: 10, border: LINE, wrap: true, ...CENTER },
  required: { size: 10, bold: true, color: RED, border: LINE, ...CENTER },
  swatch: (fill: string): Style => ({ size: 10, fill, border: LINE, ...CENTER }),
} as const;
