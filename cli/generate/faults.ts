import type { HouseholdRow } from '../../shared/schema/household.ts';
import type { RuleCode } from '../../shared/rules/catalogue.ts';
import { identityCheckDigit } from '../../shared/rules/numbers.ts';

/** A cell as the clerk gets it wrong; money in yuan. */
export type WrongCell = string | number | null;

/** One mistake that the rule book names, put into one row of one township's sheet. */
export type Fault = {
  readonly rule: RuleCode;
  /** The column that the finding should point at. */
  readonly column: string;
  readonly township: string;
  /** Which rows can carry the mistake without making another. */
  readonly where?: (row: HouseholdRow) => boolean;
  readonly edit: (row: HouseholdRow) => Readonly<Record<string, WrongCell>>;
};

/** Townships whose sheets have every column, amounts in 元 and no total row, so that one mistake makes one finding. */
const TEXTS = '371521002';
const MONEY = '371525205';
const UPLIFT = '371581110';

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

const fault = (
  rule: RuleCode,
  column: string,
  township: string,
  edit: Fault['edit'],
  where?: Fault['where'],
): Fault => ({
  rule,
  column,
  township,
  edit,
  ...(where ? { where } : {}),
});
/** The same wrong text whatever the row says. */
const wrong = (rule: RuleCode, column: string, text: WrongCell, township = TEXTS, where?: Fault['where']): Fault =>
  fault(rule, column, township, () => ({ [column]: text }), where);

/** Every row rule of the household sheet that a cell can break, except F13: no file of ours holds a broken formula. */
export const FAULTS: readonly Fault[] = [
  wrong('R01', 'period', '二〇一六上半年'),
  wrong('R02', 'report_date', '2030-01-01'),
  wrong('D01', 'county_name', '平原省'),
  wrong('D02', 'county_name', '茌平区', '371523101'),
  wrong('D03', 'town_name', '无此镇'),
  wrong('D04', 'town_name', '沙镇', '371502101'),
  wrong('D05', 'town_name', '九州街道', '371502001'),
  fault('D06', 'village_name', TEXTS, (row) => ({ village_code: neighbour(row) })),
  fault('D08', 'village_name', TEXTS, () => ({ village_name: '子虚乌有村委会', village_code: '' })),
  wrong('D09', 'village_code', '37152'),
  wrong('I01', 'household_no', '37152100'),
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
  fault(
    'I10',
    'head_id_no',
    TEXTS,
    (row) => ({ head_id_no: Number(row.head_id_no.slice(0, 15)) * 1_000 }),
    (row) => !row.head_id_no.endsWith('X'),
  ),
  fault('I11', 'head_id_no', TEXTS, (row) => ({ head_id_no: idWith(row, 10, '0231') })),
  fault('I12', 'head_id_no', TEXTS, (row) => ({ head_id_no: idWith(row, 0, '999999') })),
  fault('I13', 'head_id_no', TEXTS, (row) => ({ head_id_no: `${row.head_id_no}95` })),
  fault('I15', 'head_id_no', TEXTS, (row) => ({ head_id_no: idWith(row, 6, '20080101') })),
  wrong('I16', 'phone', '12345'),
  wrong('N01', 'household_size', '三口'),
  fault(
    'N03',
    'labour_count',
    MONEY,
    (row) => ({ labour_count: row.household_size + 1 }),
    (row) => row.household_type !== '3',
  ),
  wrong('N04', 'labour_count', 1, MONEY, (row) => row.household_type === '3'),
  wrong('N05', 'wage_income', '约3.2万', MONEY, (row) => !uplifted(row)),
  wrong('N06', 'eco_income', 50, MONEY, (row) => row.eco_income === 0 && roomy(row)),
  fault('N07', 'net_income', MONEY, (row) => ({ net_income: yuan(row.net_income) + 500 })),
  fault('N08', 'pc_net_income', MONEY, (row) => ({ pc_net_income: yuan(row.pc_net_income) + 10 })),
  fault(
    'N09',
    'wage_income',
    MONEY,
    () => ({ labour_count: 0 }),
    (row) => row.wage_income > 0,
  ),
  fault(
    'N10',
    'business_income',
    MONEY,
    (row) => ({ business_income: yuan(row.business_income - row.business_cost), business_cost: 0 }),
    (row) => row.business_income > row.business_cost + 20_000,
  ),
  fault(
    'N11',
    'business_cost',
    MONEY,
    (row) => ({
      business_income: 100,
      business_cost: 200,
      transfer_income: yuan(row.transfer_income + row.business_income - row.business_cost) + 100,
    }),
    (row) => row.business_income > 0 && !uplifted(row),
  ),
  fault('N12', 'transfer_income', MONEY, (row) => ({ eco_income: yuan(row.transfer_income) + 100 })),
  fault(
    'N13',
    'household_type',
    MONEY,
    () => ({ dibao_income: 100 }),
    (row) => row.household_type === '1' && roomy(row),
  ),
  fault(
    'N14',
    'household_type',
    MONEY,
    () => ({ wubao_income: 100 }),
    (row) => row.household_type === '1' && roomy(row),
  ),
  fault(
    'N15',
    'migrant_workers',
    MONEY,
    () => ({ work_months: 2 }),
    (row) => row.migrant_workers === 0,
  ),
  fault(
    'N16',
    'dibao_income',
    MONEY,
    () => ({ wubao_income: 100 }),
    (row) => row.household_type === '2' && roomy(row),
  ),
  fault(
    'N17',
    'pc_net_income',
    MONEY,
    (row) => ({
      wage_income: yuan(row.wage_income) + 30_000 * row.household_size,
      net_income: yuan(row.net_income) + 30_000 * row.household_size,
      pc_net_income: yuan(row.pc_net_income) + 30_000,
    }),
    (row) => row.labour_count > 0,
  ),
  wrong('C01', 'primary_channel', null, UPLIFT, uplifted),
  wrong('C02', 'primary_channel', '产业项目、转移就业', UPLIFT, uplifted),
  wrong('C03', 'primary_channel', '社会帮扶', UPLIFT, (row) => !uplifted(row)),
  wrong('C04', 'measures', '跳伞', UPLIFT),
  wrong('C05', 'measures', '医疗救助', UPLIFT, (row) => row.primary_channel === 'IND'),
  fault(
    'C06',
    'wage_income',
    UPLIFT,
    (row) => ({
      wage_income: 0,
      transfer_income: yuan(row.transfer_income + row.wage_income),
      migrant_workers: 0,
      work_months: 0,
    }),
    (row) => row.primary_channel === 'EMP',
  ),
  fault(
    'C07',
    'transfer_income',
    UPLIFT,
    (row) => ({
      transfer_income: 0,
      property_income: yuan(row.property_income + row.transfer_income),
      pension_income: 0,
      family_planning_income: 0,
      eco_income: 0,
    }),
    (row) => row.primary_channel === 'EDM' && row.household_type === '1',
  ),
  fault('C08', 'uplift_persons', UPLIFT, (row) => ({ uplift_persons: row.household_size + 1 }), uplifted),
  fault(
    'C09',
    'uplift_persons',
    UPLIFT,
    (row) => ({ uplift_persons: row.household_size - 1 }),
    (row) => uplifted(row) && row.household_size > 1,
  ),
  wrong('C10', 'uplift_amount', 0, UPLIFT, uplifted),
  wrong('C11', 'uplift_amount', 999_999, UPLIFT, uplifted),
  fault('C12', 'uplift_persons', UPLIFT, (row) => ({ base_pc_net_income: yuan(row.pc_net_income) + 10 }), uplifted),
  wrong('X01', 'household_type', '富裕户'),
  wrong('X02', 'poverty_standard', '部定标准'),
  wrong('X03', 'main_cause', '因病、因残', UPLIFT),
  wrong('X05', 'other_causes', '因灾、缺水、因婚', UPLIFT, (row) => !['04', '06', '12'].includes(row.main_cause)),
  wrong('X06', 'other_causes', '因病', UPLIFT, (row) => row.main_cause === '01'),
  wrong('X07', 'exit_status', '致富'),
  fault(
    'X08',
    'house_ok',
    UPLIFT,
    () => ({ exit_status: '预脱贫' }),
    (row) => row.exit_status === '0' && !row.house_ok,
  ),
  wrong('X11', 'exit_status', '脱贫', UPLIFT, (row) => row.edu_ok && row.med_ok && row.house_ok && row.food_cloth_ok),
  wrong('X12', 'edu_ok', '不知道'),
  wrong('X14', 'helper_name', null),
];

/** A sound code of the same township that is not the named village's. */
function neighbour(row: HouseholdRow): string {
  const number = Number(row.village_code?.slice(9) ?? '0');
  return (row.village_code?.slice(0, 9) ?? '') + String(number === 201 ? 202 : 201).padStart(3, '0');
}
