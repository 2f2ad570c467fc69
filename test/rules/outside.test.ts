import { describe, expect, test } from 'vitest';
import { CITY_PACK } from '../../cities/pack.ts';
import { resolvePlace, type Place } from '../../shared/city/place-resolution.ts';
import { fieldOutside, otherOwner } from '../../shared/rules/outside.ts';
import { PERIOD, RECEIVED } from '../golden/rules/case.ts';

const CITY = CITY_PACK.at(PERIOD);
const placeOf = (county: string | null, town: string | null = null, village: string | null = null): Place =>
  resolvePlace({ county, town, village, villageCode: null }, CITY.register);
const contextOf = (division: string) => ({ ...CITY, division, receivedOn: RECEIVED });
const outside = (division: string, place: Place) => fieldOutside(place, contextOf(division));

describe('a row lies outside the division that uploads it', () => {
  test.each<[string, string, string | null, string | null, string | null]>([
    ['a township’s own', '371525108', '冠县', '定远寨镇', null],
    ['another township’s', '371525108', '冠县', '贾镇', 'town_name'],
    ['a county’s township', '371525', '冠县', '定远寨镇', null],
    ['another county’s township', '371526', '冠县', '定远寨镇', 'town_name'],
    ['the city’s', '3715', '冠县', '定远寨镇', null],
    ['a county, in a file of the city', '3715', '冠县', null, null],
    ['a county, in its own file', '371525', '冠县', null, null],
    ['a county, in another county’s file', '371526', '冠县', null, 'county_name'],
    ['the city, in a county’s file', '371525', '聊城市', null, null],
    ['nowhere', '371525', '无此县', null, null],
    ['no place at all', '371525', null, null, null],
    ['a township that is none', '371526', '冠县', '无此镇', null],
  ])('%s', (_what, division, county, town, field) => expect(outside(division, placeOf(county, town))).toBe(field));
});

describe('a whole file is another unit’s', () => {
  const own = placeOf('冠县', '定远寨镇');
  const other = placeOf('冠县', '贾镇');
  const nowhere = placeOf('冠县', '无此镇');
  const owner = (...places: (readonly [Place, number])[]) => otherOwner(new Map(places), contextOf('371525108'));

  test('where at least two rows and nine of ten are', () => {
    expect(owner([other, 2])).toEqual({ name: { zh: '贾镇', en: '贾镇' }, own: '定远寨镇' });
    expect(owner([other, 1])).toBeNull();
    expect(owner([other, 9], [nowhere, 1])).not.toBeNull();
    expect(owner([other, 8], [nowhere, 1])).toBeNull();
    expect(owner()).toBeNull();
  });

  test('not where any row is its own', () => expect(owner([other, 99], [own, 1])).toBeNull());

  test('of several three are named', () => {
    const towns = ['贾镇', '清水镇', '东古城镇', '北馆陶镇'].map((name) => [placeOf('冠县', name), 1] as const);
    expect(towns.every(([{ township }]) => township !== null)).toBe(true);
    expect(owner(...towns.slice(0, 3))?.['name']).toEqual({
      zh: '贾镇、清水镇、东古城镇',
      en: '贾镇, 清水镇, 东古城镇',
    });
    expect(owner(...towns)?.['name']).toEqual({
      zh: '贾镇、清水镇、东古城镇等4个单位',
      en: '贾镇, 清水镇, 东古城镇 and others, 4 in all',
    });
  });
});
