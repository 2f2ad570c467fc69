/**
 * Workbooks encrypted as Office does it, with the platform's own ciphers ([MS-OFFCRYPTO] 2.3). LibreOffice opens all of
 * them under the built-in password.
 */
import { createCipheriv, createHash, createHmac } from 'node:crypto';
import { compoundFile } from './biff8-files.ts';

export const BUILT_IN = 'VelvetSweatshop';

export type AgileWay = {
  readonly password?: string;
  readonly hash?: 'SHA1' | 'SHA256' | 'SHA384' | 'SHA512';
  readonly keyBits?: 128 | 192 | 256;
  readonly spins?: number;
  /** What the file says of them. */
  readonly statedSpins?: number;
  readonly chaining?: string;
};

/** A compound file with the given package inside, the same bytes for the same package. */
export function agileEncrypted(content: Uint8Array, way: AgileWay = {}): Uint8Array {
  const { password = BUILT_IN, hash = 'SHA512', keyBits = 256, spins = 100_000, chaining = 'ChainingModeCBC' } = way;
  const { statedSpins = spins } = way;
  const digest = (...pieces: Uint8Array[]): Buffer =>
    createHash(hash.toLowerCase()).update(Buffer.concat(pieces)).digest();
  const filled = (bytes: Uint8Array, length: number): Buffer =>
    Buffer.concat([bytes, Buffer.alloc(length, 0x36)]).subarray(0, length);
  const encrypted = (key: Buffer, initial: Buffer, plain: Buffer): Buffer =>
    createCipheriv(`aes-${keyBits}-cbc`, key, initial)
      .setAutoPadding(false)
      .update(Buffer.concat([plain, Buffer.alloc((16 - (plain.length % 16)) % 16)]));
  const random = (name: string, length: number): Buffer =>
    createHash('sha256').update(name).digest().subarray(0, length);
  const littleEndian = (number: number): Buffer => Buffer.from(Uint32Array.of(number).buffer);

  const [salt, dataSalt, secret, verifier] = [
    random('salt', 16),
    random('data', 16),
    random('key', keyBits / 8),
    random('verifier', 16),
  ];
  let spun = digest(salt, Buffer.from(password, 'utf16le'));
  for (let spin = 0; spin < spins; spin++) spun = digest(littleEndian(spin), spun);
  const sealed = (purpose: string, plain: Buffer): string =>
    encrypted(filled(digest(spun, Buffer.from(purpose, 'hex')), keyBits / 8), filled(salt, 16), plain).toString(
      'base64',
    );
  const segments = Array.from({ length: Math.ceil(content.length / 4096) }, (_, at) =>
    encrypted(
      secret,
      filled(digest(dataSalt, littleEndian(at)), 16),
      Buffer.from(content.subarray(at * 4096, (at + 1) * 4096)),
    ),
  );
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(content.length));
  const stream = Buffer.concat([size, ...segments]);
  const hmacKey = random('hmac', digest().length);
  const ofIntegrity = (purpose: string, plain: Buffer): string =>
    encrypted(secret, filled(digest(dataSalt, Buffer.from(purpose, 'hex')), 16), plain).toString('base64');
  const hmac = createHmac(hash.toLowerCase(), hmacKey).update(stream).digest();
  const how = `saltSize="16" blockSize="16" keyBits="${keyBits}" hashSize="${digest().length}" cipherAlgorithm="AES" cipherChaining="${chaining}" hashAlgorithm="${hash}"`;
  const xml = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<encryption xmlns="http://schemas.microsoft.com/office/2006/encryption" xmlns:p="http://schemas.microsoft.com/office/2006/keyEncryptor/password"><keyData ${how} saltValue="${dataSalt.toString('base64')}"/><dataIntegrity encryptedHmacKey="${ofIntegrity('5fb2ad010cb9e1f6', hmacKey)}" encryptedHmacValue="${ofIntegrity('a0677f02b22c8433', hmac)}"/><keyEncryptors><keyEncryptor uri="http://schemas.microsoft.com/office/2006/keyEncryptor/password"><p:encryptedKey spinCount="${statedSpins}" ${how} saltValue="${salt.toString('base64')}" encryptedVerifierHashInput="${sealed('fea7d2763b4b9e79', verifier)}" encryptedVerifierHashValue="${sealed('d7aa0f6d3061344e', digest(verifier))}" encryptedKeyValue="${sealed('146e0be7abacd0d6', secret)}"/></keyEncryptor></keyEncryptors></encryption>`;
  const info = Buffer.concat([Buffer.from([4, 0, 4, 0, 0x40, 0, 0, 0]), Buffer.from(xml)]);
  return compoundFile(['/EncryptionInfo', info], ['/EncryptedPackage', stream]);
}

/** As Excel 2007 does it: AES block by block, keys by SHA-1 ([MS-OFFCRYPTO] 2.3.4.5 to 2.3.4.9). */
export function standardEncrypted(content: Uint8Array, bits: 128 | 256, password = BUILT_IN): Uint8Array {
  const sha1 = (...pieces: Uint8Array[]): Buffer => createHash('sha1').update(Buffer.concat(pieces)).digest();
  const littleEndian = (number: number): Buffer => Buffer.from(Uint32Array.of(number).buffer);
  const [salt, verifier] = ['salt', 'verifier'].map((name) => createHash('md5').update(name).digest()) as [
    Buffer,
    Buffer,
  ];
  let hash = sha1(salt, Buffer.from(password, 'utf16le'));
  for (let spin = 0; spin < 50_000; spin++) hash = sha1(littleEndian(spin), hash);
  hash = sha1(hash, littleEndian(0));
  const derived = (filler: number): Buffer => sha1(Buffer.alloc(64, filler).map((byte, at) => byte ^ (hash[at] ?? 0)));
  const key = Buffer.concat([derived(0x36), derived(0x5c)]).subarray(0, bits / 8);
  const encrypted = (plain: Uint8Array): Buffer =>
    createCipheriv(`aes-${bits}-ecb`, key, null)
      .setAutoPadding(false)
      .update(Buffer.concat([plain, Buffer.alloc((16 - (plain.length % 16)) % 16)]));
  const provider = Buffer.from('Microsoft Enhanced RSA and AES Cryptographic Provider\0', 'utf16le');
  const algorithm = bits === 128 ? 0x660e : 0x6610;
  const header = Buffer.concat([...[0x24, 0, algorithm, 0x8004, bits, 24, 0, 0].map(littleEndian), provider]);
  const info = Buffer.concat([
    ...[0x0002_0003, 0x24, header.length].map(littleEndian),
    header,
    littleEndian(16),
    salt,
    encrypted(verifier),
    littleEndian(20),
    encrypted(sha1(verifier)),
  ]);
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(content.length));
  return compoundFile(['/EncryptionInfo', info], ['/EncryptedPackage', Buffer.concat([size, encrypted(content)])]);
}

/** [MS-OFFCRYPTO] 2.3.7.2. */
const INITIAL_CODE = [
  0xe1f0, 0x1d0f, 0xcc9c, 0x84c0, 0x110c, 0x0e10, 0xf1ce, 0x313e, 0x1872, 0xe139, 0xd40f, 0x84f9, 0x280c, 0xa96a,
  0x4ec3,
];
const MATRIX = [
  0xaefc, 0x4dd9, 0x9bb2, 0x2745, 0x4e8a, 0x9d14, 0x2a09, 0x7b61, 0xf6c2, 0xfda5, 0xeb6b, 0xc6f7, 0x9dcf, 0x2bbf,
  0x4563, 0x8ac6, 0x05ad, 0x0b5a, 0x16b4, 0x2d68, 0x5ad0, 0x0375, 0x06ea, 0x0dd4, 0x1ba8, 0x3750, 0x6ea0, 0xdd40,
  0xd849, 0xa0b3, 0x5147, 0xa28e, 0x553d, 0xaa7a, 0x44d5, 0x6f45, 0xde8a, 0xad35, 0x4a4b, 0x9496, 0x390d, 0x721a,
  0xeb23, 0xc667, 0x9cef, 0x29ff, 0x53fe, 0xa7fc, 0x5fd9, 0x47d3, 0x8fa6, 0x0f6d, 0x1eda, 0x3db4, 0x7b68, 0xf6d0,
  0xb861, 0x60e3, 0xc1c6, 0x93ad, 0x377b, 0x6ef6, 0xddec, 0x45a0, 0x8b40, 0x06a1, 0x0d42, 0x1a84, 0x3508, 0x6a10,
  0xaa51, 0x4483, 0x8906, 0x022d, 0x045a, 0x08b4, 0x1168, 0x76b4, 0xed68, 0xcaf1, 0x85c3, 0x1ba7, 0x374e, 0x6e9c,
  0x3730, 0x6e60, 0xdcc0, 0xa9a1, 0x4363, 0x86c6, 0x1dad, 0x3331, 0x6662, 0xccc4, 0x89a9, 0x0373, 0x06e6, 0x0dcc,
  0x1021, 0x2042, 0x4084, 0x8108, 0x1231, 0x2462, 0x48c4,
];

/**
 * The stream of an .xls obfuscated under the built-in password ([MS-XLS] 2.2.10, [MS-OFFCRYPTO] 2.3.7); its FilePass
 * record is there already, six bytes of nothing. The password has 15 characters, so there is no padding.
 */
export function xorEncrypted(stream: Buffer): Buffer {
  const password = Buffer.from(BUILT_IN);
  let key = INITIAL_CODE[password.length - 1]!;
  let element = MATRIX.length - 1;
  let verifier = 0;
  for (const byte of password.toReversed()) {
    for (let bit = 0, rest = byte; bit < 7; bit++, rest <<= 1, element--)
      if ((rest & 0x40) !== 0) key ^= MATRIX[element]!;
  }
  for (const byte of [...password].reverse().concat(password.length)) {
    verifier = (((verifier & 0x4000) >> 14) | ((verifier << 1) & 0x7fff)) ^ byte;
  }
  verifier ^= 0xce4b;
  const mixed = Buffer.concat([password, Buffer.from([0xbb])]).map(
    (byte, at) => byte ^ (at % 2 === 0 ? key & 0xff : key >> 8),
  );
  const bytes = mixed.map((byte) => (byte >> 1) | (byte << 7));
  const encrypted = Buffer.from(stream);
  for (let at = 0; at + 4 <= encrypted.length;) {
    const [type, length] = [encrypted.readUInt16LE(at), encrypted.readUInt16LE(at + 2)];
    const [start, end] = [at + 4, at + 4 + length];
    if (type === 0x2f) encrypted.set([0, 0, key & 0xff, key >> 8, verifier & 0xff, verifier >> 8], start);
    else if (type !== 0x809) {
      for (let place = start + (type === 0x85 ? 4 : 0); place < end; place++) {
        const byte = encrypted[place]!;
        encrypted[place] = ((byte << 5) | (byte >> 3)) ^ bytes[(place - start + end) % 16]!;
      }
    }
    at = end;
  }
  return encrypted;
}
