/** Lines of a form around its households: signatures, headings, examples, totals of other names; and names of sheets. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { replacementMark } from '../../shared/check/replacement-mark.ts';
import { wordAgainstReading } from '../../shared/check/sheet-names.ts';
import { writeWorkbook } from '../../shared/sheet/write.ts';
import { tableOf } from '../../shared/schema/tables.ts';
import { check, fieldsOf, rowOf, sealed, told, type Written } from '../golden/rules/case.ts';

const FIELDS = fieldsOf('household');
const HEADERS = FIELDS.map(
  (field) => tableOf('household').columns.find((column) => column.field === field)?.header ?? '',
);
const household = (number: number): Written =>
  rowOf('household', {
    household_no: `37152510800000${10 + number}`,
    head_id_no: sealed(`3715991960010${1000 + number}`),
  });
const cellsOf = (row: Written): (string | number | null)[] => FIELDS.map((field) => row[field] ?? null);
const book = (...rows: readonly Written[]) =>
  check(writeWorkbook([{ name: '户季度表', rows: [HEADERS, ...rows.map(cellsOf)] }]));

/** Each is a line of a form, by the fields of the columns in which its words happen to stand. */
const SIGNATURES: readonly Written[] = [
  { household_no: '审核人', head_name: '李四' },
  { household_no: '填表人：', head_name: '张某某', head_id_no: '审核人：' },
  { village_name: '村支书签字：', head_name: '张某某' },
  { household_no: '联系电话', head_id_no: '13800000000' },
  { household_no: '联系人', head_name: '王某某', head_id_no: '0635-5231234' },
  { head_name: '张三', wage_income: '日期：', business_income: '2016年7月5日' },
  { county_name: '负责人（签字）：', head_name: '赵六' },
  { period: '填报日期', head_name: '20160705' },
  { head_id_no: '20160705' },
  { head_name: '2016年7月5日' },
  { head_name: '二〇一六年七月五日' },
  { head_name: '填报人', head_id_no: '李四', household_type: '联系电话', household_size: '13800000000' },
];
const HEADINGS: readonly Written[] = [
  { head_name: '定远寨村' },
  { head_name: '后张平村委会' },
  { head_name: '张庄村3组' },
  { head_name: '备注' },
  { head_name: '注1 人口以户籍为准' },
  { head_name: '完' },
  { head_name: '无' },
  { head_name: '2户6人' },
  { head_name: '第1页 共2页' },
  { head_name: '此表一式两份' },
  { household_no: '系统户编号', head_name: '与身份证一致', head_id_no: '18位身份证号码', wage_income: '单位：元' },
];
const EXAMPLES: readonly Written[] = [
  { ...household(90), head_name: '例：张三' },
  { ...household(91), head_name: '张三（示例）' },
  { ...household(92), period: '示例' },
  { ...household(93), period: '填写示例：' },
  { ...household(94), head_name: '【样例】' },
];
const TOTALS: readonly Written[] = [
  { head_name: '计', household_size: '6' },
  { village_name: '全村计', household_size: '6' },
  { head_name: '户均', household_size: '3', net_income: '5500' },
  { period: '人均', net_income: '1833.33' },
];

describe('a line that is no household', () => {
  it.each([...SIGNATURES, ...HEADINGS])('is left aside as blank: %j', (line) => {
    const checked = book(household(1), household(2), line);
    expect(checked).toMatchObject({ status: 'accepted', rows: 2, accepted: 2, findings: [] });
  });

  it.each(EXAMPLES)('is left aside as an example, and told: %#', (line) => {
    const checked = book(line, household(1), household(2));
    expect(checked).toMatchObject({ status: 'accepted', rows: 2, accepted: 2, findings: [] });
    expect(checked.repairs.items).toMatchObject([{ kind: 'example', row: 2, from: '第2行' }]);
  });

  it.each(TOTALS)('is a total by another name: %j', (line) => {
    expect(book(household(1), household(2), line)).toMatchObject({ status: 'accepted', rows: 2, findings: [] });
  });

  it('never stops a full replacement or costs a household, whichever they are and wherever they stand', () => {
    const line = fc.oneof(
      ...[SIGNATURES, HEADINGS, EXAMPLES].map((lines) => fc.constantFrom(...lines)),
      fc.record({ net_income: fc.constant('0'), pc_net_income: fc.constant('0') }),
    );
    const rows = fc.array(fc.oneof(fc.constant('household' as const), line), { maxLength: 20 });
    fc.assert(
      fc.property(rows, (kinds) => {
        const lines = kinds.map((one, at) => (one === 'household' ? household(at) : one));
        const bytes = writeWorkbook([
          { name: '户季度表', rows: [HEADERS, cellsOf(household(80)), ...lines.map(cellsOf)] },
        ]);
        const households = 1 + kinds.filter((one) => one === 'household').length;
        const checked = check(bytes, { fileName: '全量.xlsx' });
        expect([checked.rows, checked.accepted, checked.replacement]).toEqual([households, households, true]);
        expect(checked.repairs.items.length).toBeLessThanOrEqual(lines.length);
      }),
      { numRuns: 40 },
    );
  });
});

/** Each has something of a total, a signature, an example or a note. */
const ODD_NAMES: readonly string[] = (
  '李合计 王平均 赵总数 张小计 合计 李示例 刘备注 王说明 无 略 王 完 ' +
  '王立冬（死亡） 王立冬：户主 王二，麻子 高空白 某某。 张庄村 填表人 公章 #N/A'
).split(' ');

describe('a household all the same', () => {
  it.each<[string, Written]>([
    ['whose remark names who is to be called', { ...household(3), remark: '联系人：李四，电话13800000000' }],
    ['without a number, called 王树村, with its figures', { ...household(3), household_no: null, head_name: '王树村' }],
    [
      'with a number cut short and a signature beside it',
      { ...household(3), household_no: '37152510', remark: '签字：李四' },
    ],
    ['whose remark is 示例', { ...household(3), remark: '示例' }],
    ['of which only a name is written', { head_name: '王立冬' }],
    ['of which only a long name with a point is written', { head_name: '阿依古丽·买买提' }],
    ['in a village called 例村', { ...household(3), village_name: '例村' }],
  ])('%s', (_what, row) => {
    expect(book(household(1), row).rows).toBe(2);
  });

  it('is one that is filled in as a household is, whatever its name sounds like and however its numbers are damaged', () => {
    const name = fc.constantFrom(...ODD_NAMES);
    const number = fc.constantFrom(null, '0012', '1', '37152510800', '待编', '合计', '无');
    const identity = fc.constantFrom(null, '3715', '同上', '37159919600101');
    fc.assert(
      fc.property(name, number, identity, (head_name, household_no, head_id_no) => {
        const { rows, accepted } = book(household(1), { ...household(3), head_name, household_no, head_id_no });
        expect([rows, accepted]).toEqual([2, 1]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a number with dashes', () => {
  it.each(['-', '—', '–'])('is read without them where it is a whole household or identity number: %s', (dash) => {
    const { household_no, head_id_no, ...rest } = household(1);
    const grouped = {
      household_no: String(household_no).replace(/(.{4})(?=.)/g, `$1${dash}`),
      head_id_no: String(head_id_no).replace(/^(.{6})(.{8})/, `$1${dash}$2${dash}`),
    };
    const checked = book({ ...rest, ...grouped });
    expect(checked).toMatchObject({ status: 'accepted', rows: 1, findings: [] });
    expect(checked.repairs.counts).toMatchObject({ blank: 2 });
  });

  it('keeps them where it is none', () => {
    expect(told(book({ ...household(1), household_no: '3715-25108' })).findings).toMatchObject([{ rule: 'I01' }]);
  });
});

describe('a header of which all stands in one cell', () => {
  it.each(['~', '   ', '、', '¦', '│'])('is told so, with the way out: separated by %j', (separator) => {
    const lines = [HEADERS, cellsOf(household(1))].map((cells) => cells.join(separator));
    const { findings } = told(check(new TextEncoder().encode(['台账', ...lines].join('\n'))));
    expect(findings).toMatchObject([{ rule: 'F04', message: expect.stringContaining('第2行的列名都在同一格里') }]);
    expect(findings[0]?.message).toContain('分列');
  });

  it('is told of a workbook too', () => {
    const bytes = writeWorkbook([{ name: '表', rows: [[HEADERS.join(',')], [cellsOf(household(1)).join(',')]] }]);
    expect(told(check(bytes)).findings[0]?.message).toContain('第1行的列名都在同一格里');
  });

  it('is none in a sentence that names a few columns', () => {
    const bytes = writeWorkbook([{ name: '表', rows: [['请填写户编号、户主姓名和家庭人口数']] }]);
    expect(told(check(bytes)).findings[0]?.message).toContain('请使用统一模板');
  });
});

describe('the name of a sheet', () => {
  it.each([
    '例表',
    '范本',
    '副本',
    '户季度表副本',
    '死亡户',
    '已死亡',
    '已清退',
    '注销',
    '草稿',
    '测试',
    'test',
    'Sample 2',
    '历史',
    '空表',
    '停用',
    '不 报',
    '填报示范',
    '例',
    '模版',
    '不用报',
    '不需上报',
    '请勿填写',
    '勿填',
    '不统计',
    '不算',
    '暂缓上报',
    '剔除户',
    '整户迁出',
    '待核实',
    '留底',
    '初稿',
    '错误数据',
    '非贫困户',
    '上季度',
    'Sample data',
    'test  sheet 12',
    'Drafts',
    'templates',
    'old3',
  ])('%s says that it is not meant', (name) => {
    expect(wordAgainstReading(name)).not.toBeNull();
  });

  it.each([
    '旧城村',
    '示范村',
    '参考村',
    '取消村',
    '户季度表',
    'Sheet1',
    'Sheet1 (2)',
    'Testing村',
    'test村2',
    'copyright',
    'my test',
    'test data x',
    '定远寨镇',
    '死亡岭村',
    '历史文化街',
    '脱贫户',
    '例庄村',
    '老庄',
    '错误村',
    '样板村',
  ])('%s says nothing', (name) => {
    expect(wordAgainstReading(name)).toBeNull();
  });
});

it.each([
  '全量？.csv',
  '全量?.csv',
  '全量（待确认）.csv',
  '上季度全量.csv',
  '去年全量.csv',
  '上一季度全量.csv',
  '旧全量.csv',
  '历史全量.csv',
  '全量（暂不用）.csv',
])('%s leaves a doubt, and removes nobody', (name) => {
  expect(replacementMark({ fileName: name, period: '2016Q2' }, [], [])).toBe('none');
});
