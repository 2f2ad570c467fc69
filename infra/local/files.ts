/** An append-only file of JSON lines that survives a killed process: the one form in which the local stack keeps its state. */
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

export type Journal<Line> = {
  /** Appends one line; it is with the operating system when this returns, so it outlives a killed process (not a power cut). */
  append(line: Line): void;
  close(): void;
};

/**
 * Opens the journal at `path` and gives its lines to `replay`, oldest first. The last line may be torn by a kill: then it is dropped,
 * since whoever wrote it never got an answer. `compact`, if given, returns the lines that are still needed; the file is replaced by them.
 */
export function openJournal<Line>(path: string, replay: (line: Line) => void, compact?: () => Line[]): Journal<Line> {
  mkdirSync(dirname(path), { recursive: true });
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  for (const [index, line] of whole.split('\n').entries()) {
    if (line !== '') replay(parse(path, index + 1, line) as Line);
  }
  const kept = compact
    ? compact()
        .map((line) => `${JSON.stringify(line)}\n`)
        .join('')
    : whole;
  if (kept !== text) {
    writeFileSync(`${path}.new`, kept);
    renameSync(`${path}.new`, path);
  }
  const file = openSync(path, 'a');
  return {
    append: (line) => {
      writeSync(file, `${JSON.stringify(line)}\n`);
    },
    close: () => closeSync(file),
  };
}

function parse(path: string, number: number, line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new Error(
      `Line ${number} of ${path} is not JSON, so the data folder was damaged by something else than a killed process. Start with another data folder, or restore this one.`,
      { cause },
    );
  }
}
