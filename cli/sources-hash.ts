import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { cityFolder, packFilesIn } from '../cities/pack.ts';

const PROJECT = join(import.meta.dirname, '..');

/**
 * A hash of files of this project and of the chosen city: what is made of them alone is the same as long as it is.
 * @param sources files, and folders with all that is in them, from the root of the project
 * @param leftOut a folder in one of them that is not hashed
 */
export function sourcesHash(sources: readonly string[], leftOut?: string): string {
  const hash = createHash('sha256');
  const add = (path: string): void => {
    if (path === leftOut) return;
    const file = join(PROJECT, path);
    if (statSync(file).isDirectory()) for (const name of readdirSync(file).sort()) add(join(path, name));
    else hash.update(path).update(readFileSync(file));
  };
  for (const source of sources) add(source);
  for (const [file, text] of packFilesIn(cityFolder())) hash.update(file).update(text);
  return hash.digest('hex').slice(0, 16);
}
