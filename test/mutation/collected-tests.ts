/**
 * What a test file imports as `vitest` where mutants are tried: `describe` and `test` only collect, so that tests are
 * loaded once and run again for each mutant. `expect` is Vitest's own.
 */
import { format } from 'node:util';

export { expect, expectTypeOf } from 'vitest';

/** This module, in place of which the tests think that they have Vitest. */
export const COLLECTED_TESTS = import.meta.url;

type Body = (...args: readonly unknown[]) => unknown;

/** A test, by its file and the names of its groups. */
export type CollectedTest = { readonly id: string; readonly file: string; readonly run: () => Promise<void> };
export type Collection = Map<string, CollectedTest>;

let collection: Collection = new Map();
let path: readonly string[] = [];

/** What runs before the tests of a group, once for all of them or before each, or after each. */
type Hook = { readonly group: string; readonly run: () => Promise<unknown> };
const hooks: Hook[] = [];
const endings: Hook[] = [];
const groupOf = (names: readonly string[]): string => names.join(' > ');

export function beforeAll(body: () => unknown): void {
  let done: Promise<unknown> | null = null;
  hooks.push({ group: groupOf(path), run: async () => (done ??= Promise.resolve(body())) });
}

export function beforeEach(body: () => unknown): void {
  hooks.push({ group: groupOf(path), run: async () => body() });
}

export function afterEach(body: () => unknown): void {
  endings.push({ group: groupOf(path), run: async () => body() });
}

/** Tests run again for as long as the process lives, so nothing is ever over. */
export function afterAll(): void {}

/** Collects the tests of a file while it is imported. */
export async function collectFile(file: string, load: () => Promise<unknown>, into: Collection): Promise<void> {
  [collection, path] = [into, [file]];
  await load();
}

function group(name: string, body: Body, args: readonly unknown[] = []): void {
  const outer = path;
  path = [...outer, name];
  body(...args);
  path = outer;
}

function collect(name: string, body: Body, args: readonly unknown[] = []): void {
  const [file = ''] = path;
  const groups = path.map((_, at) => groupOf(path.slice(0, at + 1)));
  const full = groupOf([...path, name]);
  let id = full;
  for (let again = 2; collection.has(id); again++) id = `${full} (${again})`;
  const run = async (): Promise<void> => {
    const own = ({ group: of }: Hook): boolean => groups.includes(of);
    for (const hook of hooks.filter(own)) await hook.run();
    try {
      await body(...args);
    } finally {
      for (const ending of endings.filter(own)) await ending.run();
    }
  };
  collection.set(id, { id, file, run });
}

/** As much of `test` and `describe` as the tests of these rooms use; for another member Stryker's first run fails. */
const collector = (take: typeof collect) =>
  Object.assign((name: string, body: Body) => take(name, body), {
    each: (cases: readonly unknown[]) => (name: string, body: Body) => {
      for (const one of cases) {
        const args: readonly unknown[] = Array.isArray(one) ? one : [one];
        take(format(name, ...args), body, args);
      }
    },
  });

export const describe = collector(group);
export const test = collector(collect);
export const it = collector(collect);
