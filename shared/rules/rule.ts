import type { Programme } from '../programme/programme.ts';
import type { TableKind } from '../schema/tables.ts';
import type { Period } from '../time/period.ts';

/** An error rejects the row (or the file); a warning is told and the row counts. */
export type Severity = 'error' | 'warning';

/** Fill a message's placeholders. `field` names another column than the rule's first; `severity` softens one case of a rule. */
export type Params = { readonly field?: string; readonly severity?: Severity } & { readonly [name: string]: string | number };

/** Nothing wrong, wrong, wrong with details, or wrong in several places. */
export type Verdict = boolean | Params | readonly Params[];

/** What a row rule may know beside its row. No clock: `receivedOn` is the city date on which the file was received. */
export type RowContext = { readonly period: Period; readonly receivedOn: string; readonly programme: Programme };

/** A row inside its file, for rules that compare rows. */
export type NumberedRow<R> = { readonly row: R; readonly number: number };

/**
 * One rule. Without a check it is raised where a file, a cell or a place name is read, under the code that the column table or the
 * reader gives. A check runs only on rows in which all `fields` could be read, so that one wrong cell is reported once.
 */
export type Rule = {
  readonly code: string;
  readonly level: 'file' | 'row' | 'cross-row' | 'summary';
  readonly severity: Severity;
  readonly table: TableKind | 'any';
  readonly fields: readonly string[];
  /** A sheet that lacks an optional column of `fields` is not asked. */
  readonly silentWithoutColumn?: boolean;
  readonly zh: string;
  readonly en: string;
  readonly basis: string;
  readonly check?: (row: never, context: RowContext) => Verdict;
  /** Indexes of the rows at fault. Rows come in the order of the sheet. */
  readonly checkAll?: (rows: readonly NumberedRow<never>[], context: RowContext) => ReadonlyMap<number, Params>;
};
