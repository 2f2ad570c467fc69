/** Rows that share a key: which are found, and how each names the others. */
import { describe, expect, test } from 'vitest';
import { repeats } from '../../shared/rules/repeats.ts';

type Row = { readonly key: string; readonly other?: string };

const found = (rows: readonly Row[], sheets: readonly string[] = []) =>
  repeats(
    rows.map((row, at) => ({ row, number: at + 2, sheet: sheets[at] ?? '' })),
    ({ key }) => key,
  );
const keys = (text: string): Row[] => [...text].map((key) => ({ key }));
const wordsOf = (text: string, sheets?: readonly string[]) =>
  [...found(keys(text), sheets)].map(([index, { rows }]) => [index, rows]);

describe('rows of one key', () => {
  test('are all found, each with the rows of its group, in the order of the groups’ first rows', () => {
    expect(found(keys('abc')).size).toBe(0);
    expect(wordsOf('abba')).toEqual([
      [0, { zh: '第2、5行', en: 'rows 2, 5' }],
      [3, { zh: '第2、5行', en: 'rows 2, 5' }],
      [1, { zh: '第3、4行', en: 'rows 3, 4' }],
      [2, { zh: '第3、4行', en: 'rows 3, 4' }],
    ]);
    expect(wordsOf('xbbxx').map(([index]) => index)).toEqual([0, 3, 4, 1, 2]);
  });

  test('name their own row and another one, in their order', () => {
    const pairs = [...found(keys('aba')).entries()].map(([index, { row1, row2 }]) => [index, row1, row2]);
    expect(pairs).toEqual([
      [0, 2, 4],
      [2, 2, 4],
    ]);
  });

  test('name ten rows at most, and say how many they are', () => {
    const named = (count: number) => found(keys('a'.repeat(count))).get(0)?.['rows'];
    expect(named(10)).toEqual({ zh: '第2、3、4、5、6、7、8、9、10、11行', en: 'rows 2, 3, 4, 5, 6, 7, 8, 9, 10, 11' });
    expect(named(11)).toEqual({
      zh: '第2、3、4、5、6、7、8、9、10、11行等11行',
      en: 'rows 2, 3, 4, 5, 6, 7, 8, 9, 10, 11; 11 in all',
    });
  });

  test('are named by their sheets, where these are several', () => {
    expect(wordsOf('aaa', ['东村', '东村', '西村'])[0]).toEqual([
      0,
      { zh: '“东村”第2、3行、“西村”第4行', en: '“东村” rows 2, 3; “西村” rows 4' },
    ]);
    expect(found(keys('aa'), ['东村', '西村']).get(1)).toMatchObject({ town1: '“东村”', town2: '“西村”' });
  });
});

describe('where only another value beside the key is a mistake', () => {
  const of = (rows: readonly Row[]) =>
    repeats(
      rows.map((row, at) => ({ row, number: at + 2, sheet: '' })),
      ({ key }) => key,
      ({ other }) => other ?? '',
    );
  test('rows that are alike in it are none', () => {
    expect(
      of([
        { key: 'a', other: '1' },
        { key: 'a', other: '1' },
      ]).size,
    ).toBe(0);
  });
  test('each names one that differs', () => {
    const pairs = of([
      { key: 'a', other: '1' },
      { key: 'a', other: '1' },
      { key: 'a', other: '2' },
    ]);
    expect([...pairs].map(([index, { row1, row2 }]) => [index, row1, row2])).toEqual([
      [0, 2, 4],
      [1, 3, 4],
      [2, 2, 4],
    ]);
  });
});
