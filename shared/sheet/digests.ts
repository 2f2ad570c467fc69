/**
 * The digests that Office derives keys with, in plain code: the platform's own are asynchronous in a browser, and
 * reading is not.
 */

/** Gives the digest of the pieces as if they were joined. */
export type Digest = (...pieces: readonly Uint8Array[]) => Uint8Array;

const WORD_BLOCK = 64;
const LONG_BLOCK = 128;

/**
 * The message with its padding and its length in bits behind it, as all of them want it (FIPS 180-4 5.1, RFC 1321 3.1).
 */
function padded(pieces: readonly Uint8Array[], block: number, littleEndian: boolean): DataView {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const lengthField = block / 8;
  const bytes = new Uint8Array(Math.ceil((length + 1 + lengthField) / block) * block);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  bytes[length] = 0x80;
  const view = new DataView(bytes.buffer);
  const end = littleEndian ? bytes.length - 8 : bytes.length - 4;
  view.setUint32(end, length << 3, littleEndian);
  view.setUint32(littleEndian ? end + 4 : end - 4, length >>> 29, littleEndian);
  return view;
}

function asBytes(words: Iterable<number>, count: number, littleEndian: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(count * 4));
  let at = 0;
  for (const word of words) {
    if (at === count) break;
    view.setUint32(4 * at++, word, littleEndian);
  }
  return new Uint8Array(view.buffer);
}

/**
 * Bits of the fraction of a root of the n-th prime, from which FIPS 180-4 takes its constants, as pairs of words, the
 * high one first.
 */
function fractions(root: 2n | 3n, count: number): Int32Array {
  const words = new Int32Array(count * 2);
  const primes: bigint[] = [];
  for (let number = 2n; primes.length < count; number++)
    if (primes.every((prime) => number % prime !== 0n)) primes.push(number);
  for (const [index, prime] of primes.entries()) {
    const scaled = prime << (64n * root);
    let low = 0n;
    let high = 1n << 70n;
    while (high - low > 1n) {
      const middle = (low + high) >> 1n;
      if (middle ** root <= scaled) low = middle;
      else high = middle;
    }
    words[2 * index] = Number(BigInt.asIntN(32, low >> 32n));
    words[2 * index + 1] = Number(BigInt.asIntN(32, low));
  }
  return words;
}

const MD5_SHIFTS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
const MD5_SINES = Int32Array.from({ length: 64 }, (_, index) => Math.floor(Math.abs(Math.sin(index + 1)) * 2 ** 32));

/** RFC 1321. */
export const md5: Digest = (...pieces) => {
  const message = padded(pieces, WORD_BLOCK, true);
  let [a, b, c, d] = [0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476];
  for (let block = 0; block < message.byteLength; block += WORD_BLOCK) {
    const [a0, b0, c0, d0] = [a, b, c, d];
    for (let step = 0; step < 64; step++) {
      const round = step >> 4;
      let mixed: number;
      let word: number;
      if (round === 0) [mixed, word] = [(b & c) | (~b & d), step];
      else if (round === 1) [mixed, word] = [(d & b) | (~d & c), 5 * step + 1];
      else if (round === 2) [mixed, word] = [b ^ c ^ d, 3 * step + 5];
      else [mixed, word] = [c ^ (b | ~d), 7 * step];
      const sum = (a + mixed + MD5_SINES[step]! + message.getInt32(block + 4 * (word & 15), true)) | 0;
      const shift = MD5_SHIFTS[round * 4 + (step & 3)]!;
      [a, d, c, b] = [d, c, b, (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0];
    }
    [a, b, c, d] = [(a + a0) | 0, (b + b0) | 0, (c + c0) | 0, (d + d0) | 0];
  }
  return asBytes([a, b, c, d], 4, true);
};

const SHA1_CONSTANTS = [0x5a827999, 0x6ed9eba1, 0x8f1bbcdc | 0, 0xca62c1d6 | 0];

/** FIPS 180-4 6.1. */
export const sha1: Digest = (...pieces) => {
  const message = padded(pieces, WORD_BLOCK, false);
  const schedule = new Int32Array(80);
  const state = Int32Array.of(0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476, 0xc3d2e1f0 | 0);
  for (let block = 0; block < message.byteLength; block += WORD_BLOCK) {
    for (let at = 0; at < 80; at++) {
      if (at < 16) schedule[at] = message.getInt32(block + 4 * at);
      else {
        const word = schedule[at - 3]! ^ schedule[at - 8]! ^ schedule[at - 14]! ^ schedule[at - 16]!;
        schedule[at] = (word << 1) | (word >>> 31);
      }
    }
    let a = state[0]!;
    let b = state[1]!;
    let c = state[2]!;
    let d = state[3]!;
    let e = state[4]!;
    for (let at = 0; at < 80; at++) {
      const round = Math.floor(at / 20);
      const mixed = round === 0 ? (b & c) | (~b & d) : round === 2 ? (b & c) | (b & d) | (c & d) : b ^ c ^ d;
      const sum = (((a << 5) | (a >>> 27)) + mixed + e + SHA1_CONSTANTS[round]! + schedule[at]!) | 0;
      e = d;
      d = c;
      c = (b << 30) | (b >>> 2);
      b = a;
      a = sum;
    }
    state[0]! += a;
    state[1]! += b;
    state[2]! += c;
    state[3]! += d;
    state[4]! += e;
  }
  return asBytes(state, 5, false);
};

let roots: { readonly square: Int32Array; readonly cube: Int32Array } | undefined;

/** Of the first 16 and 80 primes: SHA-384 begins with the second eight. */
function constants(): { readonly square: Int32Array; readonly cube: Int32Array } {
  return (roots ??= { square: fractions(2n, 16), cube: fractions(3n, 80) });
}

/** FIPS 180-4 6.2. */
export const sha256: Digest = (...pieces) => {
  const message = padded(pieces, WORD_BLOCK, false);
  const { square, cube } = constants();
  const rotated = (word: number, bits: number): number => (word >>> bits) | (word << (32 - bits));
  const state = Int32Array.from({ length: 8 }, (_, index) => square[2 * index]!);
  const schedule = new Int32Array(64);
  for (let block = 0; block < message.byteLength; block += WORD_BLOCK) {
    for (let at = 0; at < 64; at++) {
      if (at < 16) schedule[at] = message.getInt32(block + 4 * at);
      else {
        const far = schedule[at - 15]!;
        const near = schedule[at - 2]!;
        const first = rotated(far, 7) ^ rotated(far, 18) ^ (far >>> 3);
        const second = rotated(near, 17) ^ rotated(near, 19) ^ (near >>> 10);
        schedule[at] = schedule[at - 16]! + first + schedule[at - 7]! + second;
      }
    }
    const work = Int32Array.from(state);
    // The letters change places after each step, so the places are counted on instead of the words moved.
    for (let at = 0; at < 64; at++) {
      const a = work[-at & 7]!;
      const b = work[(1 - at) & 7]!;
      const c = work[(2 - at) & 7]!;
      const e = work[(4 - at) & 7]!;
      const first = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25);
      const chosen = (e & work[(5 - at) & 7]!) ^ (~e & work[(6 - at) & 7]!);
      const one = (work[(7 - at) & 7]! + first + chosen + cube[2 * at]! + schedule[at]!) | 0;
      const second = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22);
      work[(3 - at) & 7]! += one;
      work[(7 - at) & 7] = one + second + ((a & b) ^ (a & c) ^ (b & c));
    }
    for (let at = 0; at < 8; at++) state[at]! += work[at]!;
  }
  return asBytes(state, 8, false);
};

/** FIPS 180-4 6.4 and 6.5. Numbers of 64 bits are two words, the high one first. */
function longDigest(firstRoot: number, words: number): Digest {
  return (...pieces) => {
    const message = padded(pieces, LONG_BLOCK, false);
    const { square, cube } = constants();
    const state = square.slice(2 * firstRoot, 2 * firstRoot + 16);
    const schedule = new Int32Array(160);
    for (let block = 0; block < message.byteLength; block += LONG_BLOCK) {
      for (let at = 0; at < 32; at++) schedule[at] = message.getInt32(block + 4 * at);
      spread(schedule);
      compress(state, schedule, cube);
    }
    return asBytes(state, words, false);
  };
}

export const sha384 = longDigest(8, 12);
export const sha512 = longDigest(0, 16);

const WORD = 2 ** 32;

/** From 16 numbers of the message to 80. */
function spread(schedule: Int32Array): void {
  for (let at = 32; at < 160; at += 2) {
    const farHigh = schedule[at - 30]!;
    const farLow = schedule[at - 29]!;
    const nearHigh = schedule[at - 4]!;
    const nearLow = schedule[at - 3]!;
    const firstHigh = ((farHigh >>> 1) | (farLow << 31)) ^ ((farHigh >>> 8) | (farLow << 24)) ^ (farHigh >>> 7);
    const firstLow =
      ((farLow >>> 1) | (farHigh << 31)) ^ ((farLow >>> 8) | (farHigh << 24)) ^ ((farLow >>> 7) | (farHigh << 25));
    const secondHigh = ((nearHigh >>> 19) | (nearLow << 13)) ^ ((nearLow >>> 29) | (nearHigh << 3)) ^ (nearHigh >>> 6);
    const secondLow =
      ((nearLow >>> 19) | (nearHigh << 13)) ^
      ((nearHigh >>> 29) | (nearLow << 3)) ^
      ((nearLow >>> 6) | (nearHigh << 26));
    const low = (firstLow >>> 0) + (secondLow >>> 0) + (schedule[at - 31]! >>> 0) + (schedule[at - 13]! >>> 0);
    schedule[at] = firstHigh + secondHigh + schedule[at - 32]! + schedule[at - 14]! + Math.floor(low / WORD);
    schedule[at + 1] = low;
  }
}

/** The 80 steps on a block; places are counted on instead of the numbers moved, as above. */
function compress(state: Int32Array, schedule: Int32Array, cube: Int32Array): void {
  const work = Int32Array.from(state);
  for (let at = 0; at < 160; at += 2) {
    const [a, b, c, d] = [-at & 15, (2 - at) & 15, (4 - at) & 15, (6 - at) & 15];
    const [e, f, g, h] = [(8 - at) & 15, (10 - at) & 15, (12 - at) & 15, (14 - at) & 15];
    const aHigh = work[a]!;
    const aLow = work[a + 1]!;
    const eHigh = work[e]!;
    const eLow = work[e + 1]!;
    const firstHigh =
      ((eHigh >>> 14) | (eLow << 18)) ^ ((eHigh >>> 18) | (eLow << 14)) ^ ((eLow >>> 9) | (eHigh << 23));
    const firstLow = ((eLow >>> 14) | (eHigh << 18)) ^ ((eLow >>> 18) | (eHigh << 14)) ^ ((eHigh >>> 9) | (eLow << 23));
    const chosenLow = (eLow & work[f + 1]!) ^ (~eLow & work[g + 1]!);
    const chosenHigh = (eHigh & work[f]!) ^ (~eHigh & work[g]!);
    const oneLow =
      (work[h + 1]! >>> 0) + (firstLow >>> 0) + (chosenLow >>> 0) + (cube[at + 1]! >>> 0) + (schedule[at + 1]! >>> 0);
    const oneHigh = (work[h]! + firstHigh + chosenHigh + cube[at]! + schedule[at]! + Math.floor(oneLow / WORD)) | 0;
    const secondHigh = ((aHigh >>> 28) | (aLow << 4)) ^ ((aLow >>> 2) | (aHigh << 30)) ^ ((aLow >>> 7) | (aHigh << 25));
    const secondLow = ((aLow >>> 28) | (aHigh << 4)) ^ ((aHigh >>> 2) | (aLow << 30)) ^ ((aHigh >>> 7) | (aLow << 25));
    const mostLow = (aLow & work[b + 1]!) ^ (aLow & work[c + 1]!) ^ (work[b + 1]! & work[c + 1]!);
    const mostHigh = (aHigh & work[b]!) ^ (aHigh & work[c]!) ^ (work[b]! & work[c]!);
    const dLow = (work[d + 1]! >>> 0) + ((oneLow | 0) >>> 0);
    work[d] = work[d]! + oneHigh + Math.floor(dLow / WORD);
    work[d + 1] = dLow;
    const hLow = ((oneLow | 0) >>> 0) + (secondLow >>> 0) + (mostLow >>> 0);
    work[h] = oneHigh + secondHigh + mostHigh + Math.floor(hLow / WORD);
    work[h + 1] = hLow;
  }
  for (let at = 0; at < 16; at += 2) {
    const low = (state[at + 1]! >>> 0) + (work[at + 1]! >>> 0);
    state[at]! += work[at]! + Math.floor(low / WORD);
    state[at + 1] = low;
  }
}
