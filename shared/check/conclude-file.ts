import { matters, nameSheets, type Finding } from '../rules/finding.ts';
import type { RowLayouts } from '../rows/layouts.ts';
import { acceptedRows } from './accepted-rows.ts';
import { NO_REMOVAL, type CheckedFile, type CheckedTable, type Slot, type Status } from './checked-file.ts';
import { fileFindings } from './findings.ts';
import { allKept, joinFindings, type KeptFindings } from './finding-log.ts';
import type { JudgedTables } from './judge-tables.ts';
import { replacementMark } from './replacement-mark.ts';
import type { ReadFile } from './read-file.ts';

/**
 * Stage 5: which rows count, what becomes of the file, and whether it replaces what was there.
 * @param before what earlier stages found
 * @param layouts in the newest of which rows are kept
 */
export function concludeFile(
  read: ReadFile,
  { tables, repairs, ...judged }: JudgedTables,
  before: readonly Finding[],
  { slot, layouts }: { readonly slot: Slot; readonly layouts: RowLayouts },
): CheckedFile {
  const mark = replacementMark(
    slot,
    read.located.flatMap(({ layout }) => layout.titles),
    read.located.map(({ layout }) => layout.title),
  );
  const accepted = tables.map((table): CheckedTable => ({
    kind: table.kind,
    rows: table.rows.length,
    accepted: acceptedRows(table, layouts[table.kind].newest, slot),
  }));
  const outcome = outcomeOf({
    isMarked: mark !== 'none',
    tables: accepted,
    found: joinFindings(allKept(before), judged),
  });
  const { format, encoding = null } = read.workbook;
  return {
    ...outcome,
    findings: nameSheets(outcome.findings, read.located),
    isConfirmed: mark === 'confirmed',
    removal: NO_REMOVAL,
    format,
    encoding,
    sheets: [],
    repairs,
    read,
  };
}

/** What a file comes to. */
export type Outcome = Pick<
  CheckedFile,
  'status' | 'rows' | 'accepted' | 'rejected' | 'findings' | 'unkept' | 'tables' | 'replacement'
>;

/**
 * Counts and status of a file whose rows are judged. A file that is marked as a full replacement becomes an update if
 * one of its rows was refused: the file names that household, and replacing would remove it (rule F15).
 */
export function outcomeOf({
  isMarked,
  tables,
  found,
}: {
  readonly isMarked: boolean;
  readonly tables: readonly CheckedTable[];
  readonly found: KeptFindings;
}): Outcome {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const accepted = tables.reduce((sum, table) => sum + table.accepted.length, 0);
  const all = [...found.findings, ...fileFindings({ when: 'judged', isMarked, rows, accepted })];
  return {
    status: statusOf(rows, accepted, all),
    rows,
    accepted,
    rejected: rows - accepted,
    findings: all,
    unkept: found.unkept,
    tables,
    replacement: isMarked && accepted === rows,
  };
}

function statusOf(rows: number, accepted: number, findings: readonly Finding[]): Status {
  if (accepted === 0) return 'rejected';
  return accepted < rows ? 'partly_accepted' : findings.some(matters) ? 'accepted_with_warnings' : 'accepted';
}
