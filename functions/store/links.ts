import {
  ConditionalCheckFailedException,
  PutItemCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { windowNow, type Quota } from '../../shared/door/quotas.ts';
import type { Link, LinkRecord } from '../../shared/door/link.ts';
import { LINKS_PARTITION, usePartition } from '../../shared/ledger/keys.ts';
import { environment } from '../aws/environment.ts';
import { client, itemKey, query, readItems, type Item } from '../aws/table.ts';

const Stored = z.object({
  division: z.string(),
  issue: z.int().positive(),
  revokedAt: z.string().nullable(),
  receipts: z.literal(true).optional(),
});

function recordOf(item: Item): LinkRecord {
  const { receipts, ...record } = Stored.parse(JSON.parse(item['link']?.S ?? 'null'));
  return { ...record, ...(receipts ? { receipts } : {}) };
}

/** The entry of a division in the list of links; null for a division that never had a link. */
export async function findLink(division: string): Promise<LinkRecord | null> {
  const [item] = await readItems([itemKey(LINKS_PARTITION, division)]);
  return item ? recordOf(item) : null;
}

/** The whole list, by division. */
export async function listLinks(): Promise<LinkRecord[]> {
  const records: LinkRecord[] = [];
  for await (const items of query(LINKS_PARTITION)) for (const item of items) records.push(recordOf(item));
  return records;
}

/** Writes the entry of a division. From then on no other issue of its link opens the door. */
export async function putLink(record: LinkRecord): Promise<void> {
  const Item = { ...itemKey(LINKS_PARTITION, record.division), link: { S: JSON.stringify(Stored.parse(record)) } };
  await client.send(new PutItemCommand({ TableName: environment('table'), Item }));
}

/**
 * Counts one use of a link. Each quota of a division has one item, however often the link is used.
 * @returns false when the quota of this time is used up
 */
export async function use({ division }: Pick<Link, 'division'>, quota: Quota, at: string): Promise<boolean> {
  const values = { ':window': { S: windowNow(quota, at) }, ':one': { N: '1' } };
  const key = itemKey(usePartition(division), quota.what);
  const again: Counting = {
    UpdateExpression: 'SET #count = #count + :one',
    ConditionExpression: '#window = :window AND #count < :most',
    ExpressionAttributeValues: { ...values, ':most': { N: String(quota.most) } },
  };
  const first: Counting = {
    UpdateExpression: 'SET #window = :window, #count = :one',
    // A function whose clock is behind does not start an earlier time span again.
    ConditionExpression: 'attribute_not_exists(#window) OR #window < :window',
    ExpressionAttributeValues: values,
  };
  // When two functions start a new time span at once, the second finds it started and counts on.
  return (await count(key, again)) || (await count(key, first)) || (await count(key, again));
}

type Counting = Pick<UpdateItemCommandInput, 'UpdateExpression' | 'ConditionExpression' | 'ExpressionAttributeValues'>;

/** @returns whether the condition held */
async function count(Key: Item, counting: Counting): Promise<boolean> {
  const names = { '#window': 'window', '#count': 'count' };
  try {
    await client.send(
      new UpdateItemCommand({ TableName: environment('table'), Key, ExpressionAttributeNames: names, ...counting }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
