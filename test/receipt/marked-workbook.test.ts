import { unzipSync, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { FAILING_SHEET, LIST_SHEET, REPAIR_SHEET } from '../../shared/check/our-marks.ts';
import { MARKED_ROWS, markedWorkbook } from '../../shared/receipt/marked-workbook.ts';
import { outcomeOf } from '../../shared/receipt/receipt.ts';
import { cellReference } from '../../shared/sheet/reference.ts';
import { writeWorkbook, type CellSpec } from '../../shared/sheet/write.ts';
import {
  check,
  columnOf,
  corrected,
  FILE,
  household,
  mark,
  open,
  receiptFor,
  ROWS,
  sheetNamed,
  sheetOf,
} from './fixture.ts';

const size = columnOf(ROWS, 'household_size');
const county = columnOf(ROWS, 'county_name');
const date = columnOf(ROWS, 'report_date');

const part = (bytes: Uint8Array, name: string): string => new TextDecoder().decode(unzipSync(bytes)[name]);

describe('what comes back', () => {
  const marked = mark(FILE);
  const workbook = open(marked.bytes);

  test('the list first, then the clerk’s sheet with every value, then the failing rows', () => {
    expect(workbook.sheets.map(({ name }) => name)).toEqual([LIST_SHEET, '花名册', FAILING_SHEET]);
    const [before] = open(FILE).sheets;
    const after = sheetNamed(workbook, '花名册');
    expect(after.merges).toEqual(before?.merges);
    for (const [row, cells] of (before?.rows ?? []).entries())
      for (const [column, cell] of cells.entries())
        expect(after.rows[row]?.[column] ?? null, cellReference(row, column)).toEqual(cell);
  });

  test('each row’s problems in a last column under a header to filter by', () => {
    const { rows } = sheetNamed(workbook, '花名册');
    const column = rows[1]?.indexOf('错误（系统标注）') ?? -1;
    expect(column).toBe(columnOf(ROWS, 'remark') + 1);
    expect(rows.map((cells) => cells[column] ?? null)).toEqual([
      null,
      '错误（系统标注）',
      null,
      expect.stringMatching(/^须改正\[N01\] 第4行/),
      null,
      expect.stringMatching(/^须改正\[.*；须改正\[/),
      expect.stringMatching(/^请核对\[/),
      null,
    ]);
    const sheet = part(marked.bytes, 'xl/worksheets/sheet2.xml');
    expect(sheet).toContain(`<autoFilter ref="A2:${cellReference(7, column)}"/>`);
    expect(sheet).toContain('ySplit="2"');
  });

  test('problem cells are filled by severity and say why in a comment, others are not', () => {
    const fills = fillsOf(marked.bytes, 2);
    expect(fills.get(cellReference(3, size))).toBe('FFC7CE');
    expect(fills.get(cellReference(5, size))).toBe('FFC7CE');
    expect(fills.get(cellReference(5, county))).toBe('FFC7CE');
    expect(fills.get(cellReference(6, date))).toBe('FFEB9C');
    expect([...fills].filter(([, fill]) => fill === 'FFC7CE' || fill === 'FFEB9C')).toHaveLength(4);
    const comments = part(marked.bytes, 'xl/comments2.xml');
    expect(comments.match(/<comment /g)).toHaveLength(4);
    const message =
      outcomeOf(marked.checked, 'zh').findings.find(({ cell }) => cell === cellReference(3, size))?.message ?? '';
    expect(comments.split(`ref="${cellReference(3, size)}"`)[1]?.split('</comment>')[0]).toContain(
      `须改正[N01] ${message}`,
    );
  });

  test('the list has the findings of the JSON in its order, each with a link to its cell', () => {
    const { findings } = outcomeOf(marked.checked, 'zh');
    const list = sheetNamed(workbook, LIST_SHEET).rows;
    expect(list[0]?.[0]).toBe('错误清单：花名册.xlsx');
    expect(list[1]?.[0]).toMatch(/定远寨镇.*2016Q2.*读取 6 行，接收 4 行，退回 2 行.*须改正 3 处，请核对 1 处/);
    expect(list.slice(4).map((cells) => [cells[0], cells[2], cells[3], cells[4], cells[7]])).toEqual(
      findings.map(({ cell, severity, rule, message }, at) => [
        at + 1,
        cell,
        severity === 'error' ? '须改正' : '请核对',
        rule,
        message,
      ]),
    );
    const xml = part(marked.bytes, 'xl/worksheets/sheet1.xml');
    for (const [at, { cell }] of findings.entries())
      expect(xml).toContain(`<hyperlink ref="C${at + 5}" location="'花名册'!${cell}"/>`);
  });

  test('only the rows with an error are among the failing ones, with their values', () => {
    const { rows } = sheetNamed(workbook, FAILING_SHEET);
    expect(rows.slice(3).map(([first]) => first)).toEqual(['第4行', '第6行']);
    const numbers = rows[2]?.indexOf('户编号') ?? -1;
    expect(rows.slice(3).map((cells) => cells[numbers])).toEqual(['3715990000000002', '3715990000000004']);
    expect(part(marked.bytes, 'xl/worksheets/sheet3.xml')).toContain(`<hyperlink ref="A4" location="'花名册'!A4"/>`);
  });

  test('the same bytes every time', () => {
    expect(mark(FILE).bytes).toEqual(marked.bytes);
  });

  test('in English where asked', () => {
    const list = sheetNamed(open(mark(FILE, 'en').bytes), LIST_SHEET).rows;
    expect(list[3]).toContain('Severity');
    expect(list[4]).toContain('to correct');
  });
});

describe('what was read otherwise than it is written', () => {
  const rows = [
    household(1, { head_id_no: '三' }),
    household(2, { household_type: '低保户', dibao_income: 300 }),
    household(3, { edu_ok: '√' }),
  ];
  const { bytes } = mark(writeWorkbook([sheetOf(rows)]));
  const workbook = open(bytes);

  test('has a sheet of its own, kind by kind, with a link to each cell', () => {
    const sheet = sheetNamed(workbook, REPAIR_SHEET).rows;
    expect(sheet[0]?.[0]).toBe('自动规范：2 处，2 类');
    expect(sheet[2]?.[0]).toBe('别名改为标准名称：1 处');
    const [alias, mark] = [
      cellReference(3, columnOf(rows, 'household_type')),
      cellReference(4, columnOf(rows, 'edu_ok')),
    ];
    expect(sheet.slice(5)).toEqual([
      ['别名改为标准名称', '花名册', alias, '贫困户属性', '低保户', '低保贫困户'],
      ['√、有、1等改为“是”，×、无、0等改为“否”', '花名册', mark, '义务教育有保障', '√', '是'],
    ]);
    expect(part(bytes, 'xl/worksheets/sheet4.xml')).toContain(`location="'花名册'!${alias}"`);
  });

  test('is not read when the workbook is sent again, and told again', () => {
    const again = mark(bytes);
    expect(again.bytes).toEqual(bytes);
  });

  test('of many places of one kind only the first are listed, and all are counted', () => {
    const many = Array.from({ length: 150 }, (_, at) => household(at, { edu_ok: '有' }));
    const sheet = sheetNamed(open(mark(writeWorkbook([sheetOf(many)])).bytes), REPAIR_SHEET).rows;
    expect(sheet[0]?.[0]).toBe('自动规范：150 处，1 类');
    expect(sheet.at(-1)?.[0]).toContain('另有 50 处');
  });
});

describe('what the clerk had hidden', () => {
  const hide = (bytes: Uint8Array): Uint8Array =>
    zipSync({
      ...unzipSync(bytes),
      'xl/worksheets/sheet1.xml': new TextEncoder().encode(
        part(bytes, 'xl/worksheets/sheet1.xml').replace('<row r="4"', '<row r="4" hidden="1"'),
      ),
    });

  test('is shown, since a problem may stand in it, and the list says so', () => {
    const { bytes } = mark(hide(FILE));
    expect(sheetNamed(open(bytes), '花名册').hiddenRows.size).toBe(0);
    expect(sheetNamed(open(bytes), LIST_SHEET).rows[3]?.[0]).toBe('原表中隐藏或筛选掉的行、列，在本文件中已全部显示。');
    expect(JSON.stringify(sheetNamed(open(mark(FILE).bytes), LIST_SHEET).rows)).not.toContain('已全部显示');
  });
});

describe('kinds of cells', () => {
  test('dates are shown as dates, digits stay text, formulas stay text, failed formulas stay failed', () => {
    const rows = [household(1, { household_size: Number.NaN, remark: '=HYPERLINK("http://x")' })];
    const { bytes } = mark(writeWorkbook([sheetOf(rows)]));
    const xml = part(bytes, 'xl/worksheets/sheet2.xml');
    expect(xml).not.toContain('<f>');
    expect(part(bytes, 'xl/styles.xml')).toContain('formatCode="yyyy-mm-dd"');
    const cells = sheetNamed(open(bytes), '花名册').rows[2];
    expect(cells?.[columnOf(rows, 'remark')]).toBe('=HYPERLINK("http://x")');
    expect(cells?.[size]).toEqual({ broken: '#NUM!' });
    expect(cells?.[columnOf(rows, 'head_id_no')]).toBe(household(1)['head_id_no']);
    expect(cells?.[columnOf(rows, 'report_date')]).toBe(42551);
  });

  test('dates counted from 1904 name the same days', () => {
    const checked = check(FILE);
    const sheets = (checked.read?.workbook.sheets ?? []).map((sheet) => ({ ...sheet, date1904: true }));
    const located = (checked.read?.located ?? []).map(({ layout }, at) => ({ layout, sheet: sheets[at]! }));
    const bytes = markedWorkbook(receiptFor(checked), {
      ...checked,
      read: { workbook: { format: 'xlsx', sheets }, located },
    });
    expect(sheetNamed(open(bytes), '花名册').rows[2]?.[date]).toBe(42551 + 1462);
  });

  test('merges that overlap are dropped, since Excel would call the file damaged', () => {
    const sheet = sheetOf(ROWS);
    const merges = [
      ...(sheet.merges ?? []),
      { top: 0, left: 1, bottom: 0, right: 3 },
      { top: 3, left: 1, bottom: 3, right: 1 },
    ];
    expect(sheetNamed(open(mark(writeWorkbook([{ ...sheet, merges }])).bytes), '花名册').merges).toEqual(sheet.merges);
  });
});

describe('other files', () => {
  test('a clean file is told so loudly', () => {
    const { bytes } = mark(writeWorkbook([sheetOf([household(1)])]));
    const workbook = open(bytes);
    expect(workbook.sheets.map(({ name }) => name)).toEqual([LIST_SHEET, '花名册']);
    expect(sheetNamed(workbook, LIST_SHEET).rows[3]?.[0]).toBe('没有发现问题');
  });

  test('of a file that could not be read there is only the list', () => {
    const { sheets } = open(mark(new TextEncoder().encode('%PDF-1.7 no table')).bytes);
    expect(sheets.map(({ name }) => name)).toEqual([LIST_SHEET]);
    expect(sheets[0]?.rows[4]).toEqual(expect.arrayContaining(['F01']));
  });

  test('a text file comes back as a workbook whose digits are text', () => {
    const { rows } = sheetOf(ROWS);
    const text = rows
      .map((cells) => cells.map((cell) => (typeof cell === 'object' ? '' : String(cell))).join(','))
      .join('\r\n');
    const workbook = open(mark(new TextEncoder().encode(text)).bytes);
    expect(workbook.sheets.map(({ name }) => name)).toEqual([LIST_SHEET, '上报数据', FAILING_SHEET, REPAIR_SHEET]);
    expect(sheetNamed(workbook, '上报数据').rows[2]?.[columnOf(ROWS, 'household_no')]).toBe('3715990000000001');
  });

  test('a bulk file and one beyond the limit come back as lists only', () => {
    expect(open(mark(FILE, 'zh', '371525').bytes).sheets.map(({ name }) => name)).toEqual([LIST_SHEET, FAILING_SHEET]);
    const checked = check(FILE);
    const [sheet] = checked.read?.workbook.sheets ?? [];
    const long = { ...sheet!, rows: [...sheet!.rows, ...Array.from({ length: MARKED_ROWS }, () => [])] };
    const located = (checked.read?.located ?? []).map(({ layout }) => ({ layout, sheet: long }));
    const bytes = markedWorkbook(receiptFor(checked), {
      ...checked,
      read: { workbook: { format: 'xlsx', sheets: [long] }, located },
    });
    expect(open(bytes).sheets.map(({ name }) => name)).toEqual([LIST_SHEET, FAILING_SHEET]);
  });
});

describe('sent again', () => {
  const corrections = [
    { row: 3, column: size, value: 3 },
    { row: 5, column: size, value: 3 },
    { row: 5, column: county, value: '冠县' },
    { row: 6, column: date, value: '2016-06-30' },
  ];

  test('corrected, it is accepted without a word', () => {
    for (const language of ['zh', 'en'] as const) {
      const again = check(corrected(open(mark(FILE, language).bytes), '花名册', corrections));
      expect(again.findings).toEqual([]);
      expect(again).toMatchObject({ status: 'accepted', rows: 6, accepted: 6 });
    }
  });

  test('uncorrected, it has the same findings and not a mark more', () => {
    const first = mark(FILE);
    const second = mark(first.bytes);
    expect(second.checked.findings).toEqual(first.checked.findings);
    expect(open(second.bytes)).toEqual(open(first.bytes));
    expect(second.bytes).toEqual(first.bytes);
  });

  test('a mark above the header does not become part of the clerk’s title', () => {
    const { rows, ...rest } = sheetOf(ROWS);
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

  test('half corrected, the marks of the first round are gone', () => {
    const second = mark(corrected(open(mark(FILE).bytes), '花名册', corrections.slice(0, 3)));
    const workbook = open(second.bytes);
    expect(workbook.sheets.map(({ name }) => name)).toEqual([LIST_SHEET, '花名册']);
    const told = sheetNamed(workbook, '花名册').rows.map((cells) => cells[columnOf(ROWS, 'remark') + 1] ?? null);
    expect(told.filter((text) => text !== null)).toEqual(['错误（系统标注）', expect.stringContaining('第7行')]);
  });

  test('rows hidden by the filter of our column are no finding, those that the clerk hid are', () => {
    const hide = (bytes: Uint8Array, name: string): Uint8Array =>
      zipSync({
        ...unzipSync(bytes),
        [name]: new TextEncoder().encode(part(bytes, name).replace('<row r="5"', '<row r="5" hidden="1"')),
      });
    const rules = (bytes: Uint8Array): string[] => check(bytes).findings.map(({ rule }) => rule);
    expect(rules(hide(mark(FILE).bytes, 'xl/worksheets/sheet2.xml'))).toEqual(rules(FILE));
    expect(rules(hide(FILE, 'xl/worksheets/sheet1.xml'))).toContain('F06');
  });

  describe('corrected in the sheet that is not read', () => {
    const marked = open(mark(FILE).bytes);
    /** Row 4 is the first of the failing ones, row 6 the second; a column of ours stands before the clerk's. */
    const elsewhere = (value: CellSpec, row = 3) => ({ row, column: size + 1, value });
    const told = (bytes: Uint8Array): string[] =>
      outcomeOf(check(bytes), 'zh').findings.flatMap(({ rule, message }) => (rule === 'F17' ? [message] : []));

    test('the clerk is told which rows, and they stay rejected', () => {
      const again = check(corrected(marked, FAILING_SHEET, [elsewhere(3), elsewhere(3, 4)]));
      expect(again).toMatchObject({ status: 'partly_accepted', accepted: 4 });
      expect(told(corrected(marked, FAILING_SHEET, [elsewhere(3), elsewhere(3, 4)]))).toEqual([
        '您在“需改正的户”中改动了原第4、6行，但该表不读取，改动没有生效；请把改动填到“花名册”的这几行中，再重新上传',
      ]);
      expect(told(corrected(marked, FAILING_SHEET, [elsewhere(null)]))).toHaveLength(1);
    });

    test('not when nothing was changed there, or only in the clerk’s own sheet', () => {
      expect(told(mark(FILE).bytes)).toEqual([]);
      expect(told(corrected(marked, '花名册', corrections))).toEqual([]);
    });

    test('not when the clerk’s own sheet has the same by now', () => {
      const both = corrected(open(corrected(marked, FAILING_SHEET, [elsewhere(3)])), '花名册', [
        { row: 3, column: size, value: 3 },
      ]);
      expect(told(both)).toEqual([]);
      expect(check(both).findings.some(({ row }) => row === 4)).toBe(false);
    });

    test('but when it was corrected otherwise there', () => {
      const both = corrected(open(corrected(marked, FAILING_SHEET, [elsewhere(3)])), '花名册', [
        { row: 3, column: size, value: 2 },
      ]);
      expect(told(both)).toHaveLength(1);
    });

    test('not by a sort, which moves the rows there', () => {
      const { rows } = sheetNamed(marked, FAILING_SHEET);
      const swapped = [3, 4].flatMap((row) =>
        (rows[7 - row] ?? []).map((value, column) => ({ row, column, value: value as CellSpec })),
      );
      expect(told(corrected(marked, FAILING_SHEET, swapped))).toEqual([]);
    });

    test('the fingerprints stand in a hidden column', () => {
      expect(part(mark(FILE).bytes, 'xl/worksheets/sheet3.xml')).toMatch(
        /<col min="(\d+)" max="\1" width="0" hidden="1"/,
      );
    });
  });

  test('a sheet that only shares a name with ours is read', () => {
    const checked = check(writeWorkbook([sheetOf([household(1)], LIST_SHEET)]));
    expect(checked.status).toBe('accepted');
    expect(open(mark(writeWorkbook([sheetOf(ROWS, LIST_SHEET)])).bytes).sheets.map(({ name }) => name)).toEqual([
      LIST_SHEET,
      `${LIST_SHEET}(2)`,
      FAILING_SHEET,
    ]);
  });
});

/** Fill colours of a sheet's cells by reference. */
function fillsOf(bytes: Uint8Array, sheet: number): Map<string, string> {
  const styles = part(bytes, 'xl/styles.xml');
  const fills = [...styles.matchAll(/<fill>.*?<\/fill>/g)].map(([fill]) => /fgColor rgb="FF(\w+)"/.exec(fill)?.[1]);
  const formats = [...styles.split('<cellXfs')[1]!.matchAll(/<xf [^>]*fillId="(\d+)"/g)].map(
    ([, fill]) => fills[Number(fill)],
  );
  return new Map(
    [...part(bytes, `xl/worksheets/sheet${sheet}.xml`).matchAll(/<c r="(\w+)" s="(\d+)"/g)].flatMap(
      ([, cell, style]) => {
        const fill = formats[Number(style)];
        return cell && fill ? [[cell, fill] as const] : [];
      },
    ),
  );
}
