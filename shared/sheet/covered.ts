/**
 * Values under merged cells. A sheet shows the first cell of a merge alone; the format brush leaves what the others
 * held where it was, and nobody sees it.
 */
import type { Cell, Merge, Sheet } from './grid.ts';
import { tooLarge } from './refusal.ts';
import { withinUsedArea } from './used-area.ts';

const MOST_COVERED = 500_000;

type CoveredCell = { readonly row: number; readonly column: number };

/**
 * A sheet without the values that its merges cover, and with their places. Where merges overlap, which no sheet shows,
 * some may be left.
 * @throws Refused F11 when more is covered than could be told
 */
export function withoutCovered(sheet: Sheet): Sheet {
  const rows = [...sheet.rows];
  const covered: CoveredCell[] = [];
  for (const [row, columns] of coveredPlaces(rows, sheet.merges)) {
    const kept = [...(rows[row] ?? [])];
    for (const column of columns) {
      kept[column] = null;
      covered.push({ row, column });
    }
    while (kept.length > 0 && kept.at(-1) === null) kept.pop();
    rows[row] = kept;
  }
  if (covered.length === 0) return sheet;
  while (rows.length > 0 && rows.at(-1)?.length === 0) rows.pop();
  const merges = withinUsedArea(sheet.merges, rows.length, widthOf(sheet.rows));
  const hiddenRows = new Set([...sheet.hiddenRows].filter((row) => row < rows.length));
  return { ...sheet, rows, merges, hiddenRows, covered };
}

function widthOf(rows: readonly (readonly Cell[])[]): number {
  return rows.reduce((most, row) => Math.max(most, row.length), 0);
}

/** By row, the columns of the cells that hold something under a merge. */
function coveredPlaces(rows: readonly (readonly Cell[])[], merges: readonly Merge[]): Map<number, Set<number>> {
  const places = new Map<number, Set<number>>();
  // Merges that do not overlap have no more rows and cells together than the sheet has places.
  let steps = 2 * rows.length * widthOf(rows);
  let count = 0;
  for (const merge of merges) {
    for (let row = merge.top; row <= merge.bottom && row < rows.length && steps > 0; row++) {
      const cells = rows[row] ?? [];
      const columns = places.get(row) ?? new Set();
      const before = columns.size;
      steps--;
      for (let column = merge.left; column <= merge.right && column < cells.length; column++) {
        steps--;
        if ((row !== merge.top || column !== merge.left) && cells[column] !== null) columns.add(column);
      }
      if (columns.size > before) places.set(row, columns);
      count += columns.size - before;
      if (count > MOST_COVERED) throw tooMany();
    }
  }
  return places;
}

function tooMany(): Error {
  return tooLarge(
    `合并单元格下面藏有 ${MOST_COVERED} 个以上看不见的值。请取消合并，删去多余的值后重新上报。`,
    `More than ${MOST_COVERED} values that nobody sees lie under merged cells. Unmerge them, delete what is not meant and send the file again.`,
  );
}
