import { nameSheets, type Finding } from '../../../shared/rules/finding.ts';
import type { RowLayouts } from '../../../shared/rows/layouts.ts';
import { acceptedRows } from './accepted-rows.ts';
import { NO_REMOVAL, type CheckedFile, type CheckedTable, type Slot } from '../../../shared/check/checked-file.ts';
import { outcomeOf } from '../../../shared/check/conclude-file.ts';
import { allKept, joinFindings } from '../../../shared/check/finding-log.ts';
import type { JudgedTables } from './judge-tables.ts';
import { replacementMark } from '../../../shared/check/replacement-mark.ts';
import type { ReadFile } from '../../../shared/check/read-file.ts';

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
