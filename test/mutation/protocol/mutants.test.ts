/** The mutants of the protocol: what they change, and that code in which none is tried is the code. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { protocolFiles } from './code.ts';
import { mutantsOf, QUESTION, type Mutant } from './mutants.ts';

const folder = mkdtempSync(join(tmpdir(), 'mutants-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Mutants of a text, without the name of its file, and its mutated code. */
function mutated(text: string): {
  readonly changes: string[];
  readonly mutants: readonly Mutant[];
  readonly code: string;
} {
  const file = join(folder, 'code.ts');
  writeFileSync(file, text);
  const { mutants, codeOf } = mutantsOf([file], folder);
  const changes = mutants.map(({ name }) => name.slice(file.length + 1));
  return { changes, mutants, code: stripTypeScriptTypes(codeOf.get(file) ?? '') };
}

/** What the function `f` of a text comes to with each mutant, by what the mutant changes; the first is without any. */
function outcomes(text: string, ...args: readonly unknown[]): ReadonlyMap<string, unknown> {
  const { mutants, code, changes } = mutated(text);
  // oxlint-disable-next-line typescript/no-implied-eval -- the code is the text above
  const make = new Function(QUESTION, `${code}; return f;`) as (
    asked: (id: number) => boolean,
  ) => (...of: unknown[]) => unknown;
  const outcomeOf = (tried: number): unknown => {
    try {
      return make((id) => id === tried)(...args);
    } catch (error) {
      return String(error);
    }
  };
  return new Map([
    ['', outcomeOf(-1)],
    ...mutants.map(({ id }, at): [string, unknown] => [changes[at] ?? '', outcomeOf(id)]),
  ]);
}

test('a condition is always true, never true, and asked by halves', () => {
  const found = outcomes('function f(a: number, b: boolean) { if (a < 2 && b) return "in"; return "out"; }', 2, true);
  expect(Object.fromEntries(found)).toEqual({
    '': 'out',
    'f: always true a < 2 && b': 'in',
    'f: never true a < 2 && b': 'out',
    'f: only the left of a < 2 && b': 'out',
    'f: only the right of a < 2 && b': 'in',
    'f: <= in a < 2': 'in',
  });
});

test('an effect is left out, not awaited, or after the next', () => {
  const { changes } = mutated(
    'async function f(go: (what: string) => Promise<void>) { await go("a"); await go("b"); }',
  );
  expect(changes).toEqual([
    'f: after the next await go("a")',
    'f: left out await go("a")',
    'f: not awaited await go("a")',
    'f: left out await go("b")',
    'f: not awaited await go("b")',
  ]);
});

test('two statements that are exchanged both run, once', async () => {
  const text = 'async function f(go: (what: string) => Promise<void>) { await go("a"); await go("b"); }';
  const { code, mutants } = mutated(text);
  // oxlint-disable-next-line typescript/no-implied-eval -- the code is the text above
  const make = new Function(QUESTION, `${code}; return f;`) as (
    asked: (id: number) => boolean,
  ) => (go: (what: string) => Promise<void>) => Promise<void>;
  const order: string[] = [];
  const swap = mutants.find(({ name }) => name.includes('after the next'))?.id;
  await make((id) => id === swap)(async (what) => void order.push(what));
  expect(order).toEqual(['b', 'a']);
});

test('an error is not thrown, a loop runs once, a fallback is taken, a refusal is a success', () => {
  expect(
    outcomes('function f() { try { throw new Error("x"); } catch { return false; } return 1; }').get(
      'f: not thrown throw new Error("x");',
    ),
  ).toBe(1);
  expect(
    outcomes('function f(n: number) { let sum = 0; for (let i = 0; i < n; i++) { sum += 1; } return sum; }', 3).get(
      'f: only once { sum += 1; }',
    ),
  ).toBe(1);
  expect(outcomes('function f(a?: number) { return a ?? 7; }', 3).get('f: only the right of a ?? 7')).toBe(7);
  expect(outcomes('function f() { return false; }').get('f: true false')).toBe(true);
});

test('a field of a request is left out, and either half of its condition', () => {
  const found = outcomes('function f() { return { Key: 1, ConditionExpression: "#a = :a AND #b < :b", plain: 2 }; }');
  expect([...found]).toEqual([
    ['', { Key: 1, ConditionExpression: '#a = :a AND #b < :b', plain: 2 }],
    ['f: without Key: 1', { ConditionExpression: '#a = :a AND #b < :b', plain: 2 }],
    ['f: without ConditionExpression: "#a = :a AND #b < :b"', { Key: 1, plain: 2 }],
    ['f: only “#a = :a” of "#a = :a AND #b < :b"', { Key: 1, ConditionExpression: '#a = :a', plain: 2 }],
    ['f: only “#b < :b” of "#a = :a AND #b < :b"', { Key: 1, ConditionExpression: '#b < :b', plain: 2 }],
  ]);
});

test('what runs while modules load is no mutant, and every file of the protocol is code with its mutants in it', () => {
  expect(mutated('export const LIST = [1, 2].filter((one) => true);').changes).toEqual([]);
  const { mutants, codeOf } = mutantsOf(protocolFiles(), folder);
  expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
  for (const [file, code] of codeOf) expect(() => stripTypeScriptTypes(code), file).not.toThrow();
  const asked = [...codeOf.values()].join('').match(new RegExp(`${QUESTION}\\(\\d+\\)`, 'g'));
  expect(new Set(asked).size).toBe(mutants.length);
  expect(readFileSync(protocolFiles()[0] ?? '', 'utf8')).not.toContain(QUESTION);
});
