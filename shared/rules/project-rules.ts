import { PROJECT_STATUSES, PROJECT_TYPES } from '../schema/codes.ts';
import { columnOf } from '../schema/column.ts';
import { PROJECT_COLUMNS, type ProjectRow as Row } from '../schema/project.ts';
import { boundsText, daysIn } from '../schema/range.ts';
import { choices } from './choices.ts';
import { repeats } from './repeats.ts';
import type { NumberedRow } from './facts.ts';
import type { Params, Rule } from './rule.ts';

const COMPLETED = columnOf(PROJECT_COLUMNS, 'completed_on');
const QUANTITY = columnOf(PROJECT_COLUMNS, 'quantity');
const QUANTITY_BOUNDS = boundsText(QUANTITY.range, null);

/** Projects. Source of each rule: its `basis`. */
export const PROJECT_RULES = [
  {
    code: 'P01',
    level: 'row',
    severity: 'error',
    table: 'project',
    fields: ['project_no'],
    zh: '第{row}行“{header}”为“{value}”，必须填写，项目编号不得重复',
    en: 'Row {row}: “{header}” is “{value}”; it is required, and project numbers must differ',
    basis: 'logic',
    cell: { when: 'invalid' },
    checkAll: (rows) => repeats(rows, (row) => row.project_no),
  },
  {
    code: 'P11',
    level: 'row',
    severity: 'error',
    table: 'project',
    fields: ['project_no'],
    zh: '第{row}行项目编号被表格软件改成了{problem}，原来的编号已无法得知：请先把该列设为“文本”格式，再照批复文件重新填写这一格',
    en: 'Row {row}: the spreadsheet turned the project number into {problem}, and what was typed is lost: format the column as text first, then enter the number again',
    basis: 'tested (2016-1 becomes a date)',
    cell: { when: 'digits lost', of: 'project_no' },
  },
  {
    code: 'P02',
    level: 'row',
    severity: 'error',
    table: 'project',
    fields: ['project_type'],
    zh: `第{row}行项目类型为“{value}”，应为${choices(PROJECT_TYPES)}中的一项`,
    en: `Row {row}: the project type is “{value}”; expected one of ${choices(PROJECT_TYPES)}`,
    basis: 'dictionary',
    cell: { when: 'invalid' },
  },
  {
    code: 'P03',
    level: 'row',
    severity: 'error',
    table: 'project',
    fields: ['village_name', 'project_type'],
    zh: '第{row}行为试点村项目，但行政村为空白，请填写',
    en: 'Row {row}: pilot-village project without a village; name it',
    basis: 'seed',
    check: (row) => row.project_type.endsWith('_VILLAGE') && row.village_name === null,
  },
  {
    code: 'P04',
    level: 'row',
    severity: 'warning',
    table: 'project',
    fields: ['zone'],
    zh: '第{row}行片区为“{value}”，应为{zones}，请核对',
    en: 'Row {row}: the zone is “{value}”; expected one of {zones}; please check',
    basis: 'seed 四大片区',
    check: (row, { programme }) =>
      row.zone !== null &&
      !programme.zones.some(({ name }) => name === row.zone) && {
        zones: programme.zones.map(({ name }) => name).join('、'),
      },
  },
  {
    code: 'P05',
    level: 'row',
    severity: 'error',
    table: 'project',
    fields: ['status', 'completed_on'],
    zh: `第{row}行“{header}”为“{value}”，建设状态应为${choices(PROJECT_STATUSES)}，建成的须填不晚于季度末的建成日期，规划的不填`,
    en:
      `Row {row}: “{header}” is “{value}”; expected ${choices(PROJECT_STATUSES)}, 建成 with a completion date by the ` +
      `quarter's end, 规划 without`,
    basis: 'logic',
    cell: { when: 'invalid' },
    check: (row, { period }) =>
      row.completed_on === null
        ? row.status === 'BUILT' && { field: 'completed_on' }
        : (row.status === 'PLANNED' || row.completed_on > (daysIn(COMPLETED.range, period).last ?? '')) && {
            field: 'completed_on',
          },
  },
  {
    code: 'P06',
    level: 'row',
    severity: 'error',
    table: 'project',
    fields: ['quantity'],
    zh: `第{row}行数量为“{value}”，应为${QUANTITY_BOUNDS.zh}的整数`,
    en: `Row {row}: the quantity is “{value}”; expected an integer ${QUANTITY_BOUNDS.en}`,
    basis: 'logic',
    cell: { when: 'invalid' },
    check: (row) => row.quantity < QUANTITY.range.min,
  },
  {
    code: 'P07',
    level: 'row',
    severity: 'warning',
    table: 'project',
    fields: ['capacity', 'quantity', 'project_type'],
    zh: '第{row}行规模为“{value}”，应为数字，养驴场平均每处不少于600头',
    en: 'Row {row}: the capacity is “{value}”; expected a number, for donkey farms at least 600 head each',
    basis: 'seed',
    cell: { when: 'invalid' },
    check: (row) => row.project_type === 'DONKEY' && row.capacity !== null && row.capacity < 600 * 100 * row.quantity,
  },
  {
    code: 'P08',
    level: 'row',
    severity: 'warning',
    table: 'project',
    fields: ['investment_wan', 'quantity', 'project_type'],
    zh: '第{row}行投资额为“{value}”，应为数字，单位投资额应在同类项目中位数的十分之一至十倍之间',
    en:
      "Row {row}: the investment is “{value}”; expected a number, a unit's within a tenth and ten times the median " +
      'of its type',
    basis: 'seed: 7500万/300 = 25万',
    cell: { when: 'invalid' },
    checkAll: (rows) => unusualInvestment(rows),
  },
  {
    code: 'P09',
    level: 'row',
    severity: 'error',
    table: 'project',
    fields: ['households_driven', 'persons_driven'],
    zh: '第{row}行“{header}”为“{value}”，户数和人数应为不小于0的整数，人数不小于户数',
    en:
      'Row {row}: “{header}” is “{value}”; households and persons must be integers >= 0, ' +
      'persons not below households',
    basis: 'logic',
    cell: { when: 'invalid' },
    check: (row) =>
      row.households_driven !== null &&
      row.persons_driven !== null &&
      row.persons_driven < row.households_driven && {
        field: 'persons_driven',
      },
  },
  {
    code: 'P10',
    level: 'row',
    severity: 'warning',
    table: 'project',
    fields: ['households_planned', 'households_driven', 'status'],
    zh: '第{row}行计划带动户数为“{value}”，应为整数，已建成项目应另填实际带动户数',
    en: 'Row {row}: planned households are “{value}”; expected an integer, and a built project needs the actual number',
    basis: 'logic',
    cell: { when: 'invalid' },
    check: (row) => row.status === 'BUILT' && row.households_driven === null && row.households_planned !== null,
  },
] as const satisfies readonly Rule[];

/**
 * Investment per unit outside 0.1 to 10 times the median of its type, where at least three of the type are in the file.
 */
function unusualInvestment(rows: readonly NumberedRow<Row>[]): ReadonlyMap<number, Params> {
  const perUnit = (row: Row) => (row.investment_wan ?? 0) / row.quantity;
  const found = new Map<number, Params>();
  for (const type of new Set(rows.map(({ row }) => row.project_type))) {
    const values = rows
      .filter(({ row }) => row.project_type === type && row.investment_wan !== null)
      .map(({ row }) => perUnit(row));
    const median = values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
    if (values.length < 3 || median === undefined) continue;
    rows.forEach(({ row }, index) => {
      const value = perUnit(row);
      if (row.project_type === type && row.investment_wan !== null && (value < median / 10 || value > median * 10))
        found.set(index, {});
    });
  }
  return found;
}
