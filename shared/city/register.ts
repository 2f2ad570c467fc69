import register2016 from '../../cities/371500-liaocheng/divisions/2016.json' with { type: 'json' };

/**
 * The register of divisions: counties, townships and villages as they were in one vintage, with the reporting units of the programme.
 * The data file is dated and replaceable; a later vintage is another file beside it.
 */
export type Township = {
  /** 9 digits. */
  readonly code: string;
  readonly name: string;
  /** 6-digit county of GB/T 2260. */
  readonly county: string;
  /** 6-digit reporting unit: the county, or one of the city's zones. */
  readonly unit: string;
  /** Number of villages (村委会). A township without villages and residents' committees of its own has nothing to report. */
  readonly villages: number;
};
export type Village = { readonly code: string; readonly name: string };
export type Unit = { readonly code: string; readonly name: string; readonly kind: 'county' | 'zone' };
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

/** How a name was matched; `exact` needs no word to the clerk. */
export type Match<T> = {
  readonly found: T;
  readonly how: 'exact' | 'alias' | 'other vintage';
  readonly since?: number;
};

export class Register {
  readonly vintage = register2016.vintage;
  readonly cityCode = register2016.city.code;
  readonly cityName = register2016.city.name;
  readonly counties: readonly { readonly code: string; readonly name: string }[] = register2016.counties;
  readonly units = register2016.units as readonly Unit[];
  readonly townships: readonly Township[] = register2016.townships;
  readonly #townshipByCode = new Map(this.townships.map((township) => [township.code, township]));
  readonly #unitByCode = new Map(this.units.map((unit) => [unit.code, unit]));
  readonly #later = register2016.laterNames as readonly LaterName[];
  readonly #laterVillageNames = register2016.laterVillageNames as Readonly<Record<string, string>>;
  /** Built on first use: one file touches one township, or the few of a county. */
  readonly #villages = new Map<string, VillageIndex>();
  readonly #related = new Map<string, readonly string[]>();
  readonly #townshipNames = new Map<string, ReadonlyMap<string, Township>>();

  township(code: string): Township | undefined {
    return this.#townshipByCode.get(code);
  }

  unit(code: string): Unit | undefined {
    return this.#unitByCode.get(code);
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

  /** What became of divisions after this vintage, old code and name first; a division without an old code was set up later. */
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
    const folded = fold(name);
    if (folded === '') return null;
    const wanted = folded.replace(/^(?:山东省?)?聊城市?/, '');
    if (wanted === '') return { found: { code: this.cityCode, name: this.cityName }, how: 'exact' };
    const exact =
      this.units.find((unit) => unit.name === wanted) ??
      this.units.find((unit) => unit.name.replace(/[县区市]$/, '') === wanted);
    if (exact) return { found: exact, how: 'exact' };
    const zone = this.units.find((unit) => unit.kind === 'zone' && ZONE_NAMES[unit.name]?.includes(wanted));
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
    const wanted = fold(name);
    const township = names.get(wanted);
    if (township) return { found: township, how: township.name === wanted ? 'exact' : 'alias' };
    const later = this.#later.find((change) => change.level === 'township' && change.name === wanted);
    if (later?.code === null) return { notYet: later.since };
    return null;
  }

  /** Resolves a village inside its township by what a clerk writes: 定远寨村委会, 定远寨村, 定远寨; one character off is matched when unique. */
  findVillage(name: string, township: string): Match<Village> | null {
    return this.#villageIndex(township).find(fold(name));
  }

  village(code: string): Village | undefined {
    return this.#villageIndex(code.slice(0, 9)).byCode(code);
  }

  villagesOf(township: string): readonly Village[] {
    return this.#villageIndex(township).list;
  }

  /** Whether `name` is what a later register calls the village of this code. */
  isLaterVillageName(code: string, name: string): boolean {
    const later = this.#laterVillageNames[code];
    return later !== undefined && shortVillage(later) === shortVillage(fold(name));
  }

  #villageIndex(township: string): VillageIndex {
    let index = this.#villages.get(township);
    if (!index) {
      const listed =
        (register2016.villages as unknown as Readonly<Record<string, readonly (readonly [string, string])[]>>)[
          township
        ] ?? [];
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

/** The register in force for the years on file; all functions share the one instance. */
export const REGISTER = new Register();

const ZONE_NAMES: Readonly<Record<string, readonly string[]>> = {
  经开区: ['经济开发区', '经济技术开发区', '开发区'],
  高新区: ['高新技术产业开发区', '高新技术开发区'],
  度假区: ['旅游度假区', '江北水城旅游度假区', '江北水城度假区'],
};

/** 沙镇 for 沙镇镇, 梁水镇镇 for 梁水镇, 古楼街道 or 古楼办事处 for 古楼街道办事处, 于集乡 for 于集镇 is not one: it could be another place. */
function townshipAliases(name: string): string[] {
  const street = /^(.+?)(?:街道办事处|街道|办事处|街道办)$/.exec(name)?.[1];
  if (street) return [`${street}街道办事处`, `${street}街道`, `${street}办事处`, `${street}街道办`, street];
  const stem = name.replace(/[镇乡]$/, '');
  return [`${name}${name.slice(-1)}`, `${name}人民政府`, `${name}政府`, ...(stem.length > 1 ? [stem] : [])];
}

const VILLAGE_SUFFIX = /(?:村民委员会|居民委员会|村委会|居委会|社区居委会)$/;

/** 定远寨 of 定远寨村委会; a trailing 村 or 社区 stays off as well. */
const shortVillage = (name: string): string => name.replace(VILLAGE_SUFFIX, '').replace(/(.)(?:村|社区)$/, '$1');

const KINDS = [
  { written: /村$|村委会$|村民委员会$/, registered: /村委会$|村民委员会$/ },
  { written: /社区$|居$|居委会$|居民委员会$/, registered: /居委会$|居民委员会$/ },
];

class VillageIndex {
  readonly list: readonly Village[];
  readonly #byName = new Map<string, Village>();
  readonly #byShort = new Map<string, Village[]>();
  readonly #byCode: ReadonlyMap<string, Village>;

  constructor(list: readonly Village[]) {
    this.list = list;
    this.#byCode = new Map(list.map((village) => [village.code, village]));
    for (const village of list) {
      this.#byName.set(village.name, village);
      const short = shortVillage(village.name);
      this.#byShort.set(short, [...(this.#byShort.get(short) ?? []), village]);
    }
  }

  /** Villages and residents' committees; tail codes from 400 are special areas that register nobody. */
  get ordinary(): number {
    return this.list.filter((village) => Number(village.code.slice(9)) < 400).length;
  }

  byCode(code: string): Village | undefined {
    return this.#byCode.get(code);
  }

  find(name: string): Match<Village> | null {
    const short = shortVillage(name);
    const named = this.#byShort.get(short) ?? [];
    // 艾山村 is 艾山村委会 and 艾山社区 is 艾山社区居委会; 艾山 alone could be either.
    const kind = KINDS.find(({ written }) => written.test(name))?.registered;
    const ofKind = named.filter((village) => kind?.test(village.name));
    const exact =
      this.#byName.get(name) ?? (named.length === 1 ? named[0] : ofKind.length === 1 ? ofKind[0] : undefined);
    if (exact) return { found: exact, how: 'exact' };
    if (named.length > 1) return null;
    const near =
      short.length > 1 ? this.list.filter((village) => withinOneEdit(shortVillage(village.name), short)) : [];
    return near.length === 1 && near[0] ? { found: near[0], how: 'alias' } : null;
  }
}

/** Spaces and full-width brackets do not distinguish places. */
const fold = (name: string): string =>
  name
    .replace(/[\s\u3000]+/g, '')
    .replace(/（/g, '(')
    .replace(/）/g, ')')
    .replace(/\((?:镇|乡|街道)\)$/, '');

/** Edit distance of at most 1, in code points. */
function withinOneEdit(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [Array.from(a), Array.from(b)] : [Array.from(b), Array.from(a)];
  if (long.length - short.length > 1) return false;
  let start = 0;
  while (start < short.length && short[start] === long[start]) start++;
  const offset = long.length - short.length;
  const tail = offset === 1 ? start : start + 1;
  return short.slice(tail).join('') === long.slice(tail + offset).join('');
}
