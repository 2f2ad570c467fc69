/**
 * An append-only file of JSON lines, which outlives a killed process. S3 keeps its index of versions in one, the queues
 * keep their undelivered messages in another.
 */
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** An open journal. */
export type Journal<Line> = {
  /** Appends one line. When it returns, the operating system has the line: it outlives a kill, but not a power cut. */
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
};

/** Opens a journal. A kill can tear the last line; that line is dropped, since its writer never got an answer. */
export function openJournal<Line>({ path, replay, compact }: JournalOptions<Line>): Journal<Line> {
  mkdirSync(dirname(path), { recursive: true });
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  for (const [index, line] of whole.split('\n').entries()) {
    if (line !== '') replay(parseLine(path, index + 1, line) as Line);
  }
  const kept = compact ? compact().map(textOfLine).join('') : whole;
  if (kept !== text) {
    writeFileSync(`${path}.new`, kept);
    renameSync(`${path}.new`, path);
  }
  const file = openSync(path, 'a');
  return {
    append: (line) => void writeSync(file, textOfLine(line)),
    close: () => closeSync(file),
  };
}

function textOfLine(line: unknown): string {
  return `${JSON.stringify(line)}\n`;
}

function parseLine(path: string, number: number, line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new Error(
      `Line ${number} of ${path} is not JSON, so something else than a killed process damaged the data folder. ` +
        'Start with another data folder, or restore this one.',
      { cause },
    );
  }
}
