/**
 * How reading stops: deep code throws `Refused`, `readWorkbook` turns it into the `Refusal` that the report prints.
 */
import type { Refusal } from './grid.ts';

/** Carries a refusal up from the depth where the trouble was met. */
export class Refused extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(`${refusal.refused}: ${refusal.detail.en}`);
    this.name = 'Refused';
    this.refusal = refusal;
  }
}

/** A refusal with its rule and the sentence in both languages, to be thrown. */
export function refused(rule: Refusal['refused'], zh: string, en: string): Refused {
  return new Refused({ refused: rule, detail: { zh, en } });
}

/** F01: the file is of another kind; says which, and the way out. */
export function otherKind(zh: string, en: string, wayOut = { zh: SAVE_AS_ZH, en: SAVE_AS_EN }): Refused {
  return refused(
    'F01',
    `收到的是${zh}，应为 .xlsx 或 .csv 表格。${wayOut.zh}`,
    `Got ${en}, expected an .xlsx or .csv table. ${wayOut.en}`,
  );
}

const SAVE_AS_ZH = '请用 Excel 或 WPS 打开原表，另存为 .xlsx 后重新上报。';
const SAVE_AS_EN = 'Open the original table in Excel or WPS, save it as .xlsx and send it again.';

/** F01: the file is a workbook whose bytes do not hold together. */
export function damaged(zh: string, en: string): Refused {
  return refused(
    'F01',
    `文件已损坏（${zh}），应为完整的 .xlsx 文件。请用 Excel 或 WPS 打开，另存为 .xlsx 后重新上传。`,
    `The file is damaged (${en}), expected a complete .xlsx file. Open it in Excel or WPS, save it as .xlsx and upload it again.`,
  );
}

/** F01: a table of Excel 95 or older, whose texts are in bytes of an encoding that programs seldom state. */
export function olderThanBiff8(): Refused {
  return otherKind(' Excel 95 或更早版本的 .xls', 'an .xls of Excel 95 or older');
}

/** F11: beyond a ceiling. */
export function tooLarge(zh: string, en: string): Refused {
  return refused('F11', zh, en);
}
