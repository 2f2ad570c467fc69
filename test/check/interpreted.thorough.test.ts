import { describe, expect, test } from 'vitest';
import { householdCsv } from '../../bench/household-csv.ts';
import { HOUSEHOLD_COLUMNS } from '../../shared/schema/household.ts';
import { goldenFiles } from '../golden/files/golden-file.ts';
import { caseFile } from '../golden/rules/case.ts';
import { CASES } from '../golden/rules/cases.ts';
import { expectAsInterpreted, expectGoldenAsInterpreted } from './oracle.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('the checker of columns says what the interpreted checker says', () => {
  // interpreted.campaign.test.ts compares all of them.
  test.each(goldenFiles().filter((_, at) => at % 10 === 0))('of the file %s', expectGoldenAsInterpreted);

  test('of every case of a rule, wrong and sound', () => {
    for (const golden of CASES)
      for (const written of [golden.wrong, ...(golden.sound ?? [])]) {
        const { text, slot } = caseFile(golden, written);
        expectAsInterpreted(utf8(text), slot);
      }
  });

  test.each([0, 2, 20, 100, 400])('of generated rows in which %i of a thousand cells are wrong', (wrongPerThousand) => {
    const text = householdCsv({ rows: 1_200, wrongPerThousand, columns: HOUSEHOLD_COLUMNS });
    const checked = expectAsInterpreted(utf8(text), { division: '3715', receivedOn: '2016-07-15' });
    expect(checked.findings.length > 0).toBe(wrongPerThousand > 0);
  });
});
