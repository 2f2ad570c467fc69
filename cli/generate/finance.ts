import type { FinanceRow } from '../../shared/schema/finance.ts';
import type { TargetRow } from '../../shared/schema/target.ts';
import { creditCodeIsSound } from '../../shared/rules/numbers.ts';
import { addDays, periodDays, type Period } from '../../shared/time/period.ts';
import { apportion } from './apportion.ts';
import { Draw } from './draw.ts';
import { quarterIndex } from './households.ts';
import { planCity } from './plan.ts';

/** Funds and loans of the half-year, in 万元. */
export const FINANCE_TOTALS = {
  cityFund: 10_000,
  countyFund: 14_400,
  loans: 17_000,
  enterprises: 82,
  deposit: 300,
  grants: 152,
  grant: 0.5,
} as const;

const CITY = '3715';
const WAN = 1_000_000;
/** The quarter in which the funds were set up and lent; a loan is reported in the quarter of its issue. */
const FUNDED = 1;
const BANKS = ['农村商业银行', '农业银行', '邮储银行', '润昌行'];
const DEPOSIT_COUNTY = '371525';

/** Finance rows of a county (6 digits) or of the city itself (`3715`) issued in the quarter. None before 2016. */
export function financeOf(division: string, period: Period): FinanceRow[] {
  const at = quarterIndex(period);
  const day = (mark: number): string => addDays(periodDays(period).first, mark % 88);
  const counties = countiesOf();
  const own = counties.findIndex(({ code }) => code === division);
  if (division === CITY) return at === FUNDED ? [fund('聊城市', 'CITY', FINANCE_TOTALS.cityFund, day(20))] : [];
  const county = counties[own];
  if (!county || at < 0) return [];
  const rows: FinanceRow[] = [];
  if (at === FUNDED) {
    const weights = counties.map(({ persons }) => persons);
    rows.push(fund(county.name, 'COUNTY', apportion(FINANCE_TOTALS.countyFund, weights)[own] ?? 0, day(25)));
    rows.push(...loans(county.name, loansOf(own, weights), day));
  }
  if (division === DEPOSIT_COUNTY && at === FUNDED)
    rows.push({
      ...blank(county.name),
      finance_type: 'DEPOSIT',
      bank: '润昌行',
      amount_wan: FINANCE_TOTALS.deposit * WAN,
      leverage: 1_000,
      issued_on: day(10),
    });
  // 5,000 yuan for each household of the 38 greenhouses, half in either of the first two quarters.
  if (division === DEPOSIT_COUNTY && at <= FUNDED) {
    for (let index = 0; index < FINANCE_TOTALS.grants / 2; index++)
      rows.push({
        ...blank(county.name),
        finance_type: 'GRANT',
        amount_wan: FINANCE_TOTALS.grant * WAN,
        issued_on: day(index),
      });
  }
  rows.push({
    ...blank(county.name),
    finance_type: 'INS',
    amount_wan: (20 + own) * WAN,
    issued_on: day(40 + own),
    persons_driven: 400 + own * 10,
  });
  return rows;
}

/** Plan and registered population of the eight counties and three zones. */
export function targetsOf(): TargetRow[] {
  const units = new Map<string, { plan: number; households: number; persons: number }>();
  for (const { unitName, planPersons, households, persons } of planCity()) {
    const sum = units.get(unitName) ?? { plan: 0, households: 0, persons: 0 };
    units.set(unitName, {
      plan: sum.plan + planPersons,
      households: sum.households + households,
      persons: sum.persons + persons,
    });
  }
  return [...units].map(([unit_name, sum]) => ({
    year: 2016,
    unit_name,
    plan_persons: sum.plan,
    registered_households: sum.households,
    registered_persons: sum.persons,
  }));
}

function countiesOf(): { code: string; name: string; persons: number }[] {
  const counties = new Map<string, { code: string; name: string; persons: number }>();
  for (const { township, countyName, persons } of planCity()) {
    const before = counties.get(township.county)?.persons ?? 0;
    counties.set(township.county, { code: township.county, name: countyName, persons: before + persons });
  }
  return [...counties.values()];
}

type Loan = { readonly number: number; readonly amount: number };

/** 82 loans, by largest remainder over the city; each county has its share of them. */
function loansOf(own: number, weights: readonly number[]): Loan[] {
  const counts = apportion(FINANCE_TOTALS.enterprises, weights);
  const first = counts.slice(0, own).reduce((a, b) => a + b, 0);
  const sizes = Array.from(
    { length: FINANCE_TOTALS.enterprises },
    (_, index) => 60 + new Draw(`loan:${index}`).byte(0),
  );
  return apportion(FINANCE_TOTALS.loans, sizes)
    .map((amount, number) => ({ number, amount }))
    .slice(first, first + (counts[own] ?? 0));
}

function loans(county: string, chosen: readonly Loan[], day: (mark: number) => string): FinanceRow[] {
  return chosen.map(({ number, amount }) => {
    const draw = new Draw(`loan:${number}`);
    const issued = day(draw.byte(1));
    return {
      ...blank(county),
      finance_type: 'LOAN_ENT',
      borrower_name: `${county.slice(0, -1)}${['农牧', '食品', '果蔬', '纺织', '电子', '农机'][number % 6]}示范企业${number + 1}号有限公司`,
      borrower_id: creditCode(number),
      above_scale: true,
      bank: draw.pick(3, BANKS),
      amount_wan: amount * WAN,
      interest_subsidy_pct: 300 + (number % 3) * 50,
      issued_on: issued,
      due_on: addDays(issued, 365),
      persons_driven: Math.ceil(amount / 5),
    };
  });
}

/** A unified code of the area 371599, which does not exist, so that it is no real enterprise's. */
function creditCode(number: number): string {
  const first17 = `91371599MA${String(number + 1).padStart(7, '0')}`;
  const last = Array.from('0123456789ABCDEFGHJKLMNPQRTUWXY').find((character) =>
    creditCodeIsSound(first17 + character),
  );
  if (last === undefined) throw new RangeError(`no check character for ${first17}`);
  return first17 + last;
}

const fund = (county: string, level: 'CITY' | 'COUNTY', amount: number, issued: string): FinanceRow => ({
  ...blank(county),
  finance_type: 'FUND',
  fund_level: level,
  amount_wan: amount * WAN,
  leverage: 1_000,
  issued_on: issued,
});

const blank = (county: string): FinanceRow => ({
  finance_type: 'FUND',
  county_name: county,
  fund_level: null,
  borrower_name: null,
  borrower_id: null,
  above_scale: null,
  bank: null,
  amount_wan: 0,
  leverage: null,
  interest_subsidy_pct: null,
  issued_on: '',
  due_on: null,
  persons_driven: null,
});
