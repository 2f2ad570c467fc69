/** The keys: KMS, as far as functions use it. A key signs, and its secret never leaves this process. */
import { createHmac } from 'node:crypto';
import { type JsonOperation, jsonHandler } from '../endpoint/json-protocol.ts';
import type { RequestHandler } from '../endpoint/request.ts';
import { ServiceError } from '../endpoint/service-error.ts';
import type { Credentials } from '../s3/signature.ts';
import { type JsonObject, textOf } from '../template/json.ts';
import { randomSecret, readSecret } from './key-file.ts';

/** How to start the keys. */
export type KeysOptions = {
  /** The ids of the template's keys. */
  readonly ids: readonly string[];
  /** Folder of the key files. Absent: the keys are in memory, and gone at the end. */
  readonly folder?: string | undefined;
};

/** The running keys. */
export type Keys = {
  /** Answers a request that came to the stack's endpoint. */
  readonly handle: RequestHandler;
};

/** Returns the key that signs requests. @param folder absent: a new key, gone at the end */
export function requestCredentials(folder: string | undefined): Credentials {
  const secret = folder === undefined ? randomSecret() : readSecret(folder, 'requests');
  return { accessKeyId: 'uplift', secretAccessKey: secret.toString('base64url') };
}

/** Starts the keys. A key that has no file yet gets one. */
export async function startKeys({ ids, folder }: KeysOptions): Promise<Keys> {
  const secrets = new Map(ids.map((id) => [id, folder === undefined ? randomSecret() : readSecret(folder, id)]));
  const operations: Record<string, JsonOperation> = { GenerateMac: (body) => generateMac(secrets, body) };
  return { handle: jsonHandler({ name: 'KMS', version: '1.1', operations }) };
}

function generateMac(secrets: ReadonlyMap<string, Buffer>, { KeyId, MacAlgorithm, Message }: JsonObject): object {
  if (MacAlgorithm !== 'HMAC_SHA_256') {
    throw new ServiceError(
      'UnsupportedOperationException',
      `The algorithm ${textOf(MacAlgorithm)} does not run here, only HMAC_SHA_256 does.`,
    );
  }
  const id = textOf(KeyId).split('/').at(-1)!;
  const secret = secrets.get(id);
  if (!secret) {
    const known = [...secrets.keys()].join(', ');
    throw new ServiceError('NotFoundException', `No key ${textOf(KeyId)}. The stack has: ${known}.`);
  }
  const message = Buffer.from(textOf(Message), 'base64');
  return { KeyId, MacAlgorithm, Mac: createHmac('sha256', secret).update(message).digest('base64') };
}
