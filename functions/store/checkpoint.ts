import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { SWEEP_PARTITION } from '../../shared/ledger/keys.ts';
import { environment } from '../aws/environment.ts';
import { client, itemKey, readItems } from '../aws/table.ts';

/**
 * How far the sweep has come. It lies in the table: a table that is restored to an earlier moment has the checkpoint of
 * that moment, from which on nothing is certain.
 */
export type Checkpoint = {
  /** All uploads that S3 accepted up to then (ISO 8601 UTC) are answered; null before the first full pass has ended. */
  readonly settled: string | null;
  /** When all that ever came is looked at again, ISO 8601 UTC. */
  readonly fullDue: string;
};

const KEY = itemKey(SWEEP_PARTITION, 'checkpoint');

/** The checkpoint, or null before the first sweep. */
export async function readCheckpoint(): Promise<Checkpoint | null> {
  const [item] = await readItems([KEY]);
  return item ? { settled: item['settled']?.S ?? null, fullDue: item['fullDue']?.S ?? '' } : null;
}

export async function writeCheckpoint({ settled, fullDue }: Checkpoint): Promise<void> {
  const Item = { ...KEY, ...(settled === null ? {} : { settled: { S: settled } }), fullDue: { S: fullDue } };
  await client.send(new PutItemCommand({ TableName: environment('table'), Item }));
}
