import { describe, expect, test } from 'vitest';
import { brokenProjectKey, currentKey, projectKey, showsDate } from '../../shared/parse/project-number.ts';
import { readCell, Unreadable } from '../../shared/parse/values.ts';
import { PROJECT_COLUMNS } from '../../shared/schema/project.ts';
import { columnOf } from '../../shared/schema/column.ts';
import { TABLES } from '../../shared/schema/tables.ts';
import type { Cell } from '../../shared/sheet/grid.ts';

const read = (cell: Cell) =>
  readCell(columnOf(PROJECT_COLUMNS, 'project_no'), cell, { fenPerUnit: 100, date1904: false, inverted: false });

test.each(TABLES.map((table) => [table.kind, table] as const))(
  'rows of %s are told apart by no plain text',
  (_kind, { key, columns }) => {
    if (key === null) return;
    const column = columns.find(({ field }) => field === key);
    expect(column).toMatchObject({ core: true, required: true });
    expect(column?.type.kind).not.toBe('text');
  },
);

describe('the number of a project', () => {
  test.each([
    'gx-01',
    'ＧＸ-01',
    'GX－01',
    'GX—01',
    'GX–01',
    'GX‐01',
    'GX−01',
    'GX﹣01',
    'GX - 01',
    ' GX-01\u3000',
    'GX-０１',
    'GX\u200b-01',
    'Gx‑01',
    'GXー01',
  ])('%j is GX-01', (written) => {
    expect(read(written)).toBe('GX-01');
  });

  test.each<[Cell, string]>([
    ['001', '1'],
    [1, '1'],
    ['１', '1'],
    ['0001', '1'],
    ['000', '0'],
    ['010', '10'],
    [10, '10'],
    ['12345678901234567890', '12345678901234567890'],
    ['0012345678901234567890', '12345678901234567890'],
    ['GX-001', 'GX-001'],
    ['001-2', '001-2'],
    ['001A', '001A'],
    ['2016-1', '2016-1'],
    ['2016-01-01', '2016-01-01'],
    ['冠扶〔2016〕1号', '冠扶〔2016〕1号'],
    [42_370, '42370'],
  ])('%j is compared as %s', (written, key) => {
    expect(read(written)).toBe(key);
    expect(projectKey(key)).toBe(key);
  });

  test.each<Cell>([
    12_345_678_901_234_567_000,
    1e15,
    '1.23457E+19',
    '1E+15',
    '2016/1/1',
    '2016/1/1 0:00',
    '1月16日',
    '2016年1月',
    '2016年1月1日',
    'Jan-16',
    '16-Jan',
    '1-Jan-16',
  ])('%j is what a spreadsheet left of one', (written) => {
    expect(read(written)).toMatchObject({ reason: 'digits lost' });
  });

  const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
  test.each([
    ...'2016/1/1 2016/12/31 2016/1/10:00 2016/12/3112:30 2016/1/18:05:09'.split(' '),
    ...'1月 12月 1月16日 12月3日 2016年1月 2016年12月 2016年12月31日'.split(' '),
    ...MONTHS.flatMap((month) => [`${month}-16`, `1-${month}`, `16-${month}`, `16-${month}-16`]),
  ])('%s was one and became a day', (key) => expect(brokenProjectKey(key)).toBe('date'));

  test.each(['3E+1', '3E+17', '3.7E+17', '3.71525E+17'])('%s was one and lost its digits', (key) =>
    expect(brokenProjectKey(key)).toBe('exponent'),
  );

  test.each([
    ...'16/1/1 2016/1 2016/123/1 2016/1/1号 A2016/1/1 2016/1/1-2 2016/1/18:5 2016/1/112:'.split(' '),
    ...'2016/X/1 2016/1/X ABCD/1/1 2016/1/1AB:30 2016/1/112:AB 2016/1/112:30:AB 2016/1/112:30:5'.split(' '),
    ...'123月 A1月 1月号 1月16 1月日 16年1月 2016年 ABCD年1月 2016年X月 X月 1月X日 1月123日'.split(' '),
    ...'JAN JAN-1 JAN-161 JAN-AB AJAN-16 ABC-16 161-JAN A-JAN 16-ABC 16-JANA GX16-JAN'.split(' '),
    ...'16-JAN-1 16-JAN-161 16-JAN-AB -JAN'.split(' '),
    ...'3E17 3E-17 33E+17 3.E+17 3.AE+17 3E+ A3E+17 3E+17号 3E+A AE+17 3.7E17'.split(' '),
  ])('%s is the office’s own', (key) => expect(brokenProjectKey(key)).toBeNull());

  test('of a row of an earlier rule set is read as today’s, and no other key is', () => {
    expect(currentKey('project', 'gx-001')).toBe('GX-001');
    expect(currentKey('project', '001')).toBe('1');
    expect(currentKey('household', '0371525108000001')).toBe('0371525108000001');
  });

  test('is no truth value', () => {
    expect(read(true)).toBeInstanceOf(Unreadable);
  });
});

test.each([
  ['yyyy-mm-dd', true],
  ['mmm-yy', true],
  ['[$-804]yyyy"年"m"月"', true],
  ['m/d/yy h:mm', true],
  ['General', false],
  ['0', false],
  ['000', false],
  ['@', false],
  ['[Red]0.00', false],
  ['"第"0"号 days"', false],
])('the format %s shows a date: %s', (format, isDate) => {
  expect(showsDate(format)).toBe(isDate);
});
