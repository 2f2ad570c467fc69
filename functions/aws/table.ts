import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DynamoDBClient,
  paginateQuery,
  paginateScan,
  type AttributeValue,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { TABLE_KEY } from '../../shared/contract.ts';
import { environment } from './environment.ts';

export const client = new DynamoDBClient({});

/**
 * DynamoDB did not take or give all items of a batch within the tries that a function can afford; the delivery is
 * retried as a whole.
 */
export class ThrottledError extends Error {
  override name = 'ThrottledError';
}

/** Items that one BatchWriteItem takes, and that one BatchGetItem returns. */
export const WRITES_PER_BATCH = 25;
const READS_PER_BATCH = 100;
export const TRIES = 8;

export const { partition: PK, sort: SK } = TABLE_KEY;
export type Item = Record<string, AttributeValue>;
export const itemKey = (pk: string, sk: string): Item => ({ [PK]: { S: pk }, [SK]: { S: sk } });

/** Full jitter, so that functions throttled together do not come back together. */
export const pause = (attempt: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(2_000, 50 * 2 ** attempt)));

/** Writes up to 25 items. @throws ThrottledError */
export async function writeBatch(batch: WriteRequest[]): Promise<void> {
  const table = environment('table');
  let left = batch;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const { UnprocessedItems } = await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: left } }));
    left = UnprocessedItems?.[table] ?? [];
    if (left.length === 0) return;
    await pause(attempt);
  }
  throw new ThrottledError(`${left.length} of ${batch.length} items were still refused after ${TRIES} tries`);
}

/** Removes the items of these keys. @throws ThrottledError */
export async function removeItems(keys: readonly Item[]): Promise<void> {
  for (let start = 0; start < keys.length; start += WRITES_PER_BATCH)
    await writeBatch(keys.slice(start, start + WRITES_PER_BATCH).map((Key) => ({ DeleteRequest: { Key } })));
}

/** The items of these keys, as they are now; missing ones are left out. @throws ThrottledError */
export async function readItems(keys: readonly Item[]): Promise<Item[]> {
  const batches = Array.from({ length: Math.ceil(keys.length / READS_PER_BATCH) }, (_, index) =>
    readBatch(keys.slice(index * READS_PER_BATCH, (index + 1) * READS_PER_BATCH)),
  );
  return (await Promise.all(batches)).flat();
}

async function readBatch(keys: readonly Item[]): Promise<Item[]> {
  const table = environment('table');
  const found: Item[] = [];
  let left: Item[] = [...keys];
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const { Responses, UnprocessedKeys } = await client.send(
      new BatchGetItemCommand({ RequestItems: { [table]: { Keys: left, ConsistentRead: true } } }),
    );
    for (const item of Responses?.[table] ?? []) found.push(item);
    left = UnprocessedKeys?.[table]?.Keys ?? [];
    if (left.length === 0) return found;
    await pause(attempt);
  }
  throw new ThrottledError(`${left.length} of ${keys.length} items were still not given after ${TRIES} tries`);
}

/** All items of a partition whose sort key begins with a prefix, in key order, read page by page and consistently. */
export async function* query(pk: string, prefix = ''): AsyncGenerator<Item[]> {
  const condition = prefix === '' ? '#pk = :pk' : '#pk = :pk AND begins_with(#sk, :prefix)';
  const pages = paginateQuery(
    { client },
    {
      TableName: environment('table'),
      KeyConditionExpression: condition,
      ExpressionAttributeNames: { '#pk': PK, ...(prefix === '' ? {} : { '#sk': SK }) },
      ExpressionAttributeValues: { ':pk': { S: pk }, ...(prefix === '' ? {} : { ':prefix': { S: prefix } }) },
      ConsistentRead: true,
    },
  );
  for await (const page of pages) yield page.Items ?? [];
}

/** All items of a table, of each those attributes or all, as they are now. @param table by default the system's own */
export async function* scan(
  attributes: readonly string[] | null = null,
  table: string = environment('table'),
): AsyncGenerator<Item[]> {
  const some = attributes && {
    ProjectionExpression: attributes.map((_, index) => `#a${index}`).join(', '),
    ExpressionAttributeNames: Object.fromEntries(attributes.map((name, index) => [`#a${index}`, name])),
  };
  for await (const page of paginateScan({ client }, { TableName: table, ConsistentRead: true, ...some }))
    yield page.Items ?? [];
}
