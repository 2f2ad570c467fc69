/** The calls of the file system that write. All that the service keeps passes through them, so a test can make each fail. */
import {
  closeSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  write as writeLater,
  writeSync,
} from 'node:fs';

/** What the service needs of a file system to write. Every call throws when it fails. */
export type Files = {
  readonly makeFolder: (path: string) => void;
  /** Opens a file to append (`a`), or a new file (`wx`). @returns its descriptor */
  readonly open: (path: string, flags: 'a' | 'wx') => number;
  /** Writes the beginning of `bytes`, at best all. @returns how many bytes were written */
  readonly write: (file: number, bytes: Uint8Array) => number;
  /** The same, off this thread. */
  readonly writeLater: (file: number, bytes: Uint8Array) => Promise<number>;
  /** Cuts a file to `size` bytes. */
  readonly cut: (file: number, size: number) => void;
  /** Bytes of an open file; undefined if no folder names it any longer. */
  readonly sizeOf: (file: number) => number | undefined;
  readonly close: (file: number) => void;
  readonly rename: (from: string, to: string) => void;
  /** Removes a file or folder, if it is there. */
  readonly remove: (path: string) => void;
};

/** The file system of this machine. */
export const machineFiles: Files = {
  makeFolder: (path) => void mkdirSync(path, { recursive: true }),
  open: openSync,
  write: (file, bytes) => writeSync(file, bytes),
  writeLater: (file, bytes) =>
    new Promise((done, fail) => writeLater(file, bytes, (error, written) => (error ? fail(error) : done(written)))),
  cut: ftruncateSync,
  sizeOf: (file) => {
    const { nlink, size } = fstatSync(file);
    return nlink === 0 ? undefined : size;
  },
  close: closeSync,
  rename: renameSync,
  remove: (path) => rmSync(path, { recursive: true, force: true }),
};

/** A file took less than it was given, and gave no reason. */
export class ShortWriteError extends Error {
  override name = 'ShortWriteError';
  constructor(written: number, size: number) {
    super(`Only ${written} of ${size} bytes were written. The disk may be full.`);
  }
}

/** Writes all bytes: a system may take a part of them and be asked again. */
export function writeAll(files: Files, file: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length;) {
    const more = files.write(file, bytes.subarray(written));
    if (more <= 0) throw new ShortWriteError(written, bytes.length);
    written += more;
  }
}

/** Writes all bytes off this thread. */
export async function writeAllLater(files: Files, file: number, bytes: Uint8Array): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    const more = await files.writeLater(file, bytes.subarray(written));
    if (more <= 0) throw new ShortWriteError(written, bytes.length);
    written += more;
  }
}
