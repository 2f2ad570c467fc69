/** The rules that a column can break, and how the template speaks of them. */
import type { Text } from '../language/language.ts';
import { ruleOfColumn } from '../rules/catalogue.ts';
import type { RuleWords } from '../rules/rule.ts';
import type { Column } from '../schema/column.ts';
import type { TableDefinition } from '../schema/tables.ts';

/**
 * The rules that look at a column, in the order in which they are given, together with those that judge cells that
 * cannot be read.
 */
export const rulesOf = (table: TableDefinition, column: Column, rules: readonly RuleWords[]): readonly RuleWords[] =>
  rules.filter(
    ({ code, table: about, fields, cell }) =>
      code === column.invalid ||
      (cell !== undefined && 'of' in cell && cell.of === column.type.kind) ||
      ((about === table.kind || about === 'any') && fields.includes(column.field)),
  );

export const ruleCodesOf = (table: TableDefinition, column: Column, rules: readonly RuleWords[]): string[] =>
  rulesOf(table, column, rules).map(({ code }) => code);

/** A rule's message without the values of a file: 家庭人口数为…，应为1至15的整数. */
export const ruleText = ({ zh, en }: RuleWords): Text => ({
  zh: withoutValues(zh, '该列'),
  en: withoutValues(en, 'the column'),
});

const withoutValues = (message: string, thisColumn: string): string =>
  message
    .replace(/^第\{row\}行|^Row \{row\}: /, '')
    .replace(/(?<!列名|Header )“\{header\}”/g, thisColumn)
    .replace(/“?\{\w+\}”?/g, '…');

/** What Excel does with a typed value that breaks the column's own rule: it refuses the value or asks back. */
export const reactionOf = (column: Column): 'stop' | 'warning' =>
  ruleOfColumn(column).severity === 'error' ? 'stop' : 'warning';
