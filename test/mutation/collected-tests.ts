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
  const full = [...path, name].join(' > ');
  let id = full;
  for (let again = 2; collection.has(id); again++) id = `${full} (${again})`;
  collection.set(id, { id, file, run: async () => void (await body(...args)) });
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
