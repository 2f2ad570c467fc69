import type { CityPack } from '../city/city.ts';
import * as z from 'zod';
import type { Period } from '../time/period.ts';
import {
  erasedVersions,
  FOREVER,
  isStillLate,
  nilReturns,
  signedRevisions,
  withdrawnAt,
  type Decision,
} from './decisions.ts';
import type { Duplicate, Move } from './identities.ts';
import { NO_CHANGES } from '../rows/merge.ts';
import { arrivedAt, inOrder, Submission } from './submission.ts';

/**
 * A submission as a manifest names it: its object version and SHA-256, without the clerk's file name, and without what
 * it changed, which moves no figure.
 */
export const ManifestSubmission = Submission.omit({
  key: true,
  created: true,
  updated: true,
  unchanged: true,
  removed: true,
  receiptParts: true,
});

const period = Submission.shape.period;
/** The place of a row. */
const Ref = z.object({ period, township: z.string(), submissionId: z.string(), row: z.int() });
/** A row that counts in another township, or as a row of the household that `as` belongs to. */
export const MovedRef = Ref.extend({ as: Ref.exactOptional() });

/** The frozen inputs of one summary. A summary is a pure function of it (design: promise 5). */
export const Manifest = z.object({
  format: z.literal(1),
  period,
  /** Identity of the inputs: SHA-256 of all the rest, shortened. */
  inputs: z.string(),
  ruleSet: z.string(),
  codeVersion: z.string(),
  /** Identity of what is configured: the programme of the year, and below what counts are not public. */
  config: z.string(),
  submissions: z.array(ManifestSubmission),
  /** Identity of the city's folder, so that the revision can be made again under it; empty where it was not noted. */
  pack: z.string().default(''),
  /** Object versions that an office withdrew, or whose personal data is erased, and divisions that reported nil. */
  withdrawn: z.array(z.object({ period, versionId: z.string(), erased: z.literal(true).exactOptional() })),
  nilReturns: z.array(z.object({ period, division: z.string(), late: z.boolean().default(false) })),
  /**
   * Rows that do not count because another row reports the same household or head, and rows that count in another
   * township.
   */
  duplicates: z.array(z.object({ period, by: z.enum(['household', 'head']), counted: Ref, dropped: z.array(Ref) })),
  moves: z.array(z.object({ to: z.string(), rows: z.array(MovedRef) })),
  /**
   * What the newest revision of the quarter before, of the same year, says of persons uplifted by unit (rule T04); null
   * where there is none.
   */
  published: z
    .object({ period, revision: z.int(), ytd: z.record(z.string(), z.int()) })
    .nullable()
    .default(null),
  /**
   * Townships whose identities could not be read, so that nobody can say which of their households count: none of their
   * rows does.
   */
  unreadable: z.array(z.string()).default([]),
  /**
   * Revisions that were signed by then: no input of a figure, so not in `inputs`, but a revision after one of them says
   * so.
   */
  signed: z.array(z.int()).default([]),
  /**
   * The unreadable townships and those that could not be folded: no figure holds a row of theirs. With the members of
   * their households on file last quarter; null where that is not known. Found out after the freeze (`lacking`).
   */
  notCounted: z.array(z.object({ township: z.string(), registeredPersons: z.int().nullable() })).default([]),
});
export type Manifest = z.infer<typeof Manifest>;
export type NotCounted = Manifest['notCounted'][number];

/** One period's ledger as a single query read it. */
export type Ledger = {
  readonly period: Period;
  readonly submissions: readonly Submission[];
  readonly decisions: readonly Decision[];
};

/** The submissions of a ledger, late only where the deadline as it stands does not cover them; in the order of uploads. */
export const submissionsAsDecided = ({ submissions, decisions }: Ledger): Submission[] =>
  submissions
    .map((submission) =>
      submission.late && !isStillLate(decisions, arrivedAt(submission)) ? { ...submission, late: false } : submission,
    )
    .toSorted(inOrder);

/** Those of {@link submissionsAsDecided} that an office has not withdrawn. */
export function standingSubmissions(ledger: Ledger): Submission[] {
  const withdrawn = withdrawnAt(ledger.decisions, FOREVER);
  return submissionsAsDecided(ledger).filter(({ versionId }) => !withdrawn.has(versionId));
}

/** What a plan finds out beside the ledgers: which rows count where, and what was published before. */
export type Planned = {
  readonly duplicates: readonly Duplicate[];
  readonly moves: readonly Move[];
  readonly unreadable: readonly string[];
  readonly published: Manifest['published'];
};

/** A plan without any of it, where only the ledgers matter. */
export const NOTHING_PLANNED: Planned = { duplicates: [], moves: [], unreadable: [], published: null };

/** The ledgers of the periods, what the plan found out, and the versions under which all is computed. */
export type FrozenInputs = {
  readonly period: Period;
  readonly ledgers: readonly Ledger[];
  readonly planned: Planned;
  readonly versions: Versions;
  readonly pack: CityPack;
};

/** What judged the files and computes the figures: the rule set, the code, and the identity of what is configured. */
export type Versions = Pick<Manifest, 'ruleSet' | 'codeVersion' | 'config'> & Partial<Pick<Manifest, 'pack'>>;

/**
 * The inputs of one summary, sorted and without what moves no figure.
 * @param ledgers of all periods that the summary reads
 */
export function freeze(
  { period, ledgers, planned, versions, pack }: FrozenInputs,
  hash: (text: string) => string,
): Manifest {
  const sorted = ledgers.toSorted((a, b) => (a.period < b.period ? -1 : 1));
  const content = {
    format: 1 as const,
    period,
    ruleSet: versions.ruleSet,
    codeVersion: versions.codeVersion,
    config: versions.config,
    submissions: sorted.flatMap(standingSubmissions).map((submission) => ManifestSubmission.parse(submission)),
    withdrawn: sorted.flatMap(withdrawnFrom),
    nilReturns: sorted.flatMap((ledger) =>
      // Only a period with decisions is asked for its programme: an early year may have none.
      [...(ledger.decisions.length === 0 ? [] : nilReturns(pack.at(ledger.period), ledger.decisions))]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([division, { late }]) => ({ period: ledger.period, division, late })),
    ),
    duplicates: [...planned.duplicates] as Manifest['duplicates'],
    moves: [...planned.moves] as Manifest['moves'],
    unreadable: [...planned.unreadable],
    published: planned.published,
  };
  const signed = signedRevisions(ledgers.find((ledger) => ledger.period === period)?.decisions ?? []);
  // The city's folder is no part of `inputs`: it is bundled with the functions, so the code version changes with it.
  return {
    ...content,
    inputs: identityOf(content, hash),
    pack: versions.pack ?? '',
    signed,
    notCounted: [],
  };
}

function withdrawnFrom({ period, decisions }: Ledger): Manifest['withdrawn'] {
  const erased = erasedVersions(decisions);
  return [...withdrawnAt(decisions, FOREVER)]
    .sort()
    .map((versionId) => ({ period, versionId, ...(erased.has(versionId) ? { erased: true as const } : {}) }));
}

/**
 * A frozen manifest without the townships that could not be counted: other inputs, so that a run that counts them all
 * is a revision of its own.
 */
export function lacking(frozen: Manifest, notCounted: readonly NotCounted[], hash: (text: string) => string): Manifest {
  if (notCounted.length === 0) return frozen;
  return {
    ...frozen,
    notCounted: [...notCounted],
    inputs: identityOf([frozen.inputs, notCounted.map(({ township }) => township)], hash),
  };
}

const identityOf = (content: unknown, hash: (text: string) => string): string =>
  hash(JSON.stringify(content)).slice(0, 16);

/**
 * The identity of a manifest's inputs, computed anew: a manifest that was tampered with has another one in `inputs`.
 */
export function inputsOf(manifest: Manifest, hash: (text: string) => string): string {
  const { format, period, ruleSet, codeVersion, config, submissions, withdrawn, nilReturns } = manifest;
  const { duplicates, moves, unreadable, published } = manifest;
  // What `freeze` puts together, in its order.
  const judged = { format, period, ruleSet, codeVersion, config, submissions, withdrawn, nilReturns };
  const frozen = identityOf({ ...judged, duplicates, moves, unreadable, published }, hash);
  return lacking({ ...manifest, inputs: frozen }, manifest.notCounted, hash).inputs;
}

/** Asked for again for each township and table of a summary. */
const submissionsByPeriod = new WeakMap<Manifest, Map<Period, Submission[]>>();

/** The period's submissions, oldest first. */
export function submissionsOf(manifest: Manifest, period: Period): readonly Submission[] {
  let byPeriod = submissionsByPeriod.get(manifest);
  if (!byPeriod) {
    const all = manifest.submissions.map((submission): Submission => ({
      ...submission,
      ...NO_CHANGES,
      key: '',
      receiptParts: [],
    }));
    submissionsByPeriod.set(manifest, (byPeriod = Map.groupBy(all, (submission) => submission.period)));
  }
  return byPeriod.get(period) ?? [];
}

/**
 * Townships of which any row is on file in the periods that the summary reads, by their codes in the summary's period,
 * in code order.
 */
export function townshipsOf(manifest: Manifest, pack: CityPack): string[] {
  const codes = manifest.submissions.flatMap(({ period: then, partitions }) =>
    Object.keys(partitions['household'] ?? {}).map((code) => pack.codeIn(manifest.period, code, then)),
  );
  return [...new Set(codes)].sort();
}

/** The townships of {@link townshipsOf} whose rows are in the figures. */
export function countedTownshipsOf(manifest: Manifest, pack: CityPack): string[] {
  const without = new Set([...manifest.unreadable, ...manifest.notCounted.map(({ township }) => township)]);
  return townshipsOf(manifest, pack).filter((township) => !without.has(township));
}
