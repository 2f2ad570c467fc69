/** Every package of the lockfile has a licence that the project may use it under; docs/operations.md has the bill of materials. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

type Package = { readonly license?: string; readonly dev?: boolean; readonly devOptional?: boolean };

const PROJECT = join(import.meta.dirname, '..', '..');
const { packages } = JSON.parse(readFileSync(join(PROJECT, 'package-lock.json'), 'utf8')) as {
  packages: Record<string, Package>;
};
const installed = Object.entries(packages).filter(([path]) => path !== '');

/** Licences that ask for nothing but their own text: what is deployed, or is handed to an office, has these alone. */
const PERMISSIVE = new Set(['0BSD', 'Apache-2.0', 'BSD-3-Clause', 'BlueOak-1.0.0', 'ISC', 'MIT', 'MIT-0']);
/** Of what only builds and tests, and is handed to nobody: used unchanged, these ask for no more. */
const FOR_DEVELOPMENT = new Set([...PERMISSIVE, 'MPL-2.0', 'CC-BY-4.0']);

/**
 * exceljs, a peer of the benchmarks, brings these; nobody else uses them. buffers and chainsaw name no licence, or only
 * in their text (MIT/X11), big-integer is in the
 * public domain (Unlicense), pako is under MIT and Zlib.
 */
const OF_THE_PEER = new Set(['big-integer', 'buffers', 'chainsaw', 'pako'].map((name) => `node_modules/${name}`));

/** One of several that a package offers is enough. */
const isAmong = (allowed: ReadonlySet<string>, { license = 'none' }: Package): boolean =>
  license
    .replaceAll(/[()]/g, '')
    .split(' OR ')
    .some((one) => allowed.has(one));

describe('licences', () => {
  it('of what is deployed are permissive', () => {
    const deployed = installed.filter(([, { dev, devOptional }]) => dev !== true && devOptional !== true);
    expect(deployed.length).toBeGreaterThan(50);
    expect(deployed.filter(([, one]) => !isAmong(PERMISSIVE, one))).toEqual([]);
  });

  it('of what builds and tests are among those that may be used unchanged', () => {
    const others = installed.filter(([, one]) => !isAmong(FOR_DEVELOPMENT, one)).map(([path]) => path);
    expect(others.filter((path) => !OF_THE_PEER.has(path))).toEqual([]);
  });

  it('are told apart: none, another, one of two, two at once', () => {
    const among = (license?: string) => isAmong(PERMISSIVE, license === undefined ? {} : { license });
    expect([undefined, 'GPL-3.0-or-later', '(MIT OR GPL-3.0-or-later)', 'MIT AND GPL-3.0-only'].map(among)).toEqual([
      false,
      false,
      true,
      false,
    ]);
  });
});
