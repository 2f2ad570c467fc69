import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cityReports } from './city-reports.ts';

const reports = cityReports();

test.each([...reports.keys()])('%s is what was written down', (name) => {
  expect(reports.get(name)).toBe(readFileSync(join(import.meta.dirname, name), 'utf8'));
});

test('nothing is written down that is not made', () => {
  const files = ['2016Q1', '2016Q2'].flatMap((period) =>
    readdirSync(join(import.meta.dirname, period), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(import.meta.dirname.length + 1)),
  );
  expect(files.toSorted()).toEqual([...reports.keys()].toSorted());
});

test.each([
  ['Asia/Shanghai', 'zh_CN.UTF-8'],
  ['America/Los_Angeles', 'C'],
])('in the time zone %s and the locale %s every file has the same bytes', { timeout: 60_000 }, (TZ, LANG) => {
  const program = `import { createHash } from 'node:crypto';
import { cityReports } from ${JSON.stringify(join(import.meta.dirname, 'city-reports.ts'))};
process.stdout.write(createHash('sha256').update(JSON.stringify([...cityReports()])).digest('hex'));`;
  const hash = execFileSync(process.execPath, ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', program], {
    env: { PATH: process.env['PATH'], TZ, LANG, LC_ALL: LANG },
    encoding: 'utf8',
  });
  expect(hash).toBe(createHash('sha256').update(JSON.stringify([...reports])).digest('hex'));
});
