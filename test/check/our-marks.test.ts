import { describe, expect, test } from 'vitest';
import { fingerprintOf, misplacedCorrections } from '../../shared/check/misplaced-corrections.ts';
import {
  FAILING_SHEET,
  isOurs,
  LIST_SHEET,
  markHeader,
  noticeText,
  REPAIR_SHEET,
  withoutMarks,
} from '../../shared/check/our-marks.ts';
import type { Cell, Sheet, Workbook } from '../../shared/sheet/grid.ts';

const sheetOf = (name: string, rows: readonly (readonly Cell[])[]): Sheet => ({
  name,
  hidden: false,
  date1904: false,
  rows,
  merges: [],
  hiddenRows: new Set([3]),
  hiddenColumns: new Set(),
});
const bookOf = (...sheets: Sheet[]): Workbook => ({ format: 'xlsx', sheets });

describe('a sheet is ours', () => {
  test.each([LIST_SHEET, FAILING_SHEET, REPAIR_SHEET, `${LIST_SHEET} (2)`])('by name and notice: %s', (name) => {
    for (const language of ['zh', 'en'] as const) {
      expect(isOurs(sheetOf(name, [['标题'], [`${noticeText(language)}。`]]))).toBe(true);
      expect(isOurs(sheetOf(name, [[], [], [], [], [noticeText(language)]]))).toBe(true);
    }
  });

  test.each<[string, Sheet]>([
    ['another name', sheetOf('花名册', [[noticeText('zh')]])],
    ['a name that only has ours in it', sheetOf(`旧${LIST_SHEET}`, [[noticeText('zh')]])],
    [
      'no notice',
      sheetOf(LIST_SHEET, [
        ['村', '户'],
        [1, null],
      ]),
    ],
    ['no row at all', sheetOf(LIST_SHEET, [])],
    ['a notice below the first five rows', sheetOf(LIST_SHEET, [[], [], [], [], [], [noticeText('zh')]])],
    ['a notice in another column', sheetOf(LIST_SHEET, [[null, noticeText('zh')]])],
    ['a notice in the middle of a text', sheetOf(LIST_SHEET, [[`见：${noticeText('zh')}`]])],
  ])('not with %s', (_what, sheet) => {
    expect(isOurs(sheet)).toBe(false);
    const workbook = bookOf(sheet);
    expect(withoutMarks(workbook)).toBe(workbook);
  });
});

describe('our column', () => {
  const MARK = markHeader('zh');

  test('is left out below its first header, with the rows that our filter hides', () => {
    const own = sheetOf('花名册', [
      ['题', '注'],
      ['户', MARK],
      [1, '缺'],
      ['户', MARK],
      [2, '误'],
    ]);
    const other = sheetOf('项目', [['a', 'b']]);
    const [cleaned, untouched] = withoutMarks(bookOf(own, other)).sheets;
    expect(cleaned?.rows).toEqual([
      ['题', '注'],
      ['户', null],
      [1, null],
      ['户', null],
      [2, null],
    ]);
    expect([...(cleaned?.hiddenRows ?? [])]).toEqual([]);
    expect(untouched).toBe(other);
  });

  test('may stand twice, in either language', () => {
    const [cleaned] = withoutMarks(
      bookOf(
        sheetOf('花名册', [
          [MARK, '户', markHeader('en')],
          ['x', 1, 'y'],
        ]),
      ),
    ).sheets;
    expect(cleaned?.rows).toEqual([
      [null, '户', null],
      [null, 1, null],
    ]);
  });

  test('is left out from its first header on, which may be the first row', () => {
    const rows = [
      ['户', MARK],
      [1, '缺'],
      ['户', MARK],
      [2, '误'],
    ];
    const [cleaned] = withoutMarks(bookOf(sheetOf('花名册', rows))).sheets;
    expect(cleaned?.rows).toEqual([
      ['户', null],
      [1, null],
      ['户', null],
      [2, null],
    ]);
  });

  test.each([
    [17, true],
    [18, false],
  ])('behind %i rows: %s', (before, isKnown) => {
    const workbook = bookOf(
      sheetOf('花名册', [...Array.from({ length: before }, (): Cell[] => []), ['户', MARK], [1, '缺']]),
    );
    expect(withoutMarks(workbook) !== workbook).toBe(isKnown);
  });

  test('is left out together with our sheets', () => {
    const workbook = bookOf(sheetOf(LIST_SHEET, [[noticeText('zh')]]), sheetOf('花名册', [['户']]));
    expect(withoutMarks(workbook).sheets.map(({ name }) => name)).toEqual(['花名册']);
    expect(withoutMarks(workbook).format).toBe('xlsx');
  });
});

describe('a correction where it is not read', () => {
  const row: Cell[] = ['冠县', 3, null, true, { broken: '#N/A' }];
  const listed = (values: readonly Cell[], at = 2, sheet = '花名册', was: readonly Cell[] = row): Cell[] => [
    `第${at}行`,
    ...values,
    '问题',
    fingerprintOf(was, at, sheet),
  ];
  const own = sheetOf('花名册', [['县'], row, row, row]);
  const found = (...lists: (readonly Cell[])[]) =>
    misplacedCorrections(bookOf(own, sheetOf(FAILING_SHEET, [[FAILING_SHEET], [noticeText('zh')], ...lists])));
  const changed = row.toSpliced(1, 1, 4);

  test('is told by sheet and row, in their order', () => {
    expect(found(listed(changed, 4), listed(changed, 2), listed(row, 3))).toEqual([{ sheet: '花名册', rows: [2, 4] }]);
    expect(found(listed(changed, 10), listed(changed, 9))).toEqual([{ sheet: '花名册', rows: [9, 10] }]);
  });

  test.each<[string, readonly Cell[]]>([
    ['nothing', row],
    ['a blank within', row.with(0, ' 冠 县 ')],
    ['a line end', row.with(0, '冠\r\n县')],
    ['cells behind the last', [...row, null]],
    ['the kind of a broken formula', row.with(4, { broken: '#REF!' })],
    ['a number into its text', row.with(1, '3')],
  ])('is none where the list has changed by %s', (_what, values) => expect(found(listed(values))).toEqual([]));

  test.each<[string, readonly Cell[]]>([
    ['a cell emptied', row.with(0, null)],
    ['a cell filled', row.with(2, 0)],
    ['two cells swapped', ['3', '冠县', ...row.slice(2)]],
    ['a cell moved', [null, ...row.slice(0, 4)]],
    ['a text that runs into the next cell', ['冠县3', null, ...row.slice(2)]],
    ['a broken formula replaced', row.with(4, '#N/A')],
  ])('is one where the list has %s', (_what, values) =>
    expect(found(listed(values))).toEqual([{ sheet: '花名册', rows: [2] }]),
  );

  test('is none where the sheet has the same value by now', () => {
    const workbook = bookOf(
      sheetOf('别的', [['县'], row]),
      sheetOf('花名册', [['县'], changed]),
      sheetOf(FAILING_SHEET, [[noticeText('zh')], listed(changed)]),
    );
    expect(misplacedCorrections(workbook)).toEqual([]);
  });

  test('is one where its sheet or its row is gone', () => {
    expect(found(listed(changed, 2, '没有'))).toEqual([{ sheet: '没有', rows: [2] }]);
    expect(found(listed(changed, 99))).toEqual([{ sheet: '花名册', rows: [99] }]);
  });

  test('is told of each sheet', () => {
    expect(found(listed(changed, 2, '甲'), listed(changed, 2), listed(changed, 3, '甲'))).toEqual([
      { sheet: '甲', rows: [2, 3] },
      { sheet: '花名册', rows: [2] },
    ]);
  });

  test('is looked for in our list alone, and in its rows that have a fingerprint', () => {
    expect(found(['户', 1, 2], ['第2行', ...changed, '问题', '2:无:花名册'])).toEqual([]);
    expect(misplacedCorrections(bookOf(own, sheetOf(FAILING_SHEET, [listed(changed)])))).toEqual([]);
    expect(misplacedCorrections(bookOf(own, sheetOf(LIST_SHEET, [[noticeText('zh')], listed(changed)])))).toEqual([]);
  });

  test('survives a name with a line break and a colon', () => {
    expect(found(listed(changed, 2, '甲:\n乙'))).toEqual([{ sheet: '甲:\n乙', rows: [2] }]);
  });
});
