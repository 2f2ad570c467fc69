import type { Register } from '../../../shared/city/register.ts';
import type { RowLayout } from '../../../shared/rows/layouts.ts';
import { isDeletion } from '../../../shared/rules/exit-rules.ts';
import type { FileContext } from '../../../shared/rules/facts.ts';
import { netIncome, perCapita } from '../../../shared/rules/money.ts';
import { enterpriseCode } from '../../../shared/rules/numbers.ts';
import type { Value } from '../../../shared/schema/column.ts';
import type { FinanceRow } from '../../../shared/schema/finance.ts';
import type { HouseholdRow } from '../../../shared/schema/household.ts';
import { tableOf, type TableKind } from '../../../shared/schema/tables.ts';
import type { AcceptedRow } from '../../../shared/check/checked-file.ts';
import type { CheckedRow } from './judge-rows.ts';
import type { JudgedTable } from './judge-tables.ts';

/**
 * The sound rows of a table as they are kept. Households are kept by township; the rows of offices by the division that
 * sent them.
 * @param layout in which they are kept
 */
export function acceptedRows(
  { kind, sheets, rows }: JudgedTable,
  layout: RowLayout,
  { division, register }: FileContext,
): AcceptedRow[] {
  const isHousehold = kind === 'household';
  return rows
    .filter(({ sound }) => sound)
    .map((row) => {
      const { record, place, number, part } = row;
      const remark = record['remark'];
      return {
        sheet: sheets[part]?.sheet.name ?? '',
        part,
        number,
        partition: isHousehold ? (place.township ?? division) : division,
        key: keyOf(kind, row, register),
        layout,
        line: isHousehold && isDeletion(remark) ? '' : encodeRecord(layout, storedRecord(kind, row)),
        head: isHousehold ? String(record['head_id_no'] ?? '').slice(0, 18) : '',
        remarked: typeof remark === 'string' && remark !== '',
      };
    });
}

/** The record with the codes of its place and what is derived from it. */
function storedRecord(kind: TableKind, { record, place }: CheckedRow): Record<string, Value> {
  const stored: Record<string, Value> = Object.assign(record, {
    unit_code: place.unit,
    town_code: place.township,
    village_code: place.village,
  });
  if (kind === 'household') {
    const household = record as unknown as HouseholdRow;
    // The stated figures were only checked; the recomputed ones count (columns 家庭纯收入, 人均纯收入).
    stored['net_income'] = netIncome(household);
    stored['pc_net_income'] = perCapita(household);
  }
  if (kind === 'finance') {
    const { finance_type: type, borrower_id: number } = record as unknown as FinanceRow;
    stored['enterprise_code'] = type === 'LOAN_ENT' ? enterpriseCode(number) : null;
  }
  return stored;
}

/**
 * The upsert key within the period. Finance rows have no number of their own: their sheet counts as a whole, row by row
 * in its order.
 */
function keyOf(kind: TableKind, { record, place, part, number }: CheckedRow, register: Register): string {
  const column = tableOf(kind).key;
  if (column !== null) {
    const own = String(record[column]);
    return kind === 'target' ? `${own}-${place.unit ?? register.root}` : own;
  }
  return `${part > 0 ? `${part}-` : ''}${String(number).padStart(6, '0')}`;
}

/** One line of tab-separated values. */
function encodeRecord({ fields }: RowLayout, record: Readonly<Record<string, Value | undefined>>): string {
  const texts = fields.map(({ field }) => {
    const value = record[field] ?? null;
    if (value === null) return '';
    if (typeof value === 'string') return value.replace(/[\t\n\r]+/g, ' ');
    if (typeof value === 'boolean') return value ? '1' : '0';
    return typeof value === 'number' ? String(value) : value.join(',');
  });
  return texts.join('\t');
}
