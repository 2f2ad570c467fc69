/**
 * The whole city through the embedded stack, with a breakdown of where time goes.
 * `npm run bench` prints a table and writes out/bench/city.json. Absolute times are of this machine; ratios against a
 * named peer in the same run are what to compare.
 */
import { CITY_PACK } from '../cities/pack.ts';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as sheetJs from '@e965/xlsx';
import { assemblyFolder } from '../cli/assembly.ts';
import { findUploads } from '../cli/upload-files.ts';
import { generateCity } from '../cli/generate/city.ts';
import { System } from '../cli/system.ts';
import { startStack } from '../infra/local/stack.ts';
import { foldHouseholds } from '../shared/fold/fold.ts';
import { collectHouseholds } from '../shared/fold/collect-households.ts';
import { checkFile } from '../shared/check/check-file.ts';
import { limitsFor } from '../shared/check/file-limits.ts';
import { hasKnownHeader } from '../shared/parse/header.ts';
import { parseUploadKey } from '../shared/ledger/keys.ts';
import { ROW_LAYOUTS } from '../shared/rows/layouts.ts';
import { mergeRows } from '../shared/rows/merge.ts';
import { fromPage, toPages, type Page } from '../shared/rows/pages.ts';
import type { Tally } from '../shared/fold/tally.ts';
import { ENVIRONMENT } from '../shared/contract.ts';
import { renderRevision } from '../shared/publication/report-files.ts';
import { summarise } from '../shared/summary/summary.ts';
import { yearToDate, type Period } from '../shared/time/period.ts';
import { readWorkbook } from '../shared/sheet/read.ts';
import { noFacts } from '../shared/tables/report-table.ts';

const folder = join('out', 'bench', 'city');
const period: Period = '2016Q2';
const seconds: Record<string, number> = {};

async function timed<T>(name: string, work: () => Promise<T> | T): Promise<T> {
  const start = performance.now();
  const result = await work();
  seconds[name] = (seconds[name] ?? 0) + (performance.now() - start) / 1000;
  return result;
}

if (!existsSync(folder))
  await timed('generate', () => generateCity({ pack: CITY_PACK, out: folder, periods: yearToDate(period) }));
const { uploads: keys } = findUploads(folder);

/** One thread, no stack: what each stage of the work costs by itself. */
async function stages(): Promise<{ rows: number; pages: ReadonlyMap<string, readonly Page[]> }> {
  let rows = 0;
  const pages = new Map<string, readonly Page[]>();
  for (const key of keys) {
    const slot = parseUploadKey(key, CITY_PACK);
    if (!slot) continue;
    const bytes = readFileSync(join(folder, key));
    await timed('stage: parse', () => readWorkbook(bytes, limitsFor(slot.division), { looksRight: hasKnownHeader }));
    const checked = await timed('stage: parse + rules', () =>
      checkFile(bytes, { ...CITY_PACK.at(slot.period), ...slot, receivedOn: '2016-07-15' }),
    );
    rows += checked.rows;
    await timed('stage: encode pages', () => {
      for (const table of checked.tables.filter(({ kind }) => kind === 'household')) {
        for (const [township, accepted] of Map.groupBy(table.accepted, (row) => row.partition))
          pages.set(`${township} ${slot.period}`, toPages(accepted));
      }
    });
  }
  const city = CITY_PACK.at(period);
  const tallies = new Map<string, Tally>();
  await timed('stage: fold', () => {
    for (const township of new Set([...pages.keys()].map((name) => name.slice(0, 9)))) {
      const rowsOf = (of: Period) =>
        (pages.get(`${township} ${of}`) ?? []).flatMap((page) => fromPage(page, ROW_LAYOUTS.household));
      const histories = yearToDate(period).map((of) => ({
        period: of,
        rows: mergeRows([{ submissionId: '', rows: rowsOf(of) }]),
      }));
      tallies.set(township, foldHouseholds(collectHouseholds(histories), city));
    }
  });
  const facts = { ...noFacts(city), tallies };
  await timed('stage: render', () => renderRevision(summarise(facts), city));
  return { rows, pages };
}

/** The same file by our reader and by SheetJS, in turn, medians. */
function againstPeer(): number {
  const largest = keys
    .filter((key) => key.endsWith('.xlsx'))
    .map((key) => readFileSync(join(folder, key)))
    .sort((a, b) => b.length - a.length)[0];
  if (!largest) return Number.NaN;
  const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
  const [ours, peer]: [number[], number[]] = [[], []];
  for (let turn = 0; turn < 7; turn++) {
    for (const [times, read] of [
      [ours, () => readWorkbook(largest, limitsFor('371500'))],
      [
        peer,
        () =>
          sheetJs.utils.sheet_to_json(Object.values(sheetJs.read(largest, { dense: true }).Sheets)[0] ?? {}, {
            header: 1,
          }),
      ],
    ] as const) {
      const start = performance.now();
      read();
      times.push(performance.now() - start);
    }
  }
  return median(ours) / median(peer);
}

/**
 * Peak memory of a process that checks sixty files under the heap of a 512 MB function, in MB. Linux counts the peak of
 * the process that started it into the resource usage, so there the peak of its own memory is read.
 */
function peakMemory(): number {
  const program = `import { existsSync, readFileSync } from 'node:fs'; import { checkFile } from ${JSON.stringify(join(import.meta.dirname, '..', 'shared', 'check', 'check-file.ts'))}; import { CITY_PACK } from ${JSON.stringify(join(import.meta.dirname, '..', 'cities', 'pack.ts'))}; import { toPages } from ${JSON.stringify(join(import.meta.dirname, '..', 'shared', 'rows', 'pages.ts'))};
for (const key of ${JSON.stringify(keys.slice(0, 60))}) { const [division, period, fileName] = key.split('/'); const checked = checkFile(readFileSync(${JSON.stringify(`${folder}/`)} + key), { ...CITY_PACK.at(period), division, fileName, receivedOn: '2016-07-15' }); for (const table of checked.tables) toPages(table.accepted); }
const [, own] = existsSync('/proc/self/status') ? /VmHWM:\\s+(\\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8')) ?? [] : [];
console.log(Number(own ?? process.resourceUsage().maxRSS) / 1024);`;
  const { stdout } = spawnSync(
    process.execPath,
    [
      '--max-old-space-size=320',
      '--disable-warning=ExperimentalWarning',
      '--input-type=module-typescript',
      '--eval',
      program,
    ],
    { encoding: 'utf8' },
  );
  return Math.round(Number(stdout));
}

const { rows, pages } = await stages();
const assembly = await timed('synthesize', assemblyFolder);
const stack = await timed('stack: start', () =>
  startStack({ assembly, clock: () => new Date('2016-07-15T04:00:00Z') }),
);
System.useEndpoint(stack.endpoint);
const system = System.of(stack.outputs);
// Pages of a submission that is never committed: nothing reads them.
process.env[ENVIRONMENT.table] = system.outputs.table;
const { writePages } = await import('../functions/store/pages.ts');
await timed('stage: table writes', () =>
  writePages(
    [...pages].map(([partition, of]) => ({ submissionId: 'bench', kind: 'household', partition, pages: of })),
    { versionId: 'bench', submissionId: 'bench', remainingMs: () => Infinity, reserveMs: 0 },
  ),
);

const start = performance.now();
await timed('stack: upload', async () => {
  for (const key of keys) await system.upload(key, readFileSync(join(folder, key)));
});
await timed('stack: ingest after the last upload', () => stack.idle());
const published = await timed('stack: summary', () => system.summarise(period));
seconds['stack: whole run'] = (performance.now() - start) / 1000;
await stack.close();

const report = {
  files: keys.length,
  rows,
  revision: published.revision,
  seconds: Object.fromEntries(Object.entries(seconds).map(([name, value]) => [name, Math.round(value * 100) / 100])),
  xlsxReadAgainstSheetJs: Math.round(againstPeer() * 1000) / 1000,
  ingestPeakMB: peakMemory(),
};
mkdirSync(join('out', 'bench'), { recursive: true });
writeFileSync(join('out', 'bench', 'city.json'), `${JSON.stringify(report, null, 1)}\n`);
console.log(`${report.files} files, ${report.rows} rows`);
for (const [name, value] of Object.entries(report.seconds))
  console.log(`${name.padEnd(38)}${value.toFixed(2).padStart(8)} s`);
console.log(`${'reading xlsx, ours / SheetJS'.padEnd(38)}${String(report.xlsxReadAgainstSheetJs).padStart(8)}`);
console.log(`${'peak memory, check of 60 files'.padEnd(38)}${String(report.ingestPeakMB).padStart(8)} MB`);
