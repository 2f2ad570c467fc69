/** Files of ours as texts that are written down and compared: whatever they are, a person can read the difference. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pageText } from './page-text.ts';
import { workbookText } from './workbook-text.ts';

/** By their names below a folder. */
export type Texts = ReadonlyMap<string, string>;

export const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** Name and text of a file: a page one element a line, a workbook by sheet, a text as it is. */
export function readable(name: string, content: string | Uint8Array): readonly [name: string, text: string] {
  if (typeof content !== 'string') return [`${name}.txt`, workbookText(content)];
  return name.endsWith('.html') ? [`${name}.txt`, pageText(content, sha256)] : [name, content];
}

/** Writes texts below `folder` in place of all that its own folders hold. */
export function writeDown(folder: string, texts: Texts): void {
  for (const own of foldersOf(folder)) rmSync(join(folder, own), { recursive: true, force: true });
  for (const [name, text] of texts) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

/** The names of what is written down below `folder`. */
export const writtenDown = (folder: string): string[] =>
  foldersOf(folder).flatMap((own) =>
    readdirSync(join(folder, own), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)),
  );

const foldersOf = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
