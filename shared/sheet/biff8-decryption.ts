/**
 * Takes the encryption of Excel's built-in password off a BIFF8 stream ([MS-XLS] 2.2.10). Excel puts it on when the
 * structure of a workbook is protected, and opens it again without asking.
 */
import { rc4Stream } from './ciphers.ts';
import { md5, sha1 } from './digests.ts';
import { BUILT_IN_PASSWORD } from './encrypted-package.ts';

const BOUND_SHEET = 0x85;
/** BOF, FilePass, UsrExcl, FileLock, InterfaceHdr, RRDInfo and RRDHead stay plain ([MS-XLS] 2.2.10). */
const PLAIN_RECORDS: ReadonlySet<number> = new Set([0x809, 0x2f, 0x194, 0x195, 0xe1, 0x196, 0x138]);
/** Where a sheet begins stays plain too, in front of the sheet's name. */
const PLAIN_OF_BOUND_SHEET = 4;
/** RC4 begins anew with another key after so many bytes of the stream. */
const BLOCK = 1024;

/** Makes bytes plain that begin at a place of the stream, in a record with the given body. */
type Decryption = (bytes: Buffer, at: number, body: { readonly start: number; readonly end: number }) => void;

/**
 * A plain copy of a stream.
 * @param filePass body of its FilePass record
 * @returns undefined when another password is needed, or a cipher that Excel does not use
 */
export function decryptBiff8(stream: Buffer, filePass: Buffer): Buffer | undefined {
  const decrypt = decryptionOf(filePass);
  if (decrypt === undefined) return undefined;
  const plain = Buffer.from(stream);
  for (let at = 0; at + 4 <= plain.length;) {
    const type = plain.readUInt16LE(at);
    const end = Math.min(plain.length, at + 4 + plain.readUInt16LE(at + 2));
    const body = { start: at + 4, end };
    const start = body.start + (type === BOUND_SHEET ? PLAIN_OF_BOUND_SHEET : 0);
    if (!PLAIN_RECORDS.has(type) && start < end) decrypt(plain.subarray(start, end), start, body);
    at = end;
  }
  return plain;
}

function decryptionOf(filePass: Buffer): Decryption | undefined {
  if (filePass.length < 6) return undefined;
  if (filePass.readUInt16LE(0) === 0) return xorDecryption(filePass);
  const [major, minor] = [filePass.readUInt16LE(2), filePass.readUInt16LE(4)];
  if (major === 1 && minor === 1) return rc4Decryption(filePass);
  return minor === 2 && major >= 2 && major <= 4 ? cryptoApiDecryption(filePass) : undefined;
}

/**
 * Key and verifier that the built-in password comes to, and the bytes that it makes of them ([MS-OFFCRYPTO] 2.3.7.1,
 * 2.3.7.2).
 */
const XOR_KEY = 0xb359;
const XOR_VERIFIER = 0x9a0a;
const XOR_BYTES = Buffer.from('876b9ae21ee305621e699660986e9404', 'hex');

/** [MS-OFFCRYPTO] 2.3.7.3. */
function xorDecryption(filePass: Buffer): Decryption | undefined {
  if (filePass.readUInt16LE(2) !== XOR_KEY || filePass.readUInt16LE(4) !== XOR_VERIFIER) return undefined;
  return (bytes, at, { start, end }) => {
    for (let index = 0; index < bytes.length; index++) {
      const mixed = bytes[index]! ^ XOR_BYTES[(end + at - start + index) & 15]!;
      bytes[index] = (mixed << 3) | (mixed >> 5);
    }
  };
}

/** [MS-OFFCRYPTO] 2.3.6: keys of 40 bits, as Excel 97 has them. */
function rc4Decryption(filePass: Buffer): Decryption | undefined {
  if (filePass.length < 54) return undefined;
  const salt = filePass.subarray(6, 22);
  const piece = Buffer.concat([md5(BUILT_IN_PASSWORD).subarray(0, 5), salt]);
  const hash = md5(...Array.from({ length: 16 }, () => piece)).subarray(0, 5);
  const keyOf = (block: number): Uint8Array => md5(hash, littleEndian(block));
  return verifiedRc4(keyOf, filePass.subarray(22, 38), filePass.subarray(38, 54), md5);
}

/** [MS-OFFCRYPTO] 2.3.5. */
function cryptoApiDecryption(filePass: Buffer): Decryption | undefined {
  const header = 14;
  if (filePass.length < header + 20) return undefined;
  const verifier = header + filePass.readUInt32LE(10);
  if (verifier + 60 > filePass.length || filePass.readUInt32LE(verifier) !== 16) return undefined;
  // None stated means 40 bits.
  const bits = filePass.readUInt32LE(header + 16) || 40;
  if (bits < 40 || bits > 128) return undefined;
  const hash = sha1(filePass.subarray(verifier + 4, verifier + 20), BUILT_IN_PASSWORD);
  const keyOf = (block: number): Uint8Array => {
    const key = sha1(hash, littleEndian(block)).subarray(0, bits / 8);
    return bits === 40 ? Buffer.concat([key, Buffer.alloc(11)]) : key;
  };
  return verifiedRc4(
    keyOf,
    filePass.subarray(verifier + 20, verifier + 36),
    filePass.subarray(verifier + 40, verifier + 60),
    sha1,
  );
}

/** RC4 over the whole stream, what stays plain counted in, when the key opens the verifier. */
function verifiedRc4(
  keyOf: (block: number) => Uint8Array,
  verifier: Buffer,
  verifierHash: Buffer,
  digest: (bytes: Uint8Array) => Uint8Array,
): Decryption | undefined {
  const stream = rc4Stream(keyOf(0), verifier.length + verifierHash.length);
  const opened = Buffer.concat([verifier, verifierHash]).map((byte, index) => byte ^ stream[index]!);
  const hash = digest(opened.subarray(0, verifier.length));
  if (Buffer.compare(hash, opened.subarray(verifier.length)) !== 0) return undefined;
  let block = -1;
  let keys: Uint8Array = new Uint8Array();
  return (bytes, at) => {
    for (let index = 0; index < bytes.length; index++) {
      const place = at + index;
      if (Math.floor(place / BLOCK) !== block) {
        block = Math.floor(place / BLOCK);
        keys = rc4Stream(keyOf(block), BLOCK);
      }
      bytes[index]! ^= keys[place % BLOCK]!;
    }
  };
}

function littleEndian(number: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(number);
  return bytes;
}
