import { citiesOf, cityProfile } from './cities-of.ts';
import type { City, CityPack } from './city.ts';
import type { Register } from './register.ts';

/** Whoever has reports of its own, as a pack is asked: the root of a pack, and in a province each of its cities. */
export type Reporter = Pick<CityPack, 'profile' | 'register' | 'vintages' | 'at' | 'codeIn'>;

/** The reports of one reporter in every revision: they lie in a folder of each edition. */
export type ReportSet = {
  /** `cities/3801/` below an edition; the root's reports lie in the edition itself, so its folder has no name. */
  readonly folder: string;
  readonly reporter: Reporter;
};

const CITIES = 'cities/';

/** Where the reports of a province's city lie in an edition. */
export const cityFolder = (code: string): string => `${CITIES}${code}/`;

/** Where the reports of a root or of a city of its register lie. */
export const folderOf = (code: string, { root }: Register): string => (code === root ? '' : cityFolder(code));

/** The folders of the report sets of a period: the root's, and in a province those of its cities. */
export const reportFolders = ({ cities }: Register): string[] => ['', ...cities.map(({ code }) => cityFolder(code))];

/** The report sets of a pack over all its vintages, the root's first. */
export function reportSetsOf(pack: CityPack): readonly ReportSet[] {
  const codes = new Set(pack.vintages.flatMap(({ cities }) => cities.map(({ code }) => code)));
  return [
    { folder: '', reporter: pack },
    ...[...codes].sort().map((code) => ({ folder: cityFolder(code), reporter: cityReporter(pack, code) })),
  ];
}

function cityReporter(pack: CityPack, code: string): Reporter {
  const vintages = pack.vintages.flatMap((register) => {
    const city = register.cities.find((one) => one.code === code);
    return city ? [register.within(code, cityProfile(city, pack.profile))] : [];
  });
  const register = vintages.at(-1);
  if (!register) throw new RangeError(`${pack.folder} has no city ${code}`);
  return {
    profile: register.profile,
    register,
    vintages,
    codeIn: (later, division, then) => pack.codeIn(later, division, then),
    at: (period): City => {
      const city = citiesOf(pack.at(period)).find((one) => one.register.root === code);
      if (!city) throw new RangeError(`${pack.folder} has no city ${code} in ${period}`);
      return city;
    },
  };
}

/** The name of an edition's file inside a report set; null for a file of another set. */
export function nameInSet(name: string, folder: string): string | null {
  if (!name.startsWith(folder) || (folder === '' && name.startsWith(CITIES))) return null;
  return name.slice(folder.length);
}
