/** What the contract is held against, and the first of them: the services of the simulation. */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { KMSClient } from '@aws-sdk/client-kms';
import type { S3Client } from '@aws-sdk/client-s3';
import { MemoryQueue } from '../simulation/memory-queue.ts';
import { MemoryStore } from '../simulation/memory-store.ts';
import { MemoryTable } from '../simulation/memory-table.ts';
import { MAX_RECEIVES, memoryQueue, type PolledQueue } from './polled-queue.ts';

/**
 * The clients of one implementation, and the names of what is made in it: a versioned bucket, a table with the
 * project's key, a queue.
 */
export type Services = {
  readonly s3: Pick<S3Client, 'send'>;
  readonly bucket: string;
  readonly dynamodb: Pick<DynamoDBClient, 'send'>;
  readonly table: string;
  readonly queue: PolledQueue;
  /** Null where the implementation has no key service. */
  readonly kms: { readonly client: Pick<KMSClient, 'send'>; readonly keyId: string } | null;
  /** Where moto is known to differ from what AWS documents, a test leaves that out for moto and says why. */
  readonly isMoto: boolean;
  readonly close: () => Promise<void>;
};

/** The services of the simulation. Their clock stands still, so only a change of visibility brings a message back. */
export async function openMemory(): Promise<Services> {
  const clock = (): number => Date.parse('2016-07-10T02:00:00.789Z');
  const table = new MemoryTable(1_000);
  // The others take whatever a test sends: this one leaves a part of a large batch, as DynamoDB may.
  table.unprocessed = (count) => (count > 20 ? 3 : 0);
  return {
    s3: new MemoryStore(clock, 1_000) as unknown as S3Client,
    bucket: 'contract',
    dynamodb: table as unknown as DynamoDBClient,
    table: 'contract',
    queue: memoryQueue(new MemoryQueue(clock, MAX_RECEIVES)),
    kms: null,
    isMoto: false,
    close: async () => undefined,
  };
}
