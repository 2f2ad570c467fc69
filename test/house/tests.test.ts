/** What a test may do, by its kind (test/kinds.ts): the rules of CONTRIBUTING.md that a program can see. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PROJECTS } from '../kinds.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const FILES = globSync('test/**/*.ts', { cwd: ROOT }).map((name) => ({
  name,
  text: readFileSync(join(ROOT, name), 'utf8'),
}));
const kinds = PROJECTS.map(({ name }) => name);
const kindOf = (file: string): string => kinds.find((kind) => file.endsWith(`.${kind}.test.ts`)) ?? 'fast';

const named = (pattern: RegExp, files = FILES): string[] =>
  files.filter(({ text }) => pattern.test(text)).map(({ name }) => name);

test('a test that changes modules or globals is alone in its process', () => {
  const fast = FILES.filter(({ name }) => name.endsWith('.test.ts') && kindOf(name) === 'fast');
  expect(named(/\bvi\.(?:mock|doMock|resetModules|stubGlobal|stubEnv)\(|\bprocess\.chdir\(/, fast)).toEqual([]);
});

/** They live with time by intent: the soak is no test of a suite, and the local stack's functions are to hang. */
const LIVES_WITH_TIME = /^test\/(?:soak|local|house)\//;

test('none has a limit of its own, measures time on the clock or sleeps', () => {
  const files = FILES.filter(({ name }) => !LIVES_WITH_TIME.test(name));
  expect(named(/\btimeout: [1-9]|^ {0,4}\}, \d[\d_]*\);$/m, files)).toEqual([]);
  // The simulation tells how long it took, and asserts nothing of it.
  expect(named(/\bperformance\.now\(|\bDate\.now\(/, files)).toEqual(['test/simulation/simulate-seeds.ts']);
  // A server is asked until it is there; the watchdog ends a run that hangs.
  expect(named(/\btimers\/promises\b|\bsetTimeout\(/, files).sort()).toEqual([
    'test/contract/servers.ts',
    'test/watchdog.ts',
  ]);
});
