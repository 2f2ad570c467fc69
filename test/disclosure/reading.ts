/** Lays public editions beside each other as an attacker does, and says which small counts he gets too near to. */
import type { Relations } from '../../shared/disclosure/relations.ts';
import type { Published } from '../../shared/disclosure/suppress.ts';
import { CITY_PACK } from '../../cities/pack.ts';
import { limitsOf } from '../../shared/disclosure/treatments.ts';
import { Attacker } from './attacker.ts';

const SMALL = limitsOf(CITY_PACK.profile).smallBelow.township;

/** @param records what editions hid, with the true figures, which the attacker cannot know */
export function attack(
  records: readonly Published[],
  relations: Relations,
): { readonly attacked: number; readonly narrowed: readonly string[] } {
  const attacker = new Attacker(
    relations,
    records.map(({ figures, hidden }) => ({
      printed: new Map([...figures].map(([name, count]) => [name, hidden.has(name) ? null : count] as const)),
    })),
    (name, a, b) => records[a]?.figures.get(name) === records[b]?.figures.get(name),
  );
  const small = records.flatMap(({ figures, hidden }, number) =>
    [...hidden].filter((name) => (figures.get(name) ?? 0) < SMALL).map((name) => ({ number, name })),
  );
  const narrowed = small.filter(({ number, name }) => {
    const { low, high } = attacker.interval(number, name);
    return high - low < SMALL;
  });
  return { attacked: small.length, narrowed: narrowed.map(({ name }) => name) };
}
