import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  DynamoDBServiceException,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
  type AttributeValue,
} from '@aws-sdk/client-dynamodb';
import { byBytes } from './order.ts';

export type Item = Readonly<Record<string, AttributeValue>>;

/** What was in a table at some moment: partitions of items. */
export type SavedTable = ReadonlyMap<string, ReadonlyMap<string, Item>>;

/**
 * DynamoDB in memory, as far as the functions use it: it refuses what it does not know, and answers at once and
 * consistently.
 */
export class MemoryTable {
  readonly #partitions = new Map<string, Map<string, Item>>();
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
    if (command instanceof PutItemCommand) {
      const { Item = {}, ...condition } = command.input;
      this.#require(condition, this.get(Item));
      this.#put(Item);
      return {};
    }
    if (command instanceof GetItemCommand) {
      const item = this.get(command.input.Key ?? {});
      return item ? { Item: item } : {};
    }
    if (command instanceof UpdateItemCommand) return this.#update(command.input);
    if (command instanceof QueryCommand) return this.#query(command.input);
    if (command instanceof ScanCommand) return this.#scan(command.input);
    if (command instanceof BatchGetItemCommand) {
      const [[table, { Keys = [] }] = ['', {}]] = Object.entries(command.input.RequestItems ?? {});
      requireBatch(Keys, 100);
      const left = this.unprocessed(Keys.length);
      const found = Keys.slice(left)
        .map((key) => this.get(key))
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

  #put(item: Item): void {
    requireSize(item);
    this.#beforePut(item);
    const pk = item['pk']?.S ?? '';
    const partition = this.#partitions.get(pk) ?? new Map<string, Item>();
    this.#partitions.set(pk, partition.set(item['sk']?.S ?? '', item));
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
    const {
      ConditionExpression: expression,
      ExpressionAttributeNames: names = {},
      ExpressionAttributeValues: values = {},
    } = condition;
    if (expression === undefined) return;
    const absent = /^attribute_not_exists\((#\w+)\)$/.exec(expression);
    const equal = /^(#\w+) = (:\w+)$/.exec(expression);
    if (!absent && !equal) throw new Error(`the condition ${expression} is not simulated`);
    const found = current?.[names[absent?.[1] ?? equal?.[1] ?? ''] ?? ''];
    const wanted = values[equal?.[2] ?? ''];
    if (absent ? found === undefined : found !== undefined && found.S === wanted?.S && found.N === wanted?.N) return;
    throw new ConditionalCheckFailedException({
      message: 'The conditional request failed',
      $metadata: { httpStatusCode: 400 },
    });
  }

  /** One attribute is added to, set or removed. */
  #update({
    Key = {},
    UpdateExpression = '',
    ExpressionAttributeNames: names = {},
    ExpressionAttributeValues: values = {},
    ReturnValues,
  }: UpdateItemCommand['input']): object {
    const match = /^(?:(ADD) (#\w+) (:\w+)|(SET) (#\w+) = (:\w+)|(REMOVE) (#\w+))$/.exec(UpdateExpression);
    const [verb, name = '', value = ''] = match?.slice(1).filter((part) => part !== undefined) ?? [];
    const attribute = names[name];
    if (attribute === undefined) throw new Error(`the update ${UpdateExpression} is not simulated`);
    const { [attribute]: before, ...others } = { ...Key, ...this.get(Key) } as Item;
    const sum = { N: String(Number(before?.N ?? 0) + Number(values[value]?.N)) };
    const after = verb === 'REMOVE' ? undefined : verb === 'ADD' ? sum : values[value];
    const item: Item = after === undefined ? others : { ...others, [attribute]: after };
    this.#put(item);
    return { Attributes: ReturnValues === 'ALL_NEW' ? item : { [attribute]: after } };
  }

  #query(input: QueryCommand['input']): object {
    const { KeyConditionExpression, ExpressionAttributeValues = {}, ExclusiveStartKey, Limit = this.#pageSize } = input;
    if (KeyConditionExpression !== '#pk = :pk')
      throw new Error(`the query ${KeyConditionExpression ?? ''} is not simulated`);
    const after = ExclusiveStartKey?.['sk']?.S;
    const items = this.partition(ExpressionAttributeValues[':pk']?.S ?? '').filter(
      (item) => after === undefined || byBytes(item['sk']?.S ?? '', after) > 0,
    );
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

type Condition = Pick<
  PutItemCommand['input'],
  'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
>;

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

const invalid = (message: string): DynamoDBServiceException =>
  new DynamoDBServiceException({
    name: 'ValidationException',
    message,
    $fault: 'client',
    $metadata: { httpStatusCode: 400 },
  });
