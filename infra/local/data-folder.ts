/** One running stack owns a data folder, since a second one would write over its files. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * The lock files that this process holds. If a lock file has this process's id and is not among them, an earlier
 * process with the same id left it.
 */
const held = new Set<string>();

/** Another running stack owns the folder. */
export class DataFolderInUseError extends Error {
  override name = 'DataFolderInUseError';
  readonly folder: string;
  /** Process id of the stack that owns the folder. */
  readonly owner: number;
  constructor(folder: string, owner: number) {
    super(
      `The data folder ${folder} is in use by process ${owner}. Stop that one, or name another folder. ` +
        `If no local stack runs there, delete ${join(folder, 'lock')}.`,
    );
    this.folder = folder;
    this.owner = owner;
  }
}

/** Takes the folder for this process, also from a process that was killed. @returns a function that gives it up */
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
    // EPERM: the process runs, and another user owns it.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
