/** What the functions rely on of DynamoDB (functions/aws): conditions, counters, batches and queries. */
import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
  type AttributeValue,
  type PutItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import type { Services } from './services.ts';

type Item = Record<string, AttributeValue>;

let partitions = 0;

export function tableContract(services: () => Services): void {
  /** A partition that no other test looks at. */
  const newPartition = (): string => `P#${++partitions}`;
  const itemOf = (pk: string, sk: string, rest: Item = {}): Item => ({ pk: { S: pk }, sk: { S: sk }, ...rest });
  const put = async (item: Item, condition: Partial<PutItemCommandInput> = {}) =>
    services().dynamodb.send(new PutItemCommand({ TableName: services().table, Item: item, ...condition }));
  const get = async (pk: string, sk: string): Promise<Item | undefined> =>
    (
      await services().dynamodb.send(
        new GetItemCommand({ TableName: services().table, Key: itemOf(pk, sk), ConsistentRead: true }),
      )
    ).Item;
  const writeBatch = async (items: readonly Item[]) =>
    services().dynamodb.send(
      new BatchWriteItemCommand({
        RequestItems: { [services().table]: items.map((Item) => ({ PutRequest: { Item } })) },
      }),
    );
  /** Writes until nothing is left, as the functions do. */
  const writeAll = async (items: readonly Item[]): Promise<void> => {
    const { UnprocessedItems } = await writeBatch(items);
    const left = (UnprocessedItems?.[services().table] ?? []).map(({ PutRequest }) => PutRequest?.Item ?? {});
    if (left.length > 0) await writeAll(left);
  };
  const readBatch = async (keys: Item[]) =>
    services().dynamodb.send(
      new BatchGetItemCommand({ RequestItems: { [services().table]: { Keys: keys, ConsistentRead: true } } }),
    );

  /** All items of a partition, page by page. */
  const query = async (pk: string, Limit?: number): Promise<{ items: Item[]; pages: number }> => {
    const items: Item[] = [];
    for (let pages = 1, start = {}; ; pages++) {
      const page = await services().dynamodb.send(
        new QueryCommand({
          TableName: services().table,
          KeyConditionExpression: '#pk = :pk',
          ExpressionAttributeNames: { '#pk': 'pk' },
          ExpressionAttributeValues: { ':pk': { S: pk } },
          ConsistentRead: true,
          ...(Limit === undefined ? {} : { Limit }),
          ...start,
        }),
      );
      items.push(...(page.Items ?? []));
      if (!page.LastEvaluatedKey) return { items, pages };
      start = { ExclusiveStartKey: page.LastEvaluatedKey };
    }
  };

  const IF_ABSENT = { ConditionExpression: 'attribute_not_exists(#pk)', ExpressionAttributeNames: { '#pk': 'pk' } };
  const ifEqual = (name: string, value: AttributeValue) => ({
    ConditionExpression: '#it = :it',
    ExpressionAttributeNames: { '#it': name },
    ExpressionAttributeValues: { ':it': value },
  });
  const REFUSED = { name: 'ConditionalCheckFailedException' };

  describe('the table', () => {
    test('an item put under the condition that there is none is kept, the next one refused', async () => {
      const pk = newPartition();
      await put(itemOf(pk, 'a', { stamp: { S: 'first' } }), IF_ABSENT);
      await expect(put(itemOf(pk, 'a', { stamp: { S: 'second' } }), IF_ABSENT)).rejects.toMatchObject(REFUSED);
      await put(itemOf(pk, 'b'), IF_ABSENT);
      expect(await get(pk, 'a')).toEqual(itemOf(pk, 'a', { stamp: { S: 'first' } }));
      expect(await get(pk, 'c')).toBeUndefined();
    });

    test('of writers at the same time under that condition, one succeeds', async () => {
      const pk = newPartition();
      const writers = await Promise.allSettled(
        Array.from({ length: 8 }, (_, at) => put(itemOf(pk, 'a', { stamp: { S: `writer ${at}` } }), IF_ABSENT)),
      );
      expect(writers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const stamp = { S: `writer ${writers.findIndex(({ status }) => status === 'fulfilled')}` };
      expect(await get(pk, 'a')).toEqual(itemOf(pk, 'a', { stamp }));
    });

    test('an item is replaced whole, and only while the named attribute has the expected value', async () => {
      const pk = newPartition();
      await expect(put(itemOf(pk, 'a', { stamp: { S: 'x' } }), ifEqual('stamp', { S: 'x' }))).rejects.toMatchObject(
        REFUSED,
      );
      await put(itemOf(pk, 'a', { stamp: { S: 'x' }, more: { S: 'more' } }));
      await put(itemOf(pk, 'a', { stamp: { S: 'y' } }), ifEqual('stamp', { S: 'x' }));
      await expect(put(itemOf(pk, 'a', { stamp: { S: 'z' } }), ifEqual('stamp', { S: 'x' }))).rejects.toMatchObject(
        REFUSED,
      );
      expect(await get(pk, 'a')).toEqual(itemOf(pk, 'a', { stamp: { S: 'y' } }));
    });

    test('a number equals the number, never the text of it', async () => {
      const pk = newPartition();
      await put(itemOf(pk, 'a', { count: { N: '1' } }));
      await expect(put(itemOf(pk, 'a'), ifEqual('count', { S: '1' }))).rejects.toMatchObject(REFUSED);
      await expect(put(itemOf(pk, 'a'), ifEqual('count', { N: '2' }))).rejects.toMatchObject(REFUSED);
      await put(itemOf(pk, 'a', { count: { N: '2' } }), ifEqual('count', { N: '1' }));
    });

    test('a counter starts with what is first added, and loses nothing to others that add at the same time', async () => {
      const pk = newPartition();
      const add = async (): Promise<string | undefined> => {
        const { Attributes } = await services().dynamodb.send(
          new UpdateItemCommand({
            TableName: services().table,
            Key: itemOf(pk, 'attempts'),
            UpdateExpression: 'ADD #attempts :one',
            ExpressionAttributeNames: { '#attempts': 'attempts' },
            ExpressionAttributeValues: { ':one': { N: '1' } },
            ReturnValues: 'UPDATED_NEW',
          }),
        );
        return Attributes?.['attempts']?.N;
      };
      expect(await add()).toBe('1');
      const counts = await Promise.all(Array.from({ length: 9 }, add));
      expect(counts.map(Number).toSorted((a, b) => a - b)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10]);
      expect(await get(pk, 'attempts')).toEqual(itemOf(pk, 'attempts', { attempts: { N: '10' } }));
    });

    test('an attribute is set or removed beside others, and the whole item is given back', async () => {
      const pk = newPartition();
      const update = async (expression: string, name: string, value?: string): Promise<unknown> => {
        const { Attributes } = await services().dynamodb.send(
          new UpdateItemCommand({
            TableName: services().table,
            Key: itemOf(pk, 'tries'),
            UpdateExpression: expression,
            ExpressionAttributeNames: { '#name': name },
            ...(value === undefined ? {} : { ExpressionAttributeValues: { ':value': { S: value } } }),
            ReturnValues: 'ALL_NEW',
          }),
        );
        return Attributes;
      };
      const set = (name: string, value: string): Promise<unknown> => update('SET #name = :value', name, value);
      expect(await set('try#m1#a', 'begun')).toEqual(itemOf(pk, 'tries', { 'try#m1#a': { S: 'begun' } }));
      expect(await set('try#m1#a', 'fault')).toEqual(itemOf(pk, 'tries', { 'try#m1#a': { S: 'fault' } }));
      const both = { 'try#m1#a': { S: 'fault' }, 'try#m2#b': { S: 'begun' } };
      expect(await set('try#m2#b', 'begun')).toEqual(itemOf(pk, 'tries', both));
      expect(await update('REMOVE #name', 'try#m1#a')).toEqual(itemOf(pk, 'tries', { 'try#m2#b': { S: 'begun' } }));
    });

    test('a query gives each item of its partition once, in the order of the UTF-8 bytes of the sort keys, whatever the size of a page', async () => {
      const pk = newPartition();
      // The bracket is one unit of UTF-16 that sorts behind the two of the rare character, while its bytes sort before.
      const sorts = ['#decisions', '10', '9', 'A', 'a', '表', '（', '𠮷'];
      await writeBatch([...sorts.toReversed().map((sk) => itemOf(pk, sk)), itemOf(`${pk}0`, 'of another partition')]);
      for (const limit of [1, 3, 100])
        expect((await query(pk, limit)).items).toEqual(sorts.map((sk) => itemOf(pk, sk)));
      expect((await query(`${pk}x`)).items).toEqual([]);
    });

    test('a batch of 25 is written over what is there; what the service leaves of it is named, and not written', async () => {
      const pk = newPartition();
      await put(itemOf(pk, '07', { rows: { S: 'old' } }));
      const items = Array.from({ length: 25 }, (_, at) =>
        itemOf(pk, String(at).padStart(2, '0'), { rows: { S: '行\n'.repeat(at + 1) } }),
      );
      const { UnprocessedItems } = await writeBatch(items);
      const left = (UnprocessedItems?.[services().table] ?? []).map(({ PutRequest }) => PutRequest?.Item?.['sk']?.S);
      expect((await query(pk)).items).toEqual(items.filter(({ sk }) => !left.includes(sk?.S)));
    });

    test('a batch removes items, those that are not there without a fault; a scan gives what is left, once', async () => {
      const pk = newPartition();
      await writeAll(['a', 'b', 'c', 'd'].map((sk) => itemOf(pk, sk)));
      const requests = ['a', 'c', 'none'].map((sk) => ({ DeleteRequest: { Key: itemOf(pk, sk) } }));
      await services().dynamodb.send(new BatchWriteItemCommand({ RequestItems: { [services().table]: requests } }));
      const { items } = await query(pk);
      expect(items.map(({ sk }) => sk?.S)).toEqual(['b', 'd']);
      const found: (string | undefined)[] = [];
      for (let start = {}, isMore = true; isMore;) {
        const page = await services().dynamodb.send(
          new ScanCommand({ TableName: services().table, ConsistentRead: true, Limit: 3, ...start }),
        );
        for (const item of page.Items ?? []) if (item['pk']?.S === pk) found.push(item['sk']?.S);
        isMore = page.LastEvaluatedKey !== undefined;
        start = { ExclusiveStartKey: page.LastEvaluatedKey };
      }
      expect(new Set(found)).toEqual(new Set(['b', 'd']));
      expect(found).toHaveLength(2);
    });

    test('a batch names up to 100 items and gives those that exist, in any order', async () => {
      const pk = newPartition();
      const items = Array.from({ length: 50 }, (_, at) => itemOf(pk, String(at).padStart(2, '0')));
      for (const start of [0, 25]) await writeAll(items.slice(start, start + 25));
      const { Responses, UnprocessedKeys } = await readBatch([
        ...items,
        ...items.map(({ sk }) => itemOf(pk, `not ${sk?.S}`)),
      ]);
      const found = [...(Responses?.[services().table] ?? []), ...(UnprocessedKeys?.[services().table]?.Keys ?? [])];
      expect(found.toSorted((a, b) => ((a['sk']?.S ?? '') < (b['sk']?.S ?? '') ? -1 : 1))).toEqual(items);
    });

    test('batches that are too large, empty or name an item twice are refused whole', async () => {
      const pk = newPartition();
      const many = (count: number): Item[] => Array.from({ length: count }, (_, at) => itemOf(pk, String(at)));
      const { isMoto } = services();
      // Moto takes empty batches, writes of any number, and an item twice unless both are equal.
      for (const items of isMoto ? [] : [many(26), [], [{ ...itemOf(pk, '1'), rows: { S: 'other' } }, ...many(2)]])
        await expect(writeBatch(items)).rejects.toMatchObject({ name: 'ValidationException' });
      expect((await query(pk)).items).toEqual([]);
      for (const keys of [many(101), [...many(2), ...many(1)], ...(isMoto ? [] : [[]])])
        await expect(readBatch(keys)).rejects.toMatchObject({ name: 'ValidationException' });
    });

    test('an item of 400 KB, names of attributes included, is kept, a larger one refused', async () => {
      const pk = newPartition();
      const rows = (bytes: number): Item => ({ rows: { S: 'x'.repeat(bytes) } });
      // Moto draws the line at 405,000 bytes.
      const most = (services().isMoto ? 405_000 : 400 * 1024) - `pk${pk}skarows`.length;
      await put(itemOf(pk, 'a', rows(most)));
      await expect(put(itemOf(pk, 'b', rows(most + 1)))).rejects.toMatchObject({ name: 'ValidationException' });
      await expect(writeBatch([itemOf(pk, 'c', rows(most + 1))])).rejects.toMatchObject({
        name: 'ValidationException',
      });
      expect((await query(pk)).items).toHaveLength(1);
    });
  });
}
