import type { NamedDivision, Register, Township } from './register.ts';
import type { Match, Village } from './villages.ts';

/** The names of a row's place as they are written; null where a cell is blank or cannot be read. */
export type PlaceNames = {
  readonly county: string | null;
  readonly town: string | null;
  readonly village: string | null;
  readonly villageCode: string | null;
};

/** A name, or a code, that leads to nothing, and why. */
type Missed<How extends string> = { readonly how: How; readonly found: null };

/**
 * What the names of a row were matched with. A match is null where nothing was named, and where the place above it was
 * not found. It says how the name was matched, or why it was not. The rules decide which of that is a problem
 * (rules/place-rules.ts).
 */
export type Place = {
  readonly names: PlaceNames;
  readonly countyMatch: Match<NamedDivision> | Missed<'unknown'> | null;
  readonly townMatch: Match<Township> | Missed<'unknown' | 'not yet'> | null;
  readonly villageMatch: Match<Village> | Missed<'unknown' | 'malformed code' | 'other code'> | null;
  /**
   * The codes that they lead to, null where they lead to none. A zone's township is the zone's, whichever county is
   * named.
   */
  readonly unit: string | null;
  readonly township: string | null;
  readonly village: string | null;
};

/**
 * Looks a row's names up in the register.
 * @param division of the file, where it is known: of two counties of one name it means its own
 */
export function resolvePlace(names: PlaceNames, register: Register, division: string = register.root): Place {
  const countyMatch =
    names.county === null
      ? null
      : (findCounty({ county: names.county, town: names.town }, division, register) ?? UNKNOWN);
  const unit = countyMatch?.found?.code ?? null;
  const townMatch = unit === null || names.town === null ? null : findTown(names.town, unit, register);
  const township = townMatch?.found ?? null;
  const villageMatch = township === null ? null : findVillage(names, township.code, register);
  return {
    names,
    countyMatch,
    townMatch,
    villageMatch,
    unit: township?.unit ?? unit,
    township: township?.code ?? null,
    village: villageMatch?.found?.code ?? null,
  };
}

const UNKNOWN = { how: 'unknown', found: null } as const;

/** Of several counties of one name the one that has the township. */
function findCounty(
  { county, town }: { readonly county: string; readonly town: string | null },
  division: string,
  register: Register,
): Match<NamedDivision> | null {
  const found = register.findUnits(county, division);
  if (found.length < 2 || town === null) return found.length === 1 ? (found[0] ?? null) : null;
  const having = found.filter((match) => register.findTownship(town, match.found.code) !== null);
  return having.length === 1 ? (having[0] ?? null) : null;
}

function findTown(name: string, unit: string, register: Register): Place['townMatch'] {
  // The city's own rows lie in no township.
  const match = register.unit(unit) ? register.findTownship(name, unit) : null;
  if (match === null) return UNKNOWN;
  return 'notYet' in match ? { how: 'not yet', found: null } : match;
}

/** The code wins where name and code agree. */
function findVillage(
  { village: name, villageCode }: PlaceNames,
  township: string,
  register: Register,
): Place['villageMatch'] {
  const code = villageCode === null ? null : register.codeNow(villageCode);
  const match = name === null ? null : register.findVillage(name, township);
  if (code === null) return name === null ? null : (match ?? UNKNOWN);
  if (!/^\d{12}$/.test(code) || !code.startsWith(township)) return { how: 'malformed code', found: null };
  const registered = register.village(code);
  if (registered && (name === null || match?.found.code === code)) return { how: 'exact', found: registered };
  if (registered && name !== null && register.isLaterVillageName(code, name))
    return { how: 'other vintage', found: registered };
  return { how: 'other code', found: null };
}
