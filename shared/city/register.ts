import { foldPlaceName } from './place-names.ts';
import { shortVillage, VillageIndex, type Match, type Village } from './villages.ts';

export type Township = {
  /** 9 digits. */
  readonly code: string;
  readonly name: string;
  /** 6-digit county of GB/T 2260. */
  readonly county: string;
  /** 6-digit reporting unit: the county, or one of the city's zones. */
  readonly unit: string;
  /**
   * Number of villages (村委会). A township without villages and residents' committees of its own has nothing to report.
   */
  readonly villages: number;
};
export type County = { readonly code: string; readonly name: string };
export type Unit = {
  readonly code: string;
  readonly name: string;
  readonly kind: 'county' | 'zone';
  /** What else clerks call it. */
  readonly aliases?: readonly string[];
};
/** What a division is called, or which code it has, in a later vintage. */
type LaterName = {
  readonly level: string;
  readonly code: string | null;
  readonly laterCode: string | null;
  readonly name: string;
  readonly change: string;
  readonly since: number;
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

/** One vintage of a city's divisions, as its data file has it. */
export type RegisterData = {
  readonly vintage: string;
  readonly province: string;
  readonly city: { readonly code: string; readonly name: string };
  readonly counties: readonly County[];
  readonly units: readonly Unit[];
  readonly townships: readonly Township[];
  readonly laterNames: readonly LaterName[];
  /** By the village's code. */
  readonly laterVillageNames: Readonly<Record<string, string>>;
  /** By township: the last three digits of each village's code, and its name. */
  readonly villages: Readonly<Record<string, readonly (readonly [tail: string, name: string])[]>>;
};

/**
 * The divisions of a city as they were in one vintage: counties, townships and villages, and the reporting units of the
 * programme.
 */
export class Register {
  readonly vintage: string;
  readonly cityCode: string;
  readonly cityName: string;
  readonly counties: readonly County[];
  readonly units: readonly Unit[];
  readonly townships: readonly Township[];
  readonly #data: RegisterData;
  readonly #townshipByCode: ReadonlyMap<string, Township>;
  readonly #unitByCode: ReadonlyMap<string, Unit>;
  readonly #later: readonly LaterName[];
  /** 山东省聊城市 before a county's name, or any part of it. */
  readonly #cityPrefix: RegExp;
  /** Built on first use: one file touches one township, or the few of a county. */
  readonly #villages = new Map<string, VillageIndex>();
  readonly #related = new Map<string, readonly string[]>();
  readonly #townshipNames = new Map<string, ReadonlyMap<string, Township>>();

  constructor(data: RegisterData) {
    this.#data = data;
    this.vintage = data.vintage;
    this.cityCode = data.city.code;
    this.cityName = data.city.name;
    this.counties = data.counties;
    this.units = data.units;
    this.townships = data.townships;
    this.#townshipByCode = new Map(data.townships.map((township) => [township.code, township]));
    this.#unitByCode = new Map(data.units.map((unit) => [unit.code, unit]));
    this.#later = data.laterNames;
    const [province, city] = [data.province, data.city.name].map((name) => name.replace(/[省市]$/, ''));
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

  /** Townships that owe a report: all but those with no village or residents' committee under them (香江). */
  get due(): readonly Township[] {
    return this.townships.filter((township) => this.#villageIndex(township.code).ordinary > 0);
  }

  /**
   * What became of divisions after this vintage, old code and name first; a division without an old code was set up
   * later.
   */
  get codeChanges(): readonly CodeChange[] {
    return this.#later.map(({ level, code, laterCode, name, change, since }) => {
      const oldName =
        code === null ? null : (this.counties.find((county) => county.code === code)?.name ?? this.nameOf(code));
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
    return later && unit ? { found: unit, how: 'other vintage', since: later.since } : null;
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
      for (const township of townships) for (const name of townshipAliases(township.name)) alias(name, township);
      for (const change of this.#later) {
        const township =
          change.level === 'township' && change.code
            ? townships.find((candidate) => candidate.code === change.code)
            : undefined;
        if (township) for (const name of [change.name, ...townshipAliases(change.name)]) alias(name, township);
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
