/**
 * What a sheet says of rows and columns, cut down to the area that holds something: files claim much more.
 */
import type { Merge } from './grid.ts';
import { tooLarge } from './refusal.ts';

/** What no clerk merges by hand. A merge that is not read would leave in what it covers. */
export const MOST_MERGES = 65_536;

/** Zero-based, inclusive. */
export type ColumnRange = { readonly first: number; readonly last: number };

/** Numbers of the hidden columns within `width`. */
export function hiddenColumns(ranges: readonly ColumnRange[], width: number): Set<number> {
  const hidden = new Set<number>();
  for (const { first, last } of ranges) {
    for (let column = first; column <= last && column < width && hidden.size < width; column++) hidden.add(column);
  }
  return hidden;
}

/**
 * A merge may claim the whole sheet; whoever fills it should not have to. One that is a single cell then is no merge.
 */
export function withinUsedArea(merges: readonly Merge[], height: number, width: number): Merge[] {
  return merges
    .filter(({ top, left, bottom, right }) => top < height && left < width && top <= bottom && left <= right)
    .map(({ top, left, bottom, right }) => ({
      top,
      left,
      bottom: Math.min(bottom, height - 1),
      right: Math.min(right, width - 1),
    }))
    .filter(({ top, left, bottom, right }) => bottom > top || right > left);
}

/** F11: more merges in a sheet than are read. */
export function tooManyMerges(name: string): Error {
  return tooLarge(
    `工作表“${name}”中的合并单元格超过 ${MOST_MERGES} 处，不像正常的表格。请取消合并，或拆分后分别上报。`,
    `Sheet "${name}" has more than ${MOST_MERGES} merged cells. Unmerge them, or split the file.`,
  );
}
