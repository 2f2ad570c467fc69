/**
 * Small files in which something went wrong once, as they were found, each with its right outcome. What they stand for
 * has golden files of every writer beside these, and generators. A workbook under the built-in password is none of
 * them: those that were found are other people's, and `by-hand/built-in-password.xls` stands for them.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CITY_PACK } from '../../../cities/pack.ts';
import { findUploads } from '../../../cli/upload-files.ts';
import { unsoundOf } from '../../../cli/uploads-in-question.ts';
import { readOfficeRows } from '../../../functions/publish/office-rows.ts';
import { checkFile } from '../../../shared/check/check-file.ts';
import type { CheckedFile } from '../../../shared/check/checked-file.ts';
import { limitsFor } from '../../../shared/check/file-limits.ts';
import { isSystemFile } from '../../../shared/ledger/system-files.ts';
import type { Submission } from '../../../shared/ledger/submission.ts';
import { receiptText } from '../../../shared/receipt/receipt-text.ts';
import { receiptOf } from '../../../shared/receipt/receipt.ts';
import { decodeRecord } from '../../../shared/rows/codec.ts';
import { NO_CHANGES } from '../../../shared/rows/merge.ts';
import { readWorkbook } from '../../../shared/sheet/read.ts';
import type { Sheet } from '../../../shared/sheet/grid.ts';
import { MemoryCity } from '../../functions/memory.ts';
import { PERIOD, told } from '../rules/case.ts';

const FOLDER = new URL('./', import.meta.url);
const TOWNSHIP = '371525108';
const COUNTY = '371525';
/** That of the cases of readers. */
const ZHENGJIA = '371502105';
const bytesOf = (file: string): Uint8Array => Uint8Array.from(readFileSync(new URL(file, FOLDER)));

/** Files that a test below looks at. */
const looked = new Set<string>();

function check(file: string, division = file.startsWith('reader') ? ZHENGJIA : TOWNSHIP): CheckedFile {
  looked.add(file);
  const fileName = file.slice(file.lastIndexOf('/') + 1);
  return checkFile(bytesOf(file), { ...CITY_PACK.at(PERIOD), division, fileName, receivedOn: '2016-07-10' });
}

const rulesOf = ({ findings }: CheckedFile): string[] => findings.map(({ rule }) => rule);
const messagesOf = (checked: CheckedFile): string[] => told(checked).findings.map(({ message }) => message);
const householdsOf = ({ tables }: CheckedFile) => (tables[0]?.accepted ?? []).map((row) => decodeRecord('household', row));
const acceptedWith = (rows: number, rules: readonly string[]) => (checked: CheckedFile) => {
  expect([checked.rows, checked.accepted, rulesOf(checked)]).toEqual([rows, rows, rules]);
};

/** The files of a case that come as a folder, ingested one after the other. */
async function ingested(name: string): Promise<{ city: MemoryCity; submissions: Record<string, Submission> }> {
  const from = new URL(`${name}/in/`, FOLDER);
  const city = new MemoryCity();
  const submissions: Record<string, Submission> = {};
  for (const [at, key] of findUploads(from.pathname).uploads.entries()) {
    looked.add(`${name}/in/${key}`);
    city.putFile(`v${at}`, `2016-07-1${at}T02:00:00.000Z`, key, bytesOf(`${name}/in/${key}`));
    submissions[key.slice(key.lastIndexOf('/') + 1)] = (await city.deliver(`v${at}`)) as Submission;
  }
  return { city, submissions };
}

test('01: a file whose name holds 安全量化 removes nobody', async () => {
  const { city, submissions } = await ingested('01-substring-full-replace');
  expect(submissions['住房安全量化评估花名册.xlsx']).toMatchObject({ accepted: 12, replacement: false, removed: 0 });
  expect((await city.fold(await city.plan(PERIOD), TOWNSHIP))['households']).toBe(815);
});

test('03: formulas dragged to row 19,900 are told in a few lines, and the good file behind them counts', async () => {
  const { city, submissions } = await ingested('03-one-file-blocks-the-rest');
  expect(submissions['a-公式拖到底.xlsx']).toMatchObject({ rows: 12, accepted: 12 });
  expect(submissions['b-正确.xlsx']).toMatchObject({ status: 'accepted', accepted: 3 });
  const receipt = [...city.objects].find(([key]) => key.includes('公式拖到底') && key.endsWith('.receipt.txt'));
  expect(String(receipt?.[1].content).split('\n').length).toBeLessThan(60);
});

test('04: the projects 001 and 1 are one: three bases of 2,900 kW', async () => {
  const { city } = await ingested('04-project-number-lost-zeros');
  const projects = await readOfficeRows(await city.plan(PERIOD), 'project', PERIOD, city.ingestEffects());
  expect(projects).toHaveLength(3);
  expect(projects.map(({ record }) => record.project_type)).toEqual(['PV_BASE', 'PV_BASE', 'PV_BASE']);
  // In hundredths of a kilowatt.
  expect(projects.reduce((sum, { record }) => sum + Number(record.capacity), 0)).toBe(290_000);
});

test('06: a figure per head with all its digits is accepted, as it is only checked', () => {
  acceptedWith(12, [])(check('06-unrounded-per-head/a.xlsx'));
});

test('07: one comma too many is one message, about the row', () => {
  const checked = check('07-row-shifted-by-a-comma/a.csv');
  expect([checked.accepted, checked.rejected]).toEqual([11, 1]);
  expect(messagesOf(checked)).toEqual([expect.stringMatching(/^第6行比表头多出1格/)]);
});

test('08: a shifted row shows no whole number of a person', () => {
  const file = '08-shifted-row-shows-identity-number/a.csv';
  const text = new TextDecoder().decode(bytesOf(file));
  const numbers = text.match(/371599\d{11}[\dX]|199\d{8}/g) ?? [];
  expect(numbers.length).toBeGreaterThan(20);
  const checked = check(file);
  const received = { key: `${TOWNSHIP}/2016Q2/a.csv`, versionId: 'v1', acceptedAt: '2016-07-10T01:00:00Z', sha256: '', bytes: 1 };
  const receipt = receiptOf(received, checked, { pack: CITY_PACK, changes: NO_CHANGES });
  const shown = [JSON.stringify(receipt), receiptText(receipt)].join('\n');
  for (const number of numbers) expect(shown).not.toContain(number);
});

test('09: 0.04 that shows 4.00% is 4%, and 15% is refused', () => {
  const checked = check('09-percent-cell/a.xlsx', COUNTY);
  const rates = (checked.tables[0]?.accepted ?? []).map((row) => decodeRecord('finance', row).interest_subsidy_pct);
  expect(rates).toContain(400);
  expect(rulesOf(checked)).toContain('L06');
});

test('10: what is struck through does not count, and is told', () => {
  const checked = check('10-struck-through-characters/a.xlsx');
  expect(checked.accepted).toBe(12);
  expect(messagesOf(checked)).toEqual(['“户季度表”第5行中划了删除线的内容没有计入，请核对']);
  expect(householdsOf(checked)[0]?.uplift_amount).not.toBe(144_600);
  expect(householdsOf(checked).map(({ uplift_amount: amount }) => amount)).toContain(44_600);
});

test('11: sheets that are an example or struck off are not read, and are named', () => {
  const checked = check('11-example-and-struck-off-sheets/a.xlsx');
  expect(checked.accepted).toBe(12);
  expect(checked.sheets.map(({ name, read }) => [name, read?.rows ?? null])).toEqual([
    ['户季度表', 12],
    ['填写示例', null],
    ['已销户（不报）', null],
  ]);
});

test('13: a row of explanations under the header is no household', () => {
  acceptedWith(12, [])(check('13-explanation-row-under-header/a.xlsx'));
});

test('14: an invisible character in a header is none', () => {
  acceptedWith(12, [])(check('14-zero-width-in-header/a.xlsx'));
});

test('17: a note above the header that names another quarter is no title', () => {
  acceptedWith(12, [])(check('17-note-names-another-quarter/a.xlsx'));
});

test('18: a corrected file settles the one before it', async () => {
  const city = new MemoryCity();
  for (const at of [1, 2]) {
    const file = `18-status-after-correction/${at}.xlsx`;
    looked.add(file);
    city.putFile(`v${at}`, `2016-07-1${at}T02:00:00.000Z`, `${TOWNSHIP}/2016Q2/${at}.xlsx`, bytesOf(file));
    await city.deliver(`v${at}`);
  }
  const [one, ...more] = unsoundOf((await city.ledgerOf(PERIOD)).submissions);
  expect(more).toEqual([]);
  expect([one?.submission.key, one?.correctedBy?.key]).toEqual([`${TOWNSHIP}/2016Q2/1.xlsx`, `${TOWNSHIP}/2016Q2/2.xlsx`]);
});

test('19: files that programs leave are passed over', async () => {
  const { city, submissions } = await ingested('19-lock-and-system-files');
  expect(Object.keys(submissions)).toEqual(['a.xlsx']);
  for (const [at, name] of ['~$a.xlsx', 'Thumbs.db'].entries()) {
    const file = `19-lock-and-system-files/in/${TOWNSHIP}/2016Q2/${name}`;
    looked.add(file);
    city.putFile(`s${at}`, '2016-07-12T02:00:00.000Z', `${TOWNSHIP}/2016Q2/${name}`, bytesOf(file));
    expect(isSystemFile({ key: name, size: bytesOf(file).length })).toBe(true);
    expect(await city.deliver(`s${at}`)).toBe('passed over');
  }
  expect([...city.objects.keys()].filter((key) => /~\$|Thumbs/.test(key))).toEqual([]);
  expect(city.ledger.size).toBe(1);
});

test('21: a file that the office’s security software encrypted is told to be decrypted there', () => {
  const checked = check('21-office-encryption-software/花名册.xlsx');
  expect(messagesOf(checked)).toEqual([expect.stringMatching(/加密.*解密/)]);
});

test('22: a cell that names an empty shared text is blank', () => {
  acceptedWith(12, [])(check('22-empty-shared-string/a.xlsx'));
});

test('23: text that was garbled and saved is told so', () => {
  expect(messagesOf(check('23-garbled-and-saved/a.csv'))).toEqual([expect.stringMatching(/UTF-8.*GBK/)]);
});

describe('what a program writes', () => {
  test.each([
    'reader-01-xlsx-empty-formula-result/v-selfclosing.xlsx',
    'reader-01-xlsx-empty-formula-result/v-open-close.xlsx',
    'reader-01-xlsx-empty-formula-result/gnumeric-1.12.55.xlsx',
    'reader-02-ods-empty-formula-result/roster.ods',
    'reader-02-ods-empty-formula-result/roster.xlsx',
    'reader-04-xlsx-date1904-lost/1904-as-excel-2007.xlsx',
    'reader-04-xlsx-date1904-lost/1904-as-excel-2013.xlsx',
    'reader-05-xlsx-module-sheet-refused/roster.xlsx',
    'reader-06-xls-zero-result-openoffice/libreoffice.xls',
    'reader-06-xls-zero-result-openoffice/openoffice-like.xls',
    'reader-06-xls-zero-result-openoffice/gnumeric.xls',
    'reader-11-ods-external-link-cache/roster.ods',
  ])('is read as it is meant: %s', (file) => {
    acceptedWith(10, [])(check(file));
  });

  test.each(['xlsx', 'xls', 'ods'])('a value that a merge covers deletes nobody, and is told: .%s', (extension) => {
    const checked = check(`reader-08-merge-covered-values/roster.${extension}`);
    acceptedWith(10, ['F06'])(checked);
    expect(checked.tables[0]?.accepted.filter(({ line }) => line === '')).toEqual([]);
  });
});

describe('the files', () => {
  const files = readdirSync(FOLDER, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.ts'))
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(FOLDER.pathname.length));

  test('are all looked at', () => {
    expect(files.length).toBeGreaterThan(35);
    expect(files.filter((file) => !looked.has(file))).toEqual([]);
  });

  test.each(files)('hold no number of a real person: %s', (file) => {
    const opened = readWorkbook(bytesOf(file), limitsFor(COUNTY));
    const sheets: readonly Sheet[] = 'refused' in opened ? [] : opened.sheets;
    const text = JSON.stringify(sheets.map(({ rows }) => rows));
    const numbers = text.match(/(?<![\d.])\d{17}[\dXx](?!\d)/g) ?? [];
    expect(numbers.filter((number) => !number.startsWith('371599'))).toEqual([]);
    expect((text.match(/(?<!\d)1[3-9]\d{9}(?!\d)/g) ?? []).filter((phone) => !phone.startsWith('199000'))).toEqual([]);
  });
});
