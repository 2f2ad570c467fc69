/**
 * Command lines that are wrong in themselves: told first what is wrong, in the language asked for, then how it is done.
 */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { townshipFile, XLSX } from './city-files.ts';
import { uplift } from './programs.ts';
import { householdsOf } from '../generate/liaocheng.ts';

const TOWNSHIP = '371502004';
const PERIOD = '2016Q2';
const SLOT = ['--division', TOWNSHIP, '--period', PERIOD];
const MAIN = join(import.meta.dirname, '../../cli/main.ts');

const folder = mkdtempSync(join(tmpdir(), 'usage-'));
const [good, bad] = [join(folder, '好.xlsx'), join(folder, '有错.csv')];
writeFileSync(good, townshipFile(TOWNSHIP, PERIOD, householdsOf(TOWNSHIP, PERIOD), XLSX));
writeFileSync(bad, '');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('wrong usage ends with 2 and shows how it is done', () => {
  test.each<[string, string[]]>([
    ['an unknown command', ['abracadabra']],
    ['no file', ['validate', ...SLOT]],
    ['two files', ['validate', good, bad, ...SLOT]],
    ['a file that is not there', ['validate', join(folder, '没有.csv'), ...SLOT]],
    ['no division', ['validate', good, '--period', PERIOD]],
    ['an unknown division', ['validate', good, '--division', '371500000', '--period', PERIOD]],
    ['a period that is none', ['validate', good, '--division', TOWNSHIP, '--period', '2016']],
    ['an unknown option', ['validate', good, ...SLOT, '--fast']],
    ['an unknown language', ['validate', good, ...SLOT, '--lang', 'fr']],
    ['a folder without files', ['run', '--from', join(folder, 'nowhere'), '--period', PERIOD, '--out', folder]],
    ['no period', ['status']],
    ['a template without a place to go', ['template', ...SLOT]],
    ['a template over the file that it reads', ['template', ...SLOT, '--prefill', good, '-o', good]],
    ['households of a file that has none', ['template', ...SLOT, '--prefill', MAIN, '-o', join(folder, '模板.xlsx')]],
    ['a file that nothing asks for', ['template', good, ...SLOT, '-o', join(folder, '模板.xlsx')]],
  ])('%s', async (_what, words) => {
    const { code, stdout, stderr } = await uplift(words);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('用法: uplift');
  });
});

describe('what was wrong is said first, in the language asked for', () => {
  const held = join(folder, 'held');
  mkdirSync(held, { recursive: true });
  writeFileSync(join(held, 'lock'), String(process.pid));
  const from = join(folder, 'from');
  mkdirSync(join(from, TOWNSHIP, PERIOD), { recursive: true });
  copyFileSync(good, join(from, TOWNSHIP, PERIOD, '好.xlsx'));
  copyFileSync(good, join(from, '不在季度文件夹里.xlsx'));
  const run = ['run', '--from', from, '--period', PERIOD, '--out', join(folder, 'unused')];

  test.each<[string[], string, string]>([
    [['abracadabra'], '没有命令“abracadabra”', 'unknown command “abracadabra”'],
    [['validate', good, ...SLOT, '--fast'], '没有选项 --fast', 'unknown option --fast'],
    [['validate', good, '--period', PERIOD, '--division'], '--division 后面缺少值', '--division needs a value'],
    [['lock', PERIOD, '--by', '--reason', '关账'], '--by 后面缺少值', '--by needs a value'],
    [['status', PERIOD, '--json=1'], '--json 不带值', '--json takes no value'],
    [['validate', good, '--period', PERIOD], '缺少 --division', '--division is required'],
    [['status', '2016'], '季度“2016”无法识别', 'got “2016”, expected a period'],
    [
      ['validate', good, '--division', TOWNSHIP, '--period', '2017Q1'],
      '2017年没有扶贫工作方案',
      'there is no programme for 2017',
    ],
    [
      ['template', '--division', TOWNSHIP, '--period', '2017Q1'],
      '2017年没有扶贫工作方案',
      'there is no programme for 2017',
    ],
    [
      ['validate', join(folder, '没有.csv'), ...SLOT],
      `无法读取文件 ${join(folder, '没有.csv')}：没有这个文件`,
      'cannot read',
    ],
    [
      [...run, '--data', held],
      `数据目录 ${held} 正由进程 ${process.pid} 使用`,
      `The data folder ${held} is in use by process`,
    ],
  ])('%j', async (words, zh, en) => {
    for (const [language, said] of [
      ['zh', zh],
      ['en', en],
    ] as const) {
      const { code, stdout, stderr } = await uplift([...words, '--lang', language]);
      expect({ code, stdout, said: stderr.slice(0, said.length) }).toEqual({ code: 2, stdout: '', said });
      expect(stderr).toContain(language === 'zh' ? '用法: uplift' : 'Usage: uplift');
    }
  });
});
