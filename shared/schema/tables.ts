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
  /**
   * The column that tells its rows apart, of a type with guards and a folding of its own; for targets beside the code
   * of their unit. Null for finance rows, which have no number (docs/decisions/0003-finance-sheets-replace.md).
   */
  readonly key: string | null;
};

/** In the order in which a sheet is tried against them. */
export const TABLES: readonly TableDefinition[] = [
  {
    kind: 'household',
    title: { zh: '户季度表', en: 'household sheet' },
    columns: HOUSEHOLD_COLUMNS,
    key: 'household_no',
  },
  { kind: 'project', title: { zh: '项目表', en: 'project sheet' }, columns: PROJECT_COLUMNS, key: 'project_no' },
  { kind: 'finance', title: { zh: '金融表', en: 'finance sheet' }, columns: FINANCE_COLUMNS, key: null },
  { kind: 'target', title: { zh: '任务表', en: 'target sheet' }, columns: TARGET_COLUMNS, key: 'year' },
];

export function tableOf(kind: TableKind): TableDefinition {
  const table = TABLES.find((candidate) => candidate.kind === kind);
  if (!table) throw new RangeError(`no table ${kind}`);
  return table;
}
