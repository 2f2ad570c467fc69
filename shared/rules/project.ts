import type { ProjectRow as Row } from '../schema/project.ts';
import { periodDays } from '../time/period.ts';
import { repeats } from './repeats.ts';
import type { NumberedRow, Params, Rule } from './rule.ts';

/** Projects. Source of each rule: its `basis`. */
export const PROJECT_RULES: readonly Rule[] = [
  {
    code: 'P01',
    level: 'row',
    severity: 'error',
    table: 'project',
    fields: ['project_no'],
    zh: '第{row}行项目编号或名称为空，或编号重复',
    en: 'Row {row}: project no. or name blank, or no. duplicated',
    basis: 'logic',
    checkAll: (rows: readonly NumberedRow<Row>[]) => repeats(rows, (row) => row.project_no),
  },
  {
    code: 'P02',
    level: 'row',
    severity: 'error',
    table: 'project',
    fields: ['project_type'],
    zh: '项目类型“{value}”无法识别',
    en: 'Project type ”{value}” not recognised',
    basis: 'dictionary',
  },
  {
    code: 'P03',
    level: 'row',
    severity: 'error',
    table: 'project',
    fields: ['village_name', 'project_type'],
    zh: '第{row}行试点村项目未填行政村',
    en: 'Row {row}: pilot-village project without village',
    basis: 'seed',
    check: (row: Row) => row.project_type.endsWith('_VILLAGE') && row.village_name === null,
  },
  {
    code: 'P04',
    level: 'row',
    severity: 'warning',
    table: 'project',
    fields: ['zone'],
    zh: '第{row}行片区“{value}”不在四大片区内',
    en: 'Row {row}: zone ”{value}” is not one of the four',
    basis: 'seed 四大片区',
    check: (row: Row, { programme }) => row.zone !== null && !programme.zones.includes(row.zone),
  },
  {
    code: 'P05',
    level: 'row',
    severity: 'error',
    table: 'project',
    fields: ['status', 'completed_on'],
    zh: '第{row}行建设状态与建成日期不符',
    en: 'Row {row}: status and completion date disagree',
    basis: 'logic',
    check: (row: Row, { period }) =>
      (row.status === 'BUILT' && row.completed_on === null) ||
      (row.completed_on !== null && (row.completed_on > periodDays(period).last || row.status === 'PLANNED')),
  },
  {
    code: 'P06',
    level: 'row',
    severity: 'error',
    table: 'project',
    fields: ['quantity'],
    zh: '第{row}行数量“{value}”异常',
    en: 'Row {row}: quantity ”{value}” abnormal',
    basis: 'logic',
    check: (row: Row) => row.quantity < 1,
  },
  {
    code: 'P07',
    level: 'row',
    severity: 'warning',
    table: 'project',
    fields: ['capacity', 'quantity', 'project_type'],
    zh: '第{row}行养驴场规模{value}头，低于600头',
    en: 'Row {row}: donkey farm of {value} head is under 600',
    basis: 'seed',
    check: (row: Row) =>
      row.project_type === 'DONKEY' && row.capacity !== null && row.capacity < 600 * 100 * row.quantity && { value: row.capacity / 100 },
  },
  {
    code: 'P08',
    level: 'row',
    severity: 'warning',
    table: 'project',
    fields: ['investment_wan', 'quantity', 'project_type'],
    zh: '第{row}行单位投资额{value}万元异常',
    en: 'Row {row}: unit investment {value} 万元 abnormal',
    basis: 'seed: 7500万/300 = 25万',
    checkAll: (rows: readonly NumberedRow<Row>[]) => unusualInvestment(rows),
  },
  {
    code: 'P09',
    level: 'row',
    severity: 'error',
    table: 'project',
    fields: ['households_driven', 'persons_driven'],
    zh: '第{row}行带动人数小于带动户数',
    en: 'Row {row}: persons driven below households driven',
    basis: 'logic',
    check: (row: Row) => row.households_driven !== null && row.persons_driven !== null && row.persons_driven < row.households_driven,
  },
  {
    code: 'P10',
    level: 'row',
    severity: 'warning',
    table: 'project',
    fields: ['households_planned', 'households_driven', 'status'],
    zh: '第{row}行已建成项目请填实际带动户数',
    en: 'Row {row}: built project needs actual households',
    basis: 'logic',
    check: (row: Row) => row.status === 'BUILT' && row.households_driven === null && row.households_planned !== null,
  },
];

/** Investment per unit outside 0.1 to 10 times the median of its type, where at least three of the type are in the file. */
function unusualInvestment(rows: readonly NumberedRow<Row>[]): ReadonlyMap<number, Params> {
  const perUnit = (row: Row) => (row.investment_wan ?? 0) / row.quantity;
  const found = new Map<number, Params>();
  for (const type of new Set(rows.map(({ row }) => row.project_type))) {
    const values = rows.filter(({ row }) => row.project_type === type && row.investment_wan !== null).map(({ row }) => perUnit(row));
    const median = values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
    if (values.length < 3 || median === undefined) continue;
    rows.forEach(({ row }, index) => {
      const value = perUnit(row);
      if (row.project_type === type && row.investment_wan !== null && (value < median / 10 || value > median * 10))
        found.set(index, { value: value / 1_000_000 });
    });
  }
  return found;
}
