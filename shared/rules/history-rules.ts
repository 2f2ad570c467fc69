import type { Text } from '../language/language.ts';
import { codeEntry, EXIT_STATUSES } from '../schema/codes.ts';
import { HOUSEHOLD_COLUMNS } from '../schema/household.ts';
import type { StoredRecord } from '../rows/codec.ts';
import { cityTime, periodTitle, yearOf, type Period } from '../time/period.ts';
import { yuan } from './money.ts';
import type { Rule } from './rule.ts';

type Row = StoredRecord['household'];

/** 未脱贫, 脱贫, 返贫 (domain: exit_status). */
const [POOR, OUT, BACK] = ['0', '1', '3'];
/** Net income of four quarters makes the year that the line is drawn for. */
const A_YEAR = [1, 2, 3];

const AMOUNTS = HOUSEHOLD_COLUMNS.filter(
  ({ type, field }) => type.kind === 'money' && field !== 'pc_net_income' && field !== 'base_pc_net_income',
).map(({ field }) => field as keyof Row);

/**
 * Rules that compare a household with what is on file of it (domain: cross-quarter). A household that is not on file
 * cannot break one.
 */
export const HISTORY_RULES = [
  {
    code: 'N02',
    level: 'cross-quarter',
    severity: 'warning',
    table: 'household',
    fields: ['household_size'],
    zh: '第{row}行家庭人口数上季为{a}人，本季为{b}人，变化超过2人，请核对（人口确有增减请在备注说明）',
    en: 'Row {row}: household size was {a} last quarter and is {b} now; it moved by more than 2, please check',
    basis: 'practice',
    checkHistory: (row, past) => {
      const last = past.ago(1);
      return (
        last !== null &&
        Math.abs(row.household_size - last.household_size) > 2 && { a: last.household_size, b: row.household_size }
      );
    },
  },
  {
    code: 'N18',
    level: 'cross-quarter',
    severity: 'warning',
    table: 'household',
    fields: ['pc_net_income'],
    zh: '第{row}行人均纯收入为{b}元，上年同期为{a}元，变动超过3倍，请核对',
    en:
      'Row {row}: per-capita net income is {b} yuan, {a} in the same quarter last year: more than threefold, please ' +
      'check',
    basis: 'practice',
    checkHistory: (row, past) => {
      const then = past.ago(4);
      return (
        then !== null &&
        then.pc_net_income > 0 &&
        (row.pc_net_income > 3 * then.pc_net_income || 3 * row.pc_net_income < then.pc_net_income) && {
          a: yuan(then.pc_net_income),
          b: yuan(row.pc_net_income),
        }
      );
    },
  },
  {
    code: 'N19',
    level: 'cross-quarter',
    severity: 'warning',
    table: 'household',
    fields: ['base_pc_net_income'],
    zh: '第{row}行上年同期人均纯收入填报为{b}元，系统中为{a}元，请核对',
    en: 'Row {row}: last year’s figure is stated as {b} yuan, on file is {a}; please check',
    basis: 'consistency',
    checkHistory: (row, past) => {
      const then = past.ago(4);
      return (
        then !== null &&
        Math.abs(row.base_pc_net_income - then.pc_net_income) > 100 && {
          a: yuan(then.pc_net_income),
          b: yuan(row.base_pc_net_income),
        }
      );
    },
  },
  {
    code: 'X04',
    level: 'cross-quarter',
    severity: 'warning',
    table: 'household',
    fields: ['measures', 'main_cause'],
    zh: '第{row}行连续两季致贫原因为“{cause}”，但带动措施中没有“{measure}”，请核对措施是否到户',
    en: 'Row {row}: for two quarters the cause is “{cause}” without the measure “{measure}”; please check',
    basis: '六个精准: 措施到户精准',
    checkHistory: (row, past) => {
      const last = past.ago(1);
      if (last === null) return false;
      for (const { cause, measure, ...words } of CAUSE_NEEDS) {
        const unmet = (one: Row): boolean => one.main_cause === cause && !(one.measures ?? []).includes(measure);
        if (unmet(row) && unmet(last)) return words.told;
      }
      return false;
    },
  },
  {
    code: 'X09',
    level: 'cross-quarter',
    severity: 'error',
    table: 'household',
    fields: ['exit_status'],
    zh: '第{row}行近四季人均纯收入为{value}元，未超过{line}元，脱贫状态不得填“脱贫”',
    en:
      'Row {row}: per-capita net income of four quarters is {value} yuan, not above {line}: the household has not ' +
      'left poverty',
    basis: '3372 (seed, provincial); 2952 national check line',
    checkHistory: (row, past, { programme }) => {
      if (row.exit_status !== OUT || row.household_size === 0) return false;
      const earlier = A_YEAR.map((quarters) => past.ago(quarters));
      if (earlier.some((one) => one === null)) return false;
      const sum = earlier.reduce((total, one) => total + (one?.net_income ?? 0), row.net_income);
      const line = programme.lines[row.poverty_standard ?? '2'];
      return (
        sum <= line * row.household_size && { value: yuan(Math.round(sum / row.household_size)), line: yuan(line) }
      );
    },
  },
  {
    code: 'X10',
    level: 'cross-quarter',
    severity: 'error',
    table: 'household',
    fields: ['exit_status'],
    zh: '第{row}行脱贫状态上季为“{a}”，本季不能为“{b}”（脱贫后收入下降填“返贫”，没有脱过贫不能填“返贫”）',
    en:
      'Row {row}: status was “{a}” last quarter and cannot be “{b}” now (after an exit it is 返贫; without one it ' +
      'never is)',
    basis: 'state machine',
    checkHistory: (row, past) => {
      const last = past.ago(1);
      if (last === null) return false;
      const wasOut = [1, 2, 3, 4].some((quarters) => [OUT, BACK].includes(past.ago(quarters)?.exit_status ?? ''));
      const forbidden = (last.exit_status === OUT && row.exit_status === POOR) || (row.exit_status === BACK && !wasOut);
      if (!forbidden) return false;
      const [a, b] = [statusText(last.exit_status), statusText(row.exit_status)];
      return { a, b };
    },
  },
  {
    code: 'Q01',
    level: 'cross-quarter',
    severity: 'warning',
    table: 'household',
    fields: ['household_no'],
    zh: '{town}有{n}户上季在册、没有脱贫，本季还没有上报，请补报；确已迁出、死亡或删除的请向县扶贫办说明',
    en: '{town}: {n} households of last quarter that had not left poverty are not reported yet; report them or explain',
    basis: 'practice',
    checkFile: (file) => {
      if (file.when !== 'compared') return false;
      let n = 0;
      for (const [householdNo, { exit_status: status }] of file.last)
        if (status !== OUT && !file.isReported(householdNo)) n++;
      return n > 0 && { params: { n, town: file.township } };
    },
  },
  {
    code: 'Q02',
    level: 'cross-quarter',
    severity: 'warning',
    table: 'household',
    fields: ['household_no'],
    zh: '第{row}行的户上季度没有：是本季新增的，请在备注写明纳入依据（评议公示、批准文号）；不是新增的，请核对户编号',
    en: 'Row {row}: the household was not there last quarter: if it is new, give the basis of its registration in the remark; if not, check its number',
    basis: '动态管理',
    checkHistory: (_row, past) => past.reported(1) && past.ago(1) === null && !past.remarked,
  },
  {
    code: 'Q03',
    level: 'cross-quarter',
    severity: 'warning',
    table: 'household',
    fields: ['net_income'],
    zh: '第{row}行各项收入与上季完全相同，疑似照抄上季，请核对',
    en: 'Row {row}: every amount equals last quarter’s; copied? please check',
    basis: '建档立卡 data checks 三年指标相同',
    checkHistory: (row, past) => {
      const last = past.ago(1);
      return (
        last !== null &&
        AMOUNTS.some((field) => (row[field] ?? 0) !== 0) &&
        AMOUNTS.every((field) => row[field] === last[field])
      );
    },
  },
  {
    code: 'Q04',
    level: 'file',
    severity: 'error',
    table: 'any',
    fields: [],
    zh: '{period}已于{at}关账，文件没有接收；确需更正请向上级扶贫办申请开通补报后重新上传',
    en: '{period} was closed on {at}; the file was not taken. Ask the office for an exception and upload it again',
    basis: 'practice',
    checkFile: (file) =>
      file.when === 'admitted' &&
      file.state === 'locked' && { params: { period: titleOf(file.period), at: lockTime(file.lockedAt) } },
  },
  {
    code: 'Q05',
    level: 'file',
    severity: 'error',
    table: 'any',
    fields: [],
    zh: '{period}自{at}起开放填报，现在还不能接收，请到时重新上传',
    en: '{period} opens for reports on {at}; upload the file again then',
    basis: 'practice',
    checkFile: (file) =>
      file.when === 'admitted' &&
      file.state === 'not yet open' && { params: { period: titleOf(file.period), at: file.opens } },
  },
  {
    code: 'Q06',
    level: 'file',
    severity: 'error',
    table: 'any',
    fields: [],
    zh: '{year}年的扶贫工作方案还没有下达到本系统，文件没有接收；请联系上级扶贫办，方案下达后重新上传',
    en:
      'The programme of {year} is not in the system yet, so the file is not taken; ask the office above yours, and upload ' +
      'it again when it is',
    basis: 'a year is judged by its own lines and deadlines',
    checkFile: (file) =>
      file.when === 'received' &&
      file.period !== null &&
      !file.hasProgramme && { params: { year: yearOf(file.period) } },
  },
] as const satisfies readonly Rule[];

/** What a cause calls for (措施到户), in the words of the lists. */
const CAUSE_NEEDS = [
  {
    cause: '03',
    measure: 'EDU',
    told: { cause: { zh: '因学', en: 'schooling' }, measure: { zh: '教育资助', en: 'education aid' } },
  },
  {
    cause: '01',
    measure: 'MED',
    told: { cause: { zh: '因病', en: 'illness' }, measure: { zh: '医疗救助', en: 'medical aid' } },
  },
] as const;

function statusText(code: string): Text {
  const { zh, en } = codeEntry(EXIT_STATUSES, code);
  return { zh, en };
}

const titleOf = (period: Period): Text => ({ zh: periodTitle(period), en: period });

/** @param lockedAt ISO 8601 UTC */
const lockTime = (lockedAt: string | null): string => (lockedAt === null ? '' : cityTime(new Date(lockedAt)));
