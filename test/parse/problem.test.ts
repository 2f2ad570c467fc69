import { describe, expect, test } from 'vitest';
import { digitsProblem, nameProblem, phoneProblem } from '../../shared/parse/problem.ts';

describe('what is wrong with a number, without the number', () => {
  test.each([
    ['37152510800000', '共14位', 'has 14 characters'],
    ['3715251080000001x', '共17位', 'has 17 characters'],
    ['', '为空白', 'is blank'],
    ['37152510800O0001', '含字母“O”', 'has the letter “O”'],
    ['3715251080000-01', '含符号“-”', 'has the sign “-”'],
    ['37152510800000①', '含数字“①”', 'has the digit “①”'],
    ['371525108户0001', '含汉字', 'has Chinese characters'],
    ['37152510𠀀', '含汉字', 'has Chinese characters'],
  ])('%s', (text, zh, en) => expect(digitsProblem(text)).toEqual({ zh, en }));
});

describe('what is wrong with a name, without the name', () => {
  test.each([
    ['王', '只有1个字', 'has one character only'],
    ['𠀀', '只有1个字', 'has one character only'],
    ['王'.repeat(51), '有51个字', 'has 51 characters'],
    ['王立1', '含数字“1”', 'has the digit “1”'],
    ['王a', '含字母“a”', 'has the letter “a”'],
    ['王，立', '含符号“，”', 'has the sign “，”'],
    ['·王立', '以“·”开头或结尾', 'begins or ends with “·”'],
    ['王立·', '以“·”开头或结尾', 'begins or ends with “·”'],
    ['·1', '含数字“1”', 'has the digit “1”'],
  ])('%s', (text, zh, en) => expect(nameProblem(text)).toEqual({ zh, en }));

  test.each(['〇', '\ue000', '\ufffd'])('%j is no foreign character of one', (text) =>
    expect(nameProblem(text).zh).toBe('只有1个字'),
  );
});

describe('what is wrong with a telephone number, without the number', () => {
  test.each([
    ['无', '不是号码'],
    ['--', '不是号码'],
    ['', '不是号码'],
    ['1380000000转8', '含汉字'],
    ['1380000000a', '含字母“a”'],
    ['8123456', '共7位，没有区号'],
    ['81234567', '共8位，没有区号'],
    ['812345678', '共9位'],
    ['812345', '共6位'],
    ['9123456', '共7位'],
    ['1123456', '共7位'],
    ['138000000001', '共12位'],
    ['138-0000-0000', '含符号“-”'],
  ])('%s', (text, zh) => expect(phoneProblem(text)?.zh).toBe(zh));

  test.each(['12800000000', '0635-8123456'])('%s: nothing but its digits', (text) =>
    expect(phoneProblem(text)).toBeNull(),
  );
});
