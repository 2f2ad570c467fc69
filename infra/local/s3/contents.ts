/** Keeps the contents of versions, in files of the data folder or in memory. */
import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { open, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Bytes `start` to `end` (exclusive) of a file. */
export type Span = { readonly file: string; readonly start: number; readonly end: number };

/** Keeps contents by the name of their file. */
export type Contents = {
  /** Writes a new file and returns its name. */
  write(content: Buffer): Promise<string>;
  read(span: Span): Promise<Buffer>;
  discard(file: string): Promise<void>;
};

/** Keeps contents in memory. */
export function contentsInMemory(): Contents {
  const contents = new Map<string, Buffer>();
  return {
    async write(content) {
      const file = randomUUID();
      contents.set(file, content);
      return file;
    },
    async read({ file, start, end }) {
      return contents.get(file)!.subarray(start, end);
    },
    async discard(file) {
      contents.delete(file);
    },
  };
}

/** Keeps contents in files under a folder. */
export function contentsInFiles(folder: string): Contents {
  const pathOf = (file: string): string => join(folder, file.slice(0, 2), file.slice(2));
  const madeFolders = new Set<string>();
  return {
    async write(content) {
      const file = randomUUID();
      await writeContent(pathOf(file), content, madeFolders);
      return file;
    },
    read: (span) => readContent(pathOf(span.file), span),
    discard: (file) => rm(pathOf(file), { force: true }),
  };
}

/** Files up to this size are written at once: the thread pool's round trip takes longer than the write. */
const WRITTEN_AT_ONCE = 65_536;

async function writeContent(path: string, content: Buffer, madeFolders: Set<string>): Promise<void> {
  const folder = dirname(path);
  if (!madeFolders.has(folder)) {
    mkdirSync(folder, { recursive: true });
    madeFolders.add(folder);
  }
  if (content.length < WRITTEN_AT_ONCE) writeFileSync(path, content);
  else await writeFile(path, content);
}

async function readContent(path: string, { start, end }: Span): Promise<Buffer> {
  const file = await open(path);
  try {
    const bytes = Buffer.allocUnsafe(end - start);
    let filled = 0;
    while (filled < bytes.length) {
      const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, start + filled);
      if (bytesRead === 0) throw new Error(`${path} ends before byte ${end} of the index. Restore the data folder.`);
      filled += bytesRead;
    }
    return bytes;
  } finally {
    await file.close();
  }
}
