import type { City } from '../city/city.ts';
import type { TableKind } from '../schema/tables.ts';
import type { StoredRecord } from '../rows/codec.ts';

type StoredHousehold = StoredRecord['household'];

/** An error rejects the row (or the file); a warning is told and the row counts; what a rule on trial says changes nothing. */
export type Severity = 'error' | 'warning' | 'trial';

/** Fill a message's placeholders. `field` names another column than the rule's first; `severity` softens one case of a rule. */
export type Params = { readonly field?: string; readonly severity?: 'error' | 'warning' } & {
  readonly [name: string]: string | number;
};

/** Nothing wrong, wrong, wrong with details, or wrong in several places. */
export type Verdict = boolean | Params | readonly Params[];

/**
 * What a row rule may know beside its row: the city in the period, and the city date on which the file was received. A rule has no clock.
 */
export type RowContext = City & { readonly receivedOn: string };

/** What is on file of one household in the quarters before. */
export type Past = {
  /** Its row `quarters` before (1 is the last quarter), or null. */
  readonly ago: (quarters: number) => StoredHousehold | null;
  /** Whether its township has any row of that quarter, so that a missing household is new and not merely unknown. */
  readonly reported: (quarters: number) => boolean;
  /** Whether the clerk wrote a remark (备注) beside the row; the remark itself is not kept. */
  readonly remarked: boolean;
};

/** A row inside its file, for rules that compare rows. */
export type NumberedRow<R> = {
  readonly row: R;
  readonly number: number;
  /** Its sheet, where the table goes over several; '' where there is one only. */
  readonly sheet: string;
};

/**
 * One rule. Without a check it is raised where a file, a cell or a place name is read, under the code that the column table or the
 * reader gives. A check runs only on rows in which all `fields` could be read, so that one wrong cell is reported once.
 */
export type Rule = {
  readonly code: string;
  readonly level: 'file' | 'row' | 'cross-row' | 'cross-quarter' | 'cross-file' | 'summary';
  readonly severity: 'error' | 'warning';
  /**
   * On trial (试行): what its check finds is shown and counted apart, never blocks a row and never changes a file's status, so that a new rule
   * can be watched for a quarter before it is enforced. Only for checks of what was read: a cell, a place or a file that cannot be read
   * has no value to let pass, and is reported as ever.
   */
  readonly trial?: true;
  readonly table: TableKind | 'any';
  readonly fields: readonly string[];
  /** A sheet that lacks an optional column of `fields` is not asked. */
  readonly silentWithoutColumn?: boolean;
  readonly zh: string;
  readonly en: string;
  readonly basis: string;
  readonly check?: (row: never, context: RowContext) => Verdict;
  /** Compares an accepted household with what is on file of it; asked only where something is. */
  readonly checkHistory?: (row: StoredHousehold, past: Past, context: RowContext) => Verdict;
  /** Indexes of the rows at fault. Rows come in the order of the sheet. */
  readonly checkAll?: (rows: readonly NumberedRow<never>[], context: RowContext) => ReadonlyMap<number, Params>;
};
