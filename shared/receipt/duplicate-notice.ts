/** The notice (重复户核查通知) about households that two rows report. */
import { fileFinding } from '../check/findings.ts';
import type { City } from '../city/city.ts';
import type { Register } from '../city/register.ts';
import type { Language, Text } from '../language/language.ts';
import type { Duplicate, RowRef } from '../ledger/identities.ts';
import { shownFileName } from '../ledger/file-names.ts';
import type { Ledger } from '../ledger/manifest.ts';
import type { Submission } from '../ledger/submission.ts';
import { maskNumbers } from '../parse/long-numbers.ts';
import { rowPlace, sheetWords } from '../rows/row-number.ts';
import type { RuleCode } from '../rules/catalogue.ts';
import { messageOf } from '../rules/finding.ts';
import { periodTitle, type Period } from '../time/period.ts';
import { DUPLICATE_RULE, duplicateMessage } from './duplicate-rule.ts';

/**
 * What one division is told. The text names rows of the division's own files and the name of the other division, and
 * holds nothing about a person.
 */
export type DuplicateNotice = { readonly division: string; readonly text: string; readonly json: string };

export type DuplicateFacts = {
  readonly duplicates: readonly Duplicate[];
  readonly ledgers: readonly Ledger[];
  /** Divisions that have a notice of the period from an earlier summary. */
  readonly noticed?: readonly string[];
};

/** A row of the addressee that repeats another row. */
type RepeatedRow = {
  readonly rule: RuleCode | typeof DUPLICATE_RULE.code;
  readonly file: string;
  /** Which sheet of the file's households, from 1, and the row in it. */
  readonly sheet: number;
  readonly row: number;
  readonly counts: boolean;
  readonly message: string;
};

/**
 * The notices of a period about duplicates across files (rules I04 and I14), for each township concerned and for the
 * county or zone above it. A division without a duplicate gets a notice only if it had one before: then it is told that
 * nothing is left.
 */
export function duplicateNotices(
  { period, register }: City,
  { duplicates, ledgers, noticed = [] }: DuplicateFacts,
  language: Language = 'zh',
): DuplicateNotice[] {
  const submissions = new Map(ledgers.flatMap((ledger) => ledger.submissions).map((one) => [one.submissionId, one]));
  const byDivision = new Map<string, RepeatedRow[]>(noticed.map((division) => [division, []]));
  for (const duplicate of duplicates.filter((one) => one.period === period)) {
    const rows = [duplicate.counted, ...duplicate.dropped];
    for (const row of rows) {
      const other = rows.find((one) => one !== row) ?? row;
      const repeated = repeatedRow({ duplicate, row, other }, submissions, register, language);
      for (const division of new Set([row.township, register.unitOf(row.township) ?? row.township]))
        byDivision.set(division, [...(byDivision.get(division) ?? []), repeated]);
    }
  }
  return [...byDivision]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([division, own]) => ({
      division,
      text: `\uFEFF${noticeLines(register.nameOf(division) ?? division, period, own, language).join('\n')}\n`,
      json: `${JSON.stringify({ division, period, duplicates: own }, null, 1)}\n`,
    }));
}

function repeatedRow(
  { duplicate, row, other }: { readonly duplicate: Duplicate; readonly row: RowRef; readonly other: RowRef },
  submissions: ReadonlyMap<string, Submission>,
  register: Register,
  language: Language,
): RepeatedRow {
  const { by, counted } = duplicate;
  const name = (township: string): string => register.township(township)?.name ?? township;
  const place = rowPlace(row.row);
  const fileOf = ({ submissionId }: RowRef): string => shownFileName(submissions.get(submissionId)?.key ?? '');
  const file = fileOf(row);
  // Two files of one township may have the same household in the same row: then the files tell the rows apart.
  const fileIn = (one: RowRef): string =>
    row.township === other.township && row.submissionId !== other.submissionId ? fileOf(one) : '';
  const [own, town] = [name(row.township), name(other.township)];
  const told: Pick<RepeatedRow, 'rule' | 'message'> =
    by === 'household'
      ? {
          rule: DUPLICATE_RULE.code,
          message: duplicateMessage(
            { row: place.row, sheet: sheetWords(row.row, language), other: town, counted: name(counted.township) },
            language,
          ),
        }
      : {
          rule: SAME_HEAD,
          message: sameHeadMessage(
            { town: own, file: fileIn(row), row: row.row },
            { town, file: fileIn(other), row: other.row },
            language,
          ),
        };
  return { rule: told.rule, file, ...place, counts: row === counted, message: told.message };
}

/** The rule about one head of two households. */
const SAME_HEAD = 'I14';

/** `file` is '' where the township says enough. */
type RowOfTown = { readonly town: string; readonly file: string; readonly row: number };

function sameHeadMessage(one: RowOfTown, other: RowOfTown, language: Language): string {
  // Within one file the rule names no township, so the space after a name belongs to the name.
  const placeOf = ({ town, file, row }: RowOfTown): Text => {
    const [zh, en] = [sheetWords(row, 'zh'), sheetWords(row, 'en')];
    const named = file === '' ? '' : `“${maskNumbers(file)}”`;
    return { zh: `${town}${named}${zh}`, en: `${town} ${named && `${named} `}${en && `${en} `}` };
  };
  const [row1, row2] = [rowPlace(one.row).row, rowPlace(other.row).row];
  const params = { town1: placeOf(one), row1, town2: placeOf(other), row2 };
  return messageOf(fileFinding(SAME_HEAD, null, params), language);
}

const titleText = (name: string, period: Period): Text => ({
  zh: `重复户核查通知：${name} ${periodTitle(period)}`,
  en: `Households reported twice: ${name} ${period}`,
});
const NOTHING_LEFT: Text = {
  zh: '此前通知的重复户已全部处理，没有需要处理的行。',
  en: 'Nothing is left of those that were noticed before.',
};
const adviceText = (rows: number): Text => ({
  zh:
    `下列 ${rows} 行与其他行重复。每户只统计一次，以最后上传的为准；` +
    '不应由本单位上报的，请在备注填“删除”后重新上传。',
  en:
    `${rows} rows are reported elsewhere too. Each household counts once, by the newest upload; ` +
    'to take a row back, write 删除 into its remark and upload it again.',
});
const COUNTS: Text = { zh: '（本行计入）', en: ' (this row counts)' };
const DOES_NOT_COUNT: Text = { zh: '（本行不计入）', en: ' (this row does not count)' };

function rowText({ rule, file, message, counts }: RepeatedRow): Text {
  const end = counts ? COUNTS : DOES_NOT_COUNT;
  return { zh: `  [${rule}] 文件“${file}”：${message}${end.zh}`, en: `  [${rule}] “${file}”: ${message}${end.en}` };
}

function noticeLines(name: string, period: Period, rows: readonly RepeatedRow[], language: Language): string[] {
  const title = titleText(name, period)[language];
  return rows.length === 0
    ? [title, NOTHING_LEFT[language]]
    : [title, adviceText(rows.length)[language], '', ...rows.map((row) => rowText(row)[language])];
}
