import type { CityPack } from '../../shared/city/city.ts';
import type { Programme } from '../../shared/city/programme.ts';
import type { Register } from '../../shared/city/register.ts';
import { apportion } from './apportion.ts';
import { Draw } from './draw.ts';
import { byChannel, type ByChannel, type CityFigures, type ProjectFigures, type TownshipFigures } from './figures.ts';
import { originsOf, type Origin } from './origins.ts';
import { sizeCounts } from './skeleton.ts';

/**
 * How a city is planned of which nothing was published: the proportions of the first city that published its own, at
 * mid-year 2016.
 */
const SHARES = {
  /** Of the registered persons, those that a year's target names. */
  target: 0.6,
  /** Of the target, persons uplifted by mid-year, in the third quarter and in the fourth for the first time. */
  firstHalf: 0.652,
  thirdQuarter: 0.248,
  fourthQuarter: 0.227,
  /** Of those of the first half, persons uplifted in the first quarter, and in both. */
  firstQuarter: 0.421,
  bothQuarters: 0.19,
  /** Persons of the first half by channel. */
  channels: [0.411, 0.27, 0.215, 0.104],
  /** Of the townships, those that trade online and those that tourists visit. */
  onlineTownships: 0.29,
  tourismTownships: 0.12,
  /** Of the households and of the persons. */
  onlineHouseholds: 0.007,
  tourismPersons: 0.009,
} as const;
/** Households of a village where no year has a target. */
const HOUSEHOLDS_PER_VILLAGE = 22;
/** Persons of a household. */
const HOUSEHOLD_SIZE = 1.915;
/** Percent by which a township may do better or worse than its share of the target, so that no two rank the same. */
const TILT = 5;

/** For each township a household, project or yuan; of the published city. */
const PER_TOWNSHIP = { bases: 0.32, donkeyFarms: 0.84 };
const PER_HOUSEHOLD = { rooftops: 0.031, householdsPlanned: 0.157, greenhouses: 0.0023 };
const PER_ONLINE_TOWNSHIP = 0.3;
const PER_TOURISM_TOWNSHIP = 0.6;
/** In 万元 for each person of the target, except the enterprises and the households that get a grant. */
const PER_TARGET = { cityFund: 0.067, countyFund: 0.096, loans: 0.113, enterprises: 0.00055, grants: 0.001 };
const BANKS = ['农村商业银行', '农业银行', '邮储银行'];

/** Persons of one township to be uplifted in one year. */
export type Quotas = {
  readonly channels: ByChannel;
  readonly firstQuarter: number;
  readonly secondQuarter: number;
  readonly bothQuarters: number;
  /** For the first time in the third and the fourth quarter. */
  readonly laterQuarters: readonly [number, number];
};

/** What becomes of a township's share of a year's target. */
export function quotasOf(target: number, label: string): Quotas {
  const tilt = new Draw(`${label}:tilt`).between(0, 100 - TILT, 100 + TILT) / 100;
  const half = Math.round(target * SHARES.firstHalf * tilt);
  const parts = apportion(half, SHARES.channels);
  const firstQuarter = Math.round(half * SHARES.firstQuarter);
  const bothQuarters = Math.round(half * SHARES.bothQuarters);
  return {
    channels: byChannel((_, index) => parts[index] ?? 0),
    firstQuarter,
    bothQuarters,
    secondQuarter: half - firstQuarter + bothQuarters,
    laterQuarters: [Math.round(target * SHARES.thirdQuarter), Math.round(target * SHARES.fourthQuarter)],
  };
}

/** A year's target by township, in the order of `origins`: by unit or city where the programme says so, else by weight. */
export function targetsOf(
  pack: CityPack,
  year: number,
  origins: readonly { readonly code: string; readonly weight: number }[],
): number[] | null {
  if (!pack.hasProgramme(`${year}Q1`)) return null;
  const { cityTarget, ...programme } = pack.programmeOf(`${year}Q1`);
  const targets = smallestTargets(programme, pack.registerOf(`${year}Q4`));
  if (cityTarget === null && targets.size === 0) return null;
  const register = pack.registerOf(`${year}Q4`);
  const targetedOf = (code: string): string => {
    const now = register.codeNow(code);
    return [register.unitOf(now), register.cityOf(now)?.code].find((one) => one && targets.has(one)) ?? '';
  };
  const groups = Map.groupBy(origins.keys(), (index) => targetedOf(origins[index]?.code ?? ''));
  const named = [...targets.values()].reduce((sum, persons) => sum + persons, 0);
  const result = origins.map(() => 0);
  for (const [unit, indexes] of groups) {
    const total = unit === '' ? Math.max(0, (cityTarget ?? 0) - named) : (targets.get(unit) ?? 0);
    const parts = spread(
      total,
      indexes.map((index) => origins[index]?.weight ?? 0),
    );
    for (const [at, index] of indexes.entries()) result[index] = parts[at] ?? 0;
  }
  return result;
}

/** The targets of units, and of a province's cities what their units' leave. */
function smallestTargets(
  { unitTargets = {}, cityTargets = {} }: Pick<Programme, 'unitTargets' | 'cityTargets'>,
  register: Register,
): ReadonlyMap<string, number> {
  const ofUnits = (city: string): number =>
    Object.entries(unitTargets).reduce((sum, [unit, persons]) => sum + (register.covers(city, unit) ? persons : 0), 0);
  return new Map([
    ...Object.entries(unitTargets),
    ...Object.entries(cityTargets).map(([city, persons]) => [city, Math.max(0, persons - ofUnits(city))] as const),
  ]);
}

/** By largest remainder; nothing where there is nothing to spread over. */
export const spread = (total: number, weights: readonly number[]): number[] =>
  weights.some((weight) => weight > 0) ? apportion(total, weights) : weights.map(() => 0);

/** Persons that a target is set for where none is: of so many registered ones. */
export const usualTarget = (persons: number): number => Math.round(persons * SHARES.target);

/** The first programme year of a pack without published figures. @throws RangeError for a pack without a programme */
export function plannedFigures(pack: CityPack): CityFigures {
  const [year] = pack.years;
  if (year === undefined) throw new RangeError(`${pack.folder}/programme has no year`);
  const origins = originsOf(pack, `${year}Q1`);
  const townships = townshipsOf(pack, year, origins);
  const households = townships.reduce((sum, one) => sum + one.households, 0);
  const persons = townships.reduce((sum, one) => sum + one.persons, 0);
  const count = townships.filter((one) => one.households > 0).length;
  const target = townships.reduce((sum, one) => sum + one.planPersons, 0);
  const online = Math.ceil(count * SHARES.onlineTownships);
  const tourism = Math.ceil(count * SHARES.tourismTownships);
  const later = townships.map(({ planPersons, code }) => quotasOf(planPersons, `${code}:${year}`).laterQuarters);
  const half = townships.reduce((sum, { channels }) => sum + total(channels), 0);
  const nineMonths = half + later.reduce((sum, [third]) => sum + third, 0);
  return {
    year,
    townships,
    published: false,
    personsAfterNineMonths: nineMonths,
    personsOfTheYear: nineMonths + later.reduce((sum, [, fourth]) => sum + fourth, 0),
    online: { townships: online, total: Math.ceil(households * SHARES.onlineHouseholds), named: [], leastIndustry: 0 },
    tourism: { townships: tourism, total: Math.ceil(persons * SHARES.tourismPersons), named: [], leastIndustry: 0 },
    specialities: [],
    projects: plannedProjects({ count, households, online, tourism }),
    finance: plannedFinance(target),
    faults: null,
  };
}

const total = (channels: ByChannel): number => Object.values(channels).reduce((sum, persons) => sum + persons, 0);

/** So many households that every year's target is its usual share of them. */
function townshipsOf(pack: CityPack, first: number, origins: readonly Origin[]): TownshipFigures[] {
  const weighed = origins.map(({ township, weight }) => ({ code: township.code, weight }));
  const targets = new Map(pack.years.map((year) => [year, targetsOf(pack, year, weighed)]));
  const known = [...targets.values()].filter((target) => target !== null);
  return weighed.map(({ code, weight }, index) => {
    const largest = Math.max(0, ...known.map((target) => target[index] ?? 0));
    const households =
      known.length > 0
        ? Math.ceil(largest / SHARES.target / HOUSEHOLD_SIZE)
        : Math.round(weight * HOUSEHOLDS_PER_VILLAGE);
    const persons = sizeCounts(households).reduce((sum, number, size) => sum + number * (size + 1), 0);
    const planPersons = targets.get(first)?.[index] ?? usualTarget(persons);
    return {
      code,
      households,
      persons,
      planPersons,
      upliftHouseholds: null,
      ...quotasOf(planPersons, `${code}:${first}`),
    };
  });
}

type Sizes = {
  readonly count: number;
  readonly households: number;
  readonly online: number;
  readonly tourism: number;
};

function plannedProjects({ count, households, online, tourism }: Sizes): ProjectFigures {
  return {
    smallestTownship: 1,
    bases: Math.ceil(count * PER_TOWNSHIP.bases),
    rooftops: Math.ceil(households * PER_HOUSEHOLD.rooftops),
    householdsPlanned: Math.ceil(households * PER_HOUSEHOLD.householdsPlanned),
    onlinePilots: { number: Math.ceil(online * PER_ONLINE_TOWNSHIP), named: [], goods: {} },
    tourismPilots: { number: Math.ceil(tourism * PER_TOURISM_TOWNSHIP), named: [] },
    mushrooms: null,
    donkeyFarms: { number: Math.ceil(count * PER_TOWNSHIP.donkeyFarms), home: null, entity: null },
    greenhouses: { number: Math.ceil(households * PER_HOUSEHOLD.greenhouses), named: [] },
    financing: null,
  };
}

/** Funds, loans and grants of a year with this target. */
export const plannedFinance = (target: number): CityFigures['finance'] => ({
  cityFund: Math.ceil(target * PER_TARGET.cityFund),
  countyFund: Math.ceil(target * PER_TARGET.countyFund),
  loans: Math.ceil(target * PER_TARGET.loans),
  enterprises: Math.ceil(target * PER_TARGET.enterprises),
  banks: BANKS,
  deposit: null,
  grants: { number: Math.ceil(target * PER_TARGET.grants), county: null },
});
