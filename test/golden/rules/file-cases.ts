/** The file as a whole: files made by hand, each with a twin that just passes. */
import type { RuleCode } from '../../../shared/rules/catalogue.ts';
import type { CheckedFile } from '../../../shared/check/checked-file.ts';
import { columnLetters } from '../../../shared/sheet/reference.ts';
import { FAILING_SHEET } from '../../../shared/check/our-marks.ts';
import type { ShownFinding } from '../../../shared/rules/finding.ts';
import { writeWorkbook } from '../../../shared/sheet/write.ts';
import { STAMP_PROPERTY, stampText, TEMPLATE_VERSION } from '../../../shared/parse/template-stamp.ts';
import { check, csvOf } from './case.ts';
import { ROWS, CSV, HEADERS, withHeader, widened, under, divided, GRID, withCell, encrypted, book, EXPLANATION, sentAgain, fileError, fileWarning, columnOf, titled, STAMP, stamped } from './files-by-hand.ts';

export type FileCase = {
  readonly rule: RuleCode;
  readonly what?: string;
  readonly wrong: () => CheckedFile;
  readonly sound?: () => CheckedFile;
  readonly status: CheckedFile['status'];
  /** Errors that the file has beside it; for a rule that only speaks of such files. */
  readonly beside?: readonly string[];
  /** Rows read, accepted, rejected, and warnings. */
  readonly counts: readonly [number, number, number, number];
  readonly finding: Pick<ShownFinding, 'severity' | 'row' | 'cell' | 'column' | 'value' | 'message'>;
};

export const FILE_CASES: readonly FileCase[] = [
  {
    rule: 'F01',
    wrong: () => check('%PDF-1.7\n'),
    sound: () => check(CSV),
    status: 'rejected',
    counts: [0, 0, 0, 0],
    finding: fileError('无法识别的文件：收到的是 PDF 文件，应为 .xlsx 或 .csv 表格。请上报原始的 Excel 或 WPS 表格，另存为 .xlsx。'),
  },
  {
    rule: 'F02',
    wrong: () => encrypted(),
    sound: () => book({ name: '二季度', rows: GRID }),
    status: 'rejected',
    counts: [0, 0, 0, 0],
    finding: fileError('文件已加密。压缩包已加密，应为未加密的 .xlsx。请去掉密码后重新上报。'),
  },
  {
    rule: 'F03',
    wrong: () => check(new Uint8Array([0xff, 0x80, 0xff, 0x20])),
    status: 'rejected',
    counts: [0, 0, 0, 0],
    finding: fileError(
      '文件内容无法解码。文本编码无法识别：既不是 UTF-8 也不是 GBK/GB18030，应为 UTF-8 或 GBK/GB18030。请用 Excel 或 WPS 打开，确认没有乱码，另存为 .xlsx 或“CSV UTF-8”。',
    ),
  },
  {
    rule: 'F04',
    wrong: () => check(`${'附注\n'.repeat(15)}${CSV}`),
    sound: () => check(`${'附注\n'.repeat(14)}${CSV}`),
    status: 'rejected',
    counts: [0, 0, 0, 0],
    finding: fileError('未找到表头：前15行中应有“户编号、户主姓名、家庭人口数”等列名，请使用统一模板'),
  },
  {
    rule: 'F05',
    what: 'missing',
    wrong: () => check(csvOf('household', ROWS, ['labour_count'])),
    sound: () => check(csvOf('household', ROWS, ['village_code'])),
    status: 'rejected',
    counts: [2, 0, 2, 0],
    finding: { ...fileError('缺少必填列“劳动力人数”，请补上这一列'), column: '劳动力人数' },
  },
  {
    rule: 'F05',
    what: 'missing, perhaps under another name',
    wrong: () => check(withHeader((header) => (header === '户主证件号码' ? '户主的证件号' : header === '备注' ? '鞋码' : header))),
    sound: () => check(withHeader((header) => (header === '户主证件号码' ? '身份证' : header))),
    status: 'rejected',
    counts: [2, 0, 2, 0],
    finding: {
      ...fileError('缺少必填列“户主证件号码”；未识别的列：“户主的证件号”（H列），是否就是“户主证件号码”？是的请改用这个列名，不是的请补上这一列'),
      column: '户主证件号码',
    },
  },
  {
    rule: 'F05',
    what: 'missing, beside headers of other things',
    wrong: () => check(withHeader((header) => (header === '劳动力人数' ? '鞋码' : header))),
    status: 'rejected',
    counts: [2, 0, 2, 0],
    finding: {
      ...fileError('缺少必填列“劳动力人数”，请补上这一列；未识别的列：“鞋码”（J列），其中有这一列的话请改用这个列名'),
      column: '劳动力人数',
    },
  },
  {
    rule: 'F05',
    what: 'twice',
    wrong: () => check(widened('劳动力', ['2', '2'])),
    sound: () => check(widened('劳动力备注', ['2', '2'])),
    status: 'rejected',
    counts: [2, 0, 2, 0],
    finding: { ...fileError('列“劳动力”与另一列是同一项，请删去其中一列'), row: 1, cell: `${columnLetters(HEADERS.length)}1`, column: '劳动力人数' },
  },
  {
    rule: 'F06',
    what: 'hidden sheet',
    wrong: () => book({ name: '一季度', rows: GRID, hidden: true }, { name: '二季度', rows: GRID }),
    sound: () => book(EXPLANATION, { name: '二季度', rows: GRID }, { name: '草稿', rows: [['草稿']], hidden: true }),
    status: 'accepted_with_warnings',
    counts: [2, 2, 0, 1],
    finding: fileWarning('隐藏的工作表“一季度”没有读取，请核对'),
  },
  {
    rule: 'F06',
    what: 'a hidden sheet alone',
    wrong: () => book(EXPLANATION, { name: '二季度', rows: GRID, hidden: true }),
    status: 'accepted_with_warnings',
    counts: [2, 2, 0, 1],
    finding: fileWarning('工作表“二季度”是隐藏的，但只有它有表，已读取，请核对'),
  },
  {
    rule: 'F06',
    what: 'a sheet of examples',
    wrong: () => book({ name: '填写示例', rows: GRID.slice(0, 2) }, { name: '二季度', rows: GRID.toSpliced(1, 1) }),
    sound: () => book({ name: '示范村', rows: GRID.slice(0, 2) }, { name: '二季度', rows: GRID.toSpliced(1, 1) }),
    status: 'accepted_with_warnings',
    counts: [1, 1, 0, 1],
    finding: fileWarning('工作表“填写示例”的名称带“示例”，没有读取，要上报的请改名后重新上传，请核对'),
  },
  {
    rule: 'F06',
    what: 'a sheet called a model, alone',
    wrong: () => book(EXPLANATION, { name: '样表', rows: GRID }),
    status: 'accepted_with_warnings',
    counts: [2, 2, 0, 1],
    finding: fileWarning('工作表“样表”的名称带“样表”，但只有它有这张表，已读取，请核对'),
  },
  {
    rule: 'F06',
    what: 'a copy',
    wrong: () => book({ name: '二季度', rows: GRID }, { name: '二季度 (2)', rows: [HEADERS, ...GRID.slice(2)] }),
    sound: () => book({ name: '前半', rows: GRID.slice(0, 2) }, { name: '后半', rows: [HEADERS, ...GRID.slice(2)] }),
    status: 'accepted_with_warnings',
    counts: [2, 2, 0, 1],
    finding: fileWarning('工作表“二季度 (2)”的内容“二季度”中都有，没有重复读取，请核对'),
  },
  {
    rule: 'F06',
    what: 'the sheet of another quarter beside this one’s',
    wrong: () => book({ name: '一季度', rows: GRID.map((cells, at) => (at === 0 ? cells : ['2016Q1', ...cells.slice(1)])) }, { name: '二季度', rows: GRID }),
    status: 'accepted_with_warnings',
    counts: [2, 2, 0, 1],
    finding: fileWarning('工作表“一季度”是2016年第一季度的，没有读取，请核对'),
  },
  {
    rule: 'F07',
    what: 'title',
    wrong: () => check(titled('冠县定远寨镇2016年第一季度贫困户季度表')),
    sound: () => check(titled('冠县定远寨镇2016年第二季度贫困户季度表')),
    status: 'rejected',
    counts: [2, 0, 2, 0],
    finding: fileError(
      '季度不一致：文件内为2016Q1（见表头上方“冠县定远寨镇2016年第一季度贫困户季度表”），应为2016Q2，请核对文件和上传的季度',
    ),
  },
  {
    rule: 'F07',
    what: 'title above rows that all state the quarter',
    wrong: () => check(`冠县定远寨镇2016年第一季度贫困户季度表\n${CSV}`),
    sound: () => check(`注：上年同期指2015年第二季度，单位：元\n${CSV}`),
    status: 'accepted_with_warnings',
    counts: [2, 2, 0, 1],
    finding: fileWarning(
      '季度不一致：文件内为2016Q1（见表头上方“冠县定远寨镇2016年第一季度贫困户季度表”），应为2016Q2，请核对文件和上传的季度',
    ),
  },
  {
    rule: 'F07',
    what: 'row',
    wrong: () => check(csvOf('household', [ROWS[0] ?? {}, { ...ROWS[1], period: '2016年3季度' }])),
    status: 'rejected',
    counts: [2, 0, 2, 0],
    finding: {
      severity: 'error',
      row: 3,
      cell: 'A3',
      column: '填报季度',
      value: '2016年3季度',
      message: '季度不一致：文件内为2016Q3，应为2016Q2，请核对文件和上传的季度',
    },
  },
  {
    rule: 'F09',
    wrong: () => check(under({ county_name: '合计', household_size: '7', wage_income: '6000.00' })),
    sound: () => check(under({ county_name: '合计', household_size: '6', wage_income: '6000.00', pc_net_income: '1833.33' })),
    status: 'accepted_with_warnings',
    counts: [2, 2, 0, 1],
    finding: {
      severity: 'warning',
      row: 4,
      cell: 'I4',
      column: columnOf('household_size'),
      value: '7',
      message: '第4行“家庭人口数”的合计为7，与明细之和6不一致，请核对是否漏行或改了数',
    },
  },
  {
    rule: 'F11',
    what: 'no rows',
    wrong: () => check(`${HEADERS.join(',')}\n填表人：李建国\n`),
    status: 'rejected',
    counts: [0, 0, 0, 0],
    finding: fileError('表头下没有数据行，请填好后重新上传；本季度没有户要上报的不用上传，请联系县（市、区）扶贫办登记零报告'),
  },
  {
    rule: 'F11',
    what: 'too many rows',
    wrong: () => check(`${CSV}${'\n'.repeat(19_997)}末行\n`),
    sound: () => check(`${CSV}${'\n'.repeat(19_996)}填表人：李建国\n`),
    status: 'rejected',
    counts: [0, 0, 0, 0],
    finding: fileError('第 20001 行第 1 列（A20001）有内容，超过上限 20000 行。请删去表格下方多余的内容，或拆分后分别上报。'),
  },
  {
    rule: 'F12',
    what: 'header',
    wrong: () => check(withHeader((header) => (header === '工资性收入' ? '工资性收入（元/万元）' : header))),
    sound: () => check(withHeader((header) => (header === '工资性收入' ? '工资性收入（元）' : header))),
    status: 'rejected',
    counts: [2, 0, 2, 0],
    finding: {
      ...fileError('金额单位不明确或不能使用：“工资性收入（元/万元）”，金额只能以“元”或“万元”填报，请换算后在表头只注明其中一种'),
      row: 1,
      cell: 'P1',
      value: '工资性收入（元/万元）',
    },
  },
  {
    rule: 'F12',
    what: 'unit row',
    wrong: () => check(withHeader((header) => header, '填报单位：定远寨镇,单位：元、万元\n')),
    sound: () => check(withHeader((header) => header, '填报单位：定远寨镇,单位：元、人\n')),
    status: 'rejected',
    counts: [2, 0, 2, 0],
    finding: {
      ...fileError('金额单位不明确或不能使用：“单位:元、万元”，金额只能以“元”或“万元”填报，请换算后在表头只注明其中一种'),
      row: 1,
      cell: 'B1',
      value: '单位:元、万元',
    },
  },
  {
    rule: 'F12',
    what: 'neither 元 nor 万元',
    wrong: () => check(withHeader((header) => header, '填报单位：定远寨镇,单位：千元\n')),
    status: 'rejected',
    counts: [2, 0, 2, 0],
    finding: {
      ...fileError('金额单位不明确或不能使用：“单位:千元”，金额只能以“元”或“万元”填报，请换算后在表头只注明其中一种'),
      row: 1,
      cell: 'B1',
      value: '单位:千元',
    },
  },
  {
    rule: 'F13',
    what: 'error',
    wrong: () => withCell('P2', '<c r="P2" t="e"><f>X!A1</f><v>#REF!</v></c>'),
    sound: () => withCell('P2', '<c r="P2"><f>1000*3</f><v>3000</v></c>'),
    status: 'partly_accepted',
    counts: [2, 1, 1, 0],
    finding: {
      severity: 'error',
      row: 2,
      cell: 'P2',
      column: '工资性收入',
      value: '#REF!',
      message: '第2行“工资性收入”的公式没有可用的结果（#REF!），请改填数值或文字',
    },
  },
  {
    rule: 'F13',
    what: 'no result',
    wrong: () => withCell('P2', '<c r="P2"><f>1000*3</f></c>'),
    status: 'partly_accepted',
    counts: [2, 1, 1, 0],
    finding: {
      severity: 'error',
      row: 2,
      cell: 'P2',
      column: '工资性收入',
      value: '公式无结果',
      message: '第2行“工资性收入”的公式没有可用的结果（未保存结果），请改填数值或文字',
    },
  },
  {
    rule: 'F16',
    what: 'older template',
    wrong: () => check(stamped({ version: 't0' })),
    sound: () => check(stamped({})),
    status: 'accepted_with_warnings',
    counts: [2, 2, 0, 1],
    finding: fileWarning(
      `所用的模板不是本次应用的：模板版本为t0，现行版本为${TEMPLATE_VERSION}。已照常读取，请核对，下次请用新发的模板`,
    ),
  },
  {
    rule: 'F16',
    what: 'other quarter',
    wrong: () => check(stamped({ period: '2016Q1' })),
    sound: () => check(CSV),
    status: 'accepted_with_warnings',
    counts: [2, 2, 0, 1],
    finding: fileWarning(
      '所用的模板不是本次应用的：模板是2016年第一季度的，本次填报2016年第二季度。已照常读取，请核对，下次请用新发的模板',
    ),
  },
  {
    rule: 'F16',
    what: 'other place, told by the file beside its sheets',
    wrong: () =>
      check(
        writeWorkbook([{ name: '二季度', rows: GRID }], {
          properties: { [STAMP_PROPERTY]: stampText({ ...STAMP, division: '371525109' }) },
        }),
      ),
    sound: () => check(writeWorkbook([{ name: '二季度', rows: GRID }], { properties: { [STAMP_PROPERTY]: '模板版本：自己做的' } })),
    status: 'accepted_with_warnings',
    counts: [2, 2, 0, 1],
    finding: fileWarning(
      '所用的模板不是本次应用的：模板是辛集镇（371525109）的，本次填报单位为定远寨镇（371525108）。已照常读取，请核对，下次请用新发的模板',
    ),
  },
  {
    rule: 'F17',
    wrong: () => sentAgain(FAILING_SHEET, 3, 1, 3),
    sound: () => sentAgain('二季度', 1, 0, 3),
    beside: ['N01'],
    status: 'partly_accepted',
    counts: [2, 1, 1, 1],
    finding: fileWarning('您在“需改正的户”中改动了原第2行，但该表不读取，改动没有生效；请把改动填到“二季度”的这几行中，再重新上传'),
  },
  {
    rule: 'F18',
    wrong: () => book({ name: '第1页', rows: GRID.slice(0, 2) }, { name: '第2页', rows: GRID.slice(2) }),
    sound: () => book({ name: '第1页', rows: GRID }, { name: '通讯录', rows: [['姓名', '电话'], ['张三', '13800000000']] }),
    status: 'rejected',
    counts: [1, 0, 1, 0],
    finding: fileError(
      '工作表“第2页”没有表头，内容却像是“第1页”的续页，没有读取：请在它的第一行加上与“第1页”相同的表头，或把各行接到“第1页”后面；不上报的请删去这张表，再重新上传',
    ),
  },
  {
    rule: 'F19',
    what: '万元 where nothing is stated',
    wrong: () => check(divided(10_000, 6)),
    sound: () => check(`单位：万元\n${divided(10_000, 6)}`),
    status: 'rejected',
    counts: [2, 0, 2, 0],
    finding: fileError(
      '整表疑似以万元填报：22个金额中有22个不足100（如0.3）。是万元的，请在表头上方注明“单位：万元”；确实是元的，请注明“单位：元”（最多精确到分），再重新上传',
    ),
  },
  {
    rule: 'F19',
    what: '万元 where 元 is stated',
    wrong: () => check(`单位：元\n${divided(100, 2)}`),
    status: 'accepted_with_warnings',
    counts: [2, 2, 0, 1],
    finding: fileWarning(
      '整表疑似以万元填报：22个金额中有22个不足100（如30），而表中注明单位为元。是万元的，请换算成元，或把注明的“元”都改为“万元”，再重新上传；确实是元的，不用改',
    ),
  },
  {
    rule: 'F19',
    what: '元 where 万元 is stated',
    wrong: () => check(`单位：万元\n${CSV}`),
    sound: () => check(`单位：元\n${CSV}`),
    status: 'rejected',
    counts: [2, 0, 2, 0],
    finding: fileError('表中注明单位为万元，但整表疑似以元填报：22个金额中有22个达到100万元（如3000）。请把单位改注为“元”后重新上传'),
  },
  {
    rule: 'F20',
    wrong: () => check(CSV, { division: '371525109' }),
    sound: () => check(CSV),
    status: 'rejected',
    counts: [2, 0, 2, 0],
    finding: fileError(
      '整份文件是定远寨镇的，不是本次填报单位辛集镇的，是否传错了单位？请核对后重新上传，定远寨镇的文件由所属单位上传',
    ),
  },
  {
    rule: 'F23',
    wrong: () => check(under({ county_name: '冠县', wage_income: '3000' })),
    sound: () => check(under({ county_name: '冠县', wage_income: '0' })),
    status: 'accepted_with_warnings',
    counts: [2, 2, 0, 1],
    finding: fileWarning(
      '第4行有数字，却没有户编号、户主姓名和证件号码（或户编号与上一户合并），没有作为户读取：是户的请补上，不是的请删去',
    ),
  },
  {
    rule: 'F24',
    what: 'a comma too many',
    wrong: () => check(CSV.replace(',定远寨村,', ',定远寨村,三组,')),
    sound: () => check(csvOf('household', ROWS.map((row, at) => (at === 0 ? { ...row, remark: '三组' } : row)))),
    status: 'partly_accepted',
    counts: [2, 1, 1, 0],
    finding: {
      severity: 'error',
      row: 2,
      cell: 'F2',
      column: columnOf('household_no'),
      value: null,
      message: '第2行比表头多出1格，从“户编号”起各格都向右错开了1列，请删去多出的格（CSV文件中常是多了逗号）',
    },
  },
  {
    rule: 'F24',
    what: 'a cell too few',
    wrong: () => check(CSV.replace(',王立冬,', ',')),
    status: 'partly_accepted',
    counts: [2, 1, 1, 0],
    finding: {
      severity: 'error',
      row: 2,
      cell: 'G2',
      column: columnOf('head_name'),
      value: null,
      message: '第2行比表头少1格，从“户主姓名”起各格都向左错开了1列，请补上缺少的格（没有内容的留空）',
    },
  },
  {
    rule: 'X13',
    wrong: () =>
      check(
        csvOf(
          'household',
          ROWS.map((row) => ({ ...row, house_ok: '否' })),
        ).replace('住房安全有保障', '危房户'),
      ),
    sound: () => check(CSV.replace('住房安全有保障', '非危房')),
    status: 'accepted_with_warnings',
    counts: [2, 2, 0, 1],
    finding: {
      severity: 'warning',
      row: 1,
      cell: 'AK1',
      column: '住房安全有保障',
      value: null,
      message: '列名“危房户”与模板含义相反，已将是、否对调读取，请核对',
    },
  },
];
