import { describe, expect, test } from 'vitest';
import { hasKnownHeader, locateTable, unseparatedHeader, type Layout } from '../../shared/parse/header.ts';
import { TABLES, tableOf } from '../../shared/schema/tables.ts';
import type { Cell, Merge, Sheet } from '../../shared/sheet/grid.ts';
import { writeWorkbook, type SheetSpec } from '../../shared/sheet/write.ts';
import { check, csvOf, fieldsOf, rowOf, sealed, told, type Written } from '../golden/rules/case.ts';

const sheetOf = (rows: readonly (readonly Cell[])[], merges: readonly Merge[] = []): Sheet => ({
  name: '表',
  hidden: false,
  date1904: false,
  rows,
  merges,
  hiddenRows: new Set(),
  hiddenColumns: new Set(),
});

const HOUSEHOLD = tableOf('household').columns;
const HEADERS = HOUSEHOLD.map(({ header }) => header);
const FIRST_MONEY = HOUSEHOLD.findIndex(({ field }) => field === 'wage_income');
const LAST_MONEY = HOUSEHOLD.findIndex(({ field }) => field === 'base_pc_net_income');
const merge = (top: number, left: number, bottom: number, right: number): Merge => ({ top, left, bottom, right });

function located(rows: readonly (readonly Cell[])[], merges: readonly Merge[] = []): Layout {
  const layout = locateTable(sheetOf(rows, merges));
  if (!layout) throw new Error('no table found');
  return layout;
}
const fields = (layout: Layout) => layout.columns.map(({ column }) => column.field);
const fenOf = (layout: Layout, field: string) =>
  layout.columns.find(({ column }) => column.field === field)?.fenPerUnit;

describe('where the header is', () => {
  test.each(TABLES.map((table) => [table.title, table] as const))('%s in row 1, all its columns', (_title, table) => {
    const layout = located([table.columns.map(({ header }) => header)]);
    expect(layout.table).toBe(table);
    expect(fields(layout)).toEqual(table.columns.map(({ field }) => field));
    expect(layout).toMatchObject({ firstRow: 1, missing: [], repeated: [], ambiguousUnit: null, titlePeriod: null });
  });

  test('below a title and a unit row', () => {
    const layout = located([
      ['冠县定远寨镇贫困户季度表（2016年第二季度）'],
      ['填报单位：定远寨镇', null, '单位：元、人'],
      HEADERS,
    ]);
    expect(layout).toMatchObject({ firstRow: 3, titlePeriod: '2016Q2', ambiguousUnit: null });
    expect(layout.title).toContain('定远寨镇');
  });

  test.each([1, 15])('in row %d', (row) => {
    expect(located([...Array.from({ length: row - 1 }, () => ['附注']), HEADERS]).firstRow).toBe(row);
  });

  test('not in row 16, nor with under 60% of the required columns', () => {
    expect(locateTable(sheetOf([...Array.from({ length: 15 }, () => ['附注']), HEADERS]))).toBeNull();
    const required = HOUSEHOLD.filter(({ core }) => core).map(({ header }) => header);
    const enough = Math.ceil(required.length * 0.6);
    expect(locateTable(sheetOf([required.slice(0, enough)]))?.missing).toHaveLength(required.length - enough);
    expect(locateTable(sheetOf([required.slice(0, enough - 1)]))).toBeNull();
  });

  test('nowhere in an empty sheet or a page of text', () => {
    expect(locateTable(sheetOf([]))).toBeNull();
    expect(locateTable(sheetOf([['填表说明'], ['一、户编号为16位数字']]))).toBeNull();
  });
});

describe('headers as clerks write them', () => {
  test('every alias, header and field name leads to its column', () => {
    for (const table of TABLES) {
      const taken = new Set<string>();
      for (const column of table.columns)
        for (const name of [column.header, ...column.aliases, column.field]) {
          if (taken.has(name)) continue;
          taken.add(name);
          const rest = table.columns.filter((other) => other !== column).map(({ header }) => header);
          const placed = located([[name, ...rest]]).columns.find(({ index }) => index === 0);
          expect(placed?.column.field, `${table.kind} ${name}`).toBe(column.field);
        }
    }
  });

  test.each([
    ['* 户 编 号 *', 'household_no'],
    ['户\n编号', 'household_no'],
    ['★户编号', 'household_no'],
    ['县(市、区)', 'county_name'],
    ['乡镇(街道)', 'town_name'],
    ['家庭人口数（人）', 'household_size'],
    ['家庭人口数(单位：人)', 'household_size'],
    ['工资性收入（元）', 'wage_income'],
    ['工资性收入，单位：元', 'wage_income'],
    ['其中:低保金', 'dibao_income'],
    ['低保金', 'dibao_income'],
    ['人均纯收入（元/人）', 'pc_net_income'],
    ['务工时间（月）', 'work_months'],
    ['务工月数（月）', 'work_months'],
    ['工资性收入（元/年）', 'wage_income'],
    ['工资性收入（元/季度）', 'wage_income'],
    ['工资性收入（千元）', 'wage_income'],
    ['户编号*（必填）', 'household_no'],
    ['户编号（必填）*', 'household_no'],
    ['家庭人口数（人）（必填）', 'household_size'],
    ['1.户编号', 'household_no'],
    ['12、户主姓名', 'head_name'],
    ['（3）户主证件号码', 'head_id_no'],
    ['一、户编号', 'household_no'],
    ['⑤家庭人口数', 'household_size'],
    ['身份证', 'head_id_no'],
    ['户主身份证', 'head_id_no'],
    ['户编码', 'household_no'],
    ['村名', 'village_name'],
    ['手机号', 'phone'],
  ])('%j', (header, field) => {
    const rest = HOUSEHOLD.filter((column) => column.field !== field).map((column) => column.header);
    expect(located([[header, ...rest]]).columns.find(({ index }) => index === 0)?.column.field).toBe(field);
  });

  test('危房户 is the opposite of its column', () => {
    const layout = located([HEADERS.map((header) => (header === '住房安全有保障' ? '危房户' : header))]);
    expect(
      layout.columns.filter(({ inverted }) => inverted).map(({ column, header }) => [column.field, header]),
    ).toEqual([['house_ok', '危房户']]);
  });

  test('unknown columns are passed over, missing and repeated ones told', () => {
    const layout = located([['序号', ...HEADERS.filter((header) => header !== '户编号'), '劳动力', '鞋码']]);
    expect(layout.missing.map(({ header }) => header)).toEqual(['户编号']);
    expect(layout.repeated).toMatchObject([{ text: '劳动力', row: 0, index: HEADERS.length }]);
    expect(layout.unknown).toMatchObject([{ text: '序号' }, { text: '鞋码', row: 0, index: HEADERS.length + 1 }]);
  });

  test('the quarter may stand in the title alone', () => {
    const rest = HEADERS.slice(1);
    expect(located([['2016年二季度台账'], rest]).missing).toEqual([]);
    expect(located([['台账'], rest]).missing.map(({ header }) => header)).toEqual(['填报季度']);
  });
});

describe('headers of several rows', () => {
  const groups = HEADERS.map((_, index) => (index === FIRST_MONEY ? '收入情况（万元）' : null));
  const lower = HEADERS.map((header, index) => (index >= FIRST_MONEY && index <= LAST_MONEY ? header : null));
  const upper = HEADERS.map((header, index) =>
    index < FIRST_MONEY || index > LAST_MONEY ? header : index === FIRST_MONEY ? '收入情况（万元）' : null,
  );
  const vertical = HEADERS.flatMap((_, index) =>
    index < FIRST_MONEY || index > LAST_MONEY ? [merge(0, index, 1, index)] : [],
  );
  const horizontal = merge(0, FIRST_MONEY, 0, LAST_MONEY);

  const expectWan = (layout: Layout, firstRow: number) => {
    expect(layout).toMatchObject({ firstRow, missing: [], repeated: [], ambiguousUnit: null });
    expect(fields(layout)).toEqual(HOUSEHOLD.map(({ field }) => field));
    expect(fenOf(layout, 'wage_income')).toBe(1_000_000);
    expect(fenOf(layout, 'base_pc_net_income')).toBe(1_000_000);
    expect(fenOf(layout, 'uplift_amount')).toBe(100);
  };

  test('merged groups and merged columns', () => {
    const layout = located([upper, lower], [horizontal, ...vertical]);
    expectWan(layout, 2);
    expect(layout.columns.find(({ column }) => column.field === 'household_no')?.headerRow).toBe(0);
    expect(layout.columns.find(({ column }) => column.field === 'wage_income')?.headerRow).toBe(1);
  });

  test('the same in a CSV, which has no merges', () => {
    expectWan(located([upper, lower]), 2);
  });

  test('a group above labels that all stand in the last row', () => {
    const until = groups.map((cell, index) => (index === LAST_MONEY + 1 ? '增收情况' : cell));
    expectWan(located([until, HEADERS], [horizontal]), 2);
    expectWan(located([until, HEADERS]), 2);
  });

  test('groups that no merge ends, beside others', () => {
    const last = (index: number) => HEADERS.length - 1 === index;
    const open = HEADERS.map((_, index) =>
      index === 0 ? '基本情况' : index === FIRST_MONEY ? '收入（万元）' : index === LAST_MONEY + 1 ? '增收' : null,
    );
    expectWan(located([open, HEADERS]), 2);
    expectWan(located([open, HEADERS], [merge(0, 0, 0, FIRST_MONEY - 1)]), 2);
    const alone = open.map((cell, index) => (index === 0 || last(index) ? null : cell));
    expectWan(located([alone, HEADERS], [merge(0, 0, 0, 2)]), 2);
  });

  test('a merged group of the second row ends with its merge', () => {
    const first = HEADERS.map((_, index) => (index === FIRST_MONEY ? '收入' : null));
    const second = HEADERS.map((_, index) => (index === FIRST_MONEY ? '劳务（万元）' : null));
    const layout = located(
      [first, second, HEADERS],
      [merge(0, FIRST_MONEY, 0, LAST_MONEY), merge(1, FIRST_MONEY, 1, FIRST_MONEY + 1)],
    );
    const fen = [0, 1, 2].map((at) => layout.columns.find(({ index }) => index === FIRST_MONEY + at)?.fenPerUnit);
    expect(fen).toEqual([1_000_000, 1_000_000, 100]);
  });

  test('three rows', () => {
    const middle = HEADERS.map((_, index) => (index === FIRST_MONEY ? '各项收入' : null));
    const three = vertical.map((one) => ({ ...one, bottom: 2 }));
    expectWan(located([upper, middle, lower], [horizontal, { ...horizontal, top: 1, bottom: 1 }, ...three]), 3);
    expectWan(located([['标题'], upper, middle, lower]), 4);
  });
});

describe('units of money', () => {
  const withHeader = (field: string, header: string) =>
    HOUSEHOLD.map((column) => (column.field === field ? header : column.header));

  test.each([
    ['单位：万元', 1_000_000],
    ['金额单位：万元', 1_000_000],
    ['单位: 万元、户、人', 1_000_000],
    ['金额单位（万元）', 1_000_000],
    ['单位：元', 100],
    ['填报单位：定远寨镇', 100],
    ['填报单位：定远寨镇 金额单位：万元', 1_000_000],
    ['计量单位：户、人、万元', 1_000_000],
    ['2016年第二季度收入表（万元）', 1_000_000],
    ['2016年第二季度收入表', 100],
  ])('%s above the header', (text, fen) => {
    expect(fenOf(located([[text], HEADERS]), 'wage_income')).toBe(fen);
  });

  test('the unit in a cell of its own', () => {
    expect(fenOf(located([['填报单位', '定远寨镇', '金额单位：', '万元'], HEADERS]), 'wage_income')).toBe(1_000_000);
  });

  test('a column’s own unit is nearer than the sheet’s', () => {
    const layout = located([['单位：万元'], withHeader('wage_income', '工资性收入（元）')]);
    expect([fenOf(layout, 'wage_income'), fenOf(layout, 'net_income')]).toEqual([100, 1_000_000]);
  });

  test('columns of the offices are in 万元 unless they say otherwise', () => {
    const headers = tableOf('project').columns.map(({ header }) => header);
    expect(fenOf(located([headers]), 'investment_wan')).toBe(1_000_000);
    expect(
      fenOf(located([headers.map((header) => (header === '投资额' ? '投资额（元）' : header))]), 'investment_wan'),
    ).toBe(100);
    expect(fenOf(located([['单位：元'], headers]), 'investment_wan')).toBe(100);
  });

  test.each([
    [[['单位：元/万元'], HEADERS], { row: 0, index: 0 }],
    [[withHeader('wage_income', '工资性收入（元、万元）')], { row: 0, index: FIRST_MONEY }],
    [[['单位：千元'], HEADERS], { row: 0, index: 0 }],
    [[['单位：百元、人'], HEADERS], { row: 0, index: 0 }],
    [[['金额单位', '百万元'], HEADERS], { row: 0, index: 0 }],
    [[['2016年第二季度（千元）'], HEADERS], { row: 0, index: 0 }],
    [[withHeader('wage_income', '工资性收入（千元）')], { row: 0, index: FIRST_MONEY }],
    [[withHeader('wage_income', '工资性收入，单位：亿元')], { row: 0, index: FIRST_MONEY }],
    [
      [HEADERS.map((_, at) => (at === FIRST_MONEY ? '收入情况（千元）' : null)), HEADERS],
      { row: 1, text: '收入情况（千元）' },
    ],
  ])('%j: neither 元 nor 万元, or both at once', (rows, place) => {
    expect(located(rows).ambiguousUnit).toMatchObject(place);
  });
});

test('a header all in one cell is known by six names of columns, in one of the first 15 rows', () => {
  const names = HEADERS.filter((header) => header.length > 2).slice(0, 6);
  const rowOfHeader = (...rows: (readonly Cell[])[]) => unseparatedHeader(sheetOf(rows));
  expect(rowOfHeader([names.join('|')])).toBe(1);
  expect(rowOfHeader(['题'], [null, names.join('|')])).toBe(2);
  expect(rowOfHeader([`${names.slice(1).join('|')}|这里还有别的说明文字，不是列名`])).toBeNull();
  expect(rowOfHeader(names)).toBeNull();
  const below = (count: number) => rowOfHeader(...Array.from({ length: count }, () => ['题']), [names.join('|')]);
  expect([below(14), below(15)]).toEqual([15, null]);
});

test('texts with a header of ours are recognised, others not', () => {
  expect(hasKnownHeader('户编号,户主姓名')).toBe(true);
  expect(hasKnownHeader('带动人数')).toBe(true);
  expect(hasKnownHeader('甲,乙,丙')).toBe(false);
});

describe('below the header', () => {
  const FIRST = rowOf('household');
  const SECOND = rowOf('household', { household_no: '3715251080000099', head_id_no: sealed('37159919610101001') });
  const CSV = csvOf('household', [FIRST, SECOND]);
  const line = (cells: Written): string =>
    `${fieldsOf('household')
      .map((field) => cells[field] ?? '')
      .join(',')}\n`;
  const clean = { status: 'accepted', summary: { rows: 2, accepted: 2, rejected: 0, warnings: 0 }, findings: [] };

  test.each([
    ['blank rows', '\n,,,\n \n'],
    ['a footer', '填表人：李建国,,审核人：张三,,填报日期：2016年7月5日\n'],
    ['a footer with a signature', '单位负责人（签字）：\n'],
    ['a note', '备注：以上数据已公示\n'],
    ['a total without figures', line({ county_name: '合　计' })],
    ['sums that are right', line({ county_name: '总计：', household_size: '6', uplift_amount: '1999.98' })],
  ])('%s is no data', (_what, text) => {
    expect(told(check(CSV + text))).toEqual(clean);
  });

  test('a row of which only the 序号 is filled is no data', () => {
    const numbered = CSV.trimEnd()
      .split('\n')
      .map((text, index) => `${index === 0 ? '序号' : index},${text}`);
    expect(told(check(`${[...numbered, '3', '4', '5'].join('\n')}\n`))).toEqual(clean);
  });

  test('subtotals add up what lies between them, totals everything, also with the word in a later column', () => {
    const [header = '', one = '', two = ''] = CSV.split('\n');
    const sum = (label: string, size: string) =>
      line({ county_name: '冠县', village_name: label, household_size: size }).trimEnd();
    const text = (...sizes: [string, string, string]) =>
      `${[header, one, sum('小计', sizes[0]), two, sum('小计', sizes[1]), sum('合计', sizes[2])].join('\n')}\n`;
    expect(told(check(text('3', '3', '6')))).toEqual(clean);
    expect(told(check(text('3', '4', '6'))).findings.map(({ rule, cell }) => [rule, cell])).toEqual([['F09', 'I5']]);
    expect(told(check(text('3', '3', '7'))).findings.map(({ rule, cell }) => [rule, cell])).toEqual([['F09', 'I6']]);
  });

  test('sheets: an explanation before the data, hidden ones, hidden rows and columns', () => {
    const rows = [HEADERS, ...[FIRST, SECOND].map((row) => fieldsOf('household').map((field) => row[field] ?? null))];
    const explanation: SheetSpec = { name: '填表说明', rows: [['填表说明'], ['户编号、户主姓名、家庭人口数必填']] };
    expect(told(check(writeWorkbook([explanation, { name: '花名册', rows }])))).toEqual(clean);
    expect(told(check(writeWorkbook([explanation])))).toMatchObject({
      status: 'rejected',
      findings: [{ rule: 'F04' }],
    });
    expect(
      told(
        check(
          writeWorkbook([
            { name: '花名册', rows },
            { name: '副本', rows },
            { name: '旧', rows, hidden: true },
          ]),
        ),
      ).findings.map(({ rule }) => rule),
    ).toEqual(['F06', 'F06']);
  });

  test('households of one sheet and projects of another are both read', () => {
    const rows = [HEADERS, fieldsOf('household').map((field) => FIRST[field] ?? null)];
    const project = rowOf('project');
    const projects = [
      tableOf('project').columns.map(({ header }) => header),
      fieldsOf('project').map((field) => project[field] ?? null),
    ];
    const checked = check(
      writeWorkbook([
        { name: '户', rows },
        { name: '项目', rows: projects },
      ]),
      { division: '371525' },
    );
    expect(checked.tables.map(({ kind, accepted }) => [kind, accepted.length])).toEqual([
      ['household', 1],
      ['project', 1],
    ]);
  });

  test('money of a sheet in 万元 is kept in fen', () => {
    const wan = (row: Written): Written =>
      Object.fromEntries(
        HOUSEHOLD.map(({ field, type }) => [
          field,
          type.kind === 'money' && row[field] ? String(Number(row[field]) / 10_000) : (row[field] ?? null),
        ]),
      );
    const inYuan = check(CSV);
    const inWan = check(`填报单位：定远寨镇,金额单位：万元\n${csvOf('household', [wan(FIRST), wan(SECOND)])}`);
    expect(told(inWan)).toEqual(clean);
    expect(inWan.tables[0]?.accepted.map(({ line: text }) => text)).toEqual(
      inYuan.tables[0]?.accepted.map(({ line: text }) => text),
    );
  });
});

describe('the edges of a header', () => {
  const REQUIRED = HOUSEHOLD.filter(({ core }) => core).map(({ header }) => header);
  const money = (header: string) => HEADERS.map((own) => (own === '工资性收入' ? header : own));

  test('of equal matches the one of fewest rows counts, and the first', () => {
    expect(located([['题'], HEADERS])).toMatchObject({ firstRow: 2 });
    expect(located([HEADERS, HEADERS])).toMatchObject({ firstRow: 1 });
    expect(located([REQUIRED.slice(1), HEADERS])).toMatchObject({ firstRow: 2, missing: [] });
    expect(located([REQUIRED.slice(1), ['x'], HEADERS.slice(0, 20)])).toMatchObject({ firstRow: 1 });
  });

  test('has three rows at most', () => {
    const quarter = Math.ceil(HEADERS.length / 4);
    const parts = [0, 1, 2, 3].map((part) =>
      HEADERS.map((header, at) => (Math.floor(at / quarter) === part ? header : null)),
    );
    expect(located(parts.slice(0, 3)).firstRow).toBe(3);
    expect(located(parts).columns.length).toBeLessThan(HEADERS.length);
  });

  test('a merge that ends above it, or is of another column, is none of its groups', () => {
    const title = ['收入表（万元）', null, null];
    expect(fenOf(located([title, ['甲'], HEADERS], [merge(0, 0, 0, 2)]), 'wage_income')).toBe(1_000_000);
    expect(located([['题'], ['甲', '乙'], HEADERS], [merge(0, 0, 1, 0)])).toMatchObject({
      firstRow: 3,
      titles: ['题', '甲 乙'],
    });
  });

  test('lines above it are titles, without notes, blanks and failed formulas, each text once', () => {
    const layout = located([['甲', '甲', null, { broken: '#N/A' }, 5], [null, ' '], ['注：说明', '乙'], HEADERS]);
    expect(layout.titles).toEqual(['甲 5', '乙']);
    expect(layout.title).toBe('甲 5\n\n注：说明 乙');
    expect(layout).toMatchObject({ titlePeriod: null, periodTitle: '' });
  });

  test('names the line that states its quarter', () => {
    expect(located([['台账'], ['2016年第二季度'], HEADERS])).toMatchObject({
      titlePeriod: '2016Q2',
      periodTitle: '2016年第二季度',
    });
  });

  test('a unit stands in the cell after its words, if a text stands there', () => {
    expect(fenOf(located([['金额单位：', '万元'], HEADERS]), 'wage_income')).toBe(1_000_000);
    expect(fenOf(located([['金额单位', '万元'], HEADERS]), 'wage_income')).toBe(1_000_000);
    expect(fenOf(located([['金额单位：', 5, '万元'], HEADERS]), 'wage_income')).toBe(100);
    expect(fenOf(located([['金额单位：', null], HEADERS]), 'wage_income')).toBe(100);
    expect(fenOf(located([['单位名称', '万元'], HEADERS]), 'wage_income')).toBe(100);
  });

  test.each([
    ['填报单位：万元店', 100],
    ['填表单位：万元店', 100],
    ['制表单位：万元店', 100],
    ['编制单位：万元店', 100],
    ['报送单位：万元店', 100],
    ['收入表（万元）', 1_000_000],
    ['收入表（万元）续', 100],
    ['收入表（约万元）', 100],
    ['单位万元', 1_000_000],
    [5, 100],
  ])('%s above it means %i fen', (text, fen) => {
    expect(fenOf(located([[text], HEADERS]), 'wage_income')).toBe(fen);
  });

  test.each([
    ['工资性收入（万元）', 1_000_000, true, null],
    ['工资性收入（元）', 100, true, null],
    ['工资性收入', 100, false, null],
    ['工资性收入单位：万元', 1_000_000, true, null],
    ['工资性收入（元、万元）', 100, true, '工资性收入（元、万元）'],
    ['工资性收入（千元）', 100, true, '工资性收入（千元）'],
  ])('%s means %i fen', (header, fen, states, unclear) => {
    const layout = located([money(header)]);
    const placed = layout.columns.find(({ column }) => column.field === 'wage_income');
    if (unclear === null) {
      expect([placed?.fenPerUnit, placed?.statesUnit]).toEqual([fen, states]);
      expect(layout.ambiguousUnit).toBeNull();
    } else expect(layout.ambiguousUnit).toMatchObject({ text: unclear, row: 0, index: HEADERS.indexOf('工资性收入') });
  });

  test('the first unit that is unclear is told, that of the sheet before those of columns', () => {
    const both = located([['单位：元、万元'], money('工资性收入（千元）')]);
    expect(both.ambiguousUnit).toMatchObject({ text: '单位:元、万元', row: 0, index: 0 });
    const two = HEADERS.map((own) => (['工资性收入', '财产性收入'].includes(own) ? `${own}（千元）` : own));
    expect(located([two]).ambiguousUnit?.text).toBe('工资性收入（千元）');
    expect(
      located([HEADERS.map((own) => (own === '家庭人口数' ? '家庭人口数（千元）' : own))]).ambiguousUnit,
    ).toBeNull();
  });

  test('a merged group reaches over all its columns and no further, even where rows are short', () => {
    const upper = [...Array<null>(FIRST_MONEY).fill(null), '收入（万元）'];
    const layout = located([upper, HEADERS], [merge(0, FIRST_MONEY, 0, LAST_MONEY)]);
    expect([fenOf(layout, 'wage_income'), fenOf(layout, 'base_pc_net_income'), fenOf(layout, 'uplift_amount')]).toEqual(
      [1_000_000, 1_000_000, 100],
    );
    expect(located([[], HEADERS], [merge(0, 3, 0, 9), merge(40, 0, 99, 3)]).firstRow).toBe(2);
  });

  test('a group without a merge runs on past what is merged in the row below it', () => {
    const group = [...Array<null>(FIRST_MONEY).fill(null), '收入（万元）'];
    const parts = [...Array<null>(FIRST_MONEY).fill(null), '其中', null];
    const layout = located([group, parts, HEADERS], [merge(1, FIRST_MONEY, 1, FIRST_MONEY + 1)]);
    const third = layout.columns.find(({ index }) => index === FIRST_MONEY + 2);
    expect([third?.column.type.kind, third?.fenPerUnit]).toEqual(['money', 1_000_000]);
  });

  test('a merge from within the rows to far below ends with them', () => {
    expect(located([HEADERS], [merge(0, 0, 1_000_000, 0)])).toMatchObject({ firstRow: 1, missing: [] });
  });

  test.each([
    ['家庭人口数', true],
    ['项目', true],
    ['贫困', true],
    ['通讯录', false],
    ['姓名', false],
  ])('%s in a text is a header of ours: %s', (text, is) => expect(hasKnownHeader(`序号,${text}`)).toBe(is));

  test('only the beginning of a text is looked at', () => {
    expect(hasKnownHeader(`${'x'.repeat(19_998)}项目`)).toBe(true);
    expect(hasKnownHeader(`${'x'.repeat(19_999)}项目`)).toBe(false);
  });
});
