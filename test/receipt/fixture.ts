/** Files of one township, their receipts and their marked workbooks. */
import { CITY_PACK } from '../../cities/pack.ts';
import { checkFile } from '../../shared/check/check-file.ts';
import type { CheckedFile } from '../../shared/check/checked-file.ts';
import { limitsFor } from '../../shared/check/file-limits.ts';
import { markedWorkbook } from '../../shared/receipt/marked-workbook.ts';
import { receiptOf, type Receipt } from '../../shared/receipt/receipt.ts';
import { NO_CHANGES } from '../../shared/rows/merge.ts';
import type { Language } from '../../shared/language/language.ts';
import { HOUSEHOLD_COLUMNS } from '../../shared/schema/household.ts';
import type { Cell, Sheet, Workbook } from '../../shared/sheet/grid.ts';
import { readWorkbook } from '../../shared/sheet/read.ts';
import { writeWorkbook, type CellSpec, type SheetSpec } from '../../shared/sheet/write.ts';
import { household as goldenHousehold } from '../golden/files/make/households.ts';

export const DIVISION = '371525108';
export const PERIOD = '2016Q2';
export const TITLE = '冠县定远寨镇建档立卡贫困户季度表（2016年第二季度）';

export type Row = Readonly<Record<string, CellSpec>>;

/** A row without errors; its numbers and its name follow from `at`. */
export const household = (at: number, changes: Row = {}): Row => ({
  ...(goldenHousehold(at) as Row),
  period: PERIOD,
  poverty_standard: '省定标准',
  head_name: `张某${'甲乙丙丁戊己庚辛'[at % 8]}`,
  // 2016-06-30, as Excel counts days.
  report_date: 42_551,
  remark: '=1+1',
  ...changes,
});

/** Rows 3 to 8 of their sheet: rows 4 and 6 have errors, row 7 has a warning. */
export const FAULTY_ROWS: readonly Row[] = [
  household(1),
  household(2, { household_size: '三口' }),
  household(3),
  household(4, { county_name: '平原省', household_size: null }),
  household(5, { report_date: '前天' }),
  household(6),
];

/** A sheet with the columns that any row names, in the order of the column table. */
export function sheetOf(rows: readonly Row[], name = '花名册'): SheetSpec {
  const columns = HOUSEHOLD_COLUMNS.filter(({ field }) => rows.some((row) => field in row));
  return {
    name,
    rows: [
      [TITLE],
      columns.map(({ header }) => header),
      ...rows.map((row) => columns.map(({ field }) => row[field] ?? null)),
    ],
    merges: [{ top: 0, left: 0, bottom: 0, right: columns.length - 1 }],
  };
}

export const FAULTY_FILE = writeWorkbook([sheetOf(FAULTY_ROWS)]);

/** Zero-based column of a field in `sheetOf(rows)`. */
export function columnOf(rows: readonly Row[], field: string): number {
  return HOUSEHOLD_COLUMNS.filter((column) => rows.some((row) => column.field in row)).findIndex(
    (column) => column.field === field,
  );
}

export function check(bytes: Uint8Array, fileName = '花名册.xlsx', division = DIVISION): CheckedFile {
  return checkFile(bytes, { ...CITY_PACK.at(PERIOD), division, fileName, receivedOn: '2016-07-05' });
}

export function receiptFor(checked: CheckedFile, fileName = '花名册.xlsx', division = DIVISION): Receipt {
  const key = `${division}/${PERIOD}/${fileName}`;
  return receiptOf(
    { key, versionId: 'v1', acceptedAt: '2016-07-05T01:02:03.000Z', sha256: 'a'.repeat(64), bytes: 1000 },
    checked,
    { pack: CITY_PACK, changes: NO_CHANGES },
  );
}

/** The marked workbook of a file, and the result of its check. */
export function mark(
  bytes: Uint8Array,
  language: Language = 'zh',
  division = DIVISION,
): { bytes: Uint8Array; checked: CheckedFile } {
  const checked = check(bytes, '花名册.xlsx', division);
  return { bytes: markedWorkbook(receiptFor(checked, '花名册.xlsx', division), checked, language), checked };
}

export function open(bytes: Uint8Array): Workbook {
  const workbook = readWorkbook(bytes, limitsFor(DIVISION));
  if ('refused' in workbook) throw new Error(workbook.detail.en);
  return workbook;
}

export function sheetNamed(workbook: Workbook, name: string): Sheet {
  const sheet = workbook.sheets.find((one) => one.name === name);
  if (!sheet) throw new Error(`no sheet ${name} among ${workbook.sheets.map((one) => one.name).join(', ')}`);
  return sheet;
}

/** A workbook as a clerk saves it after changing cells; `row` and `column` are zero-based. */
export function corrected(
  workbook: Workbook,
  sheet: string,
  changes: readonly { row: number; column: number; value: CellSpec }[],
): Uint8Array {
  return writeWorkbook(
    workbook.sheets.map(({ name, rows, merges }) => {
      const cells: CellSpec[][] = rows.map((row) =>
        row.map((cell: Cell) => (cell !== null && typeof cell === 'object' ? Number.NaN : cell)),
      );
      if (name === sheet) for (const { row, column, value } of changes) (cells[row] ??= [])[column] = value;
      return { name, rows: cells, merges };
    }),
  );
}
