/** Golden cases of the rules that compare a household with what is on file of it. */
import type { RuleCode } from '../../../shared/rules/catalogue.ts';
import type { Severity } from '../../../shared/rules/rule.ts';
import { sealed, type Written } from './case.ts';

/** What is on file, by quarters ago, and the row that is judged against it. */
export type Story = { readonly past: Readonly<Record<number, readonly Written[]>>; readonly now?: Written };

export type HistoryCase = {
  readonly rule: RuleCode;
  readonly what?: string;
  readonly severity: Severity;
  readonly wrong: Story;
  readonly sound: Story;
  /** What one file alone says of the same row, whatever is on file. */
  readonly always?: string;
  /** Null where the finding is of the file. */
  readonly at: string | null;
  readonly value: string | null;
  readonly message: string;
};

/** Last quarter of a household that did a little worse then, for another cause. */
export const LAST: Written = {
  main_cause: '缺技术',
  other_causes: null,
  wage_income: '2900',
  net_income: '5400',
  pc_net_income: '1800',
  uplift_amount: '900',
};
/** A quarter in which 1,200 yuan of business are all that a household of three earned besides transfers and rents. */
const poor = (net: number): Written => ({
  ...LAST,
  wage_income: '0',
  business_income: String(net - 500),
  net_income: String(net),
  pc_net_income: (net / 3).toFixed(2),
});
const OTHER: Written = { ...LAST, household_no: '3715251080000099', head_id_no: sealed('37159919610101001') };
/** A year ago: net income of the household and per head. */
const yearAgo = (net: string, perHead: string, wage: string, business = '2000'): Written => ({
  ...LAST,
  wage_income: wage,
  business_income: business,
  net_income: net,
  pc_net_income: perHead,
});

export const HISTORY_CASES: readonly HistoryCase[] = [
  {
    rule: 'N02',
    severity: 'warning',
    wrong: { past: { 1: [{ ...LAST, household_size: '6', pc_net_income: '900' }] } },
    sound: { past: { 1: [{ ...LAST, household_size: '5', pc_net_income: '1080' }] } },
    at: 'household_size',
    value: '3',
    message: '第2行家庭人口数上季为6人，本季为3人，变化超过2人，请核对（人口确有增减请在备注说明）',
  },
  {
    rule: 'N18',
    severity: 'warning',
    wrong: { past: { 4: [yearAgo('1833', '611', '0', '1333')] }, now: { base_pc_net_income: '611', uplift_amount: '3666.99' } },
    sound: { past: { 4: [yearAgo('1833.33', '611.11', '0', '1333.33')] }, now: { base_pc_net_income: '611.11', uplift_amount: '3666.66' } },
    at: 'pc_net_income',
    value: '1833.33',
    message: '第2行人均纯收入为1833.33元，上年同期为611.00元，变动超过3倍，请核对',
  },
  {
    rule: 'N19',
    severity: 'warning',
    wrong: { past: { 4: [yearAgo('4503.03', '1501.01', '2003.03')] } },
    sound: { past: { 4: [yearAgo('4503', '1501', '2003')] } },
    at: 'base_pc_net_income',
    value: '1500',
    message: '第2行上年同期人均纯收入填报为1500.00元，系统中为1501.01元，请核对',
  },
  {
    rule: 'X04',
    severity: 'warning',
    wrong: { past: { 1: [{ ...LAST, main_cause: '因病' }] } },
    sound: { past: { 1: [{ ...LAST, main_cause: '因病' }] }, now: { measures: '光伏、务工、医疗救助' } },
    at: 'measures',
    value: '光伏、务工',
    message: '第2行连续两季致贫原因为“因病”，但带动措施中没有“医疗救助”，请核对措施是否到户',
  },
  {
    rule: 'X09',
    severity: 'error',
    always: 'X11',
    wrong: { past: { 1: [poor(1538)], 2: [poor(1539)], 3: [poor(1539)] }, now: { exit_status: '脱贫' } },
    sound: { past: { 1: [poor(1539)], 2: [poor(1539)], 3: [poor(1539)] }, now: { exit_status: '脱贫' } },
    at: 'exit_status',
    value: '脱贫',
    message: '第2行近四季人均纯收入为3372.00元，未超过3372.00元，脱贫状态不得填“脱贫”',
  },
  {
    rule: 'X10',
    what: 'falling back under a wrong name',
    severity: 'error',
    wrong: { past: { 1: [{ ...LAST, exit_status: '脱贫' }] } },
    sound: { past: { 1: [LAST] } },
    at: 'exit_status',
    value: '未脱贫',
    message: '第2行脱贫状态上季为“脱贫”，本季不能为“未脱贫”（脱贫后收入下降填“返贫”，没有脱过贫不能填“返贫”）',
  },
  {
    rule: 'X10',
    what: 'falling back without having left',
    severity: 'error',
    wrong: { past: { 1: [LAST] }, now: { exit_status: '返贫' } },
    sound: { past: { 1: [LAST], 2: [{ ...LAST, exit_status: '脱贫' }] }, now: { exit_status: '返贫' } },
    at: 'exit_status',
    value: '返贫',
    message: '第2行脱贫状态上季为“未脱贫”，本季不能为“返贫”（脱贫后收入下降填“返贫”，没有脱过贫不能填“返贫”）',
  },
  {
    rule: 'Q01',
    severity: 'warning',
    wrong: { past: { 1: [LAST, OTHER] } },
    sound: { past: { 1: [LAST, { ...OTHER, exit_status: '脱贫' }] } },
    at: null,
    value: null,
    message: '定远寨镇有1户上季在册、没有脱贫，本季还没有上报，请补报；确已迁出、死亡或删除的请向县扶贫办说明',
  },
  {
    rule: 'Q02',
    severity: 'warning',
    wrong: { past: { 1: [{ ...OTHER, exit_status: '脱贫' }] } },
    sound: { past: { 1: [{ ...OTHER, exit_status: '脱贫' }] }, now: { remark: '新识别，已评议公示' } },
    at: 'household_no',
    value: '371525********01',
    message: '第2行的户上季度没有：是本季新增的，请在备注写明纳入依据（评议公示、批准文号）；不是新增的，请核对户编号',
  },
  {
    rule: 'Q03',
    severity: 'warning',
    wrong: { past: { 1: [{ main_cause: '缺技术', other_causes: null }] } },
    sound: { past: { 1: [{ main_cause: '缺技术', other_causes: null, pension_income: '299' }] } },
    at: 'net_income',
    value: '5500',
    message: '第2行各项收入与上季完全相同，疑似照抄上季，请核对',
  },
];
