import { grouped, percentText, roundedQuotient, tenthsText } from './rounding.ts';
import { valueIn, type ReportCell, type ReportColumn, type ReportTable } from './report-table.ts';
import type { Language } from '../language/language.ts';
import { yuan } from '../rules/money.ts';

/** A cell of a table as text; `plain` numbers have no thousands separators, as programs want them. */
export function cellText(column: Pick<ReportColumn, 'kind'>, cell: ReportCell | undefined, plain: boolean): string {
  const value = valueIn(cell);
  if (value === null) return '';
  if (typeof value === 'string') return value;
  switch (column.kind) {
    case 'percent':
      return percentText(value);
    case 'points':
      return tenthsText(value);
    case 'money':
    case 'decimal':
      return hundredths(value, plain);
    case 'wan':
      return hundredths(roundedQuotient(value, 10_000) ?? 0, plain);
    default:
      return plain ? String(value) : grouped(value);
  }
}

/** Hundredths with two decimals; fen are hundredths of a yuan, 100 yuan those of 万元. */
function hundredths(value: number, plain: boolean): string {
  const text = yuan(value);
  return plain ? text : text.replace(/^(-?)(\d+)/, (_, sign: string, digits: string) => sign + grouped(Number(digits)));
}

/** What a column is called where there is one header row: under its group, when it has one. */
export function columnTitle({ group, ...own }: ReportColumn, language: Language = 'zh'): string {
  return group ? `${group[language]}${{ zh: '：', en: ': ' }[language]}${own[language]}` : own[language];
}

/** A table as CSV in UTF-8 with BOM, one header row, 合计 last; safe to open in a spreadsheet. */
export function tableCsv(table: ReportTable): string {
  const rows = [...table.rows, ...(table.total ? [table.total] : [])];
  const header = table.columns.map((column) => columnTitle(column));
  const lines = rows.map((row) => table.columns.map((column) => cellText(column, row[column.key], true)));
  return `\uFEFF${[header, ...lines].map((cells) => cells.map(csvField).join(',')).join('\r\n')}\r\n`;
}

/** Text that a spreadsheet would take for a formula gets an apostrophe; numbers stay numbers. */
export function csvField(text: string): string {
  const safe = /^[=+\-@\t\r＝＋－＠]/.test(text) && !/^-?\d+(?:\.\d+)?%?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
