/**
 * How far the summary grows: plan, the branches, one fold, the tables and the public edition of a made-up country of so
 * many townships with small rosters, each in a process of its own. Prints a table, and keeps it in
 * bench/results/nation.json, with a drawing of the growth beside it.
 *
 * `node bench/nation.ts [TOWNSHIPS…]`
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { ROSTER } from './nation/country.ts';
import { drawing, type Line, power } from './nation/growth.ts';
import { measure, STAGES, type Measured, type Stage } from './nation/stages.ts';

const SIZES = [136, 2_000, 10_000, 40_000];
const LONGEST_MS = 15 * 60_000;
const RESULTS = join(import.meta.dirname, 'results');

type Row = { readonly townships: number; readonly stage: Stage } & Measured;

/** Does a stage in a process of its own, so that what it holds is its own. @throws Error with what the process said */
function measureApart(stage: Stage, townships: number): Row {
  const args = ['--disable-warning=ExperimentalWarning', import.meta.filename, stage, String(townships)];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: LONGEST_MS });
  if (status !== 0) throw new Error(`${stage} of ${townships} townships: ${stderr || 'more than 15 minutes'}`);
  return { townships, stage, ...(JSON.parse(stdout) as Measured) };
}

const size = (characters: number): string =>
  characters < 100_000 ? `${(characters / 1_000).toFixed(1)} kB` : `${(characters / 1e6).toFixed(1)} MB`;

function growthOf(rows: readonly Row[], of: 'seconds' | 'megabytes'): Line[] {
  return STAGES.map((name) => ({
    name,
    points: rows.filter(({ stage }) => stage === name).map((row) => ({ townships: row.townships, value: row[of] })),
  }));
}

const [asked, ...sizes] = process.argv.slice(2);
if (STAGES.some((stage) => stage === asked)) {
  process.stdout.write(JSON.stringify(await measure(asked as Stage, Number(sizes[0]))));
} else {
  const wanted = asked === undefined ? SIZES : [asked, ...sizes].map(Number);
  console.log('| townships | work | s of processor | MB at most | reads of rows | read | made |');
  console.log('| --- | --- | --- | --- | --- | --- | --- |');
  const results = wanted.flatMap((townships) =>
    STAGES.map((stage) => {
      const row = measureApart(stage, townships);
      const { seconds, megabytes, reads, read, made } = row;
      const cells = [townships, stage, seconds.toFixed(2), megabytes.toFixed(0), reads, size(read), size(made)];
      console.log(`| ${cells.join(' | ')} |`);
      return row;
    }),
  );
  mkdirSync(RESULTS, { recursive: true });
  const kept = { node: process.version, roster: ROSTER, load: loadavg(), results };
  writeFileSync(join(RESULTS, 'nation.json'), `${JSON.stringify(kept, null, 1)}\n`);
  if (wanted.length > 1) {
    const [seconds, megabytes] = [growthOf(results, 'seconds'), growthOf(results, 'megabytes')];
    for (const { name, points } of seconds)
      console.log(`time of ${name} grows as townships^${power(points).toFixed(2)}`);
    const panels = [
      { title: 'seconds of processor', lines: seconds },
      { title: 'MB at most', lines: megabytes },
    ];
    writeFileSync(join(RESULTS, 'nation.svg'), drawing(panels));
  }
}
