/**
 * Values that a file holds and its sheet does not show: kept so that they can be told, never read.
 */
import type { Cell, Merge, Sheet, UnseenCell, UnseenCells } from './grid.ts';

/** Whoever has more of them is told how many. */
const MOST_KEPT = 10_000;

/** Collects such values in the order in which they come. */
export class UnseenList {
  private readonly cells: UnseenCell[];
  private count: number;

  constructor(former?: UnseenCells) {
    this.cells = [...(former?.cells ?? [])];
    this.count = former?.count ?? 0;
  }

  /** Notes a value that is not in the rows. */
  add(row: number, column: number, cell: Cell): void {
    this.count++;
    if (this.cells.length < MOST_KEPT) this.cells.push({ row, column, cell });
  }

  /** What was collected; undefined when nothing was. */
  all(): UnseenCells | undefined {
    return this.count === 0 ? undefined : { count: this.count, cells: this.cells };
  }
}

/**
 * A sheet without the values that its merges cover. Excel and WPS drop them when they merge; programs, the format brush
 * and files put together otherwise leave them in, where no one sees them.
 */
export function withoutCovered(sheet: Sheet): Sheet {
  const covered = new UnseenList(sheet.covered);
  const rows = [...sheet.rows];
  /** Copies of the rows that lose something. */
  const changed = new Map<number, Cell[]>();
  for (const { top, left, bottom, right } of disjoint(sheet.merges)) {
    for (let row = top; row <= Math.min(bottom, rows.length - 1); row++) {
      for (let column = row === top ? left + 1 : left; column <= Math.min(right, rows[row]!.length - 1); column++) {
        const cell = rows[row]![column] ?? null;
        if (cell === null) continue;
        covered.add(row, column, cell);
        const copy = changed.get(row) ?? [...rows[row]!];
        copy[column] = null;
        changed.set(row, copy);
        rows[row] = copy;
      }
    }
  }
  const all = covered.all();
  if (changed.size === 0 || all === undefined) return sheet;
  for (const cells of changed.values()) while (cells.length > 0 && cells.at(-1) === null) cells.pop();
  while (rows.length > 0 && rows.at(-1)!.length === 0) rows.pop();
  return { ...sheet, rows, covered: all };
}

/**
 * The merges that overlap no other before them, from the top. Overlapping ones are no merges that a program would show,
 * and following all of them would take as long as a hostile file likes.
 */
function disjoint(merges: readonly Merge[]): Merge[] {
  /** By column: the last row that is taken. */
  const takenTo: number[] = [];
  const kept: Merge[] = [];
  for (const merge of [...merges].sort((a, b) => a.top - b.top || a.left - b.left)) {
    let free = true;
    for (let column = merge.left; column <= merge.right && free; column++) free = (takenTo[column] ?? -1) < merge.top;
    if (!free) continue;
    for (let column = merge.left; column <= merge.right; column++) takenTo[column] = merge.bottom;
    kept.push(merge);
  }
  return kept;
}
