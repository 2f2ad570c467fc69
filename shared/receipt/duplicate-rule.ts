import { filledIn } from '../rules/finding.ts';
import type { Language, Text } from '../language/language.ts';
import type { RuleWords } from '../rules/rule.ts';

/** A household that two places report: whom the message is for, and which of the two rows counts. */
export type RepeatedHousehold = {
  /** 1-based row of the addressee's file. */
  readonly row: number;
  /** Its sheet, where the file's households go over several; '' where they do not. */
  readonly sheet: string;
  /** The township that reports it too. */
  readonly other: string;
  /** The township whose row counts. */
  readonly counted: string;
};

/**
 * The rule about one household number in the files of two places. Which of the rows counts is decided where the ledger
 * is reconciled (ledger/identities.ts); the places are told by a notice, for neither file is wrong by itself.
 */
export const DUPLICATE_RULE = {
  code: 'I04',
  level: 'cross-file',
  severity: 'error',
  table: 'household',
  fields: ['household_no'],
  zh: '第{row}行的户与{town}上报的是同一户编号，按最后上传的计入{counted}，请两地核对后由一方删除',
  en:
    'Row {row}: {town} reports the same household number; the newest upload counts, in {counted}. Settle it and let ' +
    'one of the two remove it',
  basis: '建档立卡 data checks 人员重复',
} as const satisfies RuleWords;

/** What the addressee is told. */
export function duplicateMessage({ row, sheet, other, counted }: RepeatedHousehold, language: Language): string {
  const message = filledIn(DUPLICATE_RULE, { row, town: other, counted }, language);
  const inSheet: Text = { zh: `“${sheet}”${message}`, en: `“${sheet}”: ${message}` };
  return sheet === '' ? message : inSheet[language];
}
