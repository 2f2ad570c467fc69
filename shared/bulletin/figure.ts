import type { ReportRow } from '../tables/report-table.ts';

/** A figure of a table, or null where there is none or the edition suppresses it. Only for drawing. */
export const figure = (row: ReportRow | null | undefined, key: string): number | null => {
  const value = row?.[key];
  return typeof value === 'number' ? value : null;
};
