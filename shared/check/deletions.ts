import type { CataloguedRule } from '../rules/catalogue.ts';
import { isDeletion } from '../rules/exit-rules.ts';
import type { Row } from './row-values.ts';

/**
 * Whether a finding of the rule is none in the row: of a row that only removes its household, number and place must be
 * right; whatever else it says goes with it.
 */
export const isForgiven = (record: Row, rule: CataloguedRule): boolean =>
  isDeletion(record['remark']) && rule.judgesDeletions !== true && rule.checkPlace === undefined;
