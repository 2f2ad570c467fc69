import { describe, expect, it } from 'vitest';
import { foldHouseholds, type HouseholdHistory, type StoredHousehold } from '../../shared/aggregate/fold.ts';
import { REGISTER } from '../../shared/divisions/register.ts';
import { programmeOf } from '../../shared/programme/programme.ts';
import type { Submission } from '../../shared/records/submission.ts';
import type { ReportRow, SummaryFacts, TableBuilder } from '../../shared/report/model.ts';
import { r05 } from '../../shared/report/r05.ts';
import { r06 } from '../../shared/report/r06.ts';
import { r07 } from '../../shared/report/r07.ts';
import { r08 } from '../../shared/report/r08.ts';
import { r09 } from '../../shared/report/r09.ts';
import { r10 } from '../../shared/report/r10.ts';
import { r11 } from '../../shared/report/r11.ts';
import { r12 } from '../../shared/report/r12.ts';
import { r13 } from '../../shared/report/r13.ts';
import { r14 } from '../../shared/report/r14.ts';
import { r16 } from '../../shared/report/r16.ts';
import { r17 } from '../../shared/report/r17.ts';
import { r18 } from '../../shared/report/r18.ts';
import { RULES } from '../../shared/rules/catalogue.ts';
import { headingOf } from '../../shared/rules/precision.ts';
import type { Period } from '../../shared/time/period.ts';
import { household } from './household.ts';
import { finance, project } from './office.ts';

const PERIOD: Period = '2016Q2';
const GUANXIAN = '371525108';
const LINQING = '371581102';

type Rows = Partial<Record<Period, Partial<StoredHousehold>>>;
const history = (rows: Rows): HouseholdHistory =>
  new Map(Object.entries(rows).map(([period, change]) => [period as Period, household(change)]));
/** 60 yuan and so on, in fen. */
const yuan = (value: number): number => value * 100;

function facts(households: Readonly<Record<string, readonly Rows[]>>, rest: Partial<SummaryFacts> = {}): SummaryFacts {
  const tallies = Object.entries(households).map(([town, rows]) => {
    const placed = rows.map((row) =>
      history(
        Object.fromEntries(
          Object.entries(row).map(([period, change]) => [period, { town_code: town, village_code: `${town}202`, ...change }]),
        ),
      ),
    );
    return [town, foldHouseholds(placed, PERIOD)] as const;
  });
  return {
    period: PERIOD,
    revision: 1,
    programme: programmeOf(PERIOD),
    asOf: null,
    tallies: new Map(tallies),
    targets: new Map(),
    lastYearTargets: new Map(),
    projects: [],
    finance: [],
    submissions: [],
    ...rest,
  };
}

const rowsOf = (build: TableBuilder, from: SummaryFacts, where: ReportRow): ReportRow[] =>
  build(from).rows.filter((row) => Object.entries(where).every(([key, value]) => row[key] === value));
const rowOf = (build: TableBuilder, from: SummaryFacts, where: ReportRow): ReportRow => rowsOf(build, from, where)[0] ?? {};
const lineOf = (build: TableBuilder, from: SummaryFacts, line: string): ReportRow => rowOf(build, from, { line });

describe('R05', () => {
  const two = facts({
    [GUANXIAN]: [
      {
        [PERIOD]: {
          household_size: 1,
          wage_income: yuan(100),
          business_income: yuan(50),
          business_cost: yuan(20),
          base_pc_net_income: yuan(100),
        },
      },
      {
        [PERIOD]: {
          household_size: 2,
          transfer_income: yuan(150),
          base_pc_net_income: yuan(80),
          uplift_persons: 2,
          primary_channel: 'SOC',
          uplift_amount: 1,
        },
      },
    ],
  });

  it('divides the sums by the members of the households, not household by household', () => {
    expect(rowOf(r05, two, { unit: '全市', groupEn: 'all' })).toMatchObject({
      persons: 3,
      wage: 3_333,
      business: 1_667,
      cost: 667,
      transfer: 5_000,
      net: 9_333,
      base: 8_667,
      // (280 - 260) / 260
      growth: 77,
      'wage.share': 333,
      'business.share': 167,
      'property.share': 0,
      'transfer.share': 500,
    });
  });

  it('shows the uplifted apart', () => {
    expect(rowOf(r05, two, { unit: '冠县', groupEn: 'uplifted this quarter' })).toMatchObject({
      persons: 2,
      net: 7_500,
      base: 8_000,
      growth: -63,
    });
    expect(rowOf(r05, two, { unit: '临清市', groupEn: 'all' })).toMatchObject({ persons: 0, net: null, growth: null, 'wage.share': null });
  });
});

describe('R06', () => {
  const QUARTERS = ['2015Q3', '2015Q4', '2016Q1', '2016Q2'] as const;
  /** Four quarters of a single person. */
  const yearly = (fen: readonly [number, number, number, number], change: Partial<StoredHousehold> = {}): Rows =>
    Object.fromEntries(QUARTERS.map((quarter, index) => [quarter, { household_size: 1, wage_income: fen[index] ?? 0, ...change }]));
  const bandOf = (rows: Rows): unknown => r06(facts({ [GUANXIAN]: [rows] })).rows.find((row) => row['households'] === 1)?.['band'];

  it.each([
    [0, '0元及以下'],
    [1, '0—2000元'],
    [199_999, '0—2000元'],
    [200_000, '2000—2952元'],
    [295_199, '2000—2952元'],
    [295_200, '2952—3372元'],
    [337_200, '3372—5000元'],
    [499_999, '3372—5000元'],
    [500_000, '5000元及以上'],
  ])('puts %d fen a year into %s: lower bounds are included', (fen, band) => {
    expect(bandOf(yearly([fen, 0, 0, 0]))).toBe(band);
    expect(bandOf(yearly([0, 0, 0, fen]))).toBe(band);
  });

  it('counts a loss as nothing', () => {
    expect(bandOf(yearly([0, 0, 0, 0], { business_cost: 1 }))).toBe('0元及以下');
  });

  it('compares exactly where the quotient would be rounded up', () => {
    // 2,000 yuan a head less a third of a fen.
    expect(bandOf({ ...yearly([599_999, 0, 0, 0]), [PERIOD]: { household_size: 3 } })).toBe('0—2000元');
  });

  it('divides by the size of now, and leaves out a quarter before the last four', () => {
    const grown = { ...yearly([400_000, 0, 0, 0]), [PERIOD]: { household_size: 2 }, '2015Q2': { wage_income: 900_000 } };
    expect(bandOf(grown)).toBe('2000—2952元');
  });

  it("holds the gap against the household's own line", () => {
    const at = yearly([300_000, 0, 0, 0]);
    const national = yearly([300_000, 0, 0, 0], { poverty_standard: '1' });
    expect(rowOf(r06, facts({ [GUANXIAN]: [at, national] }), { unit: '全市', bandEn: 'total' })).toMatchObject({
      households: 2,
      shortHouseholds: 1,
      shortPersons: 1,
      gap: 37_200,
      provisional: 0,
    });
  });

  it('is provisional with fewer quarters: the income so far against that part of the line', () => {
    // Two quarters of 843 yuan are just the half of 3,372.
    const half = { '2016Q1': { household_size: 1, wage_income: yuan(843) }, [PERIOD]: { household_size: 1, wage_income: yuan(843) } };
    expect(rowOf(r06, facts({ [GUANXIAN]: [half] }), { unit: '全市', band: '3372—5000元' })).toMatchObject({
      households: 1,
      provisional: 1,
      shortHouseholds: 0,
    });
    const less = { ...half, [PERIOD]: { household_size: 1, wage_income: yuan(843) - 1 } };
    expect(rowOf(r06, facts({ [GUANXIAN]: [less] }), { unit: '全市', band: '2952—3372元' })).toMatchObject({
      households: 1,
      provisional: 1,
      gap: 1,
    });
  });

  it('has shares of the persons that add to 100.0', () => {
    const three = facts({ [GUANXIAN]: [yearly([1, 0, 0, 0]), yearly([200_000, 0, 0, 0]), yearly([500_000, 0, 0, 0])] });
    expect(rowsOf(r06, three, { unit: '冠县' }).map((row) => row['share'])).toEqual([0, 334, 333, 0, 0, 333, 1000]);
  });
});

describe('R07', () => {
  const above = { wage_income: yuan(9_000), household_size: 1 };
  const some = facts({
    [GUANXIAN]: [
      { [PERIOD]: { ...above, house_ok: false, med_ok: false } },
      { [PERIOD]: { ...above, exit_status: '2' } },
      { [PERIOD]: { household_size: 2, edu_ok: false } },
      { [PERIOD]: { exit_status: '3', household_size: 4 } },
      { [PERIOD]: { exit_status: '3', village_code: '371525108201' } },
      { '2016Q1': { exit_status: '1' } },
    ],
  });

  it('counts states, failing safeguards, and those above the line without them', () => {
    expect(rowOf(r07, some, { unit: '冠县' })).toMatchObject({
      households: 5,
      'exit.0.households': 2,
      'exit.0.persons': 3,
      'exit.1.households': 0,
      'exit.2.households': 1,
      'exit.3.persons': 7,
      'fails.house': 1,
      'fails.med': 1,
      'fails.edu': 1,
      'fails.foodCloth': 0,
      'fails.any': 2,
      'aboveLineUnassured.households': 1,
      'aboveLineUnassured.persons': 1,
    });
  });

  it('lists those fallen back by village, with no number of a household', () => {
    const list = String(rowOf(r07, some, { unit: '冠县' })['relapsed']);
    expect(list.split('、')).toHaveLength(2);
    expect(list).toContain('定远寨镇定远寨村1户');
    expect(list).not.toMatch(/\d{2,}/);
  });

  it('takes income equal to the line as not above it', () => {
    const at = facts({ [GUANXIAN]: [{ [PERIOD]: { household_size: 1, wage_income: yuan(843), edu_ok: false } }] });
    expect(rowOf(r07, at, { unit: '冠县' })['aboveLineUnassured.households']).toBe(0);
  });
});

describe('R08', () => {
  it('crosses causes with types, and keeps other causes apart', () => {
    const some = facts({
      [GUANXIAN]: [
        { [PERIOD]: { main_cause: '01', other_causes: ['02', '09'] } },
        { [PERIOD]: { main_cause: '01', household_type: '3', household_size: 1 } },
        { [PERIOD]: { main_cause: '09', household_type: '2', other_causes: ['02'] } },
      ],
    });
    expect(rowOf(r08, some, { cause: '因病' })).toMatchObject({
      '1.households': 1,
      '1.persons': 3,
      '3.persons': 1,
      households: 2,
      share: 667,
      other: 0,
    });
    expect(rowOf(r08, some, { cause: '因残' })).toMatchObject({ households: 0, share: 0, other: 2 });
    expect(r08(some).total).toMatchObject({ households: 3, persons: 7, other: 3, share: 1000 });
  });
});

describe('R09 to R11', () => {
  const programme = facts(
    {
      [GUANXIAN]: [
        { '2016Q1': { measures: ['PV', 'ECM'] }, [PERIOD]: { measures: ['PV'] } },
        { [PERIOD]: { measures: ['TRM'], exit_status: '2', household_size: 4 } },
        { '2016Q1': { measures: ['TRM'] }, [PERIOD]: { exit_status: '1', household_size: 2 } },
        { [PERIOD]: { measures: ['TRM'], exit_status: '0' } },
        { '2015Q4': { measures: ['ECM'] } },
      ],
    },
    {
      projects: [
        project({ project_type: 'PV_BASE', quantity: 2, capacity: 600_00 }),
        project({ project_type: 'PV_BASE', quantity: 9, status: 'BUILDING' }),
        project({ project_type: 'PV_ROOF', quantity: 4_036, capacity: 3_50 }),
        project({ project_type: 'MUSHROOM', quantity: 966 }),
        project({ project_type: 'MUSHROOM', quantity: 38, households_driven: 152 }),
        project({ project_type: 'ECOM_TOWN', town_code: LINQING, village_code: null, status: 'BUILDING' }),
        project({ project_type: 'ECOM_TOWN', village_code: null, status: 'BUILDING' }),
        project({ project_type: 'ECOM_VILLAGE' }),
        project({ project_type: 'ECOM_VILLAGE', status: 'PLANNED', town_code: LINQING, village_code: null }),
        project({ project_type: 'TOUR_TOWN' }),
        project({ project_type: 'TOUR_VILLAGE' }),
      ],
    },
  );

  it('R09 counts what is built, and a household once in the year', () => {
    expect(lineOf(r09, programme, 'R09.1')).toMatchObject({ value: 2, capacity: 600_00 });
    expect(lineOf(r09, programme, 'R09.2')).toMatchObject({ value: 4_036, printed: '4000余' });
    expect(lineOf(r09, programme, 'R09.3')['value']).toBe(1_004);
    expect(lineOf(r09, programme, 'R09.4')['value']).toBe(38);
    expect(lineOf(r09, programme, 'R09.5')['value']).toBe(1);
    expect(lineOf(r09, programme, 'R09.6')['capacity']).toBe(603_50);
  });

  it('R10 counts a township once, by household or by project, and only pilot villages that are built', () => {
    expect(lineOf(r10, programme, 'R10.1')['value']).toBe(2);
    expect(lineOf(r10, programme, 'R10.2')['value']).toBe(1);
    expect(lineOf(r10, programme, 'R10.3')).toMatchObject({ value: 1, names: '定远寨镇定远寨村' });
  });

  it('R11 counts the members of those exited or about to, by their latest row', () => {
    expect(lineOf(r11, programme, 'R11.1')['value']).toBe(1);
    expect(lineOf(r11, programme, 'R11.2')['value']).toBe(6);
    expect(lineOf(r11, programme, 'R11.3')['names']).toBe('定远寨镇定远寨村');
  });
});

describe('R12', () => {
  const wan = (value: number): number => value * 1_000_000;
  const funded = facts(
    {},
    {
      finance: [
        finance({ finance_type: 'FUND', fund_level: 'CITY', amount_wan: wan(100), leverage: 10_00 }),
        finance({ finance_type: 'FUND', fund_level: 'COUNTY', amount_wan: wan(50) }),
        finance({ finance_type: 'LOAN_ENT', amount_wan: wan(40), enterprise_code: 'A', above_scale: true, persons_driven: 8 }),
        finance({ finance_type: 'LOAN_ENT', amount_wan: wan(60), enterprise_code: 'A', above_scale: true, persons_driven: 13 }),
        finance({ finance_type: 'LOAN_ENT', amount_wan: wan(2), enterprise_code: null, above_scale: false, persons_driven: 1 }),
        finance({ finance_type: 'LOAN_HH', amount_wan: wan(5) }),
        finance({ finance_type: 'DEPOSIT', amount_wan: wan(300), leverage: 9_50 }),
        finance({ finance_type: 'GRANT', amount_wan: wan(0.5) }),
        finance({ finance_type: 'GRANT', amount_wan: wan(0.6) }),
      ],
    },
  );

  it.each([
    [1, { amount: wan(150), printed: '150万元' }],
    [2, { amount: wan(100) }],
    [3, { amount: wan(50) }],
    [4, { ratio: 10_00 }],
    [5, { amount: wan(1_500) }],
    [6, { amount: wan(102) }],
    [7, { value: 2 }],
    [8, { value: 1 }],
    [9, { amount: wan(51) }],
    [10, { share: 68 }],
    [12, { amount: wan(2_850) }],
    [13, { value: 2 }],
    [15, { amount: wan(1) }],
    [16, { amount: wan(1.1) }],
    [17, { value: 22 }],
    // 102 / 5 = 20.4: at least 21 persons.
    [18, { value: 21 }],
  ])('line %d', (line, figures) => {
    expect(lineOf(r12, funded, `R12.${line}`)).toMatchObject(figures);
  });

  it('has no quotient where there is nothing to divide by', () => {
    const none = facts({});
    expect(lineOf(r12, none, 'R12.4')['ratio']).toBeNull();
    expect(lineOf(r12, none, 'R12.9')['amount']).toBeNull();
    expect(lineOf(r12, none, 'R12.10')['share']).toBeNull();
  });
});

describe('R13', () => {
  it('adds up what is planned, finds the smallest farm, and counts households over all projects', () => {
    const planned = facts(
      {},
      {
        projects: [
          project({ project_type: 'DONKEY', status: 'PLANNED', quantity: 3, capacity: 2_100_00 }),
          project({ project_type: 'DONKEY', status: 'PLANNED', quantity: 1, capacity: 650_00, households_planned: 400 }),
          project({ project_type: 'DONKEY', status: 'BUILT', quantity: 1, capacity: 100_00 }),
          project({ project_type: 'GREENHOUSE', status: 'PLANNED', quantity: 4, investment_wan: 100_000_000 }),
          project({ project_type: 'OTHER', status: 'PLANNED', project_name: '养殖业首期融资', investment_wan: 50_000_000_000 }),
          project({ project_type: 'OTHER', status: 'PLANNED', project_name: '村路', investment_wan: 7 }),
          project({ project_type: 'COOP', status: 'BUILT', households_planned: 17 }),
        ],
      },
    );
    expect(r13(planned).rows.map((row) => row['value'] ?? row['amount'])).toEqual([
      4, 650, 4, 100_000_000, 25_000_000, 50_000_000_000, 417,
    ]);
    expect(lineOf(r13, planned, 'R13.7')['printed']).toBe('400余');
  });
});

describe('R14', () => {
  const zones = [{ name: '甲片区', divisions: ['371525', '371581102202'] }];
  const programme = { ...programmeOf(PERIOD), zones };
  const up = { uplift_persons: 3, uplift_amount: 1, primary_channel: 'IND' } as const;

  it('knows projects by the zone that they name, else by their place', () => {
    const placed = facts(
      {},
      {
        projects: [
          project({ zone: '黄河故道北片区', town_code: LINQING, village_code: null, investment_wan: 3 }),
          project({ zone: null, status: 'PLANNED', investment_wan: 4 }),
          project({ zone: '没有的片区', town_code: LINQING, village_code: null, investment_wan: 5 }),
        ],
      },
    );
    expect(r14(placed).rows).toMatchObject([
      { zone: '黄河故道北片区', projects: 2, built: 1, investment: 7 },
      { zone: '插花（片区外）', projects: 1, built: 1, investment: 5 },
    ]);
    expect(r14(placed).total).toMatchObject({ projects: 3, investment: 12 });
  });

  it('has plan and rate of a zone of whole units', () => {
    const target = { year: 2016, unit_name: '', town_code: null, village_code: null, registered_households: 10, registered_persons: 20 };
    const targets = new Map(REGISTER.units.map(({ code }) => [code, { ...target, unit_code: code, plan_persons: 6 }]));
    const rows = r14(facts({ [GUANXIAN]: [{ [PERIOD]: up }], [LINQING]: [{ [PERIOD]: up }] }, { targets })).rows;
    expect(rows).toMatchObject([
      { plan: 6, registeredPersons: 20, ytd: 3, rate: 500, share: 1000 },
      { plan: 60, registeredPersons: 200, ytd: 3, rate: 50 },
    ]);
    const partly = r14({ ...facts({}, { targets }), programme });
    expect(partly.rows.map((row) => row['plan'])).toEqual([null, null]);
  });
});

describe('R16', () => {
  const file = (division: string, rows: number, errors: Record<string, number>, warnings: Record<string, number> = {}): Submission =>
    ({ division, rows, errors, warnings, partitions: {}, accepted: rows, late: false }) as unknown as Submission;

  it('ranks the rules of a unit by frequency per 1,000 rows, under the six headings', () => {
    const rows = rowsOf(
      r16,
      facts(
        {},
        {
          submissions: [
            file(GUANXIAN, 400, { I09: 3, C01: 1 }),
            file('371525', 100, { P06: 3 }, { N06: 7 }),
            file(LINQING, 10, { I09: 99 }),
          ],
        },
      ),
      { unit: '冠县' },
    );
    expect(rows.map(({ heading, rank, rule, count, perThousand }) => [heading, rank ?? null, rule, count, perThousand])).toEqual([
      ['扶持对象精准', null, '小计', 3, 60],
      ['扶持对象精准', 2, 'I09', 3, 60],
      ['项目安排精准', null, '小计', 3, 60],
      ['项目安排精准', 2, 'P06', 3, 60],
      ['措施到户精准', null, '小计', 1, 20],
      ['措施到户精准', 4, 'C01', 1, 20],
      ['脱贫成效精准', null, '小计', 7, 140],
      ['脱贫成效精准', 1, 'N06', 7, 140],
    ]);
    expect(rows.find((row) => row['rule'] === 'I09')?.['problem']).not.toMatch(/[{}]/);
  });

  it('lists ten rules of a unit, and counts the rest in the subtotals', () => {
    const errors = Object.fromEntries(
      ['I01', 'I02', 'I05', 'I07', 'I08', 'I09', 'I10', 'N01', 'N03', 'D03', 'D08'].map((code, index) => [code, 20 - index]),
    );
    const rows = rowsOf(r16, facts({}, { submissions: [file(GUANXIAN, 1_000, errors)] }), { unit: '全市' });
    expect(rows).toHaveLength(11);
    expect(rows[0]).toMatchObject({ rule: '小计', count: 165 });
    expect(rows.some((row) => row['rule'] === 'D08')).toBe(false);
  });

  it('has a heading for every rule', () => {
    expect(RULES.filter(({ code }) => headingOf(code) === null)).toEqual([]);
    expect(['X04', 'X14', 'X08', 'X01', 'N03', 'N05'].map(headingOf)).toEqual(['measure', 'staff', 'result', 'object', 'object', 'result']);
  });
});

describe('R17', () => {
  const up = (persons: number): Partial<StoredHousehold> => ({ uplift_persons: persons, uplift_amount: 1, primary_channel: 'IND' });
  const moved = facts({
    [GUANXIAN]: [
      { '2016Q1': up(2), [PERIOD]: up(3) },
      { '2016Q1': {}, [PERIOD]: { ...up(1), household_size: 5 } },
      { '2016Q1': up(3), [PERIOD]: {} },
      { [PERIOD]: up(2) },
      { '2016Q1': up(1) },
      { '2016Q1': { exit_status: '1' } },
      { '2015Q4': up(3) },
    ],
  });

  it('tells the continued from the new and the stopped', () => {
    expect(rowOf(r17, moved, { unit: '冠县' })).toMatchObject({
      'upliftedBefore.households': 3,
      'continued.households': 1,
      'newlyUplifted.households': 2,
      'stopped.households': 2,
      'uplifted.households': 3,
      'continued.persons': 3,
      'newlyUplifted.persons': 3,
      'uplifted.persons': 6,
      'upliftedBefore.persons': 6,
      'stopped.persons': 4,
      'onFileBefore.households': 5,
      'newHouseholds.households': 1,
      'missing.households': 1,
      'leftAfterExit.households': 1,
      households: 4,
      'resized.households': 1,
      'resized.persons': 2,
    });
  });

  it('says so when there is nothing of last quarter', () => {
    expect(r17(facts({ [GUANXIAN]: [{ [PERIOD]: {} }] })).notes.at(-1)?.zh).toContain('没有2016年第一季度的数据');
    expect(r17(moved).notes).toHaveLength(1);
  });
});

describe('R18', () => {
  const up = { uplift_persons: 3, uplift_amount: 1, primary_channel: 'IND' } as const;
  // 凤凰街道办事处 has another code today, 博平镇 lies in a county that has become a district, 定远寨镇 is what it was.
  const changed = facts({
    '371502007': [{ [PERIOD]: up }],
    '371523104': [{ [PERIOD]: {} }, { [PERIOD]: up }],
    [GUANXIAN]: [{ [PERIOD]: up }],
  });

  it('follows a township and a county to their codes of today, with the same total', () => {
    expect(rowOf(r18, changed, { oldCode: '371502007' })).toMatchObject({
      newCode: '371502011',
      newName: '李海务街道',
      households: 1,
      'households.now': 1,
      ytd: 3,
      'ytd.now': 3,
    });
    expect(rowOf(r18, changed, { oldCode: '371523' })).toMatchObject({
      oldName: '茌平县',
      newName: '茌平区',
      households: 2,
      'households.now': 2,
      'ytd.now': 3,
    });
    expect(r18(changed).total).toMatchObject({ households: 4, 'households.now': 4, ytd: 9, 'ytd.now': 9 });
  });

  it('shows what was set up later without figures', () => {
    expect(rowOf(r18, changed, { newName: '九州街道' })).not.toHaveProperty('households');
  });

  it('counts names read by an alias and names not found; what was not recorded is blank', () => {
    const file = (rest: object): Submission =>
      ({ division: GUANXIAN, rows: 1, errors: { D03: 2 }, warnings: { D04: 5 }, ...rest }) as unknown as Submission;
    const times = (submissions: readonly Submission[], change: string): unknown =>
      rowOf(r18, { ...changed, submissions }, { change })['times'];
    const both = [file({ repairs: { township: 4 } }), file({ repairs: {} })];
    expect(times(both, '乡镇（街道）名称统一')).toBe(4);
    expect(times([...both, file({})], '乡镇（街道）名称统一')).toBeNull();
    expect(times(both, '乡镇、村名称按别名识别（D04）')).toBe(10);
    expect(times(both, '乡镇（街道）名称无法识别（D03）')).toBe(4);
  });
});
