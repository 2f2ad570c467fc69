/**
 * A long search for files that crash or hang the reader: `node test/sheet/fuzz-campaign.ts 10000 [seed]` reads so many mutants of every fixture,
 * tells how many were read or refused, and ends with 1 when a call threw or took longer than five seconds. Offenders are kept in the
 * system's folder for temporary files.
 */
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fixtures, mutator } from './mutants.ts';
import { read } from './workbook-parts.ts';

const LONGEST = 5000;
const count = Number(process.argv[2] ?? 1000);
const seed = Number(process.argv[3] ?? 1);
let failed = false;

for (const fixture of fixtures()) {
  const mutant = mutator(fixture, seed);
  const outcomes = new Map<string, number>();
  let slowest = 0;
  for (let number = 0; number < count; number++) {
    const bytes = mutant();
    const started = performance.now();
    const outcome = outcomeOf(bytes);
    const milliseconds = performance.now() - started;
    slowest = Math.max(slowest, milliseconds);
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    if (!outcome.startsWith('threw') && milliseconds <= LONGEST) continue;
    failed = true;
    const kept = join(tmpdir(), `mutant-${fixture.name.replace('/', '-')}-${number}`);
    writeFileSync(kept, bytes);
    process.stdout.write(`${outcome} after ${milliseconds.toFixed(0)} ms: ${kept}\n`);
  }
  const counts = [...outcomes].sort(([a], [b]) => a.localeCompare(b)).map(([outcome, times]) => `${outcome} ${times}`);
  process.stdout.write(`${fixture.name}: ${count} mutants, ${counts.join(', ')}, slowest ${slowest.toFixed(0)} ms\n`);
}
const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
process.stdout.write(`most memory ${megabytes} MB\n`);
process.exitCode = failed ? 1 : 0;

function outcomeOf(bytes: Uint8Array): string {
  try {
    const result = read(bytes);
    return 'refused' in result ? result.refused : 'read';
  } catch (error) {
    return `threw ${String(error).slice(0, 200)}`;
  }
}
