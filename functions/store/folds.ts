import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { Tally } from '../../shared/fold/tally.ts';
import { foldPartition } from '../../shared/ledger/keys.ts';
import type { Period } from '../../shared/time/period.ts';
import { environment } from '../aws/environment.ts';
import { client, itemKey } from '../aws/table.ts';

/** The cached fold of these inputs, or null. */
export async function findFold(period: Period, township: string, inputs: string): Promise<Tally | null> {
  const { Item } = await client.send(
    new GetItemCommand({
      TableName: environment('table'),
      Key: itemKey(foldPartition(period, township), inputs),
      ConsistentRead: true,
    }),
  );
  return Item ? (JSON.parse(Item['tally']?.S ?? '{}') as Tally) : null;
}

export async function putFold(period: Period, township: string, inputs: string, tally: Tally): Promise<void> {
  await client.send(
    new PutItemCommand({
      TableName: environment('table'),
      Item: { ...itemKey(foldPartition(period, township), inputs), tally: { S: JSON.stringify(tally) } },
    }),
  );
}
