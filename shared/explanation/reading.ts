import type { City } from '../city/city.ts';
import { REPORT_TABLES } from '../tables/catalogue.ts';
import type { ReportDefinition, ReportTable, SummaryFacts } from '../tables/report-table.ts';
import { rowKey } from './figures.ts';

/** A column of a row, as `rowKey` names the row. */
export type CellName = { readonly row: string; readonly column: string };

/** The values of the wanted cells of a table, for given facts; a blank is 0. */
export type Reading = (facts: SummaryFacts) => readonly number[];

/** The definition of a table. @throws RangeError */
export function definitionOf(table: string): ReportDefinition {
  const found = REPORT_TABLES.find(({ id }) => id === table);
  if (!found) throw new RangeError(`no table ${table}`);
  return found;
}

/** A table with every row and with the cells that it only works with. */
export const workingTable = (
  { id, build, unabridged = build }: ReportDefinition,
  facts: SummaryFacts,
): ReportTable => ({
  id,
  ...unabridged(facts),
});

/** Reads cells of a table built from any facts. */
export function readingOf(definition: ReportDefinition, city: City, cells: readonly CellName[]): Reading {
  const rows = new Set(cells.map(({ row }) => row));
  return (facts) => {
    const table = workingTable(definition, facts);
    const found = new Map(
      [...table.rows, ...(table.total ? (['total'] as const) : [])].flatMap((row) => {
        const key = rowKey(table, row, city);
        return rows.has(key) ? [[key, row === 'total' ? table.total : row] as const] : [];
      }),
    );
    return cells.map(({ row, column }) => {
      const value = found.get(row)?.[column];
      return typeof value === 'number' ? value : 0;
    });
  };
}

/** What each part of a list adds to each cell, one after the other. */
export function addedBy<T>(
  all: readonly T[],
  read: (some: readonly T[]) => readonly number[],
): readonly (readonly number[])[] {
  const at = new Map<number, readonly number[]>();
  const upTo = (count: number): readonly number[] => {
    let values = at.get(count);
    if (!values) at.set(count, (values = read(all.slice(0, count))));
    return values;
  };
  const added = upTo(0).map(() => all.map(() => 0));
  for (let index = 0; index < all.length; index++) {
    const [before, after] = [upTo(index), upTo(index + 1)];
    for (const [cell, own] of added.entries()) own[index] = (after[cell] ?? 0) - (before[cell] ?? 0);
    at.delete(index);
  }
  return added;
}
