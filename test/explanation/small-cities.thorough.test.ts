/** Every figure of small cities with corrections, replacements, several quarters and offices' rows is explained. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explainFigures, type Explanation } from '../../shared/explanation/explain.ts';
import { addressKey, figuresOf, type Figure } from '../../shared/explanation/figures.ts';
import { figureTables } from '../../shared/tidy/observations.ts';
import { tablesOf, type Summary } from '../../shared/summary/summary.ts';
import type { SummaryFacts } from '../../shared/tables/report-table.ts';
import { query } from '../report/second-road.ts';
import { sentOf, smallCity, traced, type Traced } from '../report/small-city.ts';

const figuresIn = (facts: SummaryFacts): Figure[] =>
  figureTables({ tables: tablesOf(facts) } as Summary).flatMap((table) => figuresOf(table, facts));

const explainedIn = ({ evidence, readTownship }: Traced, figures: readonly Figure[]): Promise<Explanation[]> =>
  explainFigures(figures, evidence, readTownship);

/** What the rows of households add to a figure, by the file that each is in. */
const rowsOf = ({ made }: Explanation): string[] =>
  made.by !== 'sum'
    ? []
    : made.parts.flatMap((part) =>
        part.of === 'household' ? [`${Number(part.submissionId.slice(1))} ${part.value}`] : [],
      );

describe('the parts of a figure', () => {
  it('add up to it, for every figure of every table of cities of any kind', async () => {
    const seen = { sums: 0, terms: 0, parts: 0 };
    await fc.assert(
      fc.asyncProperty(smallCity, async (city) => {
        const own = await traced(city);
        const explained = await explainedIn(own, figuresIn(own.evidence.facts));
        for (const { made, value } of explained) {
          if (made.by === 'terms') seen.terms++;
          if (made.by !== 'sum' || value === 0) continue;
          seen.sums++;
          seen.parts += made.parts.length;
        }
        const wrong = explained.filter(({ agrees }) => !agrees);
        expect(wrong.map(({ address, value, made }) => [addressKey(address), value, made])).toEqual([]);
      }),
      { numRuns: 4 },
    );
    expect(seen.sums).toBeGreaterThan(300);
    expect(seen.parts).toBeGreaterThan(seen.sums);
    expect(seen.terms).toBeGreaterThan(100);
  });

  it('are the rows that a query finds in what was sent', async () => {
    // What each row adds to a figure: the file's place in the order of files, and the value.
    const rows: Readonly<Record<string, string>> = {
      'R02 R02 371502 quarter': `SELECT seq, persons FROM here WHERE unit = '371502' AND persons > 0`,
      'R03 R03 371525108 persons': `SELECT seq, size FROM here WHERE town = '371525108'`,
      'R01 R01.amount.ytd 3715 amount': `SELECT seq, amount FROM year WHERE persons > 0 AND amount > 0`,
      'R07 R07 3715 fails.edu': `SELECT seq, 1 FROM here WHERE NOT edu`,
      'R08 R08.cause.SICK 3715 persons': `SELECT seq, size FROM here WHERE cause = 'SICK'`,
      'R05 R05.uplifted 3715 persons': `SELECT seq, size FROM here WHERE persons > 0`,
    };
    const cities = fc.sample(smallCity, { numRuns: 8, seed: 18 });
    const found = await query(
      sentOf(cities),
      Object.entries(rows)
        .map(([address, sql]) => `SELECT city, '${address}', ${sql.slice('SELECT '.length)}`)
        .join(' UNION ALL '),
    );
    const wanted = found.map(([city, address, seq, value]) => [city, address, seq, value].map(String).join(' '));
    const listed: string[] = [];
    for (const [index, city] of cities.entries()) {
      const own = await traced(city);
      const figures = figuresIn(own.evidence.facts).filter((figure) => addressKey(figure) in rows);
      for (const explanation of await explainedIn(own, figures))
        listed.push(...rowsOf(explanation).map((row) => `${index} ${addressKey(explanation.address)} ${row}`));
    }
    expect(listed.toSorted()).toEqual(wanted.toSorted());
    expect(wanted.length).toBeGreaterThan(40);
  });

  it('do not agree with a figure that was changed after it was counted', async () => {
    const [city] = fc.sample(smallCity, { numRuns: 1, seed: 18 });
    if (!city) throw new Error('no city');
    const own = await traced(city);
    const figures = figuresIn(own.evidence.facts).map((figure) =>
      typeof figure.cell === 'number' ? { ...figure, cell: figure.cell + 2 } : figure,
    );
    const explained = await explainedIn(own, figures);
    expect(explained.filter(({ value, agrees }) => value !== null && agrees).map(({ address }) => address)).toEqual([]);
  });
});
