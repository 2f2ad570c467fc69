import { CITY_PACK } from '../../cities/pack.ts';
import { describe, expect, test } from 'vitest';
import { checkFile } from '../../shared/check/check-file.ts';
import { decodeRecord } from '../../shared/rows/codec.ts';
import type { HouseholdRow } from '../../shared/schema/household.ts';
import { writeWorkbook } from '../../shared/sheet/write.ts';
import { fromStored, householdsOfFile, type EarlierFile } from '../../shared/template/earlier-households.ts';
import { prefillFor } from '../../shared/template/prefill.ts';
import { ALL_RULES } from '../../shared/publication/rule-book.ts';
import { templateWorkbook } from '../../shared/template/template.ts';
import type { Period } from '../../shared/time/period.ts';
import { CSV, townshipFile, XLSX } from '../e2e/city-files.ts';
import { partOf } from './fill.ts';
import { householdsOf } from '../generate/liaocheng.ts';

const TOWNSHIP = '371525108';
const PERIOD: Period = '2016Q2';
const slot = { ...CITY_PACK.at(PERIOD), division: TOWNSHIP };
const LAST_QUARTER = householdsOf(TOWNSHIP, '2016Q1');
const LAST_YEAR = householdsOf(TOWNSHIP, '2015Q2');

function fileOf(period: Period, records: readonly HouseholdRow[], form = XLSX): EarlierFile {
  const read = householdsOfFile(townshipFile(TOWNSHIP, period, records, form), slot);
  if (read === null || 'refused' in read) throw new Error('not read');
  return read;
}
const prefilled = (earlier: EarlierFile, lastYear: EarlierFile | null = null) =>
  prefillFor(TOWNSHIP, CITY_PACK.at(PERIOD), { ...earlier, hasPersons: true, lastYear: lastYear?.households ?? [] });

describe('from a file', () => {
  const { rows, notes } = prefilled(fileOf('2016Q1', LAST_QUARTER), fileOf('2015Q2', LAST_YEAR));
  const byNumber = new Map(rows.map((row) => [row['household_no'], row]));

  test('every household gets a row of the new quarter with its name, number and lasting attributes', () => {
    expect(rows).toHaveLength(LAST_QUARTER.length);
    for (const record of LAST_QUARTER) {
      const {
        head_name,
        head_id_no,
        household_size,
        labour_count,
        household_type,
        main_cause,
        exit_status,
        house_ok,
        phone,
        village_code,
      } = record;
      expect(byNumber.get(record.household_no)).toMatchObject({
        period: PERIOD,
        county_name: '冠县',
        town_name: '定远寨镇',
        head_name,
        head_id_no,
        household_size,
        labour_count,
        household_type,
        main_cause,
        exit_status,
        house_ok,
        phone,
        village_code,
      });
    }
  });

  test('amounts, channels and measures of the old quarter stay out', () => {
    for (const field of [
      'wage_income',
      'net_income',
      'primary_channel',
      'measures',
      'uplift_persons',
      'report_date',
      'remark',
    ])
      for (const row of rows) expect(row[field] ?? null, field).toBeNull();
  });

  test('the per-capita income of last year’s quarter becomes the base', () => {
    const pairs = LAST_YEAR.map((record) => [record.household_no, record.pc_net_income] as const);
    for (const [number, income] of pairs) expect(byNumber.get(number)?.['base_pc_net_income']).toBe(income);
    expect(notes.join()).toContain(`按2015年第二季度的数据填入${LAST_YEAR.length}户`);
  });

  test('a CSV gives the same rows as a workbook', () => {
    expect(prefilled(fileOf('2016Q1', LAST_QUARTER, CSV)).rows).toEqual(prefilled(fileOf('2016Q1', LAST_QUARTER)).rows);
  });

  test('rows are sorted by village and number, whatever the order of the file', () => {
    expect(prefilled(fileOf('2016Q1', LAST_QUARTER.toReversed())).rows).toEqual(
      prefilled(fileOf('2016Q1', LAST_QUARTER)).rows,
    );
  });

  test('a wrong value stays blank, a repeated household gets one row, one of another township gets none', () => {
    const [first, second, third] = LAST_QUARTER;
    if (!first || !second || !third) throw new Error('too few');
    const records = [
      { ...first, household_no: '123' },
      second,
      { ...second, household_size: 9 },
      { ...third, household_size: -1 },
    ];
    const { rows: some } = prefilled(fileOf('2016Q1', records));
    expect(some.map((row) => [row['household_no'], row['household_size']])).toEqual(
      expect.arrayContaining([
        [null, first.household_size],
        [second.household_no, second.household_size],
        [third.household_no, null],
      ]),
    );
    expect(some).toHaveLength(3);
    const other = prefillFor('371525109', CITY_PACK.at(PERIOD), {
      ...fileOf('2016Q1', records, CSV),
      hasPersons: true,
      lastYear: [],
    });
    expect(other.rows).toEqual([]);
    expect(other.notes[1]).toBe(
      '没有带入4户：不属于本单位的4户（第6行 定远寨镇、第7行 定远寨镇、第8行 定远寨镇、第9行 定远寨镇）。',
    );
  });

  test('what is left out is told with its row and why, and not where nothing is', () => {
    const [first, second] = LAST_QUARTER;
    if (!first || !second) throw new Error('too few');
    const { notes: said } = prefilled(fileOf('2016Q1', [first, second, first], CSV));
    expect(said.slice(1)).toEqual(['没有带入1户：户编号重复、只带入第一处的1户（第8行）。']);
    const many = prefilled(
      fileOf(
        '2016Q1',
        Array.from({ length: 30 }, () => first),
        CSV,
      ),
    );
    expect(many.notes[1]).toMatch(/^没有带入29户：.*第26行等）。$/);
    expect(notes).toHaveLength(1);
    // A row of which another sheet has the number, too, is told with its sheet.
    const lines = new TextDecoder()
      .decode(townshipFile(TOWNSHIP, '2016Q1', [first, second], CSV))
      .trim()
      .split(/\r?\n/);
    const rows = lines.map((line) => line.split(','));
    const book = writeWorkbook([
      { name: '东村', rows },
      { name: '西村', rows: rows.slice(0, 6) },
    ]);
    const read = householdsOfFile(book, slot);
    if (read === null || 'refused' in read) throw new Error('not read');
    expect(prefilled(read).notes[1]).toBe('没有带入1户：户编号重复、只带入第一处的1户（“西村”第6行）。');
  });

  test('a file without a household sheet gives null, a file that is no spreadsheet its refusal', () => {
    expect(householdsOfFile(writeWorkbook([{ name: '表', rows: [['备忘']] }]), slot)).toBeNull();
    expect(householdsOfFile(new TextEncoder().encode('%PDF-1.7'), slot)).toMatchObject({ refused: 'F01' });
  });

  test('the check reads the rows of the workbook as if a clerk had typed them, and finds only the blanks', () => {
    const checked = checkFile(
      templateWorkbook({ rules: ALL_RULES, division: TOWNSHIP, city: CITY_PACK.at(PERIOD), prefill: { rows, notes } }),
      {
        ...slot,
        fileName: '表.xlsx',
        receivedOn: '2016-07-12',
      },
    );
    expect(checked.rows).toBe(LAST_QUARTER.length);
    expect([...new Set(checked.findings.map(({ rule, value }) => `${rule} ${value}`))].sort()).toEqual([
      'C08 ',
      'N05 ',
    ]);
  });
});

test('rows from the table have no name and no identity number, and the guide says so', () => {
  const bytes = townshipFile(TOWNSHIP, '2016Q1', LAST_QUARTER, XLSX);
  const { tables } = checkFile(bytes, {
    ...CITY_PACK.at('2016Q1'),
    division: TOWNSHIP,
    fileName: '表.xlsx',
    receivedOn: '2016-04-12',
  });
  const households = (tables[0]?.accepted ?? []).map((row) => fromStored(row.key, decodeRecord('household', row)));
  const prefill = prefillFor(TOWNSHIP, CITY_PACK.at(PERIOD), {
    households,
    period: '2016Q1',
    hasPersons: false,
    lastYear: [],
  });
  const withFile = prefilled(fileOf('2016Q1', LAST_QUARTER)).rows;
  const personal = { head_name: undefined, head_id_no: undefined, helper_name: undefined, phone: undefined };
  expect(prefill.rows).toHaveLength(LAST_QUARTER.length);
  expect(prefill.rows.map((row) => ({ ...row, ...personal }))).toEqual(
    withFile.map((row) => ({ ...row, ...personal })),
  );
  for (const row of prefill.rows) for (const field of Object.keys(personal)) expect(row[field]).toBeUndefined();
  const texts = partOf(
    templateWorkbook({ rules: ALL_RULES, division: TOWNSHIP, city: CITY_PACK.at(PERIOD), prefill }),
    'xl/sharedStrings.xml',
  );
  expect(texts).toContain('系统中不保存姓名、证件号码和电话');
  for (const { head_id_no } of LAST_QUARTER) expect(texts).not.toContain(head_id_no);
});
