import { describe, expect, it } from 'vitest';
import { suppress, type Published } from '../../shared/disclosure/suppress.ts';
import { Attacker } from './attacker.ts';
import { randomCity, type City } from './hierarchies.ts';

const LIMIT = 8;
const SMALL_BELOW = { township: LIMIT, unit: LIMIT, county: LIMIT, city: LIMIT };
const CITIES = 1_000;
/** Enough to see an attack succeed where the suppression is weakened. */
const WEAK_CITIES = 100;

type Result = { editions: number; withheld: number; attacked: number; recovered: number; narrowed: number };
type Weakness = { readonly complementary?: boolean; readonly history?: boolean };

/** Publishes the revisions of a city one after the other, then attacks all that was published together. */
function attack({ relations, revisions }: City, weakness: Weakness, result: Result): void {
  const published: Published[] = [];
  for (const figures of revisions) {
    const suppression = suppress({
      figures,
      history: weakness.history === false ? [] : published,
      relations,
      smallBelow: SMALL_BELOW,
      effort: 1_000,
      complementary: weakness.complementary ?? true,
    });
    if (suppression.possible) published.push({ figures, hidden: suppression.hidden });
    else result.withheld++;
  }
  result.editions += published.length;
  const value = (edition: number, name: string): number => published[edition]?.figures.get(name) ?? 0;
  const attacker = new Attacker(
    relations,
    published.map(({ figures, hidden }) => ({
      printed: new Map([...figures].map(([name, count]) => [name, hidden.has(name) ? null : count])),
    })),
    (name, a, b) => value(a, name) === value(b, name),
  );
  for (const [edition, { figures, hidden }] of published.entries()) {
    for (const name of hidden) {
      const count = figures.get(name) ?? 0;
      const { low, high } = attacker.interval(edition, name);
      // An attacker who is wrong proves nothing.
      expect(low <= count && count <= high, `${name} is ${count}, not in ${low}..${high}`).toBe(true);
      if (count >= LIMIT) continue;
      result.attacked++;
      if (low === high) result.recovered++;
      if (high - low < LIMIT) result.narrowed++;
    }
  }
}

function campaign(cities: number, revisions: number, weakness: Weakness = {}): Result {
  const result: Result = { editions: 0, withheld: 0, attacked: 0, recovered: 0, narrowed: 0 };
  for (let seed = 1; seed <= cities; seed++) attack(randomCity(seed, revisions), weakness, result);
  return result;
}

describe('a reader with every public edition, the structure, and knowledge of what did not change', () => {
  it('recovers no small count from pairs of revisions of 1,000 cities, nor narrows one below the limit', () => {
    const { editions, withheld, attacked, recovered, narrowed } = campaign(CITIES, 2);
    process.stdout.write(
      `${CITIES} cities, ${editions} editions (${withheld} withheld), ${attacked} small counts attacked, ${recovered} recovered, ${narrowed} narrowed below ${LIMIT}\n`,
    );
    expect({ recovered, narrowed }).toEqual({ recovered: 0, narrowed: 0 });
    expect(editions).toBeGreaterThan(CITIES / 2);
    expect(attacked).toBeGreaterThan(CITIES);
  });

  it('does recover them where only the small counts themselves are hidden, so the attack is one', () => {
    expect(campaign(WEAK_CITIES, 1, { complementary: false }).recovered).toBeGreaterThan(WEAK_CITIES / 10);
  });

  it('does recover them where a revision forgets what the earlier one published', () => {
    expect(campaign(WEAK_CITIES, 2, { history: false }).recovered).toBeGreaterThan(0);
  });
});
