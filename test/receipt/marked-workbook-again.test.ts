/** A clerk corrects the marked workbook and uploads it again. */
import { unzipSync, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { FAILING_SHEET, LIST_SHEET } from '../../shared/check/our-marks.ts';
import { outcomeOf } from '../../shared/receipt/receipt.ts';
import { writeWorkbook, type CellSpec } from '../../shared/sheet/write.ts';
import { partOf } from '../template/fill.ts';
import {
  check,
  columnOf,
  corrected,
  FAULTY_FILE,
  FAULTY_ROWS,
  household,
  mark,
  open,
  sheetNamed,
  sheetOf,
} from './fixture.ts';

const size = columnOf(FAULTY_ROWS, 'household_size');
const county = columnOf(FAULTY_ROWS, 'county_name');
const date = columnOf(FAULTY_ROWS, 'report_date');
const CORRECTIONS = [
  { row: 3, column: size, value: 3 },
  { row: 5, column: size, value: 3 },
  { row: 5, column: county, value: '冠县' },
  { row: 6, column: date, value: '2016-06-30' },
];

test('a corrected workbook is accepted without a finding', () => {
  for (const language of ['zh', 'en'] as const) {
    const again = check(corrected(open(mark(FAULTY_FILE, language).bytes), '花名册', CORRECTIONS));
    expect(again.findings).toEqual([]);
    expect(again).toMatchObject({ status: 'accepted', rows: 6, accepted: 6 });
  }
});

test('an uncorrected workbook gets the same findings and the same marks', () => {
  const first = mark(FAULTY_FILE);
  const second = mark(first.bytes);
  expect(second.checked.findings).toEqual(first.checked.findings);
  expect(open(second.bytes)).toEqual(open(first.bytes));
  expect(second.bytes).toEqual(first.bytes);
});

test('a mark above the header does not become part of the clerk’s title', () => {
  const { rows, ...rest } = sheetOf(FAULTY_ROWS);
  const [title = [], ...others] = rows;
  const file = writeWorkbook([{ ...rest, rows: [title, ['单位：元、万元'], ...others] }]);
  const first = mark(file);
  expect(first.checked.findings.map(({ rule }) => rule)).toEqual(['F12']);
  const before = open(file).sheets[0]?.rows.slice(0, 2);
  const after = sheetNamed(open(first.bytes), '花名册').rows.slice(0, 2);
  expect(after.map((cells) => cells.filter((cell) => cell !== null))).toEqual(
    before?.map((cells) => cells.filter((cell) => cell !== null)),
  );
  expect(mark(first.bytes).bytes).toEqual(first.bytes);
});

test('a half corrected workbook keeps only the marks of what is still wrong', () => {
  const second = mark(corrected(open(mark(FAULTY_FILE).bytes), '花名册', CORRECTIONS.slice(0, 3)));
  const workbook = open(second.bytes);
  expect(workbook.sheets.map(({ name }) => name)).toEqual([LIST_SHEET, '花名册']);
  const column = columnOf(FAULTY_ROWS, 'remark') + 1;
  const problems = sheetNamed(workbook, '花名册').rows.map((cells) => cells[column] ?? null);
  expect(problems.filter((text) => text !== null)).toEqual(['错误（系统标注）', expect.stringContaining('第7行')]);
});

test('rows hidden by the filter on our column give no finding, rows hidden by the clerk give one', () => {
  const hide = (bytes: Uint8Array, name: string): Uint8Array =>
    zipSync({
      ...unzipSync(bytes),
      [name]: new TextEncoder().encode(partOf(bytes, name).replace('<row r="5"', '<row r="5" hidden="1"')),
    });
  const rules = (bytes: Uint8Array): string[] => check(bytes).findings.map(({ rule }) => rule);
  expect(rules(hide(mark(FAULTY_FILE).bytes, 'xl/worksheets/sheet2.xml'))).toEqual(rules(FAULTY_FILE));
  expect(rules(hide(FAULTY_FILE, 'xl/worksheets/sheet1.xml'))).toContain('F06');
});

test('a clerk’s own sheet that has the name of one of our sheets is read', () => {
  const checked = check(writeWorkbook([sheetOf([household(1)], LIST_SHEET)]));
  expect(checked.status).toBe('accepted');
  const marked = open(mark(writeWorkbook([sheetOf(FAULTY_ROWS, LIST_SHEET)])).bytes);
  expect(marked.sheets.map(({ name }) => name)).toEqual([LIST_SHEET, `${LIST_SHEET}(2)`, FAILING_SHEET]);
});

describe('corrections in the sheet of the rejected rows, which is not read (rule F17)', () => {
  const marked = open(mark(FAULTY_FILE).bytes);
  /** A new size in the first rejected row (row 3 of this sheet) or another one; our links are the first column. */
  const newSize = (value: CellSpec, row = 3) => ({ row, column: size + 1, value });
  const messages = (bytes: Uint8Array): string[] =>
    outcomeOf(check(bytes), 'zh').findings.flatMap(({ rule, message }) => (rule === 'F17' ? [message] : []));

  test('are told to the clerk with their rows, which stay rejected', () => {
    const file = corrected(marked, FAILING_SHEET, [newSize(3), newSize(3, 4)]);
    expect(check(file)).toMatchObject({ status: 'partly_accepted', accepted: 4 });
    expect(messages(file)).toEqual([
      '您在“需改正的户”中改动了原第4、6行，但该表不读取，改动没有生效；请把改动填到“花名册”的这几行中，再重新上传',
    ]);
    expect(messages(corrected(marked, FAILING_SHEET, [newSize(null)]))).toHaveLength(1);
  });

  test('are not told when there is none, or only in the clerk’s own sheet', () => {
    expect(messages(mark(FAULTY_FILE).bytes)).toEqual([]);
    expect(messages(corrected(marked, '花名册', CORRECTIONS))).toEqual([]);
  });

  test('are not told when the clerk’s own sheet has the same correction', () => {
    const both = corrected(open(corrected(marked, FAILING_SHEET, [newSize(3)])), '花名册', [
      { row: 3, column: size, value: 3 },
    ]);
    expect(messages(both)).toEqual([]);
    expect(check(both).findings.some(({ row }) => row === 4)).toBe(false);
  });

  test('are told when the clerk’s own sheet has another correction', () => {
    const both = corrected(open(corrected(marked, FAILING_SHEET, [newSize(3)])), '花名册', [
      { row: 3, column: size, value: 2 },
    ]);
    expect(messages(both)).toHaveLength(1);
  });

  test('are not told after a sort, which only moves the rows', () => {
    const { rows } = sheetNamed(marked, FAILING_SHEET);
    const swapped = [3, 4].flatMap((row) =>
      (rows[7 - row] ?? []).map((value, column) => ({ row, column, value: value as CellSpec })),
    );
    expect(messages(corrected(marked, FAILING_SHEET, swapped))).toEqual([]);
  });

  test('are found by fingerprints in a hidden column', () => {
    expect(partOf(mark(FAULTY_FILE).bytes, 'xl/worksheets/sheet3.xml')).toMatch(
      /<col min="(\d+)" max="\1" width="0" hidden="1"/,
    );
  });
});
