import { createHmac } from 'node:crypto';
import { derivedSecret } from './derived-secret.ts';

/**
 * Names the secret of the hashes: another label is another secret. Raised only together with a reparse of all periods
 * in use, since hashes of different versions do not find each other.
 */
const LABEL = 'uplift keyed hash v1';

/**
 * A function that makes keyed hashes, 22 characters of base64url (128 bits). Hashes of different domains of the same
 * text have nothing in common.
 */
export async function keyedHash(): Promise<(domain: 'household' | 'head', text: string) => string> {
  const key = await derivedSecret('hashKey', LABEL);
  return (domain, text) => createHmac('sha256', key).update(`${domain}:${text}`).digest('base64url').slice(0, 22);
}
