import { zoneOf } from '../../shared/city/programme.ts';
import type { ProjectRow } from '../../shared/schema/project.ts';
import { addDays, periodDays, type Period } from '../../shared/time/period.ts';
import { apportion } from './apportion.ts';
import { spread } from './default-plan.ts';
import { Draw, shuffled } from './draw.ts';
import type { ProjectFigures } from './figures.ts';
import { villageAt } from './origins.ts';
import type { TownshipPlan } from './plan.ts';
import type { SyntheticCity } from './synthetic-city.ts';
import type { TownshipAt } from './township-at.ts';

/** Where a project stands: a township, or a village of it by name. */
type Place = { readonly plan: TownshipPlan; readonly village?: string };
type Figures = Partial<
  Pick<
    ProjectRow,
    'capacity' | 'investment_wan' | 'households_driven' | 'persons_driven' | 'households_planned' | 'entity_name'
  >
>;
/** A project before it has a number. One that is built has a mark for the day of its completion. */
type Project = Place & {
  readonly type: ProjectRow['project_type'];
  readonly name: string;
  readonly status: ProjectRow['status'];
  readonly quantity: number;
  readonly figures: Figures;
};
type NumberedProject = Project & { readonly number: string; readonly completed: string | null };

const WAN = 1_000_000;
/** Of one rooftop, in fen. */
const ROOF_COST = 2_400_000;
/** Head of stock of a donkey farm: the smallest that rule P07 knows, and how much larger one may be. */
const DONKEYS = { least: 600, more: 400 };

const numbered = new WeakMap<SyntheticCity, readonly NumberedProject[]>();

/**
 * Projects of a county (6-digit code) as its sheet shows them at the end of the quarter: what is finished by then is
 * 建成. None before the first planned year. @throws ProgrammeMissingError
 */
export function projectsOf(city: SyntheticCity, county: string, period: Period): ProjectRow[] {
  if (city.quarterIndex(period) < 0) return [];
  return city
    .townshipsAt(period)
    .filter(({ township }) => township.county === county)
    .flatMap((at) => at.plans.map((plan) => ({ at, plan })))
    .flatMap(({ at, plan }) =>
      allProjects(city)
        .filter((project) => project.plan === plan)
        .map((project) => ({ project, row: rowOf(city, project, at) })),
    )
    .sort((a, b) => (a.project.number < b.project.number ? -1 : 1))
    .map(({ row }) => row);
}

function allProjects(city: SyntheticCity): readonly NumberedProject[] {
  const known = numbered.get(city);
  if (known) return known;
  const { year } = city.figures;
  const counters = new Map<string, number>();
  const all = build(city).map((project): NumberedProject => {
    const { code, county } = project.plan.township;
    const count = (counters.get(county) ?? 0) + 1;
    counters.set(county, count);
    const draw = new Draw(`${code}:${project.village ?? ''}:${project.type}:built`);
    return {
      ...project,
      number: `XM${year}${county}${String(count).padStart(4, '0')}`,
      completed: project.status === 'BUILT' ? addDays(`${year - 1}-03-01`, draw.below(0, 480)) : null,
    };
  });
  numbered.set(city, all);
  return all;
}

/** The row of a project under the names that its place has in the quarter. */
function rowOf(
  city: SyntheticCity,
  project: NumberedProject,
  { township, countyName, period }: TownshipAt,
): ProjectRow {
  const { plan, type, completed, status } = project;
  const village = villageName(city, project, { township, period });
  const isFinished = completed !== null && completed <= periodDays(period).last;
  return {
    project_no: project.number,
    project_type: type,
    project_name: `${plan.township.name}${project.village?.replace(/委会$/, '') ?? ''}${project.name}`,
    county_name: countyName,
    town_name: township.name,
    village_name: village,
    zone: zoneOf(city.pack.programmeOf(period), township.code),
    status: completed !== null && !isFinished ? 'BUILDING' : status,
    completed_on: isFinished ? completed : null,
    quantity: project.quantity,
    capacity: null,
    investment_wan: null,
    households_driven: null,
    persons_driven: null,
    households_planned: null,
    entity_name: null,
    uscc: null,
    ...project.figures,
  };
}

function villageName(
  { pack }: SyntheticCity,
  { plan, village }: Place,
  { township, period }: Pick<TownshipAt, 'township' | 'period'>,
): string | null {
  const register = pack.registerOf(period);
  const known = plan.villages.find(({ name }) => name === village);
  if (!known || register === plan.register) return village ?? null;
  return villageAt(register, township.code, known, 0).name;
}

function build({ figures, plans }: SyntheticCity): Project[] {
  const { projects } = figures;
  const towns = plans.filter((plan) => plan.households > 0);
  const rural = towns.filter((plan) => plan.households >= projects.smallestTownship);
  const online = towns.filter((plan) => plan.onlineHouseholds > 0);
  const tourism = towns.filter((plan) => plan.tourismPersons > 0);
  const planned = byPersons(projects.householdsPlanned, [...towns, ...online, ...tourism]);
  const plannedOnline = planned.slice(towns.length);
  const plannedTourism = plannedOnline.slice(online.length);
  return [
    ...bases(rural, projects),
    ...rooftops(towns, projects),
    ...towns.map((plan, index) => secondRoofs(plan, planned[index] ?? 0)),
    ...online.map((plan, index) => underWay(plan, ONLINE, plannedOnline[index] ?? 0)),
    ...onlinePilots(online, projects),
    ...tourism.map((plan, index) => underWay(plan, TOURISM, plannedTourism[index] ?? 0)),
    ...tourismPilots(tourism, projects),
    ...mushrooms(towns, projects),
    ...donkeys(rural, projects),
    ...greenhouses(rural, projects),
    ...financing(plans, projects),
  ];
}

function bases(towns: readonly TownshipPlan[], { bases: count }: ProjectFigures): Project[] {
  const chosen = shuffled(towns, ({ township }) => `PV_BASE:${township.code}`).slice(0, count);
  return chosen.map((plan) => {
    const kilowatts = new Draw(`${plan.township.code}:base`).between(0, 6, 30) * 100;
    const figures = { capacity: kilowatts * 100, investment_wan: kilowatts * 0.75 * WAN, ...driven(kilowatts / 25) };
    return { plan, type: 'PV_BASE', name: '集中式光伏扶贫电站', status: 'BUILT', quantity: 1, figures };
  });
}

/** Up to three villages a township share its rooftops. */
function rooftops(towns: readonly TownshipPlan[], figures: ProjectFigures): Project[] {
  const parts = byPersons(figures.rooftops, towns);
  return towns.flatMap((plan, index) => {
    const total = parts[index] ?? 0;
    if (total === 0) return [];
    const villages = plan.villages.slice(0, Math.min(3, total));
    return apportion(
      total,
      villages.map(() => 1),
    ).map((quantity, at): Project => ({
      plan,
      village: villages[at]?.name ?? '',
      type: 'PV_ROOF',
      name: '屋顶光伏',
      status: 'BUILT',
      quantity,
      figures: {
        capacity: quantity * 300,
        investment_wan: quantity * ROOF_COST,
        ...driven(quantity),
      },
    }));
  });
}

function secondRoofs(plan: TownshipPlan, households: number): Project {
  const quantity = Math.max(1, Math.round(households / 4));
  const figures = { investment_wan: quantity * ROOF_COST, households_planned: households };
  return { plan, type: 'PV_ROOF', name: '屋顶光伏二期', status: 'PLANNED', quantity, figures };
}

const ONLINE = { type: 'ECOM_TOWN', name: '电商服务站', wan: 60 } as const;
const TOURISM = { type: 'TOUR_TOWN', name: '乡村旅游', wan: 180 } as const;

/** Under way: some households already take part, more are planned. */
const underWay = (plan: TownshipPlan, kind: typeof ONLINE | typeof TOURISM, households: number): Project => ({
  plan,
  type: kind.type,
  name: kind.name,
  status: 'BUILDING',
  quantity: 1,
  figures: {
    investment_wan: kind.wan * WAN,
    ...driven(20),
    households_planned: households,
  },
});

function onlinePilots(towns: readonly TownshipPlan[], { onlinePilots: pilots }: ProjectFigures): Project[] {
  const named = towns.filter(({ township }) => pilots.named.includes(township.code));
  const rest = shuffled(
    towns.filter((plan) => !named.includes(plan)),
    ({ township }) => `ECOM_VILLAGE:${township.code}`,
  );
  return [...named, ...rest].slice(0, pilots.number).map((plan): Project => {
    const village = plan.villages[plan.villages.length >> 1]?.name ?? '';
    const name = `${pilots.goods[plan.township.county] ?? '农产品'}电商试点村`;
    const figures = { investment_wan: 30 * WAN, ...driven(24) };
    return { plan, village, type: 'ECOM_VILLAGE', name, status: 'BUILT', quantity: 1, figures };
  });
}

function tourismPilots(towns: readonly TownshipPlan[], { tourismPilots: pilots }: ProjectFigures): Project[] {
  const named = pilots.named.map(({ township, village }): Place => ({ plan: town(towns, township), village }));
  const rest = towns
    .filter(({ township }) => !pilots.named.some((place) => place.township === township.code))
    .map((plan): Place => ({ plan, village: plan.villages[0]?.name ?? '' }));
  const figures = { investment_wan: 120 * WAN, ...driven(35) };
  return [...named, ...rest]
    .slice(0, pilots.number)
    .map((place) => ({ ...place, type: 'TOUR_VILLAGE', name: '旅游试点村', status: 'BUILT', quantity: 1, figures }));
}

function mushrooms(towns: readonly TownshipPlan[], { mushrooms: park }: ProjectFigures): Project[] {
  if (park === null) return [];
  const kind = {
    plan: town(towns, park.township),
    village: park.village,
    ...({
      type: 'MUSHROOM',
      status: 'BUILT',
    } as const),
  };
  const others = park.park - park.ofHouseholds;
  const cost = (greenhouses: number): number => greenhouses * 6 * WAN;
  return [
    {
      ...kind,
      name: '光伏食用菌产业园',
      quantity: others,
      figures: {
        investment_wan: cost(others),
        entity_name: park.entity,
      },
    },
    {
      ...kind,
      name: '扶贫菇大棚',
      quantity: park.ofHouseholds,
      figures: {
        investment_wan: cost(park.ofHouseholds),
        ...driven(park.ofHouseholds * 4),
      },
    },
  ];
}

/** Most farms stand in the county that is their home. */
function donkeys(towns: readonly TownshipPlan[], { donkeyFarms: farms }: ProjectFigures): Project[] {
  const { home: county, entity, number } = farms;
  const home = county === null ? [] : towns.filter(({ township }) => township.code.startsWith(county));
  const others = shuffled(towns, ({ township }) => `DONKEY:${township.code}`);
  return [...home, ...home, ...home, ...others].slice(0, number).map((plan, index) => {
    const draw = new Draw(`DONKEY:${plan.township.code}:${index}`);
    const head = draw.between(0, DONKEYS.least, DONKEYS.least + DONKEYS.more);
    const figures = { capacity: head * 100, investment_wan: head * 0.5 * WAN, entity_name: entity };
    return { plan, type: 'DONKEY', name: `养驴场${index + 1}`, status: 'PLANNED', quantity: 1, figures };
  });
}

function greenhouses(towns: readonly TownshipPlan[], { greenhouses: figures }: ProjectFigures): Project[] {
  const named = figures.named.map(({ township, village, quantity }) => ({
    place: { plan: town(towns, township), village } as Place,
    quantity,
  }));
  const left = figures.number - named.reduce((sum, { quantity }) => sum + quantity, 0);
  const others = shuffled(
    towns.filter(({ township }) => !figures.named.some((place) => place.township === township.code)),
    ({ township }) => `GHS:${township.code}`,
  ).slice(0, 12);
  const parts = byPersons(left, others);
  const rest = others.map((plan, index) => ({
    place: { plan, village: plan.villages[0]?.name ?? '' },
    quantity: parts[index] ?? 1,
  }));
  return [...named, ...rest]
    .filter(({ quantity }) => quantity > 0)
    .map(({ place, quantity }) => ({
      ...place,
      type: 'GREENHOUSE',
      name: '双层智能大棚',
      status: 'PLANNED',
      quantity,
      figures: { investment_wan: quantity * 25 * WAN },
    }));
}

/** The first financing of farming: planned, so that it is no part of the funds in place. */
function financing(plans: readonly TownshipPlan[], { financing: planned }: ProjectFigures): Project[] {
  if (planned === null) return [];
  const figures = { investment_wan: planned.wan * WAN, entity_name: planned.entity };
  const plan = town(plans, planned.township);
  return [{ plan, type: 'OTHER', name: planned.name, status: 'PLANNED', quantity: 1, figures }];
}

function driven(households: number): Pick<ProjectRow, 'households_driven' | 'persons_driven'> {
  const whole = Math.round(households);
  return { households_driven: whole, persons_driven: Math.round(whole * 1.9) };
}

const byPersons = (total: number, towns: readonly TownshipPlan[]): number[] =>
  spread(
    total,
    towns.map(({ persons }) => persons),
  );

function town(towns: readonly TownshipPlan[], code: string): TownshipPlan {
  const found = towns.find(({ township }) => township.code === code);
  if (!found) throw new RangeError(`no township ${code}`);
  return found;
}
