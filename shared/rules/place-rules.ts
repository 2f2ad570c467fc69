import { addDays, periodDays, type Period } from '../time/period.ts';
import type { Rule } from './rule.ts';

/** Days after the quarter on which a report may still be dated. */
const REPORT_DAYS = 45;

/** Rules ask for it once a row. */
const lastReportDays = new Map<Period, string>();

function lastReportDay(period: Period): string {
  let day = lastReportDays.get(period);
  if (day === undefined) lastReportDays.set(period, (day = addDays(periodDays(period).last, REPORT_DAYS)));
  return day;
}

/** Period and place. Source of each rule: its `basis`. */
export const PLACE_RULES = [
  {
    code: 'R01',
    level: 'row',
    severity: 'error',
    table: 'household',
    fields: ['period'],
    zh: '第{row}行填报季度为“{value}”，应写成2016年第二季度、2016Q2一类的形式',
    en: 'Row {row}: the quarter is “{value}”; write it like 2016Q2',
    basis: 'practice',
    cell: { when: 'invalid' },
  },
  {
    code: 'R02',
    level: 'row',
    severity: 'warning',
    table: 'household',
    fields: ['report_date'],
    zh: `第{row}行填报日期为“{value}”，应为日期，不早于本季度第一天，不晚于上传当天，也不晚于季度结束后${REPORT_DAYS}天`,
    en:
      'Row {row}: the report date is “{value}”; expected a date, not before the quarter, not after the upload nor ' +
      `more than ${REPORT_DAYS} days after the quarter`,
    basis: 'practice',
    cell: { when: 'invalid' },
    check: (row, { period, receivedOn }) =>
      row.report_date !== null &&
      (row.report_date < periodDays(period).first ||
        row.report_date > receivedOn ||
        row.report_date > lastReportDay(period)),
  },
  {
    code: 'D01',
    level: 'row',
    severity: 'error',
    table: 'any',
    fields: ['county_name'],
    zh: '第{row}行县（市、区）为“{value}”，应为区划中的县（市、区）或开发区的名称',
    en: 'Row {row}: the county is “{value}”; expected a county or zone of the register',
    basis: 'GB/T 2260',
    cell: { when: 'invalid' },
    checkPlace: ({ countyMatch }) => countyMatch?.how === 'unknown' && { field: 'county_name' },
  },
  {
    code: 'D02',
    level: 'row',
    severity: 'warning',
    table: 'any',
    fields: ['county_name'],
    zh: '第{row}行“{value}”是{year}年起的名称，已按{name}（{code}）处理，请核对',
    en: 'Row {row}: “{value}” is the name since {year}; taken as {name} ({code}); please check',
    basis: '国函〔2019〕60号',
    checkPlace: ({ countyMatch: match }) =>
      match?.how === 'other vintage' && {
        field: 'county_name',
        year: match.since ?? '',
        name: match.found.name,
        code: match.found.code,
      },
  },
  {
    code: 'D03',
    level: 'row',
    severity: 'error',
    table: 'any',
    fields: ['town_name'],
    zh: '第{row}行乡镇（街道）为“{value}”，应为{county}所辖乡镇或街道的名称',
    en: 'Row {row}: the township is “{value}”; expected one of {county}',
    basis: 'register',
    cell: { when: 'invalid', params: () => ({ county: { zh: '所填县（市、区）', en: 'the county named' } }) },
    checkPlace: ({ countyMatch, townMatch }) =>
      townMatch?.how === 'unknown' && { field: 'town_name', county: countyMatch?.found?.name ?? '' },
  },
  {
    code: 'D04',
    level: 'row',
    severity: 'warning',
    table: 'any',
    fields: ['town_name'],
    zh: '第{row}行地名“{value}”已识别为“{name}”，请核对',
    en: 'Row {row}: place name “{value}” read as “{name}”; please check',
    basis: 'register diff',
    checkPlace: ({ countyMatch: county, townMatch: town, villageMatch: village }) => [
      ...(county?.how === 'alias' ? [{ field: 'county_name', name: county.found.name }] : []),
      ...(town?.found && town.how !== 'exact' ? [{ field: 'town_name', name: town.found.name }] : []),
      ...(village?.how === 'alias' ? [{ field: 'village_name', name: village.found.name }] : []),
    ],
  },
  {
    code: 'D05',
    level: 'row',
    severity: 'error',
    table: 'any',
    fields: ['town_name'],
    zh: '第{row}行“{value}”在{period}尚未设立，应填当时的名称',
    en: 'Row {row}: “{value}” did not exist in {period}; use the name of that time',
    basis: '聊政通字〔2025〕2号',
    checkPlace: ({ townMatch }, { period }) => townMatch?.how === 'not yet' && { field: 'town_name', period },
  },
  {
    code: 'D06',
    level: 'row',
    severity: 'error',
    table: 'any',
    fields: ['village_name'],
    zh: '第{row}行村名“{value}”与村级区划代码{code}不符，请核对这两列',
    en: 'Row {row}: village “{value}” and code {code} disagree; check both',
    basis: '统计用区划代码',
    checkPlace: ({ names, villageMatch }) =>
      villageMatch?.how === 'other code' && { field: 'village_name', code: names.villageCode ?? '' },
  },
  {
    code: 'D07',
    level: 'row',
    severity: 'warning',
    table: 'any',
    fields: ['village_name'],
    zh: '第{row}行“{value}”是“{name}”后来的名称，已按{period}时的名称处理，请核对',
    en: 'Row {row}: “{value}” is a later name of “{name}”; taken as its name of {period}; please check',
    basis: 'register diff',
    checkPlace: ({ villageMatch: match }, { period }) =>
      match?.how === 'other vintage' && { field: 'village_name', name: match.found.name, period },
  },
  {
    code: 'D08',
    level: 'row',
    severity: 'error',
    table: 'any',
    fields: ['village_name'],
    zh: '第{row}行行政村为“{value}”，应为{town}所辖行政村的全称',
    en: 'Row {row}: the village is “{value}”; expected the full name of one in {town}',
    basis: 'register',
    cell: { when: 'invalid', params: () => ({ town: { zh: '所填乡镇', en: 'the township named' } }) },
    checkPlace: ({ townMatch, villageMatch }) =>
      villageMatch?.how === 'unknown' && { field: 'village_name', town: townMatch?.found?.name ?? '' },
  },
  {
    code: 'D09',
    level: 'row',
    severity: 'error',
    table: 'any',
    fields: ['village_code'],
    zh: '第{row}行村级区划代码为“{value}”，应为12位数字，前9位为所在乡镇的代码',
    en: 'Row {row}: the village code is “{value}”; expected 12 digits that begin with the township code',
    basis: '统计用区划代码 3+3 rule',
    cell: { when: 'invalid' },
    checkPlace: ({ villageMatch }) => villageMatch?.how === 'malformed code' && { field: 'village_code' },
  },
] as const satisfies readonly Rule[];
