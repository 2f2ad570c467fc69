import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CITY_PACK } from '../../cities/pack.ts';
import { fileFinding } from '../../shared/check/findings.ts';
import { FINDINGS_PER_RULE, FindingLog, joinFindings, type KeptFindings } from '../../shared/check/finding-log.ts';
import { countByRule, receiptOf } from '../../shared/receipt/receipt.ts';
import type { Finding } from '../../shared/rules/finding.ts';
import { NO_CHANGES } from '../../shared/rows/merge.ts';
import { check, csvOf, rowOf, sealed, TOWNSHIP, type Written } from '../golden/rules/case.ts';

const findingAt = (rule: Finding['rule'], row: number): Finding => ({ ...fileFinding(rule, '表'), row });
const logOf = (findings: readonly Finding[]): KeptFindings => {
  const log = new FindingLog();
  for (const finding of findings) log.add(finding);
  return log.kept;
};
const rows = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => at + 1);

describe('findings as they are made', () => {
  it('are kept while there are few of a rule', () => {
    const few = rows(FINDINGS_PER_RULE).map((row) => findingAt('I06', row));
    expect(logOf(few)).toEqual({ findings: few, unkept: [] });
  });

  it('are counted all the same where there are many', () => {
    const kept = logOf(rows(FINDINGS_PER_RULE + 234).map((row) => findingAt('I06', row)));
    expect(kept.findings).toHaveLength(FINDINGS_PER_RULE);
    expect(kept.unkept).toEqual([{ rule: 'I06', severity: 'warning', count: 234 }]);
    expect(countByRule(kept, 'warning')).toEqual({ I06: FINDINGS_PER_RULE + 234 });
  });

  it('keep one error of each row, so that every rejected row can say why', () => {
    const many = rows(3 * FINDINGS_PER_RULE).flatMap((row) => [findingAt('N01', row), findingAt('N03', row)]);
    const { findings } = logOf(many);
    expect(new Set(findings.map(({ row }) => row)).size).toBe(3 * FINDINGS_PER_RULE);
    expect(findings).toHaveLength(4 * FINDINGS_PER_RULE);
  });

  it('are counted exactly whatever is joined in whatever parts', () => {
    const rule = fc.constantFrom<Finding['rule']>('N01', 'I06', 'N05');
    const part = fc.array(fc.tuple(rule, fc.integer({ min: 1, max: 900 })), { maxLength: 4 });
    fc.assert(
      fc.property(fc.array(part, { maxLength: 4 }), (parts) => {
        const findings = parts.map((runs) =>
          runs.flatMap(([code, count]) => rows(count).map((row) => findingAt(code, row))),
        );
        const joined = joinFindings(...findings.map(logOf));
        const whole = { findings: findings.flat(), unkept: [] };
        for (const severity of ['error', 'warning'] as const)
          expect(countByRule(joined, severity)).toEqual(countByRule(whole, severity));
      }),
      { numRuns: 25 },
    );
  });
});

describe('a sheet full of bad cells', () => {
  const BAD: Written = {
    household_size: '三口',
    labour_count: '两个',
    exit_status: '不详',
    wage_income: '约三千',
    business_income: '无',
    edu_ok: '不清楚',
    med_ok: '不清楚',
    phone: '无',
  };
  const COUNT = 3_000;
  const file = check(
    csvOf(
      'household',
      rows(COUNT).map((number) =>
        rowOf('household', {
          ...BAD,
          household_no: `371525108000${1000 + number}`,
          head_id_no: sealed(`3715991960010${1000 + number}`),
        }),
      ),
    ),
  );

  it('keeps few of its findings, and rejects every row', () => {
    expect(file).toMatchObject({ status: 'rejected', rows: COUNT, rejected: COUNT });
    const rules = new Set(file.findings.map(({ rule }) => rule)).size;
    expect(file.findings.length).toBeLessThanOrEqual(COUNT + rules * FINDINGS_PER_RULE);
    expect(file.unkept.length).toBeGreaterThan(0);
  });

  it('is counted exactly in its receipt', () => {
    const received = {
      key: `${TOWNSHIP}/2016Q2/表.csv`,
      versionId: 'v1',
      acceptedAt: '2016-07-10T01:00:00Z',
      sha256: '',
      bytes: 1,
    };
    const receipt = receiptOf(received, file, { pack: CITY_PACK, changes: NO_CHANGES });
    const counts = Object.fromEntries(receipt.byRule.map(({ rule, count }) => [rule, count]));
    expect(counts).toMatchObject({ N01: COUNT, N03: COUNT, N05: 2 * COUNT, X07: COUNT, X12: 2 * COUNT, I16: COUNT });
    expect(receipt.summary.warnings).toBe(counts['I16']);
    expect(receipt.findings.filter(({ rule }) => rule === 'N05')).toHaveLength(FINDINGS_PER_RULE);
  });

  it('forgives rows that only remove their household before it counts', () => {
    const deleted = check(
      csvOf(
        'household',
        rows(FINDINGS_PER_RULE + 5).map((number) =>
          rowOf('household', {
            ...BAD,
            household_no: `371525108000${1000 + number}`,
            remark: '删除',
            head_id_no: null,
          }),
        ),
      ),
    );
    expect(deleted).toMatchObject({ rejected: 0, findings: [], unkept: [] });
  });
});
