/**
 * The ciphers of Office files, as far as reading needs them: AES backwards (FIPS 197) and RC4.
 */

const BLOCK = 16;

/** The substitution box and its inverse, from the field of FIPS 197, 4 and 5.1.1. */
function boxes(): { readonly box: Uint8Array; readonly inverse: Uint8Array } {
  const box = new Uint8Array(256);
  const inverse = new Uint8Array(256);
  let power = 1;
  let reciprocal = 1;
  do {
    power ^= (power << 1) ^ ((power & 0x80) === 0 ? 0 : 0x11b);
    power &= 0xff;
    // Division by three, the generator.
    reciprocal ^= reciprocal << 1;
    reciprocal ^= reciprocal << 2;
    reciprocal ^= reciprocal << 4;
    reciprocal &= 0xff;
    if ((reciprocal & 0x80) !== 0) reciprocal ^= 0x09;
    box[power] = rotations(reciprocal) ^ 0x63;
  } while (power !== 1);
  box[0] = 0x63;
  for (let value = 0; value < 256; value++) inverse[box[value]!] = value;
  return { box, inverse };
}

function rotations(byte: number): number {
  let sum = 0;
  for (let bits = 0; bits < 5; bits++) sum ^= (byte << bits) | (byte >> (8 - bits));
  return sum & 0xff;
}

/** Product in the field of FIPS 197, 4.2. */
function product(a: number, b: number): number {
  let sum = 0;
  for (let rest = b; rest > 0; rest >>= 1) {
    if ((rest & 1) === 1) sum ^= a;
    a = (a << 1) ^ ((a & 0x80) === 0 ? 0 : 0x11b);
  }
  return sum;
}

type Tables = { readonly box: Uint8Array; readonly inverse: Uint8Array; readonly columns: readonly Int32Array[] };
let tables: Tables | undefined;

/** `columns`: what each byte of a column adds to it in the inverse MixColumns of its inverse substitution. */
function aesTables(): Tables {
  if (tables !== undefined) return tables;
  const { box, inverse } = boxes();
  const columns = [24, 16, 8, 0].map((_, row) =>
    Int32Array.from({ length: 256 }, (__, byte) => mixedBack(inverse[byte]!, row)),
  );
  return (tables = { box, inverse, columns });
}

/** The column that a byte alone in a row becomes (FIPS 197, 5.3.3). */
function mixedBack(byte: number, row: number): number {
  const factors = [0x0e, 0x09, 0x0d, 0x0b];
  let column = 0;
  for (let at = 0; at < 4; at++) column = (column << 8) | product(byte, factors[(at - row) & 3]!);
  return column;
}

/** Round keys of the equivalent inverse cipher (FIPS 197, 5.2 and 5.3.5), four words each, the last round's first. */
function inverseKeys(key: Uint8Array): Int32Array {
  const { box, columns } = aesTables();
  const length = key.length / 4;
  const rounds = length + 6;
  const view = new DataView(key.buffer, key.byteOffset, key.length);
  const words = new Int32Array(4 * (rounds + 1));
  const substituted = (word: number): number =>
    (box[word >>> 24]! << 24) | (box[(word >>> 16) & 255]! << 16) | (box[(word >>> 8) & 255]! << 8) | box[word & 255]!;
  let constant = 1;
  for (let at = 0; at < words.length; at++) {
    if (at < length) {
      words[at] = view.getInt32(4 * at);
      continue;
    }
    let word = words[at - 1]!;
    if (at % length === 0) {
      word = substituted((word << 8) | (word >>> 24)) ^ (constant << 24);
      constant = product(constant, 2);
    } else if (length > 6 && at % length === 4) word = substituted(word);
    words[at] = words[at - length]! ^ word;
  }
  const keys = new Int32Array(words.length);
  for (let round = 0; round <= rounds; round++) {
    for (let column = 0; column < 4; column++) {
      const word = words[4 * (rounds - round) + column]!;
      const isOuter = round === 0 || round === rounds;
      keys[4 * round + column] = isOuter
        ? word
        : columns.reduce((sum, table, row) => sum ^ table[box[(word >>> (24 - 8 * row)) & 255]!]!, 0);
    }
  }
  return keys;
}

/** Decrypts blocks one by one; what is left behind the last whole block is left out. */
export class AesDecryption {
  private readonly keys: Int32Array;

  /** @param key 16, 24 or 32 bytes */
  constructor(key: Uint8Array) {
    this.keys = inverseKeys(key);
  }

  /** Each block by itself. */
  ecb(data: Uint8Array): Uint8Array {
    const plain = new Uint8Array(data.length - (data.length % BLOCK));
    this.decrypt(data, plain);
    return plain;
  }

  /** Each block mixed with the one before; the first with the initial vector. */
  cbc(data: Uint8Array, initial: Uint8Array): Uint8Array {
    const plain = this.ecb(data);
    for (let at = 0; at < plain.length; at++) plain[at]! ^= at < BLOCK ? initial[at]! : data[at - BLOCK]!;
    return plain;
  }

  private decrypt(data: Uint8Array, plain: Uint8Array): void {
    const { keys } = this;
    const { inverse, columns } = aesTables();
    const [first, second, third, fourth] = columns as [Int32Array, Int32Array, Int32Array, Int32Array];
    const source = new DataView(data.buffer, data.byteOffset, data.length);
    const target = new DataView(plain.buffer);
    const last = keys.length - 4;
    /** A column of the next state from the bytes of four columns, its own row each. */
    const mixed = (a: number, b: number, c: number, d: number): number =>
      first[a >>> 24]! ^ second[(b >>> 16) & 255]! ^ third[(c >>> 8) & 255]! ^ fourth[d & 255]!;
    const substituted = (a: number, b: number, c: number, d: number): number =>
      (inverse[a >>> 24]! << 24) |
      (inverse[(b >>> 16) & 255]! << 16) |
      (inverse[(c >>> 8) & 255]! << 8) |
      inverse[d & 255]!;
    for (let at = 0; at < plain.length; at += BLOCK) {
      let a = source.getInt32(at) ^ keys[0]!;
      let b = source.getInt32(at + 4) ^ keys[1]!;
      let c = source.getInt32(at + 8) ^ keys[2]!;
      let d = source.getInt32(at + 12) ^ keys[3]!;
      for (let round = 4; round < last; round += 4) {
        const nextA = mixed(a, d, c, b) ^ keys[round]!;
        const nextB = mixed(b, a, d, c) ^ keys[round + 1]!;
        const nextC = mixed(c, b, a, d) ^ keys[round + 2]!;
        d = mixed(d, c, b, a) ^ keys[round + 3]!;
        a = nextA;
        b = nextB;
        c = nextC;
      }
      target.setInt32(at, substituted(a, d, c, b) ^ keys[last]!);
      target.setInt32(at + 4, substituted(b, a, d, c) ^ keys[last + 1]!);
      target.setInt32(at + 8, substituted(c, b, a, d) ^ keys[last + 2]!);
      target.setInt32(at + 12, substituted(d, c, b, a) ^ keys[last + 3]!);
    }
  }
}

/** The key stream of RC4: its first `length` bytes. */
export function rc4Stream(key: Uint8Array, length: number): Uint8Array {
  const state = Uint8Array.from({ length: 256 }, (_, index) => index);
  const swap = (a: number, b: number): void => {
    const kept = state[a]!;
    state[a] = state[b]!;
    state[b] = kept;
  };
  for (let at = 0, other = 0; at < 256; at++) {
    other = (other + state[at]! + key[at % key.length]!) & 255;
    swap(at, other);
  }
  const stream = new Uint8Array(length);
  for (let count = 0, at = 0, other = 0; count < length; count++) {
    at = (at + 1) & 255;
    other = (other + state[at]!) & 255;
    swap(at, other);
    stream[count] = state[(state[at]! + state[other]!) & 255]!;
  }
  return stream;
}
