import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mask } from '../../shared/parse/folding.ts';
import { netIncome, perCapita, yuan } from '../../shared/rules/money.ts';
import { hasUncertainCharacter, isName, normaliseName } from '../../shared/rules/names.ts';
import {
  birthDate,
  creditCodeIsSound,
  enterpriseCode,
  identityCheckDigit,
  identityIsSound,
  yearsBetween,
} from '../../shared/rules/numbers.ts';

describe('identity numbers', () => {
  test.each(['11010519491231002X', '440524188001010014', '34052419800101001X'])('%s is sound', (number) => {
    expect(identityIsSound(number)).toBe(true);
  });

  test.each(['A11010519491231002X', '11010519491231002X1', '1101051949123100', ''])('%s is not', (number) => {
    expect(identityIsSound(number)).toBe(false);
  });

  test('one wrong digit is always found', () => {
    const first17 = fc.string({ unit: fc.constantFrom(...Array.from('0123456789')), minLength: 17, maxLength: 17 });
    fc.assert(
      fc.property(first17, fc.nat(16), fc.integer({ min: 1, max: 9 }), (digits, at, by) => {
        const number = digits + identityCheckDigit(digits);
        expect(identityIsSound(number)).toBe(true);
        const wrong = String((Number(number[at]) + by) % 10);
        expect(identityIsSound(number.slice(0, at) + wrong + number.slice(at + 1))).toBe(false);
      }),
    );
  });

  test.each([
    ['371599200002290010', '2000-02-29'],
    ['371599190002290010', null],
    ['371599196013010010', null],
    ['371599196000010010', null],
    ['371599196001000010', null],
    ['371599196004310010', null],
    ['371599196012310010', '1960-12-31'],
  ])('%s was born on %s', (number, day) => expect(birthDate(number)).toBe(day));

  test.each([
    ['2000-06-30', '2016-06-30', 16],
    ['2000-07-01', '2016-06-30', 15],
    ['1895-06-30', '2016-06-30', 121],
  ])('from %s to %s it is %d years', (from, to, years) => expect(yearsBetween(from, to)).toBe(years));
});

test('credit codes', () => {
  expect(creditCodeIsSound('91350100M000100Y43')).toBe(true);
  for (const wrong of [
    '91350100M000100Y4Z',
    '91350100M000100Y44',
    '91350100I000100Y43',
    '91350100M000100Y4',
    'X91350100M000100Y43',
    '91350100M000100Y43X',
    '',
  ])
    expect(creditCodeIsSound(wrong), wrong).toBe(false);
});

describe('names', () => {
  test.each(['王五', '阿不都·热西提', '王𬭎', '欧阳〇', '㛃䶮'])('%s', (name) => expect(isName(name)).toBe(true));
  test.each(['王', '王5', 'Wang', '王五,', 'A王五', '·王五', '王五·', '', '王 五'])('not %j', (name) =>
    expect(isName(name)).toBe(false),
  );

  test('spaces go, every separator becomes U+00B7, and nothing else changes', () => {
    expect(normaliseName('李\u3000四')).toBe('李四');
    for (const separator of '•・．‧∙.･') expect(normaliseName(`阿不都${separator}热西提`)).toBe('阿不都·热西提');
    expect(normaliseName('﨑㈱')).toBe('﨑㈱');
  });

  test('private use and replacement characters are uncertain', () => {
    expect(hasUncertainCharacter('王\uE000')).toBe(true);
    expect(hasUncertainCharacter('王\uFFFD')).toBe(true);
    expect(hasUncertainCharacter('王𬭎')).toBe(false);
  });
});

describe('the code of an enterprise', () => {
  test.each([
    ['91350100M000100Y43', 'a unified code'],
    ['371500200012345', 'a registration number without a date in it'],
  ])('%s is kept: %s', (number) => {
    expect(enterpriseCode(number)).toBe(number);
  });

  test.each([
    ['371599196203040012', 'an identity number'],
    ['371599620304001', 'an identity number of old'],
    ['91350100M000100Y44', 'a code with a wrong check character'],
    ['王立冬', 'a name'],
    [null, 'nothing'],
  ])('%s is not: %s', (number, _what) => {
    expect(enterpriseCode(number)).toBeNull();
  });

  test('never is a number that could be a person’s, whatever its digits', () => {
    const digits = fc.string({ unit: fc.constantFrom(...Array.from('0123456789')), minLength: 17, maxLength: 17 });
    fc.assert(
      fc.property(digits, (first17) => {
        expect(enterpriseCode(first17 + identityCheckDigit(first17))).toBeNull();
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('money', () => {
  const incomes = { wage_income: 100, business_income: 0, property_income: 0, transfer_income: 0, business_cost: 0 };

  test.each([
    [100, 3, 33],
    [200, 3, 67],
    [101, 2, 51],
    [0, 4, 0],
  ])('%d fen among %d is %d', (wage_income, household_size, expected) => {
    expect(perCapita({ ...incomes, wage_income, household_size })).toBe(expected);
  });

  test('a loss is rounded like a gain', () => {
    expect(netIncome({ ...incomes, business_cost: 201 })).toBe(-101);
    expect(perCapita({ ...incomes, business_cost: 201, household_size: 2 })).toBe(-51);
  });

  test.each([
    [0, '0.00'],
    [5, '0.05'],
    [136_667, '1366.67'],
    [-101, '-1.01'],
  ])('%d fen is %s yuan', (fen, text) => expect(yuan(fen)).toBe(text));
});

test('masks keep the first and last characters of numbers, and the first of names', () => {
  expect(mask('11010519491231002X')).toBe('110105**********2X');
  expect(mask('13800000000')).toBe('138******00');
  expect(mask('1380013800')).toBe('138*****00');
  expect(mask('刘')).toBe('*');
  expect(mask('a'.repeat(200))).toHaveLength(23);
  expect(mask('王立冬')).toBe('王**');
  expect(mask('𬭎立')).toBe('𬭎*');
  expect(mask('')).toBe('');
});
