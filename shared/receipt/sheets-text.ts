/** What became of each sheet of a workbook that has several, as receipts tell it. */
import type { SheetFate } from '../check/sheet-fates.ts';
import type { Language, Text } from '../language/language.ts';
import { maskNumbers } from '../parse/long-numbers.ts';

/** A sheet as a receipt lists it; `rows` is null for one that was not read. */
export type ShownSheet = { readonly sheet: string; readonly rows: number | null; readonly fate: string };

/** Nothing where there is one sheet: what became of it is what became of the file. */
export function shownSheets(fates: readonly SheetFate[], language: Language): readonly ShownSheet[] {
  if (fates.length < 2) return [];
  return fates.map((fate) => ({
    sheet: maskNumbers(fate.name),
    rows: fate.read?.rows ?? null,
    fate: maskNumbers(fateText(fate)[language]),
  }));
}

function fateText({ read, why }: SheetFate): Text {
  if (read === null) return { zh: `没有读取：${why?.zh ?? ''}`, en: `not read: ${why?.en ?? ''}` };
  const rows = `${read.rows} ${read.rows === 1 ? 'row' : 'rows'}`;
  return { zh: `读取为${read.table.zh}，${read.rows} 行`, en: `read as ${read.table.en}, ${rows}` };
}

/** A line for each sheet: “填写示例”没有读取：名称带“示例” */
export const sheetLines = (sheets: readonly ShownSheet[], language: Language): string[] =>
  sheets.map(({ sheet, fate }) => (language === 'zh' ? `“${sheet}”${fate}` : `“${sheet}”: ${fate}`));
