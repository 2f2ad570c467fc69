/** What became of each sheet of a workbook: read as which table, or passed over and why. */
import type { Text } from '../language/language.ts';
import type { SheetFacts } from '../rules/facts.ts';
import { heightOf } from '../sheet/text-cells.ts';
import { periodTitle } from '../time/period.ts';
import type { TableSheet } from './check-layouts.ts';
import type { ReadFile } from './read-file.ts';

export type SheetFate = {
  readonly name: string;
  /** The title of the table that it was read as, and how many rows; null for a sheet that was not read. */
  readonly read: { readonly table: Text; readonly rows: number } | null;
  /** Why it was not read. */
  readonly why: Text | null;
};

/** The sheets that have anything in them, in their order. @param facts what was told of sheets that are not read */
export function sheetFates(
  { workbook }: ReadFile,
  sheets: readonly TableSheet[],
  facts: readonly SheetFacts[],
): SheetFate[] {
  return workbook.sheets
    .filter((sheet) => heightOf(sheet) > 0)
    .map((sheet) => {
      const { name } = sheet;
      const table = sheets.find((one) => one.sheet === sheet);
      if (table) return { name, read: { table: table.layout.table.title, rows: table.data.length }, why: null };
      const told = facts.filter((one) => 'name' in one && one.name === name).flatMap((one) => whyUnread(one) ?? []);
      return { name, read: null, why: told[0] ?? NO_TABLE };
    });
}

const NO_TABLE: Text = { zh: '其中没有要上报的表', en: 'it holds no table to be reported' };

function whyUnread(sheet: SheetFacts): Text | null {
  switch (sheet.what) {
    case 'hidden sheet':
      return { zh: '是隐藏的', en: 'it is hidden' };
    case 'unmeant sheet':
      return { zh: `名称带“${sheet.word}”`, en: `its name has “${sheet.word}” in it` };
    case 'other quarter':
      return { zh: `是${periodTitle(sheet.period)}的`, en: `it is of ${sheet.period}` };
    case 'copy':
      return { zh: `内容“${sheet.original}”中都有`, en: `all of it stands in “${sheet.original}” too` };
    case 'no header':
      return { zh: '没有表头', en: 'it has no header' };
    default:
      return null;
  }
}
