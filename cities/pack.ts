import { isFactFile, isPackFile, readPack, type PackFiles } from '../shared/city/read-pack.ts';
import { windowOf } from '../shared/city/programme.ts';
import type { Period } from '../shared/time/period.ts';
import type { CityPack } from '../shared/city/city.ts';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** The city that is served when none is chosen. */
const DEFAULT_CITY = join(import.meta.dirname, '371500-liaocheng');

/** In a bundle: the files of the city that it was made for, and its folder's name (infra/bundle.ts). */
declare const BUNDLED_CITY: { readonly folder: string; readonly files: Readonly<Record<string, string>> } | undefined;

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

/** The same, when they make a city. @throws PackError */
export function checkedFilesOf(folder: string): PackFiles {
  const files = packFilesIn(folder);
  readPack(shownFolder(folder), files);
  return files;
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

/** A folder as messages name it: below where the command runs, else whole. */
export function shownFolder(folder: string): string {
  const below = relative(process.cwd(), folder);
  return below === '' || below.startsWith('..') ? folder : below.split(sep).join('/');
}

const chosen =
  typeof BUNDLED_CITY === 'undefined'
    ? { folder: shownFolder(cityFolder()), files: packFilesIn(cityFolder()) }
    : { folder: BUNDLED_CITY.folder, files: new Map(Object.entries(BUNDLED_CITY.files)) };

/** The city of this process: of the bundle, or of the chosen folder. @throws PackError */
export const CITY_PACK = readPack(chosen.folder, chosen.files);

/** Identity of those of the folder's files that can change a figure: a calendar moves reminders and no more. */
export const PACK_HASH = createHash('sha256')
  .update(JSON.stringify([...chosen.files].filter(([path]) => isFactFile(path))))
  .digest('hex')
  .slice(0, 16);
