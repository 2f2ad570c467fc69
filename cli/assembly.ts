import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cityFolder, packFilesIn } from '../cities/pack.ts';
import { synthesize } from '../infra/synthesize.ts';

const PROJECT = join(import.meta.dirname, '..');
/** Keys of systems that keep no data of their own: pseudonyms are the same from run to run on this machine. */
export const KEY_FOLDER = join(PROJECT, '.uplift', 'keys');
const SOURCES = ['functions', 'shared', 'desk', 'infra', 'cities/pack.ts', 'package-lock.json', 'cdk.json'];

/**
 * The cloud assembly of the code as it is: synthesized once, then found by the hash of its sources.
 * @returns folder of the assembly
 */
export function assemblyFolder(): string {
  const folder = join(PROJECT, '.uplift', `assembly-${sourcesHash()}`);
  if (existsSync(join(folder, 'manifest.json'))) return folder;
  mkdirSync(join(PROJECT, '.uplift'), { recursive: true });
  const partial = `${folder}.${process.pid}`;
  synthesize(partial, undefined, { outdir: `${partial}-bundles` });
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

function sourcesHash(): string {
  const hash = createHash('sha256');
  const add = (path: string): void => {
    if (path.includes(join('infra', 'local'))) return;
    for (const entry of existsSync(join(PROJECT, path)) ? readdirOrFile(join(PROJECT, path)) : []) {
      if (entry === '') hash.update(path).update(readFileSync(join(PROJECT, path)));
      else add(join(path, entry));
    }
  };
  for (const source of SOURCES) add(source);
  for (const [file, text] of packFilesIn(cityFolder())) hash.update(file).update(text);
  return hash.digest('hex').slice(0, 16);
}

const readdirOrFile = (path: string): string[] => {
  try {
    return readdirSync(path).sort();
  } catch {
    return [''];
  }
};
