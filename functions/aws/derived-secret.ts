import { GenerateMacCommand, KMSClient } from '@aws-sdk/client-kms';
import { createSecretKey, type KeyObject } from 'node:crypto';
import { environment } from './environment.ts';

const client = new KMSClient({});

/**
 * A function asks KMS for its secret once and keeps it: a request for each signature would cost more than all its other
 * work.
 */
const secrets = new Map<string, Promise<KeyObject>>();

/**
 * The secret that a KMS key makes from a label. The key never leaves KMS: KMS signs the label, and the signature is the
 * secret. Another label or another key gives another secret.
 */
export function derivedSecret(key: 'hashKey' | 'linkKey', label: string): Promise<KeyObject> {
  const known = secrets.get(label);
  if (known) return known;
  const secret = deriveSecret(environment(key), label);
  secrets.set(label, secret);
  secret.catch(() => secrets.delete(label));
  return secret;
}

async function deriveSecret(KeyId: string, label: string): Promise<KeyObject> {
  const { Mac } = await client.send(
    new GenerateMacCommand({ KeyId, MacAlgorithm: 'HMAC_SHA_256', Message: new TextEncoder().encode(label) }),
  );
  if (!Mac) throw new Error('KMS answered without a signature');
  return createSecretKey(Mac);
}
