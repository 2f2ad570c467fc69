import { CityPack, type CityData } from '../shared/city/city.ts';
import { draftsIn, isFactFile, isPackFile, readCityData, readPack, type PackFiles } from '../shared/city/read-pack.ts';
import { windowOf } from '../shared/city/programme.ts';
import type { Period } from '../shared/time/period.ts';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';

/** The city that is served when none is chosen. */
const DEFAULT_CITY = join(import.meta.dirname, '371500-liaocheng');

/** A city, and the identity of those files of its folder that can change a figure. */
type CheckedCity = { readonly data: CityData; readonly hash: string };

/**
 * In a bundle, the {@link CheckedCity} that it was made for, as JSON. A function that starts neither loads the schema
 * of a pack nor checks 6,000 divisions again.
 */
declare const BUNDLED_CITY: string | undefined;

/** The folder of the chosen city: `UPLIFT_CITY`, or the default. */
export const cityFolder = (): string => process.env['UPLIFT_CITY'] ?? DEFAULT_CITY;

/** The files of a city's folder. A folder that is not there has none. */
export function packFilesIn(folder: string): PackFiles {
  if (!existsSync(folder)) return new Map();
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => path.split(sep).join('/'));
  return new Map(
    paths
      .filter(isPackFile)
      .sort()
      .map((path) => [path, readFileSync(join(folder, path), 'utf8')]),
  );
}

/** The city of a folder, as a bundle holds it (`BUNDLED_CITY`). @throws PackError */
export const cityForBundle = (folder: string): string =>
  JSON.stringify(checkedCity(`cities/${basename(folder)}`, packFilesIn(folder)));

function checkedCity(folder: string, files: PackFiles): CheckedCity {
  const facts = [...files].filter(([path]) => isFactFile(path));
  const hash = createHash('sha256').update(JSON.stringify(facts));
  return { data: readCityData(folder, files), hash: hash.digest('hex').slice(0, 16) };
}

/** @param folder below the project. Default: the chosen city. @throws PackError */
function packIn(folder?: string): CityPack {
  const path = folder === undefined ? cityFolder() : join(import.meta.dirname, '..', folder);
  return readPack(shownFolder(path), packFilesIn(path));
}

/**
 * Codes of a city's offices, those of all its vintages: of the highest, of cities, of counties and zones.
 * @param folder below the project. Default: the chosen city
 * @throws PackError
 */
export function officesIn(folder?: string): ReadonlySet<string> {
  const codes = packIn(folder).vintages.flatMap(({ root, cities, units }) => [
    root,
    ...[...cities, ...units].map(({ code }) => code),
  ]);
  return new Set(codes);
}

/**
 * The last day on time of each quarter that a city has a programme for.
 * @param folder below the project. Default: the chosen city
 * @throws PackError
 */
export function deadlinesIn(folder?: string): ReadonlyMap<Period, string> {
  const pack = packIn(folder);
  return new Map(
    pack.years
      .flatMap((year) => [1, 2, 3, 4].map((quarter) => `${year}Q${quarter}` as Period))
      .map((period) => [period, windowOf(pack.at(period)).deadline]),
  );
}

/**
 * The files of a city that are drafts still (`uplift city new` writes one).
 * @param folder below the project. Default: the chosen city
 */
export function draftFilesIn(folder?: string): string[] {
  const path = folder === undefined ? cityFolder() : join(import.meta.dirname, '..', folder);
  return [...draftsIn(packFilesIn(path)).keys()].map((file) => `${shownFolder(path)}/${file}`);
}

/** A folder as messages name it: below where the command runs, else whole. */
export function shownFolder(folder: string): string {
  const below = relative(process.cwd(), folder);
  return below === '' || below.startsWith('..') ? folder : below.split(sep).join('/');
}

const chosen: CheckedCity =
  typeof BUNDLED_CITY === 'undefined'
    ? checkedCity(shownFolder(cityFolder()), packFilesIn(cityFolder()))
    : (JSON.parse(BUNDLED_CITY) as CheckedCity);

/** The city of this process: of the bundle, or of the chosen folder. @throws PackError */
export const CITY_PACK = new CityPack(chosen.data);

/** Identity of those of the folder's files that can change a figure: a calendar moves reminders and no more. */
export const PACK_HASH = chosen.hash;
