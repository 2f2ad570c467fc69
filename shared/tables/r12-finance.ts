import type { City } from '../city/city.ts';
import { average, cell, HUNDREDTHS, rate } from './basis.ts';
import { counts, from, partsOf } from './treatment.ts';
import { bulletinMoney } from './printed-numbers.ts';
import type { StoredRecord } from '../rows/codec.ts';
import { roundedQuotient, tenthsOfPercent } from './rounding.ts';
import { partsAddUp } from './identities.ts';
import { counted, FIGURES, lineTable, money, publicLines, type Line } from './line-table.ts';
import type { SummaryFacts, ReportDefinition } from './report-table.ts';
import { sumOf } from './projects.ts';

type Finance = StoredRecord['finance'];

const FUND = 'R12.fund';
const LOAN_LINE = 'R12.loans';
const LOANS = cell('amount', LOAN_LINE);
const loanPerPersonOf = ({ programme }: City): number => programme.loanPerPerson;

/** R12 金融扶贫: funds, what they guarantee, what was lent, deposits and grants of the year to date. */
export const r12: ReportDefinition = {
  id: 'R12',
  publication: publicLines({
    [FUND]: 'plain',
    'R12.fund.city': 'plain',
    'R12.fund.county': 'plain',
    'R12.leverage': 'plain',
    'R12.capacity': 'plain',
    [LOAN_LINE]: partsOf('enterprises lent to'),
    'R12.enterprises': counts('loan.enterprises'),
    'R12.enterprises.aboveScale': 'plain',
    'R12.loans.average': from(LOAN_LINE),
    'R12.loans.ofCapacity': from(LOAN_LINE),
    'R12.deposits': 'plain',
    'R12.deposits.capacity': 'plain',
    'R12.grants.households': counts('grant.households'),
    'R12.grants.each': 'plain',
    'R12.grants.due': 'plain',
    'R12.grants.reported': partsOf('households granted'),
    // No more should be lent than so much for each of them (L09).
    'R12.driven': counts('loan.persons', LOAN_LINE),
    'R12.driven.least': from(LOAN_LINE),
  }),
  tidy: {
    lines: { 'R12.enterprises*': 'enterprises', 'R12.grants.households': 'households', 'R12.driven*': 'persons' },
  },
  bases: {
    'R12.leverage.ratio': average(cell('amount', 'R12.capacity'), cell('amount', FUND), HUNDREDTHS),
    'R12.loans.average.amount': average(LOANS, cell('value', 'R12.enterprises')),
    'R12.loans.ofCapacity.share': rate(LOANS, cell('amount', 'R12.capacity')),
    'R12.grants.due.amount': {
      as: 'product',
      of: [cell('value', 'R12.grants.households')],
      times: [cell('amount', 'R12.grants.each')],
    },
    'R12.driven.least.value': {
      as: 'quotient',
      of: [LOANS],
      over: [{ said: { zh: '每带动一人的贷款上限', en: 'most lent per person' }, of: loanPerPersonOf }],
      scale: 1,
      isRoundedUp: true,
    },
  },
  build: (facts) => {
    const { maximumLeverage, loanPerPerson } = facts.programme;
    return lineTable(
      'R12',
      {
        zh: '金融扶贫情况表',
        en: 'Finance',
        unit: { zh: '万元、家、户、人', en: '10,000 yuan, enterprises, households, persons' },
        notes: [
          {
            zh: `未填放大倍数的按${maximumLeverage}倍计；企业按主体证件号去重；没有证件号的贷款不予接收（L04），15位号码可能是个人证件号的不予保存，每笔计一家；带动人数下限按每带动1名贫困人口不超过${bulletinMoney(loanPerPerson)}贷款计算。`,
            en: `A blank leverage counts as ${maximumLeverage}; enterprises by their number; a loan without a number is not accepted (L04), and one whose 15-digit number could be a person’s, which is not kept, counts as an enterprise of its own; the least number of persons follows from the most that is lent per person.`,
          },
        ],
      },
      [FIGURES.value, FIGURES.ratio, FIGURES.wan, FIGURES.share, FIGURES.printed],
      [...fundLines(facts), ...loanLines(facts), ...grantLines(facts), ...drivenLines(facts)],
    );
  },
  identities: (table) => partsAddUp(table, 'amount'),
};

type FinanceFacts = Pick<SummaryFacts, 'finance'>;

const ofType = ({ finance }: FinanceFacts, type: Finance['finance_type']): Finance[] =>
  finance.filter((row) => row.finance_type === type);

const amount = (rows: readonly Finance[]): number => sumOf(rows, (row) => row.amount_wan);

/** The fund by who pays it, and how much it lets the banks lend. */
function fundLines(facts: SummaryFacts): Line[] {
  const funds = ofType(facts, 'FUND');
  const ofCity = amount(funds.filter((row) => row.fund_level === 'CITY'));
  const capacity = leveraged(funds, facts);
  return [
    { line: FUND, zh: '市、县财政担保贴息资金', en: 'guarantee and interest-subsidy fund', ...money(amount(funds)) },
    { line: 'R12.fund.city', partOf: FUND, zh: '其中：市级', en: 'of which municipal', ...money(ofCity) },
    {
      line: 'R12.fund.county',
      partOf: FUND,
      zh: '其中：县级',
      en: 'of which county',
      ...money(amount(funds) - ofCity),
    },
    { line: 'R12.leverage', zh: '放大倍数', en: 'leverage', ratio: roundedQuotient(capacity, amount(funds), 100) },
    { line: 'R12.capacity', zh: '可贷规模', en: 'lending capacity', ...money(capacity) },
  ];
}

function loanLines(facts: SummaryFacts): Line[] {
  const loans = ofType(facts, 'LOAN_ENT');
  const enterprises = borrowers(loans);
  const aboveScale = borrowers(loans.filter((row) => row.above_scale === true));
  return [
    { line: LOAN_LINE, zh: '已发放企业扶贫贷款', en: 'enterprise loans issued', ...money(amount(loans)) },
    { line: 'R12.enterprises', zh: '借款企业（家）', en: 'enterprises', ...counted(enterprises) },
    {
      line: 'R12.enterprises.aboveScale',
      zh: '其中：规模以上（家）',
      en: 'of which above scale',
      ...counted(aboveScale),
    },
    {
      line: 'R12.loans.average',
      zh: '平均每家贷款',
      en: 'average loan',
      amount: roundedQuotient(amount(loans), enterprises),
    },
    {
      line: 'R12.loans.ofCapacity',
      zh: '贷款占可贷规模',
      en: 'use of the capacity',
      share: tenthsOfPercent(amount(loans), leveraged(ofType(facts, 'FUND'), facts)),
    },
  ];
}

/** Deposits, and grants against what they should come to. */
function grantLines(facts: SummaryFacts): Line[] {
  const [deposits, grants] = [ofType(facts, 'DEPOSIT'), ofType(facts, 'GRANT')];
  const { grantPerHousehold } = facts.programme;
  return [
    { line: 'R12.deposits', zh: '保证金', en: 'deposits', ...money(amount(deposits)) },
    {
      line: 'R12.deposits.capacity',
      zh: '保证金可贷规模',
      en: 'lent against deposits',
      ...money(leveraged(deposits, facts)),
    },
    { line: 'R12.grants.households', zh: '专项资金户数', en: 'households with a grant', ...counted(grants.length) },
    { line: 'R12.grants.each', zh: '每户专项资金', en: 'grant for each household', ...money(grantPerHousehold) },
    {
      line: 'R12.grants.due',
      zh: '专项资金 = 户数 × 每户标准',
      en: 'grants = households x grant',
      ...money(grants.length * grantPerHousehold),
    },
    { line: 'R12.grants.reported', zh: '专项资金填报金额', en: 'grants as reported', ...money(amount(grants)) },
  ];
}

function drivenLines(facts: SummaryFacts): Line[] {
  const loans = ofType(facts, 'LOAN_ENT');
  const least = Math.ceil(amount(loans) / facts.programme.loanPerPerson);
  return [
    {
      line: 'R12.driven',
      zh: '贷款带动贫困人口',
      en: 'persons driven by loans',
      ...counted(sumOf(loans, (row) => row.persons_driven)),
    },
    {
      line: 'R12.driven.least',
      zh: '按标准至少应带动',
      en: 'least number that loans must drive',
      ...counted(least),
    },
  ];
}

/** Amounts times their leverage (in hundredths), exactly to the fen. */
function leveraged(rows: readonly Finance[], { programme }: SummaryFacts): number {
  return (
    roundedQuotient(
      sumOf(rows, (row) => row.amount_wan * (row.leverage ?? programme.maximumLeverage * 100)),
      100,
    ) ?? 0
  );
}

/** What each enterprise was lent in the year to date, in fen; a loan without a number counts as one of its own. */
export const lentToEach = (facts: FinanceFacts): number[] => lentByEnterprise(ofType(facts, 'LOAN_ENT'));

/** What each household was granted in the year to date, in fen. */
export const grantedToEach = (facts: FinanceFacts): number[] =>
  ofType(facts, 'GRANT').map(({ amount_wan: fen }) => fen);

function lentByEnterprise(loans: readonly Finance[]): number[] {
  const named = new Map<string, number>();
  const unnamed: number[] = [];
  for (const { enterprise_code: code, amount_wan: fen } of loans) {
    if (code === null) unnamed.push(fen);
    else named.set(code, (named.get(code) ?? 0) + fen);
  }
  return [...named.values(), ...unnamed];
}

const borrowers = (loans: readonly Finance[]): number => lentByEnterprise(loans).length;
