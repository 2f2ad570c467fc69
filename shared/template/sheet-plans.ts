import type { TableKind } from '../schema/tables.ts';

/** Columns that belong together: from the named field to the first field of the next section. */
export type Section = { readonly title: string; readonly from: string };

/**
 * The plan of a table's sheet: its title, its sections, and the field up to which the columns stay in sight when the
 * clerk scrolls to the right.
 */
export type SheetPlan = { readonly title: string; readonly frozen: string; readonly sections: readonly Section[] };

export const SHEET_PLANS: Readonly<Record<TableKind, SheetPlan>> = {
  household: {
    title: '建档立卡贫困户增收情况季度表',
    frozen: 'head_name',
    sections: [
      { title: '所在地', from: 'period' },
      { title: '户主', from: 'household_no' },
      { title: '家庭情况', from: 'household_size' },
      { title: '本季度收入', from: 'wage_income' },
      { title: '带动增收', from: 'primary_channel' },
      { title: '两不愁三保障', from: 'edu_ok' },
      { title: '帮扶与备注', from: 'helper_name' },
    ],
  },
  project: {
    title: '扶贫项目情况表',
    frozen: 'project_name',
    sections: [
      { title: '项目', from: 'project_no' },
      { title: '所在地', from: 'county_name' },
      { title: '建设情况', from: 'status' },
      { title: '带动情况', from: 'households_driven' },
      { title: '实施主体', from: 'entity_name' },
    ],
  },
  finance: {
    title: '金融扶贫情况表',
    frozen: 'county_name',
    sections: [
      { title: '资金', from: 'finance_type' },
      { title: '借款主体', from: 'borrower_name' },
      { title: '金额与期限', from: 'amount_wan' },
      { title: '带动情况', from: 'persons_driven' },
    ],
  },
  target: {
    title: '年度增收脱贫任务表',
    frozen: 'unit_name',
    sections: [
      { title: '填报单位', from: 'year' },
      { title: '任务与在册数', from: 'plan_persons' },
    ],
  },
};
