/** The secret of a key, in a file that only its owner can read. */
import { randomBytes, randomUUID } from 'node:crypto';
import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const KEY_BYTES = 32;

/** Returns a new secret. */
export function randomSecret(): Buffer {
  return randomBytes(KEY_BYTES);
}

/** Reads the secret of a key from its file. If there is no file, it makes one with a new secret. */
export function readSecret(folder: string, id: string): Buffer {
  const file = join(folder, `${id}.key`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (!existsSync(file)) makeFile(file);
  // A folder that was copied or restored may have opened it to others.
  chmodSync(file, 0o600);
  const secret = readFileSync(file);
  if (secret.length === KEY_BYTES) return secret;
  throw new Error(
    `The key file ${file} has ${secret.length} bytes, a key has ${KEY_BYTES}. ` +
      'Restore it: hashes made with another key do not find those in the table.',
  );
}

/**
 * Writes the secret under another name first, so a kill never leaves half a key file. If two processes make the file at
 * once, the first one's secret is the key.
 */
function makeFile(file: string): void {
  const whole = `${file}.${randomUUID()}`;
  writeFileSync(whole, randomSecret(), { mode: 0o600, flag: 'wx' });
  try {
    linkSync(whole, file);
  } catch (error) {
    if (!existsSync(file)) throw error;
  } finally {
    rmSync(whole);
  }
}
