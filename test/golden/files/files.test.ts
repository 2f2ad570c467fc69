import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { acceptedRecords, checkedGolden, expectationOf, expectationUrl, goldenFiles, observed, RECORDS } from './golden-file.ts';

const FILES = goldenFiles();
const recordsOf = (book: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(`${book}.json`, RECORDS), 'utf8')) as Record<string, unknown>;

describe('every file that a clerk may send', () => {
  test('is here with what is expected of it', () => {
    expect(FILES.length).toBeGreaterThanOrEqual(60);
    expect(FILES.filter((file) => !existsSync(expectationUrl(file)))).toEqual([]);
  });

  test.each(FILES)('%s', (file) => {
    const expected = expectationOf(file);
    const { holds, division } = expected;
    const checked = checkedGolden(file);
    expect(observed(checked, holds, division)).toEqual(expected);
    const accepted = acceptedRecords(checked);
    expect(Object.keys(accepted)).toHaveLength(expected.summary.accepted);
    // Whichever program wrote it, and in whichever format: the same households with the same figures.
    if (holds !== null) for (const [key, record] of Object.entries(accepted)) expect(record, key).toEqual(recordsOf(holds)[key]);
  });

  test('a file that is refused says what it is and what to do', () => {
    const refused = FILES.map((file) => ({ file, ...expectationOf(file) })).filter(({ format }) => format === null);
    expect(refused.length).toBeGreaterThan(20);
    for (const { file, status, summary, findings } of refused) {
      expect({ file, status, ...summary }).toEqual({ file, status: 'rejected', rows: 0, accepted: 0, rejected: 0, warnings: 0 });
      expect(findings, file).toHaveLength(1);
      expect(findings[0]?.message, file).toMatch(/请/);
    }
  });
});

describe('docs/quirks.md', () => {
  const page = readFileSync(new URL('../../../docs/quirks.md', import.meta.url), 'utf8');
  const named = [...page.matchAll(/`([\w*-]+\/[\w.*-]+)`/g)].map(([, pattern = '']) => pattern);
  const matches = (pattern: string, file: string): boolean =>
    new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`).test(file);

  test('names every golden file, and none that is not there', () => {
    expect(named.filter((pattern) => !FILES.some((file) => matches(pattern, file)))).toEqual([]);
    expect(FILES.filter((file) => !named.some((pattern) => pattern !== '*/roster*' && matches(pattern, file)))).toEqual([]);
  });
});
