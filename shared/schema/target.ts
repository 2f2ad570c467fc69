import type { Column, RecordOf, StoredOf } from './column.ts';
import type { TARGET_LAYOUTS, FirstFields } from './row-layouts.ts';

/**
 * 任务表: the year's target and the registered population of one reporting unit. Source: the programme's column register.
 */
export const TARGET_COLUMNS = [
  {
    field: 'year',
    header: '年度',
    aliases: [],
    hint: { zh: '年度', en: 'year' },
    type: { kind: 'int' },
    invalid: 'T05',
    core: true,
    required: true,
    note: '2016',
  },
  {
    field: 'unit_name',
    header: '填报单位',
    aliases: ['县（市、区）'],
    hint: { zh: '县（市、区）或开发区、度假区', en: 'county or zone' },
    type: { kind: 'text' },
    invalid: 'T05',
    core: true,
    required: true,
    note: '8 counties + 3 zones',
  },
  {
    field: 'plan_persons',
    header: '年度脱贫任务人数',
    aliases: ['计划人数'],
    hint: { zh: '全年计划增收脱贫的人数', en: 'persons to be uplifted in the year' },
    type: { kind: 'int', unit: '人' },
    invalid: 'T05',
    core: true,
    required: true,
    note: 'sum = 150,000',
  },
  {
    field: 'registered_households',
    header: '在册户数',
    aliases: [],
    hint: { zh: '在册贫困户数', en: 'registered households' },
    type: { kind: 'int', unit: '户' },
    invalid: 'T06',
    core: true,
    required: true,
    note: 'sum = 130,057',
  },
  {
    field: 'registered_persons',
    header: '在册人数',
    aliases: [],
    hint: { zh: '在册贫困人数', en: 'registered persons' },
    type: { kind: 'int', unit: '人' },
    invalid: 'T06',
    core: true,
    required: true,
    note: 'sum = 248,108',
  },
] as const satisfies readonly Column[];

export type TargetRow = RecordOf<typeof TARGET_COLUMNS>;
export type StoredTarget = StoredOf<typeof TARGET_COLUMNS, FirstFields<typeof TARGET_LAYOUTS>>;
