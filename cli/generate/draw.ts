import { hash } from 'node:crypto';

/**
 * Randomness that is the same on every machine: the SHA-1 of a label, read in pieces.
 * A label names what is drawn (`<township>:17:person`), so that adding a draw never moves another one.
 */
export class Draw {
  readonly #bytes: Buffer;

  constructor(label: string) {
    this.#bytes = hash('sha1', label, 'buffer');
  }

  /** Byte `at` of the digest, 0..255. */
  byte(at: number): number {
    return this.#bytes.readUInt8(at % 20);
  }

  /** An integer 0..bound-1 out of two bytes; `bound` must be small against 65,536. */
  below(at: number, bound: number): number {
    return ((this.byte(at) << 8) | this.byte(at + 1)) % bound;
  }

  /** An integer from `low` to `high`, both included. */
  between(at: number, low: number, high: number): number {
    return low + this.below(at, high - low + 1);
  }

  /** True in about `percent` of all draws. */
  chance(at: number, percent: number): boolean {
    return this.below(at, 10_000) < percent * 100;
  }

  pick<T>(at: number, values: readonly T[]): T {
    const value = values[this.below(at, values.length)];
    if (value === undefined) throw new RangeError('nothing to pick from');
    return value;
  }

  /** A 32-bit key to sort by. */
  key(): number {
    return this.#bytes.readUInt32BE(16);
  }
}

/** `values` in the order of the hashes of their labels. */
export function shuffled<T>(values: readonly T[], label: (value: T) => string): T[] {
  return values
    .map((value) => ({ value, text: label(value), key: new Draw(label(value)).key() }))
    .sort((a, b) => a.key - b.key || (a.text < b.text ? -1 : 1))
    .map(({ value }) => value);
}
