/**
 * The sheet 错误清单: every problem of the file in one list.
 */
import type { Language } from '../language/language.ts';
import { showFinding, type Finding } from '../rules/finding.ts';
import type { Merge } from '../sheet/grid.ts';
import type { CellSpec, SheetSpec, Style } from '../sheet/sheet-spec.ts';
import {
  CENTERED,
  displayWidth,
  FACTS,
  GOOD,
  HEADER,
  LINK,
  NOTICE,
  SEVERITY_STYLE,
  severityText,
  TEXT,
  TITLE,
} from './marked-styles.ts';
import { LIST_SHEET, noticeText } from '../check/our-marks.ts';
import { linkTo } from './cell-link.ts';
import type { Receipt } from './receipt.ts';
import { receiptStatus } from './status-text.ts';

const WIDTHS = [6, 16, 9, 9, 8, 18, 22, 70];
const HEADERS: Readonly<Record<Language, readonly string[]>> = {
  zh: ['序号', '工作表', '单元格', '级别', '规则', '列名', '填写内容', '问题和改正办法'],
  en: ['No.', 'Sheet', 'Cell', 'Severity', 'Rule', 'Column', 'Found', 'Problem and how to correct it'],
};
const LINE = 15;

/**
 * @param told the findings to list, in their order
 * @param nameOf the name of the clerk's sheet in this workbook; null when it is not in it
 * @param hasHidden whether the clerk's sheets had hidden rows or columns; here they are shown, since problems may stand in them
 */
export function listSheet(
  receipt: Receipt,
  told: readonly Finding[],
  all: readonly Finding[],
  nameOf: (sheet: string | null) => string | null,
  hasHidden: boolean,
  language: Language,
): SheetSpec {
  const zh = language === 'zh';
  const rows: CellSpec[][] = [];
  const rowHeights: number[] = [];
  const merges: Merge[] = [];
  const line = (value: string, style: Style, height: number): void => {
    merges.push({ top: rows.length, left: 0, bottom: rows.length, right: WIDTHS.length - 1 });
    rows.push(WIDTHS.map((_, column) => ({ value: column === 0 ? value : null, style })));
    rowHeights.push(height);
  };
  const errors = all.filter((finding) => finding.severity === 'error').length;
  const warnings = all.filter((finding) => finding.severity === 'warning').length;
  line(zh ? `错误清单：${receipt.submission.file}` : `Problems of ${receipt.submission.file}`, TITLE, 30);
  line(factsText(receipt, errors, warnings, language), FACTS, 36);
  line(adviceText(all, nameOf, language), NOTICE, 36);
  if (hasHidden)
    line(
      zh
        ? '原表中隐藏或筛选掉的行、列，在本文件中已全部显示。'
        : 'Rows and columns that were hidden or filtered out in your sheet are shown in this file.',
      FACTS,
      20,
    );
  if (all.length === 0) line(zh ? '没有发现问题' : 'No problems found', GOOD, 60);
  else {
    const header = rows.length;
    rows.push(HEADERS[language].map((value) => ({ value, style: HEADER })));
    rowHeights.push(24);
    for (const [at, finding] of told.entries()) {
      const cells = findingRow(finding, at + 1, nameOf, language);
      rows.push(cells);
      const tallest = cells.map((cell, column) => {
        const text = cell !== null && typeof cell === 'object' ? String(cell.value ?? '') : '';
        return Math.ceil(displayWidth(text) / ((WIDTHS[column] ?? 10) - 2)) || 1;
      });
      rowHeights.push(LINE * Math.max(...tallest) + 5);
    }
    if (told.length < all.length) {
      const rest = all.length - told.length;
      line(
        zh ? `……另有 ${rest} 处同类问题，未逐条列出` : `… ${rest} more of the same kinds, not listed one by one`,
        FACTS,
        24,
      );
    }
    const autoFilter = { top: header, left: 0, bottom: header + told.length, right: WIDTHS.length - 1 };
    return {
      ...frame(rows, rowHeights, merges),
      autoFilter,
      freeze: { rows: header + 1, columns: 0 },
      printTitleRows: header + 1,
    };
  }
  return frame(rows, rowHeights, merges);
}

const frame = (rows: CellSpec[][], rowHeights: number[], merges: Merge[]): SheetSpec => ({
  name: LIST_SHEET,
  rows,
  columnWidths: WIDTHS,
  rowHeights,
  merges,
  landscape: true,
});

function factsText(receipt: Receipt, errors: number, warnings: number, language: Language): string {
  const { submission, summary } = receipt;
  const division = submission.divisionName ?? (language === 'zh' ? '无法识别' : 'unknown');
  const period = submission.period ?? '—';
  return language === 'zh'
    ? `填报单位：${division}　季度：${period}　读取 ${summary.rows} 行，接收 ${summary.accepted} 行，退回 ${summary.rejected} 行　须改正 ${errors} 处，请核对 ${warnings} 处\n结果：${receiptStatus(receipt, language)}`
    : `Division: ${division}   Period: ${period}   ${summary.rows} rows read, ${summary.accepted} accepted, ${summary.rejected} rejected   ${errors} to correct, ${warnings} to check\nResult: ${receiptStatus(receipt, language)}`;
}

function adviceText(
  all: readonly Finding[],
  nameOf: (sheet: string | null) => string | null,
  language: Language,
): string {
  const zh = language === 'zh';
  const marked = all.some((finding) => finding.row !== null && nameOf(finding.sheet) !== null);
  const advice =
    all.length === 0
      ? zh
        ? '不需要改正。'
        : 'Nothing needs to be corrected.'
      : marked
        ? zh
          ? '请在原表中改正涂色的单元格（红色须改正，黄色请核对），保存后把整个文件重新上传；点“单元格”可跳转。'
          : 'Correct the coloured cells in your own sheet (red to correct, yellow to check), save and upload the whole file again; click a cell to jump to it.'
        : zh
          ? '请在原文件中改正，保存后重新上传。'
          : 'Correct your own file, save it and upload it again.';
  return `${noticeText(language)}${zh ? '。' : '. '}${advice}`;
}

function findingRow(
  finding: Finding,
  number: number,
  nameOf: (sheet: string | null) => string | null,
  language: Language,
): CellSpec[] {
  const { rule, severity, column, cell, value, message } = showFinding(finding, language);
  const name = nameOf(finding.sheet);
  const { row, index } = finding;
  const place = cell ?? (row === null ? '' : language === 'zh' ? `第${row}行` : `row ${row}`);
  const link = name !== null && row !== null ? { link: linkTo(name, row - 1, index ?? 0) } : {};
  return [
    { value: number, style: CENTERED },
    { value: name ?? finding.sheet ?? '', style: TEXT },
    { value: place, style: 'link' in link ? LINK : CENTERED, ...link },
    { value: severityText(severity, language), style: SEVERITY_STYLE[severity] },
    { value: rule, style: CENTERED },
    { value: finding.header ?? column ?? '', style: TEXT },
    { value: value ?? '', style: TEXT },
    { value: message, style: TEXT },
  ];
}
