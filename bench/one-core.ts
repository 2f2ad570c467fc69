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
import { coldStarts } from './cold-start.ts';
import { bookReader } from './exceljs-households.ts';
import { COLUMNS, householdBook, householdCsv } from './household-csv.ts';
import { markedBook } from './marked-book.ts';
import { measured, median, TURNS, type Result, type Work } from './measure.ts';
import { tableCosts } from './null-table.ts';
import { zodReader } from './zod-households.ts';

/** Rows of the city in a quarter; fewer where the command line says so. */
const ALL_ROWS = 130_000;
const WRONG_PER_THOUSAND = 50;
const RESULTS = join(import.meta.dirname, 'results');
const PERIOD = '2016Q2';
const SLOT = {
  ...CITY_PACK.at(PERIOD),
  division: '3715',
  fileName: 'households.csv',
  receivedOn: '2016-07-15',
} as const;

/** Bytes to accepted pages, with all findings and repairs. */
function checkToPages(bytes: Uint8Array): void {
  const { tables, status } = checkFile(bytes, SLOT);
  if (status === 'rejected') throw new RangeError('the file of the benchmark is rejected');
  pagesOf(tables);
}

function pagesOf(tables: readonly CheckedTable[]): void {
  for (const { accepted } of tables)
    for (const [, rows] of Map.groupBy(accepted, (row) => row.partition)) toPages(rows);
}

/** Where the time of a check goes: the median processor time of each stage in microseconds a row. */
function profileOf(bytes: Uint8Array, rows: number): Record<string, number> {
  const turns = Array.from({ length: TURNS }, () => {
    const stages: Record<string, number> = {};
    const stage = <T>(name: string, work: () => T): T => {
      const before = process.cpuUsage();
      const made = work();
      const { user, system } = process.cpuUsage(before);
      stages[name] = (user + system) / rows;
      return made;
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

const WORK = join(import.meta.dirname, '..', 'out', 'bench');
/** What a function of 1,024 MB gives its heap. */
const FUNCTION_HEAP = '--max-old-space-size=896';

/** Peak memory in MB of a process that checks a file of so many rows to pages; of none, only loads the code. */
function peakMemory(rows: number, format: 'csv' | 'xlsx'): number {
  mkdirSync(WORK, { recursive: true });
  const file = rows === 0 ? '' : join(WORK, `${rows}.${format}`);
  const options = { rows, period: PERIOD } as const;
  if (rows > 0) writeFileSync(file, format === 'csv' ? householdCsv(options) : householdBook(options));
  const { stdout, status } = spawnSync(
    process.execPath,
    [FUNCTION_HEAP, '--disable-warning=ExperimentalWarning', import.meta.filename, 'memory', file],
    { encoding: 'utf8' },
  );
  return status === 0 ? Number(stdout) : Number.NaN;
}

/** Peaks above the idle process, and whether ten times the rows take at most four times as much. */
function memoryRows(): object[] {
  const idle = peakMemory(0, 'csv');
  return (['csv', 'xlsx'] as const).map((format) => {
    const [few, many] = [peakMemory(FEW_ROWS, format), peakMemory(MANY_ROWS, format)];
    const growth = (many - idle) / (few - idle);
    const isMet = growth <= MOST_GROWTH && many <= MOST_MEMORY;
    const shown = [few, many].map((size) => (Number.isNaN(size) ? 'out of memory' : `${Math.round(size)} MB`));
    console.log(
      `peak memory of a .${format} of ${FEW_ROWS} rows ${shown[0]}, of ${MANY_ROWS} rows ${shown[1]}, idle ${Math.round(idle)} MB: ` +
        `growth ${growth.toFixed(2)}, target at most ${MOST_GROWTH} and ${MOST_MEMORY} MB: ${isMet ? 'met' : 'MISSED'}`,
    );
    return { format, idle, few, many, growth, isMet };
  });
}

const FEW_ROWS = 20_000;
/** As many as a file may have with its header. */
const MANY_ROWS = 199_999;
const MOST_GROWTH = 4;
const MOST_MEMORY = 1_024;

const peakOfThis = (): number =>
  Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? Number.NaN) / 1024;

const versionOf = (name: string): string =>
  (
    JSON.parse(readFileSync(join(import.meta.dirname, '..', 'node_modules', name, 'package.json'), 'utf8')) as {
      version: string;
    }
  ).version;

async function report(rows: number): Promise<void> {
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
    count: rows,
    ours: () => checkToPages(bytes),
    peer: () => void zod(bytes),
  });
  const bookRows = Math.min(rows, FEW_ROWS);
  const book = householdBook({ rows: bookRows, period: PERIOD });
  const readBook = bookReader(COLUMNS);
  const works: Work[] = [
    against(`CSV of ${rows} rows`, clean, 5),
    against(`the same, ${WRONG_PER_THOUSAND / 10} % of the cells wrong`, dirty, 4),
    {
      name: 'the same in GB18030',
      peerName: 'ours in UTF-8',
      target: 1 / 1.3,
      count: rows,
      ours: () => checkToPages(national),
      peer: () => checkToPages(clean),
    },
    {
      name: `.xlsx of ${bookRows} rows`,
      peerName: `exceljs ${versionOf('exceljs')} streaming reader + zod`,
      target: 8,
      count: bookRows,
      turns: 3,
      ours: () => checkToPages(book),
      peer: () => readBook(book),
    },
  ];
  const results: Result[] = [];
  for (const work of works) results.push(shown(await measured(work)));
  results.push(shown(await markedBook(SLOT)));
  const accepted = checkFile(clean, SLOT).tables.flatMap((table) => table.accepted);
  for (const result of await tableCosts(accepted)) results.push(shown(result));
  for (const result of coldStarts(WORK)) results.push(shown(result));
  const profiles = { clean: profileOf(clean, rows), dirty: profileOf(dirty, rows) };
  for (const [file, stages] of Object.entries(profiles)) {
    const times = Object.entries(stages).map(([stage, time]) => `${stage} ${time.toFixed(1)}`);
    console.log(`where the time goes, ${file}: ${times.join(', ')}`);
  }
  const memory = memoryRows();
  mkdirSync(RESULTS, { recursive: true });
  const kept = { node: process.version, load: loadavg(), rows, turns: TURNS, results, profiles, memory };
  writeFileSync(join(RESULTS, 'one-core.json'), `${JSON.stringify(kept, null, 1)}\n`);
}

/** Prints a result as a row of the table: microseconds of processor time for each row, item or start. */
function shown(result: Result): Result {
  const { name, peer, ours, theirs, ratio, target, isMet } = result;
  console.log(
    `${name.padEnd(46)}${ours.toFixed(1).padStart(9)}  ${peer}: ${theirs.toFixed(1)}  ratio ${ratio.toFixed(2)}, ` +
      `target ${target.toFixed(2)}: ${isMet ? 'met' : 'MISSED'}`,
  );
  return result;
}

const [command, given = ''] = process.argv.slice(2);
if (command === 'memory') {
  if (given !== '') checkToPages(readFileSync(given));
  console.log(peakOfThis());
} else await report(Number(command ?? ALL_ROWS));
