import type { HouseholdRow } from '../../shared/schema/household.ts';
import type { Village } from '../../shared/city/villages.ts';
import { exitStatus, type LineAt } from './exits.ts';
import type { Home, Measure } from './homes.ts';
import { channelAt, incomeOf, isUplifted, perCapitaFen } from './income.ts';
import type { TownshipAt } from './township-at.ts';

/** Where a household's row stands. */
export type RowPlace = {
  readonly township: TownshipAt;
  readonly village: Village;
  /** Quarters since the first of the first planned year. */
  readonly at: number;
  /** The poverty line of a quarter. */
  readonly lineAt: LineAt;
};

/** A household's row, as its sheet should be read: money in fen, codes sorted, `null` where the cell is blank. */
export function rowOf(home: Home, { township, village, at, lineAt }: RowPlace): HouseholdRow {
  const { period, habits, reportDate } = township;
  const { draw, skeleton, safeguards } = home;
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
    county_name: habits.zoneName ? township.unitName : township.countyName,
    town_name: township.township.name,
    village_name: habits.shortVillage ? shortName(village.name) : village.name,
    village_code: village.code,
    household_no: home.number,
    head_name: home.headName,
    head_id_no: home.headId,
    household_size: home.size,
    labour_count: home.labour,
    household_type: home.type,
    poverty_standard: home.standard,
    main_cause: home.cause,
    other_causes: home.otherCauses.length > 0 ? home.otherCauses : null,
    exit_status: exitStatus(home, at, lineAt),
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
    report_date: reportDate,
    remark: remarkOf(home, uplifted, skeleton.serial),
  };
}

/** 甲村委会 is 甲村 to those who live there. */
function shortName(name: string): string {
  return name.endsWith('村委会') && !name.endsWith('村村委会') ? name.slice(0, -2) : name;
}

function measuresOf(home: Home, at: number): Measure[] {
  const { skeleton, cause, draw } = home;
  const measures = new Set<Measure>();
  if (isUplifted(home, at)) {
    for (const measure of upliftMeasures(home, at)) measures.add(measure);
  }
  // Trade and tourism go on; they began with the programme.
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
      // Before the first planned year there was neither trade nor tourism under the programme.
      return at < 0 && (home.skeleton.online || home.skeleton.tourism) ? ['LIV'] : home.industry;
    case 'EMP':
      return [draw.byte(7) % 3 === 0 ? 'WSH' : 'JOB', ...(draw.byte(8) % 4 === 0 ? (['TRN'] as const) : [])];
    case 'EDM':
      return [cause === '03' || draw.byte(7) % 4 === 0 ? 'EDU' : 'MED'];
    case 'SOC':
      return [draw.byte(7) % 3 === 0 ? 'INS' : 'DON'];
  }
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
