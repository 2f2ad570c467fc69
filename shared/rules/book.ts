import { RULES } from './catalogue.ts';

const LEVEL = { file: '文件', row: '行', 'cross-row': '行间', summary: '汇总' } as const;
const SEVERITY = { error: '须改正', warning: '请核对' } as const;

/** The rule book (docs/rules.md), Chinese and English, from the catalogue that validates. */
export function ruleBook(): string {
  const rows = RULES.map(
    (rule) =>
      `| ${[rule.code, LEVEL[rule.level], SEVERITY[rule.severity], rule.fields.map((field) => `\`${field}\``).join(' '), rule.zh, rule.en, rule.basis].map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`,
  );
  return `# 校验规则 Rule book\n\nMade from \`shared/rules\` by \`npm run docs\`. 须改正 (error): the row, or the file, is not accepted. 请核对 (warning): accepted, please check.\n\n| 代码 | 层级 | 级别 | fields | 提示 | message | basis |\n|---|---|---|---|---|---|---|\n${rows.join('\n')}\n`;
}
