import type { CityPack } from '../../shared/city/city.ts';
import type { HouseholdRow } from '../../shared/schema/household.ts';
import type { TargetRow } from '../../shared/schema/target.ts';
import { quarterOf, yearOf, type Period } from '../../shared/time/period.ts';
import { plannedFigures, quotasOf, targetsOf, usualTarget } from './default-plan.ts';
import { exitedAt, type LineAt } from './exits.ts';
import { publishedFigures, type CityFigures } from './figures.ts';
import { homesOf, type Home } from './homes.ts';
import { rowOf } from './households.ts';
import { codeAt, villageAt } from './origins.ts';
import { planCity, type TownshipPlan } from './plan.ts';
import { upliftedIn } from './skeleton.ts';
import { townshipsAt, type TownshipAt } from './township-at.ts';

/** Townships whose households are kept: those of one that was merged, and of the one asked for next. */
const KEPT = 8;

const cities = new WeakMap<CityPack, SyntheticCity>();

/** The synthetic city of a pack: planned once in a process. */
export function syntheticCityOf(pack: CityPack): SyntheticCity {
  let city = cities.get(pack);
  if (!city) cities.set(pack, (city = new SyntheticCity(pack)));
  return city;
}

/** A county of a quarter and the registered persons of its townships. */
export type CountyAt = { readonly code: string; readonly name: string; readonly persons: number };

/**
 * Invented households of a city over all years of its pack. Everything follows from the pack: the same pack has the same
 * city on every machine. A period without a programme is refused.
 */
export class SyntheticCity {
  readonly pack: CityPack;
  /** Of the first planned year. */
  readonly figures: CityFigures;
  readonly plans: readonly TownshipPlan[];
  readonly #homes = new Map<TownshipPlan, readonly Home[]>();
  readonly #townships = new Map<Period, readonly TownshipAt[]>();

  constructor(pack: CityPack) {
    this.pack = pack;
    this.figures = publishedFigures(pack) ?? plannedFigures(pack);
    this.plans = planCity(pack, this.figures);
  }

  /** Quarters since the first of the first planned year; negative before. @throws ProgrammeMissingError */
  quarterIndex(period: Period): number {
    this.pack.programmeOf(period);
    return (yearOf(period) - this.figures.year) * 4 + quarterOf(period) - 1;
  }

  /**
   * The townships of a quarter that `selection` names by 9-digit code or 6-digit county, all when there is none.
   * @throws RangeError for a code that is none of these
   */
  townshipsAt(period: Period, selection?: readonly string[]): readonly TownshipAt[] {
    let all = this.#townships.get(period);
    if (!all) this.#townships.set(period, (all = townshipsAt(this.pack, period, this.plans)));
    if (!selection) return all;
    const matches = ({ township }: TownshipAt, code: string): boolean =>
      township.code === code || township.county === code;
    const unknown = selection.find((code) => !all.some((township) => matches(township, code)));
    if (unknown !== undefined) throw new RangeError(`no township or county ${unknown}`);
    return all.filter((township) => selection.some((code) => matches(township, code)));
  }

  /** One of them, by its 9-digit code in that quarter. @throws RangeError when there is none */
  townshipAt(period: Period, code: string): TownshipAt {
    const [township] = this.townshipsAt(period, [code]);
    if (!township) throw new RangeError(`no township ${code}`);
    return township;
  }

  /** The counties of a quarter in the order of their townships. */
  countiesAt(period: Period): readonly CountyAt[] {
    const groups = Map.groupBy(this.townshipsAt(period), ({ township }) => township.county);
    return [...groups].map(([code, townships]) => ({
      code,
      name: townships[0]?.countyName ?? '',
      persons: townships.flatMap(({ plans }) => plans).reduce((sum, { persons }) => sum + persons, 0),
    }));
  }

  /** The code in a quarter of a township or county of the first planned year. */
  codeAt(period: Period, code: string): string {
    return codeAt(this.pack, code, this.pack.registerOf(`${this.figures.year}Q1`), period);
  }

  /** The records of a township and quarter. Those who have exited in an earlier year are no longer on its roll. */
  householdsOf(code: string, period: Period): HouseholdRow[] {
    const at = this.quarterIndex(period);
    const township = this.townshipAt(period, code);
    const register = this.pack.registerOf(period);
    return township.plans.flatMap((plan) =>
      this.#onRoll(plan, at).map((home) => {
        const village =
          register === plan.register
            ? home.village
            : villageAt(register, township.township.code, home.village, home.skeleton.serial);
        return rowOf(home, { township, village, at, lineAt: this.#lineAt });
      }),
    );
  }

  /** Plan and registered population of the reporting units for a period's year; none where no target was set. */
  targetsOf(period: Period): TargetRow[] {
    const year = yearOf(period);
    const targets = this.#targetsOf(year);
    if (targets === null) return [];
    const at = this.quarterIndex(`${year}Q1`);
    const units = new Map<string, TargetRow>();
    for (const { unitName, plans } of this.townshipsAt(period))
      for (const plan of plans) {
        const row = units.get(unitName) ?? blankTarget(year, unitName);
        const registered = at <= 0 ? plan : countOf(this.#onRoll(plan, at));
        units.set(unitName, {
          ...row,
          plan_persons: row.plan_persons + (targets[plan.index] ?? 0),
          registered_households: row.registered_households + registered.households,
          registered_persons: row.registered_persons + registered.persons,
        });
      }
    return [...units.values()];
  }

  /** Persons that a year's programme aims at, or would where it has no target. */
  targetOf(year: number): number {
    const targets = this.#targetsOf(year) ?? this.plans.map(({ persons }) => usualTarget(persons));
    return targets.reduce((sum, persons) => sum + persons, 0);
  }

  #targetsOf(year: number): readonly number[] | null {
    if (year === this.figures.year && this.figures.published) return this.plans.map(({ planPersons }) => planPersons);
    return targetsOf(
      this.pack,
      year,
      this.plans.map(({ township, persons }) => ({ code: township.code, weight: persons })),
    );
  }

  /** The provincial line of a quarter's year; of the first planned year where that year has none. */
  readonly #lineAt: LineAt = (at) => {
    const period: Period = `${this.figures.year + Math.floor(at / 4)}Q1`;
    const known = this.pack.hasProgramme(period) ? period : (`${this.figures.year}Q1` as const);
    return this.pack.programmeOf(known).lines['2'];
  };

  #onRoll(plan: TownshipPlan, at: number): readonly Home[] {
    const yearBefore = at - (((at % 4) + 4) % 4) - 1;
    const homes = this.#homesOf(plan);
    return yearBefore < 3 ? homes : homes.filter((home) => exitedAt(home, yearBefore, this.#lineAt) === null);
  }

  #homesOf(plan: TownshipPlan): readonly Home[] {
    let homes = this.#homes.get(plan);
    if (homes) return homes;
    homes = homesOf(plan, {
      specialities: this.figures.specialities,
      townships: this.plans.length,
      line: this.#lineAt(0),
    });
    const last = this.pack.years.at(-1) ?? this.figures.year;
    for (let year = this.figures.year + 1; year <= last; year++) homes = this.#withYear(plan, homes, year);
    if (this.#homes.size >= KEPT) this.#homes.delete([...this.#homes.keys()][0] ?? plan);
    this.#homes.set(plan, homes);
    return homes;
  }

  /** The households with another planned year: who of those who have not exited is uplifted in it. */
  #withYear(plan: TownshipPlan, homes: readonly Home[], year: number): readonly Home[] {
    const lastQuarter = (year - this.figures.year) * 4 - 1;
    const label = `${plan.township.code}:${year}`;
    const target = this.pack.hasProgramme(`${year}Q1`)
      ? (this.#targetsOf(year)?.[plan.index] ?? usualTarget(plan.persons))
      : 0;
    const chosen = upliftedIn(
      quotasOf(target, label),
      homes
        .filter((home) => exitedAt(home, lastQuarter, this.#lineAt) === null)
        .map(({ skeleton, channel }) => ({ serial: skeleton.serial, size: skeleton.size, channel })),
      label,
    );
    return homes.map((home) => ({
      ...home,
      uplifted: [...home.uplifted, ...(chosen.get(home.skeleton.serial) ?? NOT_UPLIFTED)],
    }));
  }
}

const NOT_UPLIFTED = [false, false, false, false] as const;

const countOf = (homes: readonly Home[]): { households: number; persons: number } => ({
  households: homes.length,
  persons: homes.reduce((sum, { size }) => sum + size, 0),
});

const blankTarget = (year: number, unit: string): TargetRow => ({
  year,
  unit_name: unit,
  plan_persons: 0,
  registered_households: 0,
  registered_persons: 0,
});
