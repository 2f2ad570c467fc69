/**
 * Amounts of money of random years in which a few have much, attacked by a contributor: what is printed, less what was
 * printed before, less its own part, is the most that another can have of it.
 */
import { CITY_PACK } from '../../cities/pack.ts';
import { isDominated, partsAmong } from '../../shared/disclosure/dominance.ts';
import { publicEdition, type EarlierEdition } from '../../shared/disclosure/edition.ts';
import type { City } from '../../shared/city/city.ts';
import { TREATMENTS } from '../../shared/disclosure/treatments.ts';
import { foldHouseholds, type StoredHousehold } from '../../shared/fold/fold.ts';
import { CHANNELS } from '../../shared/schema/codes.ts';
import { summarise, type Summary } from '../../shared/summary/summary.ts';
import { noFacts, type SummaryFacts } from '../../shared/tables/report-table.ts';
import { yearToDate, type Period } from '../../shared/time/period.ts';
import { household } from '../report/household.ts';
import { finance } from '../report/office.ts';
import { Draw } from './hierarchies.ts';

export const LAST: Period = '2016Q3';
export const QUARTERS = yearToDate(LAST);
export const PERCENT = 10;
export const HOUSEHOLDS = 40;
export const ENTERPRISES = 12;

/** What each contributor got in each quarter, in fen. */
export type Gains = readonly (readonly number[])[];
export type Year = { readonly households: Gains; readonly enterprises: Gains };

/** Many have little, some have much, and now and then one has more than all others. */
function gains(draw: Draw, contributors: number, share: number): Gains {
  const giant = draw.below(3) === 0 ? draw.below(contributors) : -1;
  return Array.from({ length: contributors }, (_, index) =>
    QUARTERS.map(() => {
      if (draw.below(100) >= share) return 0;
      const much = index === giant ? 10_000 : 1;
      return (1 + draw.below(2 ** (4 + draw.below(6)))) * much * 100;
    }),
  );
}

const yearOf = (draw: Draw): Year => {
  // In some quarters nearly nobody gets anything.
  const share = [3, 30, 90][draw.below(3)] ?? 90;
  return { households: gains(draw, HOUSEHOLDS, share), enterprises: gains(draw, ENTERPRISES, share) };
};

export function factsUpTo(
  period: Period,
  { households, enterprises }: Year,
  city: City,
  towns: readonly string[],
): SummaryFacts {
  const upTo = yearToDate(period);
  const byTown = new Map<string, Map<Period, StoredHousehold>[]>();
  for (const [index, amounts] of households.entries()) {
    const town = towns[index % towns.length] ?? '';
    const rows = upTo.map((quarter, at): [Period, StoredHousehold] => [
      quarter,
      household({
        town_code: town,
        village_code: null,
        unit_code: city.register.township(town)?.unit ?? null,
        primary_channel: CHANNELS[index % CHANNELS.length]?.code ?? null,
        uplift_persons: 3,
        uplift_amount: amounts[at] ?? 0,
      }),
    ]);
    byTown.set(town, [...(byTown.get(town) ?? []), new Map(rows)]);
  }
  const lent = enterprises.flatMap((amounts, index) =>
    upTo.flatMap((quarter, at) =>
      (amounts[at] ?? 0) === 0
        ? []
        : [
            finance({
              finance_type: 'LOAN_ENT',
              enterprise_code: `E${index}`,
              amount_wan: amounts[at] ?? 0,
              issued_on: `2016-0${(Number(quarter.slice(5)) - 1) * 3 + 2}-10`,
              persons_driven: 20,
            }),
          ],
    ),
  );
  return {
    ...noFacts(city),
    tallies: new Map([...byTown].map(([town, histories]) => [town, foldHouseholds(histories, city)])),
    finance: lent,
  };
}

export const TOWNS = CITY_PACK.register.due.slice(0, 3).map(({ code }) => code);

/** The public editions of the quarters of a year, each made with those before it on file. */
export function published(year: Year, treatments = TREATMENTS): (Summary | null)[] {
  const history: EarlierEdition[] = [];
  return QUARTERS.map((period) => {
    const facts = factsUpTo(period, year, CITY_PACK.at(period), TOWNS);
    const edition = publicEdition(summarise(facts), facts, history, treatments);
    if (edition.withheld) return null;
    history.push({ period, disclosure: edition.disclosure });
    return edition.summary;
  });
}

/** The amount that an edition prints in a line; null where it prints none. */
export function printedAmount(summary: Summary | null, id: string): number | null {
  const row = summary?.tables[id.slice(0, 3)]?.rows.find(({ line }) => line === id);
  const amount = row?.['amount'];
  return typeof amount === 'number' ? amount : null;
}

/** Parts that another contributor comes to know to within so many percent, from all that the quarters print. */
function known(printed: readonly (number | null)[], parts: Gains): number {
  const amounts: readonly (readonly [upTo: number, amount: number])[] = [
    [0, 0],
    ...printed.flatMap((amount, at): [number, number][] => (amount === null ? [] : [[at + 1, amount]])),
  ];
  let found = 0;
  for (const [from, less] of amounts)
    for (const [to, amount] of amounts) {
      if (to <= from) continue;
      const own = parts.map((each) => each.slice(from, to).reduce((sum, part) => sum + part, 0));
      if (amount - less !== own.reduce((sum, part) => sum + part, 0))
        throw new Error('what is printed is not what the contributors have');
      for (const [a, part] of own.entries())
        for (const [b, mine] of own.entries())
          if (a !== b && part > 0 && amount - less - mine - part < (PERCENT / 100) * part) found++;
    }
  return found;
}

const LINES = [
  ['R01.amount.ytd', 'households'],
  ['R12.loans', 'enterprises'],
] as const;

/**
 * @returns amounts that are printed and that are kept, those kept needlessly by what a tally knows, and parts that
 * become known
 */
export function attackYears(years: number, treatments = TREATMENTS) {
  const draw = new Draw(7);
  const counted = { printed: 0, kept: 0, needless: 0, known: 0 };
  for (let year = 0; year < years; year++) {
    const one = yearOf(draw);
    const editions = published(one, treatments);
    for (const [id, who] of LINES) {
      const printed = editions.map((edition) => printedAmount(edition, id));
      counted.known += known(printed, one[who]);
      for (const [at, edition] of editions.entries()) {
        if (edition?.tables[id.slice(0, 3)] === undefined) continue;
        if (printed[at] !== null) counted.printed++;
        else counted.kept++;
        const exact = QUARTERS.slice(0, at + 1).some((_, from) =>
          isDominated(
            partsAmong(one[who].map((each) => each.slice(from, at + 1).reduce((sum, part) => sum + part, 0))),
            PERCENT,
          ),
        );
        if (printed[at] === null && !exact) counted.needless++;
      }
    }
  }
  return counted;
}
