import { periodDays } from '../time/period.ts';
import type { City } from '../city/city.ts';
import { ruleOf, RULES } from '../rules/catalogue.ts';
import type { Language } from '../language/language.ts';
import type { Rule } from '../rules/rule.ts';
import type { Column, NumberRange } from '../schema/column.ts';
import type { TableDefinition } from '../schema/tables.ts';
import { hintOf } from './hints.ts';
import { YES_NO } from './cells.ts';

/** What a column wants, in words, from the column table and the rule catalogue. */

/** 必填, 有则必填 (the column must stand in the sheet, rules say when a row needs it), 选填. */
export function obligationOf(column: Column, language: Language): string {
  const at = column.required ? 0 : column.core ? 1 : 2;
  return (language === 'zh' ? ['必填', '有则必填', '选填'] : ['required', 'where it applies', 'optional'])[at] ?? '';
}

/** What is counted or measured; empty for texts. */
export function unitOf({ type }: Column): string {
  return 'unit' in type ? (type.unit ?? '') : '';
}

/** The labels to choose from; empty where the choice is free. */
export function choicesOf({ type }: Column, language: Language): string {
  if (type.kind === 'flag') return YES_NO.join('、');
  if (!('list' in type)) return '';
  return type.list
    .map(({ zh, en }) => (language === 'zh' ? zh : `${zh} (${en})`))
    .join(language === 'zh' ? '、' : ', ');
}

/**
 * Which form a value must have: 1至15的整数, 16位数字（文本格式）, 从下拉表中选一项.
 * @param isListed whether a text has a drop-down, as places have
 */
export function formOf(
  table: TableDefinition,
  column: Column,
  city: City,
  language: Language,
  isListed = false,
): string {
  const zh = language === 'zh';
  const { type, range } = column;
  const header = (field: string): string =>
    `“${table.columns.find((other) => other.field === field)?.header ?? field}”`;
  switch (type.kind) {
    case 'int':
      return zh ? `${bounds(column, city, header, language)}整数` : `integer ${bounds(column, city, header, language)}`;
    case 'money':
    case 'decimal': {
      const digits = type.kind === 'decimal' ? type.scale : type.unit === '元' ? 2 : 6;
      const within = bounds(column, city, header, language);
      return zh ? `${within}数，最多${digits}位小数` : `number ${within}, ${digits} decimals at most`;
    }
    case 'date': {
      const { first, last } = periodDays(city.period);
      if (!range || !('days' in range)) return zh ? `日期，如 ${last}` : `date such as ${last}`;
      if (range.days === 'of the period') return zh ? `${first} 至 ${last} 的日期` : `date from ${first} to ${last}`;
      if (range.days === 'until its end') return zh ? `不晚于 ${last} 的日期` : `date, ${last} at the latest`;
      return zh ? `晚于${header(range.days.after)}的日期` : `date after ${header(range.days.after)}`;
    }
    case 'code':
      return zh ? '从下拉表中选一项' : 'one of the list';
    case 'codes':
      return zh ? '可填多项，用顿号“、”隔开' : 'one or more of the list, separated by 、';
    case 'flag':
      return zh ? '“是”或“否”' : '是 (yes) or 否 (no)';
    case 'period':
      return city.period;
    case 'text':
      return isListed ? (zh ? '从下拉表中选' : 'one of the list') : zh ? '文字' : 'text';
    default:
      return FORMS[type.kind][language];
  }
}

const FORMS = {
  household_no: { zh: '16位数字，文本格式', en: '16 digits, as text' },
  id_no: {
    zh: '18位（残疾人证20或22位），文本格式',
    en: '18 characters (20 or 22 of a disability certificate), as text',
  },
  village_code: { zh: '12位数字，文本格式', en: '12 digits, as text' },
  credit_code: { zh: '18位，文本格式', en: '18 characters, as text' },
} as const;

function bounds(column: Column, city: City, header: (field: string) => string, language: Language): string {
  const zh = language === 'zh';
  const { min, max, isAbove } = numberRange(column);
  const from = isAbove ? (zh ? `大于${min}的` : `above ${min}`) : zh ? `不小于${min}的` : `of at least ${min}`;
  if (max === undefined) return from;
  const upper =
    typeof max === 'number'
      ? String(max)
      : 'programme' in max
        ? String(city.programme[max.programme])
        : `${header(max.field)}${max.times ? `×${max.times}` : ''}`;
  return zh ? `${min}至${upper}的` : `from ${min} to ${upper}`;
}

/** Where the column table says nothing, a number is not negative (parse/values.ts). */
export const numberRange = ({ range }: Column): NumberRange => (range && 'min' in range ? range : { min: 0 });

/** The rules that look at a column, in the order of the catalogue. */
export function rulesOf(table: TableDefinition, column: Column): readonly Rule[] {
  const raisedByReader = READER_RULES[column.type.kind] ?? [];
  return RULES.filter(
    (rule) =>
      rule.code === column.invalid ||
      raisedByReader.includes(rule.code) ||
      ((rule.table === table.kind || rule.table === 'any') && rule.fields.includes(column.field)),
  );
}

/** Raised while a cell of the kind is read (parse/values.ts), beside the column's own rule. */
const READER_RULES: Partial<Record<Column['type']['kind'], readonly string[]>> = {
  household_no: ['I02'],
  id_no: ['I10'],
};

/** A rule's message with dots for what only a file can tell: 家庭人口数为…，应为1至15的整数. */
export function ruleText(rule: Rule, language: Language): string {
  return rule[language]
    .replace(/^第\{row\}行|^Row \{row\}: /, '')
    .replace(/(?<!列名|Header )“\{header\}”/g, language === 'zh' ? '该列' : 'the column')
    .replace(/“?\{\w+\}”?/g, '…');
}

/** The note on a column's header. */
export function noteOf(
  table: TableDefinition,
  column: Column,
  city: City,
  language: Language,
  isListed: boolean,
): string {
  const hint = hintOf(table.kind, column.field);
  const unit = unitOf(column);
  const choices = choicesOf(column, 'zh');
  const codes = rulesOf(table, column).map(({ code }) => code);
  const lines = [
    `【${obligationOf(column, 'zh')}】${hint.zh}`,
    `格式：${formOf(table, column, city, 'zh', isListed)}${unit ? `（单位：${unit}）` : ''}`,
    ...(choices && column.type.kind !== 'flag' ? [`可填：${choices}`] : []),
    `校验规则：${codes.join('、')}`,
  ];
  if (language === 'zh') return lines.join('\n');
  const english = choicesOf(column, 'en');
  return [
    ...lines,
    '',
    `[${obligationOf(column, 'en')}] ${hint.en}`,
    `Format: ${formOf(table, column, city, 'en', isListed)}`,
    ...(english && column.type.kind !== 'flag' ? [`Choices: ${english}`] : []),
  ].join('\n');
}

/** Whether a value that the column's rule objects to is refused while it is typed, or asked back. */
export const severityOf = (column: Column): 'stop' | 'warning' =>
  ruleOf(column.invalid).severity === 'error' ? 'stop' : 'warning';
