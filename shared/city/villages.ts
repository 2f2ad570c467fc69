/** A village, or a residents' committee, of 12 digits. */
export type Village = { readonly code: string; readonly name: string };

/** How a name was matched; `exact` needs no word to the clerk. */
export type Match<T> = {
  readonly found: T;
  readonly how: 'exact' | 'alias' | 'other vintage';
  readonly since?: number;
};

const VILLAGE_SUFFIX = /(?:村民委员会|居民委员会|村委会|居委会|社区居委会)$/;

/** 定远寨 of 定远寨村委会; a trailing 村 or 社区 stays off as well. */
export const shortVillage = (name: string): string => name.replace(VILLAGE_SUFFIX, '').replace(/(.)(?:村|社区)$/, '$1');

const KINDS = [
  { written: /村$|村委会$|村民委员会$/, registered: /村委会$|村民委员会$/ },
  { written: /社区$|居$|居委会$|居民委员会$/, registered: /居委会$|居民委员会$/ },
];

/** Names of a township's villages that are remembered; a hostile file may have one in each row. */
const MOST_REMEMBERED = 1_000;

/** The villages of one township, found by code or by what a clerk writes. */
export class VillageIndex {
  readonly list: readonly Village[];
  /** How many are villages and residents' committees; tail codes from 400 are special areas that register nobody. */
  readonly ordinary: number;
  readonly #byName = new Map<string, Village>();
  readonly #byShort = new Map<string, Village[]>();
  /** What names were found to be: a sheet says the same few wrong ones again and again. */
  readonly #remembered = new Map<string, Match<Village> | null>();
  readonly #byCode: ReadonlyMap<string, Village>;

  constructor(list: readonly Village[]) {
    this.list = list;
    this.ordinary = list.filter(({ code }) => Number(code.slice(9)) < 400).length;
    this.#byCode = new Map(list.map((village) => [village.code, village]));
    for (const village of list) {
      this.#byName.set(village.name, village);
      const short = shortVillage(village.name);
      this.#byShort.set(short, [...(this.#byShort.get(short) ?? []), village]);
    }
  }

  byCode(code: string): Village | undefined {
    return this.#byCode.get(code);
  }

  find(name: string): Match<Village> | null {
    let found = this.#remembered.get(name);
    if (found === undefined) {
      found = this.#find(name);
      if (this.#remembered.size < MOST_REMEMBERED) this.#remembered.set(name, found);
    }
    return found;
  }

  #find(name: string): Match<Village> | null {
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
