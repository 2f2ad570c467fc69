import type { CataloguedRule } from '../rules/catalogue.ts';
import { isDeletion } from '../rules/exit-rules.ts';
import type { Row } from './row-values.ts';

/**
 * Whether a finding of the rule is dropped for the row. A row that only removes its household must have its number and
 * place right; nothing else in it matters.
 */
export const isForgiven = (record: Row, rule: CataloguedRule): boolean =>
  isDeletion(record['remark']) && rule.judgesDeletions !== true && rule.checkPlace === undefined;
