/** What a finding or a repair shows of a row: the clerk's own header and cell, and no personal value. */
import { describe, expect, test } from 'vitest';
import { columnsOf, judgement, misreading } from '../../shared/check/row-findings.ts';
import { cellOf } from '../../shared/check/findings.ts';
import { locateTable } from '../../shared/parse/header.ts';
import { ruleOf } from '../../shared/rules/catalogue.ts';
import type { Params } from '../../shared/rules/rule.ts';
import { tableOf } from '../../shared/schema/tables.ts';
import type { Cell, Sheet } from '../../shared/sheet/grid.ts';

function located(cells: Readonly<Record<string, Cell>>, without: readonly string[] = []) {
  const columns = tableOf('household').columns.filter(({ field }) => !without.includes(field));
  const sheet: Sheet = {
    name: '表',
    hidden: false,
    date1904: false,
    rows: [columns.map(({ header }) => header), columns.map(({ field }) => cells[field] ?? null), []],
    merges: [],
    hiddenRows: new Set(),
    hiddenColumns: new Set(),
  };
  const layout = locateTable(sheet);
  if (!layout) throw new Error('no table found');
  return { sheet, layout };
}
const judged = (cells: Readonly<Record<string, Cell>>, params: Params, without: readonly string[] = []) =>
  judgement(columnsOf(located(cells, without)), ruleOf('N05'), 2, params);

describe('a finding about a cell', () => {
  test('shows header and value as the sheet has them', () => {
    expect(judged({ wage_income: '约三万' }, { field: 'wage_income' })).toMatchObject({
      rule: 'N05',
      severity: 'error',
      sheet: '表',
      row: 2,
      column: '工资性收入',
      header: '工资性收入',
      value: '约三万',
    });
  });

  test('of a column that the sheet does not have names the standard one, at no cell', () => {
    expect(judged({}, { field: 'phone' }, ['phone'])).toMatchObject({
      column: '联系电话',
      header: null,
      index: null,
      value: null,
    });
    expect(judged({}, { field: 'no such field' })).toMatchObject({ column: null, header: null, index: null });
    const { sheet, layout } = located({}, ['phone']);
    expect(cellOf(sheet, layout, 2, 'phone')).toEqual({ row: 2 });
  });

  test('never shows a name, neither its cell nor in its words, but shows why a formula failed', () => {
    const params = { field: 'head_name', value: '王立冬', n: 3 };
    expect(judged({ head_name: '王立冬' }, params)).toMatchObject({
      value: '王**',
      params: { field: 'head_name', value: '王**', n: 3 },
    });
    expect(judged({}, params)).toMatchObject({ value: '', params: { value: '王**' } });
    expect(judged({ head_name: { broken: '#REF!' } }, { field: 'head_name' }).value).toBe('#REF!');
    expect(judged({ main_cause: '因懒' }, { field: 'main_cause', value: '因懒' })).toMatchObject({
      value: '因懒',
      params: { value: '因懒' },
    });
  });

  test('has the severity of its case, and points where its rule does when it names no field', () => {
    const columns = columnsOf(located({ household_no: '1' }));
    expect(judgement(columns, ruleOf('I03'), 2, { severity: 'warning' })).toMatchObject({
      severity: 'warning',
      column: '户编号',
    });
    expect(misreading(columns, ruleOf('N05'), 2, { field: 'wage_income' }).severity).toBe('error');
    expect(misreading(columns, ruleOf('N05'), 2, { field: 'wage_income', severity: 'warning' }).severity).toBe(
      'warning',
    );
  });
});
