import type { Text } from '../language/language.ts';
import type { Period } from '../time/period.ts';
import type { CityProfile, RegisterData } from './pack-schema.ts';
import { sinceOf, wholeOf } from './profile.ts';
import { foldPlaceName, prefixBefore, stemOf, townshipAliases } from './place-names.ts';
import { divisionsIn, keysIn } from './register-part.ts';
import { successorsOf, type Successors } from './successors.ts';
import { shortVillage, VillageIndex, type Match, type Village } from './villages.ts';

export type Township = RegisterData['townships'][number];
export type County = RegisterData['counties'][number];
export type Unit = RegisterData['units'][number];
export type CityBelow = NonNullable<RegisterData['cities']>[number];

export type NamedDivision = { readonly code: string; readonly name: string };

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
 * The divisions of a city or of a province as they were in one vintage: a province's cities, counties, townships and
 * villages, and the reporting units of the programme. Nobody else asks how long a code is to know what lies in what.
 */
export class Register {
  readonly vintage: string;
  /** The first quarter in which these divisions hold. */
  readonly since: Period;
  /** Code of the division that holds all others: a city's, or a province's. */
  readonly root: string;
  readonly rootName: string;
  /** How tables name all of it. */
  readonly whole: Text;
  readonly profile: CityProfile;
  /** Of a province; a city has none below it. */
  readonly cities: readonly CityBelow[];
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
  /** The province's and the city's names before a county's, or any part of them; a city of a province by its stem. */
  readonly #cityPrefix: RegExp;
  readonly #parts = new Map<string, Register>();
  /** Built on first use: one file touches one township, or the few of a county. */
  readonly #villages = new Map<string, VillageIndex>();
  readonly #related = new Map<string, readonly string[]>();
  readonly #townshipNames = new Map<string, ReadonlyMap<string, Township>>();
  #due: readonly Township[] | undefined;

  /** @param before the vintage that this one follows; null for the first */
  constructor(data: RegisterData, profile: CityProfile, before: Register | null = null) {
    this.#data = data;
    this.profile = profile;
    this.vintage = data.vintage;
    this.since = sinceOf(data.vintage);
    this.root = profile.code;
    this.rootName = profile.name.zh;
    this.whole = wholeOf(profile);
    this.cities = data.cities ?? [];
    this.counties = data.counties;
    this.units = data.units;
    this.townships = data.townships;
    this.#townshipByCode = new Map(data.townships.map((township) => [township.code, township]));
    this.#unitByCode = new Map(data.units.map((unit) => [unit.code, unit]));
    this.#later = data.laterNames;
    this.#before = before;
    this.#successors = successorsOf(data.continues ?? {}, before && before.#successors);
    this.#cityPrefix = prefixBefore(profile, this.cities);
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

  /** Townships inside a division of any level; none where the register has no such division. */
  townshipsWithin(division: string): readonly Township[] {
    if (division === this.root) return this.townships;
    if (this.nameOf(division) === null && !this.#county(division)) return [];
    return this.townships.filter((township) => isInside(township, division));
  }

  /** Whether one division lies inside another, or is it: rows of it may then lie in a file of the other. */
  covers(division: string, inner: string): boolean {
    if (division === inner) return true;
    if (division === this.root) return [inner, this.codeNow(inner)].some((code) => code.startsWith(division));
    if (this.nameOf(division) === null && !this.#county(division)) return false;
    const township = this.#townshipByCode.get(inner);
    if (township) return isInside(township, division);
    return inner.length < 9 && inner.startsWith(division) && this.nameOf(inner) !== null;
  }

  /** The city of a province that a division lies in; null in a city's own register and for the province itself. */
  cityOf(division: string): CityBelow | null {
    return this.cities.find(({ code }) => division.startsWith(code)) ?? null;
  }

  /** All divisions whose files may hold rows that a file of this one may hold too: above it, below it and itself. */
  related(division: string): readonly string[] {
    const known = this.#related.get(division);
    if (known) return known;
    const below = this.townshipsWithin(division).flatMap(({ code, county, unit }) => [
      code,
      county,
      unit,
      ...this.cities.flatMap((city) => (code.startsWith(city.code) ? [city.code] : [])),
    ]);
    const related = [...new Set([division, this.root, ...below])].sort();
    this.#related.set(division, related);
    return related;
  }

  /** The name of a division of any level, or null when the register has none of that code. */
  nameOf(division: string): string | null {
    if (division === this.root) return this.rootName;
    return this.township(division)?.name ?? this.unit(division)?.name ?? this.#city(division)?.name ?? null;
  }

  /** The same in both languages, with its city’s name where two have a unit of it; the code itself where the register has none of it. */
  textOf(division: string): Text {
    const found =
      this.#townshipByCode.get(division) ??
      this.#unitByCode.get(division) ??
      this.#county(division) ??
      this.#city(division);
    if (found && this.#isShared(found))
      return { zh: this.unitLabel(division), en: `${this.cityOf(division)?.en} ${found.en}` };
    if (found) return { zh: found.name, en: found.en };
    return division === this.root ? this.profile.name : { zh: division, en: division };
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
    return (this.#due ??= this.townships.filter((township) => this.#villageIndex(township.code).ordinary > 0));
  }

  /** What became of divisions after this vintage. A division without an old code was set up later. */
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

  /** A unit's name, with its city's before it where another city of the province has a unit of that name. */
  unitLabel(code: string): string {
    const unit = this.unit(code);
    return unit && this.#isShared(unit) ? `${this.cityOf(code)?.name}${unit.name}` : (unit?.name ?? '');
  }

  /** Whether another city of the province has a unit of this name. */
  #isShared({ code, name }: NamedDivision): boolean {
    return this.cities.length > 0 && this.units.some((unit) => unit.code !== code && unit.name === name);
  }

  /** The code that a township, or a county of it, has today. */
  currentCode(code: string): string {
    return this.#later.find((change) => change.code === code)?.laterCode ?? code;
  }

  #county(code: string): County | undefined {
    return this.counties.find((county) => county.code === code);
  }

  #city(code: string): CityBelow | undefined {
    return this.cities.find((city) => city.code === code);
  }

  /**
   * The register of a city of a province, as if it were the root: its divisions, and those of earlier vintages that
   * continue in it.
   * @param profile of that city
   */
  within(city: string, profile: CityProfile): Register {
    let part = this.#parts.get(city);
    if (!part) {
      part = this.#cut((code) => code.startsWith(city), profile);
      this.#parts.set(city, part);
    }
    return part;
  }

  #cut(isIn: (code: string) => boolean, profile: CityProfile): Register {
    const { continues = {}, ...data } = this.#data;
    const now = successorsOf(continues, null);
    return new Register(
      { ...divisionsIn(data, isIn), continues: keysIn(continues, isIn) },
      profile,
      this.#before && this.#before.#cut((code) => isIn(now.get(code) ?? code), profile),
    );
  }

  /**
   * Resolves a county or reporting unit by name; 茌平区 is 茌平县 of another vintage. Two cities of a province may have
   * counties of one name: then the city before the name tells, or the division that the name is used in.
   * @returns null for none, and where it can still be several: {@link findUnits} has them
   */
  findUnit(name: string, within = this.root): Match<NamedDivision> | null {
    const found = this.findUnits(name, within);
    return found.length === 1 ? (found[0] ?? null) : null;
  }

  /** What a name can mean; more than one where several cities have a unit of that name. */
  findUnits(name: string, within = this.root): readonly Match<NamedDivision>[] {
    const folded = foldPlaceName(name);
    if (folded === '') return [];
    const whole = this.units.filter((unit) => unit.name === folded);
    if (whole.length > 0) return this.#nearest(whole, within).map((found) => ({ found, how: 'exact' }));
    const [prefix = '', stem] = this.#cityPrefix.exec(folded) ?? [];
    const wanted = folded.slice(prefix.length);
    const city = this.cities.find((one) => stem !== undefined && stemOf(one.name) === stem);
    if (wanted === '') return [{ found: city ?? { code: this.root, name: this.rootName }, how: 'exact' }];
    const inside = city?.code ?? within;
    const own = this.units.filter(({ code }) => city === undefined || this.covers(city.code, code));
    const ways: readonly ((unit: Unit) => boolean)[] = [
      (unit) => unit.name === wanted,
      (unit) => unit.name.replace(/[县区市]$/, '') === wanted,
      (unit) => unit.kind === 'zone' && unit.aliases?.includes(wanted) === true,
    ];
    for (const isMeant of ways) {
      const found = this.#nearest(own.filter(isMeant), inside);
      if (found.length > 0) return found.map((unit) => ({ found: unit, how: 'exact' }));
    }
    return this.#unitsOfOtherVintages(name, wanted, inside);
  }

  #unitsOfOtherVintages(name: string, wanted: string, within: string): readonly Match<NamedDivision>[] {
    const later = this.#later.flatMap(({ level, code, name: laterName, since }) => {
      const unit = level === 'county' && laterName === wanted && code ? this.unit(code) : undefined;
      return unit && (this.covers(within, unit.code) || this.cities.length === 0) ? [{ unit, since }] : [];
    });
    if (later.length > 0) return later.map(({ unit, since }) => ({ found: unit, how: 'other vintage', since }));
    const former = (this.#before?.findUnits(name) ?? []).flatMap(
      ({ found }) => this.unit(this.codeNow(found.code)) ?? [],
    );
    return this.#nearest([...new Set(former)], within).map((found) => ({ found, how: 'alias' }));
  }

  /** Of several units of one name those that have to do with a division, where any has. */
  #nearest(units: readonly Unit[], within: string): readonly Unit[] {
    if (units.length < 2) return units;
    const near = units.filter(({ code }) => this.covers(within, code) || this.covers(code, within));
    return near.length > 0 ? near : units;
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

/** A code names what is above it, but for zones that report for themselves: they take townships of counties. */
const isInside = ({ code, unit }: Township, division: string): boolean =>
  code.startsWith(division) || unit === division;
