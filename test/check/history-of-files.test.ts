import { describe, expect, test } from 'vitest';
import { CITY_PACK } from '../../cities/pack.ts';
import { checkHistory, townshipsIn, type TownshipHistory } from '../../shared/check/check-history.ts';
import type { CheckedFile } from '../../shared/check/checked-file.ts';
import { decodeRecord } from '../../shared/rows/codec.ts';
import { writeWorkbook } from '../../shared/sheet/write.ts';
import { check, csvOf, PERIOD, RECEIVED, rowOf, sealed, TOWNSHIP, type Written } from '../golden/rules/case.ts';
import { LAST } from '../golden/rules/history.ts';

const CONTEXT = { ...CITY_PACK.at(PERIOD), division: TOWNSHIP, receivedOn: RECEIVED };
/** Three persons fewer than the quarter before: N02 asks about it. */
const SIX: Written = { ...LAST, household_size: '6', pc_net_income: '900' };
const OTHER: Written = { household_no: '3715251080000099', head_id_no: sealed('37159919610101001') };

const fileOf = (...changes: Written[]): CheckedFile =>
  check(
    csvOf(
      'household',
      changes.map((change) => rowOf('household', change)),
    ),
  );

function historyOf(reported: readonly string[], ...changes: Written[]): ReadonlyMap<string, TownshipHistory> {
  const accepted = fileOf(...changes).tables[0]?.accepted ?? [];
  if (accepted.length < changes.length) throw new Error('a row of the past is not sound');
  const last = new Map(accepted.map((row) => [row.key, decodeRecord('household', row)]));
  return new Map([[TOWNSHIP, { earlier: new Map([['2016Q1', last]]), reported: new Set(reported) }]]);
}
const codes = ({ findings }: CheckedFile): string[] => findings.map(({ rule, row }) => `${rule} ${row}`);

describe('a file beside what is on file', () => {
  test('without history stays as it is', () => {
    const checked = fileOf({});
    expect(checkHistory(checked, CONTEXT, new Map())).toBe(checked);
    const none = new Map([[TOWNSHIP, { earlier: new Map(), reported: new Set<string>() }]]);
    expect(checkHistory(checked, CONTEXT, none)).toBe(checked);
    const [elsewhere] = historyOf([], SIX).values();
    if (!elsewhere) throw new Error('no history');
    expect(checkHistory(checked, CONTEXT, new Map([['371525109', elsewhere]]))).toBe(checked);
  });

  test('of an office is not compared', () => {
    const projects = check(csvOf('project', [rowOf('project')]), { division: '371525' });
    const [history] = historyOf([], SIX).values();
    if (!history) throw new Error('no history');
    expect(checkHistory(projects, CONTEXT, new Map([['371525', history]]))).toBe(projects);
  });

  test('is compared household by household', () => {
    expect(codes(checkHistory(fileOf({}, OTHER), CONTEXT, historyOf([], SIX, { ...LAST, ...OTHER })))).toEqual([
      'N02 2',
    ]);
  });

  test('a household that is taken off is not compared', () => {
    expect(
      codes(checkHistory(fileOf({ remark: '删除' }, OTHER), CONTEXT, historyOf([], SIX, { ...LAST, ...OTHER }))),
    ).toEqual([]);
  });

  test('names the sheet where the table goes over several', () => {
    const fields = Object.keys(rowOf('household'));
    const [header = ''] = csvOf('household', []).split('\n');
    const sheet = (name: string, change: Written) => ({
      name,
      rows: [header.split(','), fields.map((field) => rowOf('household', change)[field] ?? null)],
    });
    const checked = check(writeWorkbook([sheet('闫营村', OTHER), sheet('双庙村', {})]));
    const compared = checkHistory(checked, CONTEXT, historyOf([], SIX, { ...LAST, ...OTHER }));
    expect(compared.findings).toMatchObject([{ rule: 'N02', sheet: '双庙村', row: 2, inSheets: true, value: '3' }]);
  });
});

test('townships of a file are those of its accepted households, each once', () => {
  expect(townshipsIn(fileOf({}, OTHER))).toEqual([TOWNSHIP]);
  expect(townshipsIn(fileOf({ household_size: '三口' }))).toEqual([]);
  expect(townshipsIn(check(csvOf('project', [rowOf('project')]), { division: '371525' }))).toEqual([]);
});

describe('an accepted row', () => {
  const only = (change: Written) => fileOf(change).tables[0]?.accepted[0];

  test('says whether it has a remark', () => {
    expect(only({ remark: '人口增加' })?.remarked).toBe(true);
    expect(only({ remark: null })?.remarked).toBe(false);
  });

  test('of an office lies under the office, and in the order of its sheet', () => {
    const finance = check(csvOf('finance', [rowOf('finance'), rowOf('finance')]), { division: '371525' });
    expect(
      finance.tables[0]?.accepted.map(({ partition, key, head, number }) => [partition, key, head, number]),
    ).toEqual([
      ['371525', '000002', '', 2],
      ['371525', '000003', '', 3],
    ]);
    const target = check(csvOf('target', [rowOf('target')]), { division: '3715' });
    expect(target.tables[0]?.accepted.map(({ key }) => key)).toEqual(['2016-371525']);
  });

  test('of a loan keeps the number of an enterprise, and of nobody else', () => {
    const codeOf = (change: Written) => {
      const { tables } = check(csvOf('finance', [rowOf('finance', change)]), { division: '371525' });
      const [row] = tables[0]?.accepted ?? [];
      return row && decodeRecord('finance', row).enterprise_code;
    };
    expect(codeOf({})).toBe('91350100M000100Y43');
    const farmer = { finance_type: '农户贷款', borrower_id: sealed('37159919600101001'), above_scale: null };
    expect(codeOf(farmer)).toBeNull();
  });

  test('keeps the first 18 characters of the head’s number for its hash', () => {
    const number = sealed('37159919600101001');
    expect(only({ head_id_no: `${number}44` })).toMatchObject({ head: number, partition: TOWNSHIP, part: 0 });
  });

  test('that takes a household off has an empty line', () => {
    expect(only({ remark: '删除' })).toMatchObject({ line: '', remarked: true });
    expect(only({})?.line).not.toBe('');
  });
});
