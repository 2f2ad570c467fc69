/** Keeps the contents of versions and parts, in files of the data folder or in memory. */
import { randomUUID } from 'node:crypto';
import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Files, machineFiles, writeAll, writeAllLater } from '../files.ts';

/** Bytes `start` to `end` (exclusive) of a content. */
export type Span = { readonly file: string; readonly start: number; readonly end: number };

/** A content that is being written, piece by piece. */
export type ContentWriter = {
  write(piece: Buffer): Promise<void>;
  /** Keeps the content. @returns the name of its file */
  finish(): string;
  /** Forgets what was written. It never throws. */
  cancel(): void;
};

/** Keeps contents by the name of their file. */
export type Contents = {
  create(): ContentWriter;
  /** Reads piece by piece, so that a large content is never in memory whole. */
  read(span: Span): AsyncIterable<Buffer>;
  /** Forgets a content. What cannot be removed takes room and does nothing else, so it never throws. */
  discard(file: string): void;
};

/** Writes all pieces as one content. A content that does not become whole is forgotten. */
export async function writePieces(
  contents: Contents,
  pieces: AsyncIterable<Buffer>,
): Promise<{ readonly file: string; readonly size: number }> {
  const writer = contents.create();
  let size = 0;
  try {
    for await (const piece of pieces) {
      await writer.write(piece);
      size += piece.length;
    }
    return { file: writer.finish(), size };
  } catch (error) {
    writer.cancel();
    throw error;
  }
}

/** Keeps contents in memory. */
export function contentsInMemory(): Contents {
  const contents = new Map<string, Buffer>();
  return {
    create() {
      const pieces: Buffer[] = [];
      return {
        async write(piece) {
          pieces.push(piece);
        },
        finish() {
          const file = randomUUID();
          contents.set(file, Buffer.concat(pieces));
          return file;
        },
        cancel: () => undefined,
      };
    },
    async *read({ file, start, end }) {
      yield contents.get(file)!.subarray(start, end);
    },
    discard: (file) => void contents.delete(file),
  };
}

/** Where contents are on disk. */
type Folders = { readonly kept: string; readonly arriving: string; readonly made: Set<string>; readonly files: Files };

/**
 * Keeps contents in files under a folder. A content is written under `arriving` and moved when it is whole; what an
 * earlier run was receiving there is removed.
 */
export function contentsInFiles(folder: string, files: Files = machineFiles): Contents {
  const folders: Folders = {
    kept: join(folder, 'objects'),
    arriving: join(folder, 'arriving'),
    made: new Set(),
    files,
  };
  files.remove(folders.arriving);
  files.makeFolder(folders.arriving);
  return {
    create: () => createFile(folders),
    read: (span) => readFile(pathOf(folders, span.file), span),
    discard: (file) => removeQuietly(files, pathOf(folders, file)),
  };
}

function pathOf({ kept }: Folders, file: string): string {
  return join(kept, file.slice(0, 2), file.slice(2));
}

/** Up to this size a content is written on this thread: a round trip to another one takes longer than the write. */
const WRITTEN_AT_ONCE = 65_536;

function createFile(folders: Folders): ContentWriter {
  const { files, arriving } = folders;
  const name = randomUUID();
  const path = join(arriving, name);
  const file = files.open(path, 'wx');
  let size = 0;
  let isOpen = true;
  const close = (): void => {
    if (isOpen) {
      isOpen = false;
      files.close(file);
    }
  };
  return {
    async write(piece) {
      size += piece.length;
      if (size <= WRITTEN_AT_ONCE) writeAll(files, file, piece);
      else await writeAllLater(files, file, piece);
    },
    finish() {
      close();
      const kept = pathOf(folders, name);
      makeOnce(folders, dirname(kept));
      files.rename(path, kept);
      return name;
    },
    cancel() {
      try {
        close();
      } catch {
        // What cannot be closed is gone with the process.
      }
      removeQuietly(files, path);
    },
  };
}

function makeOnce({ files, made }: Folders, folder: string): void {
  if (made.has(folder)) return;
  files.makeFolder(folder);
  made.add(folder);
}

function removeQuietly(files: Files, path: string): void {
  try {
    files.remove(path);
  } catch {
    // It takes room until somebody removes it.
  }
}

/** Bytes that are read at a time. */
const PIECE = 262_144;

async function* readFile(path: string, { start, end }: Span): AsyncIterable<Buffer> {
  const file = await open(path);
  try {
    for (let position = start; position < end;) {
      const piece = Buffer.allocUnsafe(Math.min(PIECE, end - position));
      const { bytesRead } = await file.read(piece, 0, piece.length, position);
      if (bytesRead === 0) throw new Error(`${path} ends before byte ${end} of the index. Restore the data folder.`);
      yield piece.subarray(0, bytesRead);
      position += bytesRead;
    }
  } finally {
    await file.close();
  }
}
