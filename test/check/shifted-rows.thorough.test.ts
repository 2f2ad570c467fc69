import * as fc from 'fast-check';
import { unzipSync, strFromU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { CITY_PACK } from '../../cities/pack.ts';
import { LIST_SHEET, REPAIR_SHEET } from '../../shared/check/our-marks.ts';
import type { CheckedFile } from '../../shared/check/checked-file.ts';
import { limitsFor } from '../../shared/check/file-limits.ts';
import { renderReceipt } from '../../shared/receipt/render-receipt.ts';
import { receiptOf } from '../../shared/receipt/receipt.ts';
import { NO_CHANGES } from '../../shared/rows/merge.ts';
import { readWorkbook } from '../../shared/sheet/read.ts';
import { check, csvOf, fieldsOf, rowOf, sealed, told, TOWNSHIP } from '../golden/rules/case.ts';

const FIELDS = fieldsOf('household');
const [HEADER = ''] = csvOf('household', []).split('\n');
const ROW = FIELDS.map((field) => rowOf('household')[field] ?? '');
const SECOND = rowOf('household', { household_no: '3715251080000099', head_id_no: sealed('37159919610101001') });
const SOUND = FIELDS.map((field) => SECOND[field] ?? '');
const fileOf = (...rows: readonly (readonly string[])[]): CheckedFile =>
  check(`${[HEADER, ...rows.map((cells) => cells.join(','))].join('\n')}\n`);
const at = (field: string): number => FIELDS.indexOf(field);

describe('a row with a cell too many or too few', () => {
  const places = FIELDS.map((field, index) => [field, index] as const).slice(0, at('water_ok'));

  it.each(places)('before %s is one mistake', (_field, index) => {
    const checked = fileOf(ROW.toSpliced(index, 0, '另注'), SOUND);
    expect(checked).toMatchObject({ rows: 2, accepted: 1, rejected: 1 });
    expect(told(checked).findings).toHaveLength(1);
    expect(told(checked).findings[0]?.message).toMatch(/^第2行比表头多出1格，从“.+”起各格都向右错开了1列/);
  });

  it.each(places)('that lacks %s is one mistake', (_field, index) => {
    const checked = fileOf(ROW.toSpliced(index, 1), SOUND);
    expect(told(checked).findings).toHaveLength(1);
    expect(told(checked).findings[0]?.message).toMatch(/^第2行比表头少1格，从“.+”起各格都向左错开了1列/);
  });

  it.each([2, 3])('%s cells at once are one mistake', (cells) => {
    const more = fileOf(ROW.toSpliced(at('household_no'), 0, ...Array<string>(cells).fill('另注')), SOUND);
    expect(told(more).findings).toMatchObject([{ rule: 'F24', cell: 'F2' }]);
    const fewer = fileOf(ROW.toSpliced(at('county_name'), cells), SOUND);
    expect(told(fewer).findings).toMatchObject([{ rule: 'F24', row: 2 }]);
  });

  it('is told of each such row, and of no other', () => {
    const checked = fileOf(ROW.toSpliced(4, 0, '三组'), SOUND, ROW.toSpliced(4, 0, '四组'));
    expect(told(checked).findings.map(({ rule, row }) => `${rule} ${row}`)).toEqual(['F24 2', 'F24 4']);
  });
});

describe('a row with mistakes of its own', () => {
  it.each([
    ['blank cells', ['household_no', 'head_name', 'household_size', 'edu_ok', 'med_ok']],
    ['blank amounts', ['wage_income', 'business_income', 'property_income', 'transfer_income', 'net_income']],
    ['a blank half', FIELDS.slice(20)],
  ])('is told of each: %s', (_what, blank) => {
    const checked = fileOf(
      ROW.map((cell, index) => (blank.includes(FIELDS[index] ?? '') ? '' : cell)),
      SOUND,
    );
    expect(checked.findings.length).toBeGreaterThan(3);
    expect(checked.findings.filter(({ rule }) => rule === 'F24')).toEqual([]);
  });

  it.each(['×', '无', '不详', '123456'])('is told of each where many cells say %s', (text) => {
    const words = ['household_size', 'household_type', 'main_cause', 'exit_status', 'edu_ok', 'med_ok', 'report_date'];
    const cells = ROW.map((cell, index) => (words.includes(FIELDS[index] ?? '') ? text : cell));
    expect(fileOf(cells, SOUND).findings.filter(({ rule }) => rule === 'F24')).toEqual([]);
  });
});

describe('numbers of persons in the wrong column', () => {
  const ID = '371599196302077013';
  const PHONE = '19900009397';
  const received = {
    key: `${TOWNSHIP}/2016Q2/表.csv`,
    versionId: 'v1',
    acceptedAt: '2016-07-10T01:00:00Z',
    sha256: '',
    bytes: 1,
  };

  /** Everything that a receipt says, the lists of the marked workbook included. */
  function saidOf(checked: CheckedFile): string {
    const receipt = receiptOf(received, checked, { pack: CITY_PACK, changes: NO_CHANGES });
    return [...renderReceipt(receipt, checked)]
      .map(([part, { content }]) => {
        if (part !== 'marked.xlsx') return String(content);
        const book = readWorkbook(content as Uint8Array, limitsFor(TOWNSHIP));
        if ('refused' in book) throw new Error(book.detail.en);
        const lists = book.sheets.filter(({ name }) => [LIST_SHEET, REPAIR_SHEET].includes(name));
        const comments = Object.entries(unzipSync(content as Uint8Array)).filter(([name]) => name.includes('comment'));
        return JSON.stringify([lists.map(({ rows }) => rows), comments.map(([, bytes]) => strFromU8(bytes))]);
      })
      .join('\n');
  }

  const spelt = (number: string): fc.Arbitrary<string> =>
    fc.constantFrom(
      number,
      ` ${number}`,
      `'${number}`,
      number.replace(/(\d{3})(?=\d{4})/, '$1 '),
      [...number].map((one) => String.fromCodePoint(0xfee0 + (one.codePointAt(0) ?? 0))).join(''),
      `户主${number}`,
    );

  /** The digits of a text, whatever its form, without what stands between them. */
  const digitsOf = (text: string): string => text.normalize('NFKC').replace(/[\s'‘’]/g, '');

  it('appear nowhere in a receipt', () => {
    const row = fc.record({
      id: spelt(ID),
      phone: spelt(PHONE),
      idAt: fc.nat(FIELDS.length - 1),
      phoneAt: fc.nat(FIELDS.length - 1),
      shiftAt: fc.nat(FIELDS.length - 1),
      shift: fc.constantFrom(-2, -1, 0, 0, 1, 2),
    });
    fc.assert(
      fc.property(row, ({ id, phone, idAt, phoneAt, shiftAt, shift }) => {
        const cells = [...ROW];
        cells[phoneAt] = phone;
        cells[idAt] = id;
        const shifted =
          shift < 0
            ? cells.toSpliced(shiftAt, -shift)
            : cells.toSpliced(shiftAt, 0, ...Array<string>(shift).fill('另注'));
        const said = digitsOf(saidOf(fileOf(shifted, SOUND)));
        expect(said).not.toContain(ID);
        expect(said).not.toContain(PHONE);
      }),
      { numRuns: 60 },
    );
  });

  it('appear neither as a header nor as the name of a sheet', () => {
    const checked = check(`${HEADER.replace('备注', `备注${ID}`)},${ID}\n${ROW.toSpliced(8, 1, PHONE).join(',')}\n`);
    const said = digitsOf(saidOf(checked));
    expect(checked.findings.length).toBeGreaterThan(0);
    expect(said).not.toContain(ID);
    expect(said).not.toContain(PHONE);
  });
});
