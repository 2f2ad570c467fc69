import { describe, expect, it } from 'vitest';
import { attackYears } from './attacked-amounts.ts';
import { campaign, LIMIT, years } from './attacked-cities.ts';

const CITIES = 300;
/** Enough to see an attack succeed where the suppression is weakened. */
const WEAK_CITIES = 60;
const GROWING_CITIES = 60;
const YEARS = 40;
const LINEAR_CITIES = 20;

describe('a reader with every public edition, the structure, and knowledge of what did not change', () => {
  it('recovers no small count from pairs of revisions of 300 cities, nor narrows one below the limit', () => {
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

  it('narrows none either when it takes all equations of pairs of revisions and of three quarters at once', () => {
    const results = [campaign(LINEAR_CITIES, 2, { linear: true }), years(LINEAR_CITIES, 3, 25, { linear: true })];
    for (const { attacked, recovered, narrowed } of results) {
      process.stdout.write(
        `linear programmes: ${attacked} small counts attacked, ${recovered} recovered, ${narrowed} narrowed\n`,
      );
      expect({ recovered, narrowed }).toEqual({ recovered: 0, narrowed: 0 });
      expect(attacked).toBeGreaterThan(LINEAR_CITIES);
    }
  });

  it('does recover them where a quarter forgets what the quarters before it published', () => {
    const { recovered } = years(YEARS / 2, 2, 25, { history: 'quarter' });
    expect(recovered).toBeGreaterThan(10);
  });

  it('comes to know of no contributor’s part of an amount to within ten percent in 200 years', () => {
    const { printed, kept, needless, known } = attackYears(200);
    process.stdout.write(
      `200 years: ${printed} amounts printed, ${kept} kept, ${needless} of them needlessly, ${known} parts known\n`,
    );
    expect(known).toBe(0);
  });
});
