import type { HouseholdRow } from '../../shared/schema/household.ts';
import type { RuleCode } from '../../shared/rules/catalogue.ts';
import { identityCheckDigit } from '../../shared/rules/numbers.ts';
import { quarterOf, yearOf, type Period } from '../../shared/time/period.ts';

/** A cell as the clerk gets it wrong; money in yuan. */
export type WrongCell = string | number | null;

/** The sheets that carry mistakes: townships share them, so that each stays mostly good. */
export type FaultSheet = 'texts' | 'money' | 'uplift' | 'laterCounty' | 'alias' | 'notYet';

/** What a fault's words are made of: the quarter, and a name that its sheet's township can be mistaken by. */
export type FaultWords = { readonly period: Period; readonly name: string };

/** One mistake that the rule book names, put into one row of one township's sheet. */
export type Fault = {
  readonly rule: RuleCode;
  /** The column that the finding should point at. */
  readonly column: string;
  readonly sheet: FaultSheet;
  /** Which rows can carry the mistake without making another. */
  readonly where?: (row: HouseholdRow) => boolean;
  /** The wrong cells; null where the city or the quarter has no such mistake. */
  readonly edit: (row: HouseholdRow, words: FaultWords) => Readonly<Record<string, WrongCell>> | null;
};

const yuan = (fen: number): number => fen / 100;
const uplifted = (row: HouseholdRow): boolean => row.uplift_persons > 0;
const parts = (row: HouseholdRow): number =>
  row.dibao_income +
  row.wubao_income +
  (row.pension_income ?? 0) +
  (row.family_planning_income ?? 0) +
  (row.eco_income ?? 0);
/** Room for another 100 yuan among the parts of the transfers. */
const roomy = (row: HouseholdRow): boolean => row.transfer_income - parts(row) >= 10_000;
const resealed = (first17: string): string => first17 + identityCheckDigit(first17);
const idWith = (row: HouseholdRow, at: number, text: string): string =>
  resealed(row.head_id_no.slice(0, at) + text + row.head_id_no.slice(at + text.length, 17));

type Made = Pick<Fault, 'where'> & { readonly sheet: FaultSheet };

const fault = (rule: RuleCode, column: string, { sheet, where }: Made, edit: Fault['edit']): Fault => ({
  rule,
  column,
  sheet,
  edit,
  ...(where ? { where } : {}),
});
/** The same wrong text whatever the row says. */
const wrong = (rule: RuleCode, column: string, text: WrongCell, made: Made = TEXTS): Fault =>
  fault(rule, column, made, () => ({ [column]: text }));
const TEXTS: Made = { sheet: 'texts' };
const money = (where?: Fault['where']): Made => ({ sheet: 'money', ...(where ? { where } : {}) });
const uplift = (where?: Fault['where']): Made => ({ sheet: 'uplift', ...(where ? { where } : {}) });

/** 二〇一六: a year as documents write it. */
const chineseYear = (year: number): string =>
  Array.from(String(year), (digit) => '〇一二三四五六七八九'.charAt(Number(digit))).join('');

/** Every row rule of the household sheet that a cell can break, except F13: no file of ours holds a broken formula. */
export const FAULTS: readonly Fault[] = [
  fault('R01', 'period', TEXTS, (_row, { period }) => ({ period: `${chineseYear(yearOf(period))}上半年` })),
  fault('R02', 'report_date', TEXTS, (_row, { period }) => ({ report_date: `${yearOf(period) + 14}-01-01` })),
  wrong('D01', 'county_name', '平原省'),
  fault('D02', 'county_name', { sheet: 'laterCounty' }, (_row, { name }) => ({ county_name: name })),
  wrong('D03', 'town_name', '无此镇'),
  fault('D04', 'town_name', { sheet: 'alias' }, (_row, { name }) => ({ town_name: name })),
  fault('D05', 'town_name', { sheet: 'notYet' }, (_row, { name }) => ({ town_name: name })),
  fault('D06', 'village_name', TEXTS, (row) => ({ village_code: neighbour(row) })),
  fault('D08', 'village_name', TEXTS, () => ({ village_name: '子虚乌有村委会', village_code: '' })),
  fault('D09', 'village_code', TEXTS, (row) => ({ village_code: (row.village_code ?? '').slice(0, 5) })),
  fault('I01', 'household_no', TEXTS, (row) => ({ household_no: row.household_no.slice(0, 8) })),
  fault('I02', 'household_no', TEXTS, (row) => ({ household_no: Number(row.household_no) })),
  wrong('I05', 'head_name', 'Wang5'),
  wrong('I06', 'head_name', '李\u3000四'),
  fault('I07', 'head_id_no', TEXTS, (row) => ({ head_id_no: row.head_id_no.slice(0, 16) })),
  fault('I08', 'head_id_no', TEXTS, (row) => ({
    head_id_no: row.head_id_no.slice(0, 6) + row.head_id_no.slice(8, 17),
  })),
  fault('I09', 'head_id_no', TEXTS, (row) => ({
    head_id_no: row.head_id_no.slice(0, 17) + (row.head_id_no.endsWith('0') ? '1' : '0'),
  })),
  fault('I10', 'head_id_no', { ...TEXTS, where: (row) => !row.head_id_no.endsWith('X') }, (row) => ({
    head_id_no: Number(row.head_id_no.slice(0, 15)) * 1_000,
  })),
  fault('I11', 'head_id_no', TEXTS, (row) => ({ head_id_no: idWith(row, 10, '0231') })),
  fault('I12', 'head_id_no', TEXTS, (row) => ({ head_id_no: idWith(row, 0, '999999') })),
  fault('I13', 'head_id_no', TEXTS, (row) => ({ head_id_no: `${row.head_id_no}95` })),
  fault('I15', 'head_id_no', TEXTS, (row, { period }) => ({ head_id_no: idWith(row, 6, `${yearOf(period) - 8}0101`) })),
  wrong('I16', 'phone', '12345'),
  wrong('N01', 'household_size', '三口'),
  fault(
    'N03',
    'labour_count',
    money((row) => row.household_type !== '3'),
    (row) => ({ labour_count: row.household_size + 1 }),
  ),
  wrong(
    'N04',
    'labour_count',
    1,
    money((row) => row.household_type === '3'),
  ),
  wrong(
    'N05',
    'wage_income',
    '约3.2万',
    money((row) => !uplifted(row)),
  ),
  wrong(
    'N06',
    'eco_income',
    50,
    money((row) => row.eco_income === 0 && roomy(row)),
  ),
  fault('N07', 'net_income', money(), (row) => ({ net_income: yuan(row.net_income) + 500 })),
  fault('N08', 'pc_net_income', money(), (row) => ({ pc_net_income: yuan(row.pc_net_income) + 10 })),
  fault(
    'N09',
    'wage_income',
    money((row) => row.wage_income > 0),
    () => ({ labour_count: 0 }),
  ),
  fault(
    'N10',
    'business_income',
    money((row) => row.business_income > row.business_cost + 20_000),
    (row) => ({ business_income: yuan(row.business_income - row.business_cost), business_cost: 0 }),
  ),
  fault(
    'N11',
    'business_cost',
    money((row) => row.business_income > 0 && !uplifted(row)),
    (row) => ({
      business_income: 100,
      business_cost: 200,
      transfer_income: yuan(row.transfer_income + row.business_income - row.business_cost) + 100,
    }),
  ),
  fault('N12', 'transfer_income', money(), (row) => ({ eco_income: yuan(row.transfer_income) + 100 })),
  fault(
    'N13',
    'household_type',
    money((row) => row.household_type === '1' && roomy(row)),
    () => ({ dibao_income: 100 }),
  ),
  fault(
    'N14',
    'household_type',
    money((row) => row.household_type === '1' && roomy(row)),
    () => ({ wubao_income: 100 }),
  ),
  fault(
    'N15',
    'migrant_workers',
    money((row) => row.migrant_workers === 0),
    () => ({ work_months: 2 }),
  ),
  fault(
    'N16',
    'dibao_income',
    money((row) => row.household_type === '2' && roomy(row)),
    () => ({ wubao_income: 100 }),
  ),
  fault(
    'N17',
    'pc_net_income',
    money((row) => row.labour_count > 0),
    (row) => ({
      wage_income: yuan(row.wage_income) + 30_000 * row.household_size,
      net_income: yuan(row.net_income) + 30_000 * row.household_size,
      pc_net_income: yuan(row.pc_net_income) + 30_000,
    }),
  ),
  wrong('C01', 'primary_channel', null, uplift(uplifted)),
  wrong('C02', 'primary_channel', '产业项目、转移就业', uplift(uplifted)),
  wrong(
    'C03',
    'primary_channel',
    '社会帮扶',
    uplift((row) => !uplifted(row)),
  ),
  wrong('C04', 'measures', '跳伞', uplift()),
  wrong(
    'C05',
    'measures',
    '医疗救助',
    uplift((row) => row.primary_channel === 'IND'),
  ),
  fault(
    'C06',
    'wage_income',
    uplift((row) => row.primary_channel === 'EMP'),
    (row) => ({
      wage_income: 0,
      transfer_income: yuan(row.transfer_income + row.wage_income),
      migrant_workers: 0,
      work_months: 0,
    }),
  ),
  fault(
    'C07',
    'transfer_income',
    uplift((row) => row.primary_channel === 'EDM' && row.household_type === '1'),
    (row) => ({
      transfer_income: 0,
      property_income: yuan(row.property_income + row.transfer_income),
      pension_income: 0,
      family_planning_income: 0,
      eco_income: 0,
    }),
  ),
  fault('C08', 'uplift_persons', uplift(uplifted), (row) => ({ uplift_persons: row.household_size + 1 })),
  fault(
    'C09',
    'uplift_persons',
    uplift((row) => uplifted(row) && row.household_size > 1),
    (row) => ({ uplift_persons: row.household_size - 1 }),
  ),
  wrong('C10', 'uplift_amount', 0, uplift(uplifted)),
  wrong('C11', 'uplift_amount', 999_999, uplift(uplifted)),
  fault('C12', 'uplift_persons', uplift(uplifted), (row) => ({ base_pc_net_income: yuan(row.pc_net_income) + 10 })),
  wrong('X01', 'household_type', '富裕户'),
  wrong('X02', 'poverty_standard', '部定标准'),
  wrong('X03', 'main_cause', '因病、因残', uplift()),
  wrong(
    'X05',
    'other_causes',
    '因灾、缺水、因婚',
    uplift((row) => !['04', '06', '12'].includes(row.main_cause)),
  ),
  wrong(
    'X06',
    'other_causes',
    '因病',
    uplift((row) => row.main_cause === '01'),
  ),
  wrong('X07', 'exit_status', '致富'),
  fault(
    'X08',
    'house_ok',
    uplift((row) => row.exit_status === '0' && !row.house_ok),
    () => ({ exit_status: '预脱贫' }),
  ),
  // At the year's end an exit is no mistake.
  fault(
    'X11',
    'exit_status',
    uplift(({ edu_ok, med_ok, house_ok, food_cloth_ok }) => edu_ok && med_ok && house_ok && food_cloth_ok),
    (_row, { period }) => (quarterOf(period) === 4 ? null : { exit_status: '脱贫' }),
  ),
  wrong('X12', 'edu_ok', '不知道'),
  wrong('X14', 'helper_name', null),
];

/** A sound code of the same township that is not the named village's. */
function neighbour(row: HouseholdRow): string {
  const number = Number(row.village_code?.slice(9) ?? '0');
  return (row.village_code?.slice(0, 9) ?? '') + String(number === 201 ? 202 : 201).padStart(3, '0');
}
