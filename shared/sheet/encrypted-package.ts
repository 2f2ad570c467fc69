/**
 * The .xlsx inside a compound file that Excel encrypts under its built-in password, when the structure of a workbook is
 * protected ([MS-OFFCRYPTO] 2.3.4). Excel, WPS and LibreOffice open such a file without asking.
 */
import { AesDecryption } from './ciphers.ts';
import { sha1, sha256, sha384, sha512, type Digest } from './digests.ts';

/** [MS-XLS] 2.4.191: the password of a file that is encrypted and has none. */
export const BUILT_IN_PASSWORD = Buffer.from('VelvetSweatshop', 'utf16le');

const STANDARD_SPINS = 50_000;
/** Office spins 100,000 times; a file may ask for ten million, which would take minutes. */
const MOST_SPINS = 200_000;
const SEGMENT = 4096;
const SIZE_FIELD = 8;

/**
 * The package in plain bytes.
 * @returns undefined when another password is needed, or a cipher that Office does not use
 */
export function decryptPackage(info: Buffer, encrypted: Buffer): Uint8Array | undefined {
  if (info.length < 8 || encrypted.length < SIZE_FIELD) return undefined;
  const [major, minor] = [info.readUInt16LE(0), info.readUInt16LE(2)];
  if (major === 4 && minor === 4) return decryptAgile(info.subarray(8), encrypted);
  if (minor === 2 && major >= 2 && major <= 4) return decryptStandard(info, encrypted);
  return undefined;
}

/** The plain bytes up to the size that is stated in front of them. */
function cutToSize(plain: Uint8Array, encrypted: Buffer): Uint8Array {
  const size = Number(encrypted.readBigUInt64LE(0));
  return plain.subarray(0, Math.min(size, plain.length));
}

/** [MS-OFFCRYPTO] 2.3.4.5 to 2.3.4.9. */
function decryptStandard(info: Buffer, encrypted: Buffer): Uint8Array | undefined {
  const header = 12;
  const verifier = header + info.readUInt32LE(8);
  if (verifier + 4 + 16 + 16 + 4 + 32 > info.length || info.readUInt32LE(verifier) !== 16) return undefined;
  const bits = info.readUInt32LE(header + 16);
  if (bits !== 128 && bits !== 192 && bits !== 256) return undefined;
  const salt = info.subarray(verifier + 4, verifier + 20);
  const hash = sha1(spun(sha1, salt, STANDARD_SPINS), littleEndian(0));
  const derived = (filler: number): Uint8Array =>
    sha1(new Uint8Array(64).fill(filler).map((byte, at) => byte ^ (hash[at] ?? 0)));
  const key = Buffer.concat([derived(0x36), derived(0x5c)]).subarray(0, bits / 8);
  const aes = new AesDecryption(key);
  const stated = aes.ecb(info.subarray(verifier + 40, verifier + 72)).subarray(0, 20);
  if (Buffer.compare(sha1(aes.ecb(info.subarray(verifier + 20, verifier + 36))), stated) !== 0) return undefined;
  return cutToSize(aes.ecb(encrypted.subarray(SIZE_FIELD)), encrypted);
}

const DIGESTS: Readonly<Record<string, Digest>> = {
  SHA1: sha1,
  'SHA-1': sha1,
  SHA256: sha256,
  'SHA-256': sha256,
  SHA384: sha384,
  'SHA-384': sha384,
  SHA512: sha512,
  'SHA-512': sha512,
};

/** What is encrypted under a password, and how: the attributes of keyData or encryptedKey. */
type Agile = {
  readonly digest: Digest;
  readonly keyBytes: number;
  readonly salt: Buffer;
  readonly attributes: ReadonlyMap<string, string>;
};

/** [MS-OFFCRYPTO] 2.3.4.10 to 2.3.4.13. */
function decryptAgile(xml: Buffer, encrypted: Buffer): Uint8Array | undefined {
  const found = readAgile(xml);
  const data = found.get('keyData');
  const password = found.get('encryptedKey');
  if (data === undefined || password === undefined) return undefined;
  const spins = Number(password.attributes.get('spinCount'));
  if (!Number.isInteger(spins) || spins < 0 || spins > MOST_SPINS) return undefined;
  const { digest } = password;
  const hash = spun(digest, password.salt, spins);
  const opened = (name: string, purpose: string): Uint8Array => {
    const key = fitted(digest(hash, Buffer.from(purpose, 'hex')), password.keyBytes);
    const value = Buffer.from(password.attributes.get(name) ?? '', 'base64');
    return new AesDecryption(key).cbc(value, fitted(password.salt, 16));
  };
  const verifier = digest(opened('encryptedVerifierHashInput', 'fea7d2763b4b9e79').subarray(0, password.salt.length));
  const stated = opened('encryptedVerifierHashValue', 'd7aa0f6d3061344e').subarray(0, verifier.length);
  if (Buffer.compare(verifier, stated) !== 0) return undefined;
  const aes = new AesDecryption(fitted(opened('encryptedKeyValue', '146e0be7abacd0d6'), data.keyBytes));
  const content = encrypted.subarray(SIZE_FIELD);
  const plain = new Uint8Array(content.length);
  for (let segment = 0; segment * SEGMENT < content.length; segment++) {
    const initial = fitted(data.digest(data.salt, littleEndian(segment)), 16);
    plain.set(aes.cbc(content.subarray(segment * SEGMENT, (segment + 1) * SEGMENT), initial), segment * SEGMENT);
  }
  return cutToSize(plain, encrypted);
}

/** The description has a few lines. */
const LONGEST_DESCRIPTION = 65_536;

/** keyData and the first encryptedKey, where they name AES in chained blocks. */
function readAgile(description: Buffer): Map<string, Agile> {
  const found = new Map<string, Agile>();
  const xml = description.toString('utf8', 0, LONGEST_DESCRIPTION);
  for (const [, name = '', words = ''] of xml.matchAll(/<(?:\w+:)?(keyData|encryptedKey)\b([^<>]*)>/g)) {
    if (found.has(name)) continue;
    const attributes = new Map<string, string>();
    for (const [, key = '', value = ''] of words.matchAll(/(\w+)="([^"]*)"/g)) attributes.set(key, value);
    const digest = DIGESTS[attributes.get('hashAlgorithm') ?? ''];
    const keyBytes = Number(attributes.get('keyBits')) / 8;
    const isAes = attributes.get('cipherAlgorithm') === 'AES' && attributes.get('cipherChaining') === 'ChainingModeCBC';
    if (digest === undefined || !isAes || ![16, 24, 32].includes(keyBytes)) continue;
    found.set(name, { digest, keyBytes, salt: Buffer.from(attributes.get('saltValue') ?? '', 'base64'), attributes });
  }
  return found;
}

/** The digest of salt and password, digested again and again behind a counter. */
function spun(digest: Digest, salt: Uint8Array, spins: number): Uint8Array {
  let hash = digest(salt, BUILT_IN_PASSWORD);
  const counter = Buffer.alloc(4);
  for (let spin = 0; spin < spins; spin++) {
    counter.writeUInt32LE(spin);
    hash = digest(counter, hash);
  }
  return hash;
}

/** Cut to a length, or filled up to it with 0x36. */
function fitted(bytes: Uint8Array, length: number): Uint8Array {
  const fitting = new Uint8Array(length).fill(0x36);
  fitting.set(bytes.subarray(0, length));
  return fitting;
}

function littleEndian(number: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(number);
  return bytes;
}
