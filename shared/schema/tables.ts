import type { Column } from './column.ts';
import { FINANCE_COLUMNS } from './finance.ts';
import { HOUSEHOLD_COLUMNS } from './household.ts';
import { PROJECT_COLUMNS } from './project.ts';
import { TARGET_COLUMNS } from './target.ts';

/** The four sheets of the programme. */
export type TableKind = 'household' | 'project' | 'finance' | 'target';

export type TableDefinition = {
  readonly kind: TableKind;
  readonly title: string;
  readonly titleEn: string;
  readonly columns: readonly Column[];
};

/** In the order in which a sheet is tried against them. */
export const TABLES: readonly TableDefinition[] = [
  { kind: 'household', title: '户季度表', titleEn: 'household sheet', columns: HOUSEHOLD_COLUMNS },
  { kind: 'project', title: '项目表', titleEn: 'project sheet', columns: PROJECT_COLUMNS },
  { kind: 'finance', title: '金融表', titleEn: 'finance sheet', columns: FINANCE_COLUMNS },
  { kind: 'target', title: '任务表', titleEn: 'target sheet', columns: TARGET_COLUMNS },
];

export function tableOf(kind: TableKind): TableDefinition {
  const table = TABLES.find((candidate) => candidate.kind === kind);
  if (!table) throw new RangeError(`no table ${kind}`);
  return table;
}
