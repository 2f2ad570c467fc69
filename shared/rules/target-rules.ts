import type { Rule } from './rule.ts';

/** Targets. Source of each rule: its `basis`. */
export const TARGET_RULES = [
  {
    code: 'T05',
    level: 'row',
    severity: 'error',
    table: 'target',
    fields: ['plan_persons'],
    zh: '第{row}行“{header}”为“{value}”，应为年份、填报单位名称或不小于0的任务人数',
    en: "Row {row}: “{header}” is “{value}”; expected a year, a unit's name or a number of persons >= 0",
    basis: 'seed 15万',
    cell: { when: 'invalid' },
  },
  {
    code: 'T06',
    level: 'row',
    severity: 'error',
    table: 'target',
    fields: ['registered_households', 'registered_persons'],
    zh: '第{row}行“{header}”为“{value}”，应为不小于0的整数',
    en: 'Row {row}: “{header}” is “{value}”; expected an integer >= 0',
    basis: 'consistency',
    cell: { when: 'invalid' },
  },
] as const satisfies readonly Rule[];
