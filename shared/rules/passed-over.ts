/** What to say of sheets, rows and columns that a clerk may not know to be read, or not read (rule F06). */
import type { Text } from '../language/language.ts';
import { periodTitle } from '../time/period.ts';
import type { SheetFacts } from './facts.ts';

/** A sheet that holds a table of ours and is not read all the same, or is read with a doubt. */
export function passedOver(sheet: SheetFacts): Text | null {
  switch (sheet.what) {
    case 'hidden sheet':
      return { zh: `隐藏的工作表“${sheet.name}”没有读取`, en: `the hidden sheet “${sheet.name}” was not read` };
    case 'unmeant sheet':
      return sheet.isRead
        ? {
            zh: `工作表“${sheet.name}”的名称带“${sheet.word}”，但只有它有这张表，已读取`,
            en: `the name of the sheet “${sheet.name}” has “${sheet.word}” in it, but no other one has this table, so it was read`,
          }
        : {
            zh: `工作表“${sheet.name}”的名称带“${sheet.word}”，没有读取，要上报的请改名后重新上传`,
            en: `the sheet “${sheet.name}” was not read because of “${sheet.word}” in its name; if it is to be reported, rename it and upload the file again`,
          };
    case 'only hidden sheet':
      return {
        zh: `工作表“${sheet.name}”是隐藏的，但只有它有表，已读取`,
        en: `the sheet “${sheet.name}” is hidden, but no other one has a table, so it was read`,
      };
    case 'other quarter':
      return {
        zh: `工作表“${sheet.name}”是${periodTitle(sheet.period)}的，没有读取`,
        en: `the sheet “${sheet.name}” is of ${sheet.period} and was not read`,
      };
    case 'copy':
      return {
        zh: `工作表“${sheet.name}”的内容“${sheet.original}”中都有，没有重复读取`,
        en: `all of the sheet “${sheet.name}” stands in “${sheet.original}” too; it was not read twice`,
      };
    default:
      return null;
  }
}

/** What the clerk does not see of a sheet that is read. */
export function readThoughHidden(sheet: SheetFacts): Text | null {
  if (sheet.what === 'hidden rows')
    return {
      zh: `“${sheet.name}”中有${sheet.rows}行被隐藏或筛选掉，已一并读取`,
      en: `“${sheet.name}” has ${sheet.rows} hidden or filtered rows with data, which were read as well`,
    };
  if (sheet.what === 'hidden columns')
    return {
      zh: `“${sheet.name}”中有隐藏的列（${sheet.headers.join('、')}），已一并读取`,
      en: `“${sheet.name}” has hidden columns (${sheet.headers.join(', ')}), which were read as well`,
    };
  return null;
}
