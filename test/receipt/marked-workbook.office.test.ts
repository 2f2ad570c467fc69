import { expect, test } from 'vitest';
import { FAILING_SHEET } from '../../shared/check/our-marks.ts';
import { hasProgram, savedBy } from '../office-programs.ts';
import { check, columnOf, corrected, FAULTY_FILE, FAULTY_ROWS, mark, open, sheetNamed } from './fixture.ts';

test.skipIf(!hasProgram('soffice'))(
  'a marked workbook saved by LibreOffice gets the same findings, and a correction in the wrong sheet is found',
  async () => {
    const saved = await savedBy('soffice', mark(FAULTY_FILE).bytes, 'xlsx');
    expect(sheetNamed(open(saved), FAILING_SHEET).rows).toHaveLength(5);
    expect(check(saved).findings).toEqual(check(FAULTY_FILE).findings);
    // Our links are the first column of the sheet.
    const elsewhere = [{ row: 3, column: columnOf(FAULTY_ROWS, 'household_size') + 1, value: 3 }];
    const again = check(corrected(open(saved), FAILING_SHEET, elsewhere));
    expect(again.findings.filter(({ rule }) => rule === 'F17')).toHaveLength(1);
  },
);
