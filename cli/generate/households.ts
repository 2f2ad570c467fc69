import { CITY_PACK } from '../../cities/pack.ts';
import type { HouseholdRow } from '../../shared/schema/household.ts';
import { addDays, isPeriod, periodDays, quarterOf, yearOf, type Period } from '../../shared/time/period.ts';
import { Draw } from './draw.ts';
import { homesOf, type Home, type Measure } from './homes.ts';
import { channelAt, incomeOf, isUplifted, perCapitaFen } from './income.ts';
import { planOf, type TownshipPlan } from './plan.ts';
import { habitsOf } from './style.ts';

/** The quarters that can be generated: 2014 is known only as the year before. */
export const PERIODS: readonly Period[] = [2015, 2016].flatMap((year) =>
  ([1, 2, 3, 4] as const).map((quarter): Period => `${year}Q${quarter}`),
);

/** Counts quarters from 2016Q1 = 0; earlier ones are negative. */
export function quarterIndex(period: string): number {
  if (!isPeriod(period) || !PERIODS.includes(period))
    throw new RangeError(`${period} is not one of ${PERIODS.join(', ')}`);
  return (yearOf(period) - 2016) * 4 + quarterOf(period) - 1;
}

/**
 * The household records of one township (9-digit code) and quarter, as its sheet should be read: money in fen, codes
 * sorted, `null` where the cell is blank. Pure: no file is touched.
 */
export function householdsOf(township: string, period: string): HouseholdRow[] {
  const at = quarterIndex(period);
  const [plan] = planOf([township]);
  if (!plan) return [];
  const quarter = period as Period;
  const reported = reportDay(plan, quarter);
  return homesOf(plan).map((home) => rowOf(plan, home, quarter, at, reported));
}

function rowOf(plan: TownshipPlan, home: Home, period: Period, at: number, reported: string): HouseholdRow {
  const { draw, skeleton, safeguards } = home;
  const habits = habitsOf(plan.township.code);
  const income = incomeOf(home, at);
  const lastYear = incomeOf(home, at - 4);
  const uplifted = isUplifted(home, at);
  const workers =
    income.wage > 0
      ? Math.min(home.labour, draw.byte(16) % 4 === 0 && home.channel !== 'EMP' ? 0 : 1 + (draw.byte(18) % 2))
      : 0;
  const measures = measuresOf(home, at);
  return {
    period,
    county_name: habits.zoneName ? plan.unitName : plan.countyName,
    town_name: plan.township.name,
    village_name: habits.shortVillage ? shortName(home.village.name) : home.village.name,
    village_code: home.village.code,
    household_no: home.number,
    head_name: home.headName,
    head_id_no: home.headId,
    household_size: home.size,
    labour_count: home.labour,
    household_type: home.type,
    poverty_standard: home.standard,
    main_cause: home.cause,
    other_causes: home.otherCauses.length > 0 ? home.otherCauses : null,
    exit_status: exitStatus(home, at),
    wage_income: income.wage * 100,
    business_income: income.business * 100,
    business_cost: income.cost * 100,
    property_income: income.property * 100,
    transfer_income: income.transfer * 100,
    dibao_income: income.dibao * 100,
    wubao_income: income.wubao * 100,
    pension_income: income.pension * 100,
    family_planning_income: income.familyPlanning * 100,
    eco_income: income.eco * 100,
    net_income: income.net * 100,
    pc_net_income: perCapitaFen(income.net, home.size),
    base_pc_net_income: perCapitaFen(lastYear.net, home.size),
    primary_channel: uplifted ? channelAt(home, at) : null,
    measures: measures.length > 0 ? measures : null,
    uplift_persons: uplifted ? home.size : 0,
    uplift_amount: income.uplift * 100,
    migrant_workers: workers,
    // Tenths of a month; a worker is away for one to three months of the quarter.
    work_months: workers * (10 + (draw.byte(19) % 5) * 5),
    edu_ok: safeguards.edu,
    med_ok: safeguards.med,
    house_ok: safeguards.house,
    food_cloth_ok: safeguards.foodCloth,
    water_ok: home.water,
    helper_name: home.helper,
    phone: home.phone,
    report_date: reported,
    remark: remarkOf(home, uplifted, skeleton.serial),
  };
}

/** 定远寨村委会 is 定远寨村 to those who live there. */
function shortName(name: string): string {
  return name.endsWith('村委会') && !name.endsWith('村村委会') ? name.slice(0, -2) : name;
}

/**
 * Inside the window: from six days before the quarter's end to its deadline. A form that names only the month means its
 * last day.
 */
function reportDay({ township }: TownshipPlan, period: Period): string {
  const { last } = periodDays(period);
  if (habitsOf(township.code).dateForm === 'month') return last;
  return addDays(last, new Draw(`${township.code}:${period}:day`).between(0, -6, 15));
}

function measuresOf(home: Home, at: number): Measure[] {
  const { skeleton, cause, draw } = home;
  const measures = new Set<Measure>();
  if (isUplifted(home, at)) {
    for (const measure of upliftMeasures(home, at)) measures.add(measure);
  }
  // Trade and tourism go on; they began with the programme of 2016.
  if ((skeleton.online || skeleton.tourism) && at >= 1) for (const measure of home.industry) measures.add(measure);
  if (cause === '03') measures.add('EDU');
  if (cause === '01') measures.add('MED');
  if (draw.byte(6) % 20 === 0) measures.add('INS');
  return [...measures].sort();
}

function upliftMeasures(home: Home, at: number): readonly Measure[] {
  const { draw, cause } = home;
  switch (channelAt(home, at)) {
    case 'IND':
      // Before 2016 there was neither trade nor tourism under the programme.
      return at < 0 && (home.skeleton.online || home.skeleton.tourism) ? ['LIV'] : home.industry;
    case 'EMP':
      return [draw.byte(7) % 3 === 0 ? 'WSH' : 'JOB', ...(draw.byte(8) % 4 === 0 ? (['TRN'] as const) : [])];
    case 'EDM':
      return [cause === '03' || draw.byte(7) % 4 === 0 ? 'EDU' : 'MED'];
    case 'SOC':
      return [draw.byte(7) % 3 === 0 ? 'INS' : 'DON'];
  }
}

/** Not exited until 2016; then pending (预脱贫) once above the line with every safeguard, and exited at the year's end. */
function exitStatus(home: Home, at: number): HouseholdRow['exit_status'] {
  if (at < 0) return '0';
  let since = -1;
  if (home.skeleton.tourismExit) since = 1;
  else if (!home.skeleton.tourism && Object.values(home.safeguards).every(Boolean) && home.draw.byte(5) % 10 < 6)
    since = [0, 1, 2, 3].findIndex(
      (quarter) => home.uplifted.slice(0, quarter + 1).includes(true) && aboveLine(home, quarter),
    );
  if (since < 0 || since > at) return '0';
  return at === 3 && since < 3 && aboveLine(home, 3) ? '1' : '2';
}

/** Whether the last four quarters together are above the provincial line. */
function aboveLine(home: Home, at: number): boolean {
  const net = [0, 1, 2, 3].reduce((sum, back) => sum + incomeOf(home, at - back).net, 0);
  return net * 100 > CITY_PACK.programmeOf('2016Q4').lines['2'] * home.size;
}

const REMARKS = [
  '光伏分红已到户',
  '子女外出务工',
  '土地流转，签订“三年”合同',
  '第一批款已发\n第二批下月到账',
  '户主住院，由村干部代填, 已核',
];

function remarkOf({ draw }: Home, uplifted: boolean, serial: number): string | null {
  return uplifted && draw.byte(9) < 6 ? (REMARKS[serial % REMARKS.length] ?? null) : null;
}
