/** What a newcomer types wrongly: what was wrong is told in a few lines, and nothing is written. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { listOf } from '../city/invented-city.ts';
import { upliftHere } from '../e2e/programs.ts';

const folder = mkdtempSync(join(tmpdir(), 'usage-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const list = join(folder, 'divisions.csv');
// Without the lines of the province and the city.
writeFileSync(list, listOf('2016').replace(/^(?:37|3798)0*,.*\n/gm, ''));
const made = join(folder, 'made');
const text = join(folder, 'text.md');
writeFileSync(text, '# no JSON\n');
/** `city new` without the value of one option. */
const cityNew = (without: string, ...instead: string[]): string[] => {
  const options = Object.entries({
    '--root': '3798',
    '--name': '云溪市',
    '--province': '山东省',
    '--divisions': list,
    '--year': '2016',
    '--area-code': '0599',
  }).filter(([name]) => name !== without);
  return ['city', 'new', made, ...options.flat(), ...instead];
};

test.each<[string, string[], zh: string, en: string]>([
  ['a command that is none', ['abracadabra'], '没有命令“abracadabra”', 'unknown command “abracadabra”'],
  ['no such option', ['validate', text, '--fast'], '没有选项 --fast', 'unknown option --fast'],
  [
    'a list of divisions that is not there',
    cityNew('--divisions', '--divisions', join(folder, 'gone.csv')),
    `无法读取文件 ${join(folder, 'gone.csv')}：没有这个文件`,
    `cannot read ${join(folder, 'gone.csv')}`,
  ],
  [
    'no province, and none in the list',
    cityNew('--province'),
    '缺少 --province：所属省份（区划代码表中没有 37）',
    '--province is required: its province (the list of divisions has no 37)',
  ],
  [
    'an area code without its 0',
    cityNew('--area-code', '--area-code', '599'),
    '--area-code 应为以 0 开头的 3 至 4 位区号，如 0530，给出的是“599”',
    '--area-code: got “599”, expected 3 or 4 digits',
  ],
  [
    'a year that is none',
    cityNew('--year', '--year', '16'),
    '--year 应为 2010 至 2099 的年度，给出的是“16”',
    '--year: got “16”',
  ],
  ['a file of divisions that is no JSON', ['city', 'diff', text, text], `${text} 不是区划文件`, `${text} is no file`],
])('%s is told first and briefly, and nothing is written', async (_what, words, zh, en) => {
  for (const [language, said] of [
    ['zh', zh],
    ['en', en],
  ] as const) {
    const { code, stdout, stderr } = await upliftHere([...words, '--lang', language]);
    expect({ code, stdout, said: stderr.slice(0, said.length) }).toEqual({ code: 2, stdout: '', said });
    expect(stderr).toContain('--help');
    expect(stderr.trimEnd().split('\n').length).toBeLessThan(9);
  }
  expect(existsSync(made)).toBe(false);
});
