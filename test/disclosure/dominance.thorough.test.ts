/** Amounts of money of which a few have much, and what is printed of them. */
import { describe, expect, it } from 'vitest';
import { isDominated, partsAmong } from '../../shared/disclosure/dominance.ts';
import { publicRelease } from '../../shared/disclosure/edition.ts';
import { TREATMENTS } from '../../shared/disclosure/treatments.ts';
import { CITY_PACK } from '../../cities/pack.ts';
import { limitsFor } from '../../shared/check/file-limits.ts';
import { yuan } from '../../shared/rules/money.ts';
import { renderRevision } from '../../shared/publication/report-files.ts';
import { readWorkbook } from '../../shared/sheet/read.ts';
import { citiesOf } from '../../shared/city/cities-of.ts';
import { summarise, type Summary } from '../../shared/summary/summary.ts';
import { summaryJson } from '../../shared/summary/summary-json.ts';
import { factsWithin } from '../../shared/tables/facts-within.ts';
import { SUPPRESSED, textIn, type SummaryFacts } from '../../shared/tables/report-table.ts';
import { inventedProvince } from '../city/invented-province.ts';
import {
  attackYears,
  ENTERPRISES,
  factsUpTo,
  HOUSEHOLDS,
  LAST,
  printedAmount,
  published,
  QUARTERS,
  TOWNS,
  type Gains,
  type Year,
} from './attacked-amounts.ts';

/** A year without a giant, in which everybody has something in every quarter. */
const even = (): Year => {
  const some = (contributors: number): Gains =>
    Array.from({ length: contributors }, (_, index) => QUARTERS.map((_quarter, at) => 123_400 + 100 * index + at));
  return { households: some(HOUSEHOLDS), enterprises: some(ENTERPRISES) };
};

/** The same, but one of them has a million times as much in the last quarter. */
const withGiant = (parts: Gains): Gains =>
  parts.map((each, index) => (index === 5 ? each.map((part, at) => (at === 2 ? part * 1_000_000 : part)) : each));

const YEAR_OF_GIANTS: Year = { households: withGiant(even().households), enterprises: withGiant(even().enterprises) };

const HIDDEN_LINES = [
  'R01.amount.ytd',
  'R01.amount.perPerson',
  'R12.loans',
  'R12.loans.average',
  'R12.driven',
  'R12.driven.least',
];

function textOfWorkbook(bytes: Uint8Array): string {
  const workbook = readWorkbook(bytes, limitsFor('3715'));
  if ('refused' in workbook) throw new Error(workbook.detail.en);
  return workbook.sheets.flatMap(({ rows }) => rows.map((row) => JSON.stringify(row))).join('\n');
}

/** The policy in which no amount says whose it is. */
const WITHOUT_RULE = Object.fromEntries(
  Object.entries(TREATMENTS).map(([id, { lines, ...treatment }]) => [
    id,
    {
      ...treatment,
      ...(lines && {
        lines: Object.fromEntries(
          Object.entries(lines).map(([line, of]) => [
            line,
            typeof of === 'object' && 'counts' in of ? { counts: of.counts } : ('plain' as const),
          ]),
        ),
      }),
    },
  ]),
);

describe('amounts of money in which a few have much', () => {
  it('let no contributor know another’s part to within ten percent, over all quarters of random years', () => {
    const counted = attackYears(40);
    expect(counted.known).toBe(0);
    expect(counted.printed).toBeGreaterThan(60);
    expect(counted.kept).toBeGreaterThan(40);
    // Of the largest part a tally knows the size alone.
    expect(counted.needless).toBeLessThan(counted.kept / 4);
  });

  it('would let many, without the rule: the attack finds them', () => {
    expect(attackYears(10, WITHOUT_RULE).known).toBeGreaterThan(0);
  });

  it('are in no file of the edition when one has them', () => {
    const facts = factsUpTo(LAST, YEAR_OF_GIANTS, CITY_PACK.at(LAST), TOWNS);
    const [internal, open] = [summarise(facts), published(YEAR_OF_GIANTS).at(-1)];
    if (!open) throw new Error('the edition is withheld');
    const amounts = [...(internal.tables['R01']?.rows ?? []), ...(internal.tables['R12']?.rows ?? [])]
      .filter(({ line }) => HIDDEN_LINES.includes(textIn(line)))
      .flatMap(({ amount }) => (typeof amount === 'number' ? [amount] : []));
    expect(amounts).toHaveLength(4);
    // As fen, as yuan and as 万元, whatever groups the digits.
    const written = amounts
      .flatMap((fen) => [String(fen), yuan(fen), String(Math.trunc(fen / 1_000_000))])
      .filter((digits) => digits.length >= 6);
    const namedIn = (summary: Summary): string[] =>
      [...renderRevision(summary, facts)].flatMap(([name, { content }]) => {
        const text = typeof content === 'string' ? content : name.endsWith('.xlsx') ? textOfWorkbook(content) : '';
        return written.some((one) => text.replaceAll(',', '').includes(one)) ? [name] : [];
      });
    expect(namedIn(open)).toEqual([]);
    // The search finds them where they are.
    expect(namedIn(internal)).toEqual(
      expect.arrayContaining([
        'summary.json',
        'bulletin.html',
        'tables/R12.csv',
        'data/observations.csv',
        'workbook.xlsx',
      ]),
    );
  });

  it('prints nothing of the lines of an amount that one has, and the rest as before', () => {
    const rest = even();
    const lastOf = (year: Year): Summary => {
      const last = published(year).at(-1);
      if (!last) throw new Error('the edition is withheld');
      return last;
    };
    const [before, uplift, loans] = [
      lastOf(rest),
      lastOf({ ...rest, households: withGiant(rest.households) }),
      lastOf({ ...rest, enterprises: withGiant(rest.enterprises) }),
    ];
    const hidden = (summary: Summary): string[] =>
      Object.values(summary.tables).flatMap(({ rows }) =>
        rows.flatMap((row) => (Object.values(row).includes(SUPPRESSED) ? [textIn(row['line'])] : [])),
      );
    expect(hidden(before)).toEqual([]);
    expect(hidden(uplift)).toEqual(HIDDEN_LINES.slice(0, 2));
    expect(uplift.headline).toEqual({ ...before.headline, upliftAmountFen: null });
    expect(hidden(loans)).toEqual(HIDDEN_LINES.slice(2));
    expect(loans.tables['R12']?.notes.at(-1)?.zh).toContain('金额主要来自个别户');
    expect(before.narrative).toContain('发放扶贫贷款');
    expect(loans.narrative).not.toContain('发放扶贫贷款');
    expect(summaryJson(uplift)).toContain('"upliftAmountFen": null');
    expect(uplift.tables['R12']).toEqual(before.tables['R12']);
  });

  it('are given by no city of a province where one of them must not give its own, and by the province', () => {
    const pack = inventedProvince();
    const province = pack.at(LAST);
    const towns = province.register.due.map(({ code }) => code);
    const release = (households: Gains) => {
      const facts = factsUpTo(LAST, { households, enterprises: [] }, province, towns);
      const parts = citiesOf(facts).map((city) => factsWithin(facts, city));
      const report = (of: SummaryFacts) => ({ summary: summarise(of), city: of });
      const { whole, parts: cities } = publicRelease({ whole: report(facts), parts: parts.map(report) }, []);
      return [whole, ...cities].map((edition) =>
        edition.withheld ? 'withheld' : printedAmount(edition.summary, 'R01.amount.ytd'),
      );
    };
    const many = Array.from({ length: 360 }, (_, index) => QUARTERS.map((_quarter, at) => 123_400 + 100 * index + at));
    const first = towns.findIndex((town) => town.startsWith('3801'));
    // One has as much as two thousand others: more than its city can hide, and not more than the province can.
    const much = 2 ** 30 - 1;
    const giant = many.map((each, index) =>
      index === first ? each.map((part, at) => (at === 0 ? much - (each[1] ?? 0) - (each[2] ?? 0) : part)) : each,
    );
    const [whole, ...cities] = release(many);
    expect(cities.reduce<number>((sum, amount) => sum + Number(amount), 0)).toBe(whole);
    expect(release(giant)).toEqual([expect.any(Number), null, null]);
  });
});

describe('the p-percent rule', () => {
  const dominated = (amounts: readonly number[]): boolean => isDominated(partsAmong(amounts), 10);

  it('keeps an amount whose rest is less than so many percent of its largest part', () => {
    expect(dominated([1_000, 500, 99])).toBe(true);
    expect(dominated([1_000, 500, 100])).toBe(false);
    expect(dominated([99, 1_000, 500, 1])).toBe(false);
  });

  it('keeps what one or two have, and prints that nobody has anything', () => {
    expect(dominated([1])).toBe(true);
    expect(dominated([1, 1])).toBe(true);
    expect(dominated([1, 1, 1])).toBe(false);
    expect(dominated([])).toBe(false);
    expect(dominated([0, 0])).toBe(false);
  });

  it('is exact for amounts as large as there are', () => {
    const large = 8_000_000_000_000_000;
    expect(isDominated({ total: large + 500, largest: 5_000, second: large - 5_000 }, 10)).toBe(false);
    expect(isDominated({ total: large + 499, largest: 5_000, second: large - 5_000 }, 10)).toBe(true);
  });
});
