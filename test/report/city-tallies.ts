/**
 * What is counted of all townships of the synthetic city. To invent its 130,000 households and to count them is dearer
 * than most tests that ask for the sums, and many processes do: the first one keeps them for the others, under a hash of
 * all that they are made of.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sourcesHash } from '../../cli/sources-hash.ts';
import type { Tally } from '../../shared/fold/tally.ts';
import { CHANNELS, MEASURES } from '../../shared/schema/codes.ts';

export type Tallies = Readonly<Record<string, Tally>>;

const FOLDER = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'tallies');
const SOURCES = ['shared', 'cities', 'cli/generate', 'test/generate/liaocheng.ts', 'test/report', 'package-lock.json'];

/** Sums of another state of the sources that are not thrown away: a branch may be changed for another and back. */
const KEPT = 20;

/** In a run of mutants the code is another one than its sources say. */
const isMutated = '__stryker__' in globalThis;

let hash: string | undefined;

/** The sums under a name, made where no process has made them of the same sources in the same place. */
export function keptTallies(name: string, make: () => Tallies): Tallies {
  if (isMutated) return make();
  // A test may lengthen the lists of codes, and the place must change nothing, which a test can only find in its own.
  const { timeZone, locale } = new Intl.DateTimeFormat().resolvedOptions();
  const lists = [...CHANNELS, ...MEASURES].map(({ code }) => code).join('');
  const place = [timeZone, locale, process.version, lists, name].join(' ').replaceAll(/[^\w.-]+/g, '_');
  const file = join(FOLDER, `${(hash ??= sourcesHash(SOURCES))}_${place}.json`);
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Tallies;
  const tallies = make();
  mkdirSync(FOLDER, { recursive: true });
  const partial = `${file}.${process.pid}`;
  writeFileSync(partial, JSON.stringify(tallies));
  renameSync(partial, file);
  forgetOthers();
  return tallies;
}

/** Deletes the sums of other sources when there are many. */
function forgetOthers(): void {
  const others = readdirSync(FOLDER).filter((name) => !name.startsWith(`${hash}_`));
  if (others.length > KEPT) for (const name of others) rmSync(join(FOLDER, name), { force: true });
}
