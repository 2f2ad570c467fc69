import { expect, it } from 'vitest';
import { years } from './attacked-cities.ts';

const CITIES = 3;

it('a reader who takes all equations of three quarters at once narrows no small count', () => {
  const { attacked, recovered, narrowed } = years(CITIES, 3, 25, { linear: true });
  expect({ recovered, narrowed }).toEqual({ recovered: 0, narrowed: 0 });
  expect(attacked).toBeGreaterThan(CITIES);
});

it('and recovers some where the quarters do not know each other', () => {
  expect(years(CITIES, 2, 25, { linear: true, history: 'quarter' }).recovered).toBeGreaterThan(0);
});
