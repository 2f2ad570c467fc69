import type { Register } from './register.ts';

/** Levels of divisions, from the top. A county that reports for itself is a reporting unit, and counts as one. */
export type DivisionLevel = 'province' | 'city' | 'unit' | 'county' | 'township';

/** What the root of a register is: only a province has cities below it. */
export const rootLevel = ({ cities }: Register): 'province' | 'city' => (cities.length > 0 ? 'province' : 'city');

/** The level of a division; null where the register has none of that code. */
export function levelOf(division: string, register: Register): DivisionLevel | null {
  if (division === register.root) return rootLevel(register);
  if (register.township(division)) return 'township';
  if (register.unit(division)) return 'unit';
  const isIn = (list: readonly { readonly code: string }[]): boolean => list.some(({ code }) => code === division);
  if (isIn(register.cities)) return 'city';
  return isIn(register.counties) ? 'county' : null;
}
