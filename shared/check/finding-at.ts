import type { Layout } from '../parse/header.ts';
import { mask } from '../parse/folding.ts';
import { ruleOf } from '../rules/catalogue.ts';
import type { Finding } from '../rules/finding.ts';
import type { Params } from '../rules/rule.ts';
import type { Sheet } from '../sheet/grid.ts';
import { showCell } from './show.ts';

/** A finding about a file or a whole sheet. */
export function fileFinding(rule: string, sheet: string | null, params?: Params): Finding {
  return {
    rule,
    severity: ruleOf(rule).severity,
    sheet,
    row: null,
    index: null,
    column: null,
    header: null,
    value: null,
    ...(params ? { params } : {}),
  };
}

/** Where a finding about one cell of a row points. */
export function cellOf(sheet: Sheet, layout: Layout, row: number, field: string): Partial<Finding> {
  const placed = layout.columns.find(({ column }) => column.field === field);
  if (!placed) return { row };
  const { index, column, header } = placed;
  const value = showCell(sheet.rows[row - 1]?.[index] ?? null);
  return { row, index, column: column.header, header, value: column.personal ? mask(value) : value };
}
