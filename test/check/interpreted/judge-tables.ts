import type { Place } from '../../../shared/city/place-resolution.ts';
import { joinRepairs, type Repairs } from '../../../shared/parse/repair.ts';
import type { FileContext } from '../../../shared/rules/facts.ts';
import type { Finding } from '../../../shared/rules/finding.ts';
import type { TableKind } from '../../../shared/schema/tables.ts';
import type { TableSheet } from '../../../shared/check/check-layouts.ts';
import { compareRows } from './compare-rows.ts';
import { allKept, joinFindings, type KeptFindings } from '../../../shared/check/finding-log.ts';
import { fileFindings, sheetFindings } from '../../../shared/check/findings.ts';
import { judgeRows, type CheckedRow } from './judge-rows.ts';
import { asideRepairs, columnRepairs } from '../../../shared/check/row-findings.ts';
import { totalFigures } from '../../../shared/check/table-body.ts';

/** The rows of one table of the programme, which may go over several sheets. */
export type JudgedTable = {
  readonly kind: TableKind;
  readonly sheets: readonly TableSheet[];
  readonly rows: readonly CheckedRow[];
};

export type JudgedTables = KeptFindings & {
  readonly tables: readonly JudgedTable[];
  /** One of the tables refuses the whole file, as the last findings say. */
  readonly isRefused: boolean;
  readonly repairs: Repairs;
};

/**
 * Stage 4: cells to records, each row judged by itself, rows beside each other. Findings come table by table: of
 * totals, then sheet by sheet and row by row, comparisons last.
 */
export function judgeTables(sheets: readonly TableSheet[], context: FileContext): JudgedTables {
  const judged: (Findings & JudgedTable)[] = [];
  for (const [{ kind }, own] of Map.groupBy(sheets, ({ layout }) => layout.table)) {
    const table = judgeTable(own, context);
    judged.push({ kind, sheets: own, ...table });
    if (table.isRefused) break;
  }
  return {
    tables: judged.map(({ kind, sheets: own, rows }) => ({ kind, sheets: own, rows })),
    isRefused: judged.some(({ isRefused }) => isRefused),
    ...joinFindings(...judged),
    repairs: joinRepairs(judged.map(({ repairs }) => repairs)),
  };
}

type Findings = Omit<JudgedTables, 'tables'>;

function judgeTable(
  sheets: readonly TableSheet[],
  context: FileContext,
): Findings & { readonly rows: readonly CheckedRow[] } {
  const judged = sheets.map((sheet, part) => judgeRows(sheet, part, context));
  const rows = judged.flatMap((one) => one.rows);
  const repairs = joinRepairs([
    ...sheets.map(columnRepairs),
    ...sheets.map(asideRepairs),
    ...judged.map((one) => one.repairs),
  ]);
  const refused = fileFindings({ when: 'read', places: countPlaces(rows), context });
  if (refused.length > 0) return { rows, isRefused: true, ...allKept(refused), repairs };
  const totals = sheets.flatMap((one) => totalFindings(one, context));
  const compared = compareRows(rows, sheets, context);
  if (compared.refusals.length > 0)
    return { rows, isRefused: true, ...allKept([...totals, ...compared.refusals]), repairs };
  return { rows: compared.rows, isRefused: false, ...joinFindings(allKept(totals), ...judged, compared), repairs };
}

const totalFindings = ({ sheet, layout, totals }: TableSheet, context: FileContext): Finding[] =>
  totalFigures(sheet, layout, totals).flatMap((figure) =>
    sheetFindings({ what: 'total', ...figure }, sheet.name, context),
  );

function countPlaces(rows: readonly CheckedRow[]): ReadonlyMap<Place, number> {
  const counts = new Map<Place, number>();
  for (const { place } of rows) counts.set(place, (counts.get(place) ?? 0) + 1);
  return counts;
}
