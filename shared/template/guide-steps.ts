import type { Text } from '../language/language.ts';
import type { TableDefinition } from '../schema/tables.ts';
import { FIRST_ROW } from './sheet-rows.ts';

const REQUIRED_COLUMNS: Text = {
  zh: '标“必填”的列每行都要填，金额没有的填 0，不能空着。已开始填的行里还空着的必填格是黄色的。',
  en:
    'Required columns must be filled in every row, amounts with 0 where there is none. ' +
    'Required cells that are still empty turn yellow.',
};
const LONG_NUMBERS: Text = {
  zh:
    '户编号、证件号码、区划代码的格已设为文本格式。从别处复制来的，请用“选择性粘贴—数值”，' +
    '否则会盖掉格式和下拉表，长号码也可能变成 1.67E+15 而丢失尾数。',
  en:
    'Long numbers are text cells. Paste values only, or the formats and drop-downs are lost ' +
    'and long numbers become 1.67E+15.',
};
const AMOUNTS: Text = {
  zh: '金额的单位见表头上方一行，收入、支出都是本季度数，最多两位小数（万元为六位）。日期写成 2016-06-30 的样子。',
  en: 'Amounts are of the quarter, in the unit shown above the header, with at most two decimals (six for 万元).',
};
const NOT_IN_FILE: Text = {
  zh: '这次没有写的户保留上次的数据，不会删除。要用本文件整个替换的，请在文件名中写上“全量”；移除的户太多时，系统会请您再确认。',
  en: 'Rows that are not in this file stay as they were. To replace everything, write 全量 in the file name; where that removes very many, you will be asked to confirm.',
};

/** How to fill in and send a template with these tables, step by step. */
export function stepsOf(tables: readonly TableDefinition[]): readonly Text[] {
  const isSeveral = tables.length > 1;
  const columns = tables.flatMap((table) => table.columns);
  const multiple = new Set(columns.filter(({ type }) => type.kind === 'codes').map(({ header }) => `“${header}”`));
  const headers = [...multiple].join('');
  const first = FIRST_ROW + 1;
  return [
    {
      zh:
        `从第${first}行起填写，${isSeveral ? '户季度表一户一行，' : '一户一行，'}行数不限，不必删去空行。` +
        '表头已保护（没有密码），请不要改动列名；列的右边可以加自己的列，不读取。',
      en:
        `Fill in from row ${first}, any number of rows. The header is protected (no password); ` +
        'columns of your own to the right are not read.',
    },
    REQUIRED_COLUMNS,
    {
      zh: `点格子右边的箭头从下拉表中选。${headers}可填多项，用顿号“、”隔开。`,
      en: `Choose from the drop-downs. ${headers} take several values, separated by 、.`,
    },
    LONG_NUMBERS,
    AMOUNTS,
    {
      zh:
        `${isSeveral ? '没有数据的表留空即可。' : ''}填好后存为 .xlsx，放到上面的“上传位置”，` +
        '同一位置的回执里有结果和标出问题的表格；改正后整个文件再传一次，以最后一次为准。',
      en:
        'Save as .xlsx and put the file in the place named above; the receipt lies beside it. ' +
        'Correct and send the whole file again: the newest counts.',
    },
    NOT_IN_FILE,
  ];
}
