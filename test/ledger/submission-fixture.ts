import type { Submission } from '../../shared/ledger/submission.ts';
import { NO_CHANGES } from '../../shared/rows/merge.ts';

/** A submission of one division for 2016Q2 with some of it written otherwise; what it accepted are its households. */
export function submission(change: Partial<Submission> & { readonly division: string }): Submission {
  const { division, accepted = 0 } = change;
  return {
    submissionId: `v${division}~r1`,
    period: '2016Q2',
    key: `${division}/2016Q2/花名册.xlsx`,
    versionId: `v${division}`,
    acceptedAt: '2016-07-05T02:00:00.000Z',
    sha256: 'ab'.repeat(32),
    bytes: 1_000,
    ruleSet: 'r1',
    codeVersion: 'c1',
    status: 'accepted',
    replacement: false,
    late: false,
    rows: accepted,
    accepted,
    rejected: 0,
    ...NO_CHANGES,
    partitions: { household: { [division]: accepted } },
    kinds: ['household'],
    receiptParts: ['json', 'html', 'txt'],
    errors: {},
    warnings: {},
    trials: {},
    repairs: {},
    ...change,
  };
}
