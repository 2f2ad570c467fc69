import type { Language } from '../language/language.ts';
import { SUPPRESSED, type ReportRow, type ReportTable } from '../tables/report-table.ts';
import { SUMMARY_SCHEMA_VERSION } from './summary-schema.ts';
import { tablesOfV1 } from './summary-v1.ts';
import type { Summary } from './summary.ts';

type DocumentRow = Readonly<Record<string, ReportRow[string] | readonly string[]>>;

/** summary.json: a hidden figure is null there, and its row names it in `suppressed`. */
export function summaryJson(summary: Summary): string {
  const tables = mapTables(summary.tables, (cells): DocumentRow => {
    const suppressed = Object.keys(cells).filter((key) => cells[key] === SUPPRESSED);
    if (suppressed.length === 0) return cells;
    return { ...cells, ...Object.fromEntries(suppressed.map((key) => [key, null])), suppressed };
  });
  return `${JSON.stringify({ ...summary, tables, schemaVersion: SUMMARY_SCHEMA_VERSION }, null, 1)}\n`;
}

/** A summary.json is of a version that this program does not read: a newer program has written it. */
export class SummaryVersionError extends Error {
  override name = 'SummaryVersionError';
}

/**
 * The summary that a published summary.json was written from. One of version 1 has the line ids of version 2
 * afterwards.
 * @throws SummaryVersionError
 */
export function readSummaryJson(text: string): Summary {
  const { schemaVersion, ...document } = JSON.parse(text) as Summary & { readonly schemaVersion: number };
  if (schemaVersion !== 1 && schemaVersion !== SUMMARY_SCHEMA_VERSION)
    throw new SummaryVersionError(`summary.json is of version ${schemaVersion}, later than ${SUMMARY_SCHEMA_VERSION}`);
  const tables = mapTables(document.tables, (row: DocumentRow) => {
    const { suppressed, ...cells } = row;
    const hidden = Array.isArray(suppressed) ? suppressed.map((key: string) => [key, SUPPRESSED] as const) : [];
    return { ...cells, ...Object.fromEntries(hidden) };
  }) as Summary['tables'];
  return { ...document, tables: schemaVersion === 1 ? tablesOfV1({ ...document, tables }) : tables };
}

/** The bulletin's text in a published summary.json, for a terminal. */
export function narrativeIn(text: string, language: Language): string {
  const { narrative, narrativeEn } = JSON.parse(text) as Summary;
  return (language === 'zh' ? narrative : narrativeEn).trim();
}

const mapTables = (tables: Readonly<Record<string, ReportTable>>, row: (cells: ReportRow) => DocumentRow) =>
  Object.fromEntries(
    Object.entries(tables).map(([id, table]) => [
      id,
      { ...table, rows: table.rows.map(row), total: table.total && row(table.total) },
    ]),
  );
