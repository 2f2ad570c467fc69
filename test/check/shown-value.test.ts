import { describe, expect, test } from 'vitest';
import { showCell, showValue } from '../../shared/check/shown-value.ts';
import type { Value } from '../../shared/schema/column.ts';
import { TABLES } from '../../shared/schema/tables.ts';
import type { Cell, Sheet } from '../../shared/sheet/grid.ts';

function shown(field: string, value: Value): string {
  const column = TABLES.flatMap((table) => table.columns).find((one) => one.field === field);
  if (!column) throw new RangeError(field);
  return showValue(column, value);
}

describe('a value as the standard sheet has it', () => {
  test.each<[string, Value, string]>([
    ['leverage', 5, '0.05'],
    ['leverage', 50, '0.5'],
    ['leverage', 100, '1'],
    ['leverage', 1000, '10'],
    ['leverage', 1234, '12.34'],
    ['leverage', 0, '0'],
    ['work_months', 25, '2.5'],
    ['work_months', 30, '3'],
    ['wage_income', 123_456, '1234.56'],
    ['edu_ok', true, '是'],
    ['edu_ok', false, '否'],
    ['main_cause', '01', '因病'],
    ['main_cause', '77', '77'],
    ['measures', ['PV', 'XX'], '光伏、XX'],
    ['household_size', 3, '3'],
    ['remark', null, ''],
  ])('%s %j is %s', (field, value, text) => expect(shown(field, value)).toBe(text));
});

describe('a cell as the sheet shows it', () => {
  const show = (cell: Cell | undefined, format?: string): string => {
    const sheet: Sheet = {
      name: '表',
      hidden: false,
      date1904: false,
      rows: cell === undefined ? [] : [[cell]],
      merges: [],
      hiddenRows: new Set(),
      hiddenColumns: new Set(),
      ...(format === undefined ? {} : { formats: { at: () => format } }),
    };
    return showCell(sheet, 0, 0);
  };

  test.each<[Cell | undefined, string | undefined, string]>([
    [undefined, undefined, ''],
    [null, undefined, ''],
    [' 甲 ', undefined, '甲'],
    [42_401, undefined, '42401'],
    [42_401, 'yyyy/m/d', '2016-02-01'],
    ['42401', 'yyyy/m/d', '42401'],
    [true, undefined, 'true'],
    [{ broken: 'formula' }, undefined, '公式无结果'],
    [{ broken: '#REF!' }, undefined, '#REF!'],
    ['字'.repeat(40), undefined, '字'.repeat(40)],
    ['字'.repeat(41), undefined, `${'字'.repeat(40)}…`],
    [`${'字'.repeat(30)}371599196001010018`, undefined, `${'字'.repeat(30)}371599****…`],
  ])('%j under %s is %s', (cell, format, text) => expect(show(cell, format)).toBe(text));
});
