/** A county's file may have more findings than a call may have arguments. */
import { describe, expect, it } from 'vitest';
import { check, csvOf, rowOf } from '../golden/rules/case.ts';
import { countFindings } from '../../shared/receipt/receipt.ts';
import { tableOf } from '../../shared/schema/tables.ts';

const FLAGS_AND_AMOUNTS = tableOf('household').columns.filter(
  ({ type, required }) => required && (type.kind === 'flag' || type.kind === 'money'),
);
const ENOUGH = 150_000;

describe('a file with 150,000 findings', () => {
  const unreadable = Object.fromEntries(FLAGS_AND_AMOUNTS.map(({ field }) => [field, '不详']));
  const rows = Math.ceil(ENOUGH / FLAGS_AND_AMOUNTS.length);
  const household = (number: number) =>
    rowOf('household', { ...unreadable, household_no: `37152510${String(number).padStart(8, '0')}` });
  const checked = check(
    csvOf(
      'household',
      Array.from({ length: rows }, (_, at) => household(at)),
    ),
    {
      division: '371525',
    },
  );

  it('is judged whole, and of its findings those are kept that a receipt can show', () => {
    expect(checked).toMatchObject({ status: 'rejected', rows, rejected: rows });
    const kept = checked.findings.filter(({ value }) => value === '不详').length;
    expect(kept).toBeLessThan(ENOUGH / 10);
    expect(countFindings(checked, 'error')).toBeGreaterThanOrEqual(ENOUGH);
  });
});
