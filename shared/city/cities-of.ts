import type { Text } from '../language/language.ts';
import type { City } from './city.ts';
import type { CityProfile } from './pack-schema.ts';
import type { Programme } from './programme.ts';
import type { CityBelow, Register } from './register.ts';

/**
 * The cities of a province in a period, each as if it were the root of a pack of its own: its divisions, its part of the
 * programme. None of a city. What makes the reports of a city makes those of a province's cities from these.
 */
export function citiesOf(province: City): readonly City[] {
  const { register, programme, recoded, profile, period } = province;
  return register.cities.map((city) => {
    const own = cityProfile(city, profile);
    return {
      period,
      register: register.within(city.code, own),
      programme: programmeOf(city, programme, register),
      profile: own,
      recoded: recoded.filter(({ now }) => register.covers(city.code, now)),
    };
  });
}

/** One for each city of a vintage: registers are known by their profile, and a later vintage may rename the city. */
const profiles = new WeakMap<CityBelow, CityProfile>();

/** A city of a province as its own city.json would have it. */
export function cityProfile(city: CityBelow, province: CityProfile): CityProfile {
  const known = profiles.get(city);
  if (known) return known;
  const { cities, tiles: _, ...shared } = province;
  const { office, signatory = province.signatory, areaCode, tiles } = cities?.[city.code] ?? {};
  const name: Text = { zh: city.name, en: city.en };
  const profile = {
    ...shared,
    code: city.code,
    name,
    province: province.name,
    // Province and city have an office of the same kind, unless the city's has a title of its own.
    office: office ?? titledAs(province, name),
    ...(signatory && { signatory }),
    areaCode: areaCode ?? province.areaCode,
    ...(tiles ? { tiles } : {}),
  };
  profiles.set(city, profile);
  return profile;
}

type Titled = Pick<CityProfile, 'office' | 'name'>;

/** The office of a province as that of one of its cities would be called. */
const titledAs = ({ office, name }: Titled, city: Text): Text => ({
  zh: office.zh.replace(name.zh, city.zh),
  en: office.en.replace(name.en, city.en),
});

/** Whether the title of a province's office has its name, which a city's takes the place of. */
export const isNamedAfter = ({ office, name }: Titled): boolean =>
  office.zh.includes(name.zh) && office.en.includes(name.en);

/** One programme of the province: lines, deadlines and amounts are its own; a city has its part of targets and zones. */
function programmeOf({ code }: CityBelow, programme: Programme, register: Register): Programme {
  const { cityTargets, unitTargets, zones, zoneCount: _, ...shared } = programme;
  const units = register.units.filter((unit) => register.covers(code, unit.code));
  const targets = units.flatMap((unit): [string, number][] => {
    const target = unitTargets?.[unit.code];
    return target === undefined ? [] : [[unit.code, target]];
  });
  const isWhole = targets.length === units.length;
  const ofUnits = targets.reduce((sum, [, target]) => sum + target, 0);
  const own = zones
    .map((zone) => ({ ...zone, divisions: zone.divisions.filter((division) => division.startsWith(code)) }))
    .filter(({ divisions }) => divisions.length > 0);
  return {
    ...shared,
    cityTarget: cityTargets?.[code] ?? (isWhole ? ofUnits : null),
    ...(targets.length > 0 ? { unitTargets: Object.fromEntries(targets) } : {}),
    zones: own,
    zoneCount: own.length,
  };
}
