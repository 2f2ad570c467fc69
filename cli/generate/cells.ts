import type { CodeEntry } from '../../shared/schema/codes.ts';
import type { Column } from '../../shared/schema/column.ts';
import type { CellSpec } from '../../shared/sheet/sheet-spec.ts';
import type { DateForm, Habits } from './style.ts';

export type Value = string | number | boolean | readonly string[] | null | undefined;
type CellHabits = Pick<Habits, 'unit' | 'dateForm' | 'yesNo' | 'codes' | 'separator' | 'periodForm'>;

/** How offices write that keep to the template: project, finance and target sheets. */
export const TEMPLATE_HABITS: CellHabits = {
  unit: '万元',
  dateForm: 'iso',
  yesNo: ['是', '否'],
  codes: 'label',
  separator: '、',
  periodForm: 'canonical',
};

const DATE_FORMAT = { numberFormat: 'yyyy-mm-dd' } as const;

/** The cell in which a clerk of these habits writes a value of the column. */
export function cellOf(column: Column, value: Value, habits: CellHabits, asWorkbook: boolean): CellSpec {
  if (value === null || value === undefined) return null;
  const { type } = column;
  switch (type.kind) {
    case 'money':
      return habits.unit === '万元' ? Number(value) / 1_000_000 : Number(value) / 100;
    case 'decimal':
      return Number(value) / 10 ** type.scale;
    case 'flag':
      return value === true ? habits.yesNo[0] : habits.yesNo[1];
    case 'code':
      return written(type.list, String(value), habits.codes);
    case 'codes':
      return (value as readonly string[]).map((code) => written(type.list, code, habits.codes)).join(habits.separator);
    case 'date':
      return dateCell(String(value), habits.dateForm, asWorkbook);
    case 'period':
      return periodCell(String(value), habits.periodForm);
    default:
      return value as string | number;
  }
}

function written(list: readonly CodeEntry[], code: string, form: Habits['codes']): string {
  const entry = list.find((candidate) => candidate.code === code);
  if (!entry) throw new RangeError(`no code ${code}`);
  if (form === 'code') return code;
  if (form === 'alias') return entry.aliases?.[0] ?? entry.zh;
  return form === 'code and label' ? code + entry.zh : entry.zh;
}

function dateCell(date: string, form: DateForm, asWorkbook: boolean): CellSpec {
  const [year = '', month = '', day = ''] = date.split('-');
  switch (form) {
    case 'slash':
      return `${year}/${Number(month)}/${Number(day)}`;
    case 'dot':
      return `${year}.${Number(month)}.${Number(day)}`;
    case 'chinese':
      return `${year}年${Number(month)}月${Number(day)}日`;
    case 'compact':
      return year + month + day;
    case 'month':
      return `${year}年${Number(month)}月`;
    case 'serial':
      // Days since 1899-12-30, as a spreadsheet keeps a date.
      return asWorkbook
        ? { value: (Date.parse(date) - Date.UTC(1899, 11, 30)) / 86_400_000, style: DATE_FORMAT }
        : date;
    case 'iso':
      return date;
  }
}

function periodCell(period: string, form: Habits['periodForm']): string {
  if (form === 'canonical') return period;
  const quarter = Number(period.slice(5));
  return form === 'chinese'
    ? `${period.slice(0, 4)}年第${'一二三四'[quarter - 1]}季度`
    : `${period.slice(0, 4)}年${quarter}季度`;
}
