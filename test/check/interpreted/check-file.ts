import type { RowLayouts } from '../../../shared/rows/layouts.ts';
import type { ReadLimits } from '../../../shared/sheet/grid.ts';
import { checkLayouts } from '../../../shared/check/check-layouts.ts';
import { rejectedFile, type CheckedFile, type Slot } from '../../../shared/check/checked-file.ts';
import { concludeFile } from './conclude-file.ts';
import { judgeTables } from './judge-tables.ts';
import { locateTables } from '../../../shared/check/locate-tables.ts';
import { sheetFates } from '../../../shared/check/sheet-fates.ts';
import type { OpenedFile } from '../../../shared/check/open-file.ts';

/**
 * The oracle of shared/check: the same stages, but every row becomes a dictionary, every cell goes through the reader
 * of whatever a clerk may write, every rule is asked row by row, and every finding is made. Slow and obvious.
 * @param layouts in the newest of which the rows are kept
 */
export function checkInterpreted(opened: OpenedFile, slot: Slot, limits: ReadLimits, layouts: RowLayouts): CheckedFile {
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
