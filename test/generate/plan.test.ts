import { describe, expect, it } from 'vitest';
import { skeletonsOf } from '../../cli/generate/skeleton.ts';
import { LIAOCHENG, planCity } from './liaocheng.ts';

const persons = (households: readonly { size: number }[]): number =>
  households.reduce((sum, { size }) => sum + size, 0);

describe('the plan of the city', () => {
  it('has 136 townships, one of them without households', () => {
    expect(planCity()).toHaveLength(136);
    expect(planCity().filter(({ households }) => households === 0)).toHaveLength(1);
  });

  it('spreads the online and tourism households over 39 and 16 townships', () => {
    expect(planCity().filter(({ onlineHouseholds }) => onlineHouseholds > 0)).toHaveLength(39);
    expect(planCity().filter(({ tourismPersons }) => tourismPersons > 0)).toHaveLength(16);
  });

  it('selects by township and by county and refuses what it does not know', () => {
    expect(LIAOCHENG.townshipsAt('2016Q2', ['371525108'])).toHaveLength(1);
    expect(LIAOCHENG.townshipsAt('2016Q2', ['371525'])).toHaveLength(18);
    expect(() => LIAOCHENG.townshipsAt('2016Q2', ['371599'])).toThrow(RangeError);
  });
});

describe('the households of the plan', () => {
  const city = planCity().map((plan) => ({ plan, households: skeletonsOf(plan) }));

  it('meet every column of every township', () => {
    for (const { plan, households } of city) {
      const first = households.filter(({ uplifted }) => uplifted[0]);
      const second = households.filter(({ uplifted }) => uplifted[1]);
      const half = households.filter(({ uplifted }) => uplifted[0] || uplifted[1]);
      const channels = (['IND', 'EMP', 'EDM', 'SOC'] as const).map((code) =>
        persons(half.filter(({ channel }) => channel === code)),
      );
      expect({
        code: plan.township.code,
        households: households.length,
        persons: persons(households),
        first: persons(first),
        second: persons(second),
        both: persons(first.filter(({ uplifted }) => uplifted[1])),
        half: persons(half),
        upliftHouseholds: half.length,
        channels,
      }).toEqual({
        code: plan.township.code,
        households: plan.households,
        persons: plan.persons,
        first: plan.firstQuarter,
        second: plan.secondQuarter,
        both: plan.bothQuarters,
        half: plan.upliftPersons,
        upliftHouseholds: plan.upliftHouseholds,
        channels: Object.values(plan.channels),
      });
    }
  });

  it('reach the result of the year and the tags of the programme', () => {
    const all = city.flatMap(({ households }) => households);
    expect(persons(all.filter(({ uplifted }) => uplifted.includes(true)))).toBe(LIAOCHENG.figures.personsOfTheYear);
    expect(all.filter(({ online }) => online)).toHaveLength(917);
    expect(persons(all.filter(({ tourismExit }) => tourismExit))).toBe(2_200);
  });
});
