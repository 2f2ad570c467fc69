import { CITY_PACK } from '../../cities/pack.ts';
import { describe, expect, it } from 'vitest';
import type { Submission } from '../../shared/ledger/submission.ts';
import { r09 } from '../../shared/tables/r09-photovoltaics.ts';
import { r10 } from '../../shared/tables/r10-e-commerce.ts';
import { r11 } from '../../shared/tables/r11-tourism.ts';
import { r12 } from '../../shared/tables/r12-finance.ts';
import { r13 } from '../../shared/tables/r13-plans.ts';
import { r02 } from '../../shared/tables/r02-reporting-units.ts';
import { r14 } from '../../shared/tables/r14-zones.ts';
import { r16 } from '../../shared/tables/r16-data-quality.ts';
import { RULES } from '../../shared/rules/catalogue.ts';
import { headingOf } from '../../shared/rules/precision.ts';
import { finance, project } from './office.ts';
import { facts, GUANXIAN, lineOf, LINQING, PERIOD, rowsOf } from './tiny.ts';

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
    expect(lineOf(r09, programme, 'R09.bases')).toMatchObject({ value: 2, capacity: 600_00 });
    expect(lineOf(r09, programme, 'R09.rooftops')).toMatchObject({ value: 4_036, printed: '4000余' });
    expect(lineOf(r09, programme, 'R09.greenhouses')['value']).toBe(1_004);
    expect(lineOf(r09, programme, 'R09.greenhouses.poor')['value']).toBe(38);
    expect(lineOf(r09, programme, 'R09.households')['value']).toBe(1);
    expect(lineOf(r09, programme, 'R09.capacity')['capacity']).toBe(603_50);
  });

  it('R10 counts a township once, by household or by project, and only pilot villages that are built', () => {
    expect(lineOf(r10, programme, 'R10.townships')['value']).toBe(2);
    expect(lineOf(r10, programme, 'R10.households')['value']).toBe(1);
    expect(lineOf(r10, programme, 'R10.villages')).toMatchObject({ value: 1, names: '定远寨镇定远寨村' });
  });

  it('R11 counts the members of those exited or about to, by their latest row', () => {
    expect(lineOf(r11, programme, 'R11.townships')['value']).toBe(1);
    expect(lineOf(r11, programme, 'R11.exited')['value']).toBe(6);
    expect(lineOf(r11, programme, 'R11.villages')['names']).toBe('定远寨镇定远寨村');
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
        finance({
          finance_type: 'LOAN_ENT',
          amount_wan: wan(40),
          enterprise_code: 'A',
          above_scale: true,
          persons_driven: 8,
        }),
        finance({
          finance_type: 'LOAN_ENT',
          amount_wan: wan(60),
          enterprise_code: 'A',
          above_scale: true,
          persons_driven: 13,
        }),
        finance({
          finance_type: 'LOAN_ENT',
          amount_wan: wan(2),
          enterprise_code: null,
          above_scale: false,
          persons_driven: 1,
        }),
        finance({ finance_type: 'LOAN_HH', amount_wan: wan(5) }),
        finance({ finance_type: 'DEPOSIT', amount_wan: wan(300), leverage: 9_50 }),
        finance({ finance_type: 'GRANT', amount_wan: wan(0.5) }),
        finance({ finance_type: 'GRANT', amount_wan: wan(0.6) }),
      ],
    },
  );

  it.each([
    ['R12.fund', { amount: wan(150), printed: '150万元' }],
    ['R12.fund.city', { amount: wan(100) }],
    ['R12.fund.county', { amount: wan(50) }],
    ['R12.leverage', { ratio: 10_00 }],
    ['R12.capacity', { amount: wan(1_500) }],
    ['R12.loans', { amount: wan(102) }],
    ['R12.enterprises', { value: 2 }],
    ['R12.enterprises.aboveScale', { value: 1 }],
    ['R12.loans.average', { amount: wan(51) }],
    ['R12.loans.ofCapacity', { share: 68 }],
    ['R12.deposits.capacity', { amount: wan(2_850) }],
    ['R12.grants.households', { value: 2 }],
    ['R12.grants.due', { amount: wan(1) }],
    ['R12.grants.reported', { amount: wan(1.1) }],
    ['R12.driven', { value: 22 }],
    // 102 / 5 = 20.4: at least 21 persons.
    ['R12.driven.least', { value: 21 }],
  ])('%s', (line, figures) => {
    expect(lineOf(r12, funded, line)).toMatchObject(figures);
  });

  it('has no quotient where there is nothing to divide by', () => {
    const none = facts({});
    expect(lineOf(r12, none, 'R12.leverage')['ratio']).toBeNull();
    expect(lineOf(r12, none, 'R12.loans.average')['amount']).toBeNull();
    expect(lineOf(r12, none, 'R12.loans.ofCapacity')['share']).toBeNull();
  });
});

describe('R13', () => {
  it('adds up what is planned, finds the smallest farm, and counts households over all projects', () => {
    const planned = facts(
      {},
      {
        projects: [
          project({ project_type: 'DONKEY', status: 'PLANNED', quantity: 3, capacity: 2_100_00 }),
          project({
            project_type: 'DONKEY',
            status: 'PLANNED',
            quantity: 1,
            capacity: 650_00,
            households_planned: 400,
          }),
          project({ project_type: 'DONKEY', status: 'BUILT', quantity: 1, capacity: 100_00 }),
          project({ project_type: 'GREENHOUSE', status: 'PLANNED', quantity: 4, investment_wan: 100_000_000 }),
          project({
            project_type: 'OTHER',
            status: 'PLANNED',
            project_name: '养殖业首期融资',
            investment_wan: 50_000_000_000,
          }),
          project({ project_type: 'OTHER', status: 'PLANNED', project_name: '村路', investment_wan: 7 }),
          project({ project_type: 'COOP', status: 'BUILT', households_planned: 17 }),
        ],
      },
    );
    const figures = Object.fromEntries(
      r13.build(planned).rows.map((row) => [row['line'], row['value'] ?? row['amount']]),
    );
    expect(figures).toEqual({
      'R13.farms': 4,
      'R13.farms.smallest': 650,
      'R13.greenhouses': 4,
      'R13.greenhouses.investment': 100_000_000,
      'R13.greenhouses.average': 25_000_000,
      'R13.financing': 50_000_000_000,
      'R13.households': 417,
    });
    expect(lineOf(r13, planned, 'R13.households')['printed']).toBe('400余');
  });
});

describe('R02', () => {
  const up = { uplift_persons: 3, uplift_amount: 1, primary_channel: 'IND' } as const;
  const target = { year: 2016, unit_name: '', town_code: null, village_code: null, plan_persons: 6 };
  const targets = new Map(
    CITY_PACK.register.units.map(({ code }) => [
      code,
      { ...target, unit_code: code, registered_households: 10, registered_persons: 20 },
    ]),
  );
  const standing = (row: Readonly<Record<string, unknown>> | undefined) => [
    row?.['rank'],
    row?.['rate'],
    row?.['progress'],
  ];

  it('ranks no unit that has sent nothing in the year, and says so', () => {
    const some = facts({ [GUANXIAN]: [{ [PERIOD]: up }], [LINQING]: [{ [PERIOD]: {} }] }, { targets });
    const rowOfUnit = (unit: string) => rowsOf(r02, some, { unit })[0];
    expect(standing(rowOfUnit('冠县'))).toEqual([1, 500, '正常']);
    // Reported, and nobody uplifted: that is a rate.
    expect(standing(rowOfUnit('临清市'))).toEqual([2, 0, '滞后']);
    expect(standing(rowOfUnit('莘县'))).toEqual([null, null, '未报']);
  });
});

describe('R14', () => {
  const zones = [{ name: '甲片区', en: 'First', divisions: ['371525', '371581102202'] }];
  const programme = { ...CITY_PACK.programmeOf(PERIOD), zones };
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
    expect(rowsOf(r14, placed, {})).toMatchObject([
      { zone: '黄河故道北片区', projects: 2, built: 1, investment: 7 },
      { zone: '插花（片区外）', projects: 1, built: 1, investment: 5 },
    ]);
    expect(r14.build(placed).total).toMatchObject({ projects: 3, investment: 12 });
  });

  it('has plan and rate of a zone of whole units', () => {
    const target = {
      year: 2016,
      unit_name: '',
      town_code: null,
      village_code: null,
      registered_households: 10,
      registered_persons: 20,
    };
    const targets = new Map(
      CITY_PACK.register.units.map(({ code }) => [code, { ...target, unit_code: code, plan_persons: 6 }]),
    );
    const rows = r14.build(facts({ [GUANXIAN]: [{ [PERIOD]: up }], [LINQING]: [{ [PERIOD]: up }] }, { targets })).rows;
    expect(rows).toMatchObject([
      { plan: 6, registeredPersons: 20, ytd: 3, rate: 500, share: 1000 },
      { plan: 60, registeredPersons: 200, ytd: 3, rate: 50 },
    ]);
    const partly = r14.build({ ...facts({}, { targets }), programme });
    expect(partly.rows.map((row) => row['plan'])).toEqual([null, null]);
  });
});

describe('R16', () => {
  const file = (
    division: string,
    rows: number,
    errors: Record<string, number>,
    warnings: Record<string, number> = {},
  ): Submission =>
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
    expect(
      rows.map(({ heading, rank, rule, count, perThousand }) => [heading, rank ?? null, rule, count, perThousand]),
    ).toEqual([
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
      ['I01', 'I02', 'I05', 'I07', 'I08', 'I09', 'I10', 'N01', 'N03', 'D03', 'D08'].map((code, index) => [
        code,
        20 - index,
      ]),
    );
    const rows = rowsOf(r16, facts({}, { submissions: [file(GUANXIAN, 1_000, errors)] }), { unit: '全市' });
    expect(rows).toHaveLength(11);
    expect(rows[0]).toMatchObject({ rule: '小计', count: 165 });
    expect(rows.some((row) => row['rule'] === 'D08')).toBe(false);
  });

  it('has a heading for every rule', () => {
    expect(RULES.filter(({ code }) => headingOf(code) === null)).toEqual([]);
    expect(['X04', 'X14', 'X08', 'X01', 'N03', 'N05'].map(headingOf)).toEqual([
      'measure',
      'staff',
      'result',
      'object',
      'object',
      'result',
    ]);
  });
});
