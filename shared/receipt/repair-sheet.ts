/** The sheet 自动规范: what the system read differently from how the clerk wrote it. */
import { REPAIR_SHEET } from '../check/our-marks.ts';
import type { Language, Text } from '../language/language.ts';
import { maskNumbers } from '../parse/long-numbers.ts';
import { repairNamed, REPAIRS, type Repair, type Repairs } from '../parse/repair.ts';
import { cellReference } from '../sheet/reference.ts';
import type { CellSpec, SheetSpec } from '../sheet/sheet-spec.ts';
import { linkTo, type NameInWorkbook } from './cell-link.ts';
import { CENTERED, FACTS, HEADER, LINK, NOTICE, TEXT, TITLE } from './marked-styles.ts';
import { noticeLine } from './notice-line.ts';
import { StackedRows } from './stacked-rows.ts';

const WIDTHS = [46, 16, 9, 20, 30, 30];
/** The height of a row, in points. */
const ROW = 18;
/** Cells of one kind that the sheet lists: nobody reads a thousand times that √ means 是. */
const MOST_LISTED = 100;

const HEADERS: readonly Text[] = [
  { zh: '做了什么', en: 'What was done' },
  { zh: '工作表', en: 'Sheet' },
  { zh: '单元格', en: 'Cell' },
  { zh: '列名', en: 'Column' },
  { zh: '填写内容', en: 'Written' },
  { zh: '读取为', en: 'Read as' },
];
const ADVICE: Text = {
  zh: '以下内容已按“读取为”的值计入，不需要改正；读得不对的，请在原表中改写。证件号码、姓名、电话只显示一部分。',
  en:
    'These were read as shown and need no correction; where one was read wrongly, write it otherwise in your own ' +
    'sheet. Numbers and names are shown in part.',
};
const titleText = (repairs: number, kinds: number): Text => ({
  zh: `自动规范：${repairs} 处，${kinds} 类`,
  en: `Repaired while reading: ${repairs} places of ${kinds} kinds`,
});
const alsoText = (rule: string): Text => ({
  zh: `（另见错误清单 ${rule}）`,
  en: ` (see also ${rule} in the list of problems)`,
});
const NO_RULE: Text = { zh: '', en: '' };

/** How often each kind occurs, then the cells of each kind; null when there is no repair. */
export function repairSheet({ counts, items }: Repairs, nameOf: NameInWorkbook, language: Language): SheetSpec | null {
  const kinds = REPAIRS.map(({ code }) => ({ code, count: counts[code] ?? 0 })).filter(({ count }) => count > 0);
  if (kinds.length === 0) return null;
  const total = kinds.reduce((sum, { count }) => sum + count, 0);
  const rows = new StackedRows(WIDTHS);
  rows.line(titleText(total, kinds.length)[language], TITLE, 30);
  rows.line(noticeLine(ADVICE, language), NOTICE, 36);
  for (const { code, count } of kinds) rows.line(kindText(code, count)[language], FACTS, ROW);
  const header = rows.length;
  rows.add(
    HEADERS.map((text) => ({ value: text[language], style: HEADER })),
    24,
  );
  for (const { code, count } of kinds) {
    const listed = items.filter(({ kind }) => kind === code).slice(0, MOST_LISTED);
    for (const repair of listed) rows.add(repairRow(repair, nameOf, language), ROW);
    const rest = count - listed.length;
    if (rest > 0) {
      const value = restText(code, rest)[language];
      rows.add(
        WIDTHS.map((_, column) => ({ value: column === 0 ? value : null, style: TEXT })),
        ROW,
      );
    }
  }
  return {
    name: REPAIR_SHEET,
    ...rows.spec(),
    autoFilter: { top: header, left: 0, bottom: rows.length - 1, right: WIDTHS.length - 1 },
    freeze: { rows: header + 1, columns: 0 },
    landscape: true,
    printTitleRows: header + 1,
  };
}

function kindText(code: string, count: number): Text {
  const { zh, en, rule } = repairNamed(code);
  const also = rule === undefined ? NO_RULE : alsoText(rule);
  return { zh: `${zh}：${count} 处${also.zh}`, en: `${en}: ${count}${also.en}` };
}

function restText(code: string, count: number): Text {
  const { zh, en } = repairNamed(code);
  return { zh: `${zh}……另有 ${count} 处`, en: `${en} … ${count} more` };
}

function repairRow(repair: Repair, nameOf: NameInWorkbook, language: Language): CellSpec[] {
  const { kind, sheet, row, index, header, from, to } = repair;
  const name = nameOf(sheet);
  const link = name === null ? {} : { link: linkTo(name, row - 1, index ?? 0) };
  const cell = index === null ? '' : cellReference(row - 1, index);
  return [
    { value: repairNamed(kind)[language], style: TEXT },
    { value: maskNumbers(name ?? sheet), style: TEXT },
    { value: cell, style: name === null ? CENTERED : LINK, ...link },
    { value: header, style: TEXT },
    { value: from, style: TEXT },
    { value: to, style: TEXT },
  ];
}
