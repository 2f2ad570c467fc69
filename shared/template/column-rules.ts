/** The rules that a column can break, and how the template speaks of them. */
import type { Text } from '../language/language.ts';
import { ruleOf, RULES } from '../rules/catalogue.ts';
import type { Rule } from '../rules/rule.ts';
import type { Column } from '../schema/column.ts';
import type { TableDefinition } from '../schema/tables.ts';

/** Rules that the reader of a cell raises for a kind of column (parse/values.ts), beside the column's own rule. */
const READER_RULES: Partial<Record<Column['type']['kind'], readonly string[]>> = {
  household_no: ['I02'],
  id_no: ['I10'],
};

/** In the order of the catalogue. */
export function rulesOf(table: TableDefinition, column: Column): readonly Rule[] {
  const raisedByReader = READER_RULES[column.type.kind] ?? [];
  return RULES.filter(
    (rule) =>
      rule.code === column.invalid ||
      raisedByReader.includes(rule.code) ||
      ((rule.table === table.kind || rule.table === 'any') && rule.fields.includes(column.field)),
  );
}

export const ruleCodesOf = (table: TableDefinition, column: Column): string[] =>
  rulesOf(table, column).map(({ code }) => code);

/** A rule's message without the values of a file: 家庭人口数为…，应为1至15的整数. */
export const ruleText = ({ zh, en }: Rule): Text => ({
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
  ruleOf(column.invalid).severity === 'error' ? 'stop' : 'warning';
