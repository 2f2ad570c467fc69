import type { City } from '../city/city.ts';
import type { Register, Township } from '../city/register.ts';
import type { RepairKind } from '../parse/repair.ts';
import type { Params } from '../rules/rule.ts';

/** Where a row belongs, by codes of the register; null where the row names nothing or nothing known. */
export type Place = {
  readonly unit: string | null;
  readonly township: string | null;
  readonly village: string | null;
  readonly problems: readonly { readonly rule: string; readonly params: Params }[];
  /** Names that were read as another: a retired or short one, one character off. A village without its 村委会 is no such name. */
  readonly repairs: readonly PlaceRepair[];
};

export type PlaceRepair = { readonly kind: RepairKind; readonly field: string; readonly to: string };

export type PlaceNames = {
  readonly county: string | null;
  readonly town: string | null;
  readonly village: string | null;
  readonly villageCode: string | null;
};

/**
 * Resolves the names of a row (rules D01 to D09 and F08).
 * @param division the division that uploaded the file: rows must lie inside it
 */
export function resolvePlace(names: PlaceNames, division: string, city: City): Place {
  const { register, period } = city;
  const problems: { rule: string; params: Params }[] = [];
  const repairs: PlaceRepair[] = [];
  const report = (rule: string, params: Params): void => void problems.push({ rule, params });
  if (names.county === null) return { unit: null, township: null, village: null, problems, repairs };

  const unit = register.findUnit(names.county);
  if (!unit) {
    report('D01', { field: 'county_name' });
    return { unit: null, township: null, village: null, problems, repairs };
  }
  if (unit.how === 'other vintage')
    report('D02', { field: 'county_name', year: unit.since ?? '', name: unit.found.name, code: unit.found.code });
  if (unit.found.name !== names.county.trim())
    repairs.push({ kind: 'county', field: 'county_name', to: unit.found.name });
  const isCity = unit.found.code === register.cityCode;
  if (names.town === null) {
    if (!isCity && !covers(division, unit.found.code, register)) report('F08', { field: 'county_name' });
    return { unit: unit.found.code, township: null, village: null, problems, repairs };
  }

  const match = isCity ? null : register.findTownship(names.town, unit.found.code);
  if (!match || 'notYet' in match) {
    if (match) report('D05', { field: 'town_name', period });
    else report('D03', { field: 'town_name', county: unit.found.name });
    return { unit: unit.found.code, township: null, village: null, problems, repairs };
  }
  const township = match.found;
  if (match.how !== 'exact') {
    report('D04', { field: 'town_name', name: township.name });
    repairs.push({ kind: 'township', field: 'town_name', to: township.name });
  }
  if (!register.townshipsWithin(division).includes(township)) report('F08', { field: 'town_name' });
  const village = resolveVillage(names, township, city, { report, repairs });
  return { unit: township.unit, township: township.code, village, problems, repairs };
}

/** Where problems and repairs of a row's place go. */
type Told = { readonly report: (rule: string, params: Params) => void; readonly repairs: PlaceRepair[] };

/** Whether a unit's rows may come in a file of `division`: the city's may hold any, a county's those of its own zones too. */
function covers(division: string, unit: string, register: Register): boolean {
  if (division === register.cityCode || division === unit) return true;
  const own = new Set(register.townshipsWithin(division).map((township) => township.code));
  return register.townshipsWithin(unit).some((township) => own.has(township.code));
}

function resolveVillage(
  { village: name, villageCode: code }: PlaceNames,
  { code: township, name: town }: Township,
  { register, period }: City,
  { report, repairs }: Told,
): string | null {
  const match = name === null ? null : register.findVillage(name, township);
  if (code !== null) {
    if (!/^\d{12}$/.test(code) || !code.startsWith(township)) {
      report('D09', { field: 'village_code' });
      return null;
    }
    const registered = register.village(code);
    if (registered && (name === null || match?.found.code === code)) return code;
    if (registered && name !== null && register.isLaterVillageName(code, name)) {
      report('D07', { field: 'village_name', name: registered.name, period });
      repairs.push({ kind: 'village', field: 'village_name', to: registered.name });
      return code;
    }
    report('D06', { field: 'village_name', code });
    return null;
  }
  if (name === null) return null;
  if (!match) {
    report('D08', { field: 'village_name', town });
    return null;
  }
  if (match.how !== 'exact') {
    report('D04', { field: 'village_name', name: match.found.name });
    repairs.push({ kind: 'village', field: 'village_name', to: match.found.name });
  }
  return match.found.code;
}
