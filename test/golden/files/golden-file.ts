/**
 * The golden files, what each holds, and what comes of it.
 */
import { CITY_PACK } from '../../../cities/pack.ts';
import { readdirSync, readFileSync } from 'node:fs';
import { checkFile } from '../../../shared/check/check-file.ts';
import type { CheckedFile } from '../../../shared/check/checked-file.ts';
import { outcomeOf, type Outcome } from '../../../shared/receipt/receipt.ts';
import { decodeRecord } from '../../../shared/rows/codec.ts';
import type { Cell } from '../../../shared/sheet/grid.ts';
import { PERIOD } from '../rules/case.ts';

/** The JSON beside a golden file. */
export type Expectation = Outcome & {
  /** The book (make/books.ts) that the file holds, or null when it is none of them. */
  readonly holds: string | null;
  readonly division: string;
  readonly format: CheckedFile['format'];
  readonly encoding: CheckedFile['encoding'];
  readonly replacement: boolean;
};

const FOLDER = new URL('./', import.meta.url);
export const RECORDS = new URL('records/', FOLDER);
const NOT_FILES = new Set(['make', 'records']);

/** All golden files as folder/name. */
export const goldenFiles = (): string[] =>
  readdirSync(FOLDER, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !NOT_FILES.has(entry.name))
    .flatMap(({ name }) => readdirSync(new URL(`${name}/`, FOLDER)).map((file) => `${name}/${file}`))
    .filter((file) => !file.endsWith('.json'))
    .sort();

export const bytesOf = (file: string): Uint8Array => Uint8Array.from(readFileSync(new URL(file, FOLDER)));
export const expectationUrl = (file: string): URL => new URL(`${file}.json`, FOLDER);
export const expectationOf = (file: string): Expectation => JSON.parse(readFileSync(expectationUrl(file), 'utf8')) as Expectation;

export const checkGolden = (bytes: Uint8Array, file: string, division: string): CheckedFile =>
  checkFile(bytes, { ...CITY_PACK.at(PERIOD), division, fileName: file.slice(file.indexOf('/') + 1), receivedOn: '2016-07-05' });

const checkedFiles = new Map<string, CheckedFile>();

/** What comes of a golden file as it stands here: checked once in a process, since some take a second to decrypt. */
export function checkedGolden(file: string): CheckedFile {
  const checked = checkedFiles.get(file) ?? checkGolden(bytesOf(file), file, expectationOf(file).division);
  checkedFiles.set(file, checked);
  return checked;
}

/** What is expected of a checked file, in the order in which it is written down. */
export function observed(checked: CheckedFile, holds: string | null, division: string): Expectation {
  const { format, encoding, replacement } = checked;
  const { status, summary, findings } = outcomeOf(checked, 'zh');
  return { holds, division, format, encoding, status, summary, replacement, findings };
}

/** Columns that are judged but not kept in the table; what a reader makes of them shows in the sheet only. */
const AS_READ: ReadonlySet<string> = new Set(['head_name', 'head_id_no', 'remark']);

/** Every accepted row by its key: what is kept of it, and the texts of it that are not kept, as they were read. */
export function acceptedRecords(checked: CheckedFile): Record<string, Record<string, unknown>> {
  const records: Record<string, Record<string, unknown>> = {};
  for (const { kind, accepted } of checked.tables) {
    for (const row of accepted) {
      const { key, number, sheet: name } = row;
      const located = checked.read?.located.find(({ sheet }) => sheet.name === name);
      const kept = Object.entries(decodeRecord(kind, row)).filter(([, value]) => value !== null);
      const cells = located?.sheet.rows[number - 1] ?? [];
      const read = located?.layout.columns.filter(({ column }) => AS_READ.has(column.field)) ?? [];
      const texts = read.map(({ column, index }): [string, Cell] => [`${column.field} as read`, cells[index] ?? null]);
      records[kind === 'finance' ? `${kind} ${key}` : key] = Object.fromEntries([
        ...kept,
        ...texts.filter(([, cell]) => cell !== null),
      ]);
    }
  }
  return records;
}
