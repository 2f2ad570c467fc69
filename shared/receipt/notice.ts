import type { City } from '../city/city.ts';
import type { Register } from '../city/register.ts';
import { fileNameOf } from '../ledger/keys.ts';
import type { Duplicate, RowRef } from '../ledger/identities.ts';
import type { Ledger } from '../ledger/manifest.ts';
import { rowPlace, sheetWords } from '../rows/row-number.ts';
import type { Submission } from '../ledger/submission.ts';
import { fileFinding } from '../check/finding-at.ts';
import type { Language } from '../language/language.ts';
import { messageOf, type Finding } from '../rules/finding.ts';
import { periodTitle, type Period } from '../time/period.ts';

/** What a division is told of households that it and another one report. Rows of its own files, and the other's name; nothing of a person. */
export type Notice = { readonly division: string; readonly text: string; readonly json: string };

type Line = {
  readonly rule: string;
  readonly file: string;
  /** Which sheet of the file's households, from 1, and the row in it. */
  readonly sheet: number;
  readonly row: number;
  readonly counts: boolean;
  readonly message: string;
};

/**
 * The notices of a period (rules I04 and I14 across files): to each township concerned, and to the county or zone above it.
 * A division whose files hold no duplicate gets none, unless it had one before: then it is told that nothing is left of it.
 * @param noticed divisions that have a notice of the period
 */
export function noticesOf(
  { period, register }: City,
  duplicates: readonly Duplicate[],
  ledgers: readonly Ledger[],
  noticed: readonly string[] = [],
  language: Language = 'zh',
): Notice[] {
  const submissions = new Map(ledgers.flatMap((ledger) => ledger.submissions).map((one) => [one.submissionId, one]));
  const lines = new Map<string, Line[]>(noticed.map((division) => [division, []]));
  for (const duplicate of duplicates.filter((one) => one.period === period)) {
    const rows = [duplicate.counted, ...duplicate.dropped];
    for (const row of rows) {
      const other = rows.find((one) => one !== row) ?? row;
      const line = lineOf({ duplicate, row, other }, submissions, register, language);
      for (const division of new Set([row.township, register.unitOf(row.township) ?? row.township]))
        lines.set(division, [...(lines.get(division) ?? []), line]);
    }
  }
  return [...lines]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([division, own]) => ({
      division,
      text: `\uFEFF${noticeText({ name: register.nameOf(division) ?? division, period }, own, language)}`,
      json: `${JSON.stringify({ division, period, duplicates: own }, null, 1)}\n`,
    }));
}

type Addressee = { readonly name: string; readonly period: Period };

/** A duplicate, the row of it that a line is about, and the row that it repeats. */
type RepeatedRow = { readonly duplicate: Duplicate; readonly row: RowRef; readonly other: RowRef };

function lineOf(
  { duplicate: { by, counted }, row, other }: RepeatedRow,
  submissions: ReadonlyMap<string, Submission>,
  register: Register,
  language: Language,
): Line {
  const name = (township: string): string => register.township(township)?.name ?? township;
  const place = rowPlace(row.row);
  const sheet = sheetWords(row.row, language);
  const file = fileNameOf(submissions.get(row.submissionId)?.key ?? '');
  const [own, town] = [name(row.township), name(other.township)];
  const finding: Finding =
    by === 'household'
      ? {
          ...fileFinding('I04', null, {
            town,
            townEn: town,
            counted: name(counted.township),
            countedEn: name(counted.township),
          }),
          row: place.row,
          ...(sheet === '' ? {} : { sheet, inSheets: true }),
        }
      : // Within one file the rule names no place, so the space after it is the name's.
        fileFinding('I14', null, {
          town1: `${own}${sheet}`,
          town1En: `${own} ${sheet && `${sheet} `}`,
          row1: place.row,
          town2: `${town}${sheetWords(other.row, 'zh')}`,
          town2En: `${town} ${sheetWords(other.row, 'en') && `${sheetWords(other.row, 'en')} `}`,
          row2: rowPlace(other.row).row,
        });
  return { rule: finding.rule, file, ...place, counts: row === counted, message: messageOf(finding, language) };
}

function noticeText({ name, period }: Addressee, lines: readonly Line[], language: Language): string {
  const zh = language === 'zh';
  if (lines.length === 0)
    return zh
      ? `重复户核查通知：${name} ${periodTitle(period)}\n此前通知的重复户已全部处理，没有需要处理的行。\n`
      : `Households reported twice: ${name} ${period}\nNothing is left of those that were noticed before.\n`;
  return [
    zh ? `重复户核查通知：${name} ${periodTitle(period)}` : `Households reported twice: ${name} ${period}`,
    zh
      ? `下列 ${lines.length} 行与其他行重复。每户只统计一次，以最后上传的为准；不应由本单位上报的，请在备注填“删除”后重新上传。`
      : `${lines.length} rows are reported elsewhere too. Each household counts once, by the newest upload; to take a row back, write 删除 into its remark and upload it again.`,
    '',
    ...lines.map(({ rule, file, message, counts }) =>
      zh
        ? `  [${rule}] 文件“${file}”：${message}${counts ? '（本行计入）' : '（本行不计入）'}`
        : `  [${rule}] “${file}”: ${message}${counts ? ' (this row counts)' : ' (this row does not count)'}`,
    ),
    '',
  ].join('\n');
}
