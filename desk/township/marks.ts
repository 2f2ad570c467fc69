/** Where the problems of a sheet stand. */
import type { Problem } from '../validator/messages.ts';

/** A cell of a sheet; all numbers are zero-based. */
export type Spot = { readonly sheet: number; readonly row: number; readonly column: number };

/** The problems of one sheet, by row and by cell. */
export type Marks = {
  readonly rows: ReadonlySet<number>;
  /** By `row:column`, the worst first. */
  readonly cells: ReadonlyMap<string, readonly Problem[]>;
};

export const cellKey = (row: number, column: number): string => `${row}:${column}`;

export function marksOf(problems: readonly Problem[], sheet: number): Marks {
  const rows = new Set<number>();
  const cells = new Map<string, Problem[]>();
  for (const problem of problems) {
    if (problem.sheet !== sheet || problem.row === null) continue;
    rows.add(problem.row);
    if (problem.column === null) continue;
    const key = cellKey(problem.row, problem.column);
    const there = cells.get(key);
    if (there) there.push(problem);
    else cells.set(key, [problem]);
  }
  return { rows, cells };
}
