import { decodeRecord, type StoredRecord } from '../rows/codec.ts';
import { ruleOf, rulesFor } from '../rules/catalogue.ts';
import { nameSheets, severityOf, type Finding } from '../rules/finding.ts';
import type { Params, Past, RowContext, Verdict } from '../rules/rule.ts';
import { shiftPeriod, type Period } from '../time/period.ts';
import { statusOf, type AcceptedRow, type CheckedFile } from './file.ts';
import { cellOf, fileFinding } from './finding-at.ts';

type StoredHousehold = StoredRecord['household'];

/** What is on file of one township before a file: its households of earlier quarters, and the numbers that its own quarter has already. */
export type TownshipHistory = {
  readonly earlier: ReadonlyMap<Period, ReadonlyMap<string, StoredHousehold>>;
  readonly reported: ReadonlySet<string>;
};

/** Townships of which a file holds accepted household rows. */
export const townshipsIn = (checked: CheckedFile): string[] => [
  ...new Set(
    checked.tables
      .filter(({ kind }) => kind === 'household')
      .flatMap(({ accepted }) => accepted.map((row) => row.partition)),
  ),
];

/**
 * Compares accepted households with what is on file of them (rules of level cross-quarter). An error takes the row back, as any other does.
 * Nothing on file, nothing said: a checked file without history stays as it is.
 */
export function checkHistory(
  checked: CheckedFile,
  context: RowContext,
  histories: ReadonlyMap<string, TownshipHistory>,
): CheckedFile {
  const tables = checked.tables.map((table) => {
    if (table.kind !== 'household' || histories.size === 0) return { table, findings: [] };
    const found = table.accepted.flatMap((row) => judge(row, context, histories.get(row.partition)));
    const refused = new Set(found.filter(({ finding }) => finding.severity === 'error').map(({ key }) => key));
    const accepted = table.accepted.filter(({ key }) => !refused.has(key));
    const findings = found.map(({ finding, field }) => ({ ...finding, ...pointAt(checked, finding, field) }));
    return {
      table: { ...table, accepted },
      findings: [...findings, ...missingHouseholds(accepted, context, checked, histories)],
    };
  });
  const findings = tables.flatMap((one) => one.findings);
  if (findings.length === 0) return checked;
  const accepted = tables.reduce((sum, { table }) => sum + table.accepted.length, 0);
  const all = [...checked.findings, ...nameSheets(findings, checked.read?.located ?? [])];
  const replacement = checked.replacement && accepted === checked.rows;
  if (checked.replacement && !replacement && accepted > 0) all.push(fileFinding('F15', null));
  return {
    ...checked,
    status: statusOf(checked.rows, accepted, all),
    accepted,
    rejected: checked.rows - accepted,
    findings: all,
    tables: tables.map(({ table }) => table),
    replacement,
  };
}

const RULES = rulesFor('household').filter((rule) => rule.checkHistory !== undefined);

function judge(
  row: AcceptedRow,
  context: RowContext,
  history: TownshipHistory | undefined,
): { readonly finding: Finding; readonly field: string; readonly key: string }[] {
  if (!history || history.earlier.size === 0 || row.line === '') return [];
  const quarter = (ago: number): ReadonlyMap<string, StoredHousehold> | undefined =>
    history.earlier.get(shiftPeriod(context.period, -ago));
  const past: Past = {
    ago: (quarters) => quarter(quarters)?.get(row.key) ?? null,
    reported: (quarters) => (quarter(quarters)?.size ?? 0) > 0,
    remarked: row.remarked,
  };
  const record = decodeRecord('household', row);
  return RULES.flatMap((rule) => {
    const verdict: Verdict = rule.checkHistory?.(record, past, context) ?? false;
    if (verdict === false) return [];
    const cases: readonly Params[] = verdict === true ? [{}] : Array.isArray(verdict) ? verdict : [verdict as Params];
    return cases.map((params) => {
      const finding = {
        ...fileFinding(rule.code, row.sheet, params),
        severity: severityOf(rule, params),
        row: row.number,
      };
      return { finding, key: row.key, field: params.field ?? rule.fields[0] ?? '' };
    });
  });
}

function pointAt(checked: CheckedFile, { sheet: name, row }: Finding, field: string): Partial<Finding> {
  const located = checked.read?.located.find(({ sheet }) => sheet.name === name);
  return located && row !== null ? cellOf(located.sheet, located.layout, row, field) : {};
}

/** Rule Q01: households of last quarter, not yet out of poverty, that are neither in the file nor on file for the quarter. */
function missingHouseholds(
  accepted: readonly AcceptedRow[],
  { period, register }: RowContext,
  checked: CheckedFile,
  histories: ReadonlyMap<string, TownshipHistory>,
): Finding[] {
  const findings: Finding[] = [];
  const named = Map.groupBy(accepted, (row) => row.partition);
  for (const [township, rows] of named) {
    const history = histories.get(township);
    const last = history?.earlier.get(shiftPeriod(period, -1));
    if (!history || !last) continue;
    const present = new Set(rows.map(({ key }) => key));
    let n = 0;
    for (const [key, household] of last)
      if (household.exit_status !== '1' && !present.has(key) && (checked.replacement || !history.reported.has(key)))
        n++;
    const town = register.township(township)?.name ?? township;
    if (n > 0) findings.push(fileFinding('Q01', null, { n, town, townEn: town }));
  }
  return findings;
}

/** A file that the office does not take at this time (rules Q04, Q05): nothing of it counts, and the clerk is told what to do. */
export function refuseByWindow(checked: CheckedFile, rule: 'Q04' | 'Q05', params: Params): CheckedFile {
  return {
    ...checked,
    status: 'rejected',
    accepted: 0,
    rejected: checked.rows,
    findings: [fileFinding(ruleOf(rule).code, null, params), ...checked.findings],
    tables: checked.tables.map((table) => ({ ...table, accepted: [] })),
    replacement: false,
  };
}
