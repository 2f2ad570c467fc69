/** What a request to a table is billed as: request units, by the sizes of the items that it names or gets. */

type Value = Readonly<Record<string, unknown>>;
export type SizedItem = Readonly<Record<string, Value | undefined>>;

/** Request units of one request. A table on demand is paid by them, whatever the number of requests. */
export type Units = { readonly reads: number; readonly writes: number };

export const NO_UNITS: Units = { reads: 0, writes: 0 };

const READ_BYTES = 4_096;
const WRITE_BYTES = 1_024;

const utf8 = (text: string): number => Buffer.byteLength(text);

/** Bytes of a value, as DynamoDB counts them (its developer guide, "DynamoDB item sizes and formats"). */
function valueBytes(value: Value = {}): number {
  const [kind, held] = Object.entries(value)[0] ?? [];
  if (kind === 'S') return utf8(String(held));
  if (kind === 'N') return Math.ceil(String(held).length / 2) + 1;
  if (kind === 'B') return Buffer.from(String(held), 'base64').length;
  if (kind === 'L') return (held as readonly Value[]).reduce((sum, one) => sum + 1 + valueBytes(one), 3);
  if (kind === 'M') return itemBytes(held as SizedItem) + Object.keys(held as object).length + 3;
  return 1;
}

/** Bytes of an item: names of attributes and their values. */
export const itemBytes = (item: SizedItem): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + utf8(name) + valueBytes(value), 0);

const writeUnits = (item: SizedItem | undefined): number => Math.max(1, Math.ceil(itemBytes(item ?? {}) / WRITE_BYTES));
const readUnits = (bytes: number): number => Math.max(1, Math.ceil(bytes / READ_BYTES));

type Asked = {
  readonly ConsistentRead?: boolean;
  readonly Item?: SizedItem;
  readonly RequestItems?: Readonly<
    Record<
      string,
      | { readonly Keys: readonly SizedItem[]; readonly ConsistentRead?: boolean }
      | readonly { readonly PutRequest?: { readonly Item: SizedItem } }[]
    >
  >;
};
type Answered = {
  readonly Items?: readonly SizedItem[];
  readonly Item?: SizedItem;
  readonly Attributes?: SizedItem;
  readonly Responses?: Readonly<Record<string, readonly SizedItem[]>>;
};

/** What a request costs. A write that a condition refuses costs what it would have cost. */
export function unitsOf(operation: string, asked: object, answered: object): Units {
  const { ConsistentRead, Item, RequestItems = {} } = asked as Asked;
  const answer = answered as Answered;
  const read = (units: number, isConsistent = ConsistentRead): Units => ({
    reads: isConsistent === true ? units : units / 2,
    writes: 0,
  });
  switch (operation) {
    case 'Query':
    case 'Scan':
      return read(readUnits((answer.Items ?? []).reduce((sum, item) => sum + itemBytes(item), 0)));
    case 'GetItem':
      return read(readUnits(itemBytes(answer.Item ?? {})));
    case 'BatchGetItem': {
      const found = Object.values(answer.Responses ?? {}).flat();
      const batches = Object.values(RequestItems).flatMap((batch) => ('Keys' in batch ? [batch] : []));
      const keys = batches.reduce((sum, { Keys }) => sum + Keys.length, 0);
      const units = found.reduce((sum, item) => sum + readUnits(itemBytes(item)), 0);
      return read(
        units + keys - found.length,
        batches.every((batch) => batch.ConsistentRead),
      );
    }
    case 'PutItem':
      return { reads: 0, writes: writeUnits(Item) };
    case 'BatchWriteItem': {
      const requests = Object.values(RequestItems).flatMap((batch) => ('Keys' in batch ? [] : [...batch]));
      return { reads: 0, writes: requests.reduce((sum, { PutRequest }) => sum + writeUnits(PutRequest?.Item), 0) };
    }
    // What an item was before the request, or is after it, is not always told; ours are small where it is not.
    case 'UpdateItem':
      return { reads: 0, writes: writeUnits(answer.Attributes) };
    case 'DeleteItem':
      return { reads: 0, writes: 1 };
    default:
      return NO_UNITS;
  }
}
