import { describe, expect, test } from 'vitest';
import { unitSlip } from '../../shared/rules/unit-slip.ts';
import { locateTable } from '../../shared/parse/header.ts';
import { tableOf, type TableKind } from '../../shared/schema/tables.ts';
import type { Cell } from '../../shared/sheet/grid.ts';

/** What is said of a sheet with these amounts in its columns of money, row by row. */
function slip(unit: string | null, amounts: readonly Cell[], kind: TableKind = 'household') {
  const { columns } = tableOf(kind);
  const left = [...amounts];
  const rows: Cell[][] = [];
  while (left.length > 0) rows.push(columns.map(({ type }) => (type.kind === 'money' ? (left.shift() ?? null) : null)));
  const above = unit === null ? [] : [[`单位：${unit}`]];
  const sheet = {
    name: '表',
    hidden: false,
    date1904: false,
    rows: [...above, columns.map(({ header }) => header), ...rows],
    merges: [],
    hiddenRows: new Set<number>(),
    hiddenColumns: new Set<number>(),
  };
  const layout = locateTable(sheet);
  if (!layout) throw new Error('no table found');
  const told = unitSlip({ sheet, layout, data: rows.map((_, at) => above.length + 1 + at) });
  const detail = told?.params?.['detail'];
  return told && { severity: told.severity, zh: typeof detail === 'object' ? detail.zh : '' };
}
const many = (count: number, amount: Cell): Cell[] => Array<Cell>(count).fill(amount);

describe('a sheet in 万元 that is read in 元', () => {
  test('is known by ten amounts below 100', () => {
    expect(slip(null, many(10, '99.99'))).toMatchObject({ severity: 'error' });
    expect(slip(null, many(9, '99.99'))).toBeNull();
    expect(slip(null, many(10, '100'))).toBeNull();
  });

  test('is known by nine of ten', () => {
    expect(slip(null, [...many(18, '5'), ...many(2, '500')])?.zh).toContain('20个金额中有18个不足100（如5）');
    expect(slip(null, [...many(17, '5'), ...many(3, '500')])).toBeNull();
    expect(slip(null, [...many(200, '500'), ...many(300, '5')])).toBeNull();
  });

  test.each<Cell>([5, '５', '5元', ' 5 ', '0,005'])('is known by amounts however written: %j', (amount) =>
    expect(slip(null, many(10, amount))).not.toBeNull(),
  );
  test.each<Cell>([0, '0', '-5', '不详', '', '元', null, { broken: '#N/A' }, true])('is not known by %j', (amount) =>
    expect(slip(null, many(10, amount))).toBeNull(),
  );

  test('is asked about where 元 is stated, unless an amount is finer than a fen', () => {
    expect(slip('元', many(10, '0.55'))).toMatchObject({ severity: 'warning', zh: expect.stringContaining('不用改') });
    expect(slip('元', [...many(9, '0.55'), '0.555'])).toMatchObject({
      severity: 'error',
      zh: expect.stringContaining('请最多精确到分'),
    });
    expect(slip(null, many(10, '0.55'))?.zh).toContain('请在表头上方注明“单位：万元”');
  });
});

describe('a sheet in 元 that is read in 万元', () => {
  test('is known by amounts from 100 on', () => {
    expect(slip('万元', many(10, '100'))).toMatchObject({
      zh: expect.stringContaining('10个金额中有10个达到100万元（如100）'),
    });
    expect(slip('万元', many(10, '99.99'))).toBeNull();
  });
});

test('nothing is said where the unit is unclear, or of another table', () => {
  expect(slip('元、万元', many(10, '5'))).toBeNull();
  expect(slip(null, many(10, '5000'), 'project')).toBeNull();
});
