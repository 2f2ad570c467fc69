/** What a request to a table is billed as, by the rules of DynamoDB's developer guide. */
import { describe, expect, test } from 'vitest';
import { itemBytes, unitsOf } from '../../infra/local/permissions/table-units.ts';

const text = (bytes: number) => ({ S: 'x'.repeat(bytes) });
/** An item of so many bytes: two of its name, the rest of its value. */
const item = (bytes: number) => ({ pk: text(bytes - 2) });

describe('the bytes of an item', () => {
  test.each([
    ['a text, in bytes of UTF-8', { pk: { S: '聊城' } }, 2 + 6],
    ['a number, two digits a byte and one more', { n: { N: '12345' } }, 1 + 4],
    ['bytes, not their base64', { b: { B: Buffer.from('abcd').toString('base64') } }, 1 + 4],
    ['a list, with three bytes and one for each element', { l: { L: [{ S: 'ab' }, { S: 'c' }] } }, 1 + 3 + 2 + 3],
    ['a map, likewise', { m: { M: { k: { S: 'ab' } } } }, 1 + 3 + 1 + 1 + 2],
    ['yes or no', { f: { BOOL: true } }, 1 + 1],
  ])('%s', (_what, of, bytes) => expect(itemBytes(of)).toBe(bytes));
});

describe('the units of a request', () => {
  test.each([
    ['a write of 1 KB', 'PutItem', { Item: item(1_024) }, {}, { reads: 0, writes: 1 }],
    ['one byte more', 'PutItem', { Item: item(1_025) }, {}, { reads: 0, writes: 2 }],
    [
      'a consistent query adds up what it gives',
      'Query',
      { ConsistentRead: true },
      { Items: [item(3_000), item(3_000)] },
      { reads: 2, writes: 0 },
    ],
    ['one that may be late costs half', 'Query', {}, { Items: [item(3_000), item(3_000)] }, { reads: 1, writes: 0 }],
    ['one that gives nothing costs one', 'Query', { ConsistentRead: true }, { Items: [] }, { reads: 1, writes: 0 }],
    ['a consistent get of nothing', 'GetItem', { ConsistentRead: true }, {}, { reads: 1, writes: 0 }],
    ['an update tells its item', 'UpdateItem', {}, { Attributes: item(2_000) }, { reads: 0, writes: 2 }],
    ['an operation that reads and writes nothing', 'DescribeTable', {}, {}, { reads: 0, writes: 0 }],
  ])('%s', (_what, operation, asked, answered, units) => expect(unitsOf(operation, asked, answered)).toEqual(units));

  test('of a batch are rounded up for each item, and a missing one costs one', () => {
    const asked = { RequestItems: { table: { Keys: [{}, {}, {}], ConsistentRead: true } } };
    expect(unitsOf('BatchGetItem', asked, { Responses: { table: [item(5_000), item(10)] } })).toEqual({
      reads: 4,
      writes: 0,
    });
    const puts = { RequestItems: { table: [{ PutRequest: { Item: item(1_500) } }, { DeleteRequest: { Key: {} } }] } };
    expect(unitsOf('BatchWriteItem', puts, {})).toEqual({ reads: 0, writes: 3 });
  });
});
