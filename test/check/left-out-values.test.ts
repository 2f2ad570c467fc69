import { CITY_PACK } from '../../cities/pack.ts';
import { describe, expect, it } from 'vitest';
import { leftOutValues } from '../../shared/check/left-out-values.ts';
import { locateTable } from '../../shared/parse/header.ts';
import { receiptOf } from '../../shared/receipt/receipt.ts';
import { renderReceipt } from '../../shared/receipt/render-receipt.ts';
import { NO_CHANGES } from '../../shared/rows/merge.ts';
import type { Cell, Merge, Sheet, UnseenCell, UnseenCells } from '../../shared/sheet/grid.ts';
import { bytesOf } from '../golden/files/golden-file.ts';
import { check, fieldsOf, rowOf } from '../golden/rules/case.ts';
import { tableOf } from '../../shared/schema/tables.ts';

const FIELDS = fieldsOf('household');
const HEADERS = FIELDS.map(
  (field) => tableOf('household').columns.find((column) => column.field === field)?.header ?? '',
);
const at = (field: string): number => FIELDS.indexOf(field);
const household = rowOf('household', {});
const ROW: readonly Cell[] = FIELDS.map((field) => household[field] ?? null);

const unseen = (...cells: readonly UnseenCell[]): UnseenCells => ({ count: cells.length, cells });

/** A sheet with the header in its first row, and what the file holds besides its rows. */
function toldOf(rows: readonly (readonly Cell[])[], besides: Partial<Sheet>): ReturnType<typeof leftOutValues> {
  const sheet: Sheet = {
    name: '户季度表',
    hidden: false,
    date1904: false,
    rows: [HEADERS, ...rows],
    merges: [],
    hiddenRows: new Set(),
    hiddenColumns: new Set(),
    ...besides,
  };
  const layout = locateTable(sheet);
  if (layout === null) throw new Error('the header is not found');
  return leftOutValues({ sheet, layout });
}

describe('what is struck through and left out', () => {
  it('is told by its rows; rows of which nothing is left are told as such', () => {
    const told = toldOf([ROW, ROW, [], ROW], {
      partlyStruck: unseen({ row: 1, column: at('wage_income'), cell: '1446' }),
      struck: unseen({ row: 4, column: at('remark'), cell: '作废' }, { row: 3, column: at('head_name'), cell: '张三' }),
    });
    expect(told).toEqual([{ what: 'struck through', name: '户季度表', rows: [2, 5], whole: [4] }]);
  });

  it('is nothing to tell in a column of the clerk’s own, or where it is blank', () => {
    const beyond = HEADERS.length + 1;
    const told = toldOf([ROW], {
      struck: unseen({ row: 1, column: beyond, cell: '张三' }, { row: 1, column: 0, cell: ' ' }),
    });
    expect(told).toEqual([]);
  });

  it('is told once for lines above the header too', () => {
    expect(toldOf([ROW], { partlyStruck: unseen({ row: 0, column: 0, cell: '户编号旧' }) })).toMatchObject([
      { rows: [1] },
    ]);
  });
});

describe('what a merge covers and is left out', () => {
  const village = at('village_name');
  const merge: Merge = { top: 1, left: village, bottom: 2, right: village };

  it('is told by its rows', () => {
    const covered = unseen({ row: 2, column: at('remark'), cell: '删除' });
    expect(toldOf([ROW, ROW], { covered })).toEqual([{ what: 'covered values', name: '户季度表', rows: [3] }]);
  });

  it('is nothing to tell where it is the village that the merge shows, since the row is read with that', () => {
    const rest = ROW.map((cell, index) => (index === village ? null : cell));
    const covered = (cell: Cell): Partial<Sheet> => ({
      merges: [merge],
      covered: unseen({ row: 2, column: village, cell }),
    });
    expect(toldOf([ROW, rest], covered(ROW[village] ?? null))).toEqual([]);
    expect(toldOf([ROW, rest], covered('别村'))).toMatchObject([{ what: 'covered values', rows: [3] }]);
  });
});

describe('a receipt', () => {
  const received = {
    key: '371525108/2016Q2/表.xlsx',
    versionId: 'v1',
    acceptedAt: '2016-07-10T01:00:00Z',
    sha256: '',
    bytes: 1,
  };
  const shown = (file: string, language: 'zh' | 'en'): string[] => {
    const checked = check(bytesOf(file));
    const receipt = receiptOf(received, checked, { pack: CITY_PACK, changes: NO_CHANGES, language });
    const parts = renderReceipt(receipt, checked, language);
    return (['json', 'txt', 'html'] as const).map((part) => String(parts.get(part)?.content));
  };

  it.each([
    ['by-hand/struck.xlsx', 'zh', '第3–4行中划了删除线的内容没有计入，第5行整行划了删除线，按空行处理'],
    [
      'libreoffice/struck.ods',
      'en',
      'what is struck through was left out (rows 3–4), a row that is struck through as a whole was taken as blank (rows 5)',
    ],
    ['by-hand/covered.xlsx', 'zh', '第4–5行有合并单元格盖住、看不见的内容，没有计入'],
    ['sheetjs/covered.xls', 'en', 'values that nobody sees under a merged cell were left out (rows 4–5)'],
  ] as const)('of %s says it in JSON, text and page (%s)', (file, language, words) => {
    for (const rendered of shown(file, language)) expect(rendered).toContain(words);
  });
});
