import { SUPPRESSED, type ReportRow, type ReportTable } from './model.ts';
import { SUMMARY_SCHEMA_VERSION, type SummaryDocument } from './schema.ts';
import type { Summary } from './summary.ts';

/** A summary as summary.json holds it: a hidden figure is null, and its row names it in `suppressed`. */
export function summaryDocument(summary: Summary): SummaryDocument {
  return {
    ...summary,
    tables: Object.fromEntries(Object.entries(summary.tables).map(([id, table]) => [id, documentTable(table)])),
    schemaVersion: SUMMARY_SCHEMA_VERSION,
  };
}

function documentTable(table: ReportTable): SummaryDocument['tables'][string] {
  const row = (cells: ReportRow) => {
    const suppressed = Object.keys(cells).filter((key) => cells[key] === SUPPRESSED);
    if (suppressed.length === 0) return cells;
    return { ...cells, ...Object.fromEntries(suppressed.map((key) => [key, null])), suppressed };
  };
  return { ...table, rows: table.rows.map(row), total: table.total && row(table.total) };
}
