import { maskNumbers } from '../parse/long-numbers.ts';
import { missingColumn } from './missing-column.ts';
import { otherTemplate } from './other-template.ts';
import { fieldOutside, otherOwner } from './outside.ts';
import { leftOut, passedOver, readThoughHidden } from './passed-over.ts';
import { exceedsShare, excessText } from './removal.ts';
import type { Rule } from './rule.ts';
import { unitSlip } from './unit-slip.ts';
import {
  areAllOf,
  blocksText,
  noHeader,
  numbersText,
  refusedUnder,
  repeatedColumn,
  shiftedRow,
  titleText,
  tooLarge,
  wrongTotal,
} from './file-verdicts.ts';

/** The file as a whole. Source of each rule: its `basis`. */
export const FILE_RULES = [
  {
    code: 'F01',
    level: 'file',
    severity: 'error',
    table: 'any',
    fields: [],
    zh: '无法识别的文件：{detail}',
    en: 'Unrecognised file: {detail}',
    basis: 'tested: BIFF8 = d0cf11e0, xlsx = 504b0304',
    checkFile: (file) => refusedUnder('F01', file),
  },
  {
    code: 'F02',
    level: 'file',
    severity: 'error',
    table: 'any',
    fields: [],
    zh: '文件已加密。{detail}',
    en: 'The file is encrypted. {detail}',
    basis: 'practice',
    checkFile: (file) => refusedUnder('F02', file),
  },
  {
    code: 'F03',
    level: 'file',
    severity: 'error',
    table: 'any',
    fields: [],
    zh: '文件内容无法解码。{detail}',
    en: 'The text cannot be decoded. {detail}',
    basis: 'tested',
    checkFile: (file) => refusedUnder('F03', file),
  },
  {
    code: 'F04',
    level: 'file',
    severity: 'error',
    table: 'any',
    fields: [],
    zh: '未找到表头：{detail}',
    en: 'Header row not found: {detail}',
    basis: 'practice',
    checkFile: (file) =>
      file.when === 'located' && file.located.length === 0 && { params: { detail: noHeader(file.unseparated) } },
  },
  {
    code: 'F05',
    level: 'file',
    severity: 'error',
    table: 'any',
    fields: [],
    zh: '{detail}',
    en: '{detail}',
    basis: 'practice',
    checkSheet: (sheet) =>
      sheet.what === 'table' && [
        ...sheet.layout.missing.map((column) => ({
          at: { column },
          params: { detail: missingColumn(column, sheet.layout) },
        })),
        ...sheet.layout.repeated.map(({ column, ...cell }) => ({
          at: { column, cell },
          params: { detail: repeatedColumn(cell.text) },
        })),
      ],
  },
  {
    code: 'F06',
    level: 'file',
    severity: 'warning',
    table: 'any',
    fields: [],
    zh: '{detail}，请核对',
    en: '{detail}; please check',
    basis: 'practice',
    namesSheet: true,
    checkSheet: (sheet) => {
      const detail = passedOver(sheet) ?? readThoughHidden(sheet) ?? leftOut(sheet);
      return detail !== null && { params: { detail } };
    },
  },
  {
    code: 'F07',
    level: 'file',
    severity: 'error',
    table: 'any',
    fields: ['period'],
    zh: '季度不一致：文件内为{a}，应为{b}，请核对文件和上传的季度',
    en:
      'The periods disagree: the file says {a}, expected {b}; check the file and the period under which it was ' +
      'uploaded',
    basis: 'practice',
    checkSheet: (sheet, { period }) => {
      const stated = sheet.what === 'table' ? sheet.layout.titlePeriod : null;
      if (sheet.what !== 'table' || stated === null || stated === period) return false;
      const params = { a: titleText(stated, sheet.layout.periodTitle), b: period };
      // Rows that all name the quarter say more than a title that was not changed.
      return { params, ...(areAllOf(sheet, period) ? { severity: 'warning' as const } : {}) };
    },
    checkAll: (rows, { period }) => {
      const foreign = rows.findIndex(({ row }) => 'period' in row && row.period !== period);
      const row = rows[foreign]?.row;
      return new Map(row && 'period' in row ? [[foreign, { a: row.period, b: period }]] : []);
    },
  },
  {
    code: 'F08',
    level: 'row',
    severity: 'error',
    table: 'any',
    fields: ['town_name'],
    zh: '第{row}行“{header}”为“{value}”，不属于本次填报单位，请删去这一行，由所属单位填报',
    en:
      'Row {row}: “{header}” is “{value}”, which is outside the uploading unit; delete the row, its own unit reports ' +
      'it',
    basis: 'practice',
    checkPlace: (place, context) => {
      const field = fieldOutside(place, context);
      return field !== null && { field };
    },
  },
  {
    code: 'F09',
    level: 'file',
    severity: 'warning',
    table: 'any',
    fields: [],
    zh: '第{row}行“{header}”的合计为{a}，与明细之和{b}不一致，请核对是否漏行或改了数',
    en: 'Row {row}: the total of “{header}” is {a}, the rows add up to {b}; check for missing rows or changed figures',
    basis: 'practice',
    checkSheet: (sheet) => sheet.what === 'total' && sheet.stated !== sheet.sum && wrongTotal(sheet),
  },
  {
    code: 'F10',
    level: 'file',
    severity: 'warning',
    table: 'any',
    fields: [],
    zh: '与 {former} 接收的文件完全相同，数据没有变化，以那一次的回执为准',
    en: 'Identical to the file received at {former}; nothing changed, and the receipt of then stands',
    basis: 'idempotency',
    checkFile: (file) => file.when === 'repeated' && { params: { former: file.former } },
  },
  {
    code: 'F11',
    level: 'file',
    severity: 'error',
    table: 'any',
    fields: [],
    zh: '{detail}',
    en: '{detail}',
    basis: 'measured: SheetJS 20,000x40 = 2.5-4 s, +420 MB',
    checkFile: (file) => {
      const detail = tooLarge(file);
      return detail === null ? refusedUnder('F11', file) : { params: { detail } };
    },
  },
  {
    code: 'F12',
    level: 'file',
    severity: 'error',
    table: 'any',
    fields: [],
    zh: '金额单位不明确或不能使用：“{value}”，金额只能以“元”或“万元”填报，请换算后在表头只注明其中一种',
    en:
      'Money unit ambiguous or of no use: “{value}”; amounts are in 元 or in 万元, convert them and state one of the ' +
      'two in the header',
    basis: 'practice',
    checkSheet: (sheet) => {
      const cell = sheet.what === 'table' ? sheet.layout.ambiguousUnit : null;
      return cell !== null && { at: { cell, value: maskNumbers(cell.text).slice(0, 40) } };
    },
  },
  {
    code: 'F13',
    level: 'row',
    severity: 'error',
    table: 'any',
    fields: [],
    zh: '第{row}行“{header}”的公式没有可用的结果（{problem}），请改填数值或文字',
    en: 'Row {row}: the formula in “{header}” has no usable result ({problem}); enter the value itself',
    basis: 'tested (SheetJS returns t=e)',
    judgesDeletions: true,
    cell: { when: 'broken formula' },
  },
  {
    code: 'F14',
    level: 'file',
    severity: 'error',
    table: 'any',
    fields: [],
    zh: '上传位置无法识别，应为“区划代码/季度/文件名”，例如 9位乡镇代码/2016Q2/花名册.xlsx，请重新上传到正确的位置',
    en:
      'The upload path is not recognised; expected <division code>/<period>/<file name>, for example ' +
      '<9 digits of the township>/2016Q2/list.xlsx; upload the file to the right place',
    basis: 'upload key',
    checkFile: (file) => file.when === 'received' && file.period === null,
  },
  {
    code: 'F15',
    level: 'file',
    severity: 'warning',
    table: 'any',
    fields: [],
    zh: '文件标明“全量”，但有行被退回，本次只更新、不删除原有的户；请改正后重新上传全量文件',
    en:
      'The file is marked as a full replacement but rows were rejected: this time rows were updated and none ' +
      'removed; correct it and upload it again',
    basis: 'nothing is lost',
    checkFile: (file) => file.when === 'judged' && file.isMarked && file.accepted > 0 && file.accepted < file.rows,
  },
  {
    code: 'F16',
    level: 'file',
    severity: 'warning',
    table: 'any',
    fields: [],
    zh: '所用的模板不是本次应用的：{detail}。已照常读取，请核对，下次请用新发的模板',
    en:
      'Filled in on another template than the one for this report: {detail}. It was read as usual; please check, and ' +
      'use the new template next time',
    basis: 'practice',
    checkFile: (file) => {
      if (file.when !== 'located' || file.located.length === 0) return false;
      const layouts = file.located.map(({ layout }) => layout);
      const detail = otherTemplate(file.stamp, layouts, file.context);
      return detail !== null && { params: { detail } };
    },
  },
  {
    code: 'F17',
    level: 'file',
    severity: 'warning',
    table: 'any',
    fields: [],
    zh: '您在“{list}”中改动了原第{rows}行，但该表不读取，改动没有生效；请把改动填到“{sheet}”的这几行中，再重新上传',
    en:
      'You changed rows {rows} in “{list}”, which is not read, so the changes had no effect; make them in those rows ' +
      'of “{sheet}” and upload it again',
    basis: 'nothing is lost',
    namesSheet: true,
    checkSheet: (sheet) =>
      sheet.what === 'misplaced corrections' && {
        params: { sheet: sheet.name, list: sheet.list, rows: numbersText(sheet.rows) },
      },
  },
  {
    code: 'F18',
    level: 'file',
    severity: 'error',
    table: 'any',
    fields: [],
    zh: '工作表“{sheet}”没有表头，内容却像是“{former}”的续页，没有读取：请在它的第一行加上与“{former}”相同的表头，或把各行接到“{former}”后面；不上报的请删去这张表，再重新上传',
    en:
      'The sheet “{sheet}” has no header, but goes on like “{former}”, and was not read: give it the header of ' +
      '“{former}”, or move its rows there; delete the sheet if it is not to be reported, and upload the file again',
    basis: 'nothing is lost',
    namesSheet: true,
    checkSheet: (sheet) => sheet.what === 'no header' && { params: { sheet: sheet.name, former: sheet.former } },
  },
  {
    code: 'F19',
    level: 'file',
    severity: 'error',
    table: 'household',
    fields: [],
    zh: '{detail}',
    en: '{detail}',
    basis: '建档立卡 data checks工资性收入小于100, of a whole sheet',
    silences: 'N06',
    checkSheet: (sheet) => (sheet.what === 'table' && unitSlip(sheet)) || false,
  },
  {
    code: 'F20',
    level: 'file',
    severity: 'error',
    table: 'any',
    fields: ['town_name'],
    zh: '整份文件是{name}的，不是本次填报单位{own}的，是否传错了单位？请核对后重新上传，{name}的文件由所属单位上传',
    en:
      'The whole file is of {name}, not of {own}, for which it was uploaded: the wrong unit? Check it and upload it ' +
      'again; files of {name} are uploaded by their own unit',
    basis: 'practice',
    checkFile: (file) => {
      const params = file.when === 'read' ? otherOwner(file.places, file.context) : null;
      return params !== null && { params };
    },
  },
  {
    code: 'F21',
    level: 'file',
    severity: 'error',
    table: 'any',
    fields: [],
    zh: '文件太大或太复杂，系统试了几次都没有处理完，没有接收。常见原因是空白行太多，或者公式、格式拖到了表底。请删除数据以外的空白行、公式和格式，另存为新的 .xlsx 重新上传；仍然不行的，按村拆成几个文件上传',
    en: 'The file is too large or too complex: several tries did not get through it, and it is not taken. Mostly there are too many blank rows, or formulas or formats were dragged to the end of the sheet. Delete blank rows, formulas and formats outside the data, save it as a new .xlsx and upload it again; if that does not help, split it by village',
    basis: 'no file holds up another',
    checkFile: (file) => file.when === 'given up' && file.reason === 'died',
  },
  {
    code: 'F22',
    level: 'file',
    severity: 'warning',
    table: 'any',
    fields: [],
    zh: '文件标明“全量”，按它将移除{detail}，超过{share}%，怕是误标，本次只更新、不删除。确实要移除的，请在文件名或标题中把“全量”改为“全量确认”，再上传一次；不是全量的，请去掉“全量”二字',
    en: 'The file is marked as a full replacement (全量), which would remove {detail}, more than {share}%. In case that is a mistake, this time rows were updated and none removed. To remove them write 全量确认 instead of 全量 in the file name or the title and upload it again; if it is no full replacement, take 全量 out',
    basis: 'nothing is deleted by a word',
    checkFile: (file) =>
      file.when === 'weighed' &&
      !file.isConfirmed &&
      file.removal.some((one) => exceedsShare(one, file.share)) && {
        params: { detail: excessText(file.removal, file.share), share: file.share },
      },
  },
  {
    code: 'F23',
    level: 'file',
    severity: 'warning',
    table: 'household',
    fields: [],
    zh: '第{rows}行有数字，却没有户编号、户主姓名和证件号码（或户编号与上一户合并），没有作为户读取：是户的请补上，不是的请删去',
    en: 'Rows {rows} have figures, but no household number, name or ID number (or share a merged number with the row above), and were not read as households: complete them, or delete them if they are none',
    basis: 'nothing is lost',
    checkSheet: (sheet) => {
      const blocks = sheet.what === 'rows aside' ? sheet.blocks.filter(({ withFigures }) => withFigures > 0) : [];
      return blocks.length > 0 && { params: { rows: blocksText(blocks) } };
    },
  },
  {
    code: 'F24',
    level: 'row',
    severity: 'error',
    table: 'any',
    fields: [],
    zh: '第{row}行{shift}',
    en: 'Row {row} has {shift}',
    basis: 'tested: a comma inside a field of a CSV',
    judgesDeletions: true,
    checkSheet: (sheet) => sheet.what === 'shifted row' && shiftedRow(sheet),
  },
  {
    code: 'F25',
    level: 'file',
    severity: 'error',
    table: 'any',
    fields: [],
    zh: '文件上传时另选了加密方式或密钥，存储服务不让系统打开，没有接收。请把原文件再上传一次，上传时不要选择加密方式',
    en: 'The file was uploaded with an encryption or a key of its own, so that storage does not let the system open it, and it is not taken. Upload the file again and choose no encryption',
    basis: 'no file holds up another',
    checkFile: (file) => file.when === 'given up' && file.reason === 'refused',
  },
] as const satisfies readonly Rule[];
