/**
 * Corrections that a clerk made in the sheet 需改正的户, which is not read.
 *
 * Reading them would be a guess: the same row stands in the clerk's own sheet, perhaps corrected there as well, perhaps
 * moved by a sort. So they are never read; but they must not be lost in silence either (rule F17). Each row of that
 * sheet carries a fingerprint of the values that the system put there, in a column of no width: a row that no longer
 * fits its fingerprint was changed by the clerk. If the clerk's own sheet has the same values by now, nothing is lost
 * and nothing is said.
 */
import type { Cell, Sheet, Workbook } from '../sheet/grid.ts';
import { FAILING_SHEET, isOurs } from './our-marks.ts';

export type Misplaced = {
  /** The clerk's own sheet. */ readonly sheet: string;
  /** 1-based rows of it. */ readonly rows: readonly number[];
};

/** What the cell after a row's problems holds: the row and the sheet that it came from, and what its values were. */
export const fingerprintOf = (cells: readonly Cell[], row: number, sheet: string): string =>
  `${row}:${hashOf(cells)}:${sheet}`;
const FINGERPRINT = /^(\d+):([0-9a-f]{8}):(.*)/s;

/**
 * Rows of the clerk's sheets whose corrections stand where they are not read.
 * @param workbook as it was sent, our sheets included
 */
export function misplacedCorrections(workbook: Workbook): Misplaced[] {
  const found = new Map<string, Set<number>>();
  for (const sheet of workbook.sheets) {
    if (!sheet.name.startsWith(FAILING_SHEET) || !isOurs(sheet)) continue;
    for (const cells of sheet.rows) {
      const at = cells.findLastIndex((cell) => typeof cell === 'string' && FINGERPRINT.test(cell));
      const mark = cells[at];
      const [, row = '', hash, name = ''] = (typeof mark === 'string' ? FINGERPRINT.exec(mark) : null) ?? [];
      // Between the link to the row and the text that tells its problems.
      const values = cells.slice(1, Math.max(1, at - 1));
      if (hash === undefined || hash === hashOf(values)) continue;
      const own = workbook.sheets.find((one) => one.name === name && !isOurs(one));
      if (hashOf(rowOf(own, Number(row), values.length)) === hashOf(values)) continue;
      found.set(name, (found.get(name) ?? new Set()).add(Number(row)));
    }
  }
  return [...found].map(([sheet, rows]) => ({ sheet, rows: [...rows].toSorted((a, b) => a - b) }));
}

const rowOf = (sheet: Sheet | undefined, row: number, width: number): readonly Cell[] =>
  (sheet?.rows[row - 1] ?? []).slice(0, width);

/**
 * FNV-1a over the values; what a spreadsheet program changes by saving (line ends, trailing empty cells) does not
 * count.
 */
function hashOf(cells: readonly Cell[]): string {
  let hash = 0x811c9dc5;
  const put = (code: number): void => void (hash = Math.imul(hash ^ code, 0x01000193) >>> 0);
  for (const text of cells.slice(0, cells.findLastIndex((cell) => cell !== null) + 1).map(canonical)) {
    for (let at = 0; at < text.length; at++) {
      // Control characters do not survive in a workbook, and programs differ in what they make of blanks.
      if (text.charCodeAt(at) > 0x20) put(text.charCodeAt(at));
    }
    put(0);
  }
  return hash.toString(16).padStart(8, '0');
}

function canonical(cell: Cell): string {
  if (cell === null) return '';
  return typeof cell === 'object' ? '#' : String(cell).toWellFormed();
}
