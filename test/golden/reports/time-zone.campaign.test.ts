import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** Fast tests run in Los Angeles and the locale C (test/kinds.ts), and compare with the same file. */
const ELSEWHERE = { TZ: 'Asia/Shanghai', LANG: 'zh_CN.UTF-8', LC_ALL: 'zh_CN.UTF-8' };

test('in Shanghai, in a Chinese locale, every file has the same bytes as in Los Angeles', () => {
  const module = join(import.meta.dirname, 'city-reports.ts');
  const program = `import { cityReports, hashesOf } from ${JSON.stringify(module)};
process.stdout.write(hashesOf(cityReports()));`;
  const words = ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', program];
  const env = { PATH: process.env['PATH'], ...ELSEWHERE };
  const hashes = execFileSync(process.execPath, words, { env, encoding: 'utf8' });
  expect(hashes).toBe(readFileSync(join(import.meta.dirname, 'sha256.txt'), 'utf8'));
});
