import { describe, expect, test } from 'vitest';
import { bodyOf, totalFigures, type Body } from '../../shared/check/table-body.ts';
import { locateTable, type Layout } from '../../shared/parse/header.ts';
import { tableOf, type TableKind } from '../../shared/schema/tables.ts';
import type { Cell, Sheet } from '../../shared/sheet/grid.ts';

type Cells = Readonly<Record<string, Cell>> | readonly Cell[];

const columnsOf = (kind: TableKind) => tableOf(kind).columns;
const headersOf = (kind: TableKind): string[] => columnsOf(kind).map(({ header }) => header);

function placed(
  kind: TableKind,
  rows: readonly Cells[],
  above: readonly (readonly Cell[])[],
): { sheet: Sheet; layout: Layout } {
  const lines = rows.map((row): readonly Cell[] =>
    Array.isArray(row)
      ? row
      : columnsOf(kind).map(({ field }) => (row as Readonly<Record<string, Cell>>)[field] ?? null),
  );
  const sheet: Sheet = {
    name: '表',
    hidden: false,
    date1904: false,
    rows: [...above, headersOf(kind), ...lines],
    merges: [],
    hiddenRows: new Set(),
    hiddenColumns: new Set(),
  };
  const layout = locateTable(sheet);
  if (!layout) throw new Error('no table found');
  return { sheet, layout };
}

function body(kind: TableKind, rows: readonly Cells[], above: readonly (readonly Cell[])[] = []): Body {
  const { sheet, layout } = placed(kind, rows, above);
  return bodyOf(sheet, layout);
}
/** Only the first row and the last one are data, and the row between them is nothing at all. */
const NOTHING = { data: [1, 3], totals: [], aside: [] };

const HOUSEHOLD = { household_no: '3715251080000001', household_size: 3, wage_income: 100 };
const PROJECT = { project_no: 'GX-1', project_name: '大棚', investment_wan: 10 };
const between = (kind: TableKind, row: Cells): Body => {
  const sound = kind === 'household' ? HOUSEHOLD : PROJECT;
  return body(kind, [sound, row, sound]);
};

describe.each(['household', 'project'] as const)('in a %s table', (kind) => {
  const headers = headersOf(kind);

  test('a header printed again is nothing', () => {
    expect(between(kind, headers)).toEqual(NOTHING);
    expect(
      between(
        kind,
        headers.map((header) => ` ${header}（元）`),
      ),
    ).toEqual(NOTHING);
    expect(
      between(
        kind,
        headers.map((header, at) => (at < headers.length / 2 ? header : '其他')),
      ),
    ).toEqual(NOTHING);
    expect(
      between(
        kind,
        headers.map((header) => ` ${header} `),
      ),
    ).toEqual(NOTHING);
  });

  test('a row that is called like fewer than half of its columns is no header', () => {
    const rows = headers.map((header, at) => (at < 3 ? `${header}（元）` : '另外的话'));
    expect(between(kind, rows)).not.toEqual(NOTHING);
    const three = headers.map((header, at) => (at < 3 ? `${header}（元）` : null));
    expect(between(kind, three)).toEqual(NOTHING);
    const two = headers.map((header, at) => (at === 8 || at === 9 ? `${header}（元）` : null));
    expect(between(kind, two)).not.toEqual(NOTHING);
    const half = headers.map((header, at) => (at < 3 ? `${header}（元）` : at < 6 ? '另外的话' : null));
    expect(between(kind, half)).toEqual(NOTHING);
  });

  test('a title printed again is nothing', () => {
    expect(body(kind, [['定远寨镇台账', null, '2016年']], [['定远寨镇台账', '2016年', 5]])).toEqual({
      data: [],
      totals: [],
      aside: [],
    });
    expect(body(kind, [[null, null, '定远寨镇台账', '5', '', '', '另外的话']], [['定远寨镇台账']])).not.toEqual({
      data: [],
      totals: [],
      aside: [],
    });
  });

  test.each<[string, readonly Cell[]]>([
    ['numbers', headers.map((_, at) => at + 1)],
    ['numbers from 3 on', headers.map((_, at) => at + 3)],
    ['five numbers', [1, 2, 3, 4, 5]],
    ['numbers in brackets', headers.map((_, at) => `（${at + 1}）`)],
    ['numbers with formulas', headers.map((_, at) => (at === 5 ? '６ = 1+2' : `${at + 1}`))],
    ['numbers behind 甲 and 乙', ['甲', '乙', ...headers.slice(2).map((_, at) => at + 1)]],
    ['numbers with gaps', [1, null, 3, ' ', 5, 7, 9]],
  ])('column numbers are nothing: %s', (_what, row) => expect(between(kind, row)).toEqual(NOTHING));

  test.each<[string, readonly Cell[]]>([
    ['four of them', [...Array<null>(12).fill(null), 1, 2, 3, 4]],
    ['one twice', [1, 2, 3, 3, 4, 5, 6]],
    ['one that falls', [1, 2, 3, 2, 4, 5, 6]],
    ['a nought', [0, 1, 2, 3, 4, 5]],
    ['a word', [1, 2, 3, '附甲', 4, 5, 6]],
    ['甲方', [1, 2, 3, '甲方', 4, 5, 6]],
    ['a broken formula', [1, 2, 3, { broken: '#N/A' }, 4, 5, 6]],
    ['a number with words', [1, 2, 3, '4户', 5, 6, 7]],
    ['a number of four digits', [1, 2, 3, 4, 1000, 1001]],
    ['a number behind words', [1, 2, 3, '第4', 5, 6, 7]],
  ])('other numbers are something: %s', (_what, row) => expect(between(kind, row)).not.toEqual(NOTHING));

  test.each([
    '填表人：王立冬',
    ' 填表人：王',
    '制表:王',
    '审核人 ：王',
    '负责人（签字）：王',
    '单位负责人：',
    '联系电话：1',
    '注：……',
    '说明：',
  ])('%s is nothing', (text) => expect(between(kind, [text])).toEqual(NOTHING));
  test.each(['本村填表人：王', '填表人王立冬', '注意事项：', '负责人（签字（章））：王'])(
    '%s is something in a project table',
    (text) => expect(between('project', [null, null, text])).not.toEqual(NOTHING),
  );
});

describe('a total', () => {
  test('adds up all rows above it, a subtotal those since the last one', () => {
    const rows = [
      HOUSEHOLD,
      HOUSEHOLD,
      { village_name: '小计' },
      HOUSEHOLD,
      { village_name: '小 计' },
      { village_name: '合计' },
    ];
    expect(body('household', rows)).toEqual({
      data: [1, 2, 4],
      totals: [
        { row: 3, of: [1, 2] },
        { row: 5, of: [4] },
        { row: 6, of: [1, 2, 4] },
      ],
      aside: [],
    });
  });

  test.each([
    '合计',
    '全镇合计',
    '闫营村小计',
    '合 计',
    '总计：',
    '合计：4户',
    '合计4户共12人',
    '共4户',
    '共 12 人',
    '总数（户）',
    '汇总',
  ])('of households is %s', (text) => {
    expect(body('household', [HOUSEHOLD, { village_name: text }]).data).toEqual([1]);
    expect(body('household', [HOUSEHOLD, { village_name: text }]).aside).toEqual([]);
  });

  test.each(['累计', '平均', '平均值', '平均数', '汇总', '全镇汇 总'])('%s is no sum, and begins anew', (text) => {
    const { totals } = body('household', [HOUSEHOLD, { village_name: text }, HOUSEHOLD, { village_name: '小计' }]);
    expect(totals).toEqual([{ row: 4, of: [3] }]);
  });

  test.each(['合计情况说明', '一二三四五六七八九十一二三合计', '共同4户', '合计4元'])('is not %s', (text) => {
    expect(body('household', [HOUSEHOLD, { village_name: text, wage_income: 5 }])).toMatchObject({
      totals: [],
      aside: [{ first: 2 }],
    });
  });

  test('of projects stands alone in its cell', () => {
    expect(body('project', [PROJECT, { project_name: '合计：' }])).toMatchObject({
      data: [1],
      totals: [{ row: 2, of: [1] }],
    });
    expect(body('project', [PROJECT, { project_name: '本页合计' }])).toMatchObject({
      data: [1],
      totals: [{ row: 2, of: [1] }],
    });
    for (const word of [' 合计 ', '合 计', '总计', '总 计', '小 计', '共  计:', '共计'])
      expect(body('project', [PROJECT, { project_name: word }]).totals, word).toHaveLength(1);
    for (const name of ['总设计', '小统计', '扶贫资金汇总', '全县合计', '合计2处'])
      expect(body('project', [PROJECT, { project_name: name }]).data).toEqual([1, 2]);
  });

  test('stands in one of the first eight cells', () => {
    const row = (at: number): Cell[] =>
      headersOf('household').map((_, index) => (index === at ? '合计' : index > 14 ? 3 : null));
    expect(body('household', [HOUSEHOLD, row(7)]).totals).toHaveLength(1);
    expect(body('household', [HOUSEHOLD, row(8)]).totals).toHaveLength(0);
  });
});

describe('rows beside households', () => {
  const figure = { wage_income: 5 };
  const zero = { wage_income: 0 };

  test('are blocks where they follow each other, with those that have figures', () => {
    expect(body('household', [zero, figure, zero, HOUSEHOLD, figure, {}, zero]).aside).toEqual([
      { first: 1, last: 3, why: 'nameless', withFigures: 1 },
      { first: 5, last: 5, why: 'nameless', withFigures: 1 },
      { first: 7, last: 7, why: 'nameless', withFigures: 0 },
    ]);
  });

  test('are told apart by why they are none', () => {
    const example = { head_name: '示例', wage_income: 5 };
    expect(body('household', [figure, example, example, zero]).aside).toEqual([
      { first: 1, last: 1, why: 'nameless', withFigures: 1 },
      { first: 2, last: 3, why: 'example', withFigures: 0 },
      { first: 4, last: 4, why: 'nameless', withFigures: 0 },
    ]);
  });

  test('of another table do not exist', () => {
    expect(body('project', [{ investment_wan: 5 }])).toMatchObject({ data: [1], aside: [] });
  });

  test('with nothing but the place are blank, but a target is not', () => {
    const place = { county_name: '冠县', town_name: '定远寨镇', village_name: '定远寨村', report_date: '2016-07-01' };
    expect(body('household', [HOUSEHOLD, place, HOUSEHOLD])).toEqual(NOTHING);
    expect(body('project', [PROJECT, { county_name: '冠县' }, PROJECT])).toEqual(NOTHING);
    expect(body('target', [{ year: 2016, unit_name: '冠县' }, { unit_name: '高唐县' }]).data).toEqual([1, 2]);
  });

  test('that are blank under the number of a household above are nothing', () => {
    const { sheet, layout } = placed('household', [HOUSEHOLD, {}, { household_size: 2 }], []);
    const index = layout.columns.find(({ column }) => column.field === 'household_no')?.index ?? 0;
    const merged = { ...sheet, merges: [{ top: 1, bottom: 3, left: index, right: index }] };
    const extra = { ...merged, rows: merged.rows.map((cells, row) => (row === 2 ? [...cells, '另注'] : cells)) };
    expect(bodyOf(extra, layout)).toEqual({
      data: [1],
      totals: [],
      aside: [{ first: 3, last: 3, why: 'member', withFigures: 1 }],
    });
  });

  test('in which no column of the table says anything are blank', () => {
    const { sheet, layout } = placed('household', [], []);
    const extra = { ...sheet, rows: [...sheet.rows, [...headersOf('household').map(() => null), '7', ' ']] };
    expect(bodyOf(extra, layout)).toEqual({ data: [], totals: [], aside: [] });
    expect(body('household', [['  ', null, '']])).toEqual({ data: [], totals: [], aside: [] });
  });
});

describe('a row with a long number', () => {
  test.each<Cell>([
    '37152510800000',
    '37152510800000 ’',
    '‘371525 10800000’',
    '3.71525E+17',
    '3e14',
    10_000_000_000_000,
  ])('is data whatever else it says: %j', (cell) => {
    expect(body('household', [{ county_name: '合计', household_no: cell }])).toMatchObject({ data: [1], totals: [] });
  });

  test.each<Cell>(['3715251080000', '见371525108000000', '37152510800000号', 9_999_999_999_999, true])(
    'is not known by %j',
    (cell) => {
      expect(body('household', [{ county_name: '合计', household_no: cell }])).toMatchObject({
        data: [],
        totals: [{ row: 1 }],
      });
    },
  );
});

test('a long number that is nobody’s, an account beside a total, makes it no data', () => {
  const total = { county_name: '合计', remark: '6228480000000000000' };
  expect(body('household', [HOUSEHOLD, total])).toMatchObject({ data: [1], totals: [{ row: 2 }] });
});

describe('figures of totals', () => {
  test('are those of counts and amounts, beside the sum of their rows', () => {
    const { sheet, layout } = placed(
      'household',
      [
        HOUSEHOLD,
        { ...HOUSEHOLD, wage_income: '不详' },
        { village_name: '合计', household_size: 7, wage_income: 100, pc_net_income: 9, phone: 1 },
      ],
      [],
    );
    const figures = totalFigures(sheet, layout, [{ row: 3, of: [1, 2] }]);
    expect(figures.map(({ row, placed: { column }, stated, sum }) => [row, column.field, stated, sum])).toEqual([
      [3, 'household_size', 7, 6],
      [3, 'wage_income', 10_000, 10_000],
    ]);
  });
});
