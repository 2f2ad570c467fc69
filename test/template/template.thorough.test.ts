import { CITY_PACK } from '../../cities/pack.ts';
import { describe, expect, test } from 'vitest';
import { checkFile } from '../../shared/check/check-file.ts';
import type { CheckedFile } from '../../shared/check/checked-file.ts';
import { limitsFor } from '../../shared/check/file-limits.ts';
import { markedWorkbook } from '../../shared/receipt/marked-workbook.ts';
import { receiptOf } from '../../shared/receipt/receipt.ts';
import { NO_CHANGES } from '../../shared/rows/merge.ts';
import type { Value } from '../../shared/schema/column.ts';
import { TABLES } from '../../shared/schema/tables.ts';
import { columnLetters } from '../../shared/sheet/reference.ts';
import { readWorkbook } from '../../shared/sheet/read.ts';
import { ALL_RULES } from '../../shared/publication/rule-book.ts';
import { COMPUTED_ROWS, FIRST_ROW } from '../../shared/template/sheet-rows.ts';
import { tablesFor, templateWorkbook } from '../../shared/template/template.ts';

import type { Period } from '../../shared/time/period.ts';
import { townshipFile, XLSX } from '../e2e/city-files.ts';
import { filledIn, partOf, type Records } from './fill.ts';
import { financeOf, targetsOf, householdsOf, projectsOf } from '../generate/liaocheng.ts';

const TOWNSHIP = '371525108';
const COUNTY = '371525';
const ZONE = '371540';
const CITY = '3715';
const PERIOD: Period = '2016Q2';
const HOUSEHOLDS = householdsOf(TOWNSHIP, PERIOD);

const template = (division: string, period: Period = PERIOD): Uint8Array =>
  templateWorkbook({ rules: ALL_RULES, division, city: CITY_PACK.at(period) });
const check = (bytes: Uint8Array, division: string, period: Period = PERIOD): CheckedFile =>
  checkFile(bytes, { ...CITY_PACK.at(period), division, fileName: '表.xlsx', receivedOn: '2016-07-12' });
const filled = (division: string, records: Records): Uint8Array => filledIn(template(division), division, records);
/** The attributes of the `<col>` elements of the first sheet, by column. */
const columnsOf = (bytes: Uint8Array): Record<string, string>[] =>
  [...partOf(bytes, 'xl/worksheets/sheet1.xml').matchAll(/<col ([^>]*)\/>/g)].map(([, text = '']) =>
    Object.fromEntries([...text.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value])),
  );
const validationsOf = (bytes: Uint8Array, sheet: number): string[] =>
  [...partOf(bytes, `xl/worksheets/sheet${sheet}.xml`).matchAll(/<dataValidation .*?<\/dataValidation>/g)].map(
    ([xml]) => xml,
  );

describe('a blank template', () => {
  test.each([TOWNSHIP, '371502001', COUNTY, ZONE, CITY])(
    'of %s has its tables without a row, and no other sheet that looks like a table',
    (division) => {
      const checked = check(template(division), division);
      expect(checked.findings.map(({ rule }) => rule)).toEqual(['F11']);
      expect(checked.rows).toBe(0);
      expect(checked.read?.located.map(({ layout }) => layout.table.kind)).toEqual(
        tablesFor(division).map(({ kind }) => kind),
      );
      for (const { layout } of checked.read?.located ?? []) {
        expect(layout).toMatchObject({ titlePeriod: PERIOD, missing: [], repeated: [], ambiguousUnit: null });
        expect(layout.columns.map(({ header }) => header)).toEqual(layout.table.columns.map(({ header }) => header));
      }
    },
  );

  test('has the tables that its division reports', () => {
    expect([TOWNSHIP, COUNTY, ZONE, CITY].map((division) => tablesFor(division).map(({ title }) => title.zh))).toEqual([
      ['户季度表'],
      ['户季度表', '项目表', '金融表'],
      ['户季度表', '项目表', '金融表'],
      ['户季度表', '项目表', '金融表', '任务表'],
    ]);
  });

  test('explains every column and every rule that a column can break', () => {
    const read = readWorkbook(template(CITY), limitsFor(CITY));
    const guide = 'sheets' in read ? read.sheets.find(({ name }) => name === '填表说明') : undefined;
    const cells = new Set(guide?.rows.flat());
    for (const column of TABLES.flatMap(({ columns }) => columns)) {
      expect(cells, column.header).toContain(column.header);
      expect(cells, column.invalid).toContain(column.invalid);
    }
    for (const cell of cells) if (typeof cell === 'string') expect(cell).not.toMatch(/[{}]|undefined|NaN|null/);
  });

  test('has notes and explanations in English too for those who ask for it', () => {
    const english = templateWorkbook({
      rules: ALL_RULES,
      division: TOWNSHIP,
      city: CITY_PACK.at(PERIOD),
      language: 'en',
    });
    expect(partOf(english, 'xl/comments1.xml')).toContain('registered members');
    expect(partOf(template(TOWNSHIP), 'xl/comments1.xml')).not.toContain('registered members');
    expect(check(english, TOWNSHIP).read?.located[0]?.layout.missing).toEqual([]);
  });

  test('has the same bytes for the same order', () => {
    expect(Buffer.compare(template(CITY), template(CITY))).toBe(0);
  });
});

describe('while a clerk fills in a template', () => {
  const bytes = template(TOWNSHIP);
  const formats = [
    ...partOf(bytes, 'xl/styles.xml').matchAll(/<xf numFmtId="(\d+)"[^>]*xfId[^>]*?(?:\/>|>(.*?)<\/xf>)/g),
  ];
  const formatOf = (style: string | undefined) => formats[Number(style)];
  const codes = new Map(
    [...partOf(bytes, 'xl/styles.xml').matchAll(/<numFmt numFmtId="(\d+)" formatCode="([^"]*)"/g)].map(
      ([, id, code]) => [id, code],
    ),
  );
  const styles = columnsOf(bytes);

  test('long numbers stay text, money has two decimals, dates are dates, in every row of the column', () => {
    const columns = TABLES[0]?.columns ?? [];
    const numberFormats = columns.map(({ field }, index) => {
      const id = formatOf(styles[index]?.['style'])?.[1] ?? '';
      return [field, codes.get(id) ?? id] as const;
    });
    const expected = new Map(numberFormats);
    for (const field of ['household_no', 'head_id_no', 'village_code', 'phone', 'main_cause'])
      expect(expected.get(field), field).toBe('49');
    for (const field of ['wage_income', 'pc_net_income', 'uplift_amount']) expect(expected.get(field), field).toBe('2');
    expect(expected.get('household_size')).toBe('1');
    expect(expected.get('work_months')).toBe('0.0');
    expect(expected.get('report_date')).toBe('yyyy-mm-dd');
  });

  test('every cell below the header is unlocked, and every cell of the header is locked', () => {
    const xml = partOf(bytes, 'xl/worksheets/sheet1.xml');
    expect(xml).toMatch(/<sheetProtection sheet="1"[^>]*insertRows="0"/);
    expect(xml).not.toMatch(/<sheetProtection[^>]*(?:password|hashValue)/);
    expect(styles.at(-1)).toMatchObject({ max: '16384' });
    for (const { style } of styles) expect(formatOf(style)?.[2]).toContain('<protection locked="0"/>');
    const cells = [...xml.matchAll(/<c r="([A-Z]+)(\d+)" s="(\d+)"/g)];
    const [headerCells = [], computed = []] = [true, false].map((isHeader) =>
      cells.filter(([, , row]) => Number(row) <= FIRST_ROW === isHeader),
    );
    expect(headerCells).toHaveLength(5 * (TABLES[0]?.columns.length ?? 0));
    for (const [, , , style] of headerCells) expect(formatOf(style)?.[2] ?? '').not.toContain('protection');
    for (const [, , , style] of computed) expect(formatOf(style)?.[2]).toContain('<protection locked="0"/>');
  });

  test('net income, in all and per head, is calculated in rows that are filled in or not yet', () => {
    const xml = partOf(bytes, 'xl/worksheets/sheet1.xml');
    const formulas = [...xml.matchAll(/<c r="([A-Z]+\d+)"[^>]*t="str"><f>(.*?)<\/f><v><\/v>/g)].map(
      ([, at, formula]) => [at, formula],
    );
    const columns = TABLES[0]?.columns ?? [];
    const at = (field: string): string => columnLetters(columns.findIndex((column) => column.field === field));
    expect(formulas).toHaveLength(2 * COMPUTED_ROWS);
    expect(formulas[0]?.[0]).toBe(`${at('net_income')}${FIRST_ROW + 1}`);
    expect(formulas[1]?.[1]).toContain(`ROUND(${at('net_income')}6/${at('household_size')}6,2)`);
  });

  test('a drop-down has exactly the values that the reader accepts', () => {
    for (const division of [TOWNSHIP, CITY]) {
      const workbook = template(division);
      const read = readWorkbook(workbook, limitsFor(division));
      const options = 'sheets' in read ? read.sheets.at(-1) : undefined;
      expect(options?.hidden).toBe(true);
      const ranges = new Map(
        [
          ...partOf(workbook, 'xl/workbook.xml').matchAll(
            /<definedName name="([^"]+)">'[^']+'!\$([A-Z]+)\$2:\$[A-Z]+\$(\d+)</g,
          ),
        ].map(([, name = '', letters = '', last]) => [name, { letters, last: Number(last) }]),
      );
      const valuesOf = (name: string): unknown[] => {
        const range = ranges.get(name);
        const index = (options?.rows[0] ?? []).findIndex((_, column) => columnLetters(column) === range?.letters);
        return (options?.rows ?? []).slice(1, range?.last).map((row) => row[index]);
      };
      for (const [sheet, table] of tablesFor(division).entries()) {
        const validations = validationsOf(workbook, sheet + 1);
        for (const [index, column] of table.columns.entries()) {
          const validation = validations.find((xml) => xml.includes(`sqref="${columnLetters(index)}6:`));
          if ('list' in column.type) {
            const source = /<formula1>([^<]*)</.exec(validation ?? '')?.[1] ?? '';
            expect(valuesOf(source), column.header).toEqual(column.type.list.map(({ zh }) => zh));
          }
          if (column.type.kind === 'flag') expect(validation).toContain('<formula1>&quot;是,否&quot;</formula1>');
          if (column.type.kind === 'codes') expect(validation).not.toContain('showErrorMessage');
        }
      }
      for (const township of CITY_PACK.register.townshipsWithin(division)) {
        const villages = CITY_PACK.register.villagesOf(township.code).map(({ name }) => name);
        const unit = CITY_PACK.register.nameOf(township.unit) ?? '';
        if (villages.length > 0)
          expect(valuesOf(division === CITY ? `村_${unit}${township.name}` : '选项_行政村')).toEqual(villages);
        if (division === CITY) expect(valuesOf(`镇_${unit}`)).toContain(township.name);
      }
    }
  });

  test('the villages of a county’s drop-down depend on the township in the row', () => {
    const village = validationsOf(template(COUNTY), 1).find((xml) => xml.includes('sqref="D6:'));
    expect(village).toContain('<formula1>INDIRECT(&quot;村_&quot;&amp;$C6)</formula1>');
    const names = partOf(template(COUNTY), 'xl/workbook.xml');
    for (const { code, name } of CITY_PACK.register.townshipsWithin(COUNTY))
      expect(names.includes(`name="村_${name}"`), name).toBe(CITY_PACK.register.villagesOf(code).length > 0);
  });

  test('no message is longer than Excel allows', () => {
    for (const [sheet] of tablesFor(CITY).entries())
      for (const xml of validationsOf(template(CITY), sheet + 1)) {
        expect((/ error="([^"]*)"/.exec(xml)?.[1] ?? '').length).toBeLessThanOrEqual(225);
        expect((/ prompt="([^"]*)"/.exec(xml)?.[1] ?? '').length).toBeLessThanOrEqual(255);
        expect((/<formula1>(&quot;.*?&quot;)</.exec(xml)?.[1] ?? '').length).toBeLessThanOrEqual(255);
      }
  });
});

describe('a filled-in template', () => {
  test('of a township is accepted with all rows, and gives the same records as the clerk’s own sheet', () => {
    const checked = check(
      filled(TOWNSHIP, { household: HOUSEHOLDS as unknown as Records['household'] & object }),
      TOWNSHIP,
    );
    expect(checked).toMatchObject({ status: 'accepted', rows: HOUSEHOLDS.length, rejected: 0, findings: [] });
    const own = check(townshipFile(TOWNSHIP, PERIOD, HOUSEHOLDS, XLSX), TOWNSHIP);
    const lines = (file: CheckedFile): string[] =>
      file.tables.flatMap(({ accepted }) => accepted.map(({ key, line }) => `${key} ${line}`)).sort();
    expect(lines(checked)).toEqual(lines(own));
  });

  test('of a county and of the city is accepted with all rows of every sheet', () => {
    const ofCounty = { project: projectsOf(COUNTY, PERIOD), finance: financeOf(COUNTY, PERIOD) } as unknown as Records;
    expect(check(filled(COUNTY, ofCounty), COUNTY)).toMatchObject({ status: 'accepted', findings: [] });
    const ofCity = { target: targetsOf(), finance: financeOf(CITY, PERIOD) } as unknown as Records;
    const checked = check(filled(CITY, ofCity), CITY);
    expect(checked).toMatchObject({ status: 'accepted', findings: [] });
    expect(checked.rows).toBe((ofCity.target?.length ?? 0) + (ofCity.finance?.length ?? 0));
  });

  test('keeps its stamp in the marked workbook', () => {
    const [first, ...rest] = HOUSEHOLDS as unknown as readonly Record<string, Value>[];
    const bytes = filled(TOWNSHIP, { household: [{ ...first, household_size: 99 }, ...rest] });
    const checked = check(bytes, TOWNSHIP);
    expect(checked.rejected).toBe(1);
    const facts = {
      key: `${TOWNSHIP}/${PERIOD}/表.xlsx`,
      versionId: 'v1',
      acceptedAt: '2016-07-12T00:00:00.000Z',
      sha256: '',
      bytes: bytes.length,
    };
    const marked = markedWorkbook(
      receiptOf(facts, checked, { pack: CITY_PACK, changes: NO_CHANGES, language: 'zh' }),
      checked,
      'zh',
    );
    const findings = (file: CheckedFile) => file.findings.map(({ rule, row, index }) => ({ rule, row, index }));
    expect(findings(check(marked, TOWNSHIP))).toEqual(findings(checked));
    expect(findings(check(marked, '371525109')).map(({ rule }) => rule)).toContain('F16');
  });
});
