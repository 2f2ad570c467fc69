/** Each stage of reading a file by itself: from the value of the stage before to its own value and its own findings. */
import { CITY_PACK } from '../../cities/pack.ts';
import { describe, expect, it } from 'vitest';
import { checkLayouts, type TableSheet } from '../../shared/check/check-layouts.ts';
import { concludeFile } from '../../shared/check/conclude-file.ts';
import { limitsFor } from '../../shared/check/file-limits.ts';
import { judgeTables } from '../../shared/check/judge-tables.ts';
import { locateTables } from '../../shared/check/locate-tables.ts';
import { fingerprintOf } from '../../shared/check/misplaced-corrections.ts';
import { openFile } from '../../shared/check/open-file.ts';
import { FAILING_SHEET, LIST_SHEET, noticeText } from '../../shared/check/our-marks.ts';
import { ROW_LAYOUTS } from '../../shared/rows/layouts.ts';
import type { Finding } from '../../shared/rules/finding.ts';
import type { Workbook } from '../../shared/sheet/grid.ts';
import { writeWorkbook, type SheetSpec } from '../../shared/sheet/write.ts';
import { csvOf, PERIOD, RECEIVED, rowOf, sealed, TOWNSHIP, type Written } from '../golden/rules/case.ts';
import { GRID } from '../golden/rules/files-by-hand.ts';

const CONTEXT = { ...CITY_PACK.at(PERIOD), division: TOWNSHIP, fileName: '表.csv', receivedOn: RECEIVED };
const LIMITS = limitsFor(TOWNSHIP);

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const codes = (findings: readonly Finding[]): string[] => findings.map(({ rule, severity }) => `${rule} ${severity}`);

function opened(bytes: Uint8Array): Workbook {
  const { workbook } = openFile(bytes, LIMITS);
  if (workbook === null) throw new Error('the file cannot be opened');
  return workbook;
}
const book = (...sheets: SheetSpec[]): Workbook => opened(writeWorkbook(sheets));
const located = (workbook: Workbook) => locateTables(workbook, [], CONTEXT).read;
const laidOut = (text: string, limits = LIMITS) => checkLayouts(located(opened(bytesOf(text))), CONTEXT, limits);

const household = (number: number, change: Written = {}): Written =>
  rowOf('household', {
    household_no: `37152510800000${10 + number}`,
    head_id_no: sealed(`371599196${number}0101001`),
    ...change,
  });
const sheetsOf = (rows: readonly Written[]): readonly TableSheet[] => laidOut(csvOf('household', rows)).sheets;

describe('opening', () => {
  it('makes a workbook of bytes', () => {
    const { workbook, corrections, findings } = openFile(bytesOf(csvOf('household', [household(1)])), LIMITS);
    expect(workbook).toMatchObject({ format: 'csv', sheets: [{ name: '' }] });
    expect([corrections, findings]).toEqual([[], []]);
  });

  it('says why bytes are none, in both languages', () => {
    const { workbook, corrections, findings } = openFile(bytesOf('%PDF-1.7'), LIMITS);
    expect([workbook, corrections]).toEqual([null, []]);
    expect(findings).toMatchObject([
      {
        rule: 'F01',
        severity: 'error',
        params: { detail: { zh: expect.stringMatching(/PDF/), en: expect.stringMatching(/PDF/) } },
      },
    ]);
  });

  it('takes off the sheets of an earlier receipt, and keeps what the clerk corrected there', () => {
    const [header = [], row = []] = GRID;
    const told = ['第2行', ...row, '问题', fingerprintOf(row.map(String), 2, '花名册')];
    const { workbook, corrections } = openFile(
      writeWorkbook([
        { name: LIST_SHEET, rows: [[LIST_SHEET], [noticeText('zh')]] },
        { name: '花名册', rows: [header, row] },
        {
          name: FAILING_SHEET,
          rows: [[FAILING_SHEET], [noticeText('zh')], told.map((cell, at) => (at === 7 ? '改' : cell))],
        },
      ]),
      LIMITS,
    );
    expect(workbook?.sheets.map(({ name }) => name)).toEqual(['花名册']);
    expect(corrections).toEqual([{ sheet: '花名册', rows: [2] }]);
  });
});

describe('locating', () => {
  it('finds the tables, and tells of sheets that are passed over', () => {
    const workbook = book(
      { name: '本季', rows: GRID },
      { name: '备份', rows: GRID },
      { name: '藏', rows: GRID, hidden: true },
    );
    const { read, findings } = locateTables(workbook, [], CONTEXT);
    expect(read.workbook).toBe(workbook);
    expect(read.located.map(({ sheet, layout }) => [sheet.name, layout.table.kind])).toEqual([['本季', 'household']]);
    expect(findings.map(({ rule, sheet }) => [rule, sheet])).toEqual([
      ['F06', '藏'],
      ['F06', '备份'],
    ]);
  });

  it('tells of corrections that stand where they are not read', () => {
    const { findings } = locateTables(book({ name: '本季', rows: GRID }), [{ sheet: '本季', rows: [2, 5] }], CONTEXT);
    expect(findings).toMatchObject([{ rule: 'F17', sheet: '本季', params: { rows: { zh: '2、5', en: '2, 5' } } }]);
  });

  it('finds none where there is none, without a word', () => {
    expect(locateTables(book({ name: '说明', rows: [['说明']] }), [], CONTEXT)).toMatchObject({
      read: { located: [] },
      findings: [],
    });
  });
});

describe('checking layouts', () => {
  const rows = [household(1), household(2)];

  it('counts the data rows of sound sheets', () => {
    expect(laidOut(csvOf('household', rows))).toMatchObject({ rows: 2, findings: [], sheets: [{ data: [1, 2] }] });
  });

  it('refuses what lacks a column, a table or rows, or has too many', () => {
    expect(codes(laidOut(csvOf('household', rows, ['labour_count'])).findings)).toEqual(['F05 error']);
    expect(codes(laidOut('备忘').findings)).toEqual(['F04 error']);
    expect(codes(laidOut(csvOf('household', [])).findings)).toEqual(['F11 error']);
    expect(codes(laidOut(csvOf('household', rows), { ...LIMITS, rows: 1 }).findings)).toEqual(['F11 error']);
  });

  it('silences what need not be said of each cell of a sheet', () => {
    const amounts = Object.fromEntries(
      ['wage_income', 'business_income', 'property_income', 'transfer_income', 'net_income'].map((field) => [
        field,
        '30',
      ]),
    );
    const { findings, sheets } = laidOut(
      `单位：元\n${csvOf(
        'household',
        rows.map((row) => ({
          ...row,
          ...amounts,
          pc_net_income: '30',
          base_pc_net_income: '30',
          business_cost: '30',
          pension_income: '30',
          eco_income: '30',
          uplift_amount: '30',
        })),
      )}`,
    );
    expect(codes(findings)).toEqual(['F19 warning']);
    expect(sheets.map(({ silenced }) => [...silenced])).toEqual([['N06']]);
  });
});

describe('judging', () => {
  it('makes records of cells, each row by itself and then beside the others', () => {
    const sheets = sheetsOf([
      household(1),
      household(2, { household_size: '三口' }),
      household(3, { household_no: '3715251080000011' }),
    ]);
    const { tables, isRefused, findings } = judgeTables(sheets, CONTEXT);
    expect(isRefused).toBe(false);
    expect(findings.map(({ rule, row }) => [rule, row])).toEqual([
      ['N01', 3],
      ['I03', 2],
      ['I03', 4],
    ]);
    expect(tables.map(({ kind, rows }) => [kind, rows.map(({ number, sound }) => [number, sound])])).toEqual([
      [
        'household',
        [
          [2, false],
          [3, false],
          [4, false],
        ],
      ],
    ]);
    expect(tables[0]?.rows[0]).toMatchObject({ record: { household_size: 3 }, place: { township: TOWNSHIP } });
  });

  it('refuses a file all of which is another unit’s, and one with a row of another quarter', () => {
    const elsewhere = judgeTables(sheetsOf([household(1), household(2)]), { ...CONTEXT, division: '371525109' });
    expect([elsewhere.isRefused, codes(elsewhere.findings)]).toEqual([true, ['F20 error']]);
    const other = judgeTables(sheetsOf([household(1), household(2, { period: '2016Q1' })]), CONTEXT);
    expect(other).toMatchObject({
      isRefused: true,
      findings: [{ rule: 'F07', row: 3, params: { a: '2016Q1', b: PERIOD } }],
    });
  });

  it('forgives a row that removes its household all but its number and its place', () => {
    const sheets = sheetsOf([
      household(1, { remark: '删除', household_size: '三口' }),
      household(2, { remark: '删除', town_name: '无此镇' }),
    ]);
    const { tables, findings } = judgeTables(sheets, CONTEXT);
    expect(findings.map(({ rule, row }) => [rule, row])).toEqual([['D03', 3]]);
    expect(tables[0]?.rows.map(({ sound }) => sound)).toEqual([true, false]);
  });

  it('forgives such a row the identity number that it shares with another, and asks the other about it', () => {
    const shared = { head_id_no: sealed('37159919650101001') };
    const sheets = sheetsOf([household(1, { ...shared, remark: '删除' }), household(2, shared), household(3)]);
    const { tables, findings } = judgeTables(sheets, CONTEXT);
    expect(findings.map(({ rule, row }) => [rule, row])).toEqual([['I14', 3]]);
    expect(tables[0]?.rows.map(({ sound }) => sound)).toEqual([true, false, true]);
  });

  it('says nothing that another finding of the sheet silences', () => {
    const sheets = sheetsOf([household(1, { eco_income: '50' })]);
    expect(codes(judgeTables(sheets, CONTEXT).findings)).toEqual(['N06 warning']);
    const silenced = sheets.map((sheet) => ({ ...sheet, silenced: new Set(['N06'] as const) }));
    expect(judgeTables(silenced, CONTEXT).findings).toEqual([]);
  });
});

describe('concluding', () => {
  const ended = (rows: readonly Written[], fileName = '表.csv', before: readonly Finding[] = []) => {
    const read = located(opened(bytesOf(csvOf('household', rows))));
    const judged = judgeTables(checkLayouts(read, CONTEXT, LIMITS).sheets, CONTEXT);
    return concludeFile(read, judged, before, { slot: { ...CONTEXT, fileName }, layouts: ROW_LAYOUTS });
  };
  const bad = household(2, { household_size: '三口' });

  it('keeps the sound rows, and says what became of the file', () => {
    expect(ended([household(1)])).toMatchObject({
      status: 'accepted',
      rows: 1,
      accepted: 1,
      rejected: 0,
      format: 'csv',
    });
    expect(ended([household(1), bad])).toMatchObject({ status: 'partly_accepted', accepted: 1, rejected: 1 });
    expect(ended([bad])).toMatchObject({ status: 'rejected', accepted: 0, rejected: 1 });
    expect(ended([household(1), bad]).tables).toMatchObject([
      { kind: 'household', rows: 2, accepted: [{ key: '3715251080000011' }] },
    ]);
  });

  it('puts what earlier stages found first, and lets it count for the status', () => {
    const warning = {
      rule: 'F06',
      severity: 'warning',
      sheet: null,
      row: null,
      index: null,
      column: null,
      header: null,
      value: null,
    } as const;
    const { status, findings } = ended([household(1), household(2, { remark: '迁出' })], '表.csv', [warning]);
    expect([status, ...codes(findings)]).toEqual(['accepted_with_warnings', 'F06 warning', 'X15 warning']);
  });

  it('replaces what was there only by a file all of whose rows count', () => {
    expect(ended([household(1)], '全量.csv')).toMatchObject({ replacement: true, findings: [] });
    const partly = ended([household(1), bad], '全量.csv');
    expect([partly.replacement, ...codes(partly.findings)]).toEqual([false, 'N01 error', 'F15 warning']);
  });
});
