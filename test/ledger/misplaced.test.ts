import { expect, test } from 'vitest';
import { CITY_PACK } from '../../cities/pack.ts';
import { parseUploadKey } from '../../shared/ledger/keys.ts';
import { misplaced } from '../../shared/ledger/misplaced.ts';
import { receiptKey } from '../../shared/ledger/receipt-key.ts';
import { belongsAt, faultsText } from '../../shared/receipt/misplaced-text.ts';

const at = (key: string): string => receiptKey(key, 'v1', 'txt', CITY_PACK);

test.each([
  ['a subfolder', '371525108/2016Q2/一季度/花名册.xlsx', ['deeper folder'], '2016Q2'],
  ['a folder before the quarter', '371525108/旧/2016Q2/花名册.xlsx', ['deeper folder'], '2016Q2'],
  ['a small letter', '371525108/2016q2/花名册.xlsx', ['period spelling'], '2016Q2'],
  ['a quarter in words', '371525108/2016年第二季度/花名册.xlsx', ['period spelling'], '2016Q2'],
  ['a hyphen', '371525108/2016-Q2/花名册.xlsx', ['period spelling'], '2016Q2'],
  ['an underscore', '371525108/2016_Q2/花名册.xlsx', ['period spelling'], '2016Q2'],
  ['full-width characters', '371525108/２０１６Ｑ２/花名册.xlsx', ['period spelling'], '2016Q2'],
  ['a folder for the year', '371525108/2016/Q2/花名册.xlsx', ['period spelling', 'deeper folder'], '2016Q2'],
  ['a quarter that is none', '371525108/2016Q5/花名册.xlsx', ['not a period'], null],
  ['more digits than a quarter has', '371525108/2016Q12/花名册.xlsx', ['not a period'], null],
  ['another folder', '371525108/报表/花名册.xlsx', ['not a period'], null],
  ['no quarter', '371525108/花名册.xlsx', ['no period'], null],
  ['a quarter in the name alone', '371525108/2016年二季度花名册.xlsx', ['no period'], '2016Q2'],
  ['blanks around the code', ' 371525108 /2016Q2/花名册.xlsx', ['division spelling'], '2016Q2'],
  ['a full-width code', '３７１５２５１０８/2016Q2/花名册.xlsx', ['division spelling'], '2016Q2'],
  ['a name behind the code', '371525108定远寨镇/2016Q2/花名册.xlsx', ['division spelling'], '2016Q2'],
  ['a slash before the code', '/371525108/2016Q2/花名册.xlsx', ['division spelling'], '2016Q2'],
  ['two slashes', '371525108//2016Q2/花名册.xlsx', ['deeper folder'], '2016Q2'],
  ['no name', '371525108/2016Q2/', ['no file name'], '2016Q2'],
])('%s is told, and the answer lies under the prefix of the township', (_what, key, faults, period) => {
  expect(parseUploadKey(key, CITY_PACK)).toBeNull();
  expect(misplaced(key, CITY_PACK)).toMatchObject({ division: '371525108', period, faults });
  expect(at(key)).toMatch(/^371525108\//);
  expect(at(key).endsWith(`${key.slice(key.lastIndexOf('/') + 1)}.v1.receipt.txt`)).toBe(true);
});

test.each([
  '花名册.xlsx',
  '371525108',
  '999999999/2016Q2/a.csv',
  '371525999/2016Q2/a.csv',
  '3715251089/2016Q2/a.csv',
  '4101/2016Q2/a.csv',
  '../../etc/passwd',
  '../371525108/2016Q2/a.csv',
  '定远寨镇/2016Q2/a.csv',
])('%s begins with no division, so its answer lies under unroutable/', (key) => {
  expect(misplaced(key, CITY_PACK)).toMatchObject({ division: null });
  expect(misplaced(key, CITY_PACK)?.faults).toContain('no division');
  expect(at(key)).toBe(`unroutable/${key}.v1.receipt.txt`);
});

test.each(['371525108/2016Q2/花名册(终版2).xlsx', '371525/2016Q2/项目表.csv', '3715/2016Q1/任务表.csv'])(
  '%s is no misplaced upload, and its answer lies beside it',
  (key) => {
    expect(misplaced(key, CITY_PACK)).toBeNull();
    expect(at(key)).toBe(`${key}.v1.receipt.txt`);
  },
);

test('a key that climbs gives nobody an answer outside the prefix that it begins with', () => {
  const key = '371525108/2016Q2/../../371502002/2016Q2/a.csv';
  expect(at(key)).toBe(`${key}.v1.receipt.txt`);
});

test('what is wrong and where the file belongs is said as far as the key tells', () => {
  const told = (key: string) => {
    const place = misplaced(key, CITY_PACK)!;
    return [faultsText(place).zh, belongsAt(place).zh];
  };
  expect(told('371525108/2016q2/村/花名册.xlsx')).toEqual([
    '季度文件夹要写成 2016Q2 这样；季度文件夹里不能再有文件夹',
    '371525108/2016Q2/花名册.xlsx',
  ]);
  expect(told('371525108/花名册.xlsx')).toEqual(['缺少季度这一级文件夹', '371525108/<季度，如 2016Q2>/花名册.xlsx']);
  expect(told('花名册.xlsx')[1]).toBe('<区划代码>/<季度，如 2016Q2>/花名册.xlsx');
});

test('every fault has its words', () => {
  const keys = ['a', '/371525108/2016Q2/a', '371525108/a', '371525108/2016Q5/', '371525108/2016q2/b/a'];
  for (const key of keys) {
    const { zh, en } = faultsText(misplaced(key, CITY_PACK)!);
    expect(zh).not.toMatch(/undefined|^$/);
    expect(en).not.toMatch(/undefined|^$/);
  }
});
