/** The sheet 错误清单: every problem of the file in one list. */
import { LIST_SHEET } from '../check/our-marks.ts';
import type { Language, Text } from '../language/language.ts';
import { maskNumbers } from '../parse/long-numbers.ts';
import { showFinding, type Finding } from '../rules/finding.ts';
import type { CellSpec, SheetSpec } from '../sheet/sheet-spec.ts';
import { linkTo, type NameInWorkbook } from './cell-link.ts';
import { displayWidth } from './column-widths.ts';
import { CENTERED, FACTS, GOOD, HEADER, LINK, NOTICE, SEVERITY_STYLE, TEXT, TITLE } from './marked-styles.ts';
import { noticeLine } from './notice-line.ts';
import type { Receipt } from './receipt.ts';
import { SEVERITY_TEXT } from './severity-text.ts';
import { StackedRows } from './stacked-rows.ts';
import { NO_PROBLEMS, receiptStatus } from './status-text.ts';
import { UNKNOWN } from './submission-text.ts';

const WIDTHS = [6, 16, 9, 9, 8, 18, 22, 70];
/** The height of one line of text, in points. */
const LINE = 15;

const HEADERS: readonly Text[] = [
  { zh: '序号', en: 'No.' },
  { zh: '工作表', en: 'Sheet' },
  { zh: '单元格', en: 'Cell' },
  { zh: '级别', en: 'Severity' },
  { zh: '规则', en: 'Rule' },
  { zh: '列名', en: 'Column' },
  { zh: '填写内容', en: 'Found' },
  { zh: '问题和改正办法', en: 'Problem and how to correct it' },
];
const HIDDEN_ARE_SHOWN: Text = {
  zh: '原表中隐藏或筛选掉的行、列，在本文件中已全部显示。',
  en: 'Rows and columns that were hidden or filtered out in your sheet are shown in this file.',
};
const NOTHING_TO_CORRECT: Text = { zh: '不需要改正。', en: 'Nothing needs to be corrected.' };
const CORRECT_COLOURED: Text = {
  zh: '请在原表中改正涂色的单元格（红色须改正，黄色请核对），保存后把整个文件重新上传；点“单元格”可跳转。',
  en:
    'Correct the coloured cells in your own sheet (red to correct, yellow to check), save and upload the whole file ' +
    'again; click a cell to jump to it.',
};
const CORRECT_FILE: Text = {
  zh: '请在原文件中改正，保存后重新上传。',
  en: 'Correct your own file, save it and upload it again.',
};
const titleText = (file: string): Text => ({ zh: `错误清单：${file}`, en: `Problems of ${file}` });
const rowText = (row: number): Text => ({ zh: `第${row}行`, en: `row ${row}` });
const restText = (count: number): Text => ({
  zh: `……另有 ${count} 处同类问题，未逐条列出`,
  en: `… ${count} more of the same kinds, not listed one by one`,
});

export type ListedProblems = {
  /** All findings of the file. */
  readonly findings: readonly Finding[];
  /** Those that the sheet lists, in their order. */
  readonly listed: readonly Finding[];
  readonly nameOf: NameInWorkbook;
  /** Whether the clerk hid rows or columns. The marked workbook shows them, since problems may stand in them. */
  readonly hasHidden: boolean;
};

export function errorListSheet(receipt: Receipt, problems: ListedProblems, language: Language): SheetSpec {
  const { findings, listed, nameOf, hasHidden } = problems;
  const rows = new StackedRows(WIDTHS);
  rows.line(titleText(receipt.submission.file)[language], TITLE, 30);
  rows.line(factsText(receipt, findings)[language], FACTS, 36);
  rows.line(noticeLine(adviceOn(findings, nameOf), language), NOTICE, 36);
  if (hasHidden) rows.line(HIDDEN_ARE_SHOWN[language], FACTS, 20);
  if (findings.length === 0) {
    rows.line(NO_PROBLEMS[language], GOOD, 60);
    return { name: LIST_SHEET, ...rows.spec(), landscape: true };
  }
  const header = rows.length;
  rows.add(
    HEADERS.map((text) => ({ value: text[language], style: HEADER })),
    24,
  );
  for (const [at, finding] of listed.entries()) {
    const cells = findingRow(finding, at + 1, nameOf, language);
    rows.add(cells, LINE * Math.max(...cells.map(linesOf)) + 5);
  }
  const rest = findings.length - listed.length;
  if (rest > 0) rows.line(restText(rest)[language], FACTS, 24);
  return {
    name: LIST_SHEET,
    ...rows.spec(),
    landscape: true,
    autoFilter: { top: header, left: 0, bottom: header + listed.length, right: WIDTHS.length - 1 },
    freeze: { rows: header + 1, columns: 0 },
    printTitleRows: header + 1,
  };
}

/** Lines that the text of a cell takes in its column. */
function linesOf(cell: CellSpec, column: number): number {
  const text = cell !== null && typeof cell === 'object' ? String(cell.value ?? '') : '';
  return Math.ceil(displayWidth(text) / ((WIDTHS[column] ?? 10) - 2)) || 1;
}

/** Whose file it is, how many rows and problems it has, and its result. */
function factsText(receipt: Receipt, findings: readonly Finding[]): Text {
  const { submission, summary } = receipt;
  const { rows, accepted, rejected } = summary;
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const warnings = findings.filter(({ severity }) => severity === 'warning').length;
  const division = (language: Language): string => submission.divisionName ?? UNKNOWN[language];
  const period = submission.period ?? '—';
  const status = receiptStatus(receipt);
  return {
    zh:
      `填报单位：${division('zh')}　季度：${period}　读取 ${rows} 行，接收 ${accepted} 行，退回 ${rejected} 行　` +
      `须改正 ${errors} 处，请核对 ${warnings} 处\n结果：${status.zh}`,
    en:
      `Division: ${division('en')}   Period: ${period}   ` +
      `${rows} rows read, ${accepted} accepted, ${rejected} rejected   ` +
      `${errors} to correct, ${warnings} to check\nResult: ${status.en}`,
  };
}

function adviceOn(findings: readonly Finding[], nameOf: NameInWorkbook): Text {
  if (findings.length === 0) return NOTHING_TO_CORRECT;
  const hasMarks = findings.some(({ row, sheet }) => row !== null && nameOf(sheet) !== null);
  return hasMarks ? CORRECT_COLOURED : CORRECT_FILE;
}

function findingRow(finding: Finding, number: number, nameOf: NameInWorkbook, language: Language): CellSpec[] {
  const { rule, severity, column, cell, value, message } = showFinding(finding, language);
  const name = nameOf(finding.sheet);
  const { row, index } = finding;
  const where = cell ?? (row === null ? '' : rowText(row)[language]);
  const link = name !== null && row !== null ? { link: linkTo(name, row - 1, index ?? 0) } : {};
  return [
    { value: number, style: CENTERED },
    { value: maskNumbers(name ?? finding.sheet ?? ''), style: TEXT },
    { value: where, style: 'link' in link ? LINK : CENTERED, ...link },
    { value: SEVERITY_TEXT[severity][language], style: SEVERITY_STYLE[severity] },
    { value: rule, style: CENTERED },
    { value: finding.header ?? column ?? '', style: TEXT },
    { value: value ?? '', style: TEXT },
    { value: message, style: TEXT },
  ];
}
