/**
 * The sheet 自动规范: what was read otherwise than it is written.
 */
import { repairNamed, repairText, REPAIRS, type Repairs } from '../parse/repair.ts';
import type { Language } from '../language/language.ts';
import type { Merge } from '../sheet/grid.ts';
import { cellReference } from '../sheet/reference.ts';
import type { CellSpec, SheetSpec, Style } from '../sheet/sheet-spec.ts';
import { CENTERED, FACTS, HEADER, LINK, NOTICE, TEXT, TITLE } from './marked-styles.ts';
import { noticeText, REPAIR_SHEET } from '../check/our-marks.ts';
import { linkTo } from './cell-link.ts';

const WIDTHS = [46, 16, 9, 20, 30, 30];
const HEADERS: Readonly<Record<Language, readonly string[]>> = {
  zh: ['做了什么', '工作表', '单元格', '列名', '填写内容', '读取为'],
  en: ['What was done', 'Sheet', 'Cell', 'Column', 'Written', 'Read as'],
};
/** Places of one kind that the sheet lists: nobody reads a thousand times that √ is 是. */
const LISTED = 100;

/** How often each kind, then the places kind by kind; null when everything was read as it is written. */
export function repairSheet(
  { counts, items }: Repairs,
  nameOf: (sheet: string | null) => string | null,
  language: Language,
): SheetSpec | null {
  const kinds = REPAIRS.filter(({ code }) => (counts[code] ?? 0) > 0);
  if (kinds.length === 0) return null;
  const zh = language === 'zh';
  const rows: CellSpec[][] = [];
  const rowHeights: number[] = [];
  const merges: Merge[] = [];
  const line = (value: string, style: Style, height: number): void => {
    merges.push({ top: rows.length, left: 0, bottom: rows.length, right: WIDTHS.length - 1 });
    rows.push(WIDTHS.map((_, column) => ({ value: column === 0 ? value : null, style })));
    rowHeights.push(height);
  };
  const total = kinds.reduce((sum, { code }) => sum + (counts[code] ?? 0), 0);
  line(
    zh
      ? `自动规范：${total} 处，${kinds.length} 类`
      : `Repaired while reading: ${total} places of ${kinds.length} kinds`,
    TITLE,
    30,
  );
  line(
    `${noticeText(language)}${zh ? '。以下内容已按“读取为”的值计入，不需要改正；读得不对的，请在原表中改写。证件号码、姓名、电话只显示一部分。' : '. These were read as shown and need no correction; where one was read wrongly, write it otherwise in your own sheet. Numbers and names are shown in part.'}`,
    NOTICE,
    36,
  );
  for (const { code } of kinds) {
    const { rule } = repairNamed(code);
    const also =
      rule === undefined ? '' : zh ? `（另见错误清单 ${rule}）` : ` (see also ${rule} in the list of problems)`;
    line(
      zh ? `${repairText(code, 'zh')}：${counts[code]} 处${also}` : `${repairText(code, 'en')}: ${counts[code]}${also}`,
      FACTS,
      18,
    );
  }
  const header = rows.length;
  rows.push(HEADERS[language].map((value) => ({ value, style: HEADER })));
  rowHeights.push(24);
  for (const { code } of kinds) {
    const listed = items.filter(({ kind }) => kind === code).slice(0, LISTED);
    for (const { sheet, row, index, header: column, from, to } of listed) {
      const name = nameOf(sheet);
      const link = name === null ? {} : { link: linkTo(name, row - 1, index ?? 0) };
      rows.push([
        { value: repairText(code, language), style: TEXT },
        { value: name ?? sheet, style: TEXT },
        { value: index === null ? '' : cellReference(row - 1, index), style: name === null ? CENTERED : LINK, ...link },
        { value: column, style: TEXT },
        { value: from, style: TEXT },
        { value: to, style: TEXT },
      ]);
      rowHeights.push(18);
    }
    const rest = (counts[code] ?? 0) - listed.length;
    if (rest > 0) {
      const text = zh ? `${repairText(code, 'zh')}……另有 ${rest} 处` : `${repairText(code, 'en')} … ${rest} more`;
      rows.push([{ value: text, style: TEXT }, ...WIDTHS.slice(1).map(() => ({ value: null, style: TEXT }))]);
      rowHeights.push(18);
    }
  }
  return {
    name: REPAIR_SHEET,
    rows,
    columnWidths: WIDTHS,
    rowHeights,
    merges,
    autoFilter: { top: header, left: 0, bottom: rows.length - 1, right: WIDTHS.length - 1 },
    freeze: { rows: header + 1, columns: 0 },
    landscape: true,
    printTitleRows: header + 1,
  };
}
