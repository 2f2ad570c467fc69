/**
 * The local service as a process of its own that is killed with its whole group and started again on the same data
 * folder.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { System } from '../../cli/system.ts';
import type { SweepResult } from '../../functions/sweep/sweep.ts';

/** How likely an announcement is to be lost, late or sent once more. */
export type Chances = { readonly drop: number; readonly delay: number; readonly repeat: number };
export const NO_CHANCES: Chances = { drop: 0, delay: 0, repeat: 0 };

/** What a life of the service begins with. */
export type ServiceStart = {
  readonly data: string;
  readonly keys: string;
  readonly port: number;
  readonly seed: number;
  readonly life: number;
  readonly chances: Chances;
};
export type ToService = { readonly ask: 'sweep'; readonly time: string } | { readonly ask: 'stop' };
export type FromService =
  | { readonly said: 'ready'; readonly outputs: Readonly<Record<string, string>> }
  | { readonly said: 'swept'; readonly result: SweepResult }
  | { readonly said: 'announced' | 'dropped' | 'delayed' | 'repeated' | 'sent late' };

export type Counts = Record<'announced' | 'dropped' | 'delayed' | 'repeated', number>;

/** The service through all its lives. */
export class Service {
  readonly counts: Counts = { announced: 0, dropped: 0, delayed: 0, repeated: 0 };
  kills = 0;
  /** Announcements that this life of the service still means to send. */
  awaited = 0;
  readonly #start: Omit<ServiceStart, 'life'>;
  readonly #log: number;
  #life = 0;
  #child: ChildProcess | null = null;
  #up: Promise<System> | null = null;
  #settleUp: ((system: System | Promise<System>) => void) | null = null;
  #swept: ((result: SweepResult) => void) | null = null;

  /** @param log file that gets what the functions print */
  constructor(start: Omit<ServiceStart, 'life'>, log: string) {
    this.#start = start;
    this.#log = openSync(log, 'a');
  }

  /** The running system; while the service is down, the one that it will be. */
  get up(): Promise<System> {
    if (!this.#up) throw new Error('the service was never started');
    return this.#up;
  }

  /** Begins a life. */
  start(): Promise<System> {
    this.awaited = 0;
    const argument = JSON.stringify({ ...this.#start, life: ++this.#life } satisfies ServiceStart);
    const script = join(import.meta.dirname, 'service.ts');
    // A group of its own, so that a kill takes all that it started.
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, argument], {
      stdio: ['ignore', 'pipe', this.#log, 'ipc'],
      detached: true,
    });
    this.#child = child;
    this.#up = new Promise((resolve, reject) => {
      this.#settleUp = resolve;
      createInterface({ input: child.stdout! }).on('line', (line) => {
        const message = JSON.parse(line) as FromService;
        if (message.said === 'ready') {
          System.useEndpoint(`http://127.0.0.1:${this.#start.port}`);
          resolve(System.of(message.outputs));
        } else if (message.said === 'swept') this.#swept?.(message.result);
        else if (message.said === 'sent late') this.awaited--;
        else {
          this.counts[message.said]++;
          if (message.said === 'delayed' || message.said === 'repeated') this.awaited++;
        }
      });
      child.once('exit', (code, signal) => {
        if (signal !== 'SIGKILL')
          reject(new Error(`the service ended by itself, code ${code}, signal ${signal}; see its log`));
      });
    });
    return this.#up;
  }

  /** Ends the life of the process and all its threads without a word of warning, and begins the next one. */
  async killAndStart(): Promise<void> {
    const child = this.#child;
    if (!child?.pid) throw new Error('the service was never started');
    const ended = once(child, 'close');
    process.kill(-child.pid, 'SIGKILL');
    await ended;
    this.kills++;
    // Whoever waits for a life that ended before it was up waits for the next one.
    const settle = this.#settleUp;
    settle?.(this.start());
  }

  /** Fires the sweep as if it were `time`. */
  async sweep(time: Date): Promise<SweepResult> {
    await this.up;
    const swept = new Promise<SweepResult>((resolve) => (this.#swept = resolve));
    this.#child?.send({ ask: 'sweep', time: time.toISOString() } satisfies ToService);
    return swept;
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'close');
    child.send({ ask: 'stop' } satisfies ToService);
    await ended;
  }
}
