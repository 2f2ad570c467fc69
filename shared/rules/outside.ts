/** Rows that lie outside the division that uploaded them (rules F08 and F20). */
import type { Place } from '../city/place-resolution.ts';
import type { Register } from '../city/register.ts';
import type { FileContext } from './facts.ts';
import type { Params } from './rule.ts';

/** The column by which a place lies outside the division that uploads; null where it lies inside, or leads nowhere. */
export function fieldOutside(place: Place, { register, division }: FileContext): 'county_name' | 'town_name' | null {
  const { names, unit, townMatch } = place;
  if (townMatch?.found) return register.townshipsWithin(division).includes(townMatch.found) ? null : 'town_name';
  const isOutside =
    unit !== null && names.town === null && !register.covers(unit, division) && !covers(division, unit, register);
  return isOutside ? 'county_name' : null;
}

/**
 * Whether a unit's rows may come in a file of `division`: the city's may hold any, a county's those of its own zones
 * too.
 */
function covers(division: string, unit: string, register: Register): boolean {
  if (register.covers(division, unit)) return true;
  const own = new Set(register.townshipsWithin(division).map((township) => township.code));
  return register.townshipsWithin(unit).some((township) => own.has(township.code));
}

/** Rows that must be outside before the file is taken for another unit's; one row is a row in the wrong file. */
const FEWEST = 2;
const NEARLY_ALL = 0.9;
const NAMED = 3;

/**
 * Whose rows a file holds nearly all of, none of its own unit's among them; null where it holds any of its own, or only
 * a few of others.
 */
export function otherOwner(places: ReadonlyMap<Place, number>, context: FileContext): Params | null {
  const { register, division } = context;
  const codes = new Set<string>();
  let rows = 0;
  let outside = 0;
  for (const [place, count] of places) {
    rows += count;
    if (fieldOutside(place, context) !== null) {
      outside += count;
      codes.add(place.township ?? place.unit ?? '');
    } else if (place.township !== null) return null;
  }
  if (outside < FEWEST || outside < rows * NEARLY_ALL) return null;
  const names = [...codes].slice(0, NAMED).map((code) => register.nameOf(code) ?? code);
  const isCut = names.length < codes.size;
  return {
    name: {
      zh: `${names.join('、')}${isCut ? `等${codes.size}个单位` : ''}`,
      en: `${names.join(', ')}${isCut ? ` and others, ${codes.size} in all` : ''}`,
    },
    own: register.nameOf(division) ?? division,
  };
}
