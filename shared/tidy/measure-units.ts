import { perChannel } from '../schema/channels.ts';
import { tidyReadingOf } from '../tables/catalogue.ts';
import type { ColumnKind } from '../tables/report-table.ts';
import type { UnitOfMeasure, UnitsByName } from '../tables/tidy-reading.ts';

/** The unit of figures by their kind, where a table does not say otherwise. */
const BY_KIND: Readonly<Partial<Record<ColumnKind, UnitOfMeasure>>> = {
  percent: 'percent',
  points: 'percentage_points',
  rank: 'rank',
  money: 'yuan',
  wan: 'yuan',
  decimal: 'ratio',
};

/** Columns that every table names alike. */
const EVERYWHERE: UnitsByName = {
  quarter: 'persons',
  'ytd*': 'persons',
  ...perChannel(() => 'persons' as const),
  sum: 'persons',
  plan: 'persons',
  '*ersons': 'persons',
};

/** A figure by its table, its column and the line that it stands in. */
export type FigurePlace = {
  readonly table: string;
  readonly column: string;
  readonly kind: ColumnKind;
  readonly line: string;
};

/** The unit of a figure; `number` where nothing names one. */
export function unitOfMeasure({ table, column, kind, line }: FigurePlace): UnitOfMeasure {
  const own = tidyReadingOf(table);
  if (kind !== 'count') return exactly(own.columns, column) ?? BY_KIND[kind] ?? 'number';
  return fitting(own.lines, line) ?? fitting(own.columns, column) ?? fitting(EVERYWHERE, column) ?? 'number';
}

const exactly = (patterns: UnitsByName | undefined, name: string): UnitOfMeasure | undefined => patterns?.[name];

const fitting = (patterns: UnitsByName | undefined, name: string): UnitOfMeasure | undefined =>
  Object.entries(patterns ?? {}).find(([pattern]) => fits(pattern, name))?.[1];

function fits(pattern: string, name: string): boolean {
  const [before = '', after] = pattern.split('*');
  return after === undefined ? pattern === name : name.startsWith(before) && name.endsWith(after);
}
