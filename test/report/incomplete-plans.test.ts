/**
 * Figures of all units are never set against the plans of some, nor a file counted as the first of its kind that is
 * not.
 */
import { CITY_PACK } from '../../cities/pack.ts';
import { describe, expect, it } from 'vitest';
import type { Submission } from '../../shared/ledger/submission.ts';
import { checkSummary } from '../../shared/tables/summary-rules.ts';
import { headlineOf } from '../../shared/tables/headline.ts';
import type { SummaryFacts } from '../../shared/tables/report-table.ts';
import { r01 } from '../../shared/tables/r01-headline.ts';
import { r02 } from '../../shared/tables/r02-reporting-units.ts';
import { r15 } from '../../shared/tables/r15-completeness.ts';
import { tablesOf } from '../../shared/summary/summary.ts';
import { facts, GUANXIAN, lineOf, LINQING, PERIOD, rowOf, yuan } from './tiny.ts';

const UPLIFTED = { uplift_persons: 3, uplift_amount: yuan(100), primary_channel: 'IND' as const };
const target = {
  year: 2016,
  unit_name: '',
  town_code: null,
  village_code: null,
  plan_persons: 10,
  registered_households: 5,
  registered_persons: 15,
};
const programme = { ...CITY_PACK.programmeOf(PERIOD), cityTarget: null };
const withTargets = (units: readonly string[]): SummaryFacts =>
  facts(
    { [GUANXIAN]: [{ [PERIOD]: UPLIFTED }], [LINQING]: [{ [PERIOD]: UPLIFTED }] },
    { programme, targets: new Map(units.map((unit_code) => [unit_code, { ...target, unit_code }])) },
  );

describe('while a unit has not told its plan', () => {
  const some = withTargets(['371525']);

  it('the city has no rate, and R02 names the units', () => {
    expect(headlineOf(some)).toMatchObject({
      annualTarget: null,
      achievementRate: '—',
      shareOfRegistered: '—',
      registeredPersons: null,
    });
    expect(r02.build(some).total?.['rate']).toBeNull();
    expect(rowOf(r02, some, { code: '371525' })['rate']).toBe(300);
    const notes = r02
      .build(some)
      .notes.map(({ zh }) => zh)
      .join();
    expect(notes).toContain('临清市');
    expect(notes).not.toContain('冠县');
  });

  it('the sum of plans is not held against the city’s', () => {
    const city = { ...some, programme: { ...programme, cityTarget: 150_000 } };
    expect(checkSummary(city, tablesOf(city)).map(({ rule }) => rule)).not.toContain('T01');
    expect(headlineOf(city).annualTarget).toBe(150_000);
  });
});

it('where all units have told theirs, the city has a rate', () => {
  const all = withTargets(CITY_PACK.register.units.map(({ code }) => code));
  expect(headlineOf(all)).toMatchObject({ annualTarget: 110, achievementRate: '5.5%', registeredPersons: 165 });
  expect(r02.build(all).total?.['rate']).toBe(55);
});

it('the amount per person is rounded to the fen', () => {
  expect(lineOf(r01, withTargets([]), 'R01.amount.perPerson')['amount']).toBe(3_333);
});

describe('a resubmission', () => {
  const count = (...kinds: readonly (readonly string[])[]): unknown => {
    const submissions = kinds.map((own) => ({
      division: GUANXIAN,
      rows: 1,
      accepted: 0,
      partitions: {},
      errors: {},
      warnings: {},
      kinds: own,
    })) as unknown as readonly Submission[];
    return rowOf(r15, facts({}, { submissions }), { code: '371525' })['resubmissions'];
  };

  it.each([
    ['of a file that was rejected', 1, [['household'], ['household']]],
    ['three times over', 3, [['household'], ['household'], ['household'], ['household']]],
    ['of a file that could not be read', 1, [[], ['household']]],
    [
      'of two tables in another order',
      1,
      [
        ['household', 'project'],
        ['project', 'household'],
      ],
    ],
    ['is none where a table is new', 0, [['household'], ['household', 'project']]],
  ])('%s counts %d', (_, resubmissions, kinds) => expect(count(...kinds)).toBe(resubmissions));
});
