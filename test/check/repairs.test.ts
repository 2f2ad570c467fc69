import { describe, expect, it } from 'vitest';
import { REPAIRS, REPAIRS_PER_KIND } from '../../shared/parse/repair.ts';
import { shownRepairs } from '../../shared/receipt/receipt.ts';
import { check, csvOf, fieldsOf, rowOf, sealed, type Written } from '../golden/rules/case.ts';
import { tableOf } from '../../shared/schema/tables.ts';
import { writeWorkbook } from '../../shared/sheet/write.ts';
import { columnLetters } from '../../shared/sheet/reference.ts';

const sound = rowOf('household');
const next = { household_no: '3715251080000099', head_id_no: sealed('37159919610101001') };
const cellOf = (field: string, row = 2): string => `${columnLetters(fieldsOf('household').indexOf(field))}${row}`;
const repairsOf = (change: Written, kind: Parameters<typeof csvOf>[0] = 'household', division?: string) =>
  shownRepairs(check(csvOf(kind, [rowOf(kind, change)]), division ? { division } : {}).repairs, 'zh');

describe('the repairs of a file', () => {
  it('of one that is written as it should be are none', () => {
    expect(repairsOf({})).toEqual({ byKind: [], items: [] });
  });

  it.each<[string, string, Written, string, string]>([
    ['county', 'county_name', { county_name: '聊城市冠县' }, '聊城市冠县', '冠县'],
    ['township', 'town_name', { town_name: '定远寨' }, '定远寨', '定远寨镇'],
    ['village', 'village_name', { village_name: '定远塞村', village_code: null }, '定远塞村', '定远寨村委会'],
    ['name-space', 'head_name', { head_name: '王　立冬' }, '王***', '王**'],
    ['name-dot', 'head_name', { head_name: '阿依•古丽' }, '阿****', '阿****'],
    [
      'case',
      'head_id_no',
      { head_id_no: sealed('37159919600101019').toLowerCase() },
      '371599**********9x',
      '371599**********9X',
    ],
    ['blank', 'household_no', { household_no: '3715 2510 8000 0001' }, '3******************', '371525********01'],
    ['default', 'poverty_standard', { poverty_standard: null }, '', '省定标准'],
    ['recomputed', 'pc_net_income', { pc_net_income: '1833' }, '1833', '1833.33'],
    ['month', 'report_date', { report_date: '2016年6月' }, '2016年6月', '2016-06-30'],
    ['alias', 'household_type', { household_type: '一般户' }, '一般户', '一般贫困户'],
    ['mark', 'edu_ok', { edu_ok: '√' }, '√', '是'],
    ['not-applicable', 'edu_ok', { edu_ok: '不适用' }, '不适用', '是'],
    ['comma', 'wage_income', { wage_income: '3,000' }, '3,000', '3000.00'],
    ['suffix', 'work_months', { work_months: '2.5月' }, '2.5月', '2.5'],
    ['alias', 'measures', { measures: '光伏扶贫、务工' }, '光伏扶贫、务工', '务工、光伏'],
  ])('tell %s with place, old and new value, personal ones masked', (kind, field, change, old, now) => {
    const { byKind, items } = repairsOf(change);
    expect(byKind).toMatchObject([{ kind, count: 1 }]);
    expect(items).toMatchObject([{ kind, row: 2, cell: cellOf(field), old, new: now }]);
  });

  it('hold no whole name, number or phone', () => {
    const secret = {
      head_name: '王 立 冬',
      head_id_no: sealed('37159919600101019').toLowerCase(),
      household_no: '３７１５２５１０８０００００１２',
    };
    const text = JSON.stringify(repairsOf(secret));
    expect(repairsOf(secret).items).toHaveLength(3);
    for (const part of ['立', '19600101', '３７１５', '8000001']) expect(text).not.toContain(part);
  });

  it('tell of a place written once for several rows; other merged columns keep their blanks', () => {
    const fields = fieldsOf('household');
    const [village, head] = [fields.indexOf('village_name'), fields.indexOf('head_name')];
    const rows = [sound, { ...rowOf('household', next), village_name: null, head_name: null }].map((row) =>
      fields.map((field) => row[field] ?? null),
    );
    const headers = fields.map(
      (field) => tableOf('household').columns.find((column) => column.field === field)?.header ?? null,
    );
    const merges = [village, head].map((left) => ({ top: 1, bottom: 2, left, right: left }));
    const checked = check(writeWorkbook([{ name: '二季度', rows: [headers, ...rows], merges }]));
    expect(shownRepairs(checked.repairs, 'zh').items).toMatchObject([
      { kind: 'merged', row: 3, cell: cellOf('village_name', 3), old: '', new: '定远寨村' },
    ]);
    expect(checked.findings.map(({ rule, row, index }) => ({ rule, row, index }))).toEqual([
      { rule: 'I05', row: 3, index: head },
    ]);
  });

  it('of a whole column are told once, at its header', () => {
    const wan = csvOf('household', [sound, rowOf('household', next)])
      .replace('工资性收入', '工资性收入（万元）')
      .replaceAll('3000', '0.3');
    const checked = check(wan);
    expect(checked.status).toBe('accepted');
    expect(checked.repairs.items).toMatchObject([
      { kind: 'unit', row: 1, from: '万元', to: '元', header: '工资性收入（万元）' },
    ]);
  });

  it('tell of the header of opposite meaning too', () => {
    const inverse = csvOf('household', [rowOf('household', { house_ok: '否' })]).replace('住房安全有保障', '危房户');
    expect(check(inverse).repairs.items).toMatchObject([
      { kind: 'inverse', row: 1, from: '危房户', to: '住房安全有保障' },
    ]);
  });

  it('do not call 万元 a repair where the sheet is kept in it', () => {
    expect(repairsOf({}, 'project', '371525').byKind).toEqual([]);
  });

  it('of a name that is none are not told: the row has an error', () => {
    expect(repairsOf({ head_name: '王 5' }).byKind).toEqual([]);
  });

  it('of rejected rows are told as well, the cells were read all the same', () => {
    expect(repairsOf({ household_size: '三口', edu_ok: '√' }).byKind).toMatchObject([{ kind: 'mark', count: 1 }]);
  });

  it('a total is called recomputed only where the row counts', () => {
    expect(repairsOf({ pc_net_income: '1700' }).byKind).toEqual([]);
  });

  it('are counted truly where not every place is kept', () => {
    const rows = Array.from({ length: REPAIRS_PER_KIND + 50 }, (_, at) =>
      rowOf('household', { household_no: String(3715251080000000 + at), edu_ok: '有' }),
    );
    const { repairs } = check(csvOf('household', rows));
    expect(repairs.counts).toEqual({ mark: REPAIRS_PER_KIND + 50 });
    expect(repairs.items).toHaveLength(REPAIRS_PER_KIND);
  });

  it('come in the order of the catalogue', () => {
    const { byKind } = repairsOf({ edu_ok: '√', household_type: '一般户', county_name: '冠', wage_income: '3,000' });
    const order = REPAIRS.map(({ code }) => code as string);
    expect(byKind.map(({ kind }) => kind)).toEqual(['county', 'alias', 'mark', 'comma']);
    expect(byKind.map(({ kind }) => order.indexOf(kind))).toEqual(
      byKind.map(({ kind }) => order.indexOf(kind)).toSorted((a, b) => a - b),
    );
  });
});
