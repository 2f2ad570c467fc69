import type { Register } from '../city/register.ts';
import { measure, type Tally } from '../fold/tally.ts';
import type { NilReturns } from '../ledger/decisions.ts';
import { counts, type Submission } from '../ledger/submission.ts';

/** A township that is missing from the figures, and its weight. */
export type AbsentTownship = {
  readonly code: string;
  readonly name: string;
  readonly unit: string;
  /**
   * The weight: members of its households that were on file last quarter. Null where there were none, and always in the
   * public edition.
   */
  readonly registeredPersons: number | null;
};

/** Who has reported households for the period. A township counts as received when any accepted row of it is on file. */
export type Completeness = {
  readonly due: number;
  readonly received: number;
  readonly onTime: number;
  readonly late: number;
  /** Those that have not reported. */
  readonly missing: readonly AbsentTownship[];
  /**
   * Townships that the system could not count, whether they have reported or not. No figure holds a row of theirs, from
   * any quarter.
   */
  readonly notCounted: readonly AbsentTownship[];
};

export type Reporting = 'on time' | 'late' | 'missing';

/**
 * How each township has reported. Its first submission with accepted rows says whether it was on time; without one, its
 * nil return does.
 */
export function reportings(submissions: readonly Submission[], nil: NilReturns): (township: string) => Reporting {
  const first = new Map<string, Submission>();
  for (const submission of submissions)
    if (counts(submission))
      for (const [township, rows] of Object.entries(submission.partitions['household'] ?? {}))
        if (rows > 0 && !first.has(township)) first.set(township, submission);
  return (township) => {
    const said = first.get(township) ?? nil.get(township);
    return said ? (said.late ? 'late' : 'on time') : 'missing';
  };
}

/** How one township has reported. */
export const reportingOf = (township: string, submissions: readonly Submission[], nil: NilReturns): Reporting =>
  reportings(submissions, nil)(township);

/** Who has reported, from the ledger alone or with what a fold found out. */
export type ReportingFacts = {
  readonly register: Register;
  readonly submissions: readonly Submission[];
  readonly nilReturns: NilReturns;
  /** By township, where they have been folded: a tally knows how many persons were on file last quarter. */
  readonly tallies?: ReadonlyMap<string, Tally>;
  /** Townships that could not be folded, with that number where it is known. */
  readonly notCounted?: ReadonlyMap<string, number | null>;
};

export function completenessOf({
  register,
  submissions,
  nilReturns,
  tallies = new Map(),
  notCounted = new Map(),
}: ReportingFacts): Completeness {
  const absent = (code: string): AbsentTownship => {
    const township = register.township(code);
    return {
      code,
      name: township?.name ?? code,
      unit: township ? register.unitLabel(township.unit) : '',
      registeredPersons: notCounted.get(code) ?? (measure(tallies.get(code), 'move.onFileBefore.persons') || null),
    };
  };
  const stateOf = reportings(submissions, nilReturns);
  const states = register.due.map((township) => ({ township, state: stateOf(township.code) }));
  const count = (state: Reporting): number => states.filter((one) => one.state === state).length;
  return {
    due: states.length,
    received: states.length - count('missing'),
    onTime: count('on time'),
    late: count('late'),
    missing: states.filter((one) => one.state === 'missing').map(({ township }) => absent(township.code)),
    notCounted: [...notCounted.keys()].sort().map(absent),
  };
}
