import type { RepairRule } from '../parse/repair.ts';
import type { Unreadable } from '../parse/values.ts';
import type { Column } from '../schema/column.ts';
import type { FINANCE_COLUMNS } from '../schema/finance.ts';
import type { HOUSEHOLD_COLUMNS } from '../schema/household.ts';
import type { PROJECT_COLUMNS } from '../schema/project.ts';
import type { TableDefinition } from '../schema/tables.ts';
import type { TARGET_COLUMNS } from '../schema/target.ts';
import type { RefusalCode } from '../sheet/grid.ts';
import { CHANNEL_RULES } from './channel-rules.ts';
import { EXIT_RULES } from './exit-rules.ts';
import { FILE_RULES } from './file-rules.ts';
import { FINANCE_RULES } from './finance-rules.ts';
import { HISTORY_RULES } from './history-rules.ts';
import { IDENTITY_RULES } from './identity-rules.ts';
import { INCOME_RULES } from './income-rules.ts';
import { PLACE_RULES } from './place-rules.ts';
import { PROJECT_RULES } from './project-rules.ts';
import type { Rule } from './rule.ts';
import { TARGET_RULES } from './target-rules.ts';

const LITERALS = [
  ...FILE_RULES,
  ...PLACE_RULES,
  ...IDENTITY_RULES,
  ...INCOME_RULES,
  ...CHANNEL_RULES,
  ...EXIT_RULES,
  ...HISTORY_RULES,
  ...PROJECT_RULES,
  ...FINANCE_RULES,
  ...TARGET_RULES,
] as const;

type Literal = (typeof LITERALS)[number];

/** The code of a rule that files are judged by; a misspelt one is an error of the compiler. */
export type RuleCode = Literal['code'];

/** A rule of the catalogue. */
export type CataloguedRule = Rule & { readonly code: RuleCode; readonly silences?: RuleCode };

/** What every literal must have one of; one without any logic is an error of the compiler. */
type WithLogic = { readonly [M in Member | 'cell']: { readonly [Key in M]: unknown } }[Member | 'cell'];

/**
 * Every rule by which a file is judged. A new rule is one literal in its family's file and one golden case. Rules about
 * a summary stand where its tables are made (tables/summary-rules.ts), the one about households that two places report
 * where they are told of it (receipt/duplicate-rule.ts).
 */
export const RULES: readonly CataloguedRule[] = LITERALS satisfies readonly WithLogic[];
const byCode = new Map(RULES.map((rule) => [rule.code, rule]));

type Columns = typeof HOUSEHOLD_COLUMNS | typeof PROJECT_COLUMNS | typeof FINANCE_COLUMNS | typeof TARGET_COLUMNS;
type Known<Code extends RuleCode> = Code;

/** Codes that the rooms before this one say as plain texts; one that is no rule's is an error of the compiler here. */
type EarlierCode = Known<Columns[number]['invalid'] | RefusalCode | RepairRule>;

export function ruleOf(code: RuleCode): CataloguedRule {
  const rule = byCode.get(code);
  if (!rule) throw new RangeError(`rule ${code} is not in the catalogue`);
  return rule;
}

/** The rule that reports a cell of the column that cannot be read. */
export const ruleOfColumn = (column: Column): CataloguedRule => ruleOf(column.invalid as EarlierCode);

/** The rule of a code that a ledger kept; null for one of an older catalogue. */
export const ruleNamed = (code: string): CataloguedRule | null => byCode.get(code as RuleCode) ?? null;

type Member = 'check' | 'checkAll' | 'checkHistory' | 'checkPlace' | 'checkSheet' | 'checkFile';

type With<M extends Member> = CataloguedRule & Required<Pick<Rule, M>>;

/** The rules that have a member, in the order of the catalogue. */
export const rulesWith = <M extends Member>(member: M): readonly With<M>[] =>
  RULES.filter((rule): rule is With<M> => rule[member] !== undefined);

/**
 * The rules with a member that look at rows of a table: first those about several tables, where one of their columns is
 * in it, then those about this table alone.
 */
export function rulesAbout<M extends Member>(member: M, { kind, columns }: TableDefinition): readonly With<M>[] {
  const rules = rulesWith(member);
  const fields = new Set(columns.map(({ field }) => field));
  const isShared = (rule: Rule): boolean => rule.table === 'any' && rule.fields.some((field) => fields.has(field));
  return [...rules.filter(isShared), ...rules.filter(({ table }) => table === kind)];
}

const claims: readonly CataloguedRule[] = RULES.filter(({ cell }) => cell !== undefined && cell.when !== 'invalid');

/** The rule that reports a cell that cannot be read: the one that claims the reason, or else the column's own. */
export function ruleOfCell(column: Column, { reason }: Unreadable): CataloguedRule {
  const claim = claims.find(({ cell }) => cell?.when === reason && (!('of' in cell) || cell.of === column.type.kind));
  return claim ?? ruleOfColumn(column);
}
