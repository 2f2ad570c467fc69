import { describe, expect, test } from 'vitest';
import {
  foldHeader,
  foldText,
  foldWidth,
  hasWideLetters,
  mask,
  plainCharacters,
  withoutInvisible,
} from '../../shared/parse/folding.ts';

describe('widths', () => {
  test.each([
    ['！～', '!~'],
    ['０Ａｚ（）', '0Az()'],
    ['\u3000\u00a0x', '  x'],
    ['、。「王', '、。「王'],
    ['王！', '王!'],
    ['\uff00\uff5f', '\uff00\uff5f'],
  ])('%j is %j', (text, folded) => expect(foldWidth(text)).toBe(folded));

  test.each([
    ['０', true],
    ['９', true],
    ['Ａ', true],
    ['Ｚ', true],
    ['ａ', true],
    ['ｚ', true],
    ['，', true],
    ['．', true],
    ['（）\u3000：', false],
    ['王0Az,.', false],
  ])('%j has wide letters: %s', (text, has) => expect(hasWideLetters(text)).toBe(has));
});

describe('what nobody sees', () => {
  test.each([
    '\u00ad',
    '\u200b',
    '\u200f',
    '\u202a',
    '\u202e',
    '\u2060',
    '\u206f',
    '\ufeff',
    '\ufe00',
    '\ufe0f',
    '\u{e0100}',
    '\u3164',
    '\u180e',
    '\ufffb',
  ])('%j is taken out wherever it stands', (character) => {
    expect(withoutInvisible(`${character}王${character}${character}立${character}`)).toBe('王立');
  });
  test.each(['\u2010', '\ufffd', '王', ' ', '\u{20000}', '\u{10400}'])('%j stays', (character) =>
    expect(withoutInvisible(character)).toBe(character),
  );
});

describe('what looks like another character', () => {
  test.each([
    ['⼾⼾主', '户户主'],
    ['⺠政', '民政'],
    ['⼀⼆', '一二'],
    ['\uf90a', '金'],
    ['\u{2f800}', '丽'],
    ['﹙﹚', '()'],
    ['王𬭎㐀', '王𬭎㐀'],
    ['ａ①', 'ａ①'],
    ['⿈', '黄'],
    ['⻯⻰', '龙龙'],
  ])('%s is %s', (text, plain) => expect(plainCharacters(text)).toBe(plain));
  test('all foldings are one in titles', () => expect(foldText('⼾\u200b：\u3000Ａ')).toBe('户: A'));
});

describe('a header says what it says without', () => {
  test.each([
    [
      'its number',
      ['(1)户编号', '（12）户编号', '1.户编号', '12、户编号', '3)户编号', '十二、户编号', '⑳户编号', '①户编号'],
    ],
    ['its marks', ['*户编号', '★★户编号', '户编号**', '*户编号★', '户编号*（必填）*']],
    ['its blanks', [' 户 编\n号 ', '户\u3000\u3000编号']],
    [
      'its unit',
      [
        '户编号（元）',
        '户编号(万元)',
        '户编号（单位：元）',
        '户编号(单位元)',
        '户编号,单位:元',
        '户编号单位：万元',
        '户编号（十万元）',
      ],
    ],
    [
      'what it counts',
      [
        '户编号（人）',
        '户编号(户)',
        '户编号（亩）',
        '户编号（月）',
        '户编号（个）',
        '户编号（处）',
        '户编号（%）',
        '户编号（人）（必填）',
      ],
    ],
    [
      'its rates',
      [
        '户编号（元/年）',
        '户编号（元/人）',
        '户编号（元/季）',
        '户编号（元/季度）',
        '户编号（元、万元）',
        '户编号（元或万元）',
        '户编号（元/人/年）',
      ],
    ],
    [
      'its obligation',
      [
        '户编号（必填）',
        '户编号（必填项）',
        '户编号（选填）',
        '户编号（选填项）',
        '户编号（文本）',
        '户编号（文本格式）',
      ],
    ],
    ['quotation marks and colons', ['“户编号”', '户编号：', '户编号:', '"户编号"', '「户编号」', '户编号。']],
    ['line breaks as programs write them', ['户_x000D_编号', '户<br>编号', '户编号<br/>']],
    ['the 户 of other fonts and countries', ['戶编号', '戸编号', '⼾编号']],
  ])('%s', (_what, headers) => {
    for (const header of headers) expect(foldHeader(header), header).toBe('户编号');
  });

  test.each([
    ['2016年', '2016年'],
    ['123.户编号', '123.户编号'],
    ['1.5倍', '1.5倍'],
    ['(1)', '(1)'],
    ['一二三四、户', '一二三四,户'],
    ['户（元）编号', '户(元)编号'],
    ['户编号（块）', '户编号(块)'],
    ['（元）', '(元)'],
    ['第1.户编号', '第1.户编号'],
    ['户*编号', '户*编号'],
    ['户编号元', '户编号元'],
    ['编号（123）户', '编号(123)户'],
  ])('%s is %s', (header, folded) => expect(foldHeader(header)).toBe(folded));
});

describe('a personal value', () => {
  test.each([
    ['', ''],
    ['王', '*'],
    ['王立', '王*'],
    ['王立冬', '王**'],
    ['𠀀立', '𠀀*'],
    ['138000000', '138****00'],
    ['13800000000', '138******00'],
    ['3715990101001', '371********01'],
    ['37159901010011', '371599******11'],
    ['37159919600101001X', '371599**********1X'],
    ['12345678', '1*******'],
    ['3715 9901', '3********'],
    ['王'.repeat(22), `王${'*'.repeat(21)}`],
    ['王'.repeat(23), `王${'*'.repeat(21)}…`],
  ])('%s shows as %s', (value, shown) => expect(mask(value)).toBe(shown));
});
