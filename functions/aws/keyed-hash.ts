import { GenerateMacCommand, KMSClient } from '@aws-sdk/client-kms';
import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { environment } from './environment.ts';

const client = new KMSClient({});

/**
 * Names the secret below: another label is another secret. Raised only together with a reparse of all periods in use,
 * since hashes of different versions do not find each other.
 */
const LABEL = 'uplift keyed hash v1';

/**
 * One secret for the life of a function; asking KMS for each of 100,000 households would cost more than the rest of the
 * pipeline.
 */
let secret: Promise<KeyObject> | null = null;

/**
 * A function that makes keyed hashes, 22 characters of base64url (128 bits). The key never leaves KMS: it signs one
 * fixed label, and that signature is the secret of the hashes. Hashes of different domains of the same text have
 * nothing in common.
 */
export async function keyedHash(): Promise<(domain: 'household' | 'head', text: string) => string> {
  secret ??= deriveSecret().catch((error: unknown) => {
    secret = null;
    throw error;
  });
  const key = await secret;
  return (domain, text) => createHmac('sha256', key).update(`${domain}:${text}`).digest('base64url').slice(0, 22);
}

async function deriveSecret(): Promise<KeyObject> {
  const { Mac } = await client.send(
    new GenerateMacCommand({
      KeyId: environment('hashKey'),
      MacAlgorithm: 'HMAC_SHA_256',
      Message: new TextEncoder().encode(LABEL),
    }),
  );
  if (!Mac) throw new Error('KMS answered without a signature');
  return createSecretKey(Mac);
}
