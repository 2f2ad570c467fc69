import type { Rule } from './rule.ts';

/** The summary as a whole, checked where it is made (shared/tables/table-checks.ts): an error stops publication. Source of each rule: its `basis`. */
export const SUMMARY_RULES: readonly Rule[] = [
  {
    code: 'T01',
    level: 'summary',
    severity: 'error',
    table: 'target',
    fields: ['plan_persons'],
    zh: '各单位任务之和{a}不等于全市任务{b}',
    en: 'Sum of unit plans {a} is not the city plan {b}',
    basis: 'seed 15万',
  },
  {
    code: 'T02',
    level: 'summary',
    severity: 'warning',
    table: 'target',
    fields: ['registered_households'],
    zh: '{unit}上报户数{a}大于在册户数{b}',
    en: '{unit}: {a} households reported, {b} registered',
    basis: 'consistency',
  },
  {
    code: 'T03',
    level: 'summary',
    severity: 'error',
    table: 'any',
    fields: [],
    zh: '汇总校验失败：{table} {a}≠{b}',
    en: 'Summary check failed: {table} {a} is not {b}',
    basis: 'seed identity',
  },
  {
    code: 'T04',
    level: 'summary',
    severity: 'warning',
    table: 'household',
    fields: ['uplift_persons'],
    zh: '{unit}本年累计增收人数减少（{a}→{b}）',
    en: '{unit}: year-to-date uplift persons fell ({a} to {b})',
    basis: 'monotone (distinct union)',
  },
];
