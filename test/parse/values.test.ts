import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Value } from '../../shared/schema/column.ts';
import { readCell, readDate, Unreadable, type CellContext } from '../../shared/parse/values.ts';
import { ruleOfCell } from '../../shared/rules/catalogue.ts';
import { TABLES } from '../../shared/schema/tables.ts';
import type { Cell } from '../../shared/sheet/grid.ts';

const PLAIN: CellContext = { fenPerUnit: 100, date1904: false, inverted: false };
const WAN: CellContext = { ...PLAIN, fenPerUnit: 1_000_000 };

function columnOf(field: string) {
  const column = TABLES.flatMap((table) => table.columns).find((candidate) => candidate.field === field);
  if (!column) throw new RangeError(field);
  return column;
}

/** The value, or the code of the rule that refuses the cell. */
function read(field: string, cell: Cell, context: CellContext = PLAIN): Value | { readonly refused: string } {
  const column = columnOf(field);
  const value = readCell(column, cell, context);
  return value instanceof Unreadable ? { refused: ruleOfCell(column, value).code } : value;
}

const refused = (rule: string) => ({ refused: rule });

describe('blank cells', () => {
  test.each([null, '', '  ', '\u3000', '\n'])('%j', (cell) => {
    for (const { field } of TABLES.flatMap((table) => table.columns)) expect(read(field, cell), field).toBeNull();
  });
});

describe('broken formulas are F13 in every column', () => {
  test.each(['#REF!', '#N/A', '#VALUE!', 'formula'])('%s', (broken) => {
    for (const { field } of TABLES.flatMap((table) => table.columns))
      expect(read(field, { broken }), field).toEqual(refused('F13'));
  });
});

describe('period', () => {
  test.each([
    '2016Q2',
    '2016q2',
    '2016年第二季度',
    '2016年二季度',
    '2016年2季度',
    '2016-Q2',
    '2016.2季度',
    '２０１６年第２季度',
    ' 2016 年 第二季度 ',
    '2016年度第二季度',
  ])('%s', (cell) => expect(read('period', cell)).toBe('2016Q2'));
  test.each(['二季度', '2016上半年', '2016年第五季度', '2016Q5', 20162, '2016年6月', '2016年1-2季度'])(
    'not %s',
    (cell) => expect(read('period', cell)).toEqual(refused('R01')),
  );
});

describe('dates', () => {
  test.each([
    [42551, '2016-06-30'],
    [42551.75, '2016-06-30'],
    ['42551', '2016-06-30'],
    ['2016-06-30', '2016-06-30'],
    ['2016-6-3', '2016-06-03'],
    ['2016/6/30', '2016-06-30'],
    ['2016.6.30', '2016-06-30'],
    ['2016年6月30日', '2016-06-30'],
    ['2016 年 6 月 30 日', '2016-06-30'],
    ['２０１６年６月３０日', '2016-06-30'],
    ['20160630', '2016-06-30'],
    [20160630, '2016-06-30'],
    ['2016年6月', '2016-06-30'],
    ['2016-02', '2016-02-29'],
    ['2015年2月', '2015-02-28'],
    ['2016-06-30 09:30:00', '2016-06-30'],
    ['2016年6月30日 9:30', '2016-06-30'],
    ['2016-02-29', '2016-02-29'],
  ])('%j is %s', (cell, expected) => expect(readDate(cell, false)).toBe(expected));

  test.each([
    '2016-02-30',
    '2015-02-29',
    '2016-13-01',
    '2016-00-10',
    '2016-06-00',
    '6月30日',
    '昨天',
    '20161301',
    2016.6,
    60,
    -1,
    80_000,
    true,
  ])('%j is none', (cell) => expect(readDate(cell, false)).toBeNull());

  test('days since 1904 are 1,462 fewer', () => {
    expect(readDate(42551 - 1462, true)).toBe('2016-06-30');
    expect(read('report_date', 41089, { ...PLAIN, date1904: true })).toBe('2016-06-30');
  });

  test('every serial number of the years on file is its day', () => {
    fc.assert(
      fc.property(fc.integer({ min: 20_000, max: 73_050 }), (serial) => {
        const iso = readDate(serial, false);
        expect(iso).toBe(new Date(Date.UTC(1899, 11, 30) + serial * 86_400_000).toISOString().slice(0, 10));
        expect(readDate(iso ?? '', false)).toBe(iso);
        expect(readDate((iso ?? '').replaceAll('-', ''), false)).toBe(iso);
      }),
    );
  });

  test('each column refuses under its own rule', () => {
    expect(read('report_date', '昨天')).toEqual(refused('R02'));
    expect(read('completed_on', '昨天')).toEqual(refused('P05'));
    expect(read('due_on', '昨天')).toEqual(refused('L08'));
  });
});

describe('flags', () => {
  test.each(['是', '有', '√', '✓', '✔', '1', 'Y', 'y', 'yes', 'TRUE', '不适用', 1, true, ' 是 ', 'Ｙ', '１'])(
    '%j is yes',
    (cell) => expect(read('edu_ok', cell)).toBe(true),
  );
  test.each(['否', '无', '×', 'x', 'X', '✗', '0', 'N', 'no', 'FALSE', 0, false, 'Ｎ'])('%j is no', (cell) =>
    expect(read('edu_ok', cell)).toBe(false),
  );
  test.each(['不知道', '2', '是/否', '部分', 2])('%j is neither', (cell) =>
    expect(read('edu_ok', cell)).toEqual(refused('X12')),
  );

  test('under a header of the opposite meaning they turn round, all but 不适用', () => {
    const inverted = { ...PLAIN, inverted: true };
    expect(read('house_ok', '是', inverted)).toBe(false);
    expect(read('house_ok', '×', inverted)).toBe(true);
    expect(read('house_ok', '不适用', inverted)).toBe(true);
    expect(read('house_ok', '?', inverted)).toEqual(refused('X12'));
  });
});

describe('codes', () => {
  test.each([
    '因病',
    '01',
    '1',
    1,
    '01因病',
    '1因病',
    '01.因病',
    '01-因病',
    '01 因病',
    '因病(01)',
    '因病（01）',
    '０１因病',
    ' 因病 ',
    '因病、01',
  ])('%j is 01', (cell) => expect(read('main_cause', cell)).toBe('01'));
  test.each(['因病、因残', '因懒', '13', '0', '病'])('%j is none', (cell) =>
    expect(read('main_cause', cell)).toEqual(refused('X03')),
  );

  test('labels, codes and aliases of every list lead to the code', () => {
    for (const column of TABLES.flatMap((table) => table.columns)) {
      if (column.type.kind !== 'code' && column.type.kind !== 'codes') continue;
      for (const { code, zh, aliases = [] } of column.type.list)
        for (const written of [
          code,
          code.toLowerCase(),
          zh,
          `${code}${zh}`,
          `${code}.${zh}`,
          `${zh}（${code}）`,
          ...aliases,
        ])
          expect(read(column.field, written), `${column.field} ${written}`).toEqual(
            column.type.kind === 'code' ? code : [code],
          );
    }
  });

  test.each([
    ['household_type', '特困供养户', '3'],
    ['household_type', '低保户', '2'],
    ['exit_status', '已脱贫', '1'],
    ['exit_status', 0, '0'],
    ['main_cause', '其它', '99'],
    ['primary_channel', 'ind', 'IND'],
  ])('%s %s', (field, cell, code) => expect(read(field, cell)).toBe(code));

  test.each([
    ['household_type', '富裕户', 'X01'],
    ['poverty_standard', '部定', 'X02'],
    ['exit_status', '致富', 'X07'],
    ['primary_channel', '产业项目、转移就业', 'C02'],
    ['project_type', '飞机场', 'P02'],
    ['status', '停工', 'P05'],
    ['finance_type', '彩票', 'L01'],
    ['fund_level', '省级', 'L02'],
  ])('%s %s is %s', (field, cell, rule) => expect(read(field, cell)).toEqual(refused(rule)));
});

describe('lists of codes', () => {
  test.each(['、', '，', ',', '；', ';', '/', '／', '|', '\n', ' ', '\u3000', '、 '])('separated by %j', (separator) =>
    expect(read('measures', `光伏${separator}养驴${separator}JOB`)).toEqual(['DNK', 'JOB', 'PV']),
  );
  test('with separators at its ends and one behind another', () =>
    expect(read('measures', '、光伏、、务工；')).toEqual(read('measures', '光伏、务工')));
  test('each once, sorted, however written', () =>
    expect(read('measures', '旅游、TRM、旅游扶贫、光伏')).toEqual(['PV', 'TRM']));
  test('无 is none of them', () => expect(read('other_causes', '无')).toEqual([]));
  test('an unknown word is named', () => {
    const value = readCell(columnOf('measures'), '光伏、跳伞', PLAIN);
    expect(value).toEqual(new Unreadable('of another kind', null, '跳伞'));
  });
});

describe('integers', () => {
  test.each([
    [3, 3],
    ['3', 3],
    ['３', 3],
    ['3人', 3],
    ['3 人', 3],
    [3.0, 3],
    ['3.0', 3],
    ['1,200', 1200],
    [0, 0],
  ])('%j is %d', (cell, expected) => expect(read('household_size', cell)).toBe(expected));
  test.each(['三', '3.5', 3.5, -1, '-1', '3-4', '约3', '3元', '1e2', true, '3 4'])('%j is refused', (cell) =>
    expect(read('household_size', cell)).toEqual(refused('N01')),
  );
});

describe('decimals', () => {
  test('months in tenths, leverage and rates in hundredths', () => {
    expect(read('work_months', '2.5')).toBe(25);
    expect(read('work_months', 0.3)).toBe(3);
    expect(read('work_months', '3个月')).toBe(30);
    expect(read('work_months', 2.55)).toEqual(refused('N15'));
    expect(read('interest_subsidy_pct', '4.35%')).toBe(435);
    expect(read('leverage', '10倍')).toBe(1000);
  });
});

describe('money is exact', () => {
  test.each([
    [1366.67, 136_667],
    [0.1 + 0.2, 30],
    [1.005 * 1000, 100_500],
    [8000, 800_000],
    [0, 0],
    [0.01, 1],
    [99_999_999.99, 9_999_999_999],
    ['4100', 410_000],
    ['4100元', 410_000],
    ['4100 元', 410_000],
    ['4,100.50', 410_050],
    ['1,234,567.8', 123_456_780],
    ['４１００．５', 410_050],
    ['４，１００', 410_000],
    [' 4100 ', 410_000],
    ['4100.500', 410_050],
  ])('%j 元 is %d fen', (cell, fen) => expect(read('wage_income', cell)).toBe(fen));

  test.each([
    [1.2345, 1_234_500],
    ['1.2345', 1_234_500],
    [0.000001, 1],
    ['0.136667', 136_667],
    ['3.2万元', 3_200_000],
    [7500, 7_500_000_000],
  ])('%j 万元 is %d fen', (cell, fen) => expect(read('wage_income', cell, WAN)).toBe(fen));

  test.each([
    '约3.2万',
    '3.2万',
    '3.2万元',
    '-1',
    -1,
    -0.01,
    '4100.005',
    1366.666,
    0.001,
    123_456_789.005,
    100.0001,
    '1e3',
    '无',
    '/',
    '4100块',
    '4100人',
    '1,2',
    '12,34',
    '1 200',
    '4100元左右',
    true,
    1e15,
    Number.NaN,
    Number.POSITIVE_INFINITY,
  ])('%j 元 is refused', (cell) => expect(read('wage_income', cell)).toEqual(refused('N05')));

  test.each(['0.1366667', 0.1366667, '4100元', '9999999999999'])('%j 万元 is refused', (cell) =>
    expect(read('wage_income', cell, WAN)).toEqual(refused('N05')),
  );

  test('every amount of fen survives as a double and as text, in both units', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000_000_000 }), (fen) => {
        expect(read('wage_income', fen / 100)).toBe(fen);
        expect(read('wage_income', fen / 1_000_000, WAN)).toBe(fen);
        const digits = String(fen).padStart(7, '0');
        expect(read('wage_income', `${digits.slice(0, -2)}.${digits.slice(-2)}`)).toBe(fen);
        expect(read('wage_income', `${digits.slice(0, -6)}.${digits.slice(-6)}`, WAN)).toBe(fen);
      }),
    );
  });

  test('no amount finer than a fen survives', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000_000 }), fc.integer({ min: 1, max: 9 }), (fen, tenth) => {
        expect(read('wage_income', (fen * 10 + tenth) / 1000)).toEqual(refused('N05'));
      }),
    );
  });
});

describe('numbers that a spreadsheet breaks', () => {
  test.each([
    ['household_no', '3715251080000001', '3715251080000001'],
    ['household_no', '３７１５２５１０８００００００１', '3715251080000001'],
    ['household_no', "'3715251080000001", '3715251080000001'],
    ['household_no', '3715 2510 8000 0001', '3715251080000001'],
    ['head_id_no', '11010519491231002x', '11010519491231002X'],
    ['head_id_no', '110105-19491231-002X', '11010519491231002X'],
    ['household_no', '371525-108000-0001', '3715251080000001'],
    ['borrower_id', '冠企-123', '冠企-123'],
    ['head_id_no', '１１０１０５１９４９１２３１００２Ｘ', '11010519491231002X'],
    ['village_code', '371525108202', '371525108202'],
    ['village_code', 371_525_108_202, '371525108202'],
    ['borrower_id', '91350100m000100y43', '91350100M000100Y43'],
  ])('%s %s', (field, cell, expected) => expect(read(field, cell)).toBe(expected));

  test.each([
    ['household_no', 3.715251080000001e15, 'I02'],
    ['household_no', 1e15, 'I02'],
    ['household_no', 999_999_999_999_999, 'I01'],
    ['household_no', '3.71E+15', 'I02'],
    ['household_no', '3.71525e15', 'I02'],
    ['household_no', '371525108000001', 'I01'],
    ['household_no', '37152510800000011', 'I01'],
    ['household_no', '户0001', 'I01'],
    ['head_id_no', 371_599_196_001_010_000, 'I10'],
    ['head_id_no', '3.71E+17', 'I10'],
    ['village_code', '3.71525E+11', 'D09'],
    ['village_code', 371_525_108_202.5, 'D09'],
    ['borrower_id', 91_350_100, 'L04'],
    ['household_no', -1e15, 'I02'],
    ['head_id_no', '3.71E17', 'I10'],
    ['head_id_no', '3E17', 'I10'],
  ])('%s %s is %s', (field, cell, rule) => expect(read(field, cell)).toEqual(refused(rule)));
});

describe('a project number', () => {
  const problem = (cell: Cell): string | undefined => {
    const value = readCell(columnOf('project_no'), cell, PLAIN);
    return value instanceof Unreadable ? (value.problem?.zh ?? value.reason) : undefined;
  };
  test.each<[Cell, string]>([
    ['2016-1', '2016-1'],
    ['001', '1'],
    [7, '7'],
    [999_999_999_999_999, '999999999999999'],
    ['gx — 01', 'GX-01'],
    ['3E01', '3E01'],
  ])('%j is %s', (cell, expected) => expect(read('project_no', cell)).toBe(expected));
  test.each<[Cell, string]>([
    ['2016年1月', '日期'],
    ['1月16日', '日期'],
    ['Jan-16', '日期'],
    ['3.71525E+17', '科学计数'],
    [1e15, '数值，15位以后的数字已丢失'],
    [-1e15, '数值，15位以后的数字已丢失'],
    [true, 'of another kind'],
  ])('%j is lost: %s', (cell, why) => expect(problem(cell)).toBe(why));
});

describe('amounts that may be negative', () => {
  test.each<[Cell, number]>([
    [-3000, -300_000],
    ['-3000', -300_000],
    ['−3000.5', -300_050],
    ['-0', 0],
    ['- 12', -1_200],
    [-0.01, -1],
    // As the accounting format of a spreadsheet shows it.
    ['(3000)', -300_000],
  ])('%j is %i fen', (cell, fen) => expect(read('net_income', cell)).toBe(fen));
  test.each<Cell>(['--3000', '3000-', -1e-9, -1e15, '-9999999999999'])('%j is refused', (cell) =>
    expect(read('net_income', cell)).toEqual(refused('N05')),
  );
});

describe('the edges of what a number is', () => {
  test.each<[string, Cell, number]>([
    ['wage_income', 1366.67 + 1e-9, 136_667],
    ['wage_income', '1,234', 123_400],
    ['wage_income', '0001', 100],
    ['wage_income', '5.000000000', 500],
    ['household_size', '12,345', 12_345],
    ['work_months', '2.5 个月', 25],
    ['interest_subsidy_pct', '０．５％', 50],
    ['quantity', '3座', 3],
    ['quantity', '3处', 3],
    ['capacity', '1200头', 120_000],
    ['households_driven', '10户', 10],
  ])('%s %j is %i', (field, cell, value) => expect(read(field, cell)).toBe(value));
  test.each<[string, Cell]>([
    ['wage_income', 5e9 + 0.004],
    ['wage_income', '1,2345'],
    ['wage_income', '1234,567'],
    ['wage_income', ',123'],
    ['wage_income', '5.'],
    ['wage_income', '.5'],
    ['wage_income', '12345678901234'],
    ['wage_income', '5,5元'],
    ['wage_income', '5 元 整'],
    ['wage_income', '元5'],
    ['wage_income', '5.001'],
    ['wage_income', '5.0010'],
  ])('%s %j is refused', (field, cell) => expect(read(field, cell)).toHaveProperty('refused'));
});

describe('the edges of what a day is', () => {
  test.each<[string | number, string | null]>([
    [20_000, '1954-10-03'],
    [19_999, null],
    [73_050, '2099-12-31'],
    [73_051, null],
    ['19160630', '1916-06-30'],
    ['18990630', null],
    ['120160630', null],
    ['201606300', null],
    ['42551.5', '2016-06-30'],
    ['425510', null],
    ['4255', null],
    ['2016-06-31', null],
    ['2016-04-31', null],
    ['2016-09-31', null],
    ['2016-11-31', null],
    ['2016-07-31', '2016-07-31'],
    ['2016-12-31', '2016-12-31'],
    ['2016-01-01', '2016-01-01'],
    ['2100-02-29', null],
    ['2000-02-29', '2000-02-29'],
    ['2016-10-9', '2016-10-09'],
    ['2016年6月30', '2016-06-30'],
    ['2016/06', '2016-06-30'],
    ['2016-06-30 9:30:15', '2016-06-30'],
    ['2016-06-30 9:3', null],
    ['2016-06-301', null],
    ['x2016-06-30', null],
    ['2016 - 06 - 30', '2016-06-30'],
    ['2016-6-30-1', null],
    ['2016', null],
    ['2016年', null],
  ])('%j is %s', (cell, day) => expect(readDate(cell, false)).toBe(day));
});

test('names and remarks keep their characters', () => {
  expect(read('head_name', ' 李\u3000四 ')).toBe('李\u3000四');
  expect(read('head_name', '王𬭎')).toBe('王𬭎');
  expect(read('remark', '甲\n乙')).toBe('甲\n乙');
  expect(read('phone', 13_800_000_000)).toBe('13800000000');
});
