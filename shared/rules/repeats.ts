import type { NumberedRow, Params } from './rule.ts';

/**
 * The rows whose key another row has too; with `other`, only those where the other row differs in it.
 * Each finding names the first two rows of its group.
 */
export function repeats<R>(
  rows: readonly NumberedRow<R>[],
  key: (row: R) => string,
  other?: (row: R) => string,
): ReadonlyMap<number, Params> {
  const first = new Map<string, number>();
  const found = new Map<number, Params>();
  rows.forEach(({ row, number }, index) => {
    const earlier = first.get(key(row));
    if (earlier === undefined) {
      first.set(key(row), index);
      return;
    }
    const one = rows[earlier];
    if (!one || (other && other(one.row) === other(row))) return;
    if (!found.has(earlier)) found.set(earlier, { row1: one.number, row2: number, town1: '', town2: '' });
    found.set(index, { row1: one.number, row2: number, town1: '', town2: '' });
  });
  return found;
}
