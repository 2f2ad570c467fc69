/** The key service, as far as functions use it: keys that sign, each kept in a file of its own. */
import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Service } from './api.ts';
import { readBody } from './s3-body.ts';

/** @param folder where keys are kept, readable by their owner only; without it they live as long as the process */
export function keyService(keys: readonly string[], folder: string | undefined): Service {
  const secrets = new Map(keys.map((key) => [key, secretOf(key, folder)]));
  return async (request, response) => {
    const operation = String(request.headers['x-amz-target']).split('.')[1];
    const { KeyId, MacAlgorithm, Message } = JSON.parse((await readBody(request)).toString('utf8')) as Record<
      string,
      string
    >;
    const reply = (status: number, body: object): void =>
      void response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
    const secret = secrets.get(KeyId?.split('/').at(-1) ?? '');
    if (operation !== 'GenerateMac' || MacAlgorithm !== 'HMAC_SHA_256')
      return reply(400, {
        __type: 'UnsupportedOperationException',
        message: `KMS ${operation} ${MacAlgorithm ?? ''} does not run here, only GenerateMac HMAC_SHA_256 does.`,
      });
    if (!secret)
      return reply(400, {
        __type: 'NotFoundException',
        message: `No key ${KeyId}. The stack has: ${keys.join(', ')}.`,
      });
    const mac = createHmac('sha256', secret)
      .update(Buffer.from(Message ?? '', 'base64'))
      .digest('base64');
    return reply(200, { KeyId, MacAlgorithm, Mac: mac });
  };
}

const KEY_BYTES = 32;

function secretOf(key: string, folder: string | undefined): Buffer {
  if (folder === undefined) return randomBytes(KEY_BYTES);
  const file = join(folder, `${key}.key`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (!existsSync(file)) makeKey(file);
  const secret = readFileSync(file);
  if (secret.length === KEY_BYTES) return secret;
  throw new Error(
    `The key file ${file} has ${secret.length} bytes, a key has ${KEY_BYTES}. Restore it: hashes made with another key do not find those in the table.`,
  );
}

/** The file has all its bytes when it gets its name, whoever is killed. Of two processes at once the first one's key is the key. */
function makeKey(file: string): void {
  const whole = `${file}.${randomUUID()}`;
  writeFileSync(whole, randomBytes(KEY_BYTES), { mode: 0o600, flag: 'wx' });
  try {
    linkSync(whole, file);
  } catch (error) {
    if (!existsSync(file)) throw error;
  } finally {
    rmSync(whole);
  }
}
