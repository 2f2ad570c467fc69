/**
 * What browsers of 2021 lack of the language's library, as far as the core and the pages use it. A browser that has it
 * keeps its own.
 */

const define = (owner: object, name: string, value: unknown): void => {
  if (!(name in owner)) Object.defineProperty(owner, name, { value, writable: true, configurable: true });
};

function at<Item>(this: ArrayLike<Item>, index: number): Item | undefined {
  return this[index < 0 ? this.length + index : index];
}

function groupBy<Key, Item>(items: Iterable<Item>, keyOf: (item: Item, index: number) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  let index = 0;
  for (const item of items) {
    const key = keyOf(item, index++);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

function findLastIndex<Item>(
  this: readonly Item[],
  matches: (item: Item, index: number, all: readonly Item[]) => boolean,
): number {
  for (let index = this.length - 1; index >= 0; index--) if (matches(this[index]!, index, this)) return index;
  return -1;
}

/** A half of a pair of surrogates whose other half is missing. */
const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

for (const prototype of [Array.prototype, String.prototype, Object.getPrototypeOf(Uint8Array.prototype) as object])
  define(prototype, 'at', at);
define(Map, 'groupBy', groupBy);
define(Object, 'hasOwn', (owner: object, name: PropertyKey) => Object.prototype.hasOwnProperty.call(owner, name));
define(Array.prototype, 'findLastIndex', findLastIndex);
define(Array.prototype, 'findLast', function <Item>(this: Item[], matches: (item: Item) => boolean): Item | undefined {
  return this[findLastIndex.call(this as readonly unknown[], matches as never)];
});
define(Array.prototype, 'toSorted', function <Item>(this: Item[], compare?: (a: Item, b: Item) => number): Item[] {
  return [...this].sort(compare);
});
define(Array.prototype, 'toReversed', function <Item>(this: Item[]): Item[] {
  return [...this].reverse();
});
define(String.prototype, 'isWellFormed', function (this: string): boolean {
  return this.search(LONE_SURROGATE) < 0;
});
define(String.prototype, 'toWellFormed', function (this: string): string {
  return this.replace(LONE_SURROGATE, '\uFFFD');
});
