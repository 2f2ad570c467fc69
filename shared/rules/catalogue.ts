import type { TableKind } from '../schema/tables.ts';
import { CHANNEL_RULES } from './channel.ts';
import { EXIT_RULES } from './exit.ts';
import { FILE_RULES } from './file.ts';
import { FINANCE_RULES } from './finance.ts';
import { HISTORY_RULES } from './history.ts';
import { IDENTITY_RULES } from './identity.ts';
import { INCOME_RULES } from './income.ts';
import { PLACE_RULES } from './place.ts';
import { PROJECT_RULES } from './project.ts';
import type { Rule } from './rule.ts';
import { SUMMARY_RULES } from './summary.ts';
import { TARGET_RULES } from './target.ts';

/** Every rule in force. A new rule is one literal in its family's file and one golden case. */
export const RULES: readonly Rule[] = [
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
  ...SUMMARY_RULES,
];

/**
 * Names the meaning of the catalogue; part of every submission id, so that one submission is never judged by two sets of rules.
 * Raise it whenever a check, a severity or the reading of a cell changes.
 */
export const RULE_SET_VERSION = 'r3';

const byCode = new Map(RULES.map((rule) => [rule.code, rule]));

/** @throws RangeError for a code that is not in the catalogue: a defect of the program, never of a file */
export function ruleOf(code: string): Rule {
  const rule = byCode.get(code);
  if (!rule) throw new RangeError(`rule ${code} is not in the catalogue`);
  return rule;
}

export const rulesFor = (kind: TableKind | 'any'): readonly Rule[] => RULES.filter((rule) => rule.table === kind);
