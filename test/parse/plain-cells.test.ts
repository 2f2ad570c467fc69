import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  areDigits,
  areHan,
  isPlainAmount,
  plainFigureReader,
  plainNumberReader,
  plainReader,
} from '../../shared/parse/plain-cells.ts';
import { shownCell } from '../../shared/parse/shown-cell.ts';
import { readCell } from '../../shared/parse/values.ts';
import { TABLES } from '../../shared/schema/tables.ts';
import { GENERAL } from '../../shared/sheet/cell-formats.ts';

const COLUMNS = TABLES.flatMap((table) => table.columns);
const UNITS = [100, 1_000_000];

function plain(field: string, cell: string, fenPerUnit = 100) {
  const column = COLUMNS.find((one) => one.field === field);
  if (!column) throw new RangeError(field);
  return plainReader(column, fenPerUnit)(cell);
}

/** Cells of which the ways to read them could disagree. */
const NEARLY_PLAIN = fc.oneof(
  fc.stringMatching(/^[0-9.]{0,12}$/),
  fc.stringMatching(/^[0-9]{14,19}[0-9Xx]?$/),
  fc.stringMatching(/^[-,0-9.eE ]{0,8}$/),
  fc.stringMatching(/^[王龥龦一丿\u4dff! ~\u007fａ１⼾\u200b]{0,6}$/u),
);

const FIGURE = fc.oneof(
  fc.nat(),
  fc.maxSafeInteger(),
  fc.double(),
  fc.constantFrom(0, -0, 0.5, 999_999_999, 1_000_000_000, 9_007_199_255, 42_401),
);

describe('a cell that is read by a look at its characters', () => {
  test.each(COLUMNS.map((column) => [column.field, column] as const))(
    'has the value that any cell of %s has',
    (_field, column) => {
      for (const fenPerUnit of UNITS) {
        const read = plainReader(column, fenPerUnit);
        fc.assert(
          fc.property(NEARLY_PLAIN, (cell) => {
            const value = read(cell);
            if (value === undefined) return;
            const noted: Parameters<typeof readCell>[3] = [];
            expect(value).toEqual(readCell(column, cell, { fenPerUnit, date1904: false, inverted: false }, noted));
            expect(noted).toEqual([]);
          }),
          { numRuns: 300, seed: 20160630 },
        );
      }
    },
  );

  test.each(COLUMNS.map((column) => [column.field, column] as const))(
    'a number of a sheet has the value that any cell of %s has',
    (_field, column) => {
      for (const fenPerUnit of UNITS) {
        const read = plainFigureReader(column, fenPerUnit);
        fc.assert(
          fc.property(FIGURE, (cell) => {
            const value = read?.(cell);
            if (value === undefined) return;
            const shown = shownCell(column, cell, GENERAL, fenPerUnit);
            const noted: Parameters<typeof readCell>[3] = [];
            expect(value).toBe(readCell(column, shown, { fenPerUnit, date1904: false, inverted: false }, noted));
            expect(noted).toEqual([]);
          }),
          { numRuns: 300, seed: 20160630 },
        );
      }
    },
  );

  test.each([
    ['household_size', 3, 100, 3],
    ['wage_income', 1234, 100, 123_400],
    ['wage_income', 0, 1_000_000, 0],
    ['wage_income', 999_999_999, 1_000_000, 999_999_999_000_000],
    ['wage_income', 1_000_000_000, 1_000_000, undefined],
    ['wage_income', 1234.5, 100, undefined],
    ['wage_income', -3, 100, undefined],
    ['wage_income', Number.NaN, 100, undefined],
    ['head_name', 3, 100, undefined],
  ])('%s %d of a sheet at %i fen', (field, cell, fenPerUnit, value) => {
    const column = COLUMNS.find((one) => one.field === field);
    expect(column && plainFigureReader(column, fenPerUnit)?.(cell)).toBe(value);
  });

  test.each([
    ['household_size', '3', 100, 3],
    ['household_size', '9999999999', 100, 9_999_999_999],
    ['wage_income', '1234', 100, 123_400],
    ['wage_income', '1234.5', 100, 123_450],
    ['wage_income', '0.05', 100, 5],
    ['wage_income', '1234567.89', 100, 123_456_789],
    ['wage_income', '0.123456', 1_000_000, 123_456],
    ['wage_income', '1.5', 1_000_000, 1_500_000],
    ['wage_income', '9007199254', 1_000_000, 9_007_199_254_000_000],
    ['wage_income', '9007199255', 1_000_000, undefined],
    ['household_no', '3715251080000001', 100, '3715251080000001'],
    ['head_id_no', '371599196001010018', 100, '371599196001010018'],
    ['head_id_no', '37159919600101001X', 100, '37159919600101001X'],
    ['head_id_no', '371599196001010010', 100, '371599196001010010'],
    ['head_id_no', '371599196001010019', 100, '371599196001010019'],
    ['head_name', '王立冬', 100, '王立冬'],
    ['head_name', '一龥', 100, '一龥'],
    ['remark', '!A-z~', 100, '!A-z~'],
  ])('%s %s at %i fen', (field, cell, fenPerUnit, value) => {
    expect(plain(field, cell, fenPerUnit)).toBe(value);
  });

  test.each([
    ['household_size', ''],
    ['household_size', '99999999999'],
    ['household_size', '3.0'],
    ['household_size', '3人'],
    ['household_size', '-3'],
    ['household_size', '/3'],
    ['household_size', ':3'],
    ['wage_income', '.5'],
    ['wage_income', '5.'],
    ['wage_income', '1.2.3'],
    ['wage_income', '1.234'],
    ['household_no', '371525108000000'],
    ['household_no', '37152510800000012'],
    ['household_no', '371525108000000X'],
    ['head_id_no', '37159919600101001x'],
    ['head_id_no', '37159919600101001Y'],
    ['head_id_no', '37159919600101001/'],
    ['head_id_no', '37159919600101001:'],
    ['head_id_no', '3715991960010100X8'],
    ['head_id_no', '37159919600101001'],
    ['head_id_no', '3715991960010100188'],
    ['head_name', ''],
    ['head_name', '王 立'],
    ['head_name', '王\u007f'],
    ['head_name', '龦'],
    ['head_name', '\u4dff'],
    ['household_type', '1'],
    ['edu_ok', '是'],
  ])('is none: %s %j', (field, cell) => {
    expect(plain(field, cell)).toBeUndefined();
  });
});

test.each(COLUMNS.map((column) => [column.field, column] as const))(
  '%s has a reader of numbers if it has numbers',
  (_, column) => {
    const has = ['int', 'money', 'decimal'].includes(column.type.kind);
    expect(plainNumberReader(column, 100)?.('x12', 1, 3) !== undefined).toBe(has);
  },
);

describe('by its characters a text', () => {
  test.each([
    ['12', true],
    ['0.5', true],
    ['9.09', true],
    ['5.', true],
    ['', false],
    ['.5', false],
    ['1.2.3', false],
    ['12元', false],
    ['/', false],
    [':', false],
  ])('%j is an amount: %s', (text, is) => expect(isPlainAmount(text)).toBe(is));

  test.each([
    ['09', 2, true],
    ['09x', 2, true],
    ['0x', 2, false],
    ['/', 1, false],
    [':', 1, false],
    ['9', 2, false],
  ])('%j begins with digits, %i of them: %s', (text, count, are) => expect(areDigits(text, 0, count)).toBe(are));

  test.each([
    ['一龥', true],
    ['', true],
    ['王A', false],
    ['A王', false],
    ['\u4dff', false],
    ['龦', false],
  ])('%j is Han throughout: %s', (text, are) => expect(areHan(text)).toBe(are));
});
