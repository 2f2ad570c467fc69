import { describe, expect, test } from 'vitest';
import { CITY_PACK } from '../../cities/pack.ts';
import { readDataRows, readRows } from '../../shared/check/read-rows.ts';
import { locateTable } from '../../shared/parse/header.ts';
import { tableOf, type TableKind } from '../../shared/schema/tables.ts';
import type { Cell, Merge, Sheet } from '../../shared/sheet/grid.ts';

type Cells = Readonly<Record<string, Cell>>;
type Given = {
  readonly title?: string;
  readonly merges?: readonly Merge[];
  readonly format?: string;
  readonly without?: readonly string[];
};

/** What is read of the rows below a header of all columns; row 1 of the sheet is the first of them, below a title row 2. */
function read(kind: TableKind, rows: readonly Cells[], { title, merges = [], format, without = [] }: Given = {}) {
  const columns = tableOf(kind).columns.filter(({ field }) => !without.includes(field));
  const above = title === undefined ? [] : [[title]];
  const sheet: Sheet = {
    name: '表',
    hidden: false,
    date1904: false,
    rows: [
      ...above,
      columns.map(({ header }) => header),
      ...rows.map((cells) => columns.map(({ field }) => cells[field] ?? null)),
    ],
    merges,
    hiddenRows: new Set(),
    hiddenColumns: new Set(),
    ...(format === undefined ? {} : { formats: { at: () => format } }),
  };
  const layout = locateTable(sheet);
  if (!layout) throw new Error('no table found');
  const first = above.length + 1;
  const { values, oddities } = readDataRows({ sheet, layout, data: rows.map((_, at) => first + at) });
  return {
    of: (field: string) => values.of(field),
    problems: [...oddities].flatMap(([at, { problems }]) =>
      problems.map(({ column, unreadable }) => `${at} ${column.field} ${unreadable.reason}`),
    ),
    repairs: [...oddities].flatMap(([at, { repairs }]) =>
      repairs.map(({ kind: what, field }) => `${at} ${field} ${what}`),
    ),
  };
}
const indexOf = (field: string): number => tableOf('household').columns.findIndex((column) => column.field === field);

describe('a place that is written once for several rows', () => {
  const village = indexOf('village_name');
  const merge = (top: number, bottom: number, left = village, right = left): Merge => ({ top, bottom, left, right });
  const names = (rows: readonly (string | null)[], ...merges: Merge[]) => {
    const { of, repairs } = read(
      'household',
      rows.map((name) => ({ village_name: name })),
      { merges },
    );
    return { names: of('village_name'), repairs: repairs.filter((repair) => repair.includes('village_name')) };
  };

  test('is read for each of them, and told for those without it', () => {
    expect(names([null, '闫营村', null, null, null], merge(2, 4))).toEqual({
      names: [null, '闫营村', '闫营村', '闫营村', null],
      repairs: ['2 village_name merged', '3 village_name merged'],
    });
  });

  test('ends with the sheet, whatever its rectangle claims', () => {
    expect(names(['闫营村', null], merge(1, 1_000_000)).names).toEqual(['闫营村', '闫营村']);
  });

  test('is not spread by another column, by a blank, or over one row', () => {
    expect(names(['闫营村', null], merge(1, 2, village - 1)).names).toEqual(['闫营村', null]);
    expect(names([null, null], merge(1, 2)).names).toEqual([null, null]);
    expect(names(['闫营村', null], merge(1, 1)).names).toEqual(['闫营村', null]);
  });

  test('spreads places alone', () => {
    const size = indexOf('household_size');
    const { of } = read('household', [{ household_size: 3 }, {}], {
      merges: [{ top: 1, bottom: 2, left: size, right: size }],
    });
    expect(of('household_size')).toEqual([3, null]);
  });
});

describe('the quarter of a row', () => {
  test('that leaves it blank is the title’s, or that of all others', () => {
    const titled = read('household', [{ period: null }, { period: '2016Q2' }], { title: '2016年第一季度' });
    expect(titled.of('period')).toEqual(['2016Q1', '2016Q2']);
    expect(titled.repairs.filter((repair) => repair.includes(' period '))).toEqual(['0 period period']);
    expect(read('household', [{ period: null }, { period: '2016Q2' }]).of('period')).toEqual(['2016Q2', '2016Q2']);
    expect(read('household', [{ period: ' ' }, { period: '2016Q2' }, { period: '2016Q1' }]).of('period')).toEqual([
      null,
      '2016Q2',
      '2016Q1',
    ]);
  });

  test('is the title’s where no column has it', () => {
    const { of, repairs } = read('household', [{}, {}], { title: '2016年第二季度', without: ['period'] });
    expect(of('period')).toEqual(['2016Q2', '2016Q2']);
    expect(repairs.filter((repair) => repair.includes(' period '))).toEqual([]);
  });
});

describe('a number with a format', () => {
  test('that shows a percentage is read as one', () => {
    expect(read('finance', [{ interest_subsidy_pct: 0.0435 }], { format: '0.00%' }).of('interest_subsidy_pct')).toEqual(
      [435],
    );
    expect(read('finance', [{ interest_subsidy_pct: 4.35 }]).of('interest_subsidy_pct')).toEqual([435]);
  });

  test('that shows a day is no project number any more', () => {
    expect(read('project', [{ project_no: 42_370 }], { format: 'yyyy-m' }).problems).toContain(
      '0 project_no digits lost',
    );
    expect(read('project', [{ project_no: 7 }], { format: '000' }).of('project_no')).toEqual(['7']);
    expect(read('project', [{ quantity: 3 }], { format: 'yyyy-m' }).of('quantity')).toEqual([3]);
  });

  test('of a figure that is only checked, or whose format hides digits, is read to the fen', () => {
    expect(read('household', [{ pc_net_income: 1131.333333 }], { format: '0.00' }).of('pc_net_income')).toEqual([
      113_133,
    ]);
    expect(read('household', [{ wage_income: 1131.333333 }], { format: '0.00' }).of('wage_income')).toEqual([113_133]);
    expect(read('household', [{ wage_income: 1131.333333 }], { format: 'General' }).problems).toContain(
      '0 wage_income of another kind',
    );
  });
});

describe('a household', () => {
  test('has its name as it is compared, and what was changed is told', () => {
    const { of, repairs } = read('household', [
      { head_name: '王 立  冬' },
      { head_name: '买买提•艾力' },
      { head_name: '买 买•艾力' },
      { head_name: '王立冬' },
      { head_name: '王 1' },
      { head_name: null },
    ]);
    expect(of('head_name')).toEqual(['王 立  冬', '买买提•艾力', '买 买•艾力', '王立冬', '王 1', null]);
    expect(repairs.filter((repair) => repair.includes('head_name'))).toEqual([
      '0 head_name name-space',
      '1 head_name name-dot',
      '2 head_name name-space',
      '2 head_name name-dot',
    ]);
  });

  test('without a standard has the provincial one, told where the sheet has the column', () => {
    const there = read('household', [{ poverty_standard: null }, { poverty_standard: '国家标准' }]);
    expect(there.of('poverty_standard')).toEqual(['2', '1']);
    expect(there.repairs).toEqual(['0 poverty_standard default']);
    const gone = read('household', [{}], { without: ['poverty_standard'] });
    expect([gone.of('poverty_standard'), gone.repairs]).toEqual([['2'], []]);
  });
});

describe('cells', () => {
  test('that must be filled in and are not are problems, once for each row', () => {
    const { problems } = read('household', [
      { household_size: ' ' },
      { household_size: null },
      { household_size: '三' },
    ]);
    expect(problems.filter((problem) => problem.includes('household_size'))).toEqual([
      '0 household_size blank',
      '1 household_size blank',
      '2 household_size of another kind',
    ]);
  });

  test('of more rows than are read at once are all read', () => {
    const rows = Array.from({ length: 300 }, (_, at) => ({ household_size: at % 2 === 0 ? at : `${at}人` }));
    const { of, repairs } = read('household', rows);
    expect(of('household_size')).toEqual(rows.map((_, at) => at));
    expect(repairs.filter((repair) => repair.endsWith('suffix'))).toHaveLength(150);
  });

  test('that say the same are told of each', () => {
    const { of, repairs } = read('household', [{ edu_ok: '√' }, { edu_ok: '√' }, { edu_ok: '×' }, { edu_ok: '√' }]);
    expect(of('edu_ok')).toEqual([true, true, false, true]);
    expect(repairs.filter((repair) => repair.endsWith('mark'))).toHaveLength(4);
  });
});

test('rows are read with their places for who only wants to know what is in them', () => {
  const columns = tableOf('household').columns;
  const row = (cells: Cells): Cell[] => columns.map(({ field }) => cells[field] ?? null);
  const sheet: Sheet = {
    name: '表',
    hidden: false,
    date1904: false,
    rows: [
      columns.map(({ header }) => header),
      row({ county_name: '冠县', town_name: '定远寨镇', household_no: '3715251080000001', household_size: '三' }),
      row({ county_name: '冠县', town_name: '无此镇', household_no: '3715251080000002', household_size: 2 }),
    ],
    merges: [],
    hiddenRows: new Set(),
    hiddenColumns: new Set(),
  };
  const layout = locateTable(sheet);
  if (!layout) throw new Error('no table found');
  const rows = readRows(
    { sheet, layout, data: [1, 2] },
    { register: CITY_PACK.at('2016Q2').register, division: '371525' },
  );
  expect(rows.map(({ record, place }) => [record['household_no'], record['household_size'], place.township])).toEqual([
    ['3715251080000001', null, '371525108'],
    ['3715251080000002', 2, null],
  ]);
});
