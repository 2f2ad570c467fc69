import { createCipheriv, randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { AesDecryption, rc4Stream } from '../../shared/sheet/ciphers.ts';

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));

describe.each([128, 192, 256])('AES with a key of %d bits', (bits) => {
  test('gives back what the platform encrypted, block by block and chained', () => {
    for (let time = 0; time < 50; time++) {
      const [key, initial, message] = [randomBytes(bits / 8), randomBytes(16), randomBytes(16 * (time % 5))];
      const ecb = createCipheriv(`aes-${bits}-ecb`, key, null).setAutoPadding(false);
      const cbc = createCipheriv(`aes-${bits}-cbc`, key, initial).setAutoPadding(false);
      expect(Buffer.from(new AesDecryption(key).ecb(ecb.update(message)))).toEqual(message);
      expect(Buffer.from(new AesDecryption(key).cbc(cbc.update(message), initial))).toEqual(message);
    }
  });
});

test('bytes behind the last whole block are left out', () => {
  expect(new AesDecryption(new Uint8Array(16)).ecb(new Uint8Array(35))).toHaveLength(32);
});

test.each([
  // RFC 6229, offset 0.
  ['0102030405', 'b2396305f03dc027ccc3524a0a1118a8'],
  ['0102030405060708090a0b0c0d0e0f10', '9ac7cc9a609d1ef7b2932899cde41b97'],
])('RC4 with the key %s begins as in RFC 6229', (key, stream) => {
  expect(Buffer.from(rc4Stream(hex(key), 16)).toString('hex')).toBe(stream);
});
