import { measure } from '../fold/tally.ts';
import { CHANNELS } from '../schema/codes.ts';
import {
  valueIn,
  type Identity,
  type ReportCell,
  type ReportRow,
  type TableContent,
  type WholeCity,
} from './report-table.ts';

/** The identities that rule T03 checks. Each table's own file says which of them it keeps. */

export const sameFigure = (figure: ReportCell | undefined, wanted: ReportCell | undefined): Identity => ({
  figure: valueIn(figure),
  wanted: valueIn(wanted),
});

/** The sum of some cells of a row; a blank counts as nothing. */
export const plus = (row: ReportRow | null | undefined, ...keys: string[]): number =>
  keys.reduce((sum, key) => sum + Number(row?.[key] ?? 0), 0);

/** The sum of a column over rows. */
export const sumOver = (rows: readonly ReportRow[], key: string): number =>
  rows.reduce((sum, row) => sum + Number(row[key] ?? 0), 0);

/** Lines that are parts of another line add up to it. */
export function partsAddUp({ rows }: TableContent, key: string): Identity[] {
  const byWhole = Map.groupBy(
    rows.filter(({ partOf }) => typeof partOf === 'string'),
    ({ partOf }) => partOf,
  );
  return [...byWhole].map(([whole, parts]) =>
    sameFigure(sumOver(parts, key), rows.find(({ line }) => line === whole)?.[key]),
  );
}

const CHANNEL_KEYS = CHANNELS.map(({ code }) => code);

/**
 * In every row the channels add up to the year to date, the rows to the city's, and the total has the city's figures.
 */
export function upliftAddsUp({ rows, total }: TableContent, { tally }: WholeCity): Identity[] {
  const ytd = measure(tally, 'ytd.persons');
  return [
    sameFigure(total?.['ytd'], ytd),
    sameFigure(total?.['quarter'], measure(tally, 'quarter.persons')),
    sameFigure(sumOver(rows, 'ytd'), ytd),
    ...[...rows, total].map((row) => sameFigure(plus(row, ...CHANNEL_KEYS), row?.['ytd'])),
  ];
}
