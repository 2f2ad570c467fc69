import type { ProjectRow } from '../../shared/schema/project.ts';
import { addDays, periodDays, type Period } from '../../shared/time/period.ts';
import { apportion } from './apportion.ts';
import { Draw, shuffled } from './draw.ts';
import { quarterIndex } from './households.ts';
import { planCity, type TownshipPlan } from './plan.ts';

type Place = { readonly plan: TownshipPlan; readonly village?: string };
type Project = Omit<ProjectRow, 'project_no'> & { readonly county: string };
type Figures = Partial<
  Pick<
    ProjectRow,
    'capacity' | 'investment_wan' | 'households_driven' | 'persons_driven' | 'households_planned' | 'entity_name'
  >
>;

/** What the programme had built or planned at mid-year 2016. */
export const PROJECT_TOTALS = {
  bases: 43,
  rooftops: 4_036,
  onlinePilots: 12,
  tourismPilots: 10,
  mushroomPark: 1_004,
  mushroomVillage: 38,
  donkeyFarms: 114,
  smartGreenhouses: 300,
  householdsPlanned: 20_436,
} as const;

const WAN = 1_000_000;
/** Of one rooftop, in fen. */
const ROOF_COST = 2_400_000;
/** Rolls of villages that the programme names. */
const NAMED = {
  mushroom: ['371525108', '定远寨村委会'],
  tourism: [
    ['371526108', '西郭村委会'],
    ['371502101', '黄西村委会'],
  ],
  greenhouse: [
    ['371526102', '孔张村委会', 40],
    ['371502108', '崔庄村委会', 30],
  ],
} as const;
const ZONE_COUNTY = '371525';
const ZONE = '黄河故道北片区';

type NumberedProject = { readonly county: string; readonly row: ProjectRow };
let numbered: readonly NumberedProject[] | undefined;

/**
 * Projects of a county (6-digit code) as its sheet shows them at the end of the quarter: what is finished by then is
 * 建成. None before 2016.
 */
export function projectsOf(county: string, period: Period): ProjectRow[] {
  const at = quarterIndex(period);
  if (at < 0) return [];
  const { last } = periodDays(period);
  const unfinished = { status: 'BUILDING', completed_on: null } as const;
  return allProjects()
    .filter((project) => project.county === county)
    .map(({ row }) => (row.completed_on !== null && row.completed_on > last ? { ...row, ...unfinished } : row));
}

function allProjects(): readonly NumberedProject[] {
  if (numbered) return numbered;
  const counters = new Map<string, number>();
  numbered = build().map(({ county, ...row }) => {
    const count = (counters.get(county) ?? 0) + 1;
    counters.set(county, count);
    return { county, row: { ...row, project_no: `XM2016${county}${String(count).padStart(4, '0')}` } };
  });
  return numbered;
}

function build(): Project[] {
  const towns = planCity().filter((plan) => plan.households > 0);
  const rural = towns.filter((plan) => plan.households >= 400);
  const online = towns.filter((plan) => plan.onlineHouseholds > 0);
  const tourism = towns.filter((plan) => plan.tourismPersons > 0);
  const planned = spread(PROJECT_TOTALS.householdsPlanned, [...towns, ...online, ...tourism]);
  return [
    ...bases(rural),
    ...rooftops(towns),
    ...towns.map((plan, index) => secondRoofs(plan, planned[index] ?? 0)),
    ...online.map((plan, index) => busy(plan, 'ECOM_TOWN', '电商服务站', 60, planned[towns.length + index] ?? 0)),
    ...onlinePilots(online),
    ...tourism.map((plan, index) =>
      busy(plan, 'TOUR_TOWN', '乡村旅游', 180, planned[towns.length + online.length + index] ?? 0),
    ),
    ...tourismPilots(tourism),
    ...mushrooms(),
    ...donkeys(rural),
    ...greenhouses(rural),
    financing(),
  ];
}

function bases(towns: readonly TownshipPlan[]): Project[] {
  const chosen = shuffled(towns, ({ township }) => `PV_BASE:${township.code}`).slice(0, PROJECT_TOTALS.bases);
  return chosen.map((plan) => {
    const kilowatts = new Draw(`${plan.township.code}:base`).between(0, 6, 30) * 100;
    const figures = { capacity: kilowatts * 100, investment_wan: kilowatts * 0.75 * WAN, ...driven(kilowatts / 25) };
    return built({ plan }, 'PV_BASE', '集中式光伏扶贫电站', 1, figures);
  });
}

/** Up to three villages a township share its rooftops. */
function rooftops(towns: readonly TownshipPlan[]): Project[] {
  const parts = spread(PROJECT_TOTALS.rooftops, towns);
  return towns.flatMap((plan, index) => {
    const total = parts[index] ?? 0;
    if (total === 0) return [];
    const villages = plan.villages.slice(0, Math.min(3, total));
    return apportion(
      total,
      villages.map(() => 1),
    ).map((quantity, at) =>
      built({ plan, village: villages[at]?.name ?? '' }, 'PV_ROOF', '屋顶光伏', quantity, {
        capacity: quantity * 300,
        investment_wan: quantity * ROOF_COST,
        ...driven(quantity),
      }),
    );
  });
}

const secondRoofs = (plan: TownshipPlan, households: number): Project =>
  project({ plan }, 'PV_ROOF', '屋顶光伏二期', 'PLANNED', Math.max(1, Math.round(households / 4)), {
    investment_wan: Math.max(1, Math.round(households / 4)) * ROOF_COST,
    households_planned: households,
  });

/** Under way: some households already take part, more are planned. */
const busy = (
  plan: TownshipPlan,
  type: ProjectRow['project_type'],
  name: string,
  wan: number,
  households: number,
): Project =>
  project({ plan }, type, name, 'BUILDING', 1, {
    investment_wan: wan * WAN,
    ...driven(20),
    households_planned: households,
  });

function onlinePilots(towns: readonly TownshipPlan[]): Project[] {
  const named = towns.filter(({ township }) => township.code === '371502101' || township.code === '371525108');
  const rest = shuffled(
    towns.filter((plan) => !named.includes(plan)),
    ({ township }) => `ECOM_VILLAGE:${township.code}`,
  );
  return [...named, ...rest].slice(0, PROJECT_TOTALS.onlinePilots).map((plan) => {
    const village = plan.villages[plan.villages.length >> 1]?.name ?? '';
    const goods = plan.township.county === '371502' ? '葫芦' : plan.township.county === '371525' ? '粉皮' : '农产品';
    return built({ plan, village }, 'ECOM_VILLAGE', `${goods}电商试点村`, 1, {
      investment_wan: 30 * WAN,
      ...driven(24),
    });
  });
}

function tourismPilots(towns: readonly TownshipPlan[]): Project[] {
  const named = NAMED.tourism.map(([code, village]): Place => ({ plan: town(code), village }));
  const rest = towns
    .filter(({ township }) => !NAMED.tourism.some(([code]) => code === township.code))
    .map((plan): Place => ({ plan, village: plan.villages[0]?.name ?? '' }));
  return [...named, ...rest]
    .slice(0, PROJECT_TOTALS.tourismPilots)
    .map((place) => built(place, 'TOUR_VILLAGE', '旅游试点村', 1, { investment_wan: 120 * WAN, ...driven(35) }));
}

function mushrooms(): Project[] {
  const [code, village] = NAMED.mushroom;
  const place = { plan: town(code), village };
  const others = PROJECT_TOTALS.mushroomPark - PROJECT_TOTALS.mushroomVillage;
  // 38 greenhouses of four households each.
  return [
    built(place, 'MUSHROOM', '光伏食用菌产业园', others, {
      investment_wan: others * 6 * WAN,
      entity_name: '紫霞农业技术有限公司',
    }),
    built(place, 'MUSHROOM', '扶贫菇大棚', PROJECT_TOTALS.mushroomVillage, {
      investment_wan: PROJECT_TOTALS.mushroomVillage * 6 * WAN,
      ...driven(PROJECT_TOTALS.mushroomVillage * 4),
    }),
  ];
}

/** Most farms stand in 东阿县, the home of donkey-hide gelatine. */
function donkeys(towns: readonly TownshipPlan[]): Project[] {
  const home = towns.filter(({ township }) => township.county === '371524');
  const places = [...home, ...home, ...home, ...shuffled(towns, ({ township }) => `DONKEY:${township.code}`)].slice(
    0,
    PROJECT_TOTALS.donkeyFarms,
  );
  return places.map((plan, index) => {
    const head = new Draw(`DONKEY:${plan.township.code}:${index}`).between(0, 600, 1_000);
    return project({ plan }, 'DONKEY', `养驴场${index + 1}`, 'PLANNED', 1, {
      capacity: head * 100,
      investment_wan: head * 0.5 * WAN,
      entity_name: '东阿阿胶',
    });
  });
}

function greenhouses(towns: readonly TownshipPlan[]): Project[] {
  const named = NAMED.greenhouse.map(([code, village, quantity]) => ({
    place: { plan: town(code), village } as Place,
    quantity: quantity as number,
  }));
  const left = PROJECT_TOTALS.smartGreenhouses - named.reduce((sum, { quantity }) => sum + quantity, 0);
  const others = shuffled(
    towns.filter(({ township }) => !NAMED.greenhouse.some(([code]) => code === township.code)),
    ({ township }) => `GHS:${township.code}`,
  ).slice(0, 12);
  const parts = spread(left, others);
  const rest = others.map((plan, index) => ({
    place: { plan, village: plan.villages[0]?.name ?? '' },
    quantity: parts[index] ?? 1,
  }));
  return [...named, ...rest].map(({ place, quantity }) =>
    project(place, 'GREENHOUSE', '双层智能大棚', 'PLANNED', quantity, { investment_wan: quantity * 25 * WAN }),
  );
}

/** The first financing of farming, 500 million yuan: planned, so that it is no part of the funds in place. */
const financing = (): Project =>
  project({ plan: town('371524101') }, 'OTHER', '养殖业首期融资', 'PLANNED', 1, {
    investment_wan: 50_000 * WAN,
    entity_name: '市财金公司',
  });

function built(
  place: Place,
  type: ProjectRow['project_type'],
  name: string,
  quantity: number,
  figures: Figures,
): Project {
  const draw = new Draw(`${place.plan.township.code}:${place.village ?? ''}:${type}:built`);
  return {
    ...project(place, type, name, 'BUILT', quantity, figures),
    completed_on: addDays('2015-03-01', draw.below(0, 480)),
  };
}

function project(
  { plan, village }: Place,
  type: ProjectRow['project_type'],
  name: string,
  status: ProjectRow['status'],
  quantity: number,
  figures: Figures,
): Project {
  return {
    county: plan.township.county,
    project_type: type,
    project_name: `${plan.township.name}${village?.replace(/委会$/, '') ?? ''}${name}`,
    county_name: plan.countyName,
    town_name: plan.township.name,
    village_name: village ?? null,
    zone: plan.township.county === ZONE_COUNTY ? ZONE : null,
    status,
    completed_on: null,
    quantity,
    capacity: null,
    investment_wan: null,
    households_driven: null,
    persons_driven: null,
    households_planned: null,
    entity_name: null,
    uscc: null,
    ...figures,
  };
}

function driven(households: number): Pick<ProjectRow, 'households_driven' | 'persons_driven'> {
  const whole = Math.round(households);
  return { households_driven: whole, persons_driven: Math.round(whole * 1.9) };
}

const spread = (total: number, towns: readonly TownshipPlan[]): number[] =>
  apportion(
    total,
    towns.map(({ persons }) => persons),
  );

function town(code: string): TownshipPlan {
  const found = planCity().find(({ township }) => township.code === code);
  if (!found) throw new RangeError(`no township ${code}`);
  return found;
}
