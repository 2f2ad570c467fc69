/** What a kill in the middle of the first start leaves must not stop or spoil the next one. */
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { clients, start, temporaryFolder, writeAssembly } from './fixture.ts';

const TABLE = {
  TableName: 'ledger',
  BillingMode: 'PAY_PER_REQUEST' as const,
  AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' as const }],
  KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' as const }],
};
const KEY = { Type: 'AWS::KMS::Key', Properties: { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' } };

test('a table that was being made is made', async () => {
  const data = temporaryFolder();
  const dynalite = createRequire(import.meta.url)('dynalite') as (options: object) => Server;
  const slow = dynalite({ path: join(data, 'tables'), createTableMs: 86_400_000 }).listen(0, '127.0.0.1');
  await once(slow, 'listening');
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const endpoint = `http://127.0.0.1:${(slow.address() as AddressInfo).port}`;
  const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials });
  await client.send(new CreateTableCommand(TABLE));
  client.destroy();
  await new Promise((done) => slow.close(done));

  const stack = await start(writeAssembly({ Table: { Type: 'AWS::DynamoDB::Table', Properties: TABLE } }), { data });
  await clients(stack).dynamodb.send(new PutItemCommand({ TableName: 'ledger', Item: { pk: { S: '1' } } }));
});

test('a key is kept whole or not at all, and one that is not whole is never used', async () => {
  const data = temporaryFolder();
  const assembly = writeAssembly({ Key: KEY });
  const first = await start(assembly, { data });
  await first.close();
  const [file = '', ...others] = readdirSync(join(data, 'keys')).filter((name) => name !== 'requests.key');
  expect(others).toEqual([]);
  const path = join(data, 'keys', file);
  const key = readFileSync(path);
  expect(key).toHaveLength(32);
  await (await start(assembly, { data })).close();
  expect(readFileSync(path)).toEqual(key);

  writeFileSync(path, key.subarray(0, 0));
  await expect(start(assembly, { data })).rejects.toThrow(/\.key has 0 bytes, a key has 32/);
});
