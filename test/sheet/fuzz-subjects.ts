/**
 * The files that are changed at random, by format, and what must hold whatever comes of them.
 */
import { CITY_PACK } from '../../cities/pack.ts';
import { checkFile } from '../../shared/check/check-file.ts';
import type { CheckedFile } from '../../shared/check/checked-file.ts';
import { outcomeOf } from '../../shared/receipt/receipt.ts';
import { bytesOf } from '../golden/files/golden-file.ts';
import { mutator } from './mutants.ts';

const FILES: Readonly<Record<string, readonly string[]>> = {
  xlsx: [
    'openpyxl/roster.xlsx',
    'by-hand/roster-rich.xlsx',
    'libreoffice/formulas.xlsx',
    'xlsxwriter/roster-inline.xlsx',
    'openpyxl/hidden.xlsx',
    'by-hand/roster-strict-prefixed.xlsx',
    'by-hand/struck.xlsx',
    'by-hand/covered.xlsx',
    'libreoffice/empty-results.xlsx',
  ],
  xls: [
    'poi/roster.xls',
    'xlwt/roster.xls',
    'libreoffice/formulas.xls',
    'gnumeric/hidden.xls',
    'perl/dates-1904.xls',
    'jxl/unsolved.xls',
    'by-hand/built-in-password.xls',
  ],
  xlsb: [
    'sheetjs/roster.xlsb',
    'sheetjs/hidden.xlsb',
    'sheetjs/formulas.xlsb',
    'sheetjs/dates-1904.xlsb',
    'by-hand/roster-future.xlsb',
  ],
  ods: [
    'libreoffice/roster.ods',
    'odfpy/hidden.ods',
    'gnumeric/roster.ods',
    'sheetjs/roster.ods',
    'libreoffice/dates-1904.ods',
    'libreoffice/struck.ods',
    'gnumeric/struck.ods',
    'libreoffice/link-cache.ods',
  ],
  html: [
    'sheetjs/roster.html',
    'by-hand/excel-page.xls',
    'by-hand/grid-export.xls',
    'by-hand/report-page.xls',
    'by-hand/layout-page.xls',
    'libreoffice/roster.html',
  ],
  'csv in UTF-8': [
    'python-csv/roster-utf8-bom.csv',
    'python-csv/roster-utf8.csv',
    'python-csv/names.csv',
    'python-csv/roster-semicolons.csv',
    'python-csv/roster-nul.csv',
  ],
  'csv in GB18030': [
    'python-csv/roster-gb18030.csv',
    'python-csv/numbers.csv',
    'python-csv/roster-tabs.tsv',
    'python-csv/totals.csv',
    'python-csv/roster-sep.csv',
  ],
  'text in UTF-16': [
    'python-csv/roster-unicode-text.txt',
    'python-csv/roster-utf16be.csv',
    'python-csv/roster-unmarked.txt',
    'libreoffice/roster-utf16.csv',
  ],
};

export const FORMATS: readonly string[] = Object.keys(FILES);
/** Seconds of processor time that one file may take. */
export const LONGEST = 5;

/** Mutants of the files of a format, one file after the other. */
export function mutantsOf(format: string, seed: number): () => Uint8Array {
  const mutators = (FILES[format] ?? []).map((file, at) => mutator(bytesOf(file), seed + at));
  let next = 0;
  return () => mutators[next++ % mutators.length]!();
}

/**
 * Checks a file as the cloud does.
 * @throws Error when rows get lost between reading and judging, or when anything else throws
 */
export function judged(bytes: Uint8Array): CheckedFile {
  const checked = checkFile(bytes, {
    ...CITY_PACK.at('2016Q2'),
    division: '371525108',
    fileName: '花名册.xlsx',
    receivedOn: '2016-07-05',
  });
  const { summary } = outcomeOf(checked, 'zh');
  const lines = checked.tables.reduce((sum, table) => sum + table.accepted.length, 0);
  if (summary.accepted !== lines) throw new Error(`${summary.accepted} rows counted as accepted, ${lines} kept`);
  return checked;
}
