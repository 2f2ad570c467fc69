import { HOUSEHOLD_COLUMNS } from '../../shared/schema/household.ts';
import type { CellProblem } from '../../shared/check/read-rows.ts';
import { BLANK_CELL } from '../../shared/parse/values.ts';
import { describe, expect, test } from 'vitest';
import { ShiftFinder } from '../../shared/check/shifted-rows.ts';
import { locateTable } from '../../shared/parse/header.ts';
import { tableOf } from '../../shared/schema/tables.ts';
import type { Cell, Sheet } from '../../shared/sheet/grid.ts';
import { rowOf } from '../golden/rules/case.ts';

const COLUMNS = tableOf('household').columns;
const FIELDS: readonly string[] = COLUMNS.map(({ field }) => field);
const ROW: readonly Cell[] = FIELDS.map((field) => rowOf('household')[field] ?? null);
const at = (field: string): number => FIELDS.indexOf(field);

function finderOf(...rows: (readonly Cell[])[]): ShiftFinder {
  const sheet: Sheet = {
    name: '表',
    hidden: false,
    date1904: false,
    rows: [COLUMNS.map(({ header }) => header), ...rows],
    merges: [],
    hiddenRows: new Set(),
    hiddenColumns: new Set(),
  };
  const layout = locateTable(sheet);
  if (!layout) throw new Error('no table found');
  return new ShiftFinder({
    sheet,
    layout,
    data: rows.map((_, index) => index + 1),
    totals: [],
    aside: [],
    silenced: new Set(),
  });
}
/** Problems of a row; which ones they are does not matter in a workbook. */
const problems = (count: number): CellProblem[] =>
  Array.from({ length: count }, () => ({ column: HOUSEHOLD_COLUMNS[0], unreadable: BLANK_CELL }));
function shiftOf(row: readonly Cell[]) {
  const shift = finderOf(row).shiftOf(1, problems(5));
  return shift && [shift.by, shift.from.column.field];
}
const change = (change: Readonly<Record<string, Cell>>): readonly Cell[] =>
  ROW.map((cell, index) => change[FIELDS[index] ?? ''] ?? cell);

describe('a row that is shifted', () => {
  test.each([1, 2, 3])('by %i cells is known by how far and from where', (by) => {
    expect(shiftOf(ROW.toSpliced(at('household_no'), 0, ...Array<Cell>(by).fill('另注')))).toEqual([
      by,
      'household_no',
    ]);
    expect(shiftOf(ROW.toSpliced(at('household_type'), by))?.[0]).toBe(-by);
  });

  test('by more is not known', () => {
    expect(shiftOf(ROW.toSpliced(at('household_no'), 0, ...Array<Cell>(4).fill('另注')))).toBeNull();
  });

  test('is told of a row that has problems, and of no other', () => {
    const shifted = ROW.toSpliced(at('household_no'), 0, '另注');
    expect(finderOf(shifted).shiftOf(1, problems(0))).toBeNull();
    expect(finderOf(shifted).shiftOf(1, problems(1))).not.toBeNull();
    expect(finderOf(shifted).shiftOf(9, problems(5))).toBeNull();
    expect(shiftOf(ROW)).toBeNull();
  });

  test('is looked for in the first 1,000 rows that may be', () => {
    const shifted = ROW.toSpliced(at('household_no'), 0, '另注');
    const finder = finderOf(shifted);
    for (let tried = 0; tried < 1_000; tried++) expect(finder.shiftOf(1, problems(5))).not.toBeNull();
    expect(finder.shiftOf(1, problems(5))).toBeNull();
  });
});

describe('a row that is wrong where it stands', () => {
  test.each<[string, Readonly<Record<string, Cell>>]>([
    ['two cells', { household_type: '不详', exit_status: '不详' }],
    ['three cells that read nowhere', { household_type: '不详', exit_status: '不详', edu_ok: '不详' }],
    ['a name with a digit', { head_name: '王1', helper_name: '李2', phone: '2016-06-30' }],
    ['the same flag in two places', { edu_ok: '李建国', med_ok: '李建国', house_ok: '李建国' }],
  ])('is not shifted: %s', (_what, cells) => expect(shiftOf(change(cells))).toBeNull());

  test('a shift that leaves more than a third wrong is none', () => {
    const shifted = ROW.toSpliced(at('household_no'), 0, '另注');
    const spoilt = (count: number) =>
      shifted.map((cell, index) =>
        index > at('household_type') && index <= at('household_type') + count ? '不详' : cell,
      );
    expect(shiftOf(spoilt(2))?.[0]).toBe(1);
    expect(shiftOf(spoilt(30))).toBeNull();
  });
});
