/**
 * package-lock.json serves every platform, not only the one on which it was written. It cannot show for which platforms
 * `node` and `classic-level` are built: docs/decisions/0022-lockfile-for-every-platform.md says it.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';

/** What a package runs on. A list that is left out allows everything. */
interface Platform {
  os?: string[];
  cpu?: string[];
  libc?: string[];
}

interface Entry extends Platform {
  version: string;
  integrity?: string;
  resolved?: string;
  inBundle?: boolean;
  hasInstallScript?: boolean;
  optionalDependencies?: Record<string, string>;
}

interface Lockfile {
  packages: Record<string, Entry>;
}

const root = join(import.meta.dirname, '..', '..');
const readLockfile = (): Lockfile => JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lockfile;

const nameOf = (path: string): string => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

const OS_CPU_ABI =
  /(?:^|[/-])(aix|android|darwin|freebsd|linux|netbsd|openbsd|openharmony|sunos|win32)-([a-z0-9]+)(?:-([a-z]+))?$/;
const LIBC: Record<string, string> = { gnu: 'glibc', musl: 'musl' };

/** The platform that a package's name ends with, like `binding-linux-x64-musl`; undefined where it names none. */
function namedPlatform(name: string): Platform | undefined {
  if (name.endsWith('-wasm32-wasi')) return { cpu: ['wasm32'] };
  const [, os, cpu, abi = ''] = OS_CPU_ABI.exec(name) ?? [];
  if (os === undefined || cpu === undefined) return undefined;
  const libc = LIBC[abi];
  return { os: [os], cpu: [cpu], ...(libc !== undefined && { libc: [libc] }) };
}

/** Entries whose platform is not the one in their name; a name without libc says nothing about it. */
function contradictions(lockfile: Lockfile): string[] {
  return Object.entries(lockfile.packages).flatMap(([path, { os, cpu, libc }]) => {
    const named = namedPlatform(nameOf(path));
    if (named === undefined) return cpu === undefined ? [] : [`${path}: ${cpu.join()} is not in the name`];
    const declared = { os, cpu, ...(named.libc && { libc }) };
    const expected = { os: named.os, cpu: named.cpu, ...(named.libc && { libc: named.libc }) };
    return JSON.stringify(declared) === JSON.stringify(expected) ? [] : [`${path}: ${JSON.stringify(declared)}`];
  });
}

const TARGETS = [
  'linux-x64-glibc',
  'linux-x64-musl',
  'linux-arm64-glibc',
  'linux-arm64-musl',
  'darwin-x64',
  'darwin-arm64',
  'win32-x64',
  'win32-arm64',
];

/** The entry of a package's dependency: in its own node_modules, or in the nearest around it, as Node looks for it. */
function resolve({ packages }: Lockfile, path: string, name: string): Entry | undefined {
  const own = packages[path === '' ? `node_modules/${name}` : `${path}/node_modules/${name}`];
  if (own !== undefined || path === '') return own;
  return resolve({ packages }, path.slice(0, Math.max(0, path.lastIndexOf('/node_modules/'))), name);
}

/** The native tools (packages with optional dependencies named after platforms) of which no binary fits the target. */
function toolsWithout(lockfile: Lockfile, target: string): string[] {
  const [os = '', cpu = '', libc = ''] = target.split('-');
  const allows = (list: string[] | undefined, value: string): boolean => list === undefined || list.includes(value);
  return Object.entries(lockfile.packages).flatMap(([path, { optionalDependencies = {} }]) => {
    const binaries = Object.keys(optionalDependencies).filter((name) => namedPlatform(name) !== undefined);
    const fitting = binaries.some((name) => {
      const entry = resolve(lockfile, path, name);
      return entry !== undefined && allows(entry.os, os) && allows(entry.cpu, cpu) && allows(entry.libc, libc);
    });
    return binaries.length === 0 || fitting ? [] : [nameOf(path)];
  });
}

/**
 * What `npm ci` says to a lockfile before it installs anything: its errors, or nothing. It finds packages that are
 * missing or of a version that was not asked for; offline and with an empty cache it can use the lockfile alone.
 */
function refusal(lockfile: Lockfile): string {
  const folder = mkdtempSync(join(tmpdir(), 'lockfile-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  copyFileSync(join(root, 'package.json'), join(folder, 'package.json'));
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lockfile));
  const options = ['--dry-run', '--offline', '--ignore-scripts', '--loglevel=error', '--cache', join(folder, 'cache')];
  const { status, stderr, error } = spawnSync('npm', ['ci', ...options], {
    cwd: folder,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (error) throw error;
  return status === 0 ? '' : stderr;
}

const ESBUILD_ON_A_MAC = 'node_modules/@esbuild/darwin-arm64';

/** The lockfile with one entry left out, or with some of its fields changed. */
function broken(path: string, change?: Partial<Entry>): Lockfile {
  const lockfile = readLockfile();
  const entry = lockfile.packages[path];
  if (entry === undefined) throw new RangeError(`the lockfile has no ${path}`);
  if (change === undefined) delete lockfile.packages[path];
  else Object.assign(entry, change);
  return lockfile;
}

describe('npm ci', () => {
  it('takes the lockfile: every dependency has an entry, of a version that is asked for', () => {
    expect(refusal(readLockfile())).toBe('');
  });

  it.each([
    ['without the entry of a binary for another platform', broken(ESBUILD_ON_A_MAC)],
    ['with another version of it', broken(ESBUILD_ON_A_MAC, { version: '0.0.0' })],
    ['with a version outside a range', broken('node_modules/fsevents', { version: '0.0.0' })],
  ])('refuses a lockfile %s', (_what, lockfile) => {
    expect(refusal(lockfile)).toContain('Missing:');
  });
});

describe('an entry of the lockfile', () => {
  it('runs on the platform that its name says', () => {
    expect(contradictions(readLockfile())).toEqual([]);
  });

  it.each<[string, string, Partial<Entry>]>([
    ['os', ESBUILD_ON_A_MAC, { os: ['linux'] }],
    ['cpu', ESBUILD_ON_A_MAC, { cpu: ['x64'] }],
    ['libc', 'node_modules/@oxlint/binding-linux-x64-musl', { libc: ['glibc'] }],
  ])('is found when its %s is not the one in its name', (_field, path, change) => {
    expect(contradictions(broken(path, change))).toHaveLength(1);
  });

  it('says what its bytes must be, and no registry to take them from', () => {
    const entries = Object.entries(readLockfile().packages).filter(([path, { inBundle }]) => path !== '' && !inBundle);
    expect(entries.filter(([, { integrity }]) => integrity === undefined).map(([path]) => path)).toEqual([]);
    expect(entries.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([]);
  });

  it('with a script that npm runs while it installs is allowed or refused in package.json', () => {
    const { allowScripts = {} } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      allowScripts?: Record<string, boolean>;
    };
    const scripted = Object.entries(readLockfile().packages).filter(([, { hasInstallScript }]) => hasInstallScript);
    expect(Object.keys(allowScripts).sort()).toEqual(scripted.map(([path]) => nameOf(path)).sort());
    expect(allowScripts['node']).toBe(true);
  });
});

// Upstream builds every one of them for every target. One that it does not must be named here, with the reason.
describe('each native tool', () => {
  it.each(TARGETS)('has a binary for %s', (target) => {
    expect(toolsWithout(readLockfile(), target)).toEqual([]);
  });

  it('is found when its binary for a platform is missing or is for another one', () => {
    expect(toolsWithout(broken(ESBUILD_ON_A_MAC), 'darwin-arm64')).toEqual(['esbuild']);
    expect(toolsWithout(broken(ESBUILD_ON_A_MAC, { cpu: ['x64'] }), 'darwin-arm64')).toEqual(['esbuild']);
  });
});
