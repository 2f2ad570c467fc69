/**
 * Random cities: hierarchies of divisions with one or two views, figures that add up, and revisions that change a few
 * of them.
 */
import type { Relations } from '../../shared/disclosure/relations.ts';

export type City = { readonly relations: Relations; readonly revisions: readonly ReadonlyMap<string, number>[] };

/** Numbers that look random and are the same on every run. */
export class Draw {
  #state: number;
  constructor(seed: number) {
    this.#state = (seed * 2_654_435_761 + 1) >>> 0;
  }
  below(limit: number): number {
    this.#state = (Math.imul(this.#state ^ (this.#state >>> 15), 2_246_822_519) + 3_266_489_917) >>> 0;
    const mixed = Math.imul(this.#state ^ (this.#state >>> 13), 668_265_263) >>> 0;
    return ((mixed ^ (mixed >>> 16)) >>> 0) % limit;
  }
}

const CHANNELS = ['A', 'B', 'C', 'D'];

/**
 * @param revisions how many, each with a few figures other than in the one before
 * @param growing whether the first revision was made before the last of the channels was added
 */
export function randomCity(seed: number, revisions: number, growing = false): City {
  const draw = new Draw(seed);
  const townships: string[] = [];
  const units: { code: string; parts: string[] }[] = [];
  const counties: { code: string; parts: string[] }[] = [];
  for (let county = 0, all = 1 + draw.below(3); county < all; county++) {
    const parts: string[] = [];
    for (let unit = 0, of = 1 + draw.below(3); unit < of; unit++) {
      const code = `u${county}${unit}`;
      const members = Array.from({ length: 1 + draw.below(5) }, (_, index) => `${code}t${index}`);
      townships.push(...members);
      units.push({ code, parts: members });
      parts.push(code);
    }
    counties.push({ code: `c${county}`, parts });
  }
  // A view across the first one: every township in one of a few zones, whatever its unit.
  const zones =
    draw.below(3) === 0
      ? Array.from({ length: 2 + draw.below(2) }, (_, index) => ({ code: `z${index}`, parts: [] as string[] }))
      : [];
  if (zones.length > 0) for (const township of townships) zones[draw.below(zones.length)]?.parts.push(township);
  const used = zones.filter(({ parts }) => parts.length > 0);
  const channels = CHANNELS.slice(0, 2 + draw.below(3));
  const relations: Relations = {
    divisions: [
      ...townships.map((code) => ({ code, level: 'township' as const, parts: [] })),
      ...units.map((unit) => ({ ...unit, level: 'unit' as const })),
      ...used.map((zone) => ({ ...zone, level: 'unit' as const })),
      ...counties.map((county) => ({ ...county, level: 'county' as const })),
      { code: 'city', level: 'city', parts: counties.map(({ code }) => code) },
      ...(used.length > 0 ? [{ code: 'city', level: 'city' as const, parts: used.map(({ code }) => code) }] : []),
    ],
    sums: [{ whole: 'ytd', parts: channels }],
    bounds: [
      { less: 'quarter', more: 'ytd' },
      { less: 'households', more: 'persons' },
    ],
  };
  // Of some cities units and zones are printed, of some only townships and the city.
  const hiddenLevels = draw.below(3) === 0 ? new Set(['county']) : new Set<string>();
  const sparse = 1 + draw.below(4);
  const count = (): number =>
    draw.below(6) === 0 ? 0 : draw.below(sparse) === 0 ? draw.below(12) : 8 + draw.below(60);
  const leaf = new Map<string, number>();
  for (const township of townships) {
    for (const channel of channels) leaf.set(`${channel}@${township}`, count());
    leaf.set(`households@${township}`, count());
  }
  const made: ReadonlyMap<string, number>[] = [];
  for (let revision = 0; revision < revisions; revision++) {
    if (revision > 0)
      for (let change = 0, all = 1 + draw.below(4); change < all; change++) {
        const township = townships[draw.below(townships.length)] ?? '';
        const name = `${channels[draw.below(channels.length)] ?? ''}@${township}`;
        leaf.set(name, draw.below(2) === 0 ? count() : Math.max(0, (leaf.get(name) ?? 0) + draw.below(7) - 3));
      }
    const known = growing && revision === 0 ? channels.slice(0, -1) : channels;
    made.push(figuresOf(relations, townships, known, leaf, hiddenLevels, new Draw(seed + 7)));
  }
  return { relations, revisions: made };
}

/** The relations of a province of so many random cities; of one city its own. */
function randomProvince(seed: number, cities: number): Relations {
  const { relations } = randomCity(seed, 1);
  if (cities < 2) return relations;
  const named = Array.from({ length: cities }, (_, at) => {
    const code = (of: string): string => `p${at}${of}`;
    return randomCity(seed * cities + at, 1).relations.divisions.map((division) => ({
      ...division,
      code: code(division.code),
      parts: division.parts.map(code),
    }));
  });
  const province = { code: 'province', level: 'city' as const, parts: named.map((_, at) => `p${at}city`) };
  return { ...relations, divisions: [...named.flat(), province] };
}

/** A year's quarters, their figures under the names of the quarter, and which revision is of which. */
export type Year = {
  readonly relations: Relations;
  readonly revisions: readonly { readonly quarter: number; readonly figures: ReadonlyMap<string, number> }[];
};

/**
 * A city through some quarters of a year, in which a share of the townships is silent in each, and corrections of
 * earlier quarters come in between.
 * @param silent townships of a hundred that report nothing in a quarter
 * @param cities more than one make a province
 */
export function randomYear(seed: number, quarters: number, silent: number, cities = 1): Year {
  const relations = randomProvince(seed, cities);
  const draw = new Draw(seed + 11);
  const townships = relations.divisions.filter(({ level }) => level === 'township').map(({ code }) => code);
  const channels = relations.sums[0]?.parts ?? [];
  const count = (): number => (draw.below(4) === 0 ? 0 : draw.below(2) === 0 ? draw.below(10) : 8 + draw.below(40));
  /** Persons of a township by channel: those whom a quarter uplifts first, and all of the year so far. */
  const soFar = new Map<string, number>();
  const revisions: { quarter: number; figures: Map<string, number> }[] = [];
  for (let quarter = 0; quarter < quarters; quarter++) {
    const leaf = new Map<string, number>();
    for (const township of townships) {
      const isSilent = quarter > 0 && draw.below(100) < silent;
      const gained = channels.map((channel) => [channel, isSilent ? 0 : count()] as const);
      for (const [channel, persons] of gained)
        soFar.set(`${channel}@${township}`, (soFar.get(`${channel}@${township}`) ?? 0) + persons);
      const ytd = channels.reduce((sum, channel) => sum + (soFar.get(`${channel}@${township}`) ?? 0), 0);
      const fresh = gained.reduce((sum, [, persons]) => sum + persons, 0);
      // Some of those whom an earlier quarter uplifted are uplifted again.
      const again = isSilent ? 0 : draw.below(1 + ytd - fresh);
      for (const channel of channels) leaf.set(`${channel}@${township}`, soFar.get(`${channel}@${township}`) ?? 0);
      leaf.set(`ytd@${township}`, ytd);
      if (quarter > 0) leaf.set(`${quarter}:quarter@${township}`, fresh + again);
      leaf.set(`${quarter}:persons@${township}`, isSilent ? 0 : fresh + again + draw.below(30));
    }
    revisions.push({ quarter, figures: summed(relations, leaf) });
    if (draw.below(4) > 0) continue;
    // A correction of the quarter: one township's people leave a channel.
    const at = `${channels[0] ?? ''}@${townships[draw.below(townships.length)] ?? ''}`;
    const township = at.split('@')[1] ?? '';
    const less = Math.min(leaf.get(at) ?? 0, 1 + draw.below(3));
    for (const name of [at, `ytd@${township}`]) leaf.set(name, (leaf.get(name) ?? 0) - less);
    soFar.set(at, leaf.get(at) ?? 0);
    const uplifted = `${quarter}:quarter@${township}`;
    if (leaf.has(uplifted)) leaf.set(uplifted, Math.min(leaf.get(uplifted) ?? 0, leaf.get(`ytd@${township}`) ?? 0));
    revisions.push({ quarter, figures: summed(relations, leaf) });
  }
  const uplifted = (quarter: number): string => (quarter === 0 ? 'ytd' : `${quarter}:quarter`);
  const all = Array.from({ length: quarters }, (_, quarter) => quarter);
  return {
    relations: {
      ...relations,
      bounds: all.flatMap((quarter) => [
        { less: uplifted(quarter), more: 'ytd' },
        { less: uplifted(quarter), more: `${quarter}:persons` },
      ]),
      growth: { measure: 'ytd', gains: all.map(uplifted) },
    },
    revisions,
  };
}

/** The figures of all divisions from those of the townships. */
function summed({ divisions }: Relations, leaf: ReadonlyMap<string, number>): Map<string, number> {
  const all = new Map(leaf);
  const measures = new Set([...leaf.keys()].map((name) => name.split('@')[0] ?? ''));
  for (const { code, parts } of divisions)
    for (const measure of measures)
      if (parts.length > 0)
        all.set(
          `${measure}@${code}`,
          parts.reduce((sum, part) => sum + (all.get(`${measure}@${part}`) ?? 0), 0),
        );
  return all;
}

function figuresOf(
  { divisions }: Relations,
  townships: readonly string[],
  channels: readonly string[],
  leaf: ReadonlyMap<string, number>,
  hiddenLevels: ReadonlySet<string>,
  draw: Draw,
): ReadonlyMap<string, number> {
  const all = new Map<string, number>();
  for (const township of townships) {
    const ytd = channels.reduce((sum, channel) => sum + (leaf.get(`${channel}@${township}`) ?? 0), 0);
    const households = leaf.get(`households@${township}`) ?? 0;
    for (const channel of channels) all.set(`${channel}@${township}`, leaf.get(`${channel}@${township}`) ?? 0);
    all.set(`ytd@${township}`, ytd);
    all.set(`quarter@${township}`, Math.trunc((ytd * (1 + draw.below(4))) / 4));
    all.set(`households@${township}`, households);
    all.set(`persons@${township}`, households + draw.below(1 + households));
  }
  const measures = [...channels, 'ytd', 'quarter', 'households', 'persons'];
  for (const { code, parts } of divisions)
    for (const measure of measures)
      if (parts.length > 0)
        all.set(
          `${measure}@${code}`,
          parts.reduce((sum, part) => sum + (all.get(`${measure}@${part}`) ?? 0), 0),
        );
  const levels = new Map(divisions.map(({ code, level }) => [code, level]));
  return new Map([...all].filter(([name]) => !hiddenLevels.has(levels.get(name.split('@')[1] ?? '') ?? '')));
}
