import { ROW_LAYOUTS, type RowLayouts } from '../rows/layouts.ts';
import type { ReadLimits } from '../sheet/grid.ts';
import { checkLayouts } from './check-layouts.ts';
import { rejectedFile, type CheckedFile, type Slot } from './checked-file.ts';
import { concludeFile } from './conclude-file.ts';
import { limitsFor } from './file-limits.ts';
import { judgeTables } from './judge-tables.ts';
import { locateTables } from './locate-tables.ts';
import { sheetFates } from './sheet-fates.ts';
import { openFile, type OpenedFile } from './open-file.ts';

/**
 * Reads and checks one file, whole: the same for the command line and for the cloud. Each stage takes what the one
 * before it made, and returns what it found. Bad data is in the findings; nothing is thrown for it.
 * @param layouts in the newest of which the rows are kept
 */
export function checkFile(
  bytes: Uint8Array,
  slot: Slot,
  limits: ReadLimits = limitsFor(slot.division),
  layouts: RowLayouts = ROW_LAYOUTS,
): CheckedFile {
  return checkOpened(openFile(bytes, limits), slot, limits, layouts);
}

/** Checks a file that is open: all stages but the first. */
export function checkOpened(opened: OpenedFile, slot: Slot, limits: ReadLimits, layouts: RowLayouts): CheckedFile {
  if (opened.workbook === null) return rejectedFile(null, 0, opened.findings);
  const { read, ...located } = locateTables(opened.workbook, opened.corrections, slot);
  const laidOut = checkLayouts(read, slot, limits);
  const before = [...located.findings, ...laidOut.findings];
  const sheets = sheetFates(read, laidOut.sheets, located.facts);
  if (before.some(({ severity }) => severity === 'error'))
    return { ...rejectedFile(read, laidOut.rows, before), sheets };
  const judged = judgeTables(laidOut.sheets, slot);
  if (judged.isRefused)
    return { ...rejectedFile(read, laidOut.rows, [...before, ...judged.findings], judged.unkept), sheets };
  return { ...concludeFile(read, judged, before, { slot, layouts }), sheets };
}
