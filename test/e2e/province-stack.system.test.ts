/**
 * A province of two cities as a running system: what people ask of a city is asked of the province and of each of its
 * cities, over two revisions and a signature.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { explainedBySystem as Explain } from '../../cli/explanation.ts';
import { figuresOf } from '../../shared/explanation/figures.ts';
import { citiesOf } from '../../shared/city/cities-of.ts';
import { CityLatest, Latest, PublishedManifest } from '../../shared/publication/published-manifest.ts';
import type { Restatement } from '../../shared/publication/restatement.ts';
import { readSummaryJson } from '../../shared/summary/summary-json.ts';
import type { Summary } from '../../shared/summary/summary.ts';
import type { Completeness } from '../../shared/tables/completeness.ts';
import { figureTables } from '../../shared/tidy/observations.ts';
import type { CityStack } from './city-stack.ts';
import { environmentOf, uplift as runUplift, type Ended } from './programs.ts';
import { PROVINCE_CITIES } from '../city/invented-province.ts';

const PERIOD = '2016Q2';
const [EAST, WEST] = ['3801', '3802'];
/** Of 东川市; it reports for itself. */
const TOWNSHIP = '380103101';
const SIGNATORY = '张主任';
const folder = mkdtempSync(join(tmpdir(), 'province-stack-'));

let city: CityStack;
const uplift = (...words: string[]): Promise<Ended> =>
  runUplift(words, { environment: environmentOf(city.endpoint), cwd: folder });
const asked = async <T>(...words: string[]): Promise<T> => {
  const ended = await uplift(...words, '--json');
  expect({ words, ...ended }).toMatchObject({ words, code: 0, stderr: '' });
  return JSON.parse(ended.stdout) as T;
};
const summaryOf = async (revision: number, edition: string, set = ''): Promise<Summary> =>
  readSummaryJson(await city.read('reports', `reports/${PERIOD}/rev-${revision}/${edition}/${set}summary.json`));
const setOf = (code: string): string => `cities/${code}/`;

beforeAll(async () => {
  process.env['UPLIFT_CITY'] = join(folder, 'pack');
  // Whatever loads the pack is loaded when it is chosen and written.
  const { synthetic, writePack, writeUploads } = await import('./province-uploads.ts');
  writePack(join(folder, 'pack'));
  const { startCity } = await import('./city-stack.ts');
  const { fileBytes } = await import('../../cli/generate/files.ts');
  const { householdSheet } = await import('../../cli/generate/household-sheet.ts');
  city = await startCity();
  expect(await uplift('generate', '--out', 'generated', '--period', PERIOD)).toMatchObject({ code: 0, stderr: '' });
  writeUploads(join(folder, 'generated'), join(folder, 'uploads'), '38');
  const uploads = readdirSync(join(folder, 'uploads'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(join(folder, 'uploads'), join(entry.parentPath, entry.name)))
    .sort();
  for (const key of uploads) await city.put(key, readFileSync(join(folder, 'uploads', key)));
  await city.idle();
  for (const period of ['2016Q1', PERIOD]) await asked('summarize', period);

  // One household of 东川市 has one person fewer; nothing of 西川市 changes.
  const rows = synthetic.householdsOf(TOWNSHIP, PERIOD);
  const at = rows.findIndex((row) => (row.uplift_persons ?? 0) > 1);
  const corrected = rows.map((row, index) =>
    index === at ? { ...row, uplift_persons: (row.uplift_persons ?? 0) - 1 } : row,
  );
  const sheet = householdSheet(synthetic.townshipAt(PERIOD, TOWNSHIP), corrected, false);
  const bytes = fileBytes('户表', sheet.rows, sheet.merges, { extension: 'csv', encoding: 'utf-8' });
  await city.put(`${TOWNSHIP}/${PERIOD}/更正.csv`, bytes);
  // A file that is rejected whole, and one that nobody can place.
  await city.put(`${TOWNSHIP}/${PERIOD}/照片.jpg`, 'no spreadsheet');
  await city.put(`3802/2016q2/错.csv`, 'a,b');
  await city.idle();
  expect(await asked('summarize', PERIOD)).toMatchObject({ revision: 2 });
});
afterAll(async () => {
  await city?.close();
  delete process.env['UPLIFT_CITY'];
  rmSync(folder, { recursive: true, force: true });
});

test('status counts the townships of the province, or of one city by name or code', async () => {
  type Status = {
    readonly completeness: Completeness;
    readonly unsound: readonly { readonly division: string }[];
    readonly misplaced: readonly { readonly division: string }[];
  };
  const [all, east, west] = await Promise.all([
    asked<Status>('status', PERIOD, '--all'),
    asked<Status>('status', PERIOD, '--all', '--of', '东川市'),
    asked<Status>('status', PERIOD, '--all', '--of', WEST),
  ]);
  expect([all, east, west].map(({ completeness: { due, received } }) => [due, received])).toEqual([
    [12, 12],
    [6, 6],
    [6, 6],
  ]);
  const named = (of: readonly { readonly division: string }[]): string[] => of.map(({ division }) => division);
  expect([named(all.unsound), named(east.unsound), named(west.unsound)]).toEqual([[TOWNSHIP], [TOWNSHIP], []]);
  expect([named(all.misplaced), named(east.misplaced), named(west.misplaced)]).toEqual([[WEST], [], [WEST]]);
});

test('audit tells what was done in the province, and of a city what was done in it and about the whole quarter', async () => {
  type Line = { readonly what: string; readonly division: string | null };
  const all = await asked<Line[]>('audit', PERIOD);
  const east = await asked<Line[]>('audit', PERIOD, '--of', 'dongchuan');
  const ofEast = (line: Line): boolean => line.division === null || line.division.startsWith(EAST);
  expect(new Set(all.map(({ division }) => division?.length))).toEqual(new Set([undefined, 2, 4, 6, 9]));
  expect(east).toEqual(all.filter(ofEast));
  expect(east.filter(({ what }) => what === 'publication')).toHaveLength(2);
  const { stdout } = await uplift('audit', PERIOD, '--of', EAST);
  expect(stdout).toContain(`${TOWNSHIP} 东店镇`);
  expect(stdout).toContain('发布\t全省');
});

test('a division that has no reports of its own is refused with those that have', async () => {
  expect(await uplift('compare', PERIOD, '1', '2', '--of', '甲河县')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('应为川原省、东川市、西川市之一') as string,
  });
});

test('compare and the restatements tell what moved in the province and in each city, and of which file', async () => {
  const compare = (...of: string[]): Promise<Restatement> => asked<Restatement>('compare', PERIOD, '1', '2', ...of);
  const whole = await compare();
  const [east, west] = [await compare('--of', '东川市'), await compare('--of', '西川市')];
  const published = async (set: string): Promise<Restatement> =>
    JSON.parse(await city.read('reports', `reports/${PERIOD}/rev-2/internal/${set}restatement.json`)) as Restatement;
  for (const [restatement, set] of [[whole, ''] as const, [east, setOf(EAST)] as const, [west, setOf(WEST)] as const]) {
    const own = await published(set);
    expect(restatement.moved).toEqual(own.moved);
    expect(restatement.submissions).toMatchObject(own.submissions);
  }
  expect(whole.moved).toContainEqual(
    expect.objectContaining({ row: 'R01.total.quarter', level: 'province', difference: -1, code: null }),
  );
  expect(east.moved).toContainEqual(
    expect.objectContaining({ row: 'R01.total.quarter', level: 'city', difference: -1, code: null }),
  );
  const files = ({ submissions }: Restatement): unknown[] => submissions.map(({ division }) => division);
  expect(files(whole)).toEqual([TOWNSHIP, TOWNSHIP]);
  expect(files(east)).toEqual([TOWNSHIP, TOWNSHIP]);
  // Nothing of another city is told in a city's, not even the files.
  expect([west.moved, files(west)]).toEqual([[], []]);
  const page = await city.read('reports', `reports/${PERIOD}/rev-2/internal/restatement.html`);
  for (const words of ['全省本季带动增收人数', 'The province']) expect(page).toContain(words);
  expect(page).not.toMatch(/全市|The city/);
  expect(await city.read('reports', `reports/${PERIOD}/rev-2/internal/${setOf(EAST)}restatement.html`)).toContain(
    '全市本季带动增收人数',
  );
  const { stdout } = await uplift('compare', PERIOD, '1', '2');
  expect(stdout).toContain('全省本季带动增收人数');
  expect(stdout).toContain(`${TOWNSHIP}/${PERIOD}/更正.csv`);
});

test('every figure of the province and of each city is explained by files and rows that add up to it', async () => {
  const { explainedBySystem }: { explainedBySystem: typeof Explain } = await import('../../cli/explanation.ts');
  const { System } = await import('../../cli/system.ts');
  const { CITY_PACK } = await import('../../cities/pack.ts');
  Object.assign(process.env, environmentOf(city.endpoint));
  const system = System.of(city.outputs);
  const manifest = PublishedManifest.parse(
    JSON.parse(await city.read('reports', `reports/${PERIOD}/rev-2/internal/manifest.json`)),
  );
  const root = CITY_PACK.at(PERIOD);
  for (const of of [root, ...citiesOf(root)]) {
    const set = of === root ? '' : setOf(of.register.root);
    const tables = figureTables(await summaryOf(2, 'internal', set));
    const figures = tables.flatMap((table) => figuresOf(table, of));
    const { explanations } = await explainedBySystem(system, { manifest, city: of }, figures);
    const wrong = explanations.filter(({ agrees }) => !agrees).map(({ address }) => address);
    expect({ set, wrong: wrong.slice(0, 5), count: wrong.length }).toEqual({ set, wrong: [], count: 0 });
    expect(explanations.length).toBeGreaterThan(900);
  }
});

test('explain takes a city, and names the files of all levels', async () => {
  const [whole, east, west] = await Promise.all(
    [[], ['--of', '东川市'], ['--of', '西川市']].map((of) =>
      asked<{ readonly figure: number }>('explain', PERIOD, 'R01.total.ytd.value', ...of),
    ),
  );
  expect(whole!.figure).toBe(east!.figure + west!.figure);
  const words = ['explain', PERIOD, 'R03', '380101101', 'ytd', '--of', EAST];
  const { files } = await asked<{ readonly files: readonly { readonly division: string }[] }>(...words);
  // A bulk file of the province's office has the rows of this township.
  expect(new Set(files.map(({ division }) => division))).toEqual(new Set(['38', '380101101']));
  expect((await uplift('explain', PERIOD, 'R19', '1', '--of', WEST)).code).toBe(0);
});

test('download brings the province with its cities, or one report set, and every hash is right', async () => {
  expect(await uplift('download', PERIOD, '--out', 'all')).toMatchObject({ code: 0, stderr: '' });
  expect(await uplift('download', PERIOD, '--out', 'east', '--of', '东川市')).toMatchObject({ code: 0, stderr: '' });
  expect(await uplift('download', PERIOD, '--out', 'root', '--of', '川原省', '--edition', 'public')).toMatchObject({
    code: 0,
    stderr: '',
  });
  const names = (out: string): string[] =>
    readdirSync(join(folder, out), { recursive: true, encoding: 'utf8' }).filter((name) => /\.\w+$/.test(name));
  const [all, east, root] = [names('all'), names('east'), names('root')];
  expect(all).toContain(`${PERIOD}/rev-2/internal/cities/3802/workbook.xlsx`);
  expect(east).toContain(`${PERIOD}/rev-2/internal/cities/3801/workbook.xlsx`);
  expect(east.filter((name) => !name.includes('/cities/3801/'))).toEqual([`${PERIOD}/rev-2/internal/manifest.json`]);
  expect(root).toContain(`${PERIOD}/rev-2/public/bulletin.html`);
  expect(root.filter((name) => name.includes('cities'))).toEqual([]);
});

test('every link of every page leads to something that is published', async () => {
  const keys = new Set(await city.list('reports'));
  const pages = [...keys].filter((key) => key.endsWith('index.html'));
  // All periods and two of them, for offices and the public, of the province and two cities.
  expect(pages).toHaveLength(18);
  for (const page of pages) {
    const html = await city.read('reports', page);
    const links = [...html.matchAll(/<a href="([^"#]+)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'));
    expect(links.length).toBeGreaterThan(2);
    for (const href of links)
      expect([page, href, keys.has(decodeURIComponent(new URL(href, `http://x/${page}`).pathname).slice(1))]).toEqual([
        page,
        href,
        true,
      ]);
  }
  const all = await city.read('reports', 'reports/internal/index.html');
  expect(all).toContain('href="../2016Q2/rev-2/internal/cities/3801/bulletin.html"');
});

test('each city has a latest.json and a series of its own', async () => {
  const latest = Latest.parse(JSON.parse(await city.read('reports', `reports/${PERIOD}/latest.json`)));
  for (const code of PROVINCE_CITIES) {
    const set = setOf(code);
    const own = CityLatest.parse(JSON.parse(await city.read('reports', `reports/${set}${PERIOD}/latest.json`)));
    expect(own).toMatchObject({ period: PERIOD, revision: 2, prefix: latest.prefix, folder: set, signed: null });
    const [, ...rows] = (await city.read('reports', `reports/internal/${set}series/series.csv`)).trim().split(/\r?\n/);
    expect(rows.length).toBeGreaterThan(500);
    // The last column is the division's code in the newest quarter.
    expect(rows.filter((line) => !line.split(',').at(-1)?.startsWith(code))).toEqual([]);
    const units = (await city.read('reports', `reports/internal/${set}series/units.csv`)).split(/\r?\n/).slice(1);
    expect(units.filter((line) => line !== '' && !line.includes(`,${code}`))).toEqual([]);
  }
});

test('no report says the level or the office of another', async () => {
  const all = await city.readAll('reports');
  const texts = [...all].filter(([key]) => /rev-2\/.*(?:html|txt|R\d\d\.csv|codes\.csv)$/.test(key));
  const wrong = texts.flatMap(([key, text]) => {
    const isOfCity = key.includes('/cities/');
    const found =
      text.match(isOfCity ? /全省|whole province|the province\b/g : /全市|本市|whole city|the city\b/g) ?? [];
    return found.map((words) => `${key}: ${words}`);
  });
  expect(wrong).toEqual([]);
  expect(texts.length).toBeGreaterThan(60);
});

test('a page of an office leads to the files that are its own to read', async () => {
  type Ticket = { readonly division: string; readonly address: string };
  const tickets = await asked<Ticket[]>('desk', 'links');
  const files = async (division: string): Promise<string[]> => {
    const address = tickets.find((one) => one.division === division)?.address ?? '';
    const { newest } = (await (await fetch(`${address}/summary?period=${PERIOD}`)).json()) as {
      readonly newest: { readonly files: readonly { readonly name: string }[] };
    };
    return newest.files.map(({ name }) => name);
  };
  const bulletins = async (division: string): Promise<string[]> =>
    (await files(division)).filter((name) => name.endsWith('bulletin.html'));
  expect(await bulletins('38')).toEqual([
    'internal/bulletin.html',
    'public/bulletin.html',
    'internal/cities/3801/bulletin.html',
    'internal/cities/3802/bulletin.html',
  ]);
  const isPublic = (await city.list('reports')).includes(`reports/${PERIOD}/rev-2/public/cities/3801/bulletin.html`);
  const open = isPublic ? ['public/cities/3801/bulletin.html'] : [];
  expect(await bulletins(EAST)).toEqual(['internal/cities/3801/bulletin.html', ...open, 'public/bulletin.html']);
  expect(await bulletins('380102')).toEqual([...open, 'public/bulletin.html']);
  const address = tickets.find((one) => one.division === EAST)?.address ?? '';
  const read = (name: string): Promise<Response> =>
    fetch(`${address}/report?period=${PERIOD}&file=${name}`, { redirect: 'manual' });
  const own = await read('internal/cities/3801/bulletin.html');
  expect([own.status, new URL(own.headers.get('location') ?? '').pathname]).toEqual([
    302,
    expect.stringContaining('/rev-2/internal/cities/3801/bulletin.html'),
  ]);
  for (const name of ['internal/cities/3802/bulletin.html', 'internal/bulletin.html'])
    expect((await read(name)).status).toBe(404);
});

test('a signature of the province is on the bulletins of its cities', async () => {
  city.setClock('2016-08-01T02:00:00Z');
  expect(await uplift('publish', PERIOD, '--sign', SIGNATORY)).toMatchObject({ code: 0, stderr: '' });
  await asked('summarize', PERIOD);
  for (const set of ['', setOf(EAST), setOf(WEST)]) {
    const signed = await city.read('reports', `reports/${PERIOD}/rev-2/internal/${set}signed/bulletin.html`);
    expect(signed).toContain(SIGNATORY);
    const latest = JSON.parse(await city.read('reports', `reports/${set}${PERIOD}/latest.json`)) as { state: string };
    expect(latest).toMatchObject({ state: 'final', signed: { by: SIGNATORY } });
    expect(await city.read('reports', `reports/internal/${set}index.html`)).toContain('signed/bulletin.html');
  }
});

test('a published revision is checked and built again, cities and all', async () => {
  expect(await uplift('reproduce', `reports/${PERIOD}/rev-2`)).toMatchObject({ code: 0, stderr: '' });
});

test.each([
  [TOWNSHIP, 1],
  ['380101', 1],
  ['380190', 1],
  [EAST, 4],
  ['38', 8],
])('a template of %s holds the households that it has on file, and is taken as it is', async (division, atLeast) => {
  const file = `${division}.xlsx`;
  const made = await asked<{ readonly households: number }>(
    'template',
    '--division',
    division,
    '--period',
    '2016Q3',
    '--prefill',
    '-o',
    file,
  );
  expect(made.households).toBeGreaterThanOrEqual(atLeast);
  const checked = await uplift('validate', file, '--division', division, '--period', '2016Q3', '--json');
  const { findings } = JSON.parse(checked.stdout) as { readonly findings: readonly { readonly rule: string }[] };
  // The figures of the quarter are the clerk's to fill in; the places and persons on file are known.
  expect(findings.filter(({ rule }) => rule.startsWith('D'))).toEqual([]);
});
