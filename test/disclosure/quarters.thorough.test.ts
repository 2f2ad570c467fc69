/** Editions of several quarters of a year, laid side by side. */
import { beforeAll, describe, expect, it } from 'vitest';
import { CITY_PACK } from '../../cities/pack.ts';
import { publicEdition, type EarlierEdition, type PublicEdition } from '../../shared/disclosure/edition.ts';
import { publishedOf } from '../../shared/disclosure/disclosure-record.ts';
import { sameMeasure } from '../../shared/disclosure/figures.ts';
import { relationsOf } from '../../shared/disclosure/relations.ts';
import { foldHouseholds } from '../../shared/fold/fold.ts';
import { SUPPRESSED, type SummaryFacts } from '../../shared/tables/report-table.ts';
import { summarise } from '../../shared/summary/summary.ts';
import type { Period } from '../../shared/time/period.ts';
import { historiesOf } from '../report/city.ts';
import { cityFacts } from '../report/city-summary.ts';
import { attack } from './reading.ts';

/** Townships of which some channels have few persons, silent in the second quarter. */
const SILENT = ['371502001', '371502002', '371502004', '371502005', '371502107', '371523101'];

/** The city of the second quarter in which some townships sent nothing after the first. */
function withSilent(townships: readonly string[]): SummaryFacts {
  const facts = cityFacts();
  const city = CITY_PACK.at('2016Q2');
  const folded = townships.map((code) => [code, foldHouseholds(historiesOf(code, ['2016Q1']).values(), city)] as const);
  return { ...facts, tallies: new Map([...facts.tallies, ...folded]) };
}

function given(edition: PublicEdition, period: Period): EarlierEdition {
  if (edition.withheld) throw new Error(edition.notice);
  return { period, disclosure: edition.disclosure };
}

const narrowedBy = (editions: readonly EarlierEdition[]) =>
  attack(
    editions.map(({ period, disclosure }) => publishedOf(disclosure, period)),
    relationsOf(CITY_PACK.register, 2016),
  );

describe('the edition of a quarter in which some townships are silent', () => {
  let first: EarlierEdition;
  const facts = withSilent(SILENT);
  const edition = (history: readonly EarlierEdition[]): EarlierEdition =>
    given(publicEdition(summarise(facts), facts, history), '2016Q2');

  beforeAll(() => {
    const q1 = cityFacts([], '2016Q1');
    first = given(publicEdition(summarise(q1), q1, []), '2016Q1');
  });

  it('gives back no count that it hides, nor narrows one, to a reader who has the first quarter’s', () => {
    const { attacked, narrowed } = narrowedBy([first, edition([first])]);
    expect(attacked).toBeGreaterThan(20);
    expect(narrowed).toEqual([]);
  });

  it('would give some back if it did not know the first quarter’s', () => {
    expect(narrowedBy([first, edition([])]).narrowed.length).toBeGreaterThan(0);
  });

  it('protects a later revision of the first quarter against the second quarter’s, too', () => {
    const second = edition([first]);
    const q1 = { ...cityFacts([], '2016Q1'), revision: 2 };
    const [township = ''] = SILENT;
    const corrected = foldHouseholds([...historiesOf(township, ['2016Q1']).values()].slice(1), CITY_PACK.at('2016Q1'));
    const changed = { ...q1, tallies: new Map([...q1.tallies, [township, corrected]]) };
    const again = publicEdition(summarise(changed), changed, [second, first]);
    if (!again.withheld) expect(narrowedBy([first, second, given(again, '2016Q1')]).narrowed).toEqual([]);
    else expect(again.withheld).toBe(true);
  });
});

describe('a figure has one name in all editions of a year', () => {
  it.each([
    ['ytd.persons', '2016Q1', 'ytd.persons'],
    ['ytd.persons.IND', '2016Q3', 'ytd.persons.IND'],
    ['quarter.persons', '2016Q1', 'ytd.persons'],
    ['quarter.households', '2016Q1', 'ytd.households'],
    ['quarter.persons', '2016Q2', '2016Q2:quarter.persons'],
    ['persons.2016Q2', '2016Q2', '2016Q2:quarter.persons'],
    ['persons.2016Q1', '2016Q2', '2016Q1:quarter.persons'],
    ['persons.2016Q1', '2016Q1', 'ytd.persons'],
    ['persons', '2016Q1', '2016Q1:persons'],
    ['households', '2016Q2', '2016Q2:households'],
    // As a manifest of today holds it.
    ['2016Q2:households', '2016Q2', '2016Q2:households'],
  ])('%s of %s is %s', (measure, period, name) => {
    expect(sameMeasure(measure, period as Period)).toBe(name);
  });
});

describe('few households', () => {
  const TOWNSHIP = '371525108';

  it('hide the counts of their persons, however many those are', () => {
    const facts = cityFacts();
    const city = CITY_PACK.at('2016Q2');
    // Two households of the township are uplifted through the second channel: 14 persons.
    const large = [...historiesOf(TOWNSHIP, ['2016Q2']).values()].map((history, index) => {
      const row = history.get('2016Q2');
      if (!row) return history;
      const channel = index < 2 ? ('EMP' as const) : ('IND' as const);
      const persons = index < 2 ? 7 : 1;
      return new Map([
        [
          '2016Q2' as const,
          { ...row, household_size: 7, uplift_persons: persons, uplift_amount: 1, primary_channel: channel },
        ],
      ]);
    });
    const folded = foldHouseholds(large, city);
    expect([folded['ytd.persons.EMP'], folded['ytd.households.EMP']]).toEqual([14, 2]);
    const changed = { ...facts, tallies: new Map([...facts.tallies, [TOWNSHIP, folded]]) };
    const edition = publicEdition(summarise(changed), changed, []);
    if (edition.withheld) throw new Error(edition.notice);
    const row = edition.summary.tables['R03']?.rows.find(({ code }) => code === TOWNSHIP);
    expect(row?.['EMP']).toBe(SUPPRESSED);
    expect(edition.disclosure.limits['ytd.persons.EMP']?.[TOWNSHIP]).toBe(15);
    expect(narrowedBy([{ period: '2016Q2', disclosure: edition.disclosure }]).narrowed).toEqual([]);
  });

  it('leave a small count the doubt of any small count, whoever stands behind it', () => {
    const facts = cityFacts();
    const edition = publicEdition(summarise(facts), facts, []);
    if (edition.withheld) throw new Error(edition.notice);
    const limits = Object.values(edition.disclosure.limits).flatMap((of) => Object.values(of));
    expect(limits.filter((limit) => limit <= 8)).toEqual([]);
  });
});
