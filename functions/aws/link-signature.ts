import { createHmac } from 'node:crypto';
import { derivedSecret } from './derived-secret.ts';

/** Names the secret of the links: another label ends every link that was handed out. */
const LABEL = 'uplift link signature v1';

/** A function that signs the tokens of links: HMAC-SHA-256, 43 characters of base64url. */
export async function linkSignature(): Promise<(text: string) => string> {
  const key = await derivedSecret('linkKey', LABEL);
  return (text) => createHmac('sha256', key).update(text).digest('base64url');
}
