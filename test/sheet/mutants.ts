/**
 * The fixtures, and copies of them with changed bytes: the same ones for the same seed.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { strToU8, unzipSync, zipSync } from 'fflate';

export type Fixture = { readonly name: string; readonly bytes: Uint8Array };

const FOLDER = new URL('fixtures/', import.meta.url);

/** All files that other programs wrote, as program/file. */
export function fixtures(): Fixture[] {
  return ['gnumeric', 'libreoffice', 'sheetjs'].flatMap((program) =>
    readdirSync(new URL(`${program}/`, FOLDER))
      .sort()
      .map((file) => ({ name: `${program}/${file}`, bytes: Uint8Array.from(readFileSync(new URL(`${program}/${file}`, FOLDER))) })),
  );
}

/** Whole numbers from 0 to below a bound, the same ones for the same seed. */
export function randomNumbers(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const TELLING = [0, 1, 2, 0x7f, 0x80, 0xfe, 0xff];

/** Makes mutants of one file: changed bytes, cuts, pieces repeated or left out. Every other time it is a part of a
 * ZIP that changes, and the checksums are right. */
export function mutator({ bytes }: Fixture, seed: number): () => Uint8Array {
  const pick = randomNumbers(seed);
  const parts = bytes[0] === 0x50 && bytes[1] === 0x4b ? Object.entries(unzipSync(bytes)) : [];
  return () => {
    const chosen = parts[pick(Math.max(1, parts.length))];
    if (chosen === undefined || pick(2) === 0) return mutated(bytes, pick);
    const files = parts.map(([name, content]) => [name, name === chosen[0] ? mutated(content, pick) : content] as const);
    return zipSync(Object.fromEntries(files), { level: 0 });
  };
}

function mutated(original: Uint8Array, pick: (below: number) => number): Uint8Array {
  const bytes = Uint8Array.from(original);
  const { length } = bytes;
  if (length === 0) return strToU8('\0');
  const way = pick(20);
  if (way === 0) return bytes.slice(0, pick(length));
  if (way === 1) {
    const from = pick(length);
    const piece = bytes.slice(from, from + 1 + pick(600));
    bytes.set(piece.subarray(0, Math.min(piece.length, length - pick(length))), 0);
    bytes.copyWithin(pick(length), from, from + piece.length);
    return bytes;
  }
  if (way === 2) {
    const from = pick(length);
    return Uint8Array.from([...bytes.subarray(0, from), ...bytes.subarray(from + 1 + pick(64))]);
  }
  for (let change = way < 8 ? 0 : pick(20); change >= 0; change--) {
    bytes[pick(length)] = pick(2) === 0 ? pick(256) : TELLING[pick(TELLING.length)]!;
  }
  return bytes;
}
