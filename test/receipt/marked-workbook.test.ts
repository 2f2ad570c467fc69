import { unzipSync, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { FAILING_SHEET, LIST_SHEET, REPAIR_SHEET } from '../../shared/check/our-marks.ts';
import { MARKED_ROWS, markedWorkbook } from '../../shared/receipt/marked-workbook.ts';
import { outcomeOf } from '../../shared/receipt/receipt.ts';
import { cellReference } from '../../shared/sheet/reference.ts';
import { writeWorkbook } from '../../shared/sheet/write.ts';
import { partOf } from '../template/fill.ts';
import {
  check,
  columnOf,
  FAULTY_FILE,
  FAULTY_ROWS,
  household,
  mark,
  open,
  receiptFor,
  sheetNamed,
  sheetOf,
} from './fixture.ts';

const size = columnOf(FAULTY_ROWS, 'household_size');
const county = columnOf(FAULTY_ROWS, 'county_name');
const date = columnOf(FAULTY_ROWS, 'report_date');

describe('the marked workbook of a file with problems', () => {
  const marked = mark(FAULTY_FILE);
  const workbook = open(marked.bytes);

  test('has the error list, the clerk’s sheet with every value, and the rejected rows', () => {
    expect(workbook.sheets.map(({ name }) => name)).toEqual([LIST_SHEET, '花名册', FAILING_SHEET]);
    const [before] = open(FAULTY_FILE).sheets;
    const after = sheetNamed(workbook, '花名册');
    expect(after.merges).toEqual(before?.merges);
    for (const [row, cells] of (before?.rows ?? []).entries())
      for (const [column, cell] of cells.entries())
        expect(after.rows[row]?.[column] ?? null, cellReference(row, column)).toEqual(cell);
  });

  test('tells the problems of each row in a last column, under a header to filter by', () => {
    const { rows } = sheetNamed(workbook, '花名册');
    const column = rows[1]?.indexOf('错误（系统标注）') ?? -1;
    expect(column).toBe(columnOf(FAULTY_ROWS, 'remark') + 1);
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
    const sheet = partOf(marked.bytes, 'xl/worksheets/sheet2.xml');
    expect(sheet).toContain(`<autoFilter ref="A2:${cellReference(7, column)}"/>`);
    expect(sheet).toContain('ySplit="2"');
  });

  test('fills cells with a problem by severity and explains them in a comment, and no other cell', () => {
    const fills = fillsOf(marked.bytes, 2);
    expect(fills.get(cellReference(3, size))).toBe('FFC7CE');
    expect(fills.get(cellReference(5, size))).toBe('FFC7CE');
    expect(fills.get(cellReference(5, county))).toBe('FFC7CE');
    expect(fills.get(cellReference(6, date))).toBe('FFEB9C');
    expect([...fills].filter(([, fill]) => fill === 'FFC7CE' || fill === 'FFEB9C')).toHaveLength(4);
    const comments = partOf(marked.bytes, 'xl/comments2.xml');
    expect(comments.match(/<comment /g)).toHaveLength(4);
    const message =
      outcomeOf(marked.checked, 'zh').findings.find(({ cell }) => cell === cellReference(3, size))?.message ?? '';
    expect(comments.split(`ref="${cellReference(3, size)}"`)[1]?.split('</comment>')[0]).toContain(
      `须改正[N01] ${message}`,
    );
  });

  test('lists the findings of the JSON in the same order, each with a link to its cell', () => {
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
    const xml = partOf(marked.bytes, 'xl/worksheets/sheet1.xml');
    for (const [at, { cell }] of findings.entries())
      expect(xml).toContain(`<hyperlink ref="C${at + 5}" location="'花名册'!${cell}"/>`);
  });

  test('repeats the rows with an error, and only these, with their values', () => {
    const { rows } = sheetNamed(workbook, FAILING_SHEET);
    expect(rows.slice(3).map(([first]) => first)).toEqual(['第4行', '第6行']);
    const numbers = rows[2]?.indexOf('户编号') ?? -1;
    expect(rows.slice(3).map((cells) => cells[numbers])).toEqual(['3715990000000002', '3715990000000004']);
    expect(partOf(marked.bytes, 'xl/worksheets/sheet3.xml')).toContain(`<hyperlink ref="A4" location="'花名册'!A4"/>`);
  });

  test('has the same bytes every time', () => {
    expect(mark(FAULTY_FILE).bytes).toEqual(marked.bytes);
  });

  test('is in English for those who ask for it', () => {
    const list = sheetNamed(open(mark(FAULTY_FILE, 'en').bytes), LIST_SHEET).rows;
    expect(list[3]).toContain('Severity');
    expect(list[4]).toContain('to correct');
  });
});

describe('repairs', () => {
  const rows = [
    household(1, { head_id_no: '三' }),
    household(2, { household_type: '低保户', dibao_income: 300 }),
    household(3, { edu_ok: '√' }),
  ];
  const { bytes } = mark(writeWorkbook([sheetOf(rows)]));
  const workbook = open(bytes);

  test('have a sheet of their own, sorted by kind, with a link to each cell', () => {
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
    expect(partOf(bytes, 'xl/worksheets/sheet4.xml')).toContain(`location="'花名册'!${alias}"`);
  });

  test('are the same when the workbook is uploaded again, since their sheet is not read', () => {
    expect(mark(bytes).bytes).toEqual(bytes);
  });

  test('of one kind are all counted, and only the first of them are listed', () => {
    const many = Array.from({ length: 150 }, (_, at) => household(at, { edu_ok: '有' }));
    const sheet = sheetNamed(open(mark(writeWorkbook([sheetOf(many)])).bytes), REPAIR_SHEET).rows;
    expect(sheet[0]?.[0]).toBe('自动规范：150 处，1 类');
    expect(sheet.at(-1)?.[0]).toContain('另有 50 处');
  });
});

describe('rows that the clerk has hidden', () => {
  const hide = (bytes: Uint8Array): Uint8Array =>
    zipSync({
      ...unzipSync(bytes),
      'xl/worksheets/sheet1.xml': new TextEncoder().encode(
        partOf(bytes, 'xl/worksheets/sheet1.xml').replace('<row r="4"', '<row r="4" hidden="1"'),
      ),
    });

  test('are shown, since a problem may stand in them, and the list says so', () => {
    const { bytes } = mark(hide(FAULTY_FILE));
    expect(sheetNamed(open(bytes), '花名册').hiddenRows.size).toBe(0);
    expect(sheetNamed(open(bytes), LIST_SHEET).rows[3]?.[0]).toBe('原表中隐藏或筛选掉的行、列，在本文件中已全部显示。');
    expect(JSON.stringify(sheetNamed(open(mark(FAULTY_FILE).bytes), LIST_SHEET).rows)).not.toContain('已全部显示');
  });
});

describe('cells of the clerk', () => {
  test('stay what they are: dates dates, digits and formulas text, failed formulas failed', () => {
    const rows = [household(1, { household_size: Number.NaN, remark: '=HYPERLINK("http://x")' })];
    const { bytes } = mark(writeWorkbook([sheetOf(rows)]));
    const xml = partOf(bytes, 'xl/worksheets/sheet2.xml');
    expect(xml).not.toContain('<f>');
    expect(partOf(bytes, 'xl/styles.xml')).toContain('formatCode="yyyy-mm-dd"');
    const cells = sheetNamed(open(bytes), '花名册').rows[2];
    expect(cells?.[columnOf(rows, 'remark')]).toBe('=HYPERLINK("http://x")');
    expect(cells?.[size]).toEqual({ broken: '#NUM!' });
    expect(cells?.[columnOf(rows, 'head_id_no')]).toBe(household(1)['head_id_no']);
    expect(cells?.[columnOf(rows, 'report_date')]).toBe(42551);
  });

  test('show the same days when their sheet counts from 1904', () => {
    const checked = check(FAULTY_FILE);
    const sheets = (checked.read?.workbook.sheets ?? []).map((sheet) => ({ ...sheet, date1904: true }));
    const located = (checked.read?.located ?? []).map(({ layout }, at) => ({ layout, sheet: sheets[at]! }));
    const bytes = markedWorkbook(receiptFor(checked), {
      ...checked,
      read: { workbook: { format: 'xlsx', sheets }, located },
    });
    expect(sheetNamed(open(bytes), '花名册').rows[2]?.[date]).toBe(42551 + 1462);
  });

  test('lose merges that overlap or cover one cell, since Excel would call the file damaged', () => {
    const sheet = sheetOf(FAULTY_ROWS);
    const merges = [
      ...(sheet.merges ?? []),
      { top: 0, left: 1, bottom: 0, right: 3 },
      { top: 3, left: 1, bottom: 3, right: 1 },
    ];
    expect(sheetNamed(open(mark(writeWorkbook([{ ...sheet, merges }])).bytes), '花名册').merges).toEqual(sheet.merges);
  });
});

describe('other files', () => {
  test('the list of a clean file says that there are no problems', () => {
    const { bytes } = mark(writeWorkbook([sheetOf([household(1)])]));
    const workbook = open(bytes);
    expect(workbook.sheets.map(({ name }) => name)).toEqual([LIST_SHEET, '花名册']);
    expect(sheetNamed(workbook, LIST_SHEET).rows[3]?.[0]).toBe('没有发现问题');
  });

  test('a file that cannot be read gets the error list only', () => {
    const { sheets } = open(mark(new TextEncoder().encode('%PDF-1.7 no table')).bytes);
    expect(sheets.map(({ name }) => name)).toEqual([LIST_SHEET]);
    expect(sheets[0]?.rows[4]).toEqual(expect.arrayContaining(['F01']));
  });

  test('a text file comes back as a workbook whose digits are text', () => {
    const { rows } = sheetOf(FAULTY_ROWS);
    const text = rows
      .map((cells) => cells.map((cell) => (typeof cell === 'object' ? '' : String(cell))).join(','))
      .join('\r\n');
    const workbook = open(mark(new TextEncoder().encode(text)).bytes);
    expect(workbook.sheets.map(({ name }) => name)).toEqual([LIST_SHEET, '上报数据', FAILING_SHEET, REPAIR_SHEET]);
    expect(sheetNamed(workbook, '上报数据').rows[2]?.[columnOf(FAULTY_ROWS, 'household_no')]).toBe('3715990000000001');
  });

  test('the sheets of a bulk file and of a file beyond the limit do not come back', () => {
    expect(open(mark(FAULTY_FILE, 'zh', '371525').bytes).sheets.map(({ name }) => name)).toEqual([
      LIST_SHEET,
      FAILING_SHEET,
    ]);
    const checked = check(FAULTY_FILE);
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

/** The fill colour of each filled cell of a sheet, by reference. */
function fillsOf(bytes: Uint8Array, sheet: number): Map<string, string> {
  const styles = partOf(bytes, 'xl/styles.xml');
  const fills = [...styles.matchAll(/<fill>.*?<\/fill>/g)].map(([fill]) => /fgColor rgb="FF(\w+)"/.exec(fill)?.[1]);
  const formats = [...styles.split('<cellXfs')[1]!.matchAll(/<xf [^>]*fillId="(\d+)"/g)].map(
    ([, fill]) => fills[Number(fill)],
  );
  return new Map(
    [...partOf(bytes, `xl/worksheets/sheet${sheet}.xml`).matchAll(/<c r="(\w+)" s="(\d+)"/g)].flatMap(
      ([, cell, style]) => {
        const fill = formats[Number(style)];
        return cell && fill ? [[cell, fill] as const] : [];
      },
    ),
  );
}
