import { describe, expect, test } from 'vitest';
import { CITY_PACK } from '../../cities/pack.ts';
import { locateTables, periodOf } from '../../shared/check/locate-tables.ts';
import { sheetFates } from '../../shared/check/sheet-fates.ts';
import { locateTable } from '../../shared/parse/header.ts';
import { tableOf } from '../../shared/schema/tables.ts';
import type { Cell, Sheet } from '../../shared/sheet/grid.ts';
import { PERIOD, RECEIVED, rowOf, TOWNSHIP, type Written } from '../golden/rules/case.ts';

const COLUMNS = tableOf('household').columns;
const HEADER: readonly Cell[] = COLUMNS.map(({ header }) => header);
const CONTEXT = { ...CITY_PACK.at(PERIOD), division: TOWNSHIP, receivedOn: RECEIVED };
const line = (change: Written = {}): readonly Cell[] =>
  COLUMNS.map(({ field }) => rowOf('household', change)[field] ?? null);
const one = line();
const two = line({ household_no: '3715251080000099' });
const three = line({ household_no: '3715251080000098' });

const sheetOf = (name: string, rows: readonly (readonly Cell[])[], more: Partial<Sheet> = {}): Sheet => ({
  name,
  hidden: false,
  date1904: false,
  rows,
  merges: [],
  hiddenRows: new Set(),
  hiddenColumns: new Set(),
  ...more,
});
function locate(...sheets: Sheet[]) {
  const { read, facts } = locateTables({ format: 'xlsx', sheets }, [], CONTEXT);
  return { read: read.located.map(({ sheet }) => sheet.name), facts, fates: sheetFates(read, [], facts) };
}
const village = (name: string, ...rows: (readonly Cell[])[]): Sheet => sheetOf(name, [HEADER, ...rows]);

describe('hidden parts of a sheet that is read', () => {
  const hiding = (rows: number[], columns: number[] = []) =>
    locate(
      sheetOf('表', [['题'], HEADER, one, [], two], { hiddenRows: new Set(rows), hiddenColumns: new Set(columns) }),
    ).facts;

  test('are rows of data, and columns of the table', () => {
    expect(hiding([2, 4])).toEqual([{ what: 'hidden rows', name: '表', rows: 2 }]);
    expect(hiding([], [0, 5, 99])).toEqual([{ what: 'hidden columns', name: '表', headers: [HEADER[0], HEADER[5]] }]);
  });
  test('are not what stands above the data, nor what is empty or not there', () =>
    expect(hiding([0, 1, 3, 7])).toEqual([]));
});

describe('a sheet without a header that goes on like another', () => {
  const filled = COLUMNS.flatMap(({ required }, index) => (required ? [index] : []));
  /** A row in which so many of the required cells are blank. */
  const lacking = (count: number): readonly Cell[] =>
    one.map((cell, index) => (filled.slice(0, count).includes(index) ? null : cell));
  const most = filled.length - Math.ceil(filled.length * 0.8);

  test('is told', () => {
    expect(locate(village('甲', one), sheetOf('乙', [two])).facts).toEqual([
      { what: 'no header', name: '乙', former: '甲' },
    ]);
    expect(locate(village('甲', one), sheetOf('乙', [['题'], lacking(most)])).facts).toHaveLength(1);
  });
  test('of several the last one is named', () =>
    expect(locate(village('甲', one), village('乙', two), sheetOf('丙', [three])).facts).toEqual([
      { what: 'no header', name: '丙', former: '乙' },
    ]));
  test('is said not to be read for want of a header', () =>
    expect(locate(village('甲', one), sheetOf('乙', [two])).fates[1]?.why?.zh).toBe('没有表头'));
  test('is none where too few cells read, or only behind 50 rows', () => {
    expect(locate(village('甲', one), sheetOf('乙', [lacking(most + 1)])).facts).toEqual([]);
    const blank = Array.from({ length: 50 }, (): readonly Cell[] => ['x']);
    expect(locate(village('甲', one), sheetOf('乙', [...blank, two])).facts).toEqual([]);
    expect(locate(village('甲', one), sheetOf('乙', [...blank.slice(1), two])).facts).toHaveLength(1);
  });
  test('is none before the table, where it is hidden, or where its name speaks against it', () => {
    expect(locate(sheetOf('乙', [two]), village('甲', one)).facts).toEqual([]);
    expect(locate(village('甲', one), sheetOf('乙', [two], { hidden: true })).facts).toEqual([]);
    expect(locate(village('甲', one), sheetOf('示例', [two])).facts).toEqual([]);
  });
});

describe('sheets of one table', () => {
  test('of which one is hidden: that is not read, unless it is the only one', () => {
    const hidden = { ...village('藏', two), hidden: true };
    expect(locate(village('甲', one), hidden)).toMatchObject({
      read: ['甲'],
      facts: [{ what: 'hidden sheet', name: '藏' }],
    });
    expect(locate(hidden)).toMatchObject({ read: ['藏'], facts: [{ what: 'only hidden sheet', name: '藏' }] });
  });

  test('whose name speaks against them are not read beside others', () => {
    expect(locate(village('甲', one), village('填写示例', two))).toMatchObject({
      read: ['甲'],
      facts: [{ what: 'unmeant sheet', name: '填写示例', word: '示例', isRead: false }],
    });
    expect(locate(village('填写示例', two))).toMatchObject({ read: ['填写示例'], facts: [{ isRead: true }] });
    expect(locate(village('甲', one), village('填写示例'))).toMatchObject({ read: ['甲'], facts: [] });
  });

  test('of another quarter are not read beside those of this one', () => {
    const before = village('上季', line({ period: '2016Q1' }));
    expect(locate(village('本季', two), before)).toMatchObject({
      read: ['本季'],
      facts: [{ what: 'other quarter', name: '上季', period: '2016Q1' }],
    });
    expect(locate(before)).toMatchObject({ read: ['上季'], facts: [] });
    expect(locate(village('无季', line({ period: null, household_no: '1' })), village('本季', two)).read).toEqual([
      '无季',
      '本季',
    ]);
  });

  test('that hold the same rows are read once: from the fuller, or the first', () => {
    expect(locate(village('甲', one, two), village('乙', two))).toMatchObject({
      read: ['甲'],
      facts: [{ what: 'copy', name: '乙', original: '甲' }],
    });
    expect(locate(village('乙', two), village('甲', one, two)).read).toEqual(['甲']);
    expect(locate(village('甲', one, two), village('乙', two, one)).read).toEqual(['甲']);
    expect(locate(village('甲', one, two), village('乙', two, three)).read).toEqual(['甲', '乙']);
    expect(locate(village('甲', one), village('乙')).read).toEqual(['甲', '乙']);
  });

  test('are the same whatever the order of their columns', () => {
    const turned = sheetOf('乙', [HEADER.toReversed(), one.toReversed()]);
    expect(locate(village('甲', one), turned)).toMatchObject({ read: ['甲'], facts: [{ what: 'copy' }] });
  });

  test('that are not read have a reason, and empty ones are not named', () => {
    const { fates } = locate(
      village('甲', one, two),
      village('乙', two),
      sheetOf('空', []),
      sheetOf('说明', [['说明']]),
    );
    expect(fates.map(({ name, why }) => [name, why?.zh])).toEqual([
      ['甲', '其中没有要上报的表'],
      ['乙', '内容“甲”中都有'],
      ['说明', '其中没有要上报的表'],
    ]);
    const more = locate(
      village('甲', one),
      { ...village('藏', two), hidden: true },
      village('填写示例', two),
      village('上季', line({ period: '2016Q1', household_no: '3715251080000097' })),
    ).fates;
    expect(more.map(({ name, read, why }) => [name, read, why?.zh])).toEqual([
      ['甲', null, '其中没有要上报的表'],
      ['藏', null, '是隐藏的'],
      ['填写示例', null, '名称带“示例”'],
      ['上季', null, '是2016年第一季度的'],
    ]);
  });
});

describe('the quarter of a sheet', () => {
  const stated = (title: string | null, ...periods: Cell[]) => {
    const sheet = sheetOf('表', [...(title === null ? [] : [[title]]), HEADER, ...periods.map((period) => [period])]);
    const layout = locateTable(sheet);
    if (!layout) throw new Error('no table found');
    return periodOf({ sheet, layout });
  };
  test.each<[string | null, Cell[], string | null]>([
    [null, ['2016Q2', null, '2016年第二季度'], '2016Q2'],
    [null, ['2016Q2', '2016Q1'], null],
    [null, [null, '？', { broken: '#N/A' }], null],
    ['2016年第一季度', [null], '2016Q1'],
    ['2016年第一季度', ['2016Q2'], '2016Q2'],
    ['2016年第一季度', ['2016Q2', '2016Q1'], null],
    [null, ['２０１６Q2'], '2016Q2'],
  ])('%s, %j: %s', (title, periods, expected) => expect(stated(title, ...periods)).toBe(expected));
});
