import { describe, expect, it } from 'vitest';
import type { FinanceRow } from '../../shared/schema/finance.ts';
import type { ProjectRow } from '../../shared/schema/project.ts';
import { financeOf, targetsOf, planCity, projectsOf } from './liaocheng.ts';

const counties = [...new Set(planCity().map(({ township }) => township.county))];
const projects = counties.flatMap((county) => projectsOf(county, '2016Q2'));
const quantity = (rows: readonly ProjectRow[], type: string, status?: string): number =>
  rows
    .filter((row) => row.project_type === type && (!status || row.status === status))
    .reduce((sum, row) => sum + row.quantity, 0);

describe('the projects at mid-year', () => {
  it('are those of the programme', () => {
    expect({
      bases: quantity(projects, 'PV_BASE', 'BUILT'),
      rooftops: quantity(projects, 'PV_ROOF', 'BUILT'),
      pilots: quantity(projects, 'ECOM_VILLAGE', 'BUILT'),
      tourism: quantity(projects, 'TOUR_VILLAGE'),
      mushrooms: quantity(projects, 'MUSHROOM'),
      donkeys: quantity(projects, 'DONKEY', 'PLANNED'),
      greenhouses: quantity(projects, 'GREENHOUSE', 'PLANNED'),
      planned: projects.reduce((sum, row) => sum + (row.households_planned ?? 0), 0),
    }).toEqual({
      bases: 43,
      rooftops: 4_036,
      pilots: 12,
      tourism: 10,
      mushrooms: 1_004,
      donkeys: 114,
      greenhouses: 300,
      planned: 20_436,
    });
    expect(
      new Set(projects.filter((row) => row.project_type.startsWith('TOUR_')).map((row) => row.town_name)).size,
    ).toBe(16);
    const investment = projects
      .filter((row) => row.project_type === 'GREENHOUSE')
      .reduce((sum, row) => sum + (row.investment_wan ?? 0), 0);
    expect(investment).toBe(7_500 * 1_000_000);
  });

  it('stand in the villages that the programme names', () => {
    for (const village of ['定远寨村委会', '西郭村委会', '黄西村委会', '孔张村委会', '崔庄村委会'])
      expect(projects.some((row) => row.village_name === village)).toBe(true);
  });

  it('keep their numbers from quarter to quarter', () => {
    const earlier = counties.flatMap((county) => projectsOf(county, '2016Q1'));
    expect(earlier.map((row) => row.project_no)).toEqual(projects.map((row) => row.project_no));
    expect(new Set(projects.map((row) => row.project_no)).size).toBe(projects.length);
    expect(earlier.every((row) => row.completed_on === null || row.completed_on <= '2016-03-31')).toBe(true);
  });
});

describe('finance and targets', () => {
  const rows = ['3715', ...counties].flatMap((division) => financeOf(division, '2016Q2'));
  const sum = (chosen: readonly FinanceRow[]): number =>
    chosen.reduce((total, row) => total + row.amount_wan, 0) / 1_000_000;

  it('add to the funds and loans', () => {
    const loans = rows.filter((row) => row.finance_type === 'LOAN_ENT');
    expect(sum(rows.filter((row) => row.finance_type === 'FUND'))).toBe(24_400);
    expect(sum(rows.filter((row) => row.fund_level === 'CITY'))).toBe(10_000);
    expect(sum(loans)).toBe(17_000);
    expect(new Set(loans.map((row) => row.borrower_id)).size).toBe(82);
    expect(loans.every((row) => (row.persons_driven ?? 0) * 5_000_000 >= row.amount_wan)).toBe(true);
    expect(sum(rows.filter((row) => row.finance_type === 'DEPOSIT'))).toBe(300);
  });

  it('set the targets of eleven units', () => {
    const targets = targetsOf();
    expect(targets).toHaveLength(11);
    expect(targets.reduce((total, row) => total + row.plan_persons, 0)).toBe(150_000);
    expect(targets.reduce((total, row) => total + row.registered_households, 0)).toBe(130_057);
    expect(targets.reduce((total, row) => total + row.registered_persons, 0)).toBe(248_108);
  });
});
