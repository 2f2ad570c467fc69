import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CheckedFile } from '../../shared/check/checked-file.ts';
import type { Merge } from '../../shared/sheet/grid.ts';
import { writeWorkbook } from '../../shared/sheet/write.ts';
import { tableOf } from '../../shared/schema/tables.ts';
import { check, csvOf, fieldsOf, rowOf, sealed, told, type Written } from '../golden/rules/case.ts';

const first = rowOf('household');
const second = rowOf('household', { household_no: '3715251080000099', head_id_no: sealed('37159919610101001') });
const CSV = csvOf('household', [first, second]);
const [HEADER = '', FIRST = '', SECOND = ''] = CSV.split('\n');
const lineOf = (cells: Written): string =>
  fieldsOf('household')
    .map((field) => cells[field] ?? '')
    .join(',');
const numbers = (start: number): string =>
  fieldsOf('household')
    .map((_, at) => start + at)
    .join(',');

describe('what is no household', () => {
  it.each([
    ['a header printed again', [HEADER, FIRST, HEADER, SECOND]],
    ['a title and a header printed again', ['定远寨镇台账', HEADER, FIRST, '定远寨镇台账', HEADER, SECOND]],
    ['a header printed again in other words', [HEADER, FIRST, HEADER.replace('备注', '备注说明'), SECOND]],
    ['column numbers', [HEADER, numbers(1), FIRST, SECOND]],
    ['column numbers that begin with 甲', [HEADER, numbers(-1).replace(/^-1,0/, '甲,乙'), FIRST, SECOND]],
    ...['全镇合计', '合计：2户', '合计2户', '共2户', '累计', '平均', '定远寨村小计', '总　数', '本页合计'].map(
      (text): [string, string[]] => [text, [HEADER, FIRST, SECOND, lineOf({ period: text })]],
    ),
    [
      '合计 behind the place',
      [
        HEADER,
        FIRST,
        SECOND,
        lineOf({ period: '2016Q2', county_name: '冠县', town_name: '定远寨镇', village_name: '合计' }),
      ],
    ],
    [
      'a row with its place only',
      [HEADER, FIRST, SECOND, lineOf({ period: '2016Q2', county_name: '冠县', town_name: '定远寨镇' })],
    ],
    [
      'a row with place and date only',
      [HEADER, FIRST, SECOND, lineOf({ county_name: '冠县', village_name: '定远寨村', report_date: '2016-07-01' })],
    ],
  ])('%s', (_what, lines) => {
    expect(check(`${lines.join('\n')}\n`)).toMatchObject({ status: 'accepted', rows: 2, accepted: 2, findings: [] });
  });

  it('leaves averages out of the sums, and compares totals of other names', () => {
    const average = lineOf({ county_name: '平均', household_size: '3' });
    const total = lineOf({ county_name: '全镇合计', household_size: '7' });
    expect(told(check(`${CSV}${average}\n${total}\n`)).findings.map(({ message }) => message)).toEqual([
      '第5行“家庭人口数”的合计为7，与明细之和6不一致，请核对是否漏行或改了数',
    ]);
  });
});

describe('what is a household all the same', () => {
  it.each<[string, Written]>([
    ['one called 合计', { ...second, head_name: '合计' }],
    ['one with its number and nothing else', { household_no: '3715251080000098' }],
    ['one with its identity number turned into a number', { county_name: '小计', head_id_no: '3.71599E+17' }],
    ['one with a name and nothing else', { head_name: '王立冬' }],
    ['one with its number typed wrongly and nothing else', { household_no: '37152510800O0' }],
    ['one with its identity number in the column beside', { head_name: sealed('37159919610101001') }],
    ['one with its identity number in a column of amounts', { wage_income: sealed('37159919610101001') }],
    ['one with a name of one character', { head_name: '王' }],
    ['one with a name that has a digit', { head_name: '王立冬2' }],
  ])('%s', (_what, row) => {
    expect(check(`${HEADER}\n${FIRST}\n${lineOf(row)}\n`).rows).toBe(2);
  });
});

describe('rows that name no household', () => {
  const zeros: Written = { wage_income: '0', net_income: '0', pc_net_income: '0', household_size: '0' };
  const withRows = (rows: readonly Written[]): CheckedFile => check(`${CSV}${rows.map(lineOf).join('\n')}\n`);

  it.each<[string, Written]>([
    ['formulas dragged down', zeros],
    ['formulas dragged down beside the place', { period: '2016Q2', county_name: '冠县', ...zeros }],
    ['formulas that show 0 where names and numbers stand', { household_no: '0', head_name: '0', head_id_no: '0' }],
    ['formulas that fail', { household_no: '#N/A', head_name: '#N/A', head_id_no: '#N/A', wage_income: '#N/A' }],
    ['以下空白', { head_name: '以下空白' }],
    ['（以下无正文）', { remark: '（以下无正文）' }],
    ['a seal', { household_no: '定远寨镇人民政府（公章）' }],
    ['单位盖章', { head_name: '单位盖章' }],
    ['a date', { head_id_no: '2016年6月30日' }],
    ['a date of digits', { household_no: '2016-06-30' }],
    ['a note in a column of amounts', { wage_income: '低保金指2016年6月底实际领取的金额' }],
    ['column numbers that are not in order', { household_no: '5', head_name: '6', head_id_no: '7', wage_income: '0' }],
  ])('are blank: %s', (_what, row) => {
    const checked = withRows([row]);
    expect(checked).toMatchObject({ status: 'accepted', rows: 2, accepted: 2, findings: [] });
    expect(checked.repairs.items).toMatchObject([{ kind: 'no-household', row: 4, from: '第4行', to: '空行' }]);
  });

  it('are blank under the header too, whatever they explain', () => {
    const words = (table: string): string =>
      tableOf('household')
        .columns.map(({ field, type }) =>
          field === 'household_no' ? '16位数字' : type.kind === 'money' ? '元' : table,
        )
        .join(',');
    for (const word of ['必填', '人', '文字', '见说明'])
      expect(check([HEADER, words(word), FIRST, SECOND, ''].join('\n')), word).toMatchObject({
        status: 'accepted',
        rows: 2,
        findings: [],
      });
  });

  it('are told once for each block', () => {
    const { repairs } = withRows([zeros, zeros, zeros, { head_name: '王立冬' }, zeros]);
    expect(repairs.counts['no-household']).toBe(2);
    expect(repairs.items.filter(({ kind }) => kind === 'no-household').map(({ from }) => from)).toEqual([
      '第4–6行',
      '第8行',
    ]);
  });

  it('do not stop a full replacement', () => {
    const checked = check(`${CSV}${lineOf(zeros)}\n`, { fileName: '全量.csv' });
    expect(checked).toMatchObject({ status: 'accepted', replacement: true });
  });

  it('are asked about where they have figures, and cost no row', () => {
    const checked = withRows([{ wage_income: '100' }, zeros]);
    expect(checked).toMatchObject({ status: 'accepted_with_warnings', rows: 2, accepted: 2, rejected: 0 });
    expect(told(checked).findings).toMatchObject([{ rule: 'F23', severity: 'warning' }]);
  });

  it('are no data of a file that has nothing else', () => {
    const checked = check(`${HEADER}\n${lineOf(zeros)}\n`);
    expect(checked).toMatchObject({ status: 'rejected', rows: 0, findings: [{ rule: 'F11' }] });
  });

  it('keep one entry of any number of rows', () => {
    const checked = withRows(Array.from({ length: 5_000 }, () => zeros));
    expect(checked.repairs).toMatchObject({ counts: { 'no-household': 1 } });
    expect(checked.findings).toEqual([]);
  });

  it('never take a household with them, wherever they stand among households', () => {
    const households = fc.array(fc.constantFrom('household', 'zeros', 'seal', 'blank'), { maxLength: 30 });
    fc.assert(
      fc.property(households, (kinds) => {
        const lines = kinds.map((kind, at) => {
          const household_no = `371525108000${String(1000 + at)}`;
          if (kind === 'household')
            return lineOf({ ...first, household_no, head_id_no: sealed(`3715991960010${1000 + at}`) });
          return lineOf(kind === 'zeros' ? zeros : kind === 'seal' ? { head_id_no: '（公章）' } : {});
        });
        const { rows, accepted, rejected } = check(`${HEADER}\n${lines.join('\n')}\n`);
        expect(rows).toBe(kinds.filter((kind) => kind === 'household').length);
        expect(accepted + rejected).toBe(rows);
      }),
      { numRuns: 30 },
    );
  });
});

describe('rows whose household number is merged with the one above', () => {
  const fields = fieldsOf('household');
  const at = fields.indexOf('household_no');
  const gridOf = (rows: readonly Written[]) => [
    HEADER.split(','),
    ...rows.map((row) => fields.map((field) => row[field] ?? null)),
  ];
  const merged: Merge = { top: 1, bottom: 3, left: at, right: at };
  const bookOf = (members: readonly Written[]): CheckedFile =>
    check(writeWorkbook([{ name: '表', rows: gridOf([first, ...members, second]), merges: [merged] }]));

  it('are members of that household', () => {
    const checked = bookOf([{ head_name: '李秀英', head_id_no: sealed('37159919620101001') }, { head_name: '王小冬' }]);
    expect(checked).toMatchObject({ status: 'accepted', rows: 2, accepted: 2, findings: [] });
    expect(checked.repairs.items).toMatchObject([{ kind: 'member', row: 3, from: '第3–4行' }]);
  });

  it('are asked about where they have figures of their own', () => {
    const checked = bookOf([{ head_name: '李秀英', wage_income: '500' }, { head_name: '王小冬' }]);
    expect(checked).toMatchObject({ rows: 2, accepted: 2, findings: [{ rule: 'F23', severity: 'warning' }] });
  });
});
