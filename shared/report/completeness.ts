import { REGISTER } from '../divisions/register.ts';
import { counts, type Submission } from '../records/submission.ts';

/** Who has reported households for the period. A township counts as received when any accepted row of it is on file. */
export type Completeness = {
  readonly due: number;
  readonly received: number;
  readonly onTime: number;
  readonly late: number;
  readonly missing: readonly { readonly code: string; readonly name: string; readonly unit: string }[];
};

export type Reporting = 'on time' | 'late' | 'missing';

/** On time when the first submission with accepted rows of the township was, or when the township said that it has nothing to report. */
export function reportingOf(township: string, submissions: readonly Submission[], nil: ReadonlySet<string>): Reporting {
  if (nil.has(township)) return 'on time';
  const first = submissions.find((submission) => counts(submission) && (submission.partitions['household']?.[township] ?? 0) > 0);
  return first ? (first.late ? 'late' : 'on time') : 'missing';
}

export function completenessOf(submissions: readonly Submission[], nil: ReadonlySet<string>): Completeness {
  const states = REGISTER.due.map((township) => ({ township, state: reportingOf(township.code, submissions, nil) }));
  const count = (state: Reporting): number => states.filter((one) => one.state === state).length;
  return {
    due: states.length,
    received: states.length - count('missing'),
    onTime: count('on time'),
    late: count('late'),
    missing: states
      .filter((one) => one.state === 'missing')
      .map(({ township: { code, name, unit } }) => ({ code, name, unit: REGISTER.nameOf(unit) ?? unit })),
  };
}
