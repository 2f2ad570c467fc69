import { CityPack, type CityData } from '../../shared/city/city.ts';

/** Put in by the bundler: the city as JSON, as the functions have it (cities/pack.ts). */
declare const BUNDLED_CITY: string;

/** The city that the door serves. */
export const CITY_PACK = new CityPack((JSON.parse(BUNDLED_CITY) as { readonly data: CityData }).data);
