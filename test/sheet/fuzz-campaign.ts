/**
 * A long search for files that crash or hang the reader or lose rows: `npm run -s fuzz -- [10000] [SEED] [FORMAT]` checks so many mutants of every
 * format, tells what came of them, and ends with 1 when a call threw, took longer than five seconds, or never came back. Offenders are kept
 * in the system's folder for temporary files.
 */
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { markedWorkbook } from '../../shared/receipt/marked-workbook.ts';
import { receiptFor } from '../receipt/fixture.ts';
import { FORMATS, judged, LONGEST, mutantsOf } from './fuzz-subjects.ts';

/** Every so many mutants the marked workbook is made too, which takes longer than the rest. */
const MARKED = 20;
const HANG = 30_000;

type Task = { readonly format: string; readonly count: number; readonly seed: number };
type Result = {
  readonly outcomes: Readonly<Record<string, number>>;
  readonly slowest: number;
  readonly offenders: readonly string[];
};

function search({ format, count, seed }: Task, alive: (number: number) => void): Result {
  const mutant = mutantsOf(format, seed);
  const outcomes: Record<string, number> = {};
  const offenders: string[] = [];
  let slowest = 0;
  for (let number = 0; number < count; number++) {
    alive(number);
    const bytes = mutant();
    const started = performance.now();
    const outcome = outcomeOf(bytes, number % MARKED === 0);
    const milliseconds = performance.now() - started;
    slowest = Math.max(slowest, milliseconds);
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    if (!outcome.startsWith('threw') && milliseconds <= LONGEST) continue;
    const kept = join(tmpdir(), `mutant-${format.replaceAll(' ', '-')}-${seed}-${number}`);
    writeFileSync(kept, bytes);
    offenders.push(`${outcome} after ${milliseconds.toFixed(0)} ms: ${kept}`);
  }
  return { outcomes, slowest, offenders };
}

function outcomeOf(bytes: Uint8Array, marked: boolean): string {
  try {
    const checked = judged(bytes);
    if (marked) markedWorkbook(receiptFor(checked), checked, 'zh');
    return checked.read === null ? `refused ${checked.findings[0]?.rule}` : checked.status;
  } catch (error) {
    return `threw ${String(error).slice(0, 200)}`;
  }
}

/** Searches in a thread of its own, so that a hang is seen from outside. */
async function watched(task: Task): Promise<Result> {
  const worker = new Worker(new URL(import.meta.url), { workerData: task });
  let last = { number: 0, at: Date.now() };
  return new Promise((resolve, reject) => {
    const watch = setInterval(() => {
      if (Date.now() - last.at < HANG) return;
      void worker.terminate();
      resolve({ outcomes: {}, slowest: HANG, offenders: [`hung at mutant ${last.number}`] });
    }, 1000);
    worker.on('message', (message: number | Result) => {
      if (typeof message === 'number') last = { number: message, at: Date.now() };
      else resolve(message);
    });
    worker.on('error', reject);
    worker.on('exit', () => clearInterval(watch));
  });
}

async function campaign(count: number, seed: number, formats: readonly string[]): Promise<void> {
  for (const format of formats) {
    const { outcomes, slowest, offenders } = await watched({ format, count, seed });
    const counts = Object.entries(outcomes).sort(([a], [b]) => a.localeCompare(b));
    const told = counts.map(([outcome, times]) => `${outcome} ${times}`).join(', ');
    process.stdout.write(`${format}: ${count} mutants, ${told}, slowest ${slowest.toFixed(0)} ms\n`);
    for (const offender of offenders) process.stdout.write(`  ${offender}\n`);
    if (offenders.length > 0) process.exitCode = 1;
  }
  process.stdout.write(`most memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB\n`);
}

if (isMainThread) {
  const [count = '10000', seed = '1', format] = process.argv.slice(2);
  await campaign(Number(count), Number(seed), format === undefined ? FORMATS : [format]);
} else {
  // A thread's port has no origin.
  // oxlint-disable-next-line require-post-message-target-origin
  const tell = (message: number | Result): void => parentPort?.postMessage(message);
  tell(search(workerData as Task, tell));
}
