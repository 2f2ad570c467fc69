import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { sourcesHash } from './sources-hash.ts';

const PROJECT = join(import.meta.dirname, '..');
/** Keys of systems that keep no data of their own: pseudonyms are the same from run to run on this machine. */
export const KEY_FOLDER = join(PROJECT, '.uplift', 'keys');
const SOURCES = ['functions', 'shared', 'desk', 'infra', 'cities/pack.ts', 'package-lock.json', 'cdk.json'];

/**
 * The cloud assembly of the code as it is: synthesized once, then found by the hash of its sources. It runs on this
 * machine and is never deployed, so nothing checks it against the rules of CloudFormation.
 * @returns folder of the assembly
 */
export async function assemblyFolder(): Promise<string> {
  const folder = join(PROJECT, '.uplift', `assembly-${sourcesHash(SOURCES, join('infra', 'local'))}`);
  if (existsSync(join(folder, 'manifest.json'))) return folder;
  mkdirSync(join(PROJECT, '.uplift'), { recursive: true });
  const partial = `${folder}.${process.pid}`;
  // The CDK takes a second to load, and mostly the assembly is there.
  const { synthesize } = await import('../infra/synthesize.ts');
  synthesize(partial, undefined, { outdir: `${partial}-bundles` }, false);
  rmSync(`${partial}-bundles`, { recursive: true, force: true });
  try {
    renameSync(partial, folder);
  } catch (error) {
    // Another process finished the same work first.
    if (!existsSync(join(folder, 'manifest.json'))) throw error;
    rmSync(partial, { recursive: true, force: true });
  }
  return folder;
}
