/**
 * The golden workbooks once more, after another program has opened them and saved them in another format, and back: the same findings and
 * the same records.
 */
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CheckedFile } from '../../../shared/check/checked-file.ts';
import { cellReference } from '../../../shared/sheet/reference.ts';
import { hasProgram, savedByGnumeric, savedBySoffice, type OfficeProgram } from '../../office-programs.ts';
import { acceptedRecords, bytesOf, checkGolden, expectationOf, goldenFiles } from './golden-file.ts';

/** By hand there are workbooks that these programs do not open; the reader does (files.test.ts). */
const SOURCES = goldenFiles().filter(
  (file) => file.endsWith('.xlsx') && !/^(?:by-hand|other)\//.test(file) && expectationOf(file).status !== 'rejected',
);

type Exception = {
  readonly program?: OfficeProgram;
  readonly route: RegExp;
  readonly file: RegExp;
  readonly why: string;
  /** The findings there are, as rule and cell. */
  readonly instead: readonly string[];
};

/** Where a program changes the table, or cannot keep all of it, other findings are right. */
const EXCEPTIONS: readonly Exception[] = [
  { route: /./, file: /unsolved/, why: 'the program calculates what the writer did not', instead: [] },
  { route: /csv/, file: /formulas/, why: 'a text shows what a formula shows, #N/A in a remark too', instead: ['N05 S4', 'N05 L5'] },
  { route: /csv/, file: /hidden|marked/, why: 'only the first sheet becomes a text, and it is no table', instead: ['F04'] },
  { route: /csv/, file: /openpyxl\/office/, why: 'only the first sheet becomes a text', instead: [] },
  { route: /csv/, file: /unmeant-sheets/, why: 'only the first sheet becomes a text, and it is the one nobody means', instead: [] },
  { route: /csv/, file: /merged-villages/, why: 'a text has no merged cells', instead: ['D08 C4'] },
  {
    route: /csv/,
    file: /digits/,
    why: 'a number of 16 digits is still exact, and the text shows all of them',
    instead: ['I10 F4', 'I02 D5', 'I10 F5', 'I10 F6'],
  },
  {
    program: 'soffice',
    route: /^xls$/,
    file: /(?:xlsxwriter|libreoffice)\/formulas/,
    why: 'LibreOffice writes 0 as the result of a text formula that it did not calculate itself',
    instead: ['I05 E3', 'F13 S4', 'F13 AE4', 'F13 L5'],
  },
  {
    program: 'soffice',
    route: /^ods and back$/,
    file: /sheetjs\/roster-str/,
    why: 'LibreOffice drops the line break of a plain ODS cell',
    instead: ['I06 F7', 'N06 P10'],
  },
  {
    program: 'ssconvert',
    route: /^xls and back$/,
    file: /hidden/,
    why: 'gnumeric hides no sheet in .xlsx, so last quarter’s is the first',
    instead: ['F06', 'F06'],
  },
];

const found = ({ findings }: CheckedFile): string[] =>
  findings.map(({ rule, row, index }) => (row === null || index === null ? rule : `${rule} ${cellReference(row - 1, index)}`)).sort();

function compare(program: OfficeProgram, route: string, file: string, converted: Uint8Array): void {
  const { division } = expectationOf(file);
  const before = checkGolden(bytesOf(file), file, division);
  const after = checkGolden(converted, file, division);
  expect(after.rows).toBe(after.accepted + after.rejected);
  // The last one that fits is the most particular one.
  const exception = EXCEPTIONS.findLast((one) => (one.program ?? program) === program && one.route.test(route) && one.file.test(file));
  expect(found(after), exception?.why ?? '').toEqual(exception ? [...exception.instead].sort() : found(before));
  if (!exception) expect(acceptedRecords(after)).toEqual(acceptedRecords(before));
}

const folder = mkdtempSync(join(tmpdir(), 'conversions-'));
const numbered = (at: number, extension: string): string => `${at}.${extension}`;
beforeAll(() => {
  mkdirSync(join(folder, 'xlsx'));
  for (const [at, file] of SOURCES.entries()) {
    copyFileSync(fileURLToPath(new URL(file, import.meta.url)), join(folder, 'xlsx', numbered(at, 'xlsx')));
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(!hasProgram('soffice'))('through LibreOffice', () => {
  const FILTERS = { xlsx: 'Calc MS Excel 2007 XML', xls: 'MS Excel 97', ods: 'calc8', csv: 'Text - txt - csv (StarCalc):44,34,85,1' };
  async function convert(from: string, extension: string, to: keyof typeof FILTERS, out: string): Promise<void> {
    const files = SOURCES.map((_, at) => join(folder, from, numbered(at, extension)));
    await savedBySoffice(files, `${to}:${FILTERS[to]}`, join(folder, out));
  }
  beforeAll(async () => {
    await Promise.all([
      convert('xlsx', 'xlsx', 'xls', 'xls').then(async () => convert('xls', 'xls', 'xlsx', 'xls and back')),
      convert('xlsx', 'xlsx', 'ods', 'ods').then(async () => convert('ods', 'ods', 'xlsx', 'ods and back')),
      convert('xlsx', 'xlsx', 'csv', 'csv'),
    ]);
  });

  describe.each([
    ['xls', 'xls'],
    ['xls and back', 'xlsx'],
    ['ods', 'ods'],
    ['ods and back', 'xlsx'],
    ['csv', 'csv'],
  ])('to %s', (route, extension) => {
    test.each(SOURCES)('%s', (file) => {
      compare('soffice', route, file, readFileSync(join(folder, route, numbered(SOURCES.indexOf(file), extension))));
    });
  });
});

describe.skipIf(!hasProgram('ssconvert'))('through gnumeric', () => {
  /** One call a file: one file of each book is enough. */
  const files = SOURCES.filter((file) => SOURCES.find((one) => expectationOf(one).holds === expectationOf(file).holds) === file);
  beforeAll(async () => {
    for (const out of ['g-xls', 'g-ods', 'g-csv', 'g-back']) mkdirSync(join(folder, out));
    for (const file of files) {
      const at = SOURCES.indexOf(file);
      const place = (out: string, extension: string): string => join(folder, out, numbered(at, extension));
      await Promise.all([
        savedByGnumeric(place('xlsx', 'xlsx'), place('g-xls', 'xls'), 'Gnumeric_Excel:excel_biff8').then(async () =>
          savedByGnumeric(place('g-xls', 'xls'), place('g-back', 'xlsx'), 'Gnumeric_Excel:xlsx2'),
        ),
        savedByGnumeric(place('xlsx', 'xlsx'), place('g-ods', 'ods'), 'Gnumeric_OpenCalc:odf'),
        savedByGnumeric(place('xlsx', 'xlsx'), place('g-csv', 'csv'), 'Gnumeric_stf:stf_csv'),
      ]);
    }
  });

  describe.each([
    ['xls', 'g-xls', 'xls'],
    ['xls and back', 'g-back', 'xlsx'],
    ['ods', 'g-ods', 'ods'],
    ['csv', 'g-csv', 'csv'],
  ])('to %s', (route, out, extension) => {
    test.each(files)('%s', (file) => {
      compare('ssconvert', route, file, readFileSync(join(folder, out, numbered(SOURCES.indexOf(file), extension))));
    });
  });
});
