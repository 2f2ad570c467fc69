import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writtenDown, type Texts } from './readable.ts';

/** Compares texts with what is written down below a folder: each of them, and nothing else. */
export function compareWithWritten(folder: string, texts: Texts): void {
  test.each([...texts.keys()])('%s is what was written down', (name) => {
    expect(texts.get(name)).toBe(readFileSync(join(folder, name), 'utf8'));
  });

  test('nothing is written down that is not made', () => {
    expect(writtenDown(folder).filter((name) => !texts.has(name))).toEqual([]);
  });
}
