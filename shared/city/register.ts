import type { Text } from '../language/language.ts';
import type { Period } from '../time/period.ts';
import type { CityProfile, RegisterData } from './pack-schema.ts';
import { foldPlaceName } from './place-names.ts';
import { successorsOf, type Successors } from './successors.ts';
import { shortVillage, VillageIndex, type Match, type Village } from './villages.ts';

export type Township = RegisterData['townships'][number];
export type County = RegisterData['counties'][number];
export type Unit = RegisterData['units'][number];

/** A division by its code and name of an earlier vintage, and by those of now. */
export type Recoded = {
  readonly code: string;
  readonly name: Text;
  readonly now: string;
  readonly nameNow: Text;
};

/** A division that was renamed, got another code, or was set up after the vintage of the register. */
export type CodeChange = {
  readonly level: 'county' | 'township';
  readonly oldCode: string | null;
  readonly oldName: string | null;
  readonly newCode: string | null;
  readonly newName: string;
  readonly change: string;
  readonly since: number;
};

/**
 * The divisions of a city as they were in one vintage: counties, townships and villages, and the reporting units of the
 * programme.
 */
export class Register {
  readonly vintage: string;
  /** The first quarter in which these divisions hold. */
  readonly since: Period;
  readonly cityCode: string;
  readonly cityName: string;
  readonly profile: CityProfile;
  readonly counties: readonly County[];
  readonly units: readonly Unit[];
  readonly townships: readonly Township[];
  readonly #data: RegisterData;
  readonly #before: Register | null;
  readonly #townshipByCode: ReadonlyMap<string, Township>;
  readonly #unitByCode: ReadonlyMap<string, Unit>;
  readonly #later: RegisterData['laterNames'];
  readonly #successors: Successors;
  readonly #codesIn = new WeakMap<Register, ReadonlyMap<string, readonly string[]>>();
  /** The province's and the city's names before a county's, or any part of them. */
  readonly #cityPrefix: RegExp;
  /** Built on first use: one file touches one township, or the few of a county. */
  readonly #villages = new Map<string, VillageIndex>();
  readonly #related = new Map<string, readonly string[]>();
  readonly #townshipNames = new Map<string, ReadonlyMap<string, Township>>();

  /** @param before the vintage that this one follows; null for the first */
  constructor(data: RegisterData, profile: CityProfile, before: Register | null = null) {
    this.#data = data;
    this.profile = profile;
    this.vintage = data.vintage;
    this.since = sinceOf(data.vintage);
    this.cityCode = profile.code;
    this.cityName = profile.name.zh;
    this.counties = data.counties;
    this.units = data.units;
    this.townships = data.townships;
    this.#townshipByCode = new Map(data.townships.map((township) => [township.code, township]));
    this.#unitByCode = new Map(data.units.map((unit) => [unit.code, unit]));
    this.#later = data.laterNames;
    this.#before = before;
    this.#successors = successorsOf(data.continues ?? {}, before && before.#successors);
    const [province, city] = [profile.province.zh, profile.name.zh].map((name) => name.replace(/[省市]$/, ''));
    this.#cityPrefix = new RegExp(`^(?:${province}省?)?${city}市?`);
  }

  township(code: string): Township | undefined {
    return this.#townshipByCode.get(code);
  }

  unit(code: string): Unit | undefined {
    return this.#unitByCode.get(code);
  }

  /** The reporting unit of a township; null for a code that is no township's. */
  unitOf(township: string): string | null {
    return this.#townshipByCode.get(township)?.unit ?? null;
  }

  /** Townships inside a division of 4 (city), 6 (county or zone) or 9 digits (township). */
  townshipsWithin(division: string): readonly Township[] {
    if (division.length === 9) return this.townships.filter((township) => township.code === division);
    if (division.length === 4) return division === this.cityCode ? this.townships : [];
    return this.townships.filter((township) => township.county === division || township.unit === division);
  }

  /** Whether rows of `township` may lie in a file of `division`. */
  covers(division: string, township: string): boolean {
    if (division === township || division === this.cityCode) return true;
    const found = this.#townshipByCode.get(township);
    return found !== undefined && (found.county === division || found.unit === division);
  }

  /** All divisions whose files may hold rows that a file of this one may hold too: above it, below it and itself. */
  related(division: string): readonly string[] {
    const known = this.#related.get(division);
    if (known) return known;
    const below = this.townshipsWithin(division);
    const related = [
      ...new Set([division, this.cityCode, ...below.flatMap(({ code, county, unit }) => [code, county, unit])]),
    ].sort();
    this.#related.set(division, related);
    return related;
  }

  /** The name of a division of any level, or null when the register has none of that code. */
  nameOf(division: string): string | null {
    if (division === this.cityCode) return this.cityName;
    return this.township(division)?.name ?? this.unit(division)?.name ?? null;
  }

  /** The same in both languages; the code itself where the register has none of it. */
  textOf(division: string): Text {
    const found = this.#townshipByCode.get(division) ?? this.#unitByCode.get(division) ?? this.#county(division);
    if (found) return { zh: found.name, en: found.en };
    return division === this.cityCode ? this.profile.name : { zh: division, en: division };
  }

  /**
   * The code that a division, or the division of a village, of an earlier vintage has in this one: where its rows count
   * now. Codes that nothing continues are given back as they are.
   */
  codeNow(code: string): string {
    const now = this.#successors.get(code);
    if (now !== undefined || code.length <= 9) return now ?? code;
    const township = this.#successors.get(code.slice(0, 9));
    if (township === undefined || code.startsWith(township)) return code;
    // In a merged township the villages of two townships may have the same last digits.
    return this.#isMerged(township) ? township : township + code.slice(9);
  }

  #isMerged(township: string): boolean {
    const continued = [...this.#successors].filter(([code, now]) => now === township && code !== township);
    const isOld = this.#before?.township(township) !== undefined;
    return continued.length + (isOld ? 1 : 0) > 1;
  }

  /** Townships of an earlier vintage whose rows count in a township of this one. */
  codesIn(earlier: Register, township: string): readonly string[] {
    let codes = this.#codesIn.get(earlier);
    if (!codes) {
      codes = Map.groupBy(
        earlier.townships.map(({ code }) => code),
        (code) => this.codeNow(code),
      );
      this.#codesIn.set(earlier, codes);
    }
    return codes.get(township) ?? [];
  }

  /** Reporting units and townships of an earlier vintage that have another code in this one. */
  recodedSince(earlier: Register): readonly Recoded[] {
    return [...earlier.units, ...earlier.townships].flatMap(({ code }) => {
      const now = this.codeNow(code);
      return now === code ? [] : [{ code, name: earlier.textOf(code), now, nameNow: this.textOf(now) }];
    });
  }

  /** Townships that owe a report: all but those with no village or residents' committee under them. */
  get due(): readonly Township[] {
    return this.townships.filter((township) => this.#villageIndex(township.code).ordinary > 0);
  }

  /**
   * What became of divisions after this vintage, old code and name first; a division without an old code was set up
   * later.
   */
  get codeChanges(): readonly CodeChange[] {
    return this.#later.map(({ level, code, laterCode, name, change, since }) => {
      const oldName = code === null ? null : (this.#county(code)?.name ?? this.nameOf(code));
      return {
        level: level === 'county' ? 'county' : 'township',
        oldCode: code,
        oldName,
        newCode: laterCode,
        newName: name,
        change,
        since,
      };
    });
  }

  /** The code that a township, or a county of it, has today. */
  currentCode(code: string): string {
    return this.#later.find((change) => change.code === code)?.laterCode ?? code;
  }

  #county(code: string): County | undefined {
    return this.counties.find((county) => county.code === code);
  }

  /** Resolves a county or reporting unit by name; 茌平区 is 茌平县 of another vintage. */
  findUnit(name: string): Match<{ readonly code: string; readonly name: string }> | null {
    const folded = foldPlaceName(name);
    if (folded === '') return null;
    const wanted = folded.replace(this.#cityPrefix, '');
    if (wanted === '') return { found: { code: this.cityCode, name: this.cityName }, how: 'exact' };
    const exact =
      this.units.find((unit) => unit.name === wanted) ??
      this.units.find((unit) => unit.name.replace(/[县区市]$/, '') === wanted);
    if (exact) return { found: exact, how: 'exact' };
    const zone = this.units.find((unit) => unit.kind === 'zone' && unit.aliases?.includes(wanted));
    if (zone) return { found: zone, how: 'exact' };
    const later = this.#later.find((change) => change.level === 'county' && change.name === wanted);
    const unit = later?.code ? this.unit(later.code) : undefined;
    if (later && unit) return { found: unit, how: 'other vintage', since: later.since };
    const former = this.#before?.findUnit(name)?.found;
    const now = former && this.unit(this.codeNow(former.code));
    return now ? { found: now, how: 'alias' } : null;
  }

  /**
   * Resolves a township by name inside a county or zone.
   * @returns the match, the year since which the name exists when it is none of this vintage's, or null
   */
  findTownship(name: string, within: string): Match<Township> | { readonly notYet: number } | null {
    const names = this.#namesWithin(within);
    const wanted = foldPlaceName(name);
    const township = names.get(wanted);
    if (township) return { found: township, how: township.name === wanted ? 'exact' : 'alias' };
    const later = this.#later.find((change) => change.level === 'township' && change.name === wanted);
    if (later?.code === null) return { notYet: later.since };
    return null;
  }

  /**
   * Resolves a village inside its township by what a clerk writes: 定远寨村委会, 定远寨村, 定远寨; one character off is matched when
   * unique.
   */
  findVillage(name: string, township: string): Match<Village> | null {
    return this.#villageIndex(township).find(foldPlaceName(name));
  }

  village(code: string): Village | undefined {
    return this.#villageIndex(code.slice(0, 9)).byCode(code);
  }

  villagesOf(township: string): readonly Village[] {
    return this.#villageIndex(township).list;
  }

  /** Whether `name` is what a later register calls the village of this code. */
  isLaterVillageName(code: string, name: string): boolean {
    const later = this.#data.laterVillageNames[code];
    return later !== undefined && shortVillage(later) === shortVillage(foldPlaceName(name));
  }

  #villageIndex(township: string): VillageIndex {
    let index = this.#villages.get(township);
    if (!index) {
      const listed = this.#data.villages[township] ?? [];
      index = new VillageIndex(listed.map(([tail, name]) => ({ code: township + tail, name })));
      this.#villages.set(township, index);
    }
    return index;
  }

  #namesWithin(division: string): ReadonlyMap<string, Township> {
    let names = this.#townshipNames.get(division);
    if (!names) {
      const made = new Map<string, Township>();
      const townships = this.townshipsWithin(division);
      for (const township of townships) made.set(township.name, township);
      const alias = (name: string, township: Township) => {
        if (!made.has(name)) made.set(name, township);
      };
      for (const township of townships)
        for (const name of [...(township.aliases ?? []), ...townshipAliases(township.name)]) alias(name, township);
      for (const change of this.#later) {
        const township =
          change.level === 'township' && change.code
            ? townships.find((candidate) => candidate.code === change.code)
            : undefined;
        if (township) for (const name of [change.name, ...townshipAliases(change.name)]) alias(name, township);
      }
      for (const former of this.#before?.townships ?? []) {
        const township = townships.find(({ code }) => code === this.codeNow(former.code));
        if (township) for (const name of [former.name, ...townshipAliases(former.name)]) alias(name, township);
      }
      names = made;
      this.#townshipNames.set(division, names);
    }
    return names;
  }
}

/** 沙镇 for 沙镇镇, 梁水镇镇 for 梁水镇, 古楼街道 or 古楼办事处 for 古楼街道办事处, 于集乡 for 于集镇 is not one: it could be another place. */
function townshipAliases(name: string): string[] {
  const street = /^(.+?)(?:街道办事处|街道|办事处|街道办)$/.exec(name)?.[1];
  if (street) return [`${street}街道办事处`, `${street}街道`, `${street}办事处`, `${street}街道办`, street];
  const stem = name.replace(/[镇乡]$/, '');
  return [`${name}${name.slice(-1)}`, `${name}人民政府`, `${name}政府`, ...(stem.length > 1 ? [stem] : [])];
}

/** `2019` of a vintage that holds from the first quarter of 2019, or a quarter. */
const sinceOf = (vintage: string): Period => (vintage.length === 4 ? `${vintage}Q1` : vintage) as Period;
