/** What a sheet that is read holds and was left out of its rows: the clerk is told, row by row (rule F06). */
import type { Located } from '../parse/header.ts';
import type { SheetFacts } from '../rules/facts.ts';
import { isBlankCell, type UnseenCell, type UnseenCells } from '../sheet/grid.ts';
import { spreadPlaces } from './spread-places.ts';

type LeftOut = Extract<SheetFacts, { readonly what: 'struck through' | 'covered values' }>;

/** In the columns of the table and in the lines above it; a column of the clerk's own is none of ours. */
export function leftOutValues(located: Located): LeftOut[] {
  const { sheet, layout } = located;
  const columns = new Set(layout.columns.map(({ index }) => index));
  const isRead = ({ row, column, cell }: UnseenCell): boolean =>
    (row < layout.firstRow || columns.has(column)) && !isBlankCell(cell);
  const rowsOf = (...lists: readonly (readonly UnseenCell[])[]): number[] =>
    [...new Set(lists.flatMap((cells) => cells.filter(isRead).map(({ row }) => row)))].sort((a, b) => a - b);
  const isLeft = (row: number): boolean =>
    (sheet.rows[row] ?? []).some((cell, column) => columns.has(column) && !isBlankCell(cell));
  const { name } = sheet;
  const struck = Map.groupBy(rowsOf(sheet.struck?.cells ?? [], sheet.partlyStruck?.cells ?? []), isLeft);
  const [rows, whole] = [struck.get(true), struck.get(false)].map((some = []) => some.map(numberOf));
  const covered = rowsOf(otherThanPlaces(sheet.covered, located));
  const facts: LeftOut[] = [];
  if (struck.size > 0) facts.push({ what: 'struck through', name, rows: rows ?? [], whole: whole ?? [] });
  if (covered.length > 0) facts.push({ what: 'covered values', name, rows: covered.map(numberOf) });
  return facts;
}

const numberOf = (row: number): number => row + 1;

/** Without the village that a row still holds under the merge that names it: such a row is read with that village. */
function otherThanPlaces(covered: UnseenCells | undefined, { sheet, layout }: Located): readonly UnseenCell[] {
  if (covered === undefined) return [];
  const spread = new Map(layout.columns.map(({ column, index }) => [index, spreadPlaces(sheet, column, index)]));
  return covered.cells.filter(({ row, column, cell }) => spread.get(column)?.get(row) !== cell);
}
