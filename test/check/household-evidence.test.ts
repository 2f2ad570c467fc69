import { describe, expect, test } from 'vitest';
import { HouseholdEvidence } from '../../shared/check/household-evidence.ts';
import { locateTable } from '../../shared/parse/header.ts';
import { tableOf } from '../../shared/schema/tables.ts';
import type { Cell, Merge, Sheet } from '../../shared/sheet/grid.ts';

const COLUMNS = tableOf('household').columns;
const FIELDS = COLUMNS.map(({ field }) => field);
type Cells = Readonly<Record<string, Cell>>;

function evidenceOf(rows: readonly Cells[], merges: readonly Merge[] = []): HouseholdEvidence {
  const sheet: Sheet = {
    name: '表',
    hidden: false,
    date1904: false,
    rows: [COLUMNS.map(({ header }) => header), ...rows.map((cells) => FIELDS.map((field) => cells[field] ?? null))],
    merges,
    hiddenRows: new Set(),
    hiddenColumns: new Set(),
  };
  const layout = locateTable(sheet);
  if (!layout) throw new Error('no table found');
  return new HouseholdEvidence({ sheet, layout });
}
const isHousehold = (cells: Cells): boolean => evidenceOf([cells]).isHousehold(1);
const BROKEN = { broken: '#REF!' };

describe('a number names a household', () => {
  test.each<[string, Cells, boolean]>([
    ['of six digits', { household_no: '123456' }, true],
    ['of five digits', { household_no: '12345' }, false],
    ['of six digits, kept as a number', { household_no: 100_000 }, true],
    ['of five digits, kept as a number', { household_no: 99_999 }, false],
    ['identity of six digits', { head_id_no: '371599' }, true],
    ['with blanks and quotation marks', { household_no: '‘3715 2510’' }, true],
    ['full-width', { household_no: '１２３４５６' }, true],
    ['with what nobody sees', { household_no: '12\u200b3456' }, true],
    ['shortened', { household_no: '3.7E+5' }, true],
    ['shortened without a point', { household_no: '37E15' }, true],
    ['as long as its letters', { household_no: 'ABCDEF123456' }, false],
    ['longer than its letters', { household_no: 'ABCDE123456' }, true],
    ['in a sentence', { household_no: '见2016年第123号文件的说明和附表一' }, false],
    ['that is a day', { household_no: '2016-06-30' }, false],
    ['that is a full-width day', { household_no: ' ２０１６.06.30' }, false],
    ['that is a day in eight digits', { household_no: '20160630' }, false],
    ['that is the ninth', { household_no: '20160609' }, false],
    ['that is the 19th', { household_no: '20160619' }, false],
    ['that is the last of December', { household_no: '20161231' }, false],
    ['that is a day of no month', { household_no: '20160632' }, true],
    ['that only begins like a day', { household_no: '20161330' }, true],
    ['that shows TRUE', { household_no: true }, false],
    ['shortened, with words behind it', { household_no: '3E5号' }, false],
    ['shortened, with words before it', { household_no: '约3E5' }, false],
  ])('%s: %j is %s', (_what, cells, is) => expect(isHousehold(cells)).toBe(is));

  test.each<[Cells, boolean]>([
    [{ wage_income: '371599196001010' }, true],
    [{ wage_income: '37159919600101001X' }, true],
    [{ wage_income: '37159919600101' }, false],
    [{ wage_income: 100_000_000_000_000 }, true],
    [{ wage_income: 99_999_999_999_999 }, false],
    [{ remark: '电话13800000000，371599196001010018' }, false],
    [{ remark: '371599196001010018号' }, false],
    [{ remark: '“371599 19600101 0018”' }, true],
  ])('in whatever column it stands, where it is long: %j %s', (cells, is) => expect(isHousehold(cells)).toBe(is));
});

describe('a name names a household', () => {
  test.each<[string, boolean]>([
    ['王', true],
    ['欧阳王立', true],
    ['此表一式两份', false],
    [`阿${'·王'.repeat(24)}`, true],
    [`阿${'·王'.repeat(25)}`, false],
    [' 王立冬 ', true],
    ['123', false],
    ['王立冬（户主）', false],
    ['王立冬：', false],
    ['#N/A王', false],
    ['=A1王', false],
    ['王#', true],
    ['以下空白', false],
    ['签章', false],
    ['签名', false],
    ['签收', true],
  ])('%s: %s', (head_name, is) => expect(isHousehold({ head_name })).toBe(is));

  test('of any length beside another cell', () => {
    for (const [length, is] of [
      [50, true],
      [51, false],
    ] as const)
      expect(isHousehold({ head_name: '王'.repeat(length), household_size: '3' })).toBe(is);
  });

  test('by figures beside it, none of which is the telephone number of who signed', () => {
    const signed = { head_name: '填报人' };
    expect(evidenceOf([{ ...signed, wage_income: 2_000_000 }]).hasFigures(1)).toBe(true);
    expect(evidenceOf([{ ...signed, wage_income: 2_000_000.01 }]).hasFigures(1)).toBe(false);
  });

  test('unless several words stand where figures do, and no figure', () => {
    const words = { head_name: '文盲', wage_income: '元', business_income: '元' };
    expect(isHousehold(words)).toBe(true);
    expect(isHousehold({ ...words, household_size: '人' })).toBe(false);
    expect(isHousehold({ ...words, household_size: '3人' })).toBe(true);
    expect(isHousehold({ ...words, household_size: '——' })).toBe(true);
    expect(isHousehold({ ...words, household_size: '人', net_income: 0 })).toBe(true);
    expect(isHousehold({ ...words, household_size: '单位2' })).toBe(true);
  });
});

describe('words that stand where a name does', () => {
  const beside = (head_name: string): boolean => isHousehold({ head_name, household_size: '3' });

  test.each([
    ...'#王 =王 姓名 户主姓名 填写人 必填 选填 可填 文本 文字 汉字 字符 示例甲'.split(' '),
    ...'样例甲 例如王 说明 公章 盖章 签字 签名 签章 以下 空白 此处 此行 无正文'.split(' '),
    ...'合计 小计 日期 备注 注 注1 完 完毕 结束 无 略 空 同上 户数 人数'.split(' '),
    ...'身份证 证件 年3月 年十二月 第1页 第十二页 3户 12人 3页 共3户 计12人 共2页'.split(' '),
  ])('are no name: %s', (word) => expect(beside(word)).toBe(false));

  test.each([
    ...'王立冬 完颜洪 王完 无名 王略 空军 结束语 同上云 户数多 年月 年一二三四月 第页'.split(' '),
    ...'第一二三四页 王3户 共户 计算 王注 人数王 3王'.split(' '),
  ])('may be one: %s', (word) => expect(beside(word)).toBe(true));
});

describe('a line for those who signed', () => {
  const signed = (word: string, more: Cells = {}): boolean =>
    !isHousehold({ county_name: word, head_name: '王立冬', phone: '13800000000', ...more });

  test('is known by what it calls them, and is a household where it has facts', () => {
    for (const who of [
      '填表',
      '填报',
      '制表',
      '审核',
      '复核',
      '审批',
      '核实',
      '经办',
      '负责',
      '联系',
      '统计',
      '录入',
      '调查',
    ])
      for (const what of ['人', '人员', '单位', '电话', '日期', '时间', '人：', '人（签字）：', '人 :'])
        expect(signed(`${who}${what}`), `${who}${what}`).toBe(true);
    expect(signed('填表人', { wage_income: 300 })).toBe(false);
    expect(signed('填表人', { household_type: '一般贫困户' })).toBe(false);
  });

  test.each([
    '电话',
    '联系电话：',
    '日期',
    '村委会签字',
    '镇长签名',
    '乡镇盖章：',
    '单位签章（公章）',
    '一二三四五六七八盖章',
  ])('is known by %s', (word) => expect(signed(word)).toBe(true));

  test.each(['冠县', '填表', '联系', '王填表人', '一二三四五六七八九盖章', '座机电话', '到期日期', '签到'])(
    'is not known by %s',
    (word) => expect(signed(word)).toBe(false),
  );
});

describe('a row that shows how to fill in', () => {
  const shows = (cells: Cells): boolean => evidenceOf([cells]).isExample(1);

  test.each([
    ...'示例 样例 范例 举例 例 填写示例 填报样例 填表范例 （示例） 【填写示例】 (例)'.split(' '),
    ...'示例： 示例1 例: 例1 例如：王立冬 例：王立冬 王立冬（示例） 王立冬【填写样例】 王立冬(例)'.split(' '),
    ' 示例 ',
  ])('says so first, or where the name stands: %s', (word) => {
    expect(shows({ county_name: word, head_name: '王立冬' })).toBe(true);
    expect(shows({ county_name: '冠县', head_name: word })).toBe(true);
    expect(shows({ county_name: '冠县', town_name: word, head_name: '王立冬' })).toBe(false);
  });

  test.each([
    '案例',
    '示例村',
    '示例12',
    '王例',
    '例行',
    '王例如',
    '（示例）村',
    '王立冬（范例）户',
    '举例说明',
    '填写',
    '样例甲乙',
  ])('does not say so by %s', (word) => expect(shows({ county_name: word, head_name: word })).toBe(false));
});

describe('a village over its households', () => {
  test.each(['闫营村', '闫营村委会', '城关社区', '东街居委会', '闫营3组', '闫营十组', '闫营３组', ' 闫营村 '])(
    'is none: %s',
    (head_name) => {
      expect(isHousehold({ head_name })).toBe(false);
      expect(isHousehold({ head_name, serial: 1, remark: '共三户' })).toBe(false);
      expect(isHousehold({ head_name, household_size: '3' })).toBe(true);
      expect(isHousehold({ head_name, edu_ok: '是' })).toBe(true);
    },
  );
  test.each(['王村', '村民王', '王社区', '大组', '闫营大组'])('is no place: %s', (head_name) =>
    expect(isHousehold({ head_name, remark: '新' })).toBe(true),
  );
});

describe('a row is filled in as a household', () => {
  const words = { edu_ok: '是', med_ok: '√', house_ok: true };
  const isFilledIn = (cells: Cells): boolean => evidenceOf([cells]).isFilledIn(1);

  test('by words of three lists, and something where a household is named', () => {
    expect(isFilledIn({ head_name: '李合计', ...words })).toBe(true);
    expect(isFilledIn({ household_no: '损坏', ...words })).toBe(true);
    expect(isFilledIn({ head_name: '李合计', ...words, house_ok: null })).toBe(false);
    expect(isFilledIn(words)).toBe(false);
    expect(isFilledIn({ head_name: ' ', ...words })).toBe(false);
  });

  test('not by counts, which a total has, nor by words of no list', () => {
    expect(isFilledIn({ head_name: '合计', ...words, house_ok: '1' })).toBe(false);
    expect(isFilledIn({ head_name: '合计', ...words, house_ok: 1 })).toBe(false);
    expect(isFilledIn({ head_name: '合计', ...words, house_ok: '多数' })).toBe(false);
  });
});

describe('a formula that failed', () => {
  test.each(['household_no', 'head_id_no', 'head_name'])('in %s may be one, where the row has a figure', (field) => {
    expect(isHousehold({ [field]: BROKEN, wage_income: 100 })).toBe(true);
    expect(isHousehold({ [field]: BROKEN, wage_income: 0 })).toBe(false);
    expect(isHousehold({ [field]: BROKEN })).toBe(false);
    expect(isHousehold({ [field]: '（）', wage_income: 100 })).toBe(false);
  });

  test('elsewhere is none', () => {
    expect(isHousehold({ remark: BROKEN, wage_income: 100 })).toBe(false);
    expect(isHousehold({ wage_income: 100 })).toBe(false);
  });
});

describe('figures of a row', () => {
  test.each<[Cells, boolean]>([
    [{ wage_income: '5' }, true],
    [{ household_size: -1 }, false],
    [{ net_income: -300 }, true],
    [{ wage_income: 0, net_income: 100 }, true],
    [{ wage_income: 0 }, false],
    [{ wage_income: '元' }, false],
    [{ head_name: '5', phone: '5' }, false],
  ])('%j: %s', (cells, has) => expect(evidenceOf([cells]).hasFigures(1)).toBe(has));

  test('a row that is not there has none', () => {
    expect(evidenceOf([]).hasFigures(7)).toBe(false);
    expect(evidenceOf([]).isHousehold(7)).toBe(false);
  });
});

describe('a row is a member of the household above', () => {
  const at = FIELDS.indexOf('household_no');
  const merge = (change: Partial<Merge> = {}): Merge => ({ top: 1, bottom: 3, left: at, right: at, ...change });
  const members = (rows: readonly Cells[], ...merges: Merge[]): number[] =>
    [0, 1, 2, 3, 4, 5].filter((row) => evidenceOf(rows, merges).isMember(row));
  const numbered = { household_no: '3715251080000001' };

  test('where their number is one merged cell', () => {
    expect(members([numbered, {}, {}, {}], merge())).toEqual([2, 3]);
    expect(members([numbered, {}, {}, {}], merge({ bottom: 2 }))).toEqual([2]);
  });

  test('where the merged cell is wider than the number', () => {
    const named = { county_name: '冠县', ...numbered };
    expect(members([named, {}, {}], merge({ left: at - 1 }))).toEqual([]);
    expect(
      members([{ ...named, [FIELDS[at - 1] ?? '']: '3715' }, {}, {}], merge({ left: at - 1, right: at + 1 })),
    ).toEqual([2, 3]);
  });

  test('not where a merge begins behind the number, even one that has a number in it', () => {
    const beside = { ...numbered, [FIELDS[at + 1] ?? '']: '王立冬' };
    expect(members([beside, {}, {}], merge({ left: at + 1, right: at + 3 }))).toEqual([]);
  });

  test('not where another column is merged, or a cell without a number', () => {
    expect(members([numbered, {}, {}], merge({ left: at + 1, right: at + 1 }))).toEqual([]);
    expect(
      members([{ ...numbered, [FIELDS[at - 1] ?? '']: '3715' }, {}, {}], merge({ left: at - 1, right: at - 1 })),
    ).toEqual([]);
    expect(members([{}, {}, {}], merge())).toEqual([]);
  });

  test('not where the row has a number of its own', () => {
    expect(members([numbered, { household_no: '2' }, {}], merge())).toEqual([3]);
  });

  test('not behind the end of the sheet', () => {
    expect(members([numbered, {}], merge({ bottom: 1_000_000 }))).toEqual([2]);
  });
});
