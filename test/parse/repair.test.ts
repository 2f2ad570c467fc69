import type { Noted } from '../../shared/parse/noted.ts';
import { describe, expect, test } from 'vitest';
import {
  joinRepairs,
  RepairLog,
  REPAIRS,
  REPAIRS_PER_KIND,
  repairNamed,
  repairText,
  type Repairs,
} from '../../shared/parse/repair.ts';
import { readCell, Unreadable, type CellContext } from '../../shared/parse/values.ts';
import { TABLES } from '../../shared/schema/tables.ts';
import type { Cell } from '../../shared/sheet/grid.ts';

const PLAIN: CellContext = { fenPerUnit: 100, date1904: false, inverted: false };

function columnOf(field: string) {
  const column = TABLES.flatMap((table) => table.columns).find((candidate) => candidate.field === field);
  if (!column) throw new RangeError(field);
  return column;
}

/** The kinds of repairs that reading a cell tells; null when it could not be read. */
function repairs(field: string, cell: Cell, context: CellContext = PLAIN): string[] | null {
  const noted: Noted = [];
  return readCell(columnOf(field), cell, context, noted) instanceof Unreadable ? null : noted;
}

describe('what stands as it should is told by nobody', () => {
  test.each<[string, Cell]>([
    ['household_no', '3715251080000001'],
    ['household_no', ' 3715251080000001 '],
    ['head_id_no', '37159919600101001X'],
    ['village_code', '371525108202'],
    ['village_code', 371525108202],
    ['household_size', 3],
    ['household_size', '3'],
    ['wage_income', '3000.50'],
    ['wage_income', 1366.67],
    ['household_type', '低保贫困户'],
    ['main_cause', '01因病'],
    ['main_cause', '因病（01）'],
    ['measures', '光伏、务工'],
    ['measures', '光伏，务工'],
    ['measures', '光伏；务工\n贷款'],
    ['edu_ok', '是'],
    ['edu_ok', ' 否\u3000'],
    ['edu_ok', true],
    ['report_date', 42551],
    ['report_date', '2016-06-30'],
    ['report_date', '2016/6/30'],
    ['report_date', '2016年6月30日'],
    ...['2016-5-4', '2016/06/30', '2016/6/05', '2016/12/5', '2016年12月5日'].map((day): [string, Cell] => [
      'report_date',
      day,
    ]),
    ['period', '2016年第二季度'],
    ['town_name', ' 定远寨镇 '],
    ['remark', '第一行\n第二行'],
    ['uscc', '91350100M000100Y43'],
  ])('%s %j', (field, cell) => expect(repairs(field, cell)).toEqual([]));
});

describe('what was read otherwise is told', () => {
  test.each<[string, Cell, string[]]>([
    ['household_no', '３７１５２５１０８００００００１', ['width']],
    ['household_no', '3715 2510 8000 0001', ['blank']],
    ['household_no', "'3715251080000001", ['blank']],
    ['household_no', '3715251080000001\u200b', ['invisible']],
    ['household_no', '\u202d3715251080000001\u202c', ['invisible']],
    ['head_id_no', '37159919600101001x', ['case']],
    ['head_id_no', '371599 19600101 001ｘ', ['width', 'blank', 'case']],
    ['household_size', '３', ['width']],
    ['household_size', '3人', ['suffix']],
    ['wage_income', '12,345.60元', ['comma', 'suffix']],
    ['wage_income', '１２，３４５', ['comma', 'width']],
    ['wage_income', '3000\u200b', ['invisible']],
    ['household_type', '低保户', ['alias']],
    ['household_type', 2, ['number']],
    ['household_type', '２', ['width', 'number']],
    ['primary_channel', 'ind', ['number']],
    ['measures', '光伏扶贫、外出务工', ['alias']],
    ['measures', '光伏、JOB、助学', ['number', 'alias']],
    ['edu_ok', '√', ['mark']],
    ['edu_ok', 0, ['mark']],
    ['edu_ok', '不适用', ['not-applicable']],
    ['report_date', '20160630', ['date']],
    ['report_date', 20160630, ['date']],
    ['report_date', '2016.6.30', ['date']],
    ['report_date', '42551', ['date']],
    ['report_date', '2016-06-30 09:30', ['date']],
    ['report_date', '2016年6月', ['month']],
    ['town_name', '定远\u200b寨镇', ['invisible']],
    ['project_no', 'ＧＸ－01', ['width']],
    ['project_no', 'gx-01', ['case']],
    ['project_no', 'GX 01', ['blank']],
    ['project_no', ' GX-01 ', []],
    ['project_no', 'GX－01', []],
    ['main_cause', '01 因病', []],
    ['main_cause', '因病 01', []],
    ['main_cause', '01 1', ['number']],
    ['edu_ok', '无', ['mark']],
    ['report_date', '2016年6月30', ['date']],
    ['report_date', '2016-06', ['month']],
    ['head_id_no', '371599196001010018', []],
    ['village_code', '３７１５２５１０８２０２', ['width']],
  ])('%s %j', (field, cell, kinds) => expect(repairs(field, cell)).toEqual(kinds));

  test('invisible characters do not make a blank cell a value', () => {
    for (const { field } of TABLES.flatMap((table) => table.columns))
      expect(readCell(columnOf(field), '\u200b \ufeff', PLAIN), field).toBeNull();
  });

  test.each(['葛\u{e0100}某', '葛\ufe00某', '葛某\ufe0f', '葛\u034f某', '葛\u3164某'])(
    'a name with a selector of a character’s form, %j, is the name',
    (written) => {
      expect(readCell(columnOf('head_name'), written, PLAIN)).toBe('葛某');
      expect(repairs('head_name', written)).toEqual(['invisible']);
    },
  );

  test.each([
    ['head_name', '⾦某', '金某'],
    ['head_name', '⻢某', '马某'],
    ['head_name', '\uf90a某', '金某'],
    ['village_name', '⼤庄村', '大庄村'],
    ['household_type', '⼀般贫困⼾', '1'],
    ['edu_ok', '否\ufe0f', false],
    ['edu_ok', '✔\ufe0f', true],
  ])('%s %j is read as the character that it looks like', (field, written, value) => {
    expect(readCell(columnOf(field), written, PLAIN)).toBe(value);
    expect(repairs(field, written)).toContain(written.includes('\ufe0f') ? 'invisible' : 'look-alike');
  });

  test.each([
    '「371599196001010018」',
    '“371599196001010018”',
    '『371599196001010018』',
    '"371599196001010018"',
    '′371599196001010018',
    '`371599196001010018',
    '„371599196001010018‟',
    '〝371599196001010018〞',
    '＇371599196001010018＇',
    '｢371599196001010018｣',
    '\u201c３７１５９９１９６００１０１００１８\u201d',
  ])('an identity number in quotation marks, %s, is the number', (written) => {
    expect(readCell(columnOf('head_id_no'), written, PLAIN)).toBe('371599196001010018');
    expect(repairs('head_id_no', written)).toContain('blank');
  });
});

describe('what lost information, or might mean another thing, is not repaired', () => {
  test.each<[string, Cell]>([
    ['household_no', '3.71525E+15'],
    ['household_no', '3.71525Ｅ+15'],
    ['household_no', 3715251080000001],
    ['head_id_no', '3.71599E+17'],
    ['head_id_no', 371599196001010000],
    ['wage_income', '约3.2万'],
    ['wage_income', '3000万元'],
    ['wage_income', '3O00'],
    ['household_size', '三口'],
    ['report_date', 2016.6],
    ['report_date', '6月30日'],
    ['edu_ok', '是/否'],
    ['main_cause', '因病、因残'],
  ])('%s %j', (field, cell) => expect(repairs(field, cell)).toBeNull());
});

test('a kind that is not in the catalogue is a defect of the program', () => {
  expect(() => repairNamed('none')).toThrow('repair none is not in the catalogue');
});

test('every kind has words in both languages, and no code twice', () => {
  expect(new Set(REPAIRS.map(({ code }) => code)).size).toBe(REPAIRS.length);
  for (const { code } of REPAIRS) {
    expect(repairText(code, 'zh')).toMatch(/\p{Script=Han}/u);
    expect(repairText(code, 'en')).toMatch(/[a-z]/);
  }
});

test('the repairs of several sheets are counted together, and the first of each kind are kept', () => {
  const ofSheet = (sheet: string, count: number): Repairs => {
    const log = new RepairLog();
    const place = { sheet, index: 0, column: '带动措施', header: '措施', from: '大棚', to: '大棚种植' };
    for (let row = 1; row <= count; row++) log.add('alias', () => ({ kind: 'alias', row, ...place }));
    return log.repairs;
  };
  const { counts, items } = joinRepairs([ofSheet('一', 600), ofSheet('二', 5_000)]);
  expect(counts).toEqual({ alias: 5_600 });
  expect(items).toHaveLength(REPAIRS_PER_KIND);
  expect([items[599], items[600]]).toMatchObject([
    { sheet: '一', row: 600 },
    { sheet: '二', row: 1 },
  ]);
});

test('a log keeps exactly so many places of a kind, and counts all', () => {
  const log = new RepairLog();
  const at = (row: number) => ({
    kind: 'comma' as const,
    sheet: '',
    row,
    index: 0,
    column: '',
    header: '',
    from: '',
    to: '',
  });
  for (let row = 1; row <= REPAIRS_PER_KIND + 1; row++) log.add('comma', () => at(row));
  expect(log.repairs.counts).toEqual({ comma: REPAIRS_PER_KIND + 1 });
  expect(log.repairs.items.at(-1)?.row).toBe(REPAIRS_PER_KIND);
  expect(log.repairs.items).toHaveLength(REPAIRS_PER_KIND);
});
