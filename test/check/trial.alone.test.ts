import { CITY_PACK } from '../../cities/pack.ts';
import { describe, expect, it, vi } from 'vitest';
import type { Rule } from '../../shared/rules/rule.ts';

/**
 * The catalogue as it would be with one more word in each of these rules' literals: an error, a warning, a comparison
 * between rows.
 */
const ON_TRIAL: ReadonlySet<string> = new Set(['N16', 'N10', 'I03', 'N01']);
const onTrial = <R extends readonly Rule[]>(rules: R): R =>
  rules.map((rule) => (ON_TRIAL.has(rule.code) ? { ...rule, trial: true } : rule)) as unknown as R;
vi.mock(import('../../shared/rules/income-rules.ts'), async (original) => {
  const module = await original();
  return { ...module, INCOME_RULES: onTrial(module.INCOME_RULES) };
});
vi.mock(import('../../shared/rules/identity-rules.ts'), async (original) => ({
  IDENTITY_RULES: onTrial((await original()).IDENTITY_RULES),
}));

const { check, csvOf, rowOf, sealed, TOWNSHIP, PERIOD, told } = await import('../golden/rules/case.ts');
const { ruleBook } = await import('../../shared/publication/rule-book.ts');
const { receiptOf, countByRule } = await import('../../shared/receipt/receipt.ts');
const { receiptText } = await import('../../shared/receipt/receipt-text.ts');
const { receiptPage } = await import('../../shared/receipt/receipt-page.ts');
const { markedWorkbook } = await import('../../shared/receipt/marked-workbook.ts');
const { readWorkbook } = await import('../../shared/sheet/read.ts');
const { limitsFor } = await import('../../shared/check/file-limits.ts');
const { NO_CHANGES } = await import('../../shared/rows/merge.ts');

const sound = rowOf('household');
const other = rowOf('household', { household_no: '3715251080000099', head_id_no: sealed('37159919610101001') });
/** 低保贫困户 with both allowances (N16), income without cost (N10). */
const both = { ...sound, household_type: '低保贫困户', dibao_income: '100', wubao_income: '0' };
const doubled = { ...both, wubao_income: '100', pension_income: '0' };

function receiptFor(checked: ReturnType<typeof check>) {
  const received = {
    key: `${TOWNSHIP}/${PERIOD}/表.csv`,
    versionId: 'v1',
    acceptedAt: '2016-07-10T01:00:00Z',
    sha256: '',
    bytes: 1,
  };
  return receiptOf(received, checked, { pack: CITY_PACK, changes: NO_CHANGES });
}

describe('a rule on trial', () => {
  it('blocks no row and leaves the status as it is, though it be an error', () => {
    const checked = check(csvOf('household', [doubled, other]));
    expect(checked).toMatchObject({ status: 'accepted', rows: 2, accepted: 2, rejected: 0 });
    expect(checked.tables[0]?.accepted.map(({ key }) => key)).toEqual([sound['household_no'], other['household_no']]);
    expect(checked.findings.map(({ rule, severity }) => [rule, severity])).toEqual([['N16', 'trial']]);
  });

  it('comparing rows blocks none either', () => {
    const checked = check(csvOf('household', [sound, { ...other, household_no: sound['household_no'] ?? '' }]));
    expect(checked.findings.map(({ rule, severity }) => [rule, severity])).toEqual([
      ['I03', 'trial'],
      ['I03', 'trial'],
    ]);
    expect(checked).toMatchObject({ status: 'accepted', accepted: 2 });
  });

  it('does not let a cell pass that cannot be read: there is no value to count', () => {
    const checked = check(csvOf('household', [{ ...sound, household_size: '三口' }, other]));
    expect(checked).toMatchObject({ status: 'partly_accepted', accepted: 1 });
    expect(checked.findings).toMatchObject([{ rule: 'N01', severity: 'error' }]);
  });

  it('is counted apart: neither an error nor a warning', () => {
    const checked = check(csvOf('household', [doubled, other]));
    expect(told(checked).summary).toEqual({ rows: 2, accepted: 2, rejected: 0, warnings: 0 });
    expect(receiptFor(checked)).toMatchObject({ trials: 1, byRule: [{ rule: 'N16', severity: 'trial', count: 1 }] });
    expect(countByRule(checked, 'error')).toEqual({});
    expect(countByRule(checked, 'trial')).toEqual({ N16: 1 });
  });

  it('beside an error does not save the row', () => {
    const checked = check(csvOf('household', [{ ...doubled, labour_count: '4' }, other]));
    expect(checked).toMatchObject({ status: 'partly_accepted', accepted: 1, rejected: 1 });
    expect(told(checked).findings.map(({ severity }) => severity)).toEqual(['error', 'trial']);
  });

  it('is shown as 试行 in every part of the receipt, and the file is still called good', () => {
    const checked = check(csvOf('household', [doubled, other]));
    const receipt = receiptFor(checked);
    const text = receiptText(receipt);
    expect(text.match(/没有发现问题/g)).toHaveLength(1);
    expect(text).toContain('✓ 结果：');
    expect(text).toContain('【试行】');
    expect(text).not.toMatch(/须改正（|请核对（/);
    const page = receiptPage(receipt, checked.findings);
    expect(page).toContain('<b class="trial">试行</b>');
    expect(page).toContain('没有发现问题');
    const workbook = readWorkbook(markedWorkbook(receipt, checked), limitsFor(TOWNSHIP));
    if ('refused' in workbook) throw new Error(workbook.detail.en);
    const list = workbook.sheets[0]?.rows ?? [];
    expect(list.flat()).toContain('试行');
    expect(JSON.stringify(list)).toContain('须改正 0 处，请核对 0 处');
  });

  it('is marked in the rule book, with the severity that it is tried for', () => {
    const lines = ruleBook().split('\n');
    expect(lines.find((line) => line.startsWith('| N16 '))).toContain('| 试行（须改正） |');
    expect(lines.find((line) => line.startsWith('| N10 '))).toContain('| 试行（请核对） |');
    expect(lines.find((line) => line.startsWith('| N11 '))).toContain('| 请核对 |');
  });
});
