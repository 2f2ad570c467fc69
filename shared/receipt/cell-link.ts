import { cellReference } from '../sheet/reference.ts';

/** The name of a clerk's sheet in the marked workbook; null when the sheet does not come back in it. */
export type NameInWorkbook = (sheet: string | null) => string | null;

/** The target of a link to a cell of this workbook; row and column are zero-based. */
export const linkTo = (sheet: string, row: number, column: number): string =>
  `'${sheet.replaceAll("'", "''")}'!${cellReference(row, column)}`;
