import type { Rule } from './rule.ts';

/** Targets. Source of each rule: its `basis`. */
export const TARGET_RULES: readonly Rule[] = [
  {
    code: 'T01',
    level: 'row',
    severity: 'error',
    table: 'target',
    fields: ['plan_persons'],
    zh: '第{row}行“{header}”的“{value}”无法识别',
    en: 'Row {row}: “{header}” “{value}” not recognised',
    basis: 'seed 15万',
  },
  {
    code: 'T02',
    level: 'row',
    severity: 'error',
    table: 'target',
    fields: [],
    zh: '第{row}行“{header}”应为不小于0的整数',
    en: 'Row {row}: “{header}” must be an integer >= 0',
    basis: 'consistency',
  },
];
