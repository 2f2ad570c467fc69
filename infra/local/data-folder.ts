/** One running stack owns a data folder: a second one would write over it. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Folders that this process holds. A lock with our own process id and not among these is left from an earlier life of that id. */
const held = new Set<string>();

/** Another running stack owns the folder. */
export class DataFolderInUseError extends Error {
  override name = 'DataFolderInUseError';
  readonly folder: string;
  readonly owner: number;
  constructor(folder: string, owner: number) {
    super(
      `The data folder ${folder} is in use by process ${owner}. Stop that one, or name another folder. If no local stack runs there, delete ${join(folder, 'lock')}.`,
    );
    this.folder = folder;
    this.owner = owner;
  }
}

/** Takes the folder for this process, and gives back the function that leaves it. What a killed process left is taken over. */
export function lockDataFolder(folder: string): () => void {
  const path = resolve(folder, 'lock');
  mkdirSync(folder, { recursive: true });
  const owner = existsSync(path) ? Number(readFileSync(path, 'utf8')) : 0;
  if (held.has(path) || (owner !== process.pid && isAlive(owner))) {
    throw new DataFolderInUseError(folder, owner);
  }
  writeFileSync(path, String(process.pid));
  held.add(path);
  return () => {
    held.delete(path);
    rmSync(path, { force: true });
  };
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Not ours to signal, but there.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
