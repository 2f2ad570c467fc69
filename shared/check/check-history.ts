import { decodeRecord, type StoredRecord } from '../rows/codec.ts';
import { rulesWith } from '../rules/catalogue.ts';
import type { Past, RowContext } from '../rules/facts.ts';
import { nameSheets, severityOf, type Finding } from '../rules/finding.ts';
import { casesOf } from '../rules/rule.ts';
import { shiftPeriod, type Period } from '../time/period.ts';
import type { AcceptedRow, CheckedFile } from './checked-file.ts';
import { outcomeOf } from './conclude-file.ts';
import { allKept, joinFindings } from './finding-log.ts';
import { cellOf, fileFinding, fileFindings } from './findings.ts';

type StoredHousehold = StoredRecord['household'];

/**
 * What is on file of one township before a file: its households of earlier quarters, and the numbers that its own
 * quarter has already.
 */
export type TownshipHistory = {
  readonly earlier: ReadonlyMap<Period, ReadonlyMap<string, StoredHousehold>>;
  readonly reported: ReadonlySet<string>;
};

type Histories = ReadonlyMap<string, TownshipHistory>;

/** Townships of which a file holds accepted household rows. */
export const townshipsIn = (checked: CheckedFile): string[] => [
  ...new Set(
    checked.tables
      .filter(({ kind }) => kind === 'household')
      .flatMap(({ accepted }) => accepted.map((row) => row.partition)),
  ),
];

/**
 * Compares accepted households with what is on file of them (rules of level cross-quarter). An error takes the row out
 * of the accepted ones, as any other error does. Where nothing is on file the checked file stays as it is.
 */
export function checkHistory(checked: CheckedFile, context: RowContext, histories: Histories): CheckedFile {
  const compared = checked.tables.map((table) => {
    if (table.kind !== 'household' || histories.size === 0) return { table, findings: [] };
    const found = table.accepted.flatMap((row) => compareRow(row, checked, context, histories.get(row.partition)));
    const refused = new Set(found.filter(({ finding }) => finding.severity === 'error').map(({ key }) => key));
    const accepted = table.accepted.filter(({ key }) => !refused.has(key));
    const ofTownships = compareTownships(accepted, checked.replacement, context, histories);
    return { table: { ...table, accepted }, findings: [...found.map(({ finding }) => finding), ...ofTownships] };
  });
  const findings = compared.flatMap((one) => one.findings);
  if (findings.length === 0) return checked;
  return {
    ...checked,
    ...outcomeOf({
      isMarked: checked.replacement,
      tables: compared.map(({ table }) => table),
      found: joinFindings(checked, allKept(nameSheets(findings, checked.read?.located ?? []))),
    }),
  };
}

const RULES = rulesWith('checkHistory');

function compareRow(
  row: AcceptedRow,
  checked: CheckedFile,
  context: RowContext,
  history: TownshipHistory | undefined,
): { readonly finding: Finding; readonly key: string }[] {
  if (!history || history.earlier.size === 0 || row.line === '') return [];
  const quarter = (ago: number): ReadonlyMap<string, StoredHousehold> | undefined =>
    history.earlier.get(shiftPeriod(context.period, -ago));
  const past: Past = {
    ago: (quarters) => quarter(quarters)?.get(row.key) ?? null,
    reported: (quarters) => (quarter(quarters)?.size ?? 0) > 0,
    remarked: row.remarked,
  };
  const record = decodeRecord('household', row);
  return RULES.flatMap((rule) =>
    casesOf(rule.checkHistory(record, past, context)).map((params) => ({
      key: row.key,
      finding: {
        ...fileFinding(rule.code, row.sheet, params),
        severity: severityOf(rule, params),
        row: row.number,
        ...cellIn(checked, row, params.field ?? rule.fields[0] ?? ''),
      },
    })),
  );
}

function cellIn(checked: CheckedFile, { sheet: name, number }: AcceptedRow, field: string): Partial<Finding> {
  const located = checked.read?.located.find(({ sheet }) => sheet.name === name);
  return located ? cellOf(located.sheet, located.layout, number, field) : {};
}

/**
 * Findings about a township as a whole (rule Q01).
 * @param isReplacement the file names all households that its townships have
 */
function compareTownships(
  accepted: readonly AcceptedRow[],
  isReplacement: boolean,
  { period, register }: RowContext,
  histories: Histories,
): Finding[] {
  return [...Map.groupBy(accepted, (row) => row.partition)].flatMap(([township, rows]) => {
    const history = histories.get(township);
    const last = history?.earlier.get(shiftPeriod(period, -1));
    if (!history || !last) return [];
    const present = new Set(rows.map(({ key }) => key));
    return fileFindings({
      when: 'compared',
      township: register.township(township)?.name ?? township,
      last,
      isReported: (key) => present.has(key) || (!isReplacement && history.reported.has(key)),
    });
  });
}
