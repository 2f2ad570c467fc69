/**
 * How far the summary grows: plan, the branches, one fold, the tables and the public edition of a made-up country of so
 * many townships with small rosters, each in a process of its own. What lies in table and buckets is made when it is
 * read, so that what is measured is the functions' own work. Prints a table, and keeps it in bench/results/nation.json.
 *
 * `node bench/nation.ts [TOWNSHIPS…]`
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { CITY_PACK } from '../cities/pack.ts';
import { englishNameOf } from '../cli/city/english-names.ts';
import { fold } from '../functions/fold/fold.ts';
import { plan } from '../functions/plan/plan.ts';
import { foldKey, sha256 } from '../functions/store/manifest.ts';
import type { RowsOf } from '../functions/store/pages.ts';
import { CityPack } from '../shared/city/city.ts';
import { registerFrom, type ListedDivision } from '../shared/city/division-list.ts';
import { publicEdition } from '../shared/disclosure/edition.ts';
import type { Tally } from '../shared/fold/tally.ts';
import { branchesOf } from '../shared/ledger/fold-branches.ts';
import { encodeIdentity } from '../shared/ledger/identities.ts';
import type { Ledger, Manifest } from '../shared/ledger/manifest.ts';
import type { Submission } from '../shared/ledger/submission.ts';
import { encodeRecord } from '../shared/rows/codec.ts';
import { ROW_LAYOUTS } from '../shared/rows/layouts.ts';
import type { PagedRow } from '../shared/rows/pages.ts';
import { noFacts } from '../shared/tables/report-table.ts';
import { summarise } from '../shared/summary/summary.ts';
import { shiftPeriod, type Period } from '../shared/time/period.ts';
import { submission } from '../test/ledger/submission-fixture.ts';
import { household } from '../test/report/household.ts';

const PERIOD = '2016Q2';
/** Households of a township, in each of two quarters. */
const ROSTER = 30;
/** Townships of a county. */
const COUNTY = 400;
const SIZES = [136, 2_000, 10_000, 40_000];
const STAGES = ['plan', 'branches', 'one fold', 'tables', 'public edition'] as const;
type Stage = (typeof STAGES)[number];

const codeOf = (index: number): string =>
  `9801${String(Math.floor(index / COUNTY))
    .padStart(2, '0')
    .slice(-2)}${String((index % COUNTY) + 100)}`;

/** A city of so many townships, which has a county for every 400 of them. */
function packOf(townships: number): CityPack {
  const counties = Math.ceil(townships / COUNTY);
  const divisions: ListedDivision[] = [
    { code: '9801', name: '大同市' },
    ...Array.from({ length: counties }, (_, index) => ({
      code: codeOf(index * COUNTY).slice(0, 6),
      name: `第${index}县`,
    })),
    ...Array.from({ length: townships }, (_, index) => ({ code: codeOf(index), name: `第${index}乡` })),
    ...Array.from({ length: townships }, (_, index) => ({ code: `${codeOf(index)}200`, name: `第${index}村` })),
  ];
  const register = registerFrom(divisions, { root: '9801', vintage: '2015', englishNameOf });
  const name = { zh: '大同市', en: 'Datong' };
  const programmes = [2015, 2016].map((year) => {
    const { zones: _zones, unitTargets: _targets, ...rest } = CITY_PACK.programmeOf(`${year}Q2` as Period);
    return { ...rest, cityTarget: null, zones: [], zoneCount: 0 };
  });
  const profile = { ...CITY_PACK.profile, code: '9801', name };
  return new CityPack({ folder: 'made up', profile, registers: [register], programmes, calendars: [] });
}

function ledgerOf(period: Period, townships: number): Ledger {
  if (period !== PERIOD && period !== shiftPeriod(PERIOD, -1)) return { period, submissions: [], decisions: [] };
  const submissions = Array.from({ length: townships }, (_, index): Submission => {
    const division = codeOf(index);
    const versionId = `${period}-${division}-${String(index).padStart(20, '0')}`;
    return submission({
      submissionId: `${versionId}~r4~00000000`,
      period,
      division,
      versionId,
      acceptedAt: `${period === PERIOD ? '2016-07' : '2016-04'}-10T00:00:00.000Z`,
      sha256: sha256(versionId),
      accepted: ROSTER,
    });
  });
  return { period, submissions, decisions: [] };
}

/** The rows of a submission: each household is of one township, with a head of its own. */
async function readRows({ kind, partition }: RowsOf): Promise<PagedRow[]> {
  const layout = ROW_LAYOUTS[kind].newest;
  return Array.from({ length: ROSTER }, (_, index) => {
    const key = `${partition}${String(index).padStart(7, '0')}`;
    const line =
      kind === 'identity'
        ? encodeIdentity({ head: sha256(`head ${key}`).slice(0, 22), pseudonym: sha256(key).slice(0, 22) })
        : encodeRecord(layout, {
            ...household({ household_size: 3, primary_channel: 'IND', uplift_persons: 3, uplift_amount: 30_000 }),
            unit_code: partition.slice(0, 6),
            town_code: partition,
            village_code: `${partition}200`,
          });
    return { key, number: index + 1, layout, line };
  });
}

type Measured = { readonly seconds: number; readonly megabytes: number; readonly says: string };

async function measure(stage: Stage, townships: number): Promise<Measured> {
  const pack = packOf(townships);
  const effects = {
    pack,
    readRows,
    sha256,
    readText: async () => null,
    ledger: async (period: Period) => ledgerOf(period, townships),
  };
  const versions = { ruleSet: 'r4', codeVersion: 'bench', config: 'bench', pack: 'bench' };
  const planned = async (): Promise<Manifest> => (await plan(PERIOD, versions, effects)).manifest;
  const timed = async <T>(work: () => T | Promise<T>, says: (made: T) => string): Promise<Measured> => {
    const before = process.cpuUsage();
    const made = await work();
    const { user, system } = process.cpuUsage(before);
    return { seconds: (user + system) / 1e6, megabytes: process.resourceUsage().maxRSS / 1024, says: says(made) };
  };
  if (stage === 'plan') return timed(planned, (made) => `${size(JSON.stringify(made).length)} manifest`);
  if (stage === 'tables' || stage === 'public edition') {
    const township = codeOf(0);
    const tally = await fold(branchesOf(await manifestOf(pack, 1), pack).of(township), effects);
    const tallies = new Map<string, Tally>(Array.from({ length: townships }, (_, index) => [codeOf(index), tally]));
    const facts = { ...noFacts(pack.at(PERIOD)), tallies, submissions: ledgerOf(PERIOD, townships).submissions };
    if (stage === 'tables')
      return timed(
        () => summarise(facts),
        (made) => `${Object.keys(made.tables).length} tables`,
      );
    const summary = summarise(facts);
    return timed(
      () => publicEdition(summary, facts, []),
      (made) => (made.withheld ? 'withheld' : 'published'),
    );
  }
  const manifest = await manifestOf(pack, townships);
  if (stage === 'branches')
    return timed(
      () =>
        [...branchesOf(manifest, pack).counted()].map(
          (branch) => foldKey(branch, pack).length + JSON.stringify(branch).length,
        ),
      (made) => `${size(made.reduce((sum, length) => sum + length, 0))} branches`,
    );
  const branch = JSON.stringify(branchesOf(manifest, pack).of(codeOf(townships - 1)));
  return timed(
    () => fold(JSON.parse(branch) as Parameters<typeof fold>[0], effects),
    () => `${size(branch.length)} read`,
  );
}

/** A manifest without its plan: nobody moved. */
async function manifestOf(pack: CityPack, townships: number): Promise<Manifest> {
  const submissions = [shiftPeriod(PERIOD, -1), PERIOD as Period].flatMap(
    (one) => ledgerOf(one, townships).submissions,
  );
  return {
    period: PERIOD,
    submissions,
    duplicates: [],
    moves: [],
    unreadable: [],
    notCounted: [],
    pack: pack.folder,
  } as unknown as Manifest;
}

const size = (bytes: number): string =>
  bytes < 100_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;

const [asked, ...sizes] = process.argv.slice(2);
if (asked !== undefined && STAGES.includes(asked as Stage)) {
  process.stdout.write(JSON.stringify(await measure(asked as Stage, Number(sizes[0]))));
} else {
  const wanted = asked === undefined ? SIZES : [asked, ...sizes].map(Number);
  const results: object[] = [];
  console.log('| townships | work | s of processor | MB at most | |\n| --- | --- | --- | --- | --- |');
  for (const townships of wanted)
    for (const stage of STAGES) {
      const args = ['--disable-warning=ExperimentalWarning', import.meta.filename, stage, String(townships)];
      const { stdout, stderr, status } = spawnSync(process.execPath, args, {
        encoding: 'utf8',
        maxBuffer: 1e8,
        timeout: 900_000,
      });
      const made =
        status === 0
          ? (JSON.parse(stdout) as Measured)
          : {
              seconds: null,
              megabytes: null,
              says:
                stderr
                  .trim()
                  .split('\n')
                  .find((line) => /Error/.test(line)) ?? 'more than 15 minutes',
            };
      results.push({ townships, stage, ...made });
      console.log(
        `| ${townships} | ${stage} | ${made.seconds?.toFixed(2) ?? '—'} | ${made.megabytes?.toFixed(0) ?? '—'} | ${made.says} |`,
      );
    }
  mkdirSync(join(import.meta.dirname, 'results'), { recursive: true });
  writeFileSync(
    join(import.meta.dirname, 'results', 'nation.json'),
    `${JSON.stringify({ node: process.version, roster: ROSTER, load: loadavg(), results }, null, 1)}\n`,
  );
}
