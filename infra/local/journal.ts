/**
 * An append-only file of JSON lines, which outlives a killed process. S3 keeps its index of versions in one, the queues
 * keep their undelivered messages in another.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Files, machineFiles, writeAll } from './files.ts';

/** An open journal. */
export type Journal<Line> = {
  /**
   * Appends one line. When it returns, the operating system has the line: it outlives a kill, but not a power cut. When
   * it throws, the journal is as it was.
   */
  append(line: Line): void;
  close(): void;
};

/** How to open a journal. */
export type JournalOptions<Line> = {
  readonly path: string;
  /** Gets each line that an earlier run left, oldest first. */
  readonly replay: (line: Line) => void;
  /** Returns the lines that are still needed; they replace the file's lines. Default: all lines are. */
  readonly compact?: () => Line[];
  /** Default: the file system of this machine. */
  readonly files?: Files | undefined;
};

/** Something else than a killed process or a failed write damaged a journal. */
export class DamagedJournalError extends Error {
  override name = 'DamagedJournalError';
  readonly path: string;
  readonly line: number;
  constructor(path: string, line: number, cause: unknown) {
    super(
      `Line ${line} of ${path} is not JSON, so something else than a killed process damaged the data folder. ` +
        'Start with another data folder, or restore this one.',
      { cause },
    );
    this.path = path;
    this.line = line;
  }
}

/** Opens a journal. A kill can tear the last line; that line is dropped, since its writer never got an answer. */
export function openJournal<Line>(options: JournalOptions<Line>): Journal<Line> {
  const { path, replay, compact, files = machineFiles } = options;
  files.makeFolder(dirname(path));
  const bytes = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
  const whole = bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1);
  for (const [index, line] of whole.toString('utf8').split('\n').entries()) {
    if (line !== '') replay(parseLine(path, index + 1, line) as Line);
  }
  const kept = compact ? Buffer.concat(compact().map(bytesOfLine)) : whole;
  if (!kept.equals(bytes)) replaceFile(files, path, kept);
  return appendTo(files, path, kept.length);
}

function replaceFile(files: Files, path: string, bytes: Buffer): void {
  const whole = `${path}.new`;
  files.remove(whole);
  const file = files.open(whole, 'wx');
  try {
    writeAll(files, file, bytes);
  } finally {
    files.close(file);
  }
  files.rename(whole, path);
}

/** @param size bytes of the file that are whole lines */
function appendTo<Line>(files: Files, path: string, size: number): Journal<Line> {
  const file = files.open(path, 'a');
  let whole = size;
  /** Takes off what a failed write left: else the next line would go on where it broke off. */
  const mend = (): void => {
    const found = files.sizeOf(file);
    if (found === undefined) throw new Error(`${path} is gone: the data folder was moved or removed. Start again.`);
    if (found !== whole) files.cut(file, whole);
  };
  return {
    append(line) {
      const bytes = bytesOfLine(line);
      mend();
      try {
        writeAll(files, file, bytes);
      } catch (error) {
        try {
          mend();
        } catch {
          // The next line mends first, and so does the next start.
        }
        throw error;
      }
      whole += bytes.length;
    },
    close: () => files.close(file),
  };
}

function bytesOfLine(line: unknown): Buffer {
  return Buffer.from(`${JSON.stringify(line)}\n`);
}

function parseLine(path: string, number: number, line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new DamagedJournalError(path, number, cause);
  }
}
