import type { CityPack } from '../../shared/city/city.ts';
import type { Township } from '../../shared/city/register.ts';
import { quotasOf, spread, type Quotas } from './default-plan.ts';
import { shuffled } from './draw.ts';
import type { CityFigures, SpreadFigures, TownshipFigures } from './figures.ts';
import { originsOf, type Origin } from './origins.ts';

/** What the households of one township add to in the first planned year. */
export type TownshipPlan = Quotas &
  Pick<Origin, 'register' | 'villages'> & {
    /** As it was in that year. */
    readonly township: Township;
    /** Position in the city; keeps identity numbers of townships apart. */
    readonly index: number;
    /** Households of the county in earlier townships; household numbers go on from there. */
    readonly offset: number;
    readonly households: number;
    readonly persons: number;
    readonly planPersons: number;
    /** Persons uplifted in the first half of the year. */
    readonly upliftPersons: number;
    /** Households of these; null where only persons are planned. */
    readonly upliftHouseholds: number | null;
    /** Households that trade online; 0 outside the townships of the programme. */
    readonly onlineHouseholds: number;
    /** Persons about to exit through tourism; 0 outside its townships. */
    readonly tourismPersons: number;
    /** Whether every total must be met to the person. */
    readonly published: boolean;
  };

/** The plan of all townships in the order of the figures; one without villages has no households. */
export function planCity(pack: CityPack, figures: CityFigures): readonly TownshipPlan[] {
  const origins = new Map(originsOf(pack, `${figures.year}Q1`).map((origin) => [origin.township.code, origin]));
  const { townships } = figures;
  const later = laterQuarters(figures);
  const online = tagged(townships, 'ECM', figures.online);
  const tourism = tagged(townships, 'TRM', figures.tourism);
  const offsets = new Map<string, number>();
  return townships.map((own, index) => {
    const origin = origins.get(own.code);
    if (!origin) throw new RangeError(`township ${own.code} is not in the register`);
    const { township, register, villages } = origin;
    const offset = offsets.get(township.county) ?? 0;
    offsets.set(township.county, offset + own.households);
    const { code: _code, ...sums } = own;
    return {
      ...sums,
      township,
      register,
      villages,
      index,
      offset,
      upliftPersons: Object.values(own.channels).reduce((sum, persons) => sum + persons, 0),
      laterQuarters: later(own, index),
      onlineHouseholds: online.get(own.code) ?? 0,
      tourismPersons: tourism.get(own.code) ?? 0,
      published: figures.published,
    };
  });
}

/** What was published of the second half of the year is of the whole city: each township has its share by persons. */
function laterQuarters(figures: CityFigures): (own: TownshipFigures, index: number) => Quotas['laterQuarters'] {
  if (!figures.published)
    return ({ planPersons, code }) => quotasOf(planPersons, `${code}:${figures.year}`).laterQuarters;
  const { townships, personsAfterNineMonths, personsOfTheYear } = figures;
  const half = townships.flatMap(({ channels }) => Object.values(channels)).reduce((sum, persons) => sum + persons, 0);
  const weights = townships.map(({ persons }) => persons);
  const third = spread(personsAfterNineMonths - half, weights);
  const fourth = spread(personsOfTheYear - personsAfterNineMonths, weights);
  return (_own, index) => [third[index] ?? 0, fourth[index] ?? 0];
}

/** Spreads a total over townships with enough persons in industry projects, the named ones among them. */
function tagged(
  townships: readonly TownshipFigures[],
  tag: string,
  { named, townships: count, leastIndustry, total }: SpreadFigures,
): ReadonlyMap<string, number> {
  const open = townships.filter(
    ({ channels, code }) => channels.IND > 0 && channels.IND >= leastIndustry && !named.includes(code),
  );
  const drawn = shuffled(open, ({ code }) => `${tag}:${code}`).slice(0, count - named.length);
  const chosen = townships.filter((township) => named.includes(township.code) || drawn.includes(township));
  const parts = spread(
    total,
    chosen.map(({ channels }) => channels.IND),
  );
  return new Map(chosen.map(({ code }, index) => [code, parts[index] ?? 0]));
}
