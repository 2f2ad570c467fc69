import type { HouseholdRow } from '../../shared/schema/household.ts';
import { FAULTS, type Fault, type FaultSheet, type FaultWords, type WrongCell } from './faults.ts';
import type { SheetDraft } from './household-sheet.ts';

/** What a check of the dirty city must find; `row` is 1-based in the sheet, `file` relative to the output. */
export type ExpectedFinding = {
  readonly file: string;
  readonly row: number;
  readonly rule: string;
  readonly column: string;
};

/** Rows between two mistakes, so that neighbours stay good. */
const STRIDE = 3;

/** What a dirty sheet carries: faults of some kinds, with the words that they need. */
export type Spoiling = { readonly sheets: ReadonlySet<FaultSheet>; readonly words: FaultWords };

/** A sheet as it will be written. */
export type DirtySheet = {
  readonly file: string;
  readonly draft: SheetDraft;
  readonly records: readonly HouseholdRow[];
  readonly asWorkbook: boolean;
};

/** The record that each fault of a sheet goes to: the next free one that can carry it. */
function placeFaults(records: readonly HouseholdRow[], sheets: Spoiling['sheets']): { fault: Fault; index: number }[] {
  const used = new Set<number>();
  let from = 1;
  return FAULTS.filter((fault) => sheets.has(fault.sheet)).flatMap((fault) => {
    const fits = (index: number): boolean => {
      const row = records[index];
      return row !== undefined && !used.has(index) && (fault.where?.(row) ?? true);
    };
    const indexes = [...records.keys()];
    const index = indexes.find((candidate) => candidate >= from && fits(candidate)) ?? indexes.find(fits);
    if (index === undefined) return [];
    used.add(index);
    from = index + STRIDE;
    return [{ fault, index }];
  });
}

/** Writes the township's mistakes into its sheet and says where they are. */
export function spoil(sheet: DirtySheet, { sheets, words }: Spoiling): ExpectedFinding[] {
  const { file, draft, records, asWorkbook } = sheet;
  return placeFaults(records, sheets).flatMap(({ fault, index }) => {
    const row = draft.places[index];
    const record = records[index];
    const cells = row === undefined ? undefined : draft.rows[row - 1];
    if (row === undefined || !record || !cells) return [];
    const edit = fault.edit(record, words);
    const edits = Object.entries(edit ?? {});
    // A clerk without the column cannot get it wrong.
    if (edit === null || edits.some(([field]) => !draft.columns.has(field))) return [];
    for (const [field, value] of edits) cells[draft.columns.get(field) ?? 0] = asWorkbook ? value : asCsv(value);
    return [{ file, row, rule: fault.rule, column: fault.column }];
  });
}

/** What a spreadsheet leaves of a long number when it saves a CSV. */
function asCsv(value: WrongCell): WrongCell {
  return typeof value === 'number' && value >= 1e15 ? value.toExponential(5).replace('e', 'E') : value;
}
