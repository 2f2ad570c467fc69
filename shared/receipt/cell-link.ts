import { cellReference } from '../sheet/reference.ts';

/** A place in this workbook that a click jumps to; row and column are zero-based. */
export const linkTo = (sheet: string, row: number, column: number): string =>
  `'${sheet.replaceAll("'", "''")}'!${cellReference(row, column)}`;
