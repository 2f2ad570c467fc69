import divisions2016 from './371500-liaocheng/divisions/2016.json' with { type: 'json' };
import programme2015 from './371500-liaocheng/programme/2015.json' with { type: 'json' };
import programme2016 from './371500-liaocheng/programme/2016.json' with { type: 'json' };
import { CityPack } from '../shared/city/city.ts';
import type { RegisterData } from '../shared/city/register.ts';

/** The city that this installation serves. A year is a file of its own and a line here. */
export const CITY_PACK = new CityPack({
  folder: 'cities/371500-liaocheng',
  // JSON knows no tuples: each village is a pair of texts.
  registers: [divisions2016 as unknown as RegisterData],
  programmes: [programme2015, programme2016],
});
