import type { Text } from '../language/language.ts';
import {
  namingColumn,
  textIn,
  SUPPRESSED,
  type ReportCell,
  type ReportRow,
  type ReportTable,
} from '../tables/report-table.ts';
import { lineTreatment, type ColumnTreatment, type TableTreatment } from '../tables/treatment.ts';
import type { Limits } from './treatments.ts';

/** What is hidden of a report, and what is said under its tables of it. */
export type Hiding = {
  readonly isHidden: IsHidden;
  /** Lines of money of which nothing is given, by their ids. */
  readonly dominated: ReadonlySet<string>;
  readonly footnote: Text;
};

/** Said under a table of which an amount is not given. */
const AMOUNT_FOOTNOTE: Text = {
  zh: '“*”表示金额主要来自个别户或个别企业，为保护其信息，该金额及据以计算的数不予公布。',
  en: '“*” is not published where a few households or enterprises have most of an amount, nor are the figures worked out from it.',
};

/** Said under a table that has hidden figures, and under the bulletin. */
export const footnoteOf = ({ smallBelow: { township: small }, fewHouseholds }: Limits): Text => ({
  zh: `“*”表示为保护个人信息不予公布：人数、户数不足${small}的，涉及不足${fewHouseholds}户的，以及据以能够推算出这些数的，均不公布。合计按全部数据计算。`,
  en: `“*” is not published, to protect personal information: counts below ${small}, counts of fewer than ${fewHouseholds} households, and figures from which they could be worked out. Totals are of all data.`,
});

type Row = ReportRow | 'total';

/** Whether the count in a cell is hidden. */
export type IsHidden = (table: ReportTable, row: Row, column: string) => boolean;

/** A table with the columns and lines that its treatment names, and with the mark in place of what is hidden. */
export function publicTable(table: ReportTable, treatment: TableTreatment, hiding: Hiding): ReportTable {
  const isSuppressed = suppressionOf(table, hiding.isHidden);
  const naming = new Set(['number', namingColumn(table.columns)?.key]);
  const isDominated = (cells: ReportRow, column: string): boolean =>
    hiding.dominated.has(textIn(cells['line'])) && !naming.has(column);
  const publish = (row: Row, cells: ReportRow): ReportRow => ({
    ...namesOf(cells),
    ...Object.fromEntries(
      Object.entries(treatment.columns).flatMap(([column, as]) =>
        publicCell(cells, column, isDominated(cells, column) || isSuppressed(row, column, as)),
      ),
    ),
  });
  const rows = publicRows(table, treatment).map((row) => publish(row, row));
  const isRankHidden = Object.entries(treatment.columns).some(
    ([column, as]) => as.as === 'ranked' && isSuppressed('total', column, as),
  );
  const { order } = treatment;
  if (isRankHidden && order !== undefined) rows.sort((a, b) => (textIn(a[order]) < textIn(b[order]) ? -1 : 1));
  const total = table.total && publish('total', table.total);
  const marked = [...rows, ...(total ? [total] : [])].filter((row) => Object.values(row).includes(SUPPRESSED));
  const [amounts, counts] = [true, false].map((isAmount) =>
    marked.some(({ line }) => hiding.dominated.has(textIn(line)) === isAmount),
  );
  return {
    ...table,
    columns: table.columns.filter(({ key }) => Object.hasOwn(treatment.columns, key)),
    rows,
    total,
    notes: [...table.notes, ...(counts ? [hiding.footnote] : []), ...(amounts ? [AMOUNT_FOOTNOTE] : [])],
  };
}

/**
 * Which cells of a table are not given: hidden counts, what is derived from one, and ranks that one would give away.
 */
function suppressionOf(table: ReportTable, isHidden: IsHidden) {
  const everyRow: readonly Row[] = [...table.rows, ...(table.total ? (['total'] as const) : [])];
  return (row: Row, column: string, as: ColumnTreatment): boolean => {
    if (as.as === 'count') return isHidden(table, row, column);
    if (as.as === 'derived') return as.of.some((of) => isHidden(table, row, of));
    return as.as === 'ranked' && everyRow.some((each) => as.of.some((of) => isHidden(table, each, of)));
  };
}

/** Of a table of lines, those that somebody has thought about. */
const publicRows = ({ rows }: ReportTable, { lines }: TableTreatment): readonly ReportRow[] =>
  lines === undefined ? rows : rows.filter(({ line }) => lineTreatment(lines, textIn(line)) !== null);

/** What names a line and its whole is no figure. */
const namesOf = ({ line, partOf }: ReportRow): ReportRow => ({
  ...(line === undefined ? {} : { line }),
  ...(partOf === undefined ? {} : { partOf }),
});

function publicCell(cells: ReportRow, column: string, isSuppressed: boolean): (readonly [string, ReportCell])[] {
  const cell = cells[column];
  return cell === undefined ? [] : [[column, cell !== null && isSuppressed ? SUPPRESSED : cell]];
}
