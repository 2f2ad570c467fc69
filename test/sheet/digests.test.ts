import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { md5, sha1, sha256, sha384, sha512 } from '../../shared/sheet/digests.ts';

const DIGESTS = { md5, sha1, sha256, sha384, sha512 };

describe.each(Object.entries(DIGESTS))('%s', (name, digest) => {
  test('is what the platform computes, at every length around the ends of blocks', () => {
    for (let length = 0; length < 300; length++) {
      const message = randomBytes(length);
      expect(Buffer.from(digest(message)).toString('hex'), `${length} bytes`).toBe(
        createHash(name).update(message).digest('hex'),
      );
    }
  });

  test('takes its message in pieces', () => {
    const message = randomBytes(500);
    const pieces = [message.subarray(0, 1), message.subarray(1, 200), message.subarray(200)];
    expect(digest(...pieces)).toEqual(digest(message));
  });
});
