import { bulletinMoney, bulletinNumber } from './printed-numbers.ts';
import type { StoredRecord } from '../rows/codec.ts';
import { roundedQuotient, tenthsOfPercent } from './rounding.ts';
import { indicatorTable } from './indicator-table.ts';
import type { SummaryFacts, TableBuilder } from './report-table.ts';
import { sumOf } from './projects.ts';

type Finance = StoredRecord['finance'];

const amount = (rows: readonly Finance[]): number => sumOf(rows, (row) => row.amount_wan);

/** R12 金融扶贫: funds, what they guarantee, what was lent, deposits and grants of the year to date. */
export const r12: TableBuilder = (facts) => {
  const of = (type: Finance['finance_type']): Finance[] => facts.finance.filter((row) => row.finance_type === type);
  const [funds, deposits, loans, grants] = [of('FUND'), of('DEPOSIT'), of('LOAN_ENT'), of('GRANT')];
  const ofCity = amount(funds.filter((row) => row.fund_level === 'CITY'));
  const capacity = leveraged(funds, facts);
  const enterprises = borrowers(loans);
  const driven = sumOf(loans, (row) => row.persons_driven);
  const least = Math.ceil(amount(loans) / facts.programme.loanPerPerson);
  const money = (fen: number): { amount: number; printed: string } => ({ amount: fen, printed: bulletinMoney(fen) });
  const number = (value: number): { value: number; printed: string } => ({ value, printed: bulletinNumber(value) });
  return indicatorTable(
    {
      id: 'R12',
      zh: '金融扶贫情况表',
      en: 'Finance',
      unit: { zh: '万元、家、户、人', en: '10,000 yuan, enterprises, households, persons' },
      notes: [
        {
          zh: `未填放大倍数的按${facts.programme.maximumLeverage}倍计；企业按主体证件号去重，未填证件号的每笔计一家；带动人数下限按每带动1名贫困人口不超过${bulletinMoney(facts.programme.loanPerPerson)}贷款计算。`,
          en: `A blank leverage counts as ${facts.programme.maximumLeverage}; enterprises by their code, loans without one count one each; the least number of persons follows from the most that is lent per person.`,
        },
      ],
    },
    ['value', 'ratio', 'amount', 'share', 'printed'],
    [
      { zh: '市、县财政担保贴息资金', en: 'guarantee and interest-subsidy fund', ...money(amount(funds)) },
      { zh: '其中：市级', en: 'of which municipal', ...money(ofCity) },
      { zh: '其中：县级', en: 'of which county', ...money(amount(funds) - ofCity) },
      { zh: '放大倍数', en: 'leverage', ratio: roundedQuotient(capacity, amount(funds), 100) },
      { zh: '可贷规模', en: 'lending capacity', ...money(capacity) },
      { zh: '已发放企业扶贫贷款', en: 'enterprise loans issued', ...money(amount(loans)) },
      { zh: '借款企业（家）', en: 'enterprises', ...number(enterprises) },
      {
        zh: '其中：规模以上（家）',
        en: 'of which above scale',
        ...number(borrowers(loans.filter((row) => row.above_scale === true))),
      },
      { zh: '平均每家贷款', en: 'average loan', amount: roundedQuotient(amount(loans), enterprises) },
      { zh: '贷款占可贷规模', en: 'use of the capacity', share: tenthsOfPercent(amount(loans), capacity) },
      { zh: '保证金', en: 'deposits', ...money(amount(deposits)) },
      { zh: '保证金可贷规模', en: 'lent against deposits', ...money(leveraged(deposits, facts)) },
      { zh: '专项资金户数', en: 'households with a grant', ...number(grants.length) },
      { zh: '每户专项资金', en: 'grant for each household', ...money(facts.programme.grantPerHousehold) },
      {
        zh: '专项资金 = 户数 × 每户标准',
        en: 'grants = households x grant',
        ...money(grants.length * facts.programme.grantPerHousehold),
      },
      { zh: '专项资金填报金额', en: 'grants as reported', ...money(amount(grants)) },
      { zh: '贷款带动贫困人口', en: 'persons driven by loans', ...number(driven) },
      { zh: '按标准至少应带动', en: 'least number that loans must drive', ...number(least) },
    ],
  );
};

/** Amounts times their leverage (in hundredths), exactly to the fen. */
function leveraged(rows: readonly Finance[], { programme }: SummaryFacts): number {
  return (
    roundedQuotient(
      sumOf(rows, (row) => row.amount_wan * (row.leverage ?? programme.maximumLeverage * 100)),
      100,
    ) ?? 0
  );
}

function borrowers(loans: readonly Finance[]): number {
  const named = loans.map((loan) => loan.enterprise_code).filter((id) => id !== null);
  return new Set(named).size + loans.length - named.length;
}
