/** cli/setup.mjs with an npm that notes how it is called, in a folder that has nothing but a lockfile. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const NPM = '#!/bin/sh\necho "$@" >> npm-calls\nmkdir -p node_modules\nexit "$NPM_EXITS_WITH"\n';

/** What Node reports of a machine's C library: its version where it is glibc, nothing on musl. */
const GLIBC = { glibcVersionRuntime: '2.36' };
const MUSL = {};

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'setup-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'cli'));
  mkdirSync(join(folder, 'bin'));
  copyFileSync(join(root, 'cli', 'setup.mjs'), join(folder, 'cli', 'setup.mjs'));
  writeFileSync(join(folder, 'package-lock.json'), '{}');
  writeFileSync(join(folder, 'bin', 'npm'), NPM, { mode: 0o755 });
});

/** Runs the script and returns what npm was called with since the test began, less the options that keep it quiet. */
function setup({ header = GLIBC, exit = 0 }: { header?: object; exit?: number } = {}): string[] {
  const report = `process.report.getReport = () => (${JSON.stringify({ header })})`;
  spawnSync(process.execPath, ['--import', `data:text/javascript,${report}`, join(folder, 'cli', 'setup.mjs')], {
    env: {
      ...process.env,
      PATH: `${join(folder, 'bin')}${delimiter}${process.env['PATH']}`,
      NPM_EXITS_WITH: `${exit}`,
    },
  });
  const calls = join(folder, 'npm-calls');
  if (!existsSync(calls)) return [];
  const quiet = / --(?:no-audit|no-fund|loglevel=error)/g;
  return readFileSync(calls, 'utf8').trim().replaceAll(quiet, '').split('\n');
}

describe('a script of package.json', () => {
  it("starts a shell of its own after the set-up: one that has called the machine's Node would call it again", () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const lines = Object.values(scripts).filter((line) => line.includes('cli/setup.mjs'));
    expect(lines).not.toEqual([]);
    expect(lines.filter((line) => !/^node cli\/setup\.mjs(?: && npm run .*)?$/.test(line))).toEqual([]);
  });
});

// The npm of this test is a shell script.
describe.skipIf(process.platform === 'win32')('setup', () => {
  it('installs what the lockfile says, once', () => {
    expect(setup()).toEqual(['ci']);
    expect(setup()).toEqual(['ci']);
  });

  it('installs again when the lockfile has changed', () => {
    setup();
    writeFileSync(join(folder, 'package-lock.json'), '{"lockfileVersion":3}');
    expect(setup()).toEqual(['ci', 'ci']);
  });

  it('tries again after an installation that failed', () => {
    setup({ exit: 1 });
    expect(setup()).toEqual(['ci', 'ci']);
  });

  it('lets no package run a script on musl, where the Node of the package `node` does not start', () => {
    expect(setup({ header: MUSL })).toEqual(['ci --ignore-scripts']);
  });
});
