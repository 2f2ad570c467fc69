import { yearOf, type Period } from '../time/period.ts';
import { isText, type ReportRow, type ReportTable } from '../tables/report-table.ts';
import type { Summary } from './summary.ts';

/**
 * The names of lines in version 1 of summary.json: their printed numbers of 2016. The list is closed, because no
 * document of version 1 is written any more.
 */
const LINES: Readonly<Record<string, string>> = {
  'R01.1': 'R01.total.ytd',
  'R01.2': 'R01.channel.IND',
  'R01.3': 'R01.channel.EMP',
  'R01.4': 'R01.channel.EDM',
  'R01.5': 'R01.channel.SOC',
  'R01.6': 'R01.target.year',
  'R01.7': 'R01.target.rate',
  'R01.8': 'R01.total.quarter',
  'R01.9': 'R01.households.ytd',
  'R01.10': 'R01.registered.persons',
  'R01.11': 'R01.registered.uplifted',
  'R01.12': 'R01.amount.ytd',
  'R01.13': 'R01.quarter.{year}Q1',
  'R01.14': 'R01.quarter.{year}Q2',
  'R01.15': 'R01.quarter.{year}Q3',
  'R01.16': 'R01.quarter.{year}Q4',
  'R01.17': 'R01.amount.perPerson',
  'R09.1': 'R09.bases',
  'R09.2': 'R09.rooftops',
  'R09.3': 'R09.greenhouses',
  'R09.4': 'R09.greenhouses.poor',
  'R09.5': 'R09.households',
  'R09.6': 'R09.capacity',
  'R10.1': 'R10.townships',
  'R10.2': 'R10.households',
  'R10.3': 'R10.villages',
  'R11.1': 'R11.townships',
  'R11.2': 'R11.exited',
  'R11.3': 'R11.villages',
  'R11.4': 'R11.zones',
  'R12.1': 'R12.fund',
  'R12.2': 'R12.fund.city',
  'R12.3': 'R12.fund.county',
  'R12.4': 'R12.leverage',
  'R12.5': 'R12.capacity',
  'R12.6': 'R12.loans',
  'R12.7': 'R12.enterprises',
  'R12.8': 'R12.enterprises.aboveScale',
  'R12.9': 'R12.loans.average',
  'R12.10': 'R12.loans.ofCapacity',
  'R12.11': 'R12.deposits',
  'R12.12': 'R12.deposits.capacity',
  'R12.13': 'R12.grants.households',
  'R12.14': 'R12.grants.each',
  'R12.15': 'R12.grants.due',
  'R12.16': 'R12.grants.reported',
  'R12.17': 'R12.driven',
  'R12.18': 'R12.driven.least',
  'R13.1': 'R13.farms',
  'R13.2': 'R13.farms.smallest',
  'R13.3': 'R13.greenhouses',
  'R13.4': 'R13.greenhouses.investment',
  'R13.5': 'R13.greenhouses.average',
  'R13.6': 'R13.financing',
  'R13.7': 'R13.households',
};

/** Rows that version 1 told apart by their English text alone. */
const ROWS: Readonly<Record<string, { readonly text: string; readonly lines: Readonly<Record<string, string>> }>> = {
  R05: { text: 'group', lines: { all: 'R05.all', 'uplifted this quarter': 'R05.uplifted' } },
  R06: {
    text: 'band',
    lines: {
      '0 or less': 'R06.band.none',
      '0 to 2000': 'R06.band.0',
      '2000 to 2952': 'R06.band.2000',
      '2952 to 3372': 'R06.band.national',
      '3372 to 5000': 'R06.band.provincial',
      '5000 or more': 'R06.band.5000',
      total: 'R06.all',
    },
  },
};

/** The tables of a document of version 1 with the line ids of version 2. */
export function tablesOfV1({ tables, period }: Pick<Summary, 'tables' | 'period'>): Summary['tables'] {
  const lineOf = (number: string): string =>
    (LINES[number] ?? number).replace('{year}', String(yearOf(period as Period)));
  return Object.fromEntries(
    Object.entries(tables).map(([id, table]) => [id, { ...withColumns(table), rows: rowsOfV1(table, lineOf) }]),
  );
}

/** The column of a line's number was called `line` and said its number. */
const withColumns = (table: ReportTable): ReportTable => ({
  ...table,
  columns: table.columns.map((column) => (column.key === 'line' ? { ...column, key: 'number', kind: 'line' } : column)),
});

function rowsOfV1({ id, rows }: ReportTable, lineOf: (number: string) => string): ReportRow[] {
  const known = ROWS[id];
  return rows.map((row) => {
    const { line, cells, ...rest } = row;
    if (typeof line === 'string') return { line: lineOf(line), number: line, ...rest };
    // R19 says of every number in which cell it is.
    if (id === 'R19' && typeof cells === 'string') return { ...rest, cells: cells.replace(/R\d\d\.\d+/g, lineOf) };
    const said = known && row[known.text];
    const own = isText(said) ? known?.lines[said.en] : undefined;
    return own === undefined ? row : { line: own, ...row };
  });
}
