import { CITY_PACK } from '../../cities/pack.ts';
import { describe, expect, it } from 'vitest';
import { checkFile } from '../../shared/check/check-file.ts';
import { limitsFor } from '../../shared/check/file-limits.ts';
import { receiptPage } from '../../shared/receipt/receipt-page.ts';
import { receiptText } from '../../shared/receipt/receipt-text.ts';
import { receiptOf } from '../../shared/receipt/receipt.ts';
import { decodeRecord } from '../../shared/rows/codec.ts';
import { NO_CHANGES } from '../../shared/rows/merge.ts';
import { writeWorkbook, type SheetSpec } from '../../shared/sheet/write.ts';
import { tableOf, type TableKind } from '../../shared/schema/tables.ts';
import { check, csvOf, fieldsOf, rowOf, sealed, told, type Written } from '../golden/rules/case.ts';

const household = (number: number, change: Written = {}): Written =>
  rowOf('household', {
    household_no: `37152510800000${10 + number}`,
    head_id_no: sealed(`371599196${number}0101001`),
    ...change,
  });

const sheetOf = (name: string, rows: readonly Written[], kind: TableKind = 'household'): SheetSpec => ({
  name,
  rows: [
    fieldsOf(kind).map((field) => tableOf(kind).columns.find((column) => column.field === field)?.header ?? ''),
    ...rows.map((row) => fieldsOf(kind).map((field) => row[field] ?? null)),
  ],
});

const checked = (...sheets: SheetSpec[]) => check(writeWorkbook(sheets));

describe('a sheet for each village', () => {
  it('is read together with the others', () => {
    const outcome = checked(sheetOf('闫营村', [household(1), household(2)]), sheetOf('双庙村', [household(3)]));
    expect(outcome).toMatchObject({ status: 'accepted', rows: 3, accepted: 3, findings: [] });
    expect(outcome.tables).toHaveLength(1);
    expect(outcome.tables[0]?.accepted.map(({ sheet, number }) => `${sheet} ${number}`)).toEqual([
      '闫营村 2',
      '闫营村 3',
      '双庙村 2',
    ]);
  });

  it('is named wherever a row is', () => {
    const outcome = checked(
      sheetOf('闫营村', [household(1)]),
      sheetOf('双庙村', [household(2, { household_size: '三口' })]),
    );
    expect(told(outcome).findings).toMatchObject([
      { row: 2, sheet: '双庙村', message: '“双庙村”第2行家庭人口数为“三口”，应为1至15的整数' },
    ]);
    const received = {
      key: '371525108/2016Q2/表.xlsx',
      versionId: 'v1',
      acceptedAt: '2016-07-10T01:00:00Z',
      sha256: '',
      bytes: 1,
    };
    expect(receiptText(receiptOf(received, outcome, { pack: CITY_PACK, changes: NO_CHANGES }))).toContain(
      '家庭人口数：1 处，“双庙村”第 2 行',
    );
  });

  it('may not hold a household of another one, and both places are told', () => {
    const outcome = checked(
      sheetOf('闫营村', [household(1), household(2)]),
      sheetOf('双庙村', [household(3), household(2, { labour_count: '1' })]),
    );
    expect(outcome).toMatchObject({ rows: 4, accepted: 2, rejected: 2 });
    expect(told(outcome).findings.map(({ rule, message }) => `${rule} ${message}`)).toEqual([
      'I03 “闫营村”：户编号重复：“闫营村”第3行、“双庙村”第3行，每户只填一行，请删去多余的行或改正户编号',
      'I03 “双庙村”：户编号重复：“闫营村”第3行、“双庙村”第3行，每户只填一行，请删去多余的行或改正户编号',
    ]);
  });

  it.each(['first', 'last'])(
    'is read once where the whole township stands in a sheet of its own, which comes %s',
    (place) => {
      const [one, two] = [sheetOf('闫营村', [household(1)]), sheetOf('双庙村', [household(2)])];
      const whole = sheetOf('全镇', [household(1), household(2), household(3)]);
      const outcome = checked(...(place === 'first' ? [whole, one, two] : [one, two, whole]));
      expect(outcome).toMatchObject({ status: 'accepted_with_warnings', rows: 3, accepted: 3 });
      expect(told(outcome).findings.map(({ rule, message }) => `${rule} ${message}`)).toEqual([
        'F06 工作表“闫营村”的内容“全镇”中都有，没有重复读取，请核对',
        'F06 工作表“双庙村”的内容“全镇”中都有，没有重复读取，请核对',
      ]);
    },
  );

  it('counts with the others against the limit of rows', () => {
    const sheets = Array.from({ length: 3 }, (_, at) =>
      sheetOf(`第${at + 1}村`, [household(1 + 2 * at), household(2 + 2 * at)]),
    );
    const slot = {
      ...CITY_PACK.at('2016Q2'),
      division: '371525108',
      fileName: '表.xlsx',
      receivedOn: '2016-07-10',
    } as const;
    const limits = limitsFor(slot.division);
    expect(checkFile(writeWorkbook(sheets), slot, { ...limits, rows: 6 })).toMatchObject({
      status: 'accepted',
      rows: 6,
    });
    const refused = checkFile(writeWorkbook(sheets), slot, { ...limits, rows: 5 });
    expect(told(refused)).toMatchObject({
      status: 'rejected',
      findings: [{ rule: 'F11', message: expect.stringContaining('共有数据 6 行') }],
    });
  });

  it('deletes in its own rows only', () => {
    const outcome = checked(
      sheetOf('闫营村', [household(1, { remark: '删除', wage_income: '无' })]),
      sheetOf('双庙村', [household(2, { wage_income: '无' })]),
    );
    expect(told(outcome).findings).toMatchObject([{ rule: 'N05', sheet: '双庙村' }]);
    expect(outcome.tables[0]?.accepted.map(({ sheet, line }) => [sheet, line])).toEqual([['闫营村', '']]);
  });

  it('with a column missing is named', () => {
    const { name, rows } = sheetOf('双庙村', [household(2)]);
    const outcome = checked(sheetOf('闫营村', [household(1)]), {
      name,
      rows: rows.map((cells) => cells.filter((_, at) => at !== 8)),
    });
    expect(told(outcome).findings).toMatchObject([{ rule: 'F05', sheet: '双庙村' }]);
    expect(told(outcome).findings[0]?.message).toMatch(/^“双庙村”：缺少必填列“家庭人口数”/);
  });
});

describe('a sheet whose name says that nobody means to report it', () => {
  const unmeant = [
    '示例',
    '填写示例',
    '样表',
    '样例1',
    '已销户',
    '已销户（不报）',
    '户季度表(不报)',
    '不上报',
    '作废',
    '废',
    '旧',
    '户季度表（旧）',
    '旧表',
    '模板',
    '花名册模板',
    '参考',
    '仅供参考',
    '备份',
    '季度表备份',
    '二季度_备份',
    '对照',
    '对照表',
    '删除',
    '待删除',
    '死亡销户名单',
  ];
  const meant = [
    '示范村',
    '旧城村',
    '闫营村',
    '废城子村',
    '样庄村',
    '对照检查村',
    '参考村',
    '二季度',
    'Sheet1',
    '新增户',
    '报送',
    '备案户',
    '2016年',
  ];

  it.each(unmeant)('is not read beside another: %s', (name) => {
    const outcome = checked(sheetOf(name, [household(1)]), sheetOf('户季度表', [household(2), household(3)]));
    expect(outcome).toMatchObject({ status: 'accepted_with_warnings', rows: 2, accepted: 2 });
    const [finding, ...others] = told(outcome).findings;
    expect(others).toEqual([]);
    expect(finding?.message).toMatch(/^工作表“.+”的名称带“.+”，没有读取/);
    expect(finding?.message).toContain(`“${name}”`);
  });

  it.each(meant)('is another one than %s', (name) => {
    const outcome = checked(sheetOf(name, [household(1)]), sheetOf('户季度表', [household(2)]));
    expect(outcome).toMatchObject({ status: 'accepted', rows: 2, findings: [] });
  });

  it('is no continuation of another', () => {
    const { name, rows } = sheetOf('备份', [household(1)]);
    const outcome = checked(sheetOf('户季度表', [household(2)]), { name, rows: rows.slice(1) });
    expect(outcome).toMatchObject({ status: 'accepted', rows: 1, findings: [] });
  });

  it('is read where it alone holds the table, and asked about', () => {
    const outcome = checked(sheetOf('模板', [household(1)]));
    expect(outcome).toMatchObject({ status: 'accepted_with_warnings', rows: 1, accepted: 1 });
    expect(told(outcome).findings.map(({ message }) => message)).toEqual([
      '工作表“模板”的名称带“模板”，但只有它有这张表，已读取，请核对',
    ]);
  });

  it('is nothing to tell of where it has no household', () => {
    expect(checked(sheetOf('模板', []), sheetOf('户季度表', [household(1)]))).toMatchObject({
      status: 'accepted',
      rows: 1,
      findings: [],
    });
  });
});

describe('the receipt of a workbook of several sheets', () => {
  const received = {
    key: '371525108/2016Q2/表.xlsx',
    versionId: 'v1',
    acceptedAt: '2016-07-10T01:00:00Z',
    sha256: '',
    bytes: 1,
  };
  const receiptFor = (outcome: ReturnType<typeof checked>) =>
    receiptOf(received, outcome, { pack: CITY_PACK, changes: NO_CHANGES });
  const many = checked(
    { name: '填表说明', rows: [['填表说明']] },
    sheetOf('填写示例', [household(1)]),
    sheetOf('户季度表', [household(2), household(3)]),
    { ...sheetOf('底表', [household(4)]), hidden: true },
    sheetOf('户季度表 (2)', [household(2)]),
    sheetOf('一季度', [household(5, { period: '2016Q1' })]),
  );
  const lines = [
    '“填表说明”没有读取：其中没有要上报的表',
    '“填写示例”没有读取：名称带“示例”',
    '“户季度表”读取为户季度表，2 行',
    '“底表”没有读取：是隐藏的',
    '“户季度表 (2)”没有读取：内容“户季度表”中都有',
    '“一季度”没有读取：是2016年第一季度的',
  ];

  it('says what became of each', () => {
    const receipt = receiptFor(many);
    expect(receipt.sheets?.map(({ rows }) => rows)).toEqual([null, null, 2, null, null, null]);
    const text = receiptText(receipt);
    const page = receiptPage(receipt, many.findings, 'zh', many.sheets);
    for (const line of lines) {
      expect(text).toContain(`  ${line}\n`);
      expect(page).toContain(`<li>${line}</li>`);
    }
    expect(page).toContain('<li>“户季度表”: read as household sheet, 2 rows</li>');
  });

  it('says so of a refused one too, and never shows a number of a person in a name', () => {
    const sheet = sheetOf('371599196302077013', [household(1)]);
    const outcome = checked(
      { ...sheet, rows: sheet.rows.map((cells) => cells.slice(9)) },
      sheetOf('二', [household(2)]),
    );
    const { sheets = [] } = receiptFor(outcome);
    expect(sheets.map(({ sheet: name }) => name)).toEqual(['371599**********13', '二']);
  });

  it('has no such list where there is one sheet', () => {
    expect(receiptFor(checked(sheetOf('表', [household(1)]))).sheets).toBeUndefined();
  });
});

describe('finance rows, which have no number of their own', () => {
  it('keep theirs apart from those of another sheet', () => {
    const row = rowOf('finance');
    const outcome = check(
      writeWorkbook([
        sheetOf('企业', [row, row], 'finance'),
        sheetOf('农户', [{ ...row, amount_wan: '50' }], 'finance'),
      ]),
      { division: '371525' },
    );
    expect(outcome.tables[0]?.accepted.map(({ key }) => key)).toEqual(['000002', '000003', '1-000002']);
  });
});

describe('the code of an enterprise', () => {
  const code = '91350100M000100Y43';
  const lineOf = (finance_type: string, change: Written = {}) =>
    check(csvOf('finance', [rowOf('finance', { finance_type, borrower_id: code, ...change })]), {
      division: '371525',
    }).tables[0]?.accepted.map((row) => decodeRecord('finance', row).enterprise_code);

  it('is kept of an enterprise that borrows, and of nobody else', () => {
    expect(lineOf('企业贷款')).toEqual([code]);
    expect(lineOf('担保贴息资金', { fund_level: '市级' })).toEqual([null]);
  });
});

describe('a blank quarter', () => {
  it('is that of the other rows, as a repair', () => {
    const outcome = checked(sheetOf('表', [household(1), household(2, { period: null })]));
    expect(outcome).toMatchObject({ status: 'accepted', findings: [] });
    expect(outcome.repairs.items).toMatchObject([{ kind: 'period', row: 3, from: '', to: '2016Q2' }]);
  });

  it('is that of the title', () => {
    const { name, rows } = sheetOf('表', [household(1, { period: null })]);
    expect(checked({ name, rows: [['定远寨镇2016年第二季度'], ...rows] })).toMatchObject({
      status: 'accepted',
      findings: [],
    });
  });

  it('that nothing states is an error', () => {
    const outcome = checked(sheetOf('表', [household(1, { period: null }), household(2, { period: null })]));
    expect(told(outcome).findings.map(({ message }) => message)).toEqual(
      [2, 3].map((row) => `第${row}行填报季度为空白，应写成2016年第二季度、2016Q2一类的形式`),
    );
  });
});
