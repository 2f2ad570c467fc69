import type { Language } from '../language/language.ts';
import {
  isText,
  SUPPRESSED,
  type ReportCell,
  type ReportRow,
  type ReportTable,
  type ReportValue,
} from '../tables/report-table.ts';
import { SUMMARY_SCHEMA_VERSION } from './summary-schema.ts';
import { tablesOfV1 } from './summary-v1.ts';
import type { Summary } from './summary.ts';

type DocumentRow = Readonly<Record<string, ReportValue | readonly string[]>>;

/** What follows a column's key where the document says the column's words in English. */
const ENGLISH = 'En';

/**
 * summary.json: a hidden figure is null there, and its row names it in `suppressed`. Words stand as two texts: `band` and
 * `bandEn`.
 */
export function summaryJson(summary: Summary): string {
  const tables = documentTables(summary.tables);
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
  const tables = mapTables(
    document.tables as TablesOf<ReportRow | DocumentRow> as TablesOf<DocumentRow>,
    reportRow,
  ) as Summary['tables'];
  return { ...document, tables: schemaVersion === 1 ? tablesOfV1({ ...document, tables }) : tables };
}

/** The tables as summary.json holds them. */
export const documentTables = (tables: Summary['tables']): TablesOf<DocumentRow> => mapTables(tables, documentRow);

function documentRow(row: ReportRow): DocumentRow {
  const suppressed = Object.keys(row).filter((key) => row[key] === SUPPRESSED);
  const values = Object.entries(row).flatMap(([key, cell]): (readonly [string, ReportValue])[] => {
    if (isText(cell))
      return [
        [key, cell.zh],
        [`${key}${ENGLISH}`, cell.en],
      ];
    return [[key, cell === SUPPRESSED ? null : cell]];
  });
  return { ...Object.fromEntries(values), ...(suppressed.length === 0 ? {} : { suppressed }) };
}

function reportRow({ suppressed, ...values }: DocumentRow): ReportRow {
  const hidden = new Set(suppressed as readonly string[] | undefined);
  const isEnglish = (key: string): boolean =>
    key.endsWith(ENGLISH) && Object.hasOwn(values, key.slice(0, -ENGLISH.length));
  const cells = Object.keys(values)
    .filter((key) => !isEnglish(key))
    .map((key): readonly [string, ReportCell] => {
      const [zh, en] = [values[key], values[`${key}${ENGLISH}`]];
      if (hidden.has(key)) return [key, SUPPRESSED];
      return [key, typeof zh === 'string' && typeof en === 'string' ? { zh, en } : (zh as ReportValue)];
    });
  return Object.fromEntries(cells);
}

/** The bulletin's text in a published summary.json, for a terminal. */
export function narrativeIn(text: string, language: Language): string {
  const { narrative, narrativeEn } = JSON.parse(text) as Summary;
  return (language === 'zh' ? narrative : narrativeEn).trim();
}

type TablesOf<Row> = Readonly<
  Record<string, Omit<ReportTable, 'rows' | 'total'> & { readonly rows: readonly Row[]; readonly total: Row | null }>
>;

const mapTables = <From, To>(tables: TablesOf<From>, row: (from: From) => To): TablesOf<To> =>
  Object.fromEntries(
    Object.entries(tables).map(([id, table]) => [
      id,
      { ...table, rows: table.rows.map(row), total: table.total && row(table.total) },
    ]),
  );
