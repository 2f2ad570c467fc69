/**
 * Adding a channel, a measure or a zone is an entry in a list and nothing else. The lists are lengthened here, and
 * everything that a summary comes to is made by the same program: no other file is touched.
 */
import { CITY_PACK } from '../../cities/pack.ts';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type * as Codes from '../../shared/schema/codes.ts';
import type { RevisionFiles } from '../../shared/publication/revision.ts';
import type { Restatement } from '../../shared/publication/restatement.ts';
import { textIn, type ReportRow, type SummaryFacts } from '../../shared/tables/report-table.ts';
import type { Summary } from '../../shared/summary/summary.ts';
import type { Moved } from './longer-city.ts';

const CODES = '../../shared/schema/codes.ts';
const CHANNEL = {
  code: 'XFIN',
  zh: '金融帮扶',
  en: 'financial support',
  aliases: ['金融'],
  sentence: '金融帮扶带动',
  shortEn: 'finance',
};
const MEASURES = [
  { code: 'XTEA', zh: '茶园', en: 'tea garden', industry: true },
  { code: 'XLAW', zh: '法律援助', en: 'legal aid', industry: false },
];

/** What is read of a program that was started with one state of the lists. */
const load = async () => ({
  ...(await import('./longer-city.ts')),
  ...(await import('./city-summary.ts')),
  ...(await import('../golden/reports/city-reports.ts')),
  ...(await import('../../shared/sheet/read.ts')),
  ...(await import('../../shared/check/file-limits.ts')),
  ...(await import('../../shared/publication/index-page.ts')),
  ...(await import('../../shared/summary/summary-schema.ts')),
  ...(await import('../../shared/disclosure/relations.ts')),
  ...(await import('../../shared/disclosure/disclosure-record.ts')),
  ...(await import('../disclosure/reading.ts')),
  ...(await import('../golden/rules/case.ts')),
  ...(await import('../functions/memory.ts')),
  ...(await import('../e2e/city-files.ts')),
  ...(await import('../generate/liaocheng.ts')),
  ...(await import('../../cli/rejudge.ts')),
  ...(await import('../../shared/schema/codes.ts')),
});

let plain: Awaited<ReturnType<typeof load>>;
let longer: Awaited<ReturnType<typeof load>>;
let [before, after]: RevisionFiles[] = [];
let moved: Moved;
let tallies: SummaryFacts['tallies'];

beforeAll(async () => {
  plain = await load();
  const facts = plain.cityFacts();
  before = plain.filesOf(facts, 'first');

  vi.resetModules();
  vi.doMock(CODES, async (importActual) => {
    const actual = await importActual<typeof Codes>();
    return { ...actual, CHANNELS: [...actual.CHANNELS, CHANNEL], MEASURES: [...actual.MEASURES, ...MEASURES] };
  });
  longer = await load();
  const made = longer.longerFacts(facts, CHANNEL.code, ['XTEA', 'XLAW']);
  ({ moved } = made);
  ({ tallies } = made.facts);
  after = longer.filesOf({ ...made.facts, revision: 2 }, 'second', longer.earlierThan(before));
});
afterAll(() => vi.doUnmock(CODES));

const text = (name: string, of = after): string => String(of?.files.get(name)?.content);
const summary = (edition = 'internal', of = after): Summary =>
  JSON.parse(text(`${edition}/summary.json`, of)) as Summary;
const lineOf = (line: string, edition = 'internal'): ReportRow | undefined =>
  summary(edition).tables['R01']?.rows.find((row) => row['line'] === line);
/** The printed number of R01's line that is so many below that of the new channel, which follows the channels there were. */
const numberOf = (below: number): string => `R01.${plain.CHANNELS.length + 2 + below}`;
const csv = (table: string, edition = 'internal'): string[][] =>
  text(`${edition}/tables/${table}.csv`)
    .replace('\uFEFF', '')
    .trimEnd()
    .split('\r\n')
    .map((row) => row.split(','));

describe('a fifth channel', () => {
  test('is said after the others in both languages, and the target stays the target', () => {
    const [internal, open] = [summary(), summary('public')];
    const employed = 26_400 - moved.persons;
    for (const { narrative, narrativeEn } of [internal, open]) {
      expect(narrative).toMatch(
        new RegExp(
          `其中产业项目带动4\\.02万人，转移就业[\\d.]+万人，教育医疗扶持2\\.1万人，社会帮扶1\\.02万人，(?:.+，)?金融帮扶带动${moved.persons}人。`,
        ),
      );
      expect(narrative).toContain('今年计划实现15万名贫困人口增收脱贫，已完成65.2%。');
      expect(narrativeEn).toContain(
        `${employed.toLocaleString('en-US')} through transfer employment, 21,000 through education and medical support, 10,200 through social assistance`,
      );
      expect(narrativeEn).toContain(`, ${moved.persons.toLocaleString('en-US')} through financial support.`);
      expect(narrativeEn).toContain('The target of the year is 150,000 persons, of which 65.2% is reached.');
    }
    expect(internal.headline.byChannel).toMatchObject({
      IND: 40_200,
      EMP: employed,
      EDM: 21_000,
      SOC: 10_200,
      XFIN: moved.persons,
    });
  });

  test('has a line of its own, and the lines after it keep their names and count on', () => {
    expect(lineOf('R01.channel.XFIN')).toMatchObject({
      number: numberOf(0),
      partOf: 'R01.total.ytd',
      value: moved.persons,
    });
    expect(lineOf('R01.target.year')).toMatchObject({ number: numberOf(1), item: '年度任务人数', value: 150_000 });
    const last = 'R01.amount.perPerson';
    const numberIn = (of: RevisionFiles | undefined): number =>
      Number(
        textIn(summary('internal', of).tables['R01']?.rows.find(({ line }) => line === last)?.['number']).slice(4),
      );
    expect(numberIn(after)).toBe(numberIn(before) + 1);
    expect(csv('R01').map(([number, item, value]) => [number, item, value])).toEqual(
      expect.arrayContaining([
        [numberOf(0), '其中：金融帮扶', String(moved.persons)],
        [numberOf(1), '年度任务人数', '150000'],
      ]),
    );
    const sources = textIn(
      summary().tables['R19']?.rows.find(({ text: said }) => textIn(said).includes('15万名'))?.['cells'],
    );
    expect(sources).toBe('R01.target.year.value=150,000；R01.target.rate.share=65.2%');
  });

  test('has its columns in every table, and its shares add to the whole', () => {
    for (const table of ['R02', 'R03', 'R14']) expect(csv(table)[0]).toContain('本年累计带动增收人数：金融帮扶');
    expect(csv('R04')[0]).toEqual(expect.arrayContaining(['增收人数：金融帮扶', '渠道占比：金融帮扶']));
    for (const row of summary().tables['R04']?.rows ?? [])
      expect(longer.CHANNELS.reduce((sum, { code }) => sum + Number(row[`${code}.share`]), 0)).toBe(1000);
  });

  test('is in the workbook and on the page, with a colour of its own', () => {
    const workbook = longer.readWorkbook(
      after?.files.get('internal/workbook.xlsx')?.content as Uint8Array,
      longer.limitsFor('3715'),
    );
    if ('refused' in workbook) throw new Error(workbook.detail.en);
    const rowsOf = (sheet: string) => workbook.sheets.find(({ name }) => name.startsWith(sheet))?.rows ?? [];
    expect(
      rowsOf('R01')
        .find((row) => row[1] === '其中：金融帮扶')
        ?.slice(0, 3),
    ).toEqual([numberOf(0), '其中：金融帮扶', moved.persons]);
    expect(
      rowsOf('R01')
        .find((row) => row[1] === '年度任务人数')
        ?.slice(0, 3),
    ).toEqual([numberOf(1), '年度任务人数', 150_000]);
    expect(
      rowsOf('R04')
        .flat()
        .filter((cell) => cell === '金融帮扶'),
    ).toHaveLength(2);
    const page = text('internal/bulletin.html');
    const colours = longer.CHANNELS.map(({ code }) => new RegExp(`--${code}:(#\\w+)`).exec(page)?.[1]);
    expect(new Set(colours).size).toBe(longer.CHANNELS.length);
    expect(page).toContain('fill="var(--XFIN)"');
    expect(page).toContain(`金融帮扶${moved.persons.toLocaleString('en-US')}人`);
    expect(page).toMatch(/各单位[五六]个渠道占比/);
    expect(page).not.toMatch(/undefined|NaN/);
  });

  test('is accepted of a clerk, as one of five', () => {
    const row = longer.rowOf('household', { primary_channel: '金融' });
    expect(plain.check(plain.csvOf('household', [row])).findings.map(({ rule }) => rule)).toContain('C02');
    const checked = longer.check(longer.csvOf('household', [row]));
    expect(checked.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(checked.tables[0]?.accepted[0]?.line).toContain('XFIN');
  });
});

test('a measure more is accepted, and an industry measure more is one for the rule of its channel', () => {
  const rulesOf = (measures: string): string[] => {
    const row = longer.rowOf('household', { primary_channel: '产业项目', measures });
    return longer.check(longer.csvOf('household', [row])).findings.map(({ rule }) => rule);
  };
  expect(rulesOf('茶园')).not.toEqual(expect.arrayContaining(['C04']));
  expect(rulesOf('茶园')).not.toContain('C05');
  expect(rulesOf('法律援助')).toContain('C05');
  expect(rulesOf('法律援助')).not.toContain('C04');
  for (const code of ['XTEA', 'XLAW']) {
    const counts = [...tallies.values()].map((tally) => tally[`measure.${code}.households`] ?? 0);
    expect(counts.reduce((sum, households) => sum + households, 0)).toBe(moved.households);
  }
});

test('zones more are rows more, and all of them add up to the city', () => {
  const { rows = [], total } = summary().tables['R14'] ?? {};
  expect(rows.map(({ zone }) => zone)).toEqual(['黄河故道北片区', '西南片区', '沙镇片区', '插花（片区外）']);
  for (const key of ['households', 'persons', 'ytd', 'XFIN'])
    expect(
      rows.reduce((sum, row) => sum + Number(row[key]), 0),
      key,
    ).toBe(total?.[key]);
  // 沙镇片区 is a part of a unit, and plans are set by unit.
  expect(rows.map(({ plan }) => plan !== null)).toEqual([true, true, false, false]);
  expect(csv('R14').map(([zone]) => zone)).toContain('沙镇片区');
});

describe('the public edition', () => {
  test('has the channel and passes the protection that it states', () => {
    expect(after?.files.has('public/withheld.txt')).toBe(false);
    expect(lineOf('R01.channel.XFIN', 'public')).toMatchObject({ number: numberOf(0), value: moved.persons });
    expect(summary('public').tables['R02']?.columns.map(({ key }) => key)).toContain('XFIN');
    expect(csv('R04', 'public')[0]).toContain('渠道占比：金融帮扶');
  });

  test('gives nothing away to a reader who has the edition from before the channel, and knows that it had nobody then', () => {
    const { register } = longer.zonedCity();
    const relations = longer.relationsOf(register, 2016);
    const records = [before, after].map((revision) => {
      if (!revision?.manifest.disclosure) throw new Error('withheld');
      return longer.publishedOf(revision.manifest.disclosure, '2016Q2');
    });
    const [first, second] = records;
    if (!first || !second) throw new Error('two editions');
    const none = [...second.figures.keys()].filter((name) => name.startsWith('ytd.persons.XFIN@'));
    const known = { ...first, figures: new Map([...first.figures, ...none.map((name) => [name, 0] as const)]) };
    const { attacked, narrowed } = longer.attack([known, second], relations);
    expect(attacked).toBeGreaterThan(5);
    expect(narrowed).toEqual([]);
  });
});

describe('against the revision before the lists grew', () => {
  const movedIn = (table: string): Restatement['moved'] =>
    (JSON.parse(text('internal/restatement.json')) as Restatement).moved.filter((figure) => figure.table === table);

  test('a restatement has the figures that moved, line by line under their names, and no line that only counts on', () => {
    expect(movedIn('R01').map(({ row, column, old, new: now }) => [row, column, old, now])).toEqual([
      ['R01.channel.EMP', 'value', 26_400, 26_400 - moved.persons],
      ['R01.channel.EMP', 'share', expect.any(Number), expect.any(Number)],
      ['R01.channel.XFIN', 'item', null, '其中：金融帮扶'],
      ['R01.channel.XFIN', 'value', null, moved.persons],
      ['R01.channel.XFIN', 'share', null, expect.any(Number)],
    ]);
    for (const table of ['R05', 'R06', 'R09', 'R10', 'R11', 'R12', 'R13', 'R17'])
      expect(movedIn(table), table).toEqual([]);
    // Of the bulletin's sentences only the one with the channels is another.
    expect(new Set(movedIn('R19').map(({ row }) => row)).size).toBe(2);
  });

  test('a restatement lists the channel in every unit, and the others only where they moved', () => {
    const units = movedIn('R02');
    const rowsOf = (key: string): string[] => units.filter(({ column }) => column === key).map(({ row }) => row);
    expect(rowsOf('XFIN')).toHaveLength(longer.zonedCity().register.units.length + 1);
    expect(rowsOf('EMP')).toEqual(['371525', '合计']);
    expect(rowsOf('ytd')).toEqual([]);
  });
});

test('summary.json is what its schema says, which did not change, and the index lists every file', () => {
  expect(longer.summarySchema()).toBe(plain.summarySchema());
  for (const edition of ['internal', 'public'])
    expect(longer.SummaryDocument.parse(summary(edition))).toEqual(summary(edition));
  const { manifest } = after ?? {};
  if (!manifest) throw new Error('no revision');
  const page = longer.periodIndex(
    { profile: CITY_PACK.profile, audience: 'internal', folder: '', cities: [] },
    manifest.period,
    [
      {
        ...manifest,
        ruleSets: [manifest.ruleSet],
        state: 'provisional',
        signatory: null,
        files: Object.entries(manifest.outputs).map(([name, file]) => ({ name, ...file })),
      },
    ],
    2,
  );
  for (const name of Object.keys(manifest.outputs)) expect(page).toContain(`href="../../2016Q2/rev-2/${name}"`);
});

describe('files from before the lists grew', () => {
  const TOWNSHIP = '371525108';
  const file = (): Uint8Array => plain.townshipFile(TOWNSHIP, plain.PERIOD, plain.householdsOf(TOWNSHIP, plain.PERIOD));

  test('judged again under the longer lists give the same rows and the same findings', () => {
    const [was, is] = [plain, longer].map(({ check }) => check(file(), { division: TOWNSHIP }));
    expect(was?.accepted).toBeGreaterThan(100);
    expect(is?.tables).toEqual(was?.tables);
    expect(is?.findings.map(({ rule, row }) => [rule, row])).toEqual(was?.findings.map(({ rule, row }) => [rule, row]));
  });

  test('move no figure when a reparse judges them again', async () => {
    const city = new plain.MemoryCity();
    city.putFile('a', '2016-07-10T02:00:00.000Z', `${TOWNSHIP}/${plain.PERIOD}/花名册.csv`, file());
    await city.deliver('a');
    const { submissions, figures } = await longer.rejudge(
      plain.PERIOD,
      city.versions,
      { ruleSet: 'r2', codeVersion: 'test' },
      {
        ledger: city.ledgerOf,
        readRows: city.readRows,
        readVersion: async ({ versionId }) => city.bytes.get(versionId) ?? null,
      },
    );
    expect(submissions.map(({ after: now }) => now.partitions)).toEqual(
      submissions.map(({ before: was }) => was.partitions),
    );
    expect(submissions).toHaveLength(1);
    expect(submissions[0]?.before.accepted).toBeGreaterThan(100);
    expect(figures).toEqual([]);
  });
});
