import { describe, expect, it } from 'vitest';
import { LinearProgramme } from './linear-programme.ts';

const row = (right: number, ...terms: readonly (readonly [number, number])[]) => ({ right, terms: new Map(terms) });

describe('the range of a quantity of a linear programme', () => {
  it('is what the equations leave of it', () => {
    // a + b = 10, b + c = 4
    const programme = new LinearProgramme([row(10, [0, 1], [1, 1]), row(4, [1, 1], [2, 1])]);
    expect(programme.range(0)).toEqual({ low: 6, high: 10 });
    expect(programme.range(1)).toEqual({ low: 0, high: 4 });
  });

  it('is found where no single equation tells it', () => {
    // Three that add up in pairs: a + b = 5, b + c = 7, a + c = 6.
    const programme = new LinearProgramme([row(5, [0, 1], [1, 1]), row(7, [1, 1], [2, 1]), row(6, [0, 1], [2, 1])]);
    expect(programme.range(0).low).toBeCloseTo(2);
    expect(programme.range(0).high).toBeCloseTo(2);
  });

  it('has no end where nothing holds it', () => {
    expect(new LinearProgramme([row(3, [0, 1], [1, -1])]).range(0)).toEqual({ low: 3, high: Infinity });
  });

  it('is of equations that say the same twice, or owe', () => {
    const programme = new LinearProgramme([row(-4, [0, -1], [1, -1]), row(4, [0, 1], [1, 1])]);
    expect(programme.range(1)).toEqual({ low: 0, high: 4 });
    expect(() => new LinearProgramme([row(1, [0, 1]), row(2, [0, 1])])).toThrow(RangeError);
  });
});
