import type { City } from '../city/city.ts';
import type { Text } from '../language/language.ts';
import { figureColumns } from '../tidy/observations.ts';
import { placeOf } from '../tidy/row-places.ts';
import { columnTitle } from '../tables/table-csv.ts';
import {
  namingColumn,
  wordsIn,
  type ReportCell,
  type ReportColumn,
  type ReportRow,
  type ReportTable,
} from '../tables/report-table.ts';

/** Where a figure stands, in the words of observations.csv: each row there is the address of its explanation. */
export type FigureAddress = {
  readonly table: string;
  readonly line: string;
  /** Code of the division. */
  readonly unit: string;
  readonly column: string;
};

/** A figure of a table with its names for people. */
export type Figure = FigureAddress & {
  readonly row: ReportRow;
  readonly of: ReportTable;
  readonly kind: ReportColumn;
  readonly cell: ReportCell;
  /** 冠县, and for a line its item: what the row is about. */
  readonly rowName: Text;
  readonly unitName: Text;
  readonly columnName: Text;
};

/** An address as one word; the four parts hold no blank. */
export const addressKey = ({ table, line, unit, column }: FigureAddress): string =>
  `${table} ${line} ${unit} ${column}`;

/** The row of a table that stands at a place, as `rowKey` names it. */
export const rowKey = (table: ReportTable, row: ReportRow | 'total', city: City): string => {
  const { line, unit } = placeOf(table, row, city);
  return `${line} ${unit}`;
};

/** Every figure that a table prints, by its address. */
export function figuresOf(table: ReportTable, city: City): Figure[] {
  const rows: readonly (ReportRow | 'total')[] = [...table.rows, ...(table.total ? (['total'] as const) : [])];
  const columns = figureColumns(table);
  const naming = namingColumn(table.columns)?.key ?? '';
  return rows.flatMap((row) => {
    const cells = (row === 'total' ? table.total : row) ?? {};
    const { line, unit } = placeOf(table, row, city);
    return columns
      .filter(({ key }) => cells[key] !== undefined)
      .map((kind) => ({
        table: table.id,
        line,
        unit,
        column: kind.key,
        row: cells,
        of: table,
        kind,
        cell: cells[kind.key] ?? null,
        rowName: wordsIn(cells[naming]),
        unitName: city.register.textOf(unit),
        columnName: { zh: columnTitle(kind), en: columnTitle(kind, 'en') },
      }));
  });
}
