/** Words of rules about files at their bounds: what is cut, what is left out, what is alike. */
import { describe, expect, test } from 'vitest';
import { CITY_PACK } from '../../cities/pack.ts';
import { isDeletion } from '../../shared/rules/exit-rules.ts';
import { blocksText, numbersText, titleText, tooLarge } from '../../shared/rules/file-verdicts.ts';
import { missingColumn } from '../../shared/rules/missing-column.ts';
import { hasUncertainCharacter, isName, normaliseName } from '../../shared/rules/names.ts';
import { otherTemplate } from '../../shared/rules/other-template.ts';
import { leftOut } from '../../shared/rules/passed-over.ts';
import { exceedsShare, excessText, removalText } from '../../shared/rules/removal.ts';
import { headingOf } from '../../shared/rules/precision.ts';
import { locateTable, type Layout } from '../../shared/parse/header.ts';
import { TEMPLATE_VERSION } from '../../shared/parse/template-stamp.ts';
import { tableOf } from '../../shared/schema/tables.ts';
import { check, csvOf, PERIOD, RECEIVED, rowOf, TOWNSHIP, type Written } from '../golden/rules/case.ts';

const COLUMNS = tableOf('household').columns;
const CONTEXT = { ...CITY_PACK.at(PERIOD), division: TOWNSHIP, receivedOn: RECEIVED };

function layoutOf(headers: readonly string[], title?: string): Layout {
  const layout = locateTable({
    name: '表',
    hidden: false,
    date1904: false,
    rows: [...(title === undefined ? [] : [[title]]), headers],
    merges: [],
    hiddenRows: new Set(),
    hiddenColumns: new Set(),
  });
  if (!layout) throw new Error('no table found');
  return layout;
}

describe('a remark takes the household off', () => {
  test.each(['删除', ' 删除 ', '删除本户', '删除该户'])('%s', (remark) => expect(isDeletion(remark)).toBe(true));
  test.each(['删除线', '已删除', '请删除', '删除本户人口', '', null, 1])('not %j', (remark) =>
    expect(isDeletion(remark)).toBe(false),
  );
});

describe('lists', () => {
  test('of rows name 20 of them', () => {
    const rows = (count: number) => Array.from({ length: count }, (_, at) => at + 1);
    expect(numbersText(rows(20)).zh).toMatch(/、20$/);
    expect(numbersText(rows(20)).en).toMatch(/, 20$/);
    expect(numbersText(rows(21)).zh).toMatch(/、20等$/);
    expect(numbersText(rows(21)).en).toMatch(/, 20 and others$/);
  });

  test('of blocks name first and last row', () => {
    expect(
      blocksText([
        { first: 3, last: 3, withFigures: 1 },
        { first: 5, last: 8, withFigures: 1 },
      ]).zh,
    ).toBe('4、6–9');
  });

  test('of places name 8 of them', () => {
    const removal = (places: number) =>
      removalText([
        { kind: 'project', standing: 9, removed: 0, places: [], units: [] },
        {
          kind: 'household',
          standing: 20,
          removed: places,
          places: Array.from({ length: places }, (_, at) => ({ name: `村${at}`, rows: 1 })),
          units: [],
        },
      ]);
    expect(removal(8).zh).toMatch(/^原有20户中的8户（村0.+、村71户）$/);
    expect(removal(9).zh).toMatch(/村71户等9处）$/);
    expect(removal(8).en).toMatch(/, 村7 1\)$/);
    expect(removal(9).en).toMatch(/ and others, 9 places in all\)$/);
  });

  test('of what is removed are needed above the share, not at it', () => {
    const one = { kind: 'household', standing: 10, places: [], units: [] } as const;
    expect(exceedsShare({ ...one, removed: 2 }, 20)).toBe(false);
    expect(exceedsShare({ ...one, removed: 3 }, 20)).toBe(true);
  });

  test('name the units that lose more than the share, where a file replaces several', () => {
    const unit = (at: number, removed: number) => ({ name: `镇${at}`, standing: 10, removed });
    const told = (units: readonly { name: string; standing: number; removed: number }[], standing = 100) =>
      excessText([{ kind: 'household', standing, removed: 3, places: [{ name: '村', rows: 3 }], units }], 20);
    expect(told([unit(1, 3), unit(2, 2)]).zh).toBe('原有100户中的3户（村3户），其中镇110户中的3户');
    expect(told([unit(1, 3), unit(2, 2)]).en).toMatch(/\(村 3\), among them 3 of the 10 of 镇1$/);
    expect(told([unit(1, 2)]).zh).toBe('原有100户中的3户（村3户）');
    expect(told([unit(1, 3)], 10).zh).toBe('原有10户中的3户（村3户）');
    const units = (count: number) => Array.from({ length: count }, (_, at) => unit(at, 4));
    expect(told(units(8)).zh).toMatch(/，其中镇010户中的4户、.+、镇710户中的4户$/);
    expect(told(units(9)).zh).toMatch(/、镇710户中的4户等9个单位$/);
    expect(told(units(9)).en).toMatch(/, 4 of the 10 of 镇7 and others, 9 units in all$/);
  });
});

describe('what is struck through', () => {
  const told = (rows: number[], whole: number[]) =>
    leftOut({ what: 'struck through', name: '表', rows, whole })?.zh ?? null;

  test('is told by rows, apart from rows that are struck through as a whole', () => {
    expect(told([2, 3, 5], [])).toBe('“表”第2–3、5行中划了删除线的内容没有计入');
    expect(told([], [4])).toBe('“表”第4行整行划了删除线，按空行处理');
    expect(told([2], [4])).toMatch(/^“表”第2行中.+第4行整行/);
  });

  test('of a file without names of sheets is called the table’s', () => {
    const told = leftOut({ what: 'struck through', name: '', rows: [2], whole: [] });
    expect([told?.zh, told?.en]).toEqual([
      '表第2行中划了删除线的内容没有计入',
      'the table: what is struck through was left out (rows 2)',
    ]);
  });
});

describe('a title of another quarter', () => {
  test('is repeated to its 40th character', () => {
    expect(titleText('2016Q1', '题'.repeat(40)).zh).toBe(`2016Q1（见表头上方“${'题'.repeat(40)}”）`);
    expect(titleText('2016Q1', '题'.repeat(41)).en).toBe(`2016Q1 (above the header: “${'题'.repeat(40)}…”)`);
  });

  const file = (...rows: Written[]) =>
    check(
      `2016年第一季度\n${csvOf(
        'household',
        rows.map((row) => rowOf('household', row)),
      )}`,
    ).findings.map(({ rule, severity }) => `${rule} ${severity}`);
  test('is a warning where every row says the right one', () => {
    const other = { household_no: '3715251080000099', head_id_no: '371599196101010015' };
    expect(file({}, other)).toContain('F07 warning');
    expect(file({ period: '2016年第二季度' }, other)).toContain('F07 warning');
    expect(file({}, { ...other, period: null })).toContain('F07 error');
    expect(file({}, { ...other, period: '2016Q1' })).toEqual(['F07 error']);
    expect(file()).toContain('F07 error');
  });
});

describe('a file that is too large', () => {
  const received = {
    when: 'received',
    period: PERIOD,
    hasProgramme: true,
    bytes: 20 * 1024 * 1024 + 1,
    mostBytes: 20 * 1024 * 1024,
  } as const;
  test('is told in whole megabytes', () => {
    expect(tooLarge(received)?.zh).toMatch(/^文件有 21 MB，超过单个文件上限 20 MB/);
    expect(tooLarge({ ...received, bytes: received.mostBytes })).toBeNull();
  });
  test('is not told where other things are wrong with its place', () => {
    expect(tooLarge({ ...received, period: null })).toBeNull();
    expect(tooLarge({ ...received, hasProgramme: false })).toBeNull();
  });
});

describe('a missing column', () => {
  const size = COLUMNS.find(({ field }) => field === 'household_size');
  const withUnknown = (...unknown: string[]) => {
    if (!size) throw new Error('no such column');
    const headers = COLUMNS.filter((column) => column !== size).map(({ header }) => header);
    return missingColumn(size, layoutOf([...headers, ...unknown]));
  };
  const END = '，请补上这一列';

  test('is asked for, and alike headers are named', () => {
    expect(withUnknown().zh).toBe(`缺少必填列“家庭人口数”${END}`);
    expect(withUnknown().en).toBe('The required column “家庭人口数” is missing; add it');
    expect(withUnknown('家庭人口合计').zh).toContain('是否就是“家庭人口数”？');
    expect(withUnknown('家庭人口合计').en).toContain('“家庭人口合计” (AQ) is not known: if it is that column');
  });

  test.each(['人口自然增长情况说明', '粮口', '猪', '住房面积'])(
    'is not taken for %s, which is named all the same',
    (unknown) => {
      expect(withUnknown(unknown).zh).toBe(
        `缺少必填列“家庭人口数”${END}；未识别的列：“${unknown}”（AQ列），其中有这一列的话请改用这个列名`,
      );
    },
  );

  test.each(['序号', '编号', '行号', 'No.', 'NO'])('is nobody’s mistake where %s stands', (unknown) =>
    expect(withUnknown(unknown).zh).toBe(`缺少必填列“家庭人口数”${END}`),
  );
  test.each(['序号2', '村内序号', '原编号', 'Noo'])('%s is no running number', (unknown) =>
    expect(withUnknown(unknown).zh).toContain(`“${unknown}”`),
  );

  test('has five headers named at most, each to its 20th character', () => {
    const { zh } = withUnknown('猪', '马', '牛', '羊', '鸡', '犬');
    expect(zh).toContain('“鸡”');
    expect(zh).not.toContain('“犬”');
    expect(withUnknown('猪'.repeat(21)).zh).toContain(`“${'猪'.repeat(20)}”`);
  });
});

describe('another template', () => {
  const stamp = { version: TEMPLATE_VERSION, division: TOWNSHIP, period: PERIOD };
  const headers = COLUMNS.map(({ header }) => header);
  const plain = [layoutOf(headers)];

  test('is told by what differs', () => {
    expect(otherTemplate(stamp, plain, CONTEXT)).toBeNull();
    expect(otherTemplate(null, plain, CONTEXT)).toBeNull();
    expect(otherTemplate({ ...stamp, division: '110101001', version: 't0' }, plain, CONTEXT)).toBeNull();
    expect(otherTemplate({ ...stamp, version: 't0', period: '2016Q1' }, plain, CONTEXT)).toEqual({
      zh: `模板版本为t0，现行版本为${TEMPLATE_VERSION}；模板是2016年第一季度的，本次填报2016年第二季度`,
      en: `its version is t0, the current one ${TEMPLATE_VERSION}; it is of 2016Q1, the report of 2016Q2`,
    });
    expect(otherTemplate({ ...stamp, division: '371525' }, plain, CONTEXT)?.zh).toBe(
      `模板是冠县（371525）的，本次填报单位为定远寨镇（${TOWNSHIP}）`,
    );
  });

  test('of a quarter that a title names is not told twice', () => {
    const old = { ...stamp, period: '2016Q1' } as const;
    expect(otherTemplate(old, [layoutOf(headers, '2016年第一季度')], CONTEXT)).toBeNull();
    expect(otherTemplate(old, [layoutOf(headers, '2016年第二季度')], CONTEXT)?.en).toContain('it is of 2016Q1');
  });
});

describe('names', () => {
  test.each([
    ['王 立\u3000冬', '王立冬'],
    ['买买提.艾力', '买买提·艾力'],
    ['买买提•艾力・吾', '买买提·艾力·吾'],
    ['王立冬', '王立冬'],
  ])('%s is %s', (name, normal) => expect(normaliseName(name)).toBe(normal));

  test.each([
    ['王', false],
    ['王立', true],
    ['王'.repeat(50), true],
    ['王'.repeat(51), false],
    ['㐀王', true],
    ['㐀', false],
    ['𠀀王', true],
    ['买·买', true],
    ['·买买', false],
    ['买买·', false],
    ['王〇', true],
    ['王\ue000', true],
    ['王1', false],
    ['1王㐀', false],
    [`㐀${'王'.repeat(50)}`, false],
  ])('%s is one: %s', (name, is) => expect(isName(name)).toBe(is));

  test('with a character of private use are uncertain', () => {
    expect(hasUncertainCharacter('王\ue000')).toBe(true);
    expect(hasUncertainCharacter('王\ufffd')).toBe(true);
    expect(hasUncertainCharacter('王㐀')).toBe(false);
    expect(hasUncertainCharacter('王立')).toBe(false);
  });
});

test.each([
  ['X04', 'measure'],
  ['X07', 'result'],
  ['X01', 'object'],
  ['N01', 'object'],
  ['N05', 'result'],
  ['Q03', 'result'],
  ['Q04', 'file'],
  ['Q02', 'object'],
  ['Z99', null],
])('rule %s stands under %s', (rule, heading) => expect(headingOf(rule)).toBe(heading));
