/** Findings and repairs about the cells of one row. */
import { mask } from '../parse/folding.ts';
import type { Located, PlacedColumn } from '../parse/header.ts';
import { RepairLog, type Repair, type RepairKind, type Repairs } from '../parse/repair.ts';
import type { CataloguedRule } from '../rules/catalogue.ts';
import { severityOf, withoutNumbers, type Finding } from '../rules/finding.ts';
import type { Params, Severity } from '../rules/rule.ts';
import { cellAt } from '../sheet/text-cells.ts';
import type { TableSheet } from './check-layouts.ts';
import type { AsideBlock } from './household-evidence.ts';
import type { CellRepair } from './read-rows.ts';
import { showCell, showValue } from './shown-value.ts';

/** A sheet's table with its columns by their fields. */
export type SheetColumns = Located & { readonly placed: ReadonlyMap<string, PlacedColumn> };

export const columnsOf = ({ sheet, layout }: Located): SheetColumns => ({
  sheet,
  layout,
  placed: new Map(layout.columns.map((placed) => [placed.column.field, placed])),
});

/** A finding of a check in a row, under the severity of the case; on trial, where the rule is. */
export const judgement = (columns: SheetColumns, rule: CataloguedRule, row: number, params: Params): Finding =>
  findingAt(columns, rule, row, {
    severity: severityOf(rule, params),
    params: { field: rule.fields[0] ?? '', ...params },
  });

/**
 * A finding about a cell or a place that cannot be read. A rule on trial reports it too: there is no value to let pass.
 */
export const misreading = (columns: SheetColumns, rule: CataloguedRule, row: number, params: Params): Finding =>
  findingAt(columns, rule, row, { severity: params.severity ?? rule.severity, params });

function findingAt(
  { sheet, layout, placed: columns }: SheetColumns,
  { code }: CataloguedRule,
  row: number,
  { severity, params }: { readonly severity: Severity; readonly params: Params },
): Finding {
  const placed = columns.get(params.field ?? '');
  const column = placed?.column ?? layout.table.columns.find(({ field }) => field === params.field);
  const cell = placed ? cellAt(sheet, row - 1, placed.index) : null;
  const shown = placed ? showCell(sheet, row - 1, placed.index) : '';
  // What a broken formula shows is nobody's.
  const isPersonal = column?.personal === true && (cell === null || typeof cell !== 'object');
  return withoutNumbers({
    rule: code,
    severity,
    sheet: sheet.name,
    row,
    index: placed?.index ?? null,
    column: column?.header ?? null,
    header: placed?.header ?? null,
    value: placed ? (isPersonal ? mask(shown) : shown) : null,
    params: isPersonal ? withoutPersonal(params) : params,
  });
}

const withoutPersonal = (params: Params): Params =>
  typeof params['value'] === 'string' ? { ...params, value: mask(params['value']) } : params;

/** A repair of a row as the receipt shows it. @param row 1-based */
export function repairAt({ sheet }: SheetColumns, placed: PlacedColumn, row: number, { kind, to }: CellRepair): Repair {
  const { column, index, header } = placed;
  const [from, shown] = [showCell(sheet, row - 1, index), showValue(column, to)];
  const isPersonal = column.personal === true;
  return {
    kind,
    sheet: sheet.name,
    row,
    index,
    column: column.header,
    header,
    from: isPersonal ? mask(from) : from,
    to: isPersonal ? mask(shown) : shown,
  };
}

/** Amounts in another unit than the column's own, and columns of the opposite meaning: told once, at their headers. */
export function columnRepairs({ sheet, layout }: Located): Repairs {
  const log = new RepairLog();
  for (const { column, index, header, headerRow, fenPerUnit, inverted } of layout.columns) {
    const place = { sheet: sheet.name, row: headerRow + 1, index, column: column.header, header };
    const { type } = column;
    const stated = fenPerUnit === 100 ? '元' : '万元';
    if (type.kind === 'money' && type.unit !== stated)
      log.add('unit', () => ({ kind: 'unit', ...place, from: stated, to: type.unit }));
    if (inverted) log.add('inverse', () => ({ kind: 'inverse', ...place, from: header, to: column.header }));
  }
  return log.repairs;
}

const ASIDE = {
  nameless: { kind: 'no-household', to: '空行' },
  member: { kind: 'member', to: '家庭成员' },
  example: { kind: 'example', to: '示例' },
} as const satisfies Readonly<Record<AsideBlock['why'], { readonly kind: RepairKind; readonly to: string }>>;

/** Rows that are no households: told once for each block of them, at its first row. */
export function asideRepairs({ sheet, layout, aside }: TableSheet): Repairs {
  const log = new RepairLog();
  const placed = layout.columns.find(({ column }) => column.type.kind === 'household_no');
  // A file without the column is refused before.
  if (!placed) return log.repairs;
  for (const { first, last, why } of aside) {
    const { kind, to } = ASIDE[why];
    log.add(kind, () => ({
      kind,
      sheet: sheet.name,
      row: first + 1,
      index: placed.index,
      column: placed.column.header,
      header: placed.header,
      from: first === last ? `第${first + 1}行` : `第${first + 1}–${last + 1}行`,
      to,
    }));
  }
  return log.repairs;
}
