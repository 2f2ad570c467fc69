import { describe, expect, it } from 'vitest';
import { shownCell, shownText } from '../../shared/parse/shown-cell.ts';
import { tableOf, type TableKind } from '../../shared/schema/tables.ts';

const column = (kind: TableKind, field: string) => {
  const found = tableOf(kind).columns.find((one) => one.field === field);
  if (!found) throw new Error(field);
  return found;
};

describe('a number is read as its sheet shows it', () => {
  it.each([
    [0.04, '0.00%', '4%'],
    [0.07, '0%', '7%'],
    [0.1234, '0.00%', '12.34%'],
    [1, '0%;-0%', '100%'],
    [4, '0.00', 4],
    [4, 'General', 4],
  ])('%d under %s is %s', (value, format, shown) => {
    expect(shownCell(column('finance', 'interest_subsidy_pct'), value, format, 100)).toBe(shown);
  });

  it('a figure that is only checked is read to the fen, whatever it shows', () => {
    const checked = column('household', 'pc_net_income');
    expect(shownCell(checked, 1131.3333333333333, '0.00', 100)).toBe(1131.33);
    expect(shownCell(checked, 1131.3333333333333, 'General', 100)).toBe(1131.33);
    expect(shownCell(checked, 1131.6666, '0', 100)).toBe(1131.67);
    // In 万元, two decimals are a hundred yuan.
    expect(shownCell(checked, 0.1041, '0.00', 1_000_000)).toBe(0.1041);
  });

  it('a figure that counts is read to the fen where its format hides digits, and keeps those that can be seen', () => {
    const counted = column('household', 'wage_income');
    expect(shownCell(counted, 1131.3333333333333, '0.00', 100)).toBe(1131.33);
    expect(shownCell(counted, 1131.37, '0', 100)).toBe(1131.37);
    expect(shownCell(counted, 1131.3333333333333, 'General', 100)).toBe(1131.3333333333333);
    expect(shownCell(counted, 1131.335, '0.000', 100)).toBe(1131.335);
  });

  it.each([
    [0.3, '0.0"万元"', 100, '0.3万元'],
    [0.3, '0.0万', 100, '0.3万'],
    [3, '#,##0"千元"', 100, '3千元'],
    [3000, '0"元"', 100, 3000],
    [3000, '0.0,"千元"', 100, 3000],
    [3000, '0\\.0,"万元"', 100, 3000],
    [0.3, '0.0"万元"', 1_000_000, 0.3],
  ])('an amount of %d under %s has the unit that stands behind it', (value, format, fenPerUnit, cell) => {
    expect(shownCell(column('household', 'wage_income'), value, format, fenPerUnit)).toBe(cell);
  });
});

describe('a message prints what the sheet prints', () => {
  it.each([
    [42401, 'yyyy/m/d', '2016-02-01'],
    [42401, 'General', '42401'],
    [0.15, '0%', '15%'],
    [1131.3333, '0.00', '1131.33'],
    [3.2, '0', '3.2'],
    [2.9999999999999996, '0', '3'],
    [0.3, '0.0"万元"', '0.3万元'],
  ])('%d under %s is %s', (value, format, text) => {
    expect(shownText(value, format, false)).toBe(text);
  });
});
