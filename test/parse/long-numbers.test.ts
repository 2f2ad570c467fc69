import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskNumbers } from '../../shared/parse/long-numbers.ts';

const ID = '371599196302077013';

describe('numbers of persons in a text', () => {
  it.each([
    ['an identity number', ID, '371599**********13'],
    ['one that ends in X', '37159919780224701X', '371599**********1X'],
    ['one of 15 digits', '371599630207701', '371599*******01'],
    ['one of a disability certificate', `${ID}43`, '371599************43'],
    ['one with blanks inside', '371599 19630207 7013', '371599**********13'],
    ['one with wide blanks inside', '371599\u300019630207\u00a07013', '371599**********13'],
    ['one with quotation marks inside', "371599'19630207‘7013", '371599**********13'],
    ['one with dashes inside', '371599-19630207-7013', '371599**********13'],
    ['one with fillers that nobody sees', '371599\u180e19630207\u3164701\u20643', '371599**********13'],
    ['one with marks that nobody sees', '371599\u200b19630207\ufeff7013', '371599**********13'],
    ['one in full-width digits', '３７１５９９１９６３０２０７７０１３', '３７１５９９**********１３'],
    ['one with a letter for a digit', '3715991963O207701l', '371599**********1l'],
    ['one among words', `户主${ID}已搬走`, '户主371599**********13已搬走'],
    ['one behind a number with a point', `1.${ID}`, '1.371599**********13'],
    ['one that became a number', '3.71599196302077E+17', '3.715991******77E+17'],
    ['one behind a day', `2016-06-30 ${ID}`, '201606****************13'],
    ['one in groups that begin like a code and a year', '371599 19630207 2016', '371599**********16'],
    ['one with points between its groups', '371599.19630207.7013', '371599**********13'],
    ['one with low lines between its groups', '371599_19630207_701X', '371599**********1X'],
    ['one of 15 digits with slashes', '371599/630207/701', '371599*******01'],
    ['one that is written like an amount', '371,599,196,302,077,013', '371599**********13'],
    ['one of 15 digits that is written like an amount', '371,599,630,207,701', '371599*******01'],
    ['a mobile number with points', '199.0000.9397', '199******97'],
    ['a mobile number with brackets', '(199)00009397', '(199******97'],
    ['a bank card', '6222021234567890123', '622202***********23'],
    ['a bank card in groups', '6222 0212 3456 7890', '622202********90'],
    ['a mobile number', '19900009397', '199******97'],
    ['a mobile number in groups', '199 0000 9397', '199******97'],
    ['a mobile number with 86', '+8619900009397', '+861********97'],
    ['a mobile number behind another number', '3 19900009397', '3 199******97'],
    ['two mobile numbers', '19900009397、19900006902', '199******97、199******02'],
    ['a number with its area code', '0635-8123456', '063******56'],
    ['a number with its area code in brackets', '（0635）81234567', '（063*******67'],
    ['one cut off behind 15 digits', '3.7159919630207E+17', '3.715991*****07E+17'],
    ['one that became a number without a plus', '3.71599196302077e17', '3.715991******77e17'],
    ['two that nothing parts', `${ID}${ID}`, '371599****************13'],
    ['one at the end of a calculation', `12345678.${ID.slice(0, 15)}`, '12345678.371599*******77'],
    ['one of 13 digits and letters for two', '3715991963O2l77', '371599*******77'],
    ['one on a day', `2016-06-30${ID}`, '201606****************13'],
    ['a mobile number with full-width 86', '８６19900009397', '８６1********97'],
    ['a number with an area code of three digits', '010-61234567', '010******67'],
    ['a number with an area code and no dash', '06358123456', '063******56'],
    ['a full-width mobile number', '１９９００００９３９７', '１９９******９７'],
    ['one with commas of a list between its groups', '371599、19630207、7013', '371599**********13'],
    ['one in groups of four with points', '3715.9919.6302.0770.13', '371599**********13'],
    ['one with a point behind each digit', [...ID].join('.'), '371599**********13'],
    ['one with brackets around its year', '371599(1963)02077013', '371599**********13'],
    ['one with brackets around its region', '（371599）196302077013', '（371599**********13'],
    ['one in circled digits', '③⑦①⑤⑨⑨①⑨⑥③⓪②⓪⑦⑦⓪①③', '③⑦①*************①③'],
    ['one in Chinese numerals', '三七一五九九一九六三〇二〇七七〇一三', '三七一*************一三'],
    ['one in mathematical digits', '𝟑𝟕𝟏𝟓𝟗𝟗𝟏𝟗𝟔𝟑𝟎𝟐𝟎𝟕𝟕𝟎𝟏𝟑', '𝟑𝟕𝟏*************𝟏𝟑'],
    ['a bank card with points', '6222.0212.3456.7890.123', '622202***********23'],
    ['a bank card with slashes behind a word', '卡号6222/0212/3456/7890', '卡号622202********90'],
    ['a mobile number that is written like an amount', '19,900,009,397', '199******97'],
    ['a mobile number that became a number', '1.9900009397E+10', '199******97E+10'],
    ['one among words', '电话1.9900009397E+10，已核', '电话199******97E+10，已核'],
    ['one like an amount among words', '电话19,900,009,397元', '电话199******97元'],
    ['an identity number like an amount among words', '号371,599,196,302,077,013元', '号371599**********13元'],
    ['a mobile number with bars, one behind another', '199|0000|9397、199|0000|6902', '199******97、199******02'],
    ['a number with its area code and a point', '0635.8123456', '063******56'],
    ['a number with 86 and its area code', '+86-635-8123456', '+866*******56'],
  ])('are masked: %s', (_what, text, shown) => {
    expect(maskNumbers(text)).toBe(shown);
  });

  it.each([
    '第12行“家庭人口数”的合计为7',
    '371525108202',
    '371525108/2016Q2/花名册.xlsx',
    '1833.3333333333333',
    '0.5383333333333333',
    '2016-06-30 2016-07-10',
    '2016-06-30 00:00:00',
    '91350100M000100Y43',
    '1234567890.12',
    '1,234,567,890.12',
    '119,900,009,397',
    '19,900,009,3971',
    '19,900,009,397,1',
    '1.9900009397E+101',
    '21.9900009397E+10',
    '199.00 0093.97',
    '2016.06.30-2016.07.10',
    '371525/2016Q2/1.2.3.xlsx',
    '371525108-20160715.xlsx',
    '371525108202 2016-07-15',
    '20160701-20160930',
    '2016-7-1—2016-9-30',
    'rows 9, 14, 20, 31, 44, 55, 66, 77 and others',
    '第9、14、20、31、44、55、66、77行',
    '12345678901234',
    '3.7159919630E+17',
    '3.71599196302E+9号'.slice(0, 13),
    '371599OOOIIIlll',
    '12345678.123456789',
    '1.371599196302077e',
    '29900009397',
    '12000009397',
    '199000093970',
    '0035-8123456',
    '10635-8123456',
    '12345678',
    '第1381、2345、6789行',
    'rows 138, 1234, 5678, 6222, 6223',
    '2013/2014/2015/2016',
    '138.12345678',
    '1381234.5678',
    '2016-06-30 12:30:15',
    '三、四、五月每月一千二百元',
    '371525/20160715/001',
  ])('are none in %s', (text) => {
    expect(maskNumbers(text)).toBe(text);
  });

  it('are covered by 16 asterisks at most', () => {
    expect(maskNumbers('1'.repeat(40))).toBe(`111111${'*'.repeat(16)}11`);
  });

  it('once masked stay as they are', () => {
    for (const text of [ID, '19900009397', '6222 0212 3456 7890'])
      expect(maskNumbers(maskNumbers(text))).toBe(maskNumbers(text));
  });

  it('never stay whole, whatever stands around them and between their digits', () => {
    const digits = fc.array(fc.constantFrom(...'0123456789'), { minLength: 15, maxLength: 22 });
    const between = fc.constantFrom('', '', '', ' ', '\u3000', "'", '-', '\u200b');
    const word = fc.constantFrom('', '户主', '：', ' ', '“', '（', 'ID');
    fc.assert(
      fc.property(word, digits, between, word, (before, number, blank, after) => {
        const shown = maskNumbers(`${before}${number.join(blank)}${after}`);
        expect(shown.replace(/\D/g, '').length).toBeLessThanOrEqual(8);
      }),
    );
  });

  it('of an identity stay whole by no mark between their groups', () => {
    const mark = fc.constantFrom(...'.·_/|:：~*+—－、，,&#@\u00b7');
    const cuts = fc.constantFrom([6, 14], [6], [6, 10], [4, 8, 12, 16], [3, 6, 9, 12, 15]);
    fc.assert(
      fc.property(mark, cuts, (between, at) => {
        const groups = [0, ...at].map((from, index) => ID.slice(from, at[index]));
        const isListed = '、'.includes(between) && at.join() !== '6,14';
        const shown = maskNumbers(groups.join(between)).replace(/\D/g, '');
        if (!isListed) expect(shown).toBe('37159913');
      }),
    );
  });
});
