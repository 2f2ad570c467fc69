import { sha256 } from '../shared/sheet/digests.ts';

/**
 * The digest of a file in hexadecimal. A page that comes over plain HTTP, as in an office's own network, has no digests
 * of the browser's.
 */
export const sha256Of = (bytes: Uint8Array): string =>
  Array.from(sha256(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
