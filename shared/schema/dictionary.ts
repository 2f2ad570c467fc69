import type { Column } from './column.ts';
import { rangeNote } from './range.ts';
import { TABLES } from './tables.ts';

/** The data dictionary (docs/data-dictionary.md), from the column tables that parse the files. */
export function dataDictionary(): string {
  const sections = TABLES.map((table) => {
    const rows = [HEADERS, HEADERS.map(() => '---'), ...table.columns.map(cellsOf)];
    const [header = '', rule = '', ...lines] = rows.map((cells) => cells.map(cell).join(' | '));
    return [
      `## ${table.title.zh} (${table.title.en})`,
      '',
      `| ${header} |`,
      `|${rule.replaceAll(' ', '')}|`,
      ...lines.map((line) => `| ${line} |`),
      '',
    ].join('\n');
  });
  return [
    '# 数据字典 Data dictionary',
    '',
    'Made from `shared/schema` by `npm run docs`. Money is kept as integer fen, decimals as scaled integers.',
    '',
    sections.join('\n'),
  ].join('\n');
}

const HEADERS = ['列名 header', 'field', 'type', '必填', '可识别的其他列名 aliases', 'kept in the table', '说明 note'];

const cellsOf = (column: Column): string[] => [
  column.header,
  `\`${column.field}\``,
  typeText(column),
  obligation(column),
  column.aliases.join('、'),
  keeping(column),
  noteOf(column),
];

/** What the column allows, then what else is to be said of it. */
const noteOf = (column: Column): string =>
  [rangeNote(column), column.note ?? ''].filter((text) => text !== '').join('; ');

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

function typeText({ type }: Column): string {
  switch (type.kind) {
    case 'code':
    case 'codes':
      return `${type.kind === 'code' ? '一项' : '可多项'}：${type.list.map(({ code, zh }) => `${code} ${zh}`).join('，')}`;
    case 'money':
      return `金额（${type.unit}）`;
    case 'decimal':
      return `小数（${type.scale}位${type.unit ? `，${type.unit}` : ''}）`;
    case 'int':
      return type.unit ? `整数（${type.unit}）` : '整数';
    default:
      return TYPE_TEXT[type.kind];
  }
}

const TYPE_TEXT = {
  period: '季度',
  text: '文本',
  household_no: '16位数字（文本）',
  id_no: '证件号码（文本）',
  village_code: '12位代码（文本）',
  credit_code: '证件号码（文本）',
  project_no: '编号（文本）',
  flag: '是/否',
  date: '日期',
} as const;

const obligation = (column: Column): string =>
  column.checkedOnly ? '列必有，空白时计算填入' : column.required ? '是' : column.core ? '列必有，可空' : '否';
const keeping = (column: Column): string =>
  column.stored !== false ? 'yes' : column.personal ? 'no (personal)' : 'no';
