import type { NamedDivision, Register } from '../../shared/city/register.ts';
import type { FinanceRow } from '../../shared/schema/finance.ts';
import { creditCodeIsSound } from '../../shared/rules/numbers.ts';
import { addDays, periodDays, quarterOf, yearOf, type Period } from '../../shared/time/period.ts';
import { plannedFinance, spread } from './default-plan.ts';
import { Draw } from './draw.ts';
import type { FinanceFigures } from './figures.ts';
import type { SyntheticCity } from './synthetic-city.ts';

const WAN = 1_000_000;
/** The quarter in which a year's funds are set up and lent; a loan is reported in the quarter of its issue. */
const FUNDED = 2;

/** One county's share of a year's money. */
type Share = {
  readonly county: string;
  /** Position among the counties, and the registered persons of each. */
  readonly own: number;
  readonly weights: readonly number[];
  readonly figures: FinanceFigures;
  /** Persons that a loan drives, one for so many 万元. */
  readonly wanPerPerson: number;
  /** A day of the quarter by a mark. */
  readonly day: (mark: number) => string;
};

/** Whose money is municipal: the city, or each city of a province. */
export const headsOf = ({ cities, root, rootName }: Register): readonly NamedDivision[] =>
  cities.length > 0 ? cities : [{ code: root, name: rootName }];

/**
 * Finance rows of a county (6 digits) or of the city itself issued in the quarter. None before the first planned year.
 * @throws ProgrammeMissingError
 */
export function financeOf(city: SyntheticCity, division: string, period: Period): FinanceRow[] {
  if (city.quarterIndex(period) < 0) return [];
  const figures = figuresFor(city, period);
  const { register, programme } = city.pack.at(period);
  const leverage = programme.maximumLeverage * 100;
  const day = (mark: number): string => addDays(periodDays(period).first, mark % 88);
  const heads = headsOf(register);
  const head = heads.findIndex(({ code }) => code === division);
  if (head >= 0) {
    const funds = spread(
      figures.cityFund,
      heads.map(({ code }) => register.townshipsWithin(code).length),
    );
    return quarterOf(period) === FUNDED
      ? [{ ...fund(heads[head]?.name ?? '', 'CITY', funds[head] ?? 0, day(20)), leverage }]
      : [];
  }
  const counties = city.countiesAt(period);
  const own = counties.findIndex(({ code }) => code === division);
  const county = counties[own]?.name;
  if (county === undefined) return [];
  const share: Share = {
    county,
    own,
    figures,
    day,
    weights: counties.map(({ persons }) => persons),
    wanPerPerson: Math.max(1, programme.loanPerPerson / WAN),
  };
  const isHome = (code: string): boolean => city.codeAt(period, code) === division;
  return [
    ...(quarterOf(period) === FUNDED ? funded(share, leverage, isHome) : []),
    ...(quarterOf(period) <= FUNDED ? grants(share, programme.grantPerHousehold, isHome) : []),
    {
      ...blank(county),
      finance_type: 'INS',
      amount_wan: (20 + own) * WAN,
      issued_on: day(40 + own),
      persons_driven: 400 + own * 10,
    },
  ];
}

/** Of the first planned year what was published or planned; of another what its target brings. */
function figuresFor(city: SyntheticCity, period: Period): FinanceFigures {
  if (yearOf(period) === city.figures.year) return city.figures.finance;
  return plannedFinance(city.targetOf(yearOf(period)));
}

function funded(share: Share, leverage: number, isHome: (code: string) => boolean): FinanceRow[] {
  const { county, own, weights, figures, day } = share;
  const amount = spread(figures.countyFund, weights)[own] ?? 0;
  const { deposit } = figures;
  return [
    ...(amount > 0 ? [{ ...fund(county, 'COUNTY', amount, day(25)), leverage }] : []),
    ...loans(share),
    ...(deposit !== null && isHome(deposit.county)
      ? [
          {
            ...blank(county),
            finance_type: 'DEPOSIT' as const,
            bank: deposit.bank,
            amount_wan: deposit.wan * WAN,
            leverage,
            issued_on: day(10),
          },
        ]
      : []),
  ];
}

/** One household each; half in either of the first two quarters. */
function grants(
  { county, own, weights, figures, day }: Share,
  amount: number,
  isHome: (code: string) => boolean,
): FinanceRow[] {
  const { number, county: home } = figures.grants;
  const count = home === null ? (spread(number, weights)[own] ?? 0) : isHome(home) ? number : 0;
  if (amount === 0) return [];
  return Array.from({ length: Math.ceil(count / 2) }, (_, index) => ({
    ...blank(county),
    finance_type: 'GRANT',
    amount_wan: amount,
    issued_on: day(index),
  }));
}

/** The loans of a county, by largest remainder over the city. */
function loans({ county, own, weights, figures, wanPerPerson, day }: Share): FinanceRow[] {
  const counts = spread(figures.enterprises, weights);
  const first = counts.slice(0, own).reduce((a, b) => a + b, 0);
  const sizes = Array.from({ length: figures.enterprises }, (_, index) => 60 + new Draw(`loan:${index}`).byte(0));
  const amounts = spread(figures.loans, sizes).map((amount, number) => ({ number, amount }));
  return amounts.slice(first, first + (counts[own] ?? 0)).map(({ number, amount }) => {
    const draw = new Draw(`loan:${number}`);
    const issued = day(draw.byte(1));
    return {
      ...blank(county),
      finance_type: 'LOAN_ENT',
      borrower_name: `${county.slice(0, -1)}${TRADES[number % TRADES.length]}示范企业${number + 1}号有限公司`,
      borrower_id: creditCode(number),
      above_scale: true,
      bank: draw.pick(3, figures.banks),
      amount_wan: amount * WAN,
      interest_subsidy_pct: 300 + (number % 3) * 50,
      issued_on: issued,
      due_on: addDays(issued, 365),
      persons_driven: Math.ceil(amount / wanPerPerson),
    };
  });
}

const TRADES = ['农牧', '食品', '果蔬', '纺织', '电子', '农机'];

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
