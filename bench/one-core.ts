/**
 * Checking files on one core against csv-parse with zod, in one run. Ours and the peer take turns, and what counts is
 * the median of their processor time: the machine may be busy. Prints a table of ratios, and keeps the raw numbers in
 * bench/results/one-core.json.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { CITY_PACK } from '../cities/pack.ts';
import { encodeGb18030 } from '../cli/generate/gb18030.ts';
import { checkFile } from '../shared/check/check-file.ts';
import { checkLayouts } from '../shared/check/check-layouts.ts';
import type { CheckedTable } from '../shared/check/checked-file.ts';
import { concludeFile } from '../shared/check/conclude-file.ts';
import { limitsFor } from '../shared/check/file-limits.ts';
import { judgeTables } from '../shared/check/judge-tables.ts';
import { locateTables } from '../shared/check/locate-tables.ts';
import { openFile } from '../shared/check/open-file.ts';
import { ROW_LAYOUTS } from '../shared/rows/layouts.ts';
import { toPages } from '../shared/rows/pages.ts';
import { COLUMNS, householdCsv } from './household-csv.ts';
import { zodReader } from './zod-households.ts';

/** Rows of the city in a quarter; fewer where the command line says so. */
const ALL_ROWS = 130_000;
const WRONG_PER_THOUSAND = 50;
const TURNS = 5;
const RESULTS = join(import.meta.dirname, 'results');
const PERIOD = '2016Q2';
const SLOT = {
  ...CITY_PACK.at(PERIOD),
  division: '3715',
  fileName: 'households.csv',
  receivedOn: '2016-07-15',
} as const;

/** A kind of work by us and by the peer; the target is how much less time ours takes. */
type Work = {
  readonly name: string;
  readonly peerName: string;
  readonly target: number;
  readonly rows: number;
  readonly ours: () => void;
  readonly peer: () => void;
};

/** Bytes to accepted pages, with all findings and repairs. */
const checkToPages = (bytes: Uint8Array): void => pagesOf(checkFile(bytes, SLOT).tables);

function pagesOf(tables: readonly CheckedTable[]): void {
  for (const { accepted } of tables)
    for (const [, rows] of Map.groupBy(accepted, (row) => row.partition)) toPages(rows);
}

/** Where the time of a check goes: the median processor time of each stage in microseconds a row. */
function profileOf(bytes: Uint8Array, rows: number): Record<string, number> {
  const turns = Array.from({ length: TURNS }, () => {
    const stages: Record<string, number> = {};
    const stage = <T>(name: string, work: () => T): T => {
      let made: { value: T } | undefined;
      stages[name] = cost(() => void (made = { value: work() }), rows);
      return (made as { value: T }).value;
    };
    const limits = limitsFor(SLOT.division);
    const opened = stage('open and tokenize', () => openFile(bytes, limits));
    if (opened.workbook === null) throw new RangeError('the file of the benchmark cannot be read');
    const { workbook } = opened;
    const { read } = stage('locate', () => locateTables(workbook, opened.corrections, SLOT));
    const { sheets } = stage('check layouts', () => checkLayouts(read, SLOT, limits));
    const judged = stage('read and judge rows', () => judgeTables(sheets, SLOT));
    const { tables } = stage('conclude', () => concludeFile(read, judged, [], { slot: SLOT, layouts: ROW_LAYOUTS }));
    stage('encode pages', () => pagesOf(tables));
    return stages;
  });
  return Object.fromEntries(
    Object.keys(turns[0] ?? {}).map((name) => [name, median(turns.map((stages) => stages[name] ?? Number.NaN))]),
  );
}

/** Processor time of this thread and its collectors, in microseconds a row. */
function cost(work: () => void, rows: number): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / rows;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

function measured({ name, peerName, target, rows, ours, peer }: Work) {
  const raw = { ours: [] as number[], peer: [] as number[] };
  // The first turn compiles.
  for (let turn = 0; turn <= TURNS; turn++) {
    const [own, other] = [cost(ours, rows), cost(peer, rows)];
    if (turn === 0) continue;
    raw.ours.push(own);
    raw.peer.push(other);
  }
  const ratio = median(raw.peer) / median(raw.ours);
  return {
    name,
    peer: peerName,
    ours: median(raw.ours),
    theirs: median(raw.peer),
    ratio,
    target,
    isMet: ratio >= target,
    raw,
  };
}

const WORK = join(import.meta.dirname, '..', 'out', 'bench');
const fileOf = (rows: number): string => join(WORK, `${rows}.csv`);

/** Peak memory in MB of a process that checks a CSV of so many rows to pages; of none, only loads the code. */
function peakMemory(rows: number): number {
  mkdirSync(WORK, { recursive: true });
  if (rows > 0) writeFileSync(fileOf(rows), householdCsv({ rows, period: PERIOD }));
  const { stdout } = spawnSync(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', import.meta.filename, 'memory', String(rows)],
    { encoding: 'utf8' },
  );
  return Number(stdout);
}

const peakOfThis = (): number =>
  Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? Number.NaN) / 1024;

const versionOf = (name: string): string =>
  (
    JSON.parse(readFileSync(join(import.meta.dirname, '..', 'node_modules', name, 'package.json'), 'utf8')) as {
      version: string;
    }
  ).version;

function report(rows: number): void {
  const encoded = (wrongPerThousand: number): Buffer =>
    Buffer.from(householdCsv({ rows, period: PERIOD, wrongPerThousand }));
  const zod = zodReader(COLUMNS);
  const peerName = `csv-parse ${versionOf('csv-parse')} + zod ${versionOf('zod')}`;
  const clean = encoded(0);
  const dirty = encoded(WRONG_PER_THOUSAND);
  const national = encodeGb18030(clean.toString());
  const against = (name: string, bytes: Buffer, target: number): Work => ({
    name,
    peerName,
    target,
    rows,
    ours: () => checkToPages(bytes),
    peer: () => void zod(bytes),
  });
  const results = [
    against(`CSV of ${rows} rows`, clean, 5),
    against(`the same, ${WRONG_PER_THOUSAND / 10} % of the cells wrong`, dirty, 4),
    {
      name: 'the same in GB18030',
      peerName: 'ours in UTF-8',
      target: 1 / 1.3,
      rows,
      ours: () => checkToPages(national),
      peer: () => checkToPages(clean),
    },
  ].map(measured);
  const profiles = { clean: profileOf(clean, rows), dirty: profileOf(dirty, rows) };
  const memory = {
    idle: peakMemory(0),
    '20,000 rows': peakMemory(20_000),
    [`${rows.toLocaleString('en')} rows`]: peakMemory(rows),
  };
  mkdirSync(RESULTS, { recursive: true });
  const node = process.version;
  writeFileSync(
    join(RESULTS, 'one-core.json'),
    `${JSON.stringify({ node, load: loadavg(), rows, turns: TURNS, results, profiles, memory }, null, 1)}\n`,
  );
  console.log(`node ${node}, medians of ${TURNS} turns, processor time in microseconds a row`);
  for (const { name, peer, ours, theirs, ratio, target, isMet } of results)
    console.log(
      `${name.padEnd(36)}${ours.toFixed(1).padStart(7)}  ${peer}: ${theirs.toFixed(1)}  ratio ${ratio.toFixed(2)}, ` +
        `target ${target.toFixed(2)}: ${isMet ? 'met' : 'MISSED'}`,
    );
  for (const [file, stages] of Object.entries(profiles)) {
    const shown = Object.entries(stages).map(([stage, time]) => `${stage} ${time.toFixed(1)}`);
    console.log(`where the time goes, ${file}: ${shown.join(', ')}`);
  }
  for (const [name, megabytes] of Object.entries(memory))
    console.log(`peak memory, ${name}: ${Math.round(megabytes)} MB`);
}

const [command, given] = process.argv.slice(2);
if (command === 'memory') {
  if (Number(given) > 0) checkToPages(readFileSync(fileOf(Number(given))));
  console.log(peakOfThis());
} else report(Number(command ?? ALL_ROWS));
