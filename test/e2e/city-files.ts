/** Files as clerks make them, from the records of the synthetic city. */
import { fileBytes } from '../../cli/generate/files.ts';
import { householdSheet } from '../../cli/generate/household-sheet.ts';
import { officeSheet, type OfficeSheet } from '../../cli/generate/office-sheet.ts';
import type { FileForm } from '../../cli/generate/style.ts';
import { FINANCE_COLUMNS } from '../../shared/schema/finance.ts';
import { HOUSEHOLD_COLUMNS, type HouseholdRow } from '../../shared/schema/household.ts';
import { PROJECT_COLUMNS } from '../../shared/schema/project.ts';
import { TARGET_COLUMNS } from '../../shared/schema/target.ts';
import { periodTitle, type Period } from '../../shared/time/period.ts';
import { financeOf, LIAOCHENG, projectsOf, targetsOf } from '../generate/liaocheng.ts';

export const XLSX: FileForm = { extension: 'xlsx', encoding: 'utf-8' };
export const CSV: FileForm = { extension: 'csv', encoding: 'utf-8' };

/** The sheet of a township with these records, in the form in which the clerk saves it. */
export function townshipFile(
  township: string,
  period: Period,
  records: readonly HouseholdRow[],
  form: FileForm = CSV,
): Uint8Array {
  const at = LIAOCHENG.townshipAt(period, township);
  const { rows, merges } = householdSheet(at, records, form.extension === 'xlsx');
  return fileBytes(at.township.name, rows, merges, form);
}

/** 扶贫项目表 of a county, with the records given or its own. */
export function projectFile(
  county: string,
  name: string,
  period: Period,
  records: readonly object[] = projectsOf(county, period),
): Uint8Array {
  return officeFile(name, period, '扶贫项目表', PROJECT_COLUMNS, records);
}

/** 金融扶贫情况表 of a county. */
export const financeFile = (county: string, name: string, period: Period): Uint8Array =>
  officeFile(name, period, '金融扶贫情况表', FINANCE_COLUMNS, financeOf(county, period));

/** 年度脱贫任务表 of the city, with the records given or its own. */
export const targetFile = (period: Period, records: readonly object[] = targetsOf()): Uint8Array =>
  officeFile('聊城市', period, '年度脱贫任务表', TARGET_COLUMNS, records);

/** Households of many townships, as the city hands them in at once. */
export const bulkFile = (period: Period, records: readonly HouseholdRow[]): Uint8Array =>
  officeFile('聊城市', period, '贫困户花名册', HOUSEHOLD_COLUMNS, records);

function officeFile(
  name: string,
  period: Period,
  title: string,
  columns: OfficeSheet['columns'],
  records: readonly object[],
): Uint8Array {
  const { rows, merges } = officeSheet(
    { title: `${name}${title}（${periodTitle(period)}）`, unit: name, columns, records },
    true,
  );
  return fileBytes(title, rows, merges, XLSX);
}
