import { hasKnownHeader } from '../parse/header.ts';
import type { Finding } from '../rules/finding.ts';
import type { ReadLimits, Workbook } from '../sheet/grid.ts';
import { readWorkbook } from '../sheet/read.ts';
import { fileFindings } from './findings.ts';
import { misplacedCorrections, type Misplaced } from './misplaced-corrections.ts';
import { withoutMarks } from './our-marks.ts';

export type OpenedFile = {
  /**
   * As the clerk made it: sheets and columns of an earlier receipt left out. Null where it cannot be read, and the
   * findings say why.
   */
  readonly workbook: Workbook | null;
  /** What the clerk corrected in sheets of an earlier receipt. */
  readonly corrections: readonly Misplaced[];
  readonly findings: readonly Finding[];
};

/** Stage 1: bytes to a workbook, or to the reason why they are none. */
export function openFile(bytes: Uint8Array, limits: ReadLimits): OpenedFile {
  const opened = readWorkbook(bytes, limits, { looksRight: hasKnownHeader });
  return 'refused' in opened
    ? { workbook: null, corrections: [], findings: fileFindings({ when: 'refused', refusal: opened }) }
    : { workbook: withoutMarks(opened), corrections: misplacedCorrections(opened), findings: [] };
}
