/** A made-up city of as many divisions as anybody wants to try against each other. */
import { CITY_PACK } from '../../cities/pack.ts';
import { CityPack } from '../../shared/city/city.ts';
import { registerFrom } from '../../shared/city/division-list.ts';
import { divisionCodes } from './memory-door.ts';

/** A city whose divisions are so many: itself, its counties, and townships whose codes begin like one another. */
export function cityOf(divisions: number): { readonly pack: CityPack; readonly codes: readonly string[] } {
  const perCounty = 24;
  const counties = Math.ceil((divisions - 1) / (perCounty + 1));
  const codes = Array.from({ length: counties }, (_, county) => `9801${String(county + 1).padStart(2, '0')}`);
  const townships = codes
    .flatMap((county) => Array.from({ length: perCounty }, (_, index) => `${county}${index + 100}`))
    .slice(0, divisions - 1 - counties);
  const listed = [
    { code: '9801', name: '大同市' },
    ...codes.map((code) => ({ code, name: `第${code}县` })),
    ...townships.map((code) => ({ code, name: `第${code}乡` })),
    ...townships.map((code) => ({ code: `${code}200`, name: `第${code}村` })),
  ];
  const register = registerFrom(listed, { root: '9801', vintage: '2015', englishNameOf: () => 'Made Up' });
  const { zones: _zones, unitTargets: _targets, ...rest } = CITY_PACK.programmeOf('2016Q2');
  const pack = new CityPack({
    folder: 'made up',
    profile: { ...CITY_PACK.profile, code: '9801', name: { zh: '大同市', en: 'Datong' } },
    registers: [register],
    programmes: [{ ...rest, cityTarget: null, zones: [], zoneCount: 0 }],
    calendars: [],
  });
  return { pack, codes: divisionCodes(pack) };
}
