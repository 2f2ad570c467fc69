import type { City } from '../city/city.ts';
import type { Text } from '../language/language.ts';
import type { Edition, Summary } from '../summary/summary.ts';
import {
  isWords,
  SUPPRESSED,
  type ColumnKind,
  type ReportColumn,
  type ReportRow,
  type ReportTable,
} from '../tables/report-table.ts';
import { unitOfMeasure } from './measure-units.ts';
import type { Level, RowPlace, UnitOfMeasure } from '../tables/tidy-reading.ts';
import { tidyReadingOf } from '../tables/catalogue.ts';
import { placeOf } from './row-places.ts';

/** What a reader must know of a value; in brackets the code of SDMX (CL_OBS_STATUS). */
export const STATUSES = {
  normal: { zh: '正常（A）', en: 'normal (A)' },
  provisional: { zh: '初步数：本版尚未定稿（P）', en: 'provisional: the revision is not signed (P)' },
  suppressed: { zh: '为保护个人信息不予公布（Q）', en: 'suppressed, to protect personal information (Q)' },
  not_reported: { zh: '未报（L）', en: 'not reported (L)' },
  not_applicable: { zh: '不适用（M）', en: 'not applicable (M)' },
} as const satisfies Readonly<Record<string, Text>>;

export type Status = keyof typeof STATUSES;

/** One figure of one table: a row of observations.csv. */
export type Observation = {
  readonly period: string;
  readonly revision: number;
  readonly edition: Edition;
  readonly table: string;
  readonly line: string;
  readonly unit: string;
  readonly unitName: Text;
  readonly level: Level;
  /** Key of the column in the table. */
  readonly measure: string;
  /** In hundredths, exactly; null where the status says why. */
  readonly value: number | null;
  readonly unitOfMeasure: UnitOfMeasure;
  readonly status: Status;
};

/** R19 says where the bulletin's numbers are from and has no figures of its own. */
const NO_FIGURES: ReadonlySet<string> = new Set(['R19']);

/** Figures that come from offices, not from townships. */
const OF_OFFICES: ReadonlySet<string> = new Set(['plan', 'registeredHouseholds', 'registeredPersons']);
/** How many hundredths one unit of a kind is, as the tables keep it. */
const HUNDREDTHS: Readonly<Record<ColumnKind, number>> = {
  text: 0,
  line: 0,
  count: 100,
  rank: 100,
  percent: 10,
  points: 10,
  money: 1,
  wan: 1,
  decimal: 1,
};

/** The columns of a table that hold figures. */
export const figureColumns = ({ columns }: ReportTable): ReportColumn[] => columns.filter((column) => !isWords(column));

/** The tables of a summary that have figures. */
export const figureTables = ({ tables }: Summary): ReportTable[] =>
  Object.values(tables).filter(({ id }) => !NO_FIGURES.has(id));

/**
 * Every figure of an edition, in the order of its tables, rows and columns.
 * @param city of the summary's period
 */
export function observationsOf(summary: Summary, city: City): Observation[] {
  const isSilent = silenceOf(summary, city);
  return figureTables(summary).flatMap((table) => {
    const rows: readonly (ReportRow | 'total')[] = [...table.rows, ...(table.total ? (['total'] as const) : [])];
    return rows.flatMap((row) => rowObservations({ summary, city, table, isSilent }, row));
  });
}

type Context = {
  readonly summary: Summary;
  readonly city: City;
  readonly table: ReportTable;
  readonly isSilent: (division: string) => boolean;
};

function rowObservations(context: Context, row: ReportRow | 'total'): Observation[] {
  const { summary, city, table } = context;
  const { period, revision, edition } = summary;
  const cells = (row === 'total' ? table.total : row) ?? {};
  const place = placeOf(table, row, city);
  const columns = figureColumns(table).filter(({ key }) => cells[key] !== undefined);
  // A line of single figures has only some of the columns; the others do not belong to it, so they are not blanks.
  const isLine = table.columns.some(({ kind }) => kind === 'line');
  const own = columns.filter(({ key }) => cells[key] !== null);
  return (isLine && own.length > 0 ? own : columns).map(({ key, kind }) => ({
    period,
    revision,
    edition,
    table: table.id,
    line: place.line,
    unit: place.unit,
    unitName: city.register.textOf(place.unit),
    level: place.level,
    measure: key,
    unitOfMeasure: unitOfMeasure({ table: table.id, column: key, kind, line: place.line }),
    ...valueOf(context, { cell: cells[key] ?? null, kind, place, measure: key }),
  }));
}

type Cell = {
  readonly cell: ReportRow[string];
  readonly kind: ColumnKind;
  readonly place: RowPlace;
  readonly measure: string;
};

function valueOf(
  { summary, table, isSilent }: Context,
  { cell, kind, place, measure }: Cell,
): Pick<Observation, 'value' | 'status'> {
  if (cell === SUPPRESSED) return { value: null, status: 'suppressed' };
  if (typeof cell !== 'number') {
    const isUnsaid = kind === 'count' && !tidyReadingOf(table.id).hasNoPlans;
    return { value: null, status: isUnsaid ? 'not_reported' : 'not_applicable' };
  }
  const isNothing = cell === 0 && tidyReadingOf(table.id).fromTownships && !OF_OFFICES.has(measure);
  if (isNothing && isSilent(place.unit)) return { value: null, status: 'not_reported' };
  return { value: cell * HUNDREDTHS[kind], status: summary.state === 'provisional' ? 'provisional' : 'normal' };
}

/** Whether the figures lack every township of a division that owes a report. */
function silenceOf({ completeness }: Summary, { register }: City): Context['isSilent'] {
  const absent = new Set([...completeness.missing, ...completeness.notCounted].map(({ code }) => code));
  const due = new Set(register.due.map(({ code }) => code));
  const known = new Map<string, boolean>();
  return (division) => {
    let silent = known.get(division);
    if (silent === undefined) {
      const owing = register.townshipsWithin(division).filter(({ code }) => due.has(code));
      silent = owing.length > 0 && owing.every(({ code }) => absent.has(code));
      known.set(division, silent);
    }
    return silent;
  };
}
