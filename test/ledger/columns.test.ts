import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Column, Interned } from '../../shared/ledger/columns.ts';

test('texts have numbers in the order in which they first come, whatever is in them and however many they are', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 6 }), { maxLength: 3_000 }), (texts) => {
      const interned = new Interned();
      const known = new Map<string, number>();
      for (const text of texts) {
        const number = known.get(text) ?? known.size;
        known.set(text, number);
        expect(interned.numberOf(text)).toBe(number);
      }
      expect(interned.size).toBe(known.size);
    }),
    { numRuns: 60 },
  );
});

test('a hundred thousand household numbers in a row keep theirs', () => {
  const interned = new Interned();
  const first = 3_715_251_080_000_000;
  for (let pass = 0; pass < 2; pass++)
    for (let at = 0; at < 100_000; at++)
      if (interned.numberOf(String(first + at)) !== at) expect.fail(`household ${at} has another number`);
  expect(interned.size).toBe(100_000);
});

test('a column keeps what is put into it, beyond its first length', () => {
  const column = new Column();
  const values = Array.from({ length: 5_000 }, (_, at) => (at % 2 === 0 ? at : -at));
  for (const value of values) column.push(value);
  expect(Array.from({ length: column.length }, (_, at) => column.at(at))).toEqual(values);
});
