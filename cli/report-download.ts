import { createHash } from 'node:crypto';
import { appendFile, mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { PublishedFile } from '../shared/publication/published-manifest.ts';

/** Bytes that are asked for at once: what a cut connection can cost. */
const PART = 4 * 1024 * 1024;

/** The bytes of a published file from an offset on, at most so many; null when it is gone. */
export type ReadPart = (name: string, from: number, length: number) => Promise<Uint8Array | null>;

export type Wanted = {
  /** Files by their names below the folder, as the manifest lists them. */
  readonly files: ReadonlyMap<string, PublishedFile>;
  readonly folder: string;
  readonly readPart: ReadPart;
  /** Called with the bytes that are there, of how many. */
  readonly progress: (done: number, total: number) => void;
};

export type Fetched = {
  readonly fetched: readonly string[];
  /** Files that were there already, as the manifest says. */
  readonly kept: readonly string[];
  /** Files that lay in the folder otherwise than the manifest says; they were fetched again. */
  readonly mended: readonly string[];
  /** Files of which the part that an earlier run had fetched was used. */
  readonly resumed: readonly string[];
  /** Files that the bucket has no more, or with other bytes than the manifest says; they are not in the folder. */
  readonly bad: readonly string[];
};

/** A manifest that names a file outside the folder that it is fetched into. */
export class OutsideError extends Error {
  override name = 'OutsideError';
}

/**
 * Brings files into a folder and checks each against its hash. What is there already is kept; what a run left half done
 * is gone on with; a file gets its name only when its bytes are right. @throws OutsideError
 */
export async function fetchFiles({ files, folder, readPart, progress }: Wanted): Promise<Fetched> {
  const found = { fetched: [], kept: [], mended: [], resumed: [], bad: [] } as Record<keyof Fetched, string[]>;
  const total = [...files.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  let before = 0;
  for (const [name, file] of files) {
    const target = inside(folder, name);
    const there = await hashOf(target);
    if (there === file.sha256) found.kept.push(name);
    else {
      if (there !== null) found.mended.push(name);
      const partial = `${target}.part`;
      await mkdir(path.dirname(target), { recursive: true });
      const isResumed = (await sizeOf(partial)) > 0;
      const start = before;
      const fetchOnce = (): Promise<boolean> =>
        fetchFile({ name, file, partial, readPart }, (done) => progress(start + done, total));
      // A part of an earlier run may be of other bytes: then the file is fetched whole, once.
      const isGood = (await fetchOnce()) || (isResumed && (await fetchOnce()));
      if (isGood) await rename(partial, target);
      else await rm(target, { force: true });
      found[isGood ? 'fetched' : 'bad'].push(name);
      if (isGood && isResumed) found.resumed.push(name);
    }
    before += file.bytes;
    progress(before, total);
  }
  return found;
}

type OneFile = {
  readonly name: string;
  readonly file: PublishedFile;
  readonly partial: string;
  readonly readPart: ReadPart;
};

/** Goes on with a file where its part ends. @returns whether its bytes are right; if not, no part is left */
async function fetchFile(
  { name, file, partial, readPart }: OneFile,
  progress: (done: number) => void,
): Promise<boolean> {
  for (let done = await sizeOf(partial); done < file.bytes;) {
    const part = await readPart(name, done, Math.min(PART, file.bytes - done));
    if (part === null || part.length === 0) break;
    await appendFile(partial, part);
    done += part.length;
    progress(done);
  }
  if (file.bytes === 0) await appendFile(partial, '');
  if ((await hashOf(partial)) === file.sha256) return true;
  await rm(partial, { force: true });
  return false;
}

/** @throws OutsideError */
function inside(folder: string, name: string): string {
  const target = path.resolve(folder, name);
  const below = path.relative(path.resolve(folder), target);
  // On Windows the way to another drive is a whole path.
  if (below === '' || below.split(path.sep)[0] === '..' || path.isAbsolute(below) || path.isAbsolute(name))
    throw new OutsideError(`the manifest names a file outside of its folder: ${name}`);
  return target;
}

/** Null when there is no such file. */
async function hashOf(file: string): Promise<string | null> {
  const bytes = await readFile(file).catch(nothingThere);
  return bytes && createHash('sha256').update(bytes).digest('hex');
}

const sizeOf = async (file: string): Promise<number> => (await stat(file).catch(nothingThere))?.size ?? 0;

function nothingThere(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}
