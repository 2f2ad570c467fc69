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

it('nor of a province, though who reads its edition reads those of its cities', () => {
  const { attacked, recovered, narrowed } = years(CITIES, 2, 25, { linear: true, provinceOf: 2 });
  expect({ recovered, narrowed }).toEqual({ recovered: 0, narrowed: 0 });
  expect(attacked).toBeGreaterThan(CITIES);
});

it('and narrows some where the province and its cities are protected apart', () => {
  expect(years(10, 1, 25, { linear: true, provinceOf: 2, apart: true }).narrowed).toBeGreaterThan(0);
});
