import type { City } from '../city/city.ts';
import type { Place } from '../city/place-resolution.ts';
import type { Text } from '../language/language.ts';
import type { HeaderCell } from '../parse/header.ts';
import type { UnreadableReason } from '../parse/values.ts';
import type { StoredRecord } from '../rows/codec.ts';
import type { Column, ColumnType } from '../schema/column.ts';
import type { FinanceRow } from '../schema/finance.ts';
import type { HouseholdRow } from '../schema/household.ts';
import type { ProjectRow } from '../schema/project.ts';
import type { TableKind } from '../schema/tables.ts';
import type { TargetRow } from '../schema/target.ts';
import type { FileContext, FileFacts, NumberedRow, Past, RowContext, SheetFacts } from './facts.ts';

/**
 * An error rejects the row (or the file); a warning is told and the row counts; what a rule on trial says changes
 * nothing.
 */
export type Severity = 'error' | 'warning' | 'trial';

/**
 * Fill a message's placeholders. `field` names another column than the rule's first; `severity` softens one case of a
 * rule.
 */
export type Params = { readonly field?: string; readonly severity?: 'error' | 'warning' } & {
  readonly [name: string]: string | number | Text;
};

/** Nothing wrong, wrong, wrong with details, or wrong in several places. */
export type Verdict<C = Params> = boolean | C | readonly C[];

/** What a rule says of a sheet or a file: what fills its message, and which header or total it is about. */
export type Told = {
  readonly params?: Params;
  readonly severity?: 'error' | 'warning';
  readonly at?: {
    readonly column?: Column;
    readonly cell?: HeaderCell;
    /** What stands there, where that is not the header. */
    readonly value?: string;
  };
};

/** What a rule is called and says, without its logic. */
export type RuleWords = Text & {
  readonly code: string;
  readonly level: 'file' | 'row' | 'cross-row' | 'cross-quarter' | 'cross-file' | 'summary';
  readonly severity: 'error' | 'warning';
  /**
   * On trial (试行): what its check finds is shown and counted apart, never blocks a row and never changes a file's
   * status, so that a new rule can be watched for a quarter before it is enforced. Only for checks of what was read
   * (`check`, `checkAll`, `checkHistory`): a cell, a place or a file that cannot be read has no value to let pass, and
   * is reported as ever.
   */
  readonly trial?: true;
  readonly table: TableKind | 'any';
  /** The columns that it is about; a finding points at the first, unless it names another. */
  readonly fields: readonly string[];
  /** Where the rule comes from. */
  readonly basis: string;
  readonly cell?: CellLogic;
};

/**
 * Which cells that cannot be read the rule reports. `invalid`: those of the columns that name the rule as their
 * `invalid`. Any other reason is a claim to the cells that fail for it, in columns of one kind or in all columns: a
 * claim comes before the column's own rule.
 */
export type CellLogic = (
  | { readonly when: 'invalid' }
  | { readonly when: Exclude<UnreadableReason, 'blank' | 'of another kind'>; readonly of?: ColumnType['kind'] }
) & {
  /** Fill what placeholders the message has beside {problem} and {value}, which come with the cell. */
  readonly params?: (city: City, column: Column) => Params;
};

/** The record of a row, by its table. */
export type RowOf = { household: HouseholdRow; project: ProjectRow; finance: FinanceRow; target: TargetRow };

/**
 * One rule: its words, and its logic in `cell` or in one or more of the members that begin with `check`. Each member
 * judges one kind of thing by the facts about it (rules/facts.ts) and looks nothing up.
 */
export type Rule = RuleWords &
  (RowLogic | RowLogicOf<'household'> | RowLogicOf<'project'> | RowLogicOf<'finance'> | RowLogicOf<'target'>) & {
    /** Judges where the names of a row lead; asked once for each place of a sheet. */
    readonly checkPlace?: (place: Place, context: FileContext) => Verdict;
    /** Compares an accepted household with what is on file of it; asked only where something is. */
    readonly checkHistory?: (row: StoredRecord['household'], past: Past, context: RowContext) => Verdict;
    /** Judges one thing that is known of a sheet before its cells are read, or of a total row. */
    readonly checkSheet?: (sheet: SheetFacts, context: FileContext) => Verdict<Told>;
    /** Judges one thing that is known of a file as a whole. */
    readonly checkFile?: (file: FileFacts) => Verdict<Told>;
    /** A sheet that lacks an optional column of `fields` is not asked. */
    readonly silentWithoutColumn?: true;
    /** Judges also rows that only remove their household (备注 is 删除), as every rule with `checkPlace` does. */
    readonly judgesDeletions?: true;
    /** The code of a rule about cells, which is silent in a sheet of which this rule says the same as a whole. */
    readonly silences?: string;
    /** The message names the sheet itself. */
    readonly namesSheet?: true;
  };

type RowLogicOf<K extends TableKind> = {
  readonly table: K;
  /** Judges one row in which all `fields` could be read, so that one wrong cell is reported once. */
  readonly check?: (row: RowOf[K], context: RowContext) => Verdict;
  /** Compares the rows of a table, in the order of the sheets. @returns the indexes of those at fault */
  readonly checkAll?: (rows: readonly NumberedRow<RowOf[K]>[], context: RowContext) => ReadonlyMap<number, Params>;
};

/** Of rules about several tables. */
type RowLogic = {
  readonly table: 'any';
  readonly check?: (row: RowOf[TableKind], context: RowContext) => Verdict;
  readonly checkAll?: (
    rows: readonly NumberedRow<RowOf[TableKind]>[],
    context: RowContext,
  ) => ReadonlyMap<number, Params>;
};

const NOTHING: readonly never[] = [];

/** The cases of a verdict, one finding each. */
export function casesOf<C extends object>(verdict: Verdict<C>): readonly C[] {
  if (verdict === false) return NOTHING;
  if (verdict === true) return [{} as C];
  return Array.isArray(verdict) ? (verdict as readonly C[]) : [verdict as C];
}
