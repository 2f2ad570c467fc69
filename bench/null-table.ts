/**
 * Writing and reading household rows by a table that answers at once and keeps nothing: what is left is our own
 * processor time. The peer writes each row as a document of its own.
 */
import { Readable } from 'node:stream';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { client } from '../functions/aws/table.ts';
import { readRows, writePages } from '../functions/store/pages.ts';
import type { AcceptedRow } from '../shared/check/checked-file.ts';
import { ENVIRONMENT } from '../shared/contract.ts';
import { decodeRecord, type StoredRecord } from '../shared/rows/codec.ts';
import { toPages } from '../shared/rows/pages.ts';
import type { Value } from '../shared/schema/column.ts';
import { measured, type Result } from './measure.ts';
import { pageSort } from '../shared/ledger/keys.ts';

const PARTITION = { submissionId: 'bench', kind: 'household', partition: '371525108' } as const;
/** A partition of one answer: a megabyte at most, as the table gives it. */
const ROWS = 2_000;
const TARGET = 4;

export async function tableCosts(accepted: readonly AcceptedRow[]): Promise<Result[]> {
  Object.assign(process.env, ENVIRONMENT_OF_BENCH);
  const rows = accepted.slice(0, ROWS);
  const records = rows.map((row) => decodeRecord('household', row));
  const pages = toPages(rows);
  const documents = new DynamoDBClient({});
  const peer = DynamoDBDocumentClient.from(documents);
  const answer = (answered: { config: { requestHandler: unknown } }, body: string): void => {
    answered.config.requestHandler = new NullHandler(body);
  };
  const written = await measured({
    name: 'rows written to a null table',
    peerName: 'lib-dynamodb, an item a row',
    target: TARGET,
    count: rows.length,
    ours: async () => {
      answer(client, '{"UnprocessedItems":{}}');
      await writePages([{ ...PARTITION, pages }], RESUME);
    },
    peer: async () => {
      answer(documents, '{"UnprocessedItems":{}}');
      for (let start = 0; start < records.length; start += BATCH)
        await peer.send(batchOf(records.slice(start, start + BATCH)));
    },
  });
  const ofPages = JSON.stringify({
    Items: pages.map((page, place) => itemOf({ pk: 'r', sk: pageSort(place), ...page })),
  });
  const ofRows = JSON.stringify({ Items: records.map((record) => itemOf(record)) });
  const read = await measured({
    name: 'rows read from a null table',
    peerName: 'lib-dynamodb, an item a row',
    target: TARGET,
    count: rows.length,
    ours: async () => {
      answer(client, ofPages);
      for (const row of await readRows(PARTITION)) decodeRecord('household', row);
    },
    peer: async () => {
      answer(documents, ofRows);
      await peer.send(
        new QueryCommand({
          TableName: 'bench',
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': 'r' },
        }),
      );
    },
  });
  return [written, read];
}

const BATCH = 25;

/** A document as the table answers with it. */
const itemOf = (document: object): object =>
  Object.fromEntries(Object.entries(document).map(([name, value]) => [name, attributeOf(value as Value)]));

function attributeOf(value: Value): object {
  if (value === null) return { NULL: true };
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'boolean') return { BOOL: value };
  return typeof value === 'number' ? { N: String(value) } : { L: value.map((text) => ({ S: text })) };
}

/** Clients ask for it with their first request. */
const ENVIRONMENT_OF_BENCH = {
  [ENVIRONMENT.table]: 'bench',
  AWS_REGION: 'cn-north-1',
  AWS_ACCESS_KEY_ID: 'bench',
  AWS_SECRET_ACCESS_KEY: 'bench',
};
const RESUME = { versionId: 'v', submissionId: 'bench', remainingMs: () => 900_000, reserveMs: 0 };

const batchOf = (records: readonly StoredRecord['household'][]): BatchWriteCommand =>
  new BatchWriteCommand({
    RequestItems: {
      bench: records.map((record, at) => ({ PutRequest: { Item: { pk: 'r', sk: String(at), ...record } } })),
    },
  });

/** Answers every request with the same body. */
class NullHandler {
  readonly #body: Buffer;

  constructor(body: string) {
    this.#body = Buffer.from(body);
  }

  handle(): Promise<object> {
    const headers = { 'content-type': 'application/x-amz-json-1.0' };
    return Promise.resolve({ response: { statusCode: 200, headers, body: Readable.from([this.#body]) } });
  }
}
