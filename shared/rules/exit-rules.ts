import { CAUSES, EXIT_STATUSES, HOUSEHOLD_TYPES, POVERTY_STANDARDS } from '../schema/codes.ts';
import { quarterOf } from '../time/period.ts';
import { choices } from './choices.ts';
import { normaliseName } from './names.ts';
import type { Rule } from './rule.ts';

const SAFEGUARDS = ['food_cloth_ok', 'edu_ok', 'med_ok', 'house_ok'] as const;

/** A clerk takes a household out of the quarter by writing 删除 into its remark. */
export const isDeletion = (remark: unknown): boolean =>
  typeof remark === 'string' && remark.includes('删除') && /^删除(?:本户|该户)?$/.test(remark.trim());

/** What clerks write who think that the household is out by it. */
const LEAVES =
  /(?<![不勿未别没]|不要|不用|不得|没有)(删除|删掉|删去|移除|剔除|去掉该户|去掉本户|清退|销户|迁出|迁走|整户消亡|自然消亡)/;
/** Where somebody of several dies the household stays. */
const DIES = /(?<![未没]|没有)(死亡|去世|病故|亡故|过世)/;

/** Type, causes, exit status and the safeguards (两不愁三保障). Source of each rule: its `basis`. */
export const EXIT_RULES = [
  {
    code: 'X01',
    level: 'row',
    severity: 'error',
    table: 'household',
    fields: ['household_type'],
    zh: `第{row}行贫困户属性为“{value}”，应为${choices(HOUSEHOLD_TYPES)}中的一项`,
    en: `Row {row}: the household type is “{value}”; expected one of ${choices(HOUSEHOLD_TYPES)}`,
    basis: 'A2',
    cell: { when: 'invalid' },
  },
  {
    code: 'X02',
    level: 'row',
    severity: 'warning',
    table: 'household',
    fields: ['poverty_standard'],
    zh: `第{row}行识别标准为“{value}”，应为${choices(POVERTY_STANDARDS)}中的一项，已按省定标准处理`,
    en: `Row {row}: the standard is “{value}”; expected one of ${choices(POVERTY_STANDARDS)}; provincial assumed`,
    basis: 'A1',
    cell: { when: 'invalid' },
  },
  {
    code: 'X03',
    level: 'row',
    severity: 'error',
    table: 'household',
    fields: ['main_cause'],
    zh: `第{row}行主要致贫原因为“{value}”，必填且只能填一项：${choices(CAUSES)}`,
    en: `Row {row}: the main cause is “{value}”; expected exactly one of ${choices(CAUSES)}`,
    basis: 'A3a 必选，只能选一项',
    cell: { when: 'invalid' },
  },
  {
    code: 'X05',
    level: 'row',
    severity: 'error',
    table: 'household',
    fields: ['other_causes'],
    zh: `第{row}行其他致贫原因为“{value}”，最多两项，应为${choices(CAUSES)}`,
    en: `Row {row}: other causes are “{value}”; expected at most two of ${choices(CAUSES)}`,
    basis: 'A3b 最多只允许选择2项',
    cell: { when: 'invalid' },
    check: (row) => (row.other_causes ?? []).length > 2,
  },
  {
    code: 'X06',
    level: 'row',
    severity: 'warning',
    table: 'household',
    fields: ['other_causes', 'main_cause'],
    zh: '第{row}行其他致贫原因“{value}”与主要致贫原因重复，请删去',
    en: 'Row {row}: other causes “{value}” repeat the main cause; take it out',
    basis: '建档立卡 data checks',
    check: (row) => (row.other_causes ?? []).includes(row.main_cause),
  },
  {
    code: 'X07',
    level: 'row',
    severity: 'error',
    table: 'household',
    fields: ['exit_status'],
    zh: `第{row}行脱贫状态为“{value}”，应为${choices(EXIT_STATUSES)}中的一项`,
    en: `Row {row}: the exit status is “{value}”; expected one of ${choices(EXIT_STATUSES)}`,
    basis: 'dictionary',
    cell: { when: 'invalid' },
  },
  {
    code: 'X08',
    level: 'row',
    severity: 'error',
    table: 'household',
    fields: ['exit_status', 'food_cloth_ok', 'edu_ok', 'med_ok', 'house_ok'],
    zh: '第{row}行脱贫状态为{status}，但“{header}”为否，四项都有保障才能脱贫，请核对',
    en: 'Row {row}: the exit status is {status}, but “{header}” is 否; all four must be assured, please check',
    basis: '厅字〔2016〕16号',
    check: (row) =>
      (row.exit_status === '1' || row.exit_status === '2') &&
      SAFEGUARDS.filter((field) => !row[field]).map((field) => ({
        field,
        status: row.exit_status === '1' ? '脱贫' : '预脱贫',
      })),
  },
  {
    code: 'X11',
    level: 'row',
    severity: 'warning',
    table: 'household',
    fields: ['exit_status'],
    zh: '第{row}行脱贫状态为“{value}”，年终核实前请填“预脱贫”',
    en: 'Row {row}: the exit status is “{value}”; use 预脱贫 before the year-end check',
    basis: '预退出 -> 年终核实 -> 公示 >= 1 week -> 批准',
    check: (row, { period }) => row.exit_status === '1' && quarterOf(period) < 4,
  },
  {
    code: 'X12',
    level: 'row',
    severity: 'error',
    table: 'household',
    fields: ['edu_ok'],
    zh: '第{row}行“{header}”为“{value}”，应填“是”或“否”',
    en: 'Row {row}: “{header}” is “{value}”; expected 是 or 否',
    basis: 'practice',
    cell: { when: 'invalid' },
  },
  {
    code: 'X13',
    level: 'file',
    severity: 'warning',
    table: 'household',
    fields: ['house_ok'],
    zh: '列名“{header}”与模板含义相反，已将是、否对调读取，请核对',
    en: 'Header “{header}” has the inverse meaning; 是 and 否 were swapped, please check',
    basis: 'national export col 22 危房户',
    checkSheet: (sheet) =>
      sheet.what === 'table' &&
      sheet.layout.columns
        .filter(({ inverted }) => inverted)
        .map(({ column, header, headerRow, index }) => ({
          at: { column, cell: { text: header, row: headerRow, index } },
        })),
  },
  {
    code: 'X14',
    level: 'row',
    severity: 'warning',
    table: 'household',
    fields: ['helper_name', 'head_name'],
    zh: '第{row}行帮扶责任人为“{value}”，应填写，且不能是户主本人',
    en: "Row {row}: the helper is “{value}”; expected a name other than the head's",
    basis: '建档立卡 data checks',
    silentWithoutColumn: true,
    check: (row) => row.helper_name === null || normaliseName(row.helper_name) === normaliseName(row.head_name),
  },
  {
    code: 'X15',
    level: 'row',
    severity: 'warning',
    table: 'household',
    fields: ['remark', 'household_size'],
    zh: '第{row}行备注写有“{word}”，该户仍照常计入；要移除该户，备注只填“删除”两个字，不移除的不用改',
    en:
      'Row {row}: the remark says “{word}”, but the household counts as before; to take it out, write 删除 and nothing ' +
      'else into the remark',
    basis: 'nothing is lost',
    check: (row) => {
      if (row.remark === null || isDeletion(row.remark)) return false;
      const word = LEAVES.exec(row.remark)?.[1] ?? (row.household_size === 1 ? DIES.exec(row.remark)?.[1] : undefined);
      return word !== undefined && { word };
    },
  },
] as const satisfies readonly Rule[];
