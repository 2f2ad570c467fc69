import type { RowContext } from '../rules/rule.ts';
import type { Register } from '../city/register.ts';
import { hasKnownHeader } from '../parse/header.ts';
import { NO_REPAIRS, RepairLog, type Repairs } from '../parse/repair.ts';
import type { Value } from '../schema/column.ts';
import { FAILING_SHEET, withoutMarks } from './our-marks.ts';
import { misplacedCorrections } from './misplaced-corrections.ts';
import { encodeRecord, type StoredLine } from '../rows/codec.ts';
import { ROW_LAYOUTS, type RowLayout, type RowLayouts } from '../rows/layouts.ts';
import { isDeletion } from '../rules/exit.ts';
import { matters, nameSheets, type Finding } from '../rules/finding.ts';
import { netIncome, perCapita } from '../rules/money.ts';
import { enterpriseCode } from '../rules/numbers.ts';
import type { FinanceRow } from '../schema/finance.ts';
import type { HouseholdRow } from '../schema/household.ts';
import type { TableKind } from '../schema/tables.ts';
import type { FileFormat, ReadLimits, TextEncoding, Workbook } from '../sheet/grid.ts';
import { readWorkbook } from '../sheet/read.ts';
import { bodyOf, checkTotals } from './body.ts';
import { cellOf, fileFinding } from './finding-at.ts';
import { checkLayout } from './layout.ts';
import { locateAll, type Located } from './locate.ts';
import { checkRows, type CheckedRow } from './rows.ts';
import { checkOutsiders } from './outsiders.ts';
import { marksReplacement } from './replacement.ts';
import { checkTemplate } from './template.ts';
import { checkUnit } from './unit-slip.ts';

/** Where a file was put and when it came: the division of its key, the city in the period of its key, and the city date of reception. */
export type Slot = RowContext & { readonly division: string; readonly fileName: string };

/** How a submission ended (design: promise 4). Superseded and failed are given by the protocol, the others by the file. */
export type Status = 'accepted' | 'accepted_with_warnings' | 'partly_accepted' | 'rejected' | 'superseded' | 'failed';

/** A row that counts: where it is kept, under which key, as which line. An empty line removes the household (备注 is 删除). */
export type AcceptedRow = StoredLine & {
  readonly sheet: string;
  /** Which of the sheets of its table, from 0, and the row in it, from 1. */
  readonly part: number;
  readonly number: number;
  readonly partition: string;
  readonly key: string;
  /** First 18 characters of the head's identity number, '' where there is none. Hashed with a key before anything is kept. */
  readonly head: string;
  readonly remarked: boolean;
};

/** One table of the programme; it may go over several sheets. */
export type CheckedTable = {
  readonly kind: TableKind;
  readonly rows: number;
  readonly accepted: readonly AcceptedRow[];
};

export type CheckedFile = {
  readonly status: Status;
  readonly format: FileFormat | null;
  readonly encoding: TextEncoding | null;
  /** rows = accepted + rejected, always. */
  readonly rows: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly findings: readonly Finding[];
  /** What was read otherwise than it is written; none of a file that is refused before its rows are read. */
  readonly repairs: Repairs;
  readonly tables: readonly CheckedTable[];
  /** A full replacement (全量): rows that it does not name are removed. Marked in the file's name or title. */
  readonly replacement: boolean;
  /** The file as read, marks of an earlier receipt left out, and where its tables lie; null when it could not be read. */
  readonly read: ReadFile | null;
};

export type ReadFile = { readonly workbook: Workbook; readonly located: readonly Located[] };

/** A township's file has about 1,000 rows, a county's bulk file tens of thousands (rule F11). */
export function limitsFor(division: string): ReadLimits {
  const bulk = division.length < 9;
  return {
    fileBytes: (bulk ? 100 : 20) * 1024 * 1024,
    inflatedBytes: (bulk ? 400 : 200) * 1024 * 1024,
    archiveEntries: 1_000,
    rows: bulk ? 200_000 : 20_000,
    columns: 1_024,
    cellCharacters: 32_767,
  };
}

/**
 * Reads and checks one file, whole: the same for the command line and for the cloud.
 * Bad data is in the findings; nothing is thrown for it.
 * @param layouts in the newest of which the rows are kept
 */
export function checkFile(
  bytes: Uint8Array,
  slot: Slot,
  limits: ReadLimits = limitsFor(slot.division),
  layouts: RowLayouts = ROW_LAYOUTS,
): CheckedFile {
  const opened = readWorkbook(bytes, limits, { looksRight: hasKnownHeader });
  if ('refused' in opened) {
    const { zh, en } = opened.detail;
    return rejectedFile(null, 0, [fileFinding(opened.refused, null, { detail: zh, detailEn: en })]);
  }
  const workbook = withoutMarks(opened);
  const { format, encoding = null } = workbook;
  const { located, findings } = locateAll(workbook.sheets, slot.period);
  for (const { sheet, rows } of misplacedCorrections(opened))
    findings.push(fileFinding('F17', sheet, { sheet, ...listed(rows) }));
  const read: ReadFile = { workbook, located };
  if (located.length === 0) return rejectedFile(read, 0, [...findings, fileFinding('F04', null)]);

  const bodies = located.map(({ sheet, layout }) => ({ sheet, layout, body: bodyOf(sheet, layout) }));
  const rows = bodies.reduce((sum, { body }) => sum + body.data.length, 0);
  const slips = new Set<string>();
  for (const { sheet, layout, body } of bodies) {
    findings.push(...checkLayout(sheet, layout, slot.period));
    const slip = checkUnit({ sheet, layout, data: body.data });
    if (slip) {
      findings.push(slip);
      slips.add(sheet.name);
    }
  }
  findings.push(...checkTemplate(workbook, located, slot));
  if (rows === 0)
    findings.push(
      fileFinding('F11', null, {
        detail: '表头下没有数据行，请填好后重新上传；本季度没有户要上报的不用上传，请联系县（市、区）扶贫办登记零报告',
        detailEn:
          'There are no data rows below the header; fill it in and upload it again. Where there is nothing to report this quarter, upload nothing and ask the county office to register a nil return',
      }),
    );
  // A sheet alone was held to it when it was read.
  if (rows > limits.rows)
    findings.push(
      fileFinding('F11', null, {
        detail: `各工作表共有数据 ${rows} 行，超过上限 ${limits.rows} 行。请拆分后分别上报`,
        detailEn: `The sheets hold ${rows} rows of data, the limit is ${limits.rows}; split the file`,
      }),
    );
  if (findings.some((finding) => finding.severity === 'error')) return rejectedFile(read, rows, findings);

  const tables: CheckedTable[] = [];
  const repairs = new RepairLog();
  for (const [{ kind }, sheets] of Map.groupBy(bodies, ({ layout }) => layout.table)) {
    const parts = sheets.map(({ sheet, layout, body }) => ({ sheet, layout, data: body.data }));
    const judged = checkRows(parts, slot.division, slot, repairs);
    const outsiders = checkOutsiders(judged.rows, slot.division, slot.register);
    if (outsiders) return rejectedFile(read, rows, [...findings, outsiders]);
    const checked = kind === 'household' ? forgiveDeletions(judged, parts) : judged;
    for (const { sheet, layout, body } of sheets) findings.push(...checkTotals(sheet, layout, body));
    const foreign = checked.rows.find(
      ({ record }) => typeof record['period'] === 'string' && record['period'] !== slot.period,
    );
    const at = foreign && parts[foreign.part];
    if (foreign && at) {
      const params = { a: foreign.record['period'] as string, b: slot.period };
      const place = cellOf(at.sheet, at.layout, foreign.number, 'period');
      return rejectedFile(read, rows, [...findings, { ...fileFinding('F07', at.sheet.name, params), ...place }]);
    }
    // What F19 says of the whole sheet need not be said of each of its cells.
    findings.push(
      ...checked.findings.filter(({ rule, sheet }) => rule !== 'N06' || sheet === null || !slips.has(sheet)),
    );
    const keeping = { kind, layout: layouts[kind].newest, parts, slot };
    const accepted = checked.rows.filter((row) => row.sound).map((row) => acceptRow(row, keeping));
    tables.push({ kind, rows: checked.rows.length, accepted });
  }
  const accepted = tables.reduce((sum, table) => sum + table.accepted.length, 0);
  const marked = marksReplacement([slot.fileName, ...bodies.map(({ layout }) => layout.title)]);
  // A household whose row was refused is named by the file all the same: replacing now would remove it.
  const replacement = marked && accepted === rows;
  if (marked && !replacement && accepted > 0) findings.push(fileFinding('F15', null));
  const status = statusOf(rows, accepted, findings);
  return {
    status,
    format,
    encoding,
    rows,
    accepted,
    rejected: rows - accepted,
    findings: nameSheets(findings, located),
    repairs,
    tables,
    replacement,
    read,
  };
}

/** What a file comes to whose rows were judged. */
export function statusOf(rows: number, accepted: number, findings: readonly Finding[]): Status {
  if (accepted === 0) return 'rejected';
  return accepted < rows ? 'partly_accepted' : findings.some(matters) ? 'accepted_with_warnings' : 'accepted';
}

/** Row numbers for a message, the first twenty of them. */
function listed(rows: readonly number[]): { rows: string; rowsEn: string; list: string } {
  const shown = rows.slice(0, 20);
  const isCut = shown.length < rows.length;
  return {
    rows: `${shown.join('、')}${isCut ? '等' : ''}`,
    rowsEn: `${shown.join(', ')}${isCut ? ' and others' : ''}`,
    list: FAILING_SHEET,
  };
}

/** How the rows of a table are kept: its kind and layout, the sheets that they are in, the slot that they were sent to. */
type Keeping = {
  readonly kind: TableKind;
  readonly layout: RowLayout;
  readonly parts: readonly Located[];
  readonly slot: Slot;
};

/** Households are kept by township; the rows of offices by the division that sent them. */
function acceptRow(row: CheckedRow, { kind, layout, parts, slot }: Keeping): AcceptedRow {
  const { record, place, number } = row;
  const stored: Record<string, Value> = Object.assign(record, {
    unit_code: place.unit,
    town_code: place.township,
    village_code: place.village,
  });
  if (kind === 'household') {
    const household = record as unknown as HouseholdRow;
    // The stated figures were only checked; the recomputed ones count (columns 家庭纯收入, 人均纯收入).
    stored['net_income'] = netIncome(household);
    stored['pc_net_income'] = perCapita(household);
  }
  if (kind === 'finance') {
    const { finance_type: type, borrower_id: number } = record as unknown as FinanceRow;
    stored['enterprise_code'] = type === 'LOAN_ENT' ? enterpriseCode(number) : null;
  }
  const partition = kind === 'household' ? (place.township ?? slot.division) : slot.division;
  const remark = record['remark'];
  return {
    sheet: parts[row.part]?.sheet.name ?? '',
    part: row.part,
    number,
    partition,
    key: keyOf(kind, row, slot.register),
    layout,
    line: kind === 'household' && isDeletion(remark) ? '' : encodeRecord(layout, stored),
    head: kind === 'household' ? String(record['head_id_no'] ?? '').slice(0, 18) : '',
    remarked: typeof remark === 'string' && remark !== '',
  };
}

/** Of a row that removes its household only number and place must be right; whatever else it says goes with it. */
function forgiveDeletions(
  { rows, findings }: { rows: CheckedRow[]; findings: Finding[] },
  parts: readonly Located[],
): { rows: CheckedRow[]; findings: Finding[] } {
  const placeOf = (sheet: string | null, row: number | null): string => `${row} ${sheet}`;
  const rowPlace = ({ part, number }: CheckedRow): string => placeOf(parts[part]?.sheet.name ?? null, number);
  const deletions = new Set(rows.filter(({ record }) => isDeletion(record['remark'])).map(rowPlace));
  if (deletions.size === 0) return { rows, findings };
  const kept = findings.filter(
    ({ rule, sheet, row }) => !deletions.has(placeOf(sheet, row)) || NEEDED_TO_DELETE.test(rule),
  );
  const unsound = new Set(
    kept.filter(({ severity }) => severity === 'error').map(({ sheet, row }) => placeOf(sheet, row)),
  );
  return {
    rows: rows.map((row) => (deletions.has(rowPlace(row)) ? { ...row, sound: !unsound.has(rowPlace(row)) } : row)),
    findings: kept,
  };
}

/** Rules of the household number and of the place. */
const NEEDED_TO_DELETE = /^(?:I0[1-3]|D\d\d|F08|F13)$/;

/** The upsert key within the period. Finance rows have no number of their own: their sheet counts as a whole, row by row in its order. */
function keyOf(kind: TableKind, { record, place, part, number }: CheckedRow, register: Register): string {
  if (kind === 'household') return String(record['household_no']);
  if (kind === 'project') return String(record['project_no']);
  if (kind === 'target') return `${String(record['year'])}-${place.unit ?? register.cityCode}`;
  return `${part > 0 ? `${part}-` : ''}${String(number).padStart(6, '0')}`;
}

function rejectedFile(read: ReadFile | null, rows: number, findings: readonly Finding[]): CheckedFile {
  const { format = null, encoding = null } = read?.workbook ?? {};
  return {
    status: 'rejected',
    format,
    encoding,
    rows,
    accepted: 0,
    rejected: rows,
    findings: nameSheets(findings, read?.located ?? []),
    repairs: NO_REPAIRS,
    tables: [],
    replacement: false,
    read,
  };
}

/** A file that is refused before it is read. */
export const refusedFile = (rule: string, params?: Parameters<typeof fileFinding>[2]): CheckedFile => ({
  status: 'rejected',
  format: null,
  encoding: null,
  rows: 0,
  accepted: 0,
  rejected: 0,
  findings: [fileFinding(rule, null, params)],
  repairs: NO_REPAIRS,
  tables: [],
  replacement: false,
  read: null,
});
