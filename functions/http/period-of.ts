import type { CityPack } from '../../shared/city/city.ts';
import { offeredPeriods } from '../../shared/door/quarter-view.ts';
import type { Text } from '../../shared/language/language.ts';
import { isPeriod, type Period } from '../../shared/time/period.ts';
import type { DoorRequest } from './answer.ts';

export const NO_PERIOD: Text = { zh: '现在没有可以填报的季度', en: 'there is no quarter to report now' };

/** The quarter that a request is about: the newest one offered where it names none. Null where there is none. */
export function periodOf({ query }: Pick<DoorRequest, 'query'>, pack: CityPack, now: string): Period | null {
  const named = query['period'];
  if (named !== undefined && isPeriod(named) && pack.hasProgramme(named)) return named;
  return named === undefined ? (offeredPeriods(pack, now)[0] ?? null) : null;
}
