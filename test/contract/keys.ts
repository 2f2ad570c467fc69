/**
 * What the functions rely on of KMS (functions/aws/keyed-hash.ts): a signature that is the same each time and of this
 * key alone.
 */
import { GenerateMacCommand } from '@aws-sdk/client-kms';
import { describe, expect, test, type TestContext } from 'vitest';
import type { Services } from './services.ts';

export function keyContract(services: () => Services): void {
  const sign = async (text: string, KeyId = services().kms?.keyId): Promise<string> => {
    const Message = new TextEncoder().encode(text);
    const answer = await services().kms?.client.send(
      new GenerateMacCommand({ KeyId, MacAlgorithm: 'HMAC_SHA_256', Message }),
    );
    return Buffer.from(answer?.Mac ?? []).toString('hex');
  };
  const needKeys = (context: TestContext): void => {
    if (services().kms === null)
      context.skip('the simulation has one secret and no key service: a process that dies asking would keep it');
  };

  describe('the keys', () => {
    test('a text has one signature of 32 bytes, another text another', async (context) => {
      needKeys(context);
      const first = await sign('uplift');
      expect(first).toMatch(/^[0-9a-f]{64}$/);
      expect(await sign('uplift')).toBe(first);
      expect(await sign('提升')).not.toBe(first);
    });

    test('a key that is not there signs nothing', async (context) => {
      needKeys(context);
      await expect(sign('uplift', '00000000-0000-4000-8000-000000000000')).rejects.toMatchObject({
        name: 'NotFoundException',
      });
    });
  });
}
