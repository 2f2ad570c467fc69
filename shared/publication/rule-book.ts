import { REPAIRS, type RepairDefinition } from '../parse/repair.ts';
import { DUPLICATE_RULE } from '../receipt/duplicate-rule.ts';
import { RULES } from '../rules/catalogue.ts';
import type { RuleWords } from '../rules/rule.ts';
import { SUMMARY_RULES } from '../tables/summary-rules.ts';

/** Every rule in force, of whatever room. */
export const ALL_RULES: readonly RuleWords[] = [...RULES, DUPLICATE_RULE, ...SUMMARY_RULES];

const LEVEL = {
  file: '文件',
  row: '行',
  'cross-row': '行间',
  'cross-quarter': '跨季',
  'cross-file': '跨单位',
  summary: '汇总',
} as const;
const SEVERITY = { error: '须改正', warning: '请核对' } as const;
const SCOPE = { cell: '单元格', column: '列', rows: '行' } as const;

/** The rule book (docs/rules.md), Chinese and English, from the literals that validate and repair. */
export function ruleBook(rules: readonly RuleWords[] = ALL_RULES): string {
  return [
    '# 校验规则 Rule book',
    '',
    'Made from the literals of the rules by `npm run docs`. ' +
      '须改正 (error): the row, or the file, is not accepted. 请核对 (warning): accepted, please check.',
    '试行 (on trial): shown and counted apart, changes nothing until the trial ends; ' +
      'the severity it will then have is in brackets.',
    '',
    table(['代码', '层级', '级别', 'fields', '提示', 'message', 'basis'], rules.map(cellsOfRule)),
    '## 自动规范 Repairs',
    '',
    'What is read otherwise than it is written (`shared/parse/repair.ts`). ' +
      'Each is counted and shown with its place, old and new value in the receipt;',
    'nothing that lost information is repaired.',
    '',
    table(['代码', '范围', '做了什么', 'what was done', '另见规则'], REPAIRS.map(cellsOfRepair)),
  ].join('\n');
}

const severityText = ({ trial, severity }: RuleWords): string =>
  trial ? `试行（${SEVERITY[severity]}）` : SEVERITY[severity];

const cellsOfRule = (rule: RuleWords): string[] => [
  rule.code,
  LEVEL[rule.level],
  severityText(rule),
  rule.fields.map((field) => `\`${field}\``).join(' '),
  rule.zh,
  rule.en,
  rule.basis,
];

const cellsOfRepair = ({ code, scope, zh, en, rule = '' }: RepairDefinition): string[] => [
  `\`${code}\``,
  SCOPE[scope],
  zh,
  en,
  rule,
];

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |\n`;
  return [line(header), `${'|---'.repeat(header.length)}|\n`, ...rows.map(line)].join('');
}
