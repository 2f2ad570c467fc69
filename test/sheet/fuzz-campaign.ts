/**
 * A long search for files that crash or hang the reader or lose rows: `npm run -s fuzz -- [10000] [SEED] [FORMAT]`
 * checks so many mutants of every format, tells what came of them, and ends with 1 when a call threw, took more than
 * five seconds of processor time, or never came back. Offenders are kept in the system's folder for temporary files.
 */
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { markedWorkbook } from '../../shared/receipt/marked-workbook.ts';
import { receiptFor } from '../receipt/fixture.ts';
import { processorSeconds } from '../processor-time.ts';
import { FORMATS, judged, LONGEST, mutantsOf } from './fuzz-subjects.ts';

/** Every so many mutants the marked workbook is made too, which takes longer than the rest. */
const MARKED = 20;
/** Seconds of processor time after which a call is taken for one that never comes back. */
const HANG = 30;

const LOOK_EVERY_MS = 1000;

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
    let outcome = '';
    const seconds = processorSeconds(() => {
      outcome = outcomeOf(bytes, number % MARKED === 0);
    });
    slowest = Math.max(slowest, seconds);
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    if (!outcome.startsWith('threw') && seconds <= LONGEST) continue;
    const kept = join(tmpdir(), `mutant-${format.replaceAll(' ', '-')}-${seed}-${number}`);
    writeFileSync(kept, bytes);
    offenders.push(`${outcome} after ${seconds.toFixed(1)} s: ${kept}`);
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
  let current = 0;
  /** The mutant of the last look, and what the thread had used by then. */
  let seen = { number: -1, seconds: 0 };
  const hangs = async (): Promise<boolean> => {
    // A thread that has ended meanwhile tells no time.
    const { user, system } = await worker.cpuUsage().catch(() => ({ user: 0, system: 0 }));
    const seconds = (user + system) / 1e6;
    if (seen.number !== current) seen = { number: current, seconds };
    return seconds - seen.seconds > HANG;
  };
  return new Promise((resolve, reject) => {
    const watch = setInterval(async () => {
      if (!(await hangs())) return;
      void worker.terminate();
      resolve({ outcomes: {}, slowest: HANG, offenders: [`hung at mutant ${current}`] });
    }, LOOK_EVERY_MS);
    worker.on('message', (message: number | Result) => {
      if (typeof message === 'number') current = message;
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
    process.stdout.write(`${format}: ${count} mutants, ${told}, slowest ${slowest.toFixed(2)} s\n`);
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
