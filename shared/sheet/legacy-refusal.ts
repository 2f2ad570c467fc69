/**
 * Refusals that several of the older formats share.
 */
import { refused, tooLarge } from './refusal.ts';

/** F01: a table of Excel 95 or older, in which Chinese text has no known encoding. */
export function olderThanBiff8(): Error {
  return refused(
    'F01',
    '收到的是 Excel 95 或更早版本的 .xls，应为 .xlsx 或 .csv 表格。请用 Excel 或 WPS 打开，另存为 .xlsx 后重新上报。',
    'Got an .xls of Excel 95 or older, expected an .xlsx or .csv table. Open it in Excel or WPS, save it as .xlsx and send it again.',
  );
}

/** F02: encrypted, whether as a whole or in its records. */
export function encrypted(): Error {
  return refused(
    'F02',
    '文件设有打开密码，应为未加密的 .xlsx。请在 Excel 或 WPS 中去掉密码，保存后重新上报。',
    'The file has a password, expected an .xlsx without one. Remove the password in Excel or WPS, save and send it again.',
  );
}

/** F11: more cells than the readers of old formats may build. */
export function tooMany(limit: number): Error {
  return tooLarge(
    `文件中的单元格超过旧格式的上限 ${limit} 个。请另存为 .xlsx，或拆分后上报。`,
    `The file has more than ${limit} cells, the limit for old formats. Save it as .xlsx, or split it.`,
  );
}
