import { expect, test } from 'vitest';
import { householdCsv } from '../../bench/household-csv.ts';
import { HOUSEHOLD_COLUMNS } from '../../shared/schema/household.ts';
import { goldenFiles } from '../golden/files/golden-file.ts';
import { expectAsInterpreted, expectGoldenAsInterpreted } from './oracle.ts';

test('the checker of columns says of 30,000 dirty rows what the interpreted checker says', () => {
  const text = householdCsv({ rows: 30_000, wrongPerThousand: 20, columns: HOUSEHOLD_COLUMNS });
  const { rows } = expectAsInterpreted(new TextEncoder().encode(text), { division: '3715', receivedOn: '2016-07-15' });
  // A row in which household, name and identity number are wrong at once is none.
  expect(rows).toBeGreaterThan(29_900);
});

test.each(goldenFiles())('and of the file %s', expectGoldenAsInterpreted);
