import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { holds, invalid, requireUsed, updated, type Item, type Placeholders } from './expressions.ts';
import { byBytes } from './order.ts';

export type { Item } from './expressions.ts';

/** What was in a table at some moment: partitions of items. */
export type SavedTable = ReadonlyMap<string, ReadonlyMap<string, Item>>;

/**
 * DynamoDB in memory, as far as the functions use it: it refuses what it does not know, and what DynamoDB refuses. A
 * read that does not ask for consistency gets each item as it was before its last write.
 */
export class MemoryTable {
  readonly #partitions = new Map<string, Map<string, Item>>();
  /** What each item replaced. */
  readonly #before = new WeakMap<Item, Item>();
  /** Items of a query's page where none is asked for: small, so that paging is part of every run. */
  readonly #pageSize: number;
  /** Called before an item is stored; throws when it must not be. */
  readonly #beforePut: (item: Item) => void;
  /** How many items of a batch are left unprocessed. */
  unprocessed: (count: number) => number = () => 0;

  constructor(pageSize: number, beforePut: (item: Item) => void = () => undefined) {
    this.#pageSize = pageSize;
    this.#beforePut = beforePut;
  }

  async send(command: unknown): Promise<object> {
    requireTables(command);
    if (command instanceof PutItemCommand) {
      const { Item = {}, ...condition } = command.input;
      requireUsed([condition.ConditionExpression], condition);
      this.#require(condition, this.get(Item));
      this.#put(Item);
      return {};
    }
    if (command instanceof GetItemCommand) {
      const item = this.#read(this.get(command.input.Key ?? {}), command.input.ConsistentRead);
      return item ? { Item: item } : {};
    }
    if (command instanceof UpdateItemCommand) return this.#update(command.input);
    if (command instanceof QueryCommand) return this.#query(command.input);
    if (command instanceof ScanCommand) return this.#scan(command.input);
    if (command instanceof BatchGetItemCommand) {
      const [[table, { Keys, ConsistentRead }] = ['', { Keys: [] }]] = Object.entries(command.input.RequestItems ?? {});
      if (!Keys) throw invalid('a read of no keys');
      requireBatch(Keys, 100);
      const left = this.unprocessed(Keys.length);
      const found = Keys.slice(left)
        .map((key) => this.#read(this.get(key), ConsistentRead))
        .filter((item) => item !== undefined);
      return {
        Responses: { [table]: found },
        UnprocessedKeys: left > 0 ? { [table]: { Keys: Keys.slice(0, left) } } : {},
      };
    }
    if (command instanceof BatchWriteItemCommand) {
      const [[table, requests] = ['', []]] = Object.entries(command.input.RequestItems ?? {});
      requireBatch(
        requests.map(({ PutRequest, DeleteRequest }) => PutRequest?.Item ?? DeleteRequest?.Key ?? {}),
        25,
      );
      const left = this.unprocessed(requests.length);
      for (const { PutRequest, DeleteRequest } of requests.slice(left)) {
        if (PutRequest?.Item) this.#put(PutRequest.Item);
        if (DeleteRequest?.Key) this.#delete(DeleteRequest.Key);
      }
      return { UnprocessedItems: left > 0 ? { [table]: requests.slice(0, left) } : {} };
    }
    throw new Error(`${(command as object).constructor.name} is not simulated`);
  }

  get(key: Item): Item | undefined {
    return this.#partitions.get(key['pk']?.S ?? '')?.get(key['sk']?.S ?? '');
  }

  /** All that is in the table now. */
  save(): SavedTable {
    return new Map([...this.#partitions].map(([pk, items]) => [pk, new Map(items)]));
  }

  /** Puts the table back to what it was. */
  restore(saved: SavedTable): void {
    this.#partitions.clear();
    for (const [pk, items] of saved) this.#partitions.set(pk, new Map(items));
  }

  /** The items of a partition in key order. */
  partition(pk: string): Item[] {
    return [...(this.#partitions.get(pk) ?? [])].sort(([a], [b]) => byBytes(a, b)).map(([, item]) => item);
  }

  partitions(): readonly string[] {
    return [...this.#partitions.keys()].sort();
  }

  #read(item: Item | undefined, isConsistent = false): Item | undefined {
    return item === undefined || isConsistent ? item : this.#before.get(item);
  }

  #put(item: Item): void {
    requireKey(item);
    requireSize(item);
    this.#beforePut(item);
    const pk = item['pk']?.S ?? '';
    const partition = this.#partitions.get(pk) ?? new Map<string, Item>();
    const sk = item['sk']?.S ?? '';
    const [before, next] = [partition.get(sk), { ...item }];
    if (before) this.#before.set(next, before);
    this.#partitions.set(pk, partition.set(sk, next));
  }

  #delete(key: Item): void {
    this.#partitions.get(key['pk']?.S ?? '')?.delete(key['sk']?.S ?? '');
  }

  /** Partition by partition in the order of their keys; which attributes are asked for makes no difference here. */
  #scan({ ExclusiveStartKey, Limit = this.#pageSize }: ScanCommand['input']): object {
    const after = ExclusiveStartKey && [ExclusiveStartKey['pk']?.S ?? '', ExclusiveStartKey['sk']?.S ?? ''];
    const items = this.partitions()
      .flatMap((pk) => this.partition(pk))
      .filter(({ pk, sk }) => {
        const [own = '', sort = ''] = [pk?.S, sk?.S];
        return !after || own > (after[0] ?? '') || (own === after[0] && byBytes(sort, after[1] ?? '') > 0);
      });
    return pageOf(items, Limit);
  }

  #require(condition: Condition, current: Item | undefined): void {
    const { ConditionExpression: expression } = condition;
    if (expression === undefined || holds(expression, current, condition)) return;
    throw new ConditionalCheckFailedException({
      message: 'The conditional request failed',
      $metadata: { httpStatusCode: 400 },
    });
  }

  #update(input: UpdateItemCommand['input']): object {
    const { Key = {}, UpdateExpression = '', ConditionExpression, ReturnValues } = input;
    requireUsed([UpdateExpression, ConditionExpression], input);
    const current = this.get(Key);
    this.#require(input, current);
    const { item, changed } = updated(UpdateExpression, { ...Key, ...current }, input);
    this.#put(item);
    if (ReturnValues === 'ALL_NEW') return { Attributes: item };
    if (ReturnValues !== 'UPDATED_NEW') return {};
    return { Attributes: Object.fromEntries(changed.map((name) => [name, item[name]])) };
  }

  #query(input: QueryCommand['input']): object {
    const { KeyConditionExpression = '', ExclusiveStartKey, ConsistentRead, Limit = this.#pageSize } = input;
    if (!KeyConditionExpression.startsWith('#pk = :pk'))
      throw new Error(`the query ${KeyConditionExpression} is not simulated`);
    requireUsed([KeyConditionExpression], input);
    const after = ExclusiveStartKey?.['sk']?.S;
    const items = this.partition(input.ExpressionAttributeValues?.[':pk']?.S ?? '')
      .map((item) => this.#read(item, ConsistentRead))
      .filter((item) => item !== undefined)
      .filter((item) => after === undefined || byBytes(item['sk']?.S ?? '', after) > 0)
      .filter((item) => holds(KeyConditionExpression, item, input));
    return pageOf(items, Limit);
  }
}

function pageOf(items: readonly Item[], limit: number): object {
  const page = items.slice(0, limit);
  const last = page.at(-1);
  return {
    Items: page,
    ...(items.length > page.length && last ? { LastEvaluatedKey: { pk: last['pk'], sk: last['sk'] } } : {}),
  };
}

type Condition = Placeholders & { readonly ConditionExpression?: string | undefined };

/** Every request names its table. */
function requireTables(command: unknown): void {
  const { TableName, RequestItems } = (command as { readonly input: { TableName?: string; RequestItems?: object } })
    .input;
  if (!TableName && Object.keys(RequestItems ?? {}).filter(Boolean).length !== 1)
    throw invalid('a request of no table');
}

function requireKey({ pk, sk }: Item): void {
  if (!pk?.S || !sk?.S) throw invalid('an item without its key');
}

/** What DynamoDB takes, in bytes of names and values. */
const LARGEST_ITEM = 400 * 1024;

function requireSize(item: Item): void {
  const size = Object.entries(item).reduce(
    (sum, [name, { S, N }]) => sum + Buffer.byteLength(name) + Buffer.byteLength(S ?? N ?? ''),
    0,
  );
  if (size > LARGEST_ITEM) throw invalid(`an item of ${size} bytes`);
}

/** A batch names at least one item, none twice, and no more than `most`. */
function requireBatch(items: readonly Item[], most: number): void {
  const keys = new Set(items.map(({ pk, sk }) => JSON.stringify([pk, sk])));
  if (items.length === 0 || items.length > most || keys.size < items.length)
    throw invalid(`a batch of ${items.length} items`);
  for (const item of items) requireSize(item);
}
