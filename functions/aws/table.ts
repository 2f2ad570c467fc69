import {
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  paginateQuery,
  PutItemCommand,
  type AttributeValue,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { TABLE_KEY } from '../../shared/contract.ts';
import { foldPartition, ledgerPartition, ledgerSort, rowsPartition } from '../../shared/keys.ts';
import { fromPage, type Page, type PagedRow } from '../../shared/records/pages.ts';
import { Submission } from '../../shared/records/submission.ts';
import type { Tally } from '../../shared/aggregate/tally.ts';
import type { Period } from '../../shared/time/period.ts';
import { environment } from './environment.ts';

const client = new DynamoDBClient({});

/** DynamoDB did not take all items of a batch within the tries that a function can afford; the delivery is retried as a whole. */
export class WritesRefusedError extends Error {
  override name = 'WritesRefusedError';
}

const BATCH = 25;
/** Batches under way at once; one file has at most a few dozen. */
const LANES = 4;
const TRIES = 8;

const { partition: PK, sort: SK } = TABLE_KEY;
const key = (pk: string, sk: string): Record<string, AttributeValue> => ({ [PK]: { S: pk }, [SK]: { S: sk } });

/** All submissions of a period, in the order of their keys (division, then acceptance). One consistent query. */
export async function ledger(period: Period): Promise<Submission[]> {
  const submissions: Submission[] = [];
  for await (const items of query(ledgerPartition(period)))
    for (const item of items) submissions.push(Submission.parse(JSON.parse(item['submission']?.S ?? 'null')));
  return submissions;
}

/**
 * The one conditional write that makes a submission count.
 * @returns false when it was committed before
 */
export async function commit(submission: Submission): Promise<boolean> {
  const { period, division, acceptedAt, submissionId } = submission;
  try {
    await client.send(
      new PutItemCommand({
        TableName: environment('table'),
        Item: {
          ...key(ledgerPartition(period), ledgerSort(division, acceptedAt, submissionId)),
          submission: { S: JSON.stringify(submission) },
        },
        ConditionExpression: 'attribute_not_exists(#pk)',
        ExpressionAttributeNames: { '#pk': PK },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

export type RowsOf = { readonly submissionId: string; readonly kind: string; readonly partition: string };

/** Writes immutable pages; written twice they are the same. @throws WritesRefusedError */
export async function writePages(groups: readonly (RowsOf & { readonly pages: readonly Page[] })[]): Promise<void> {
  const requests: WriteRequest[] = groups.flatMap(({ submissionId, kind, partition, pages }) =>
    pages.map((page) => ({
      PutRequest: { Item: { ...key(rowsPartition(submissionId, kind, partition), page.firstKey), rows: { S: page.rows } } },
    })),
  );
  const batches: WriteRequest[][] = [];
  for (let start = 0; start < requests.length; start += BATCH) batches.push(requests.slice(start, start + BATCH));
  const lane = async (): Promise<void> => {
    for (let batch = batches.pop(); batch; batch = batches.pop()) await writeBatch(batch);
  };
  await Promise.all(Array.from({ length: Math.min(LANES, batches.length) }, lane));
}

async function writeBatch(batch: WriteRequest[]): Promise<void> {
  const table = environment('table');
  let left = batch;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const { UnprocessedItems } = await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: left } }));
    left = UnprocessedItems?.[table] ?? [];
    if (left.length === 0) return;
    // Full jitter, so that functions throttled together do not come back together.
    await new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(2_000, 50 * 2 ** attempt)));
  }
  throw new WritesRefusedError(`${left.length} of ${batch.length} items were still refused after ${TRIES} tries`);
}

/** The rows of one submission in one partition, in key order. */
export async function readRows({ submissionId, kind, partition }: RowsOf): Promise<PagedRow[]> {
  const rows: PagedRow[] = [];
  for await (const items of query(rowsPartition(submissionId, kind, partition)))
    for (const item of items) rows.push(...fromPage(item['rows']?.S ?? ''));
  return rows;
}

export async function findFold(period: Period, township: string, inputs: string): Promise<Tally | null> {
  const { Item } = await client.send(
    new GetItemCommand({ TableName: environment('table'), Key: key(foldPartition(period, township), inputs), ConsistentRead: true }),
  );
  return Item ? (JSON.parse(Item['tally']?.S ?? '{}') as Tally) : null;
}

export async function putFold(period: Period, township: string, inputs: string, tally: Tally): Promise<void> {
  await client.send(
    new PutItemCommand({
      TableName: environment('table'),
      Item: { ...key(foldPartition(period, township), inputs), tally: { S: JSON.stringify(tally) } },
    }),
  );
}

async function* query(pk: string): AsyncGenerator<Record<string, AttributeValue>[]> {
  const pages = paginateQuery(
    { client },
    {
      TableName: environment('table'),
      KeyConditionExpression: '#pk = :pk',
      ExpressionAttributeNames: { '#pk': PK },
      ExpressionAttributeValues: { ':pk': { S: pk } },
      ConsistentRead: true,
    },
  );
  for await (const page of pages) yield page.Items ?? [];
}
