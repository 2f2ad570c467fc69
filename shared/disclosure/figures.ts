import { textIn, type ReportRow, type ReportTable } from '../tables/report-table.ts';
import { quarterOf, type Period } from '../time/period.ts';
import { lineTreatment, type ColumnTreatment, type TableTreatment, type Treatments } from '../tables/treatment.ts';

/** Published counts by name; the name is the measure and the division. */
export type Figures = ReadonlyMap<string, number>;

export const figureName = (measure: string, division: string): string => `${measure}@${division}`;

/** Two tables, or a table and the headline, give different values to one figure; nothing is published then. */
export class FigureError extends Error {
  override name = 'FigureError';
}

/** Collects figures and refuses contradictions. */
export class FigureBook {
  readonly figures = new Map<string, number>();
  /** The least counts that may be published, where a table has its own. */
  readonly smallBelow = new Map<string, number>();

  /** @throws FigureError */
  note(name: string, value: number, smallBelow?: number): void {
    const known = this.figures.get(name);
    if (known !== undefined && known !== value)
      throw new FigureError(`${name} is ${known} in one table and ${value} in another`);
    if (!Number.isSafeInteger(value) || value < 0) throw new FigureError(`${name} is ${value}, which counts nobody`);
    this.figures.set(name, value);
    if (smallBelow !== undefined) this.limit(name, smallBelow);
  }

  /** The least count of this name that may be published. */
  limit(name: string, smallBelow: number): void {
    this.smallBelow.set(name, Math.max(smallBelow, this.smallBelow.get(name) ?? 0));
  }
}

/**
 * One figure under one name in all editions of a year. What counts the quarter says which (`2016Q2:persons`), the year
 * to date does not: a township that is silent has the same one in the next quarter. In the first quarter the year to
 * date is the quarter.
 */
export function sameMeasure(measure: string, period: Period): string {
  if (measure.includes(':') || measure.startsWith('ytd.')) return measure;
  // R01 prints the quarters of the year so far.
  const [, quarter] = /^persons\.(20\d\dQ[1-4])$/.exec(measure) ?? [];
  if (quarter !== undefined && quarter !== period) return `${quarter}:quarter.persons`;
  if (quarter !== undefined) return sameMeasure('quarter.persons', period);
  return quarterOf(period) === 1 && measure.startsWith('quarter.')
    ? measure.replace('quarter.', 'ytd.')
    : `${period}:${measure}`;
}

/** The name of the figure in a cell, or null where the cell counts nobody. */
export type CellNames = (table: ReportTable, row: ReportRow | 'total', column: string) => string | null;

export function cellNames(treatments: Treatments, city: string, period: Period): CellNames {
  return (table, row, column) => {
    const treatment = treatments[table.id];
    const counted = treatment?.columns[column];
    if (!treatment || counted?.as !== 'count') return null;
    const cells = row === 'total' ? (table.total ?? {}) : row;
    const measure = measureOf(treatment, counted, cells);
    if (measure === null) return null;
    return figureName(
      sameMeasure(measure, period),
      row === 'total' ? city : divisionOf(treatment, cells, table.id, city),
    );
  };
}

/** What a count counts; null where it counts nobody. */
function measureOf(
  { lines = {} }: TableTreatment,
  counted: Extract<ColumnTreatment, { readonly as: 'count' }>,
  { line }: ReportRow,
): string | null {
  if ('measure' in counted) return counted.measure;
  const own = lineTreatment(lines, textIn(line));
  return own === null || own === 'plain' || !('counts' in own) ? null : own.counts;
}

/**
 * @throws FigureError for a row whose division is not known: it could not be protected with those above and below it
 */
function divisionOf(treatment: TableTreatment, row: ReportRow, table: string, city: string): string {
  if (treatment.rows === 'city') return city;
  const { code } = row;
  if (typeof code !== 'string') throw new FigureError(`a row of ${table} has no division code`);
  return code;
}

/** Whether a table that is published whole has a count that may not be. */
export function hasSmallCount(table: ReportTable, treatments: Treatments, nameOf: CellNames, limit: number): boolean {
  const columns = Object.keys(treatments[table.id]?.columns ?? {});
  return table.rows.some((row) =>
    columns.some((column) => {
      const value = row[column];
      return nameOf(table, row, column) !== null && typeof value === 'number' && value > 0 && value < limit;
    }),
  );
}

/** Notes every counted cell of the treated tables. */
export function noteTables(
  book: FigureBook,
  tables: readonly ReportTable[],
  treatments: Treatments,
  nameOf: CellNames,
): void {
  for (const table of tables) {
    const treatment = treatments[table.id];
    if (!treatment || treatment.whole) continue;
    for (const row of [...table.rows, ...(table.total ? (['total'] as const) : [])]) {
      const cells = row === 'total' ? (table.total ?? {}) : row;
      for (const column of Object.keys(treatment.columns)) {
        const name = nameOf(table, row, column);
        const value = cells[column];
        if (name !== null && typeof value === 'number') book.note(name, value, treatment.smallBelow);
      }
    }
  }
}
