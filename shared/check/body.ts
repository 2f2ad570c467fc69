import type { Layout } from '../parse/header.ts';
import { readCell } from '../parse/values.ts';
import type { Finding } from '../rules/finding.ts';
import { yuan } from '../rules/money.ts';
import type { Cell, Sheet } from '../sheet/grid.ts';

/** What of a sheet's rows below the header is data, and what is totals; footers and blank rows are neither. Zero-based row numbers. */
export type Body = { readonly data: readonly number[]; readonly totals: readonly Total[] };

type Total = { readonly row: number; /** The data rows that it adds up. */ readonly of: readonly number[] };

const TOTAL = /^(?:合\s*计|总\s*计|小\s*计|本页合计|共\s*计)[:：]?$/;
const SUBTOTAL = /^小\s*计|^本页合计/;
const FOOTER =
  /^(?:填表人|制表人?|审核人?|负责人|(?:单位|主要|分管)(?:负责人|领导)|经办人|填报人|填报单位|填表单位|填报日期|填表日期|填报时间|联系人|联系电话|注|备注|说明|填表说明)\s*(?:[（(][^（）()]*[）)])?\s*[:：]/;

/** Sorts the rows below the header. A row in which no recognised column has anything (only its 序号, say) is blank. */
export function bodyOf(sheet: Sheet, layout: Layout): Body {
  const data: number[] = [];
  const totals: Total[] = [];
  let sinceSubtotal: number[] = [];
  for (let row = layout.firstRow; row < sheet.rows.length; row++) {
    const cells = sheet.rows[row] ?? [];
    const first = cells.find((cell) => cell !== null && !(typeof cell === 'string' && cell.trim() === ''));
    if (first === undefined) continue;
    const text = typeof first === 'string' ? first.trim() : '';
    const total = TOTAL.test(text) ? text : cells.slice(0, 8).find((cell) => typeof cell === 'string' && TOTAL.test(cell.trim()));
    if (typeof total === 'string') {
      totals.push({ row, of: SUBTOTAL.test(total.trim()) ? sinceSubtotal : [...data] });
      sinceSubtotal = [];
    } else if (!FOOTER.test(text) && layout.columns.some((placed) => !isBlank(cells[placed.index] ?? null))) {
      data.push(row);
      sinceSubtotal.push(row);
    }
  }
  return { data, totals };
}

const isBlank = (cell: Cell): boolean => cell === null || (typeof cell === 'string' && cell.trim() === '');

/** Rule F09: a total row is skipped, but a clerk whose sums differ from the detail has changed one without the other. */
export function checkTotals(sheet: Sheet, layout: Layout, body: Body): Finding[] {
  const findings: Finding[] = [];
  const summed = layout.columns.filter(
    ({ column }) => (column.type.kind === 'int' || column.type.kind === 'money') && !PER_HEAD.has(column.field),
  );
  for (const { row, of } of body.totals) {
    for (const placed of summed) {
      const read = (at: number): number | null => {
        const value = readCell(placed.column, sheet.rows[at]?.[placed.index] ?? null, {
          fenPerUnit: placed.fenPerUnit,
          date1904: false,
          inverted: false,
        });
        return typeof value === 'number' ? value : null;
      };
      const stated = read(row);
      if (stated === null) continue;
      const sum = of.reduce((total, at) => total + (read(at) ?? 0), 0);
      if (sum === stated) continue;
      const show = (value: number): string => (placed.column.type.kind === 'money' ? yuan(value) : String(value));
      findings.push({
        rule: 'F09',
        severity: 'warning',
        sheet: sheet.name,
        row: row + 1,
        index: placed.index,
        column: placed.column.header,
        header: placed.header,
        value: show(stated),
        params: { a: show(stated), b: show(sum) },
      });
    }
  }
  return findings;
}

/** Averages; a total row leaves them blank or averages them. */
const PER_HEAD: ReadonlySet<string> = new Set(['pc_net_income', 'base_pc_net_income', 'year']);
