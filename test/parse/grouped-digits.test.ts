/** Which groups of digits are a number of a person, by their lengths and first digits, whatever mark parts them. */
import { describe, expect, test } from 'vitest';
import { groupedNumbers } from '../../shared/parse/grouped-digits.ts';

const MARKS = ['.', '/', ':', '|', '~', '·', ',', '，', '::'];
/** Marks of a list: whoever separates numbers with them has several. */
const LISTS = ['、', ';', '；', ', ', '， '];

/** How much of each number in the groups may be shown, and the digits of it. */
const found = (groups: readonly string[], mark: string): string[] => {
  const text = groups.join(mark);
  return groupedNumbers(text).map(({ from, to, shown }) => `${shown} ${text.slice(from, to).replace(/[^\dXx]/g, '')}`);
};
const groupsOf = (shape: string): string[] => shape.split(' ');

describe('an identity number', () => {
  const whole = '371599196302077013';
  test.each([
    '371599 19630207 7013',
    '371599 19630207 701X',
    '371599 19630207 701x',
    '371599 630207 701',
    '371599 630207 7013',
    '371599 630207 701X',
    '371599 196302077013',
    '371599 1963 0207 7013',
    '3715 9919 6302 0770 13',
    '371599 20131231 7013',
    '371599 1990 1101 2345',
    '371599 19630430 7013',
    '371 599 630 207 701',
    '8715 99 630207 701',
  ])('in the groups %s', (shape) => {
    for (const mark of MARKS) expect(found(groupsOf(shape), mark), mark).toEqual([`6 ${shape.replaceAll(' ', '')}`]);
  });
  test('ends where it ends, whatever groups follow', () => {
    for (const mark of MARKS)
      expect(found(groupsOf('371599 630207 7013 5'), mark), mark).toEqual(['6 3715996302077013']);
  });
  test('with any mark between each digit and the next', () => {
    for (const mark of MARKS) expect(found([...whole], mark), mark).toEqual([`6 ${whole}`]);
  });
  test.each(['371599 19630207 7013', '371599 19630207 701X', '371599 630207 701', '371599 630207 701x'])(
    'in the groups %s is known between marks of a list, too',
    (shape) => {
      for (const mark of LISTS) expect(found(groupsOf(shape), mark), mark).toEqual([`6 ${shape.replaceAll(' ', '')}`]);
    },
  );
  test.each(['371599 1963 0207 7013', '3715 9919 6302 0770 13', '371599 196302077013', '37159 19630207 7013'])(
    'in the groups %s is none between marks of a list',
    (shape) => {
      for (const mark of LISTS) expect(found(groupsOf(shape), mark), mark).toEqual([]);
    },
  );
  test.each([
    '971599 1963 0207 7013',
    '071599 1963 0207 7013',
    '371599 1863 0207 7013',
    '371599 1963 1307 7013',
    '371599 1963 0007 7013',
    '371599 1963 0232 7013',
    '371599 1963 0200 7013',
    '3715991 1963 0207 7013',
    '371599 1963 0207 70134',
  ])('is none whose region or birthday is none: %s', (shape) => {
    for (const mark of MARKS)
      expect(
        found(groupsOf(shape), mark).filter((one) => one.length > 17),
        mark,
      ).toEqual([]);
  });
});

describe('a telephone number', () => {
  test.each([
    '138 1234 5678',
    '1381 2345 678',
    '138 12345678',
    '1381234 5678',
    '1 3 8 1 2 3 4 5 6 7 8',
    '1 38 1234 5678',
    '1 381 2345 678',
    '199 0000 9397',
    '86 138 1234 5678',
    '0086 138 1234 5678',
    '0635 8123456',
    '0635 812 3456',
    '0635 8123 4567',
    '010 61234567',
    '010 6123 4567',
    '86 635 8123456',
    '86 10 6123 4567',
    '0086 635 812 3456',
  ])('in the groups %s', (shape) => {
    for (const mark of MARKS.filter((one) => one !== '.'))
      expect(found(groupsOf(shape), mark), mark).toEqual([`3 ${shape.replaceAll(' ', '')}`]);
    for (const mark of LISTS) expect(found(groupsOf(shape), mark), mark).toEqual([]);
  });

  test.each([
    '128 1234 5678',
    '238 1234 5678',
    '138 123 5678',
    '138 1234 56789',
    '1381 2345 67',
    '1381 234 5678',
    '138 1234567',
    '138 123456789',
    '0035 8123456',
    '0635 1123456',
    '0635 9123456',
    '06355 8123456',
    '0635 81 23456',
    '06 8123456',
    '635 8123456',
  ])('is not in the groups %s', (shape) => {
    for (const mark of MARKS) expect(found(groupsOf(shape), mark), mark).toEqual([]);
  });

  test('is an amount where two groups have a point, and none begins with 0', () => {
    expect(found(['138', '12345678'], '.')).toEqual([]);
    expect(found(['138', '12345678'], '/')).toEqual(['3 13812345678']);
    expect(found(['0635', '8123456'], '.')).toEqual(['3 06358123456']);
    expect(found(['138', '1234', '5678'], '.')).toEqual(['3 13812345678']);
  });
});

describe('a bank card', () => {
  test.each([
    '6222 0212 3456 7890',
    '6222 0212 3456 7890 1',
    '6222 0212 3456 7890 123',
    '3222 0212 3456 7890',
    '9222 0212 3456 7890',
  ])('in the groups %s', (shape) => {
    for (const mark of MARKS) expect(found(groupsOf(shape), mark), mark).toEqual([`6 ${shape.replaceAll(' ', '')}`]);
    for (const mark of LISTS) expect(found(groupsOf(shape), mark), mark).toEqual([]);
  });
  test.each(['2222 7212 3456 7890', '622 7212 3456 7890', '6222 7212 3456 789', '6222 7212 34567 890'])(
    'is not in the groups %s',
    (shape) => {
      for (const mark of MARKS) expect(found(groupsOf(shape), mark), mark).toEqual([]);
    },
  );
});

describe('in a text', () => {
  test('numbers are found where they stand, one behind another, in any width', () => {
    expect(groupedNumbers('电话138/1234/5678，卡6222/0212/3456/7890。')).toEqual([
      { from: 2, to: 15, shown: 3 },
      { from: 17, to: 36, shown: 6 },
    ]);
    expect(groupedNumbers('１３８｜１２３４｜５６７８')).toEqual([{ from: 0, to: 13, shown: 3 }]);
    expect(groupedNumbers('138|1234|5678|199|0000|9397')).toEqual([
      { from: 0, to: 13, shown: 3 },
      { from: 14, to: 27, shown: 3 },
    ]);
    expect(groupedNumbers('12|138|1234|5678')).toEqual([{ from: 3, to: 16, shown: 3 }]);
  });

  test('a letter or three marks end the groups', () => {
    expect(groupedNumbers('138a1234a5678')).toEqual([]);
    expect(groupedNumbers('138---1234---5678')).toEqual([]);
    expect(groupedNumbers('138--1234--5678')).toEqual([{ from: 0, to: 15, shown: 3 }]);
  });
});
