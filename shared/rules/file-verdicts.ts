/** What rules about the file as a whole find, and how they word it. */
import type { Text } from '../language/language.ts';
import type { RefusalCode } from '../sheet/grid.ts';
import { foldText } from '../parse/folding.ts';
import { cellAt } from '../sheet/text-cells.ts';
import { findPeriod, type Period } from '../time/period.ts';
import type { CellShift, FileFacts, RowBlock, TablePart, TotalFigure } from './facts.ts';
import { yuan } from './money.ts';
import type { Told, Verdict } from './rule.ts';

/**
 * Files that the reader gave up under a rule: it says itself what was got, what was expected and the way out
 * (sheet/refusal.ts).
 */
export const refusedUnder = (code: RefusalCode, file: FileFacts): Verdict<Told> =>
  file.when === 'refused' && file.refusal.refused === code && { params: { detail: file.refusal.detail } };

export const titleText = (stated: Period, line: string): Text => {
  const title = line.length > LONGEST_TITLE ? `${line.slice(0, LONGEST_TITLE)}…` : line;
  return { zh: `${stated}（见表头上方“${title}”）`, en: `${stated} (above the header: “${title}”)` };
};

/** Characters of a title that a message repeats. */
const LONGEST_TITLE = 40;

/** Whether every row of a sheet states the quarter itself. */
export function areAllOf({ sheet, layout, data }: TablePart, period: Period): boolean {
  const index = layout.columns.find(({ column }) => column.type.kind === 'period')?.index;
  if (index === undefined || data.length === 0) return false;
  return data.every((row) => {
    const cell = cellAt(sheet, row, index);
    return (typeof cell === 'string' || typeof cell === 'number') && findPeriod(foldText(String(cell))) === period;
  });
}

/** @param unseparated the row, from 1, of a header that is all in one cell */
export const noHeader = (unseparated: number | null): Text =>
  unseparated === null
    ? {
        zh: '前15行中应有“户编号、户主姓名、家庭人口数”等列名，请使用统一模板',
        en: 'the first 15 rows should name the columns 户编号, 户主姓名, 家庭人口数 and so on; use the template',
      }
    : {
        zh: `第${unseparated}行的列名都在同一格里，各列没有分开。请在 Excel 或 WPS 中用“数据”里的“分列”按实际的分隔符分开（证件号码和户编号列选“文本”），另存为 .xlsx 后重新上传`,
        en: `the column names of row ${unseparated} all stand in one cell. Separate the columns in Excel or WPS (Data, Text to Columns; numbers of persons and households as text), save it as .xlsx and upload it again`,
      };

export const repeatedColumn = (header: string): Text => ({
  zh: `列“${header}”与另一列是同一项，请删去其中一列`,
  en: `Column “${header}” repeats another column; delete one of them`,
});

export function wrongTotal({ row, placed, stated, sum }: TotalFigure): Told {
  const { column, header, index } = placed;
  const show = (value: number): string => (column.type.kind === 'money' ? yuan(value) : String(value));
  return {
    at: { column, cell: { text: header, row, index }, value: show(stated) },
    params: { a: show(stated), b: show(sum) },
  };
}

/** The cells of a row that stand beside their columns, told once for all of them. */
export function shiftedRow({ row, by, from }: CellShift & { readonly row: number }): Told {
  const { column, header, index } = from;
  const cells = Math.abs(by);
  const shift: Text =
    by > 0
      ? {
          zh: `比表头多出${cells}格，从“${header}”起各格都向右错开了${cells}列，请删去多出的格（CSV文件中常是多了逗号）`,
          en: `${cells} more cells than the header: from “${header}” on every cell is ${cells} to the right of its column; delete what is too much (in a CSV often a comma)`,
        }
      : {
          zh: `比表头少${cells}格，从“${header}”起各格都向左错开了${cells}列，请补上缺少的格（没有内容的留空）`,
          en: `${cells} fewer cells than the header: from “${header}” on every cell is ${cells} to the left of its column; add what is missing (blank where there is nothing to say)`,
        };
  return { at: { column, cell: { text: header, row, index } }, params: { shift } };
}

/** A file that is too large to be read, or to be kept, or that holds nothing. */
export function tooLarge(file: FileFacts): Text | null {
  if (file.when === 'received' && file.period !== null && file.hasProgramme && file.bytes > file.mostBytes) {
    const [size, most] = [file.bytes, file.mostBytes].map((bytes) => Math.ceil(bytes / 1024 / 1024));
    return {
      zh: `文件有 ${size} MB，超过单个文件上限 ${most} MB，请删除无关内容或拆分后上传`,
      en: `The file has ${size} MB, the limit is ${most} MB; remove what does not belong or split it`,
    };
  }
  if (file.when !== 'located' || file.located.length === 0) return null;
  if (file.rows === 0)
    return {
      zh: '表头下没有数据行，请填好后重新上传；本季度没有户要上报的不用上传，请联系县（市、区）扶贫办登记零报告',
      en:
        'There are no data rows below the header; fill it in and upload it again. Where there is nothing to report ' +
        'this quarter, upload nothing and ask the county office to register a nil return',
    };
  // A sheet alone was held to it when it was read.
  return file.rows > file.mostRows
    ? {
        zh: `各工作表共有数据 ${file.rows} 行，超过上限 ${file.mostRows} 行。请拆分后分别上报`,
        en: `The sheets hold ${file.rows} rows of data, the limit is ${file.mostRows}; split the file`,
      }
    : null;
}

/** Rows that a message names. */
const NAMED_ROWS = 20;

export const blocksText = (blocks: readonly RowBlock[]): Text =>
  numbersText(blocks.map(({ first, last }) => (first === last ? `${first + 1}` : `${first + 1}–${last + 1}`)));

/** Rows by their numbers, those that follow each other together: 4、7–9. @param rows ascending, from 1 */
export function rowsText(rows: readonly number[]): Text {
  const blocks: { first: number; last: number; withFigures: number }[] = [];
  for (const row of rows) {
    const last = blocks.at(-1);
    if (last?.last === row - 2) last.last = row - 1;
    else blocks.push({ first: row - 1, last: row - 1, withFigures: 0 });
  }
  return blocksText(blocks);
}

export function numbersText(rows: readonly (number | string)[]): Text {
  const shown = rows.slice(0, NAMED_ROWS);
  const isCut = shown.length < rows.length;
  return { zh: `${shown.join('、')}${isCut ? '等' : ''}`, en: `${shown.join(', ')}${isCut ? ' and others' : ''}` };
}
