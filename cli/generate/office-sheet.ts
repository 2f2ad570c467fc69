import type { Column } from '../../shared/schema/column.ts';
import type { Merge } from '../../shared/sheet/grid.ts';
import type { CellSpec } from '../../shared/sheet/sheet-spec.ts';
import { cellOf, TEMPLATE_HABITS, type Value } from './cells.ts';

/** What a county or the city hands in. */
export type OfficeSheet = {
  readonly title: string;
  readonly unit: string;
  readonly columns: readonly Column[];
  readonly records: readonly object[];
};

/** A sheet that a county or the city keeps by the template: title, unit row, one header row. */
export function officeSheet(
  { title, unit, columns, records }: OfficeSheet,
  asWorkbook: boolean,
): { rows: CellSpec[][]; merges: Merge[] } {
  const width = columns.length;
  const pad = (cells: CellSpec[]): CellSpec[] => [
    ...cells,
    ...Array.from({ length: width - cells.length }, () => null),
  ];
  const money = columns.some(({ type }) => type.kind === 'money');
  const unitRow = pad([`填报单位：${unit}`]);
  unitRow[width - 1] = money ? '单位：万元' : '单位：人';
  const rows: CellSpec[][] = [
    pad([{ value: title, style: { bold: true, size: 16, align: 'center' } }]),
    unitRow,
    columns.map(({ header }) => ({ value: header, style: { bold: true, border: true, align: 'center' } })),
    ...records.map((record) =>
      columns.map((column) => cellOf(column, Reflect.get(record, column.field) as Value, TEMPLATE_HABITS, asWorkbook)),
    ),
  ];
  return { rows, merges: [{ top: 0, left: 0, bottom: 0, right: width - 1 }] };
}
