import type { Text } from '../language/language.ts';
import type { Column } from './column.ts';
import { FINANCE_COLUMNS } from './finance.ts';
import { HOUSEHOLD_COLUMNS } from './household.ts';
import { PROJECT_COLUMNS } from './project.ts';
import { TARGET_COLUMNS } from './target.ts';

/** The four sheets of the programme. */
export type TableKind = 'household' | 'project' | 'finance' | 'target';

export type TableDefinition = {
  readonly kind: TableKind;
  readonly title: Text;
  readonly columns: readonly Column[];
};

/** In the order in which a sheet is tried against them. */
export const TABLES: readonly TableDefinition[] = [
  { kind: 'household', title: { zh: '户季度表', en: 'household sheet' }, columns: HOUSEHOLD_COLUMNS },
  { kind: 'project', title: { zh: '项目表', en: 'project sheet' }, columns: PROJECT_COLUMNS },
  { kind: 'finance', title: { zh: '金融表', en: 'finance sheet' }, columns: FINANCE_COLUMNS },
  { kind: 'target', title: { zh: '任务表', en: 'target sheet' }, columns: TARGET_COLUMNS },
];

export function tableOf(kind: TableKind): TableDefinition {
  const table = TABLES.find((candidate) => candidate.kind === kind);
  if (!table) throw new RangeError(`no table ${kind}`);
  return table;
}
