/**
 * Whatever a clerk, an office or a file name says, no file that the system hands out makes a spreadsheet calculate it.
 */
import { CITY_PACK } from '../../cities/pack.ts';
import { read as readBySheetJs, type CellObject, type WorkBook } from '@e965/xlsx';
import { unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { markedWorkbook } from '../../shared/receipt/marked-workbook.ts';
import { tableCsv } from '../../shared/tables/table-csv.ts';
import type { ReportTable } from '../../shared/tables/report-table.ts';
import { summaryWorkbook } from '../../shared/workbook/workbook.ts';
import type { Summary } from '../../shared/summary/summary.ts';
import { writeWorkbook } from '../../shared/sheet/write.ts';
import { check, household, open, receiptFor, sheetOf } from '../receipt/fixture.ts';

/** What makes a formula, in Excel, WPS or LibreOffice, in their Chinese editions too. */
const STARTS = ['=', '+', '-', '@', '\t', '\r', '\t=', '\r\n=', '＝', '＋', '－', '＠'];
const DANGEROUS = STARTS.flatMap((start) => [
  `${start}1+1`,
  `${start}cmd|' /C calc'!A0`,
  `${start}HYPERLINK("http://127.0.0.1/"&A1,"a")`,
]);

/** Cells that another program takes for formulas, and formulas, macros or outside links in the parts. */
function formulasIn(bytes: Uint8Array): string[] {
  const book: WorkBook = readBySheetJs(bytes, { type: 'array', cellFormula: true });
  const seen = Object.entries(book.Sheets).flatMap(([name, sheet]) =>
    Object.entries(sheet)
      .filter(([place, cell]) => !place.startsWith('!') && (cell as CellObject).f !== undefined)
      .map(([place]) => `${name} ${place}`),
  );
  const parts = Object.entries(unzipSync(bytes));
  const written = parts.filter(([, content]) =>
    /<(?:\w+:)?f[\s>/]|externalLink|ddeLink|TargetMode/.test(Buffer.from(content).toString('utf8')),
  );
  return [...seen, ...written.map(([name]) => name)];
}

const textsIn = (bytes: Uint8Array): Set<string> =>
  new Set(
    open(bytes).sheets.flatMap(({ rows }) => rows.flat().filter((cell): cell is string => typeof cell === 'string')),
  );

describe('a workbook', () => {
  test('holds dangerous texts as texts, in values, comments, links and names', () => {
    const bytes = writeWorkbook(
      DANGEROUS.map((text) => ({
        name: text.slice(0, 31),
        rows: [[text, { value: text, style: { bold: true }, comment: text, link: `'${text}'!A1` }]],
        autoFilter: { top: 0, left: 0, bottom: 0, right: 1 },
        printTitleRows: 1,
      })),
    );
    expect(formulasIn(bytes)).toEqual([]);
    const texts = textsIn(bytes);
    for (const text of DANGEROUS) expect(texts, JSON.stringify(text)).toContain(text);
  });

  test('that goes back to the clerk marks dangerous cells, headers, sheets and file names and calculates none', () => {
    const rows = DANGEROUS.map((text, at) =>
      household(at + 1, { remark: text, head_name: text, village_name: text, household_size: text }),
    );
    const spec = sheetOf(rows, '=1+1');
    const headers = spec.rows[1]?.map((cell, at) => (at === spec.rows[1]!.length - 1 ? '=1+1' : cell)) ?? [];
    const file = writeWorkbook([
      { ...spec, rows: [['=SUM(A1)', ...(spec.rows[0]?.slice(1) ?? [])], headers, ...spec.rows.slice(2)] },
    ]);
    const name = '=1+1.xlsx';
    const checked = check(file, name);
    expect(checked.rejected).toBe(DANGEROUS.length);
    const marked = markedWorkbook(receiptFor(checked, name), checked, 'zh');
    expect(formulasIn(marked)).toEqual([]);
    expect(textsIn(marked)).toContain('=1+1');
  });
});

const TABLE: ReportTable = {
  id: 'R99',
  zh: '=1+1',
  en: '=1+1',
  unit: { zh: '=1+1', en: '=1+1' },
  columns: [
    { key: 'unit', zh: '=1+1', en: '=1+1', group: { zh: '@SUM(A1)', en: '@SUM(A1)' }, kind: 'text' },
    { key: 'figure', zh: '数', en: 'Figure', kind: 'count' },
    { key: 'change', zh: '增减', en: 'Change', kind: 'percent' },
  ],
  rows: DANGEROUS.map((unit, at) => ({ unit, figure: at - 5, change: -12 })),
  total: { unit: '=SUM(A1:A9)', figure: 3, change: 5 },
  notes: [{ zh: '=1+1', en: '=1+1' }],
};

describe('a table as CSV', () => {
  const csv = tableCsv(TABLE);

  test('gives no program a formula', () => {
    const sheet = readBySheetJs(csv, { type: 'string', cellFormula: true }).Sheets['Sheet1'] ?? {};
    const formulas = Object.entries(sheet).filter(
      ([place, cell]) => !place.startsWith('!') && (cell as CellObject).f !== undefined,
    );
    expect(formulas).toEqual([]);
  });

  test('begins no field with what makes a formula, and keeps negative figures as numbers', () => {
    const fields = [...csv.matchAll(/(?<=^|,|\n)(?:"((?:[^"]|"")*)"|([^",\r\n]*))/g)].map(
      ([, quoted, plain]) => quoted ?? plain ?? '',
    );
    const beginning = fields.filter(
      (field) => /^[\s]*[=+\-@＝＋－＠\t\r]/.test(field) && !/^-\d+(?:\.\d+)?%?$/.test(field),
    );
    expect(beginning).toEqual([]);
    expect(csv).toContain(',-5,-1.2%');
  });
});

test('the workbook of a summary calculates nothing', () => {
  const summary = {
    edition: 'internal',
    state: 'provisional',
    asOf: null,
    period: '2016Q2',
    revision: 1,
    narrative: '=1+1\n\n=1+1\n@SUM(A1)',
    tables: { R99: TABLE },
  } as unknown as Summary;
  const bytes = summaryWorkbook(summary, CITY_PACK.profile);
  expect(formulasIn(bytes)).toEqual([]);
  const texts = textsIn(bytes);
  for (const text of DANGEROUS) expect(texts, JSON.stringify(text)).toContain(text);
});
