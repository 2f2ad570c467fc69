import type { Language } from '../language/language.ts';
import { SUPPRESSED, type ReportRow, type ReportTable } from '../tables/report-table.ts';
import { SUMMARY_SCHEMA_VERSION } from './summary-schema.ts';
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

/** The summary that a published summary.json was written from. */
export function readSummaryJson(text: string): Summary {
  const document = JSON.parse(text) as Summary;
  const tables = mapTables(document.tables, (row: DocumentRow) => {
    const { suppressed, ...cells } = row;
    const hidden = Array.isArray(suppressed) ? suppressed.map((key: string) => [key, SUPPRESSED] as const) : [];
    return { ...cells, ...Object.fromEntries(hidden) };
  });
  return { ...document, tables: tables as Summary['tables'] };
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
