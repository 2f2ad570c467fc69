/** docs/new-city.md, followed to the letter: a city from a list of its divisions, a new year, new divisions. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readSummaryJson } from '../../shared/summary/summary-json.ts';
import { textIn } from '../../shared/tables/report-table.ts';
import { listOf } from '../city/invented-city.ts';
import { uplift } from './programs.ts';

const GUIDE = readFileSync(join(import.meta.dirname, '../../docs/new-city.md'), 'utf8');
const CITY = 'cities/379800-yunxi';
const folder = mkdtempSync(join(tmpdir(), 'new-city-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The commands of the guide, in their order. */
const COMMANDS = [...GUIDE.matchAll(/^npm run -s uplift -- (.+)$/gm)].map(([, line = '']) => line.split(' '));

/** Runs the next command of the guide, which must be the one that is meant. */
async function follow(...begins: string[]): Promise<string> {
  const words = COMMANDS.shift() ?? [];
  expect(words.slice(0, begins.length)).toEqual(begins);
  const { code, stdout, stderr } = await uplift(words, { cwd: folder });
  expect({ words, code, stderr }).toEqual({ words, code: 0, stderr: '' });
  return stdout;
}

const path = (file: string): string => join(folder, CITY, file);
const read = (file: string): Record<string, unknown> =>
  JSON.parse(readFileSync(path(file), 'utf8')) as Record<string, unknown>;
const write = (file: string, value: object): void => writeFileSync(path(file), JSON.stringify(value, null, 1));
const summaryOf = (out: string, period: string) =>
  readSummaryJson(readFileSync(join(folder, out, `reports/${period}/rev-1/internal/summary.json`), 'utf8'));

test('a city comes to a bulletin by the commands of its guide, then to a new year and new divisions', async () => {
  mkdirSync(join(folder, 'cities'));
  writeFileSync(join(folder, 'divisions.csv'), listOf('2016'));
  expect(await follow('city', 'new')).toContain('仍是草稿');

  // What the copy cannot know, as the guide says.
  const { draft: _, ...programme } = read('programme/2016.json');
  // After the day of the summary (infra/stages.json), which matters to a deployment alone.
  const deadlines = { '2016Q2': '2016-07-20' };
  const zones = [{ name: '湖区片区', en: 'Lake Zone', divisions: ['379803'] }];
  write('programme/2016.json', { ...programme, cityTarget: 3_000, zones, zoneCount: 1, deadlines });
  expect(await follow('city', 'check')).toContain('云溪市：3 个县（市、区），10 个乡镇（街道），其中 10 个应报');
  await follow('generate');
  const said = await follow('run');
  expect(said).toContain('云溪市扶贫开发2016年第二季度通报');
  expect(said).toContain('今年计划实现3000名');
  const first = summaryOf('out/yunxi', '2016Q2');
  expect(first.completeness).toMatchObject({ due: 10, received: 10 });
  expect(first.tables['R02']?.rows.map(({ unit }) => textIn(unit)).toSorted()).toEqual(['丙湖县', '乙山县', '甲河县']);
  expect(first.narrativeEn).toContain('Yunxi poverty alleviation');

  // A new year: refused until its file is there.
  const refused = await uplift(['status', '2017Q1', '--city', CITY], { cwd: folder });
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain(`${CITY}/programme/2017.json`);
  writeFileSync(join(folder, 'divisions-2017.csv'), listOf('2017'));
  await expect(follow('city', 'vintage')).rejects.toThrow();
  // 白石镇 has no successor of its name: the guide says to decide it.
  const vintage = read('divisions/2017.json');
  const continues = vintage['continues'] as Record<string, string[]>;
  expect(continues).toMatchObject({ '379804': ['379803'], '379804101': ['379803101'] });
  write('divisions/2017.json', { ...vintage, continues: { ...continues, '379802101': ['379802102'] } });
  const { deadlines: _last, ...pattern } = read('programme/2016.json');
  const year = { ...pattern, year: 2017, lines: { '1': 320_000, '2': 360_000, '3': 360_000 } };
  write('programme/2017.json', { ...year, zones: [{ ...zones[0], divisions: ['379804'] }] });
  const changes = await follow('city', 'diff');
  expect(changes).toContain('并入\t379802102 白石镇\t→\t379802101 青石镇');
  expect(changes).toContain('换码\t379803101 大湾镇\t→\t379804101 大湾镇');
  expect(COMMANDS).toEqual([]);

  const again = ['--city', CITY];
  await uplift(['generate', ...again, '--out', 'up', '--from', '2016Q1', '--period', '2017Q1'], { cwd: folder });
  const run = ['run', ...again, '--from', 'up', '--period', '2017Q1', '--out', 'out/2017'];
  expect(await uplift(run, { cwd: folder })).toMatchObject({ code: 0, stderr: '' });
  const second = summaryOf('out/2017', '2017Q1');
  expect(second.completeness).toMatchObject({ due: 9, received: 9 });
  expect(second.tables['R17']?.total).toMatchObject({ 'onFileBefore.households': expect.any(Number) as number });
  expect(Number(second.tables['R17']?.total?.['continued.households'])).toBeGreaterThan(10);
  expect(second.tables['R02']?.notes.map(({ zh }) => zh).join('')).toContain('丙湖县（379803）现为丙湖区（379804）');
});
