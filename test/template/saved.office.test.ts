/** A template filled in, opened and saved by other programs: the data, the guards and the stamp survive. */
import { describe, expect, test } from 'vitest';
import { CITY_PACK } from '../../cities/pack.ts';
import { checkFile } from '../../shared/check/check-file.ts';
import type { CheckedFile } from '../../shared/check/checked-file.ts';
import { ALL_RULES } from '../../shared/publication/rule-book.ts';
import { tablesFor, templateWorkbook } from '../../shared/template/template.ts';
import { validationOf } from '../../shared/template/validation.ts';
import { DropDowns } from '../../shared/template/drop-downs.ts';
import type { Period } from '../../shared/time/period.ts';
import { hasProgram, savedBy } from '../office-programs.ts';
import { filledIn, partOf, type Records } from './fill.ts';
import { householdsOf, financeOf, projectsOf } from '../generate/liaocheng.ts';

const COUNTY = '371525';
const PERIOD: Period = '2016Q2';

const RECORDS = {
  household: householdsOf('371525108', PERIOD).slice(0, 60),
  project: projectsOf(COUNTY, PERIOD),
  finance: financeOf(COUNTY, PERIOD),
} as unknown as Records;
const BYTES = filledIn(
  templateWorkbook({ rules: ALL_RULES, division: COUNTY, city: CITY_PACK.at(PERIOD) }),
  COUNTY,
  RECORDS,
);
const BLANK = templateWorkbook({ rules: ALL_RULES, division: COUNTY, city: CITY_PACK.at(PERIOD) });
const ROWS = Object.values(RECORDS).reduce((sum, rows) => sum + rows.length, 0);

const check = (bytes: Uint8Array, division = COUNTY): CheckedFile =>
  checkFile(bytes, { ...CITY_PACK.at(PERIOD), division, fileName: '表.xlsx', receivedOn: '2016-07-12' });

function expectIntact(saved: Uint8Array): void {
  expect(check(saved)).toMatchObject({ status: 'accepted', rows: ROWS, rejected: 0, findings: [] });
  // The stamp is still there: the check of another division finds it.
  expect(check(saved, '3715').findings.map(({ rule }) => rule)).toEqual(['F16']);
}

function expectGuarded(saved: Uint8Array): void {
  const dropDowns = new DropDowns(COUNTY, CITY_PACK.at(PERIOD), tablesFor(COUNTY), ALL_RULES);
  for (const [index, table] of tablesFor(COUNTY).entries()) {
    const xml = partOf(saved, `xl/worksheets/sheet${index + 1}.xml`);
    const range = { top: 5, left: 0, bottom: 9, right: 0 };
    const wanted = table.columns.filter((column) => validationOf(table, column, range, dropDowns) !== null);
    expect(xml.match(/<dataValidation /g)).toHaveLength(wanted.length);
    expect(xml).toMatch(/<sheetProtection [^>]*sheet="(?:1|true)"/);
    expect(xml).toMatch(/<sheetProtection [^>]*insertRows="(?:0|false)"/);
    expect(xml).toMatch(/<conditionalFormatting/);
  }
  const workbook = partOf(saved, 'xl/workbook.xml');
  for (const name of dropDowns.names()) expect(workbook, name.name).toContain(`name="${name.name}"`);
  expect(partOf(saved, 'xl/worksheets/sheet1.xml')).toMatch(
    /INDIRECT\(&quot;村_&quot;&amp;\$C6\)|INDIRECT\("村_"&amp;\$C6\)/,
  );
}

describe.skipIf(!hasProgram('soffice'))('LibreOffice', () => {
  test('saves it with all data, drop-downs and protection', async () => {
    const saved = await savedBy('soffice', BYTES, 'xlsx');
    expectIntact(saved);
    expectGuarded(saved);
  });

  test.each(['ods', 'xls'])('saves it as .%s with all data', async (extension) => {
    expectIntact(await savedBy('soffice', BYTES, extension));
  });

  test('saves a blank one without making rows', async () => {
    expect(check(await savedBy('soffice', BLANK, 'xlsx')).findings.map(({ rule }) => rule)).toEqual(['F11']);
  });
});

/** The same households without what the template calculates. */
const UNCOMPUTED = filledIn(BLANK, COUNTY, {
  household: (RECORDS.household ?? []).map((row) => ({ ...row, net_income: null, pc_net_income: null })),
});

test('what the template calculates may stay blank: it is computed', () => {
  const [checked, stated] = [check(UNCOMPUTED), check(BYTES)];
  expect(checked).toMatchObject({ status: 'accepted', rows: 60, rejected: 0, findings: [] });
  expect(checked.repairs.counts['computed']).toBe(120);
  const lines = ({ tables }: CheckedFile) => tables[0]?.accepted.map(({ line }) => line);
  expect(lines(checked)).toEqual(lines(stated));
});

test.each(['soffice', 'ssconvert'] as const)('%s calculates it as the check does', async (program) => {
  if (!hasProgram(program)) return;
  const saved = check(await savedBy(program, UNCOMPUTED, 'xlsx'));
  expect(saved).toMatchObject({ status: 'accepted', rows: 60, findings: [] });
  // Nothing was left for the check to compute, or to put right.
  expect(saved.repairs.counts).not.toMatchObject({ computed: expect.any(Number) });
  expect(saved.repairs.counts).not.toMatchObject({ recomputed: expect.any(Number) });
});

describe.skipIf(!hasProgram('ssconvert'))('gnumeric', () => {
  test('saves it with all data, drop-downs and protection', async () => {
    const saved = await savedBy('ssconvert', BYTES, 'xlsx');
    expectIntact(saved);
    expectGuarded(saved);
  });
});
