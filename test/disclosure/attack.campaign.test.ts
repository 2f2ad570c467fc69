import { describe, expect, it } from 'vitest';
import type { Figures } from '../../shared/disclosure/figures.ts';
import type { Relations } from '../../shared/disclosure/relations.ts';
import { suppress, type Published } from '../../shared/disclosure/suppress.ts';
import { Attacker } from './attacker.ts';
import { randomCity, randomYear, type Year } from './hierarchies.ts';

const LIMIT = 8;
const SMALL_BELOW = { township: LIMIT, unit: LIMIT, county: LIMIT, city: LIMIT };
const CITIES = 1_000;
/** Enough to see an attack succeed where the suppression is weakened. */
const WEAK_CITIES = 100;
const GROWING_CITIES = 200;
const YEARS = 60;

type Result = { editions: number; withheld: number; attacked: number; recovered: number; narrowed: number };
/** `history: 'quarter'` forgets the editions of other quarters. */
type Weakness = { readonly complementary?: boolean; readonly history?: boolean | 'quarter' };

function historyOf(quarter: number, published: readonly Published[], { history }: Weakness): readonly Published[] {
  if (history === false) return [];
  return history === 'quarter' ? published.filter((one) => one.quarter === quarter) : published;
}

/** The relations between figures of which some channels may have been added later. */
const knownThen = (relations: Relations, figures: Figures): Relations => {
  const measures = new Set([...figures.keys()].map((name) => name.split('@')[0]));
  const sums = relations.sums.map(({ whole, parts }) => ({ whole, parts: parts.filter((part) => measures.has(part)) }));
  return { ...relations, sums };
};

/** What an edition prints, with what its reader knows of a channel that it does not have: it had nobody. */
function printedBy({ figures, hidden }: Published, { divisions, sums }: Relations): Map<string, number | null> {
  const printed = new Map([...figures].map(([name, count]) => [name, hidden.has(name) ? null : count]));
  const measures = new Set([...figures.keys()].map((name) => name.split('@')[0]));
  for (const part of sums.flatMap(({ parts }) => parts))
    if (!measures.has(part)) for (const { code } of divisions) printed.set(`${part}@${code}`, 0);
  return printed;
}

/** Publishes the revisions of a city one after the other, then attacks all that was published together. */
function attack({ relations, revisions }: Year, weakness: Weakness, result: Result): void {
  const published: Published[] = [];
  for (const { figures, quarter } of revisions) {
    const suppression = suppress({
      figures,
      quarter,
      history: historyOf(quarter, published, weakness),
      relations: knownThen(relations, figures),
      smallBelow: SMALL_BELOW,
      effort: 1_000,
      complementary: weakness.complementary ?? true,
    });
    if (suppression.possible) published.push({ figures, hidden: suppression.hidden, quarter });
    else result.withheld++;
  }
  result.editions += published.length;
  const value = (edition: number, name: string): number => published[edition]?.figures.get(name) ?? 0;
  const attacker = new Attacker(
    relations,
    published.map((edition) => ({ printed: printedBy(edition, relations), quarter: edition.quarter ?? 0 })),
    (name, a, b) => value(a, name) === value(b, name),
    value,
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

type Campaign = Weakness & { readonly growing?: boolean };

function campaign(cities: number, revisions: number, { growing = false, ...weakness }: Campaign = {}): Result {
  const result = emptyResult();
  for (let seed = 1; seed <= cities; seed++) {
    const city = randomCity(seed, revisions, growing);
    attack({ ...city, revisions: city.revisions.map((figures) => ({ figures, quarter: 0 })) }, weakness, result);
  }
  return result;
}

const emptyResult = (): Result => ({ editions: 0, withheld: 0, attacked: 0, recovered: 0, narrowed: 0 });

function years(cities: number, quarters: number, silent: number, weakness: Weakness = {}): Result {
  const result = emptyResult();
  for (let seed = 1; seed <= cities; seed++) attack(randomYear(seed, quarters, silent), weakness, result);
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

  it('recovers none either where a channel was added between the revisions', () => {
    const { attacked, recovered, narrowed } = campaign(GROWING_CITIES, 2, { growing: true });
    expect({ recovered, narrowed }).toEqual({ recovered: 0, narrowed: 0 });
    expect(attacked).toBeGreaterThan(GROWING_CITIES);
  });

  it('does recover them where only the small counts themselves are hidden, so the attack is one', () => {
    expect(campaign(WEAK_CITIES, 1, { complementary: false }).recovered).toBeGreaterThan(WEAK_CITIES / 10);
  });

  it('does recover them where a revision forgets what the earlier one published', () => {
    expect(campaign(WEAK_CITIES, 2, { history: false }).recovered).toBeGreaterThan(0);
  });

  it.each([
    [2, 25],
    [2, 5],
    [3, 25],
    [4, 10],
  ])(
    'recovers none from the editions of %i quarters in which %i townships of a hundred are silent',
    (quarters, silent) => {
      const { editions, withheld, attacked, recovered, narrowed } = years(YEARS, quarters, silent);
      process.stdout.write(
        `${YEARS} cities, ${quarters} quarters, ${silent}% silent: ${editions} editions (${withheld} withheld), ${attacked} small counts attacked, ${recovered} recovered, ${narrowed} narrowed below ${LIMIT}\n`,
      );
      expect({ recovered, narrowed }).toEqual({ recovered: 0, narrowed: 0 });
      expect(attacked).toBeGreaterThan(YEARS);
    },
  );

  it('does recover them where a quarter forgets what the quarters before it published', () => {
    const { recovered } = years(YEARS / 2, 2, 25, { history: 'quarter' });
    expect(recovered).toBeGreaterThan(10);
  });
});
