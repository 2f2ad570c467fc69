import { expect, test, vi } from 'vitest';
import { householdCsv } from '../../bench/household-csv.ts';
import { CITY_PACK } from '../../cities/pack.ts';
import { checkFile } from '../../shared/check/check-file.ts';
import { TextCells } from '../../shared/sheet/text-cells.ts';

const ROWS = 3_000;
/** Those above the table, and a sample by which a wrong encoding is found. */
const LOOKED_AT = 500;

test.each([0, 20])('of a text file with %i wrong cells in a thousand few rows are made', (wrongPerThousand) => {
  const bytes = Buffer.from(householdCsv({ rows: ROWS, wrongPerThousand }));
  const made = vi.spyOn(TextCells.prototype, 'rowAt');
  const slot = { ...CITY_PACK.at('2016Q2'), division: '3715', fileName: '表.csv', receivedOn: '2016-07-15' };
  const { read, rows } = checkFile(bytes, slot);
  expect(rows).toBeGreaterThan(ROWS * 0.99);
  expect(made.mock.calls.length).toBeLessThan(LOOKED_AT);
  // Whoever wants them gets them.
  expect(read?.workbook.sheets[0]?.rows).toHaveLength(ROWS + 1);
});
