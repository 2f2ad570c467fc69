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

const MIXED = 12;

it('nor where some revisions are published of the province alone, beside others with its cities', () => {
  const { attacked, alone, recovered, narrowed } = years(MIXED, 2, 25, { linear: true, provinceOf: 2, alone: true });
  expect({ recovered, narrowed }).toEqual({ recovered: 0, narrowed: 0 });
  expect(alone).toBeGreaterThan(0);
  expect(attacked).toBeGreaterThan(MIXED);
});

it('and recovers some where the province alone forgets what was published with its cities', () => {
  const { alone, recovered } = years(MIXED, 2, 25, { linear: true, provinceOf: 2, alone: true, history: false });
  expect(alone).toBeGreaterThan(0);
  expect(recovered).toBeGreaterThan(0);
});
