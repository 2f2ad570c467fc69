/** The colours and styles of the template. */
import type { Style } from '../sheet/sheet-spec.ts';

const INK = '1F3864';
const QUIET = '7F7F7F';
const RED = 'C00000';
export const LINE = 'BFBFBF';
const SECTION_FILLS = ['1F4E78', '2F75B5'] as const;
export const FILL = { required: 'FCE4D6', optional: 'DDEBF7', missing: 'FFEB9C', quiet: 'F2F2F2' } as const;

const CENTER = { align: 'center', vertical: 'center' } as const;
export const TITLE: Style = { bold: true, size: 18, font: '黑体', color: INK, ...CENTER };
export const TITLE_LEFT: Style = { ...TITLE, size: 16, align: 'left' };
export const FACT: Style = { size: 11, vertical: 'center', color: '404040' };
export const FACT_CENTER: Style = { ...FACT, align: 'center', bold: true };
export const STAMP: Style = { size: 8, color: QUIET, align: 'right', vertical: 'center' };
/** Neighbouring sections have two different blues. */
export const sectionStyle = (index: number): Style => ({
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

/** A locked cell without content. */
export const BLANK: Style = {};
/** The columns after the last one: clerks keep notes there, and Excel deletes a row only if no cell of it is locked. */
export const FREE: Style = { unlocked: true };

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
