/** Codes are checked by the compiler: `npm run types` fails where one of these types is another. */
import { expectTypeOf, test } from 'vitest';
import type { fileFinding } from '../../shared/check/findings.ts';
import type { RepairRule } from '../../shared/parse/repair.ts';
import type { Receipt } from '../../shared/receipt/receipt.ts';
import type { RuleCode } from '../../shared/rules/catalogue.ts';
import type { Finding, ShownFinding } from '../../shared/rules/finding.ts';
import type { FINANCE_COLUMNS } from '../../shared/schema/finance.ts';
import type { HOUSEHOLD_COLUMNS } from '../../shared/schema/household.ts';
import type { PROJECT_COLUMNS } from '../../shared/schema/project.ts';
import type { TARGET_COLUMNS } from '../../shared/schema/target.ts';
import type { RefusalCode } from '../../shared/sheet/grid.ts';

test('a code that is no rule’s is none of a file', () => {
  expectTypeOf<'N01'>().toExtend<RuleCode>();
  expectTypeOf<'N99'>().not.toExtend<RuleCode>();
  expectTypeOf<string>().not.toExtend<RuleCode>();
  // Rules about a summary, and about two files, judge no file.
  expectTypeOf<'T01'>().not.toExtend<RuleCode>();
  expectTypeOf<'I04'>().not.toExtend<RuleCode>();
});

test('findings and receipts have no other codes', () => {
  expectTypeOf<Finding['rule']>().toEqualTypeOf<RuleCode>();
  expectTypeOf<ShownFinding['rule']>().toEqualTypeOf<RuleCode>();
  expectTypeOf<Receipt['byRule'][number]['rule']>().toEqualTypeOf<RuleCode>();
  expectTypeOf<Parameters<typeof fileFinding>[0]>().toEqualTypeOf<RuleCode>();
});

test('what columns, refusals and repairs say are codes of rules', () => {
  type Columns = typeof HOUSEHOLD_COLUMNS | typeof PROJECT_COLUMNS | typeof FINANCE_COLUMNS | typeof TARGET_COLUMNS;
  expectTypeOf<Columns[number]['invalid']>().toExtend<RuleCode>();
  expectTypeOf<RefusalCode>().toExtend<RuleCode>();
  expectTypeOf<RepairRule>().toExtend<RuleCode>();
});
