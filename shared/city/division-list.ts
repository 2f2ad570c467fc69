import type { Text } from '../language/language.ts';
import type { RegisterData } from './pack-schema.ts';
import { isProvince } from './profile.ts';
import { stemOf } from './place-names.ts';

/** A line of a division list: the national statistical code, shortened to its level, and the name. */
export type ListedDivision = { readonly code: string; readonly name: string };

/** Digits of a code by level: province, city, county, township, village. */
const LEVELS = [2, 4, 6, 9, 12] as const;

/** Headers of the three columns, as such lists name them. */
const COLUMNS = {
  code: /^(?:code|代码|区划代码|统计用区划代码)$/i,
  name: /^(?:name|名称)$/i,
} as const;

/** Why a division list cannot be used. */
export class DivisionListError extends Error {
  override name = 'DivisionListError';
  readonly text: Text;

  constructor(text: Text) {
    super(text.en);
    this.text = text;
  }
}

/**
 * The divisions of a list in the layout of the national statistical codes: a header with code and name, other columns
 * are passed over. Codes may be written with their trailing zeros, as those of 6 and of 12 digits are: 371700 is the
 * city 3717, 371702000000 the county 371702.
 * @param rows of the sheet, the header first
 * @throws DivisionListError
 */
export function readDivisionList(rows: readonly (readonly unknown[])[]): ListedDivision[] {
  const [header = [], ...lines] = rows;
  const columnOf = (pattern: RegExp): number => header.findIndex((cell) => pattern.test(textOf(cell)));
  const [code, name] = [columnOf(COLUMNS.code), columnOf(COLUMNS.name)];
  if (code < 0 || name < 0)
    throw new DivisionListError({
      zh: `第一行是“${header.map(textOf).join('、')}”，应有“代码”和“名称”两列`,
      en: `the first row is ${header.map(textOf).join(', ')}; expected columns code and name (代码, 名称)`,
    });
  return lines.flatMap((line, index) => {
    const [written, named] = [textOf(line[code]), textOf(line[name])];
    if (written === '' && named === '') return [];
    const short = shortCode(written);
    if (short === null || named === '')
      throw new DivisionListError({
        zh: `第${index + 2}行代码为“${written}”、名称为“${named}”，代码应为 2、4、6、9 或 12 位数字，名称不能空`,
        en: `row ${index + 2} has code “${written}” and name “${named}”; expected a code of 2, 4, 6, 9 or 12 digits and a name`,
      });
    return [{ code: short, name: named }];
  });
}

const textOf = (cell: unknown): string =>
  typeof cell === 'string' || typeof cell === 'number' ? String(cell).trim() : '';

/** 371702 of 371702000000, 3717 of 371700: no division but the one above is all zeros; null for what is no code. */
function shortCode(written: string): string | null {
  if (!/^\d+$/.test(written) || !LEVELS.some((digits) => digits === written.length)) return null;
  return written.slice(
    0,
    LEVELS.find((digits) => /^0*$/.test(written.slice(digits))),
  );
}

/** What a register is made of, beside the list itself. */
export type Making = {
  /** Code of the city or the province. */
  readonly root: string;
  readonly vintage: string;
  readonly englishNameOf: (name: string) => string;
};

/**
 * A register of the divisions below a city or a province: counties that have townships are the reporting units.
 * @throws DivisionListError when the list has no township below the root
 */
export function registerFrom(list: readonly ListedDivision[], { root, vintage, englishNameOf }: Making): RegisterData {
  const below = list.filter(({ code }) => code.startsWith(root)).toSorted((a, b) => (a.code < b.code ? -1 : 1));
  const at = (digits: number): ListedDivision[] => below.filter(({ code }) => code.length === digits);
  const villages = Map.groupBy(at(12), ({ code }) => code.slice(0, 9));
  const townships = at(9).map(({ code, name }) => ({
    code,
    name,
    en: englishNameOf(name),
    county: code.slice(0, 6),
    unit: code.slice(0, 6),
    villages: (villages.get(code) ?? []).filter((village) => /村(?:民委员会|委会)?$/.test(village.name)).length,
  }));
  if (townships.length === 0)
    throw new DivisionListError({
      zh: `表中没有 ${root} 之下的乡镇（9 位代码），请给出该市（省）的区划`,
      en: `the list has no township (9 digits) below ${root}; expected the divisions of that city or province`,
    });
  const withTownships = new Set(townships.map(({ county }) => county));
  const counties = at(6)
    .filter(({ code }) => withTownships.has(code))
    .map(({ code, name }) => ({ code, name, en: englishNameOf(name) }));
  const cities = isProvince({ code: root })
    ? at(4).filter(({ code }) => counties.some((county) => county.code.startsWith(code)))
    : [];
  const orphan = townships.find(({ county }) => !counties.some(({ code }) => code === county));
  if (orphan)
    throw new DivisionListError({
      zh: `${orphan.name}（${orphan.code}）所属的县 ${orphan.county} 不在表中`,
      en: `${orphan.name} (${orphan.code}) lies in ${orphan.county}, which the list lacks`,
    });
  return {
    vintage,
    ...(cities.length > 0 ? { cities: cities.map(({ code, name }) => ({ code, name, en: englishNameOf(name) })) } : {}),
    counties,
    units: counties.map((county) => ({ ...county, kind: 'county' as const })),
    townships,
    laterNames: [],
    laterVillageNames: {},
    villages: Object.fromEntries(
      townships.map(({ code }) => [
        code,
        (villages.get(code) ?? []).map((village): [string, string] => [village.code.slice(9), village.name]),
      ]),
    ),
  };
}

/** A township or a unit of a vintage, and what it continues of the vintage before. */
export type Continuation = {
  readonly continues: Record<string, string[]>;
  /** Divisions of the vintage before that nothing of the same name continues. */
  readonly open: readonly ListedDivision[];
};

/**
 * Which divisions of a new vintage continue those of the one before under another code, as their names tell: a county
 * by its name without 县, 区 and 市, a township by its name within the county that continues its own.
 */
export function continuationOf(before: RegisterData, now: RegisterData): Continuation {
  const continues: Record<string, string[]> = {};
  const open: ListedDivision[] = [];
  const counties = new Map<string, string>();
  const note = (old: ListedDivision, found: ListedDivision | undefined): void => {
    if (!found) open.push({ code: old.code, name: old.name });
    else if (found.code !== old.code) (continues[found.code] ??= []).push(old.code);
  };
  const only = <T>(found: readonly T[]): T | undefined => (found.length === 1 ? found[0] : undefined);
  for (const city of before.cities ?? [])
    note(
      city,
      now.cities?.find(({ code }) => code === city.code) ??
        only(now.cities?.filter(({ name }) => stemOf(name) === stemOf(city.name)) ?? []),
    );
  for (const unit of before.units) {
    const named = now.units.filter(({ name }) => stemOf(name) === stemOf(unit.name));
    // Of two counties of one name in a province the one in the same city.
    const found =
      now.units.find(({ code }) => code === unit.code) ??
      only(named.filter(({ code }) => code.startsWith(unit.code.slice(0, 4)))) ??
      only(named);
    if (found) counties.set(unit.code, found.code);
    note(unit, found);
  }
  for (const township of before.townships) {
    const same = now.townships.find(({ code }) => code === township.code);
    const county = counties.get(township.county);
    const named = now.townships.filter((one) => one.county === county && stemOf(one.name) === stemOf(township.name));
    note(township, same ?? only(named));
  }
  return { continues, open };
}

/** What a new vintage changes for who must report. */
export type TownshipChange = {
  readonly kind: 'recoded' | 'renamed' | 'merged' | 'new' | 'gone';
  readonly before: ListedDivision | null;
  readonly now: ListedDivision | null;
};

/** The townships whose code, name or existence differs between two vintages, in the order of their codes. */
export function townshipChanges(before: RegisterData, now: RegisterData): TownshipChange[] {
  const successor = new Map(
    Object.entries(now.continues ?? {}).flatMap(([code, codes]) => codes.map((one) => [one, code] as const)),
  );
  const newest = new Map(now.townships.map((township) => [township.code, township]));
  const continued = before.townships.map((township) => ({
    township,
    into: newest.get(successor.get(township.code) ?? township.code) ?? null,
  }));
  const intoCount = Map.groupBy(continued, ({ into }) => into?.code ?? '');
  const changes = continued.flatMap(({ township, into }): TownshipChange[] => {
    const of = (kind: TownshipChange['kind']): TownshipChange[] => [{ kind, before: township, now: into }];
    if (!into) return of('gone');
    if (into.code !== township.code) return of((intoCount.get(into.code)?.length ?? 0) > 1 ? 'merged' : 'recoded');
    return into.name === township.name ? [] : of('renamed');
  });
  const old = new Set(continued.map(({ into }) => into?.code));
  const added = now.townships.filter(({ code }) => !old.has(code));
  return [...changes, ...added.map((township): TownshipChange => ({ kind: 'new', before: null, now: township }))];
}
