/** What to say of sheets, rows, columns and values that a clerk may not know to be read, or not read (rule F06). */
import { joinClauses, type Text } from '../language/language.ts';
import { periodTitle } from '../time/period.ts';
import type { SheetFacts } from './facts.ts';
import { rowsText } from './file-verdicts.ts';

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
  const name = called(sheet);
  if (sheet.what === 'hidden rows')
    return {
      zh: `${name.zh}中有${sheet.rows}行被隐藏或筛选掉，已一并读取`,
      en: `${name.en} has ${sheet.rows} hidden or filtered rows with data, which were read as well`,
    };
  if (sheet.what === 'hidden columns')
    return {
      zh: `${name.zh}中有隐藏的列（${sheet.headers.join('、')}），已一并读取`,
      en: `${name.en} has hidden columns (${sheet.headers.join(', ')}), which were read as well`,
    };
  return null;
}

/** What a sheet that is read holds and does not show as a value. */
export function leftOut(sheet: SheetFacts): Text | null {
  const name = called(sheet);
  if (sheet.what === 'struck through') {
    const [rows, whole] = [rowsText(sheet.rows), rowsText(sheet.whole)];
    const clauses: Text[] = [];
    if (sheet.rows.length > 0)
      clauses.push({
        zh: `第${rows.zh}行中划了删除线的内容没有计入`,
        en: `what is struck through was left out (rows ${rows.en})`,
      });
    if (sheet.whole.length > 0)
      clauses.push({
        zh: `第${whole.zh}行整行划了删除线，按空行处理`,
        en: `a row that is struck through as a whole was taken as blank (rows ${whole.en})`,
      });
    const told = joinClauses(clauses);
    return { zh: `${name.zh}${told.zh}`, en: `${name.en}: ${told.en}` };
  }
  if (sheet.what === 'covered values') {
    const rows = rowsText(sheet.rows);
    return {
      zh: `${name.zh}第${rows.zh}行有合并单元格盖住、看不见的内容，没有计入`,
      en: `${name.en}: values that nobody sees under a merged cell were left out (rows ${rows.en})`,
    };
  }
  return null;
}

/** The one table of a page, and that of a text file, has no name. */
function called(sheet: SheetFacts): Text {
  if (!('name' in sheet) || sheet.name === '') return { zh: '表', en: 'the table' };
  return { zh: `“${sheet.name}”`, en: `“${sheet.name}”` };
}
