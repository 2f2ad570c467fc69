/**
 * Writes down what comes of the golden files: `node test/golden/files/make/expect.ts [FILE…]`, all of them unless some are named. The result
 * is to be read by a person, line by line, before it is committed: it says what the system does, not what it should.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { acceptedRecords, bytesOf, checkGolden, expectationUrl, goldenFiles, observed, RECORDS, type Expectation } from '../golden-file.ts';
import { BY_GNUMERIC, BY_LIBREOFFICE, JOBS } from './jobs.ts';

/** The division whose clerk sends the book. */
const DIVISIONS: Readonly<Record<string, string>> = { office: '371525', targets: '3715' };

/** Files that were not made here, and whose clerk sent them. */
const SENT_BY: Readonly<Record<string, string>> = { 'libreoffice/link-cache.ods': '371502105' };

function bookIn(file: string): string | null {
  const job = JOBS.find((one) => one.file === file);
  if (job) return job.book;
  const conversion = [...BY_LIBREOFFICE, ...BY_GNUMERIC].find((one) => one.file === file);
  if (conversion) return bookIn(conversion.from);
  if (/marked/.test(file)) return 'words';
  if (/zero-results/.test(file)) return 'zero-results';
  return /roster|password/.test(file) ? 'roster' : null;
}

/** One finding a line. */
function written({ findings, ...rest }: Expectation): string {
  const head = Object.entries(rest).map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)},`);
  const lines = findings.map((finding) => `    ${JSON.stringify(finding)}`).join(',\n');
  return `{\n${head.join('\n')}\n  "findings": [${lines === '' ? '' : `\n${lines}\n  `}]\n}\n`;
}

const named = process.argv.slice(2);
mkdirSync(RECORDS, { recursive: true });
for (const file of goldenFiles().filter((one) => named.length === 0 || named.includes(one))) {
  const holds = bookIn(file);
  const division = SENT_BY[file] ?? DIVISIONS[holds ?? ''] ?? '371525108';
  const checked = checkGolden(bytesOf(file), file, division);
  writeFileSync(expectationUrl(file), written(observed(checked, holds, division)));
  const accepted = acceptedRecords(checked);
  if (holds === null || Object.keys(accepted).length === 0) continue;
  const url = new URL(`${holds}.json`, RECORDS);
  const known = existsSync(url) ? (JSON.parse(readFileSync(url, 'utf8')) as Record<string, unknown>) : {};
  // The first file that holds a record says how it reads; the others must agree.
  const all = Object.entries({ ...accepted, ...known }).sort(([a], [b]) => (a < b ? -1 : 1));
  writeFileSync(url, `{\n${all.map(([key, record]) => `  ${JSON.stringify(key)}: ${JSON.stringify(record)}`).join(',\n')}\n}\n`);
}
