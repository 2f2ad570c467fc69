/** What a column asks for, in words: made from the column tables, the code lists and the programme. */
import type { City } from '../city/city.ts';
import { sameText, type Language, type Text } from '../language/language.ts';
import type { Column } from '../schema/column.ts';
import { boundsText, daysIn, numberRange } from '../schema/range.ts';
import type { TableDefinition } from '../schema/tables.ts';
import { periodDays } from '../time/period.ts';
import { ruleCodesOf } from './column-rules.ts';
import type { DropDowns } from './drop-downs.ts';

const REQUIRED: Text = { zh: '必填', en: 'required' };
const REQUIRED_IF_ANY: Text = { zh: '有则必填', en: 'where it applies' };
/** The sheet has a formula for it, and the check fills in what is blank. */
const COMPUTED: Text = { zh: '自动计算', en: 'computed' };
const OPTIONAL: Text = { zh: '选填', en: 'optional' };

/** 有则必填: the column must be in the sheet, and rules say which rows need a value in it. */
export function obligationOf({ required, core, checkedOnly }: Column): Text {
  if (checkedOnly) return COMPUTED;
  if (required) return REQUIRED;
  return core ? REQUIRED_IF_ANY : OPTIONAL;
}

/** The unit of a number; empty for other columns. */
export function unitOf({ type }: Column): string {
  return 'unit' in type ? (type.unit ?? '') : '';
}

/** The entries of the column's code list; empty for other columns. */
export function choicesOf({ type }: Column): Text {
  if (!('list' in type)) return sameText('');
  return {
    zh: type.list.map(({ zh }) => zh).join('、'),
    en: type.list.map(({ zh, en }) => `${zh} (${en})`).join(', '),
  };
}

const FEN_PER_WAN = 1_000_000;

/** What to fill in, with the city's own words and the programme's amounts in their places. */
export function hintOf(column: Column, { profile, programme, register }: City): Text {
  const max = numberRange(column).max;
  const known: Readonly<Record<string, string | Text>> = {
    // Municipal money of a province is that of one of its cities.
    city: register.cities.length > 0 ? { zh: '市的名称', en: 'the name of the city' } : profile.name.zh,
    areaCode: profile.areaCode,
    loan: String(programme.loanPerPerson / FEN_PER_WAN),
    times: typeof max === 'object' && 'times' in max ? String(max.times) : '',
  };
  const filled = (language: Language): string =>
    column.hint[language].replace(/\{(\w+)\}/g, (placeholder, name: string) => {
      const word = known[name] ?? placeholder;
      return typeof word === 'string' ? word : word[language];
    });
  return { zh: filled('zh'), en: filled('en') };
}

const FORMS = {
  code: { zh: '从下拉表中选一项', en: 'one of the list' },
  codes: { zh: '可填多项，用顿号“、”隔开', en: 'one or more of the list, separated by 、' },
  flag: { zh: '“是”或“否”', en: '是 (yes) or 否 (no)' },
  text: { zh: '文字', en: 'text' },
  household_no: { zh: '16位数字，文本格式', en: '16 digits, as text' },
  id_no: {
    zh: '18位（残疾人证20或22位），文本格式',
    en: '18 characters (20 or 22 of a disability certificate), as text',
  },
  village_code: { zh: '12位数字，文本格式', en: '12 digits, as text' },
  credit_code: { zh: '18位，文本格式', en: '18 characters, as text' },
  project_no: { zh: '文本，如 GX-001', en: 'text such as GX-001' },
} as const satisfies Readonly<Record<string, Text>>;
/** A text column with a drop-down, as places have. */
const LISTED_TEXT: Text = { zh: '从下拉表中选', en: 'one of the list' };

/** The form of a value: 1至15的整数, 16位数字（文本格式）, 从下拉表中选一项. */
export function formOf(table: TableDefinition, column: Column, dropDowns: DropDowns): Text {
  const { city } = dropDowns;
  const { type } = column;
  switch (type.kind) {
    case 'int': {
      const within = boundsBefore(table, column, city);
      return { zh: `${within.zh}整数`, en: `integer ${within.en}` };
    }
    case 'money':
    case 'decimal': {
      const within = boundsBefore(table, column, city);
      const decimals = decimalsOf(type);
      return { zh: `${within.zh}数，最多${decimals}位小数`, en: `number ${within.en}, ${decimals} decimals at most` };
    }
    case 'date':
      return dateText(table, column, city);
    case 'period':
      return sameText(city.period);
    case 'text':
      return dropDowns.sourceOf(table, column) === null ? FORMS.text : LISTED_TEXT;
    default:
      return FORMS[type.kind];
  }
}

/** Decimal places of an amount in the unit of the column, or of any other decimal number. */
export function decimalsOf(type: Extract<Column['type'], { kind: 'money' | 'decimal' }>): number {
  if (type.kind === 'decimal') return type.scale;
  return type.unit === '元' ? 2 : 6;
}

function dateText(table: TableDefinition, { range }: Column, { period }: City): Text {
  const { last: lastDay } = periodDays(period);
  if (!range || !('days' in range)) return { zh: `日期，如 ${lastDay}`, en: `date such as ${lastDay}` };
  if (typeof range.days !== 'object') {
    const { first, last } = daysIn(range, period);
    return first === null
      ? { zh: `不晚于 ${last} 的日期`, en: `date, ${last} at the latest` }
      : { zh: `${first} 至 ${last} 的日期`, en: `date from ${first} to ${last}` };
  }
  const header = quotedHeader(table, range.days.after);
  return { zh: `晚于${header}的日期`, en: `date after ${header}` };
}

/** The bounds of a number, to stand before 整数 or behind integer. */
function boundsBefore(table: TableDefinition, column: Column, city: City): Text {
  const range = numberRange(column);
  const { max } = range;
  const upper =
    max === undefined
      ? null
      : typeof max === 'number'
        ? String(max)
        : 'programme' in max
          ? String(city.programme[max.programme])
          : `${quotedHeader(table, max.field)}${max.times ? `×${max.times}` : ''}`;
  const { zh, en } = boundsText(range, upper);
  return { zh: `${zh}的`, en };
}

const quotedHeader = (table: TableDefinition, field: string): string =>
  `“${table.columns.find((column) => column.field === field)?.header ?? field}”`;

/** The note on a column's header: in Chinese, and in English below it where that is asked for. */
export function noteOf(table: TableDefinition, column: Column, dropDowns: DropDowns, language: Language): string {
  const obligation = obligationOf(column);
  const hint = hintOf(column, dropDowns.city);
  const form = formOf(table, column, dropDowns);
  const unit = unitOf(column);
  const choices = choicesOf(column);
  const chinese = [
    `【${obligation.zh}】${hint.zh}`,
    `格式：${form.zh}${unit ? `（单位：${unit}）` : ''}`,
    ...(choices.zh ? [`可填：${choices.zh}`] : []),
    `校验规则：${ruleCodesOf(table, column, dropDowns.rules).join('、')}`,
  ];
  const english = [
    `[${obligation.en}] ${hint.en}`,
    `Format: ${form.en}`,
    ...(choices.en ? [`Choices: ${choices.en}`] : []),
  ];
  return (language === 'zh' ? chinese : [...chinese, '', ...english]).join('\n');
}
