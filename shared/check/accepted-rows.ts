import type { Register } from '../city/register.ts';
import { encodeValues } from '../rows/codec.ts';
import type { RowLayout } from '../rows/layouts.ts';
import { isDeletion } from '../rules/exit-rules.ts';
import type { FileContext } from '../rules/facts.ts';
import { enterpriseCode } from '../rules/numbers.ts';
import type { Value } from '../schema/column.ts';
import type { FinanceRow } from '../schema/finance.ts';
import type { HouseholdRow } from '../schema/household.ts';
import { tableOf, type TableKind } from '../schema/tables.ts';
import type { AcceptedRow } from './checked-file.ts';
import { DERIVED_AMOUNTS } from './derived-amounts.ts';
import type { CheckedRow } from './judge-rows.ts';
import type { JudgedTable } from './judge-tables.ts';
import type { ColumnValues, RowValues } from './row-values.ts';

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
  const names = sheets.map(({ sheet }) => sheet.name);
  const lineOf = lineWriter(kind, layout);
  const keyColumn = tableOf(kind).key;
  const accepted: AcceptedRow[] = [];
  for (const row of rows) {
    if (!row.sound) continue;
    const { record, place, number, part } = row;
    const remark = record['remark'];
    accepted.push({
      sheet: names[part] ?? '',
      part,
      number,
      partition: isHousehold ? (place.township ?? division) : division,
      key: keyOf(kind, row, keyColumn, register),
      layout,
      line: isHousehold && isDeletion(remark) ? '' : lineOf(row),
      head: isHousehold ? String(record['head_id_no'] ?? '').slice(0, 18) : '',
      remarked: typeof remark === 'string' && remark !== '',
    });
  }
  return accepted;
}

/** A field of a row as it is kept that is not the value of its own column. */
type Derivation = (row: CheckedRow) => Value;

const PLACE_CODES: Readonly<Record<string, Derivation>> = {
  unit_code: ({ place }) => place.unit,
  town_code: ({ place }) => place.township,
  village_code: ({ place }) => place.village,
};

const DERIVED: Readonly<Record<TableKind, Readonly<Record<string, Derivation>>>> = {
  household: {
    ...PLACE_CODES,
    // The stated figures were only checked; the recomputed ones count (columns 家庭纯收入, 人均纯收入).
    ...Object.fromEntries(
      DERIVED_AMOUNTS.map(({ field, of }): [string, Derivation] => [
        field,
        ({ record }) => of(record as unknown as HouseholdRow),
      ]),
    ),
  },
  finance: {
    ...PLACE_CODES,
    enterprise_code: ({ record }) => {
      const { finance_type: type, borrower_id: number } = record as unknown as FinanceRow;
      return type === 'LOAN_ENT' ? enterpriseCode(number) : null;
    },
  },
  project: PLACE_CODES,
  target: PLACE_CODES,
};

/** Writes rows as lines of a layout: what the columns say, the codes of the place, and what is derived from them. */
function lineWriter(kind: TableKind, layout: RowLayout): (row: CheckedRow) => string {
  const derivations = layout.fields.map(({ field }) => DERIVED[kind][field] ?? null);
  let values: RowValues | null = null;
  let columns: readonly (ColumnValues | undefined)[] = [];
  return (row) => {
    if (row.values !== values) {
      values = row.values;
      columns = layout.fields.map(({ field }) => row.values.of(field));
    }
    return encodeValues(layout, (index) => {
      const derivation = derivations[index];
      return derivation ? derivation(row) : columns[index]?.[row.at];
    });
  };
}

/**
 * The upsert key within the period. Finance rows have no number of their own: their sheet counts as a whole, row by row
 * in its order.
 */
function keyOf(
  kind: TableKind,
  { record, place, part, number }: CheckedRow,
  column: string | null,
  register: Register,
): string {
  if (column !== null) {
    const own = String(record[column]);
    return kind === 'target' ? `${own}-${place.unit ?? register.root}` : own;
  }
  return `${part > 0 ? `${part}-` : ''}${String(number).padStart(6, '0')}`;
}
