import { readPack } from '../../shared/city/read-pack.ts';

/** Put in by the bundler: the city's files, as the functions have them. */
declare const BUNDLED_CITY: { readonly folder: string; readonly files: Readonly<Record<string, string>> };

/** The city that the door serves. */
export const CITY_PACK = readPack(BUNDLED_CITY.folder, new Map(Object.entries(BUNDLED_CITY.files)));
