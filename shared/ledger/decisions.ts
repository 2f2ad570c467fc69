import type { City } from '../city/city.ts';
import * as z from 'zod';
import { windowOf } from '../city/programme.ts';
import type { Text } from '../language/language.ts';
import type { Standing } from '../rules/facts.ts';
import { cityDate } from '../time/period.ts';
import { inOrder, type Submission } from './submission.ts';

/** How long a decision's words may be, in characters; those of an identity are the most of an ARN. */
export const LONGEST = { by: 80, reason: 400, via: 2_048 } as const;

const instant = z.iso.datetime();
const made = {
  /** Server's time, ISO 8601 UTC. What was accepted before it is not touched by it, except by a withdrawal. */
  at: instant,
  /** The name of the official who decided, as it was typed. */
  by: z.string().min(1).max(LONGEST.by),
  /** The identity that made the decision, the link of an office or the ARN of a caller. The name above is only what was typed. */
  via: z.string().min(1).max(LONGEST.via).optional(),
  reason: z.string().min(1).max(LONGEST.reason),
};
const day = z.iso.date();
const versionIds = z.array(z.string()).min(1);

/**
 * What an office decided about a period. Decisions are only ever added. The window, the lock and what counts at an
 * instant follow from the decisions up to that instant. They lie in the ledger's own partition, so that one query reads
 * both.
 */
export const Decision = z.discriminatedUnion('kind', [
  /** First day and last day on time, city dates. */
  z.strictObject({ kind: z.literal('window'), ...made, opens: day, deadline: day }),
  z.strictObject({ kind: z.literal('lock'), ...made }),
  z.strictObject({ kind: z.literal('unlock'), ...made }),
  /** Lets one division upload into a locked period until an instant. */
  z.strictObject({ kind: z.literal('exception'), ...made, division: z.string(), until: instant }),
  /** Takes the exceptions of a division back; what it uploaded until then stays in. */
  z.strictObject({ kind: z.literal('undo-exception'), ...made, division: z.string() }),
  /** 零报告: the division has nothing to report this quarter. */
  z.strictObject({ kind: z.literal('nil'), ...made, division: z.string() }),
  /** Takes a nil return back. */
  z.strictObject({ kind: z.literal('undo-nil'), ...made, division: z.string() }),
  /** These object versions stop counting. */
  z.strictObject({ kind: z.literal('withdraw'), ...made, division: z.string(), versionIds }),
  /** These, withdrawn before, count again. */
  z.strictObject({ kind: z.literal('reinstate'), ...made, division: z.string(), versionIds }),
  /**
   * The personal data of these object versions is erased for good: nothing brings them back
   * (docs/decisions/0082-erasure-is-a-decision.md). With `household` that household alone stops counting, named by its
   * keyed hash; the other rows of the versions stay.
   */
  z.strictObject({
    kind: z.literal('erase'),
    ...made,
    division: z.string(),
    versionIds,
    household: z.string().min(1).optional(),
  }),
  /**
   * These object versions stay as other rules judged them, though a reparse asked for this rule set: nothing waits for
   * them any more (docs/decisions/0098-a-file-is-left-under-its-rules.md).
   */
  z.strictObject({ kind: z.literal('leave'), ...made, versionIds, ruleSet: z.string().min(1) }),
  /** A named person answers for a revision: it is final. */
  z.strictObject({
    kind: z.literal('sign'),
    ...made,
    revision: z.int().positive(),
    /** Set where fewer have reported than the city asks for, and the office signs all the same; the reason says why. */
    incomplete: z.literal(true).optional(),
  }),
  /** Takes a signature back before it binds (shared/office/signature.ts). */
  z.strictObject({ kind: z.literal('undo-sign'), ...made, revision: z.int().positive() }),
]);
export type Decision = z.infer<typeof Decision>;

/**
 * When a decision takes effect that is made on known ones: at `earliest`, and later than each of them, so that their
 * order is never in doubt.
 */
export function timeAfter(known: readonly Decision[], earliest: string): string {
  const last = known.map(({ at }) => at).reduce((latest, at) => (at > latest ? at : latest), '');
  return earliest > last ? earliest : new Date(Date.parse(last) + 1).toISOString();
}

/** The reporting window as it stands at an instant: city dates, half-open at the end of the last day; locked or not. */
export type Window = { readonly opens: string; readonly deadline: string; readonly lockedAt: string | null };

/** Sorts after every instant. */
export const FOREVER = '9999';

/** Decisions up to and including an instant (ISO 8601 UTC), oldest first. */
export const decidedBy = (decisions: readonly Decision[], until: string): Decision[] =>
  decisions.filter((decision) => decision.at <= until).toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));

/** The window of a period: the programme's own, unless the office decided otherwise. */
export function windowAt(city: City, decisions: readonly Decision[], at: string): Window {
  let window: Window = { ...windowOf(city), lockedAt: null };
  for (const decision of decidedBy(decisions, at)) {
    if (decision.kind === 'window') window = { ...window, opens: decision.opens, deadline: decision.deadline };
    if (decision.kind === 'lock') window = { ...window, lockedAt: window.lockedAt ?? decision.at };
    if (decision.kind === 'unlock') window = { ...window, lockedAt: null };
  }
  return window;
}

/** Whether a file that was accepted at an instant is on time, late or refused. Only the server's time decides. */
export type Admission = { readonly late: boolean; readonly state: Standing['state']; readonly window: Window };

/** Whether the period was open to a file. A file that came before the lock stays in, however late it is read. */
export function admissionOf(
  city: City,
  division: string,
  decisions: readonly Decision[],
  acceptedAt: string,
): Admission {
  const window = windowAt(city, decisions, acceptedAt);
  const date = cityDate(new Date(acceptedAt));
  const isExcepted = exceptionsAt(decisions, acceptedAt).has(division);
  const isLocked = window.lockedAt !== null && !isExcepted;
  const state = date < window.opens ? 'not yet open' : isLocked ? 'locked' : 'open';
  return { late: date > window.deadline, state, window };
}

/**
 * Until when divisions may upload into the period when it is locked; those whose time is over at the instant are left
 * out.
 */
export function exceptionsAt(decisions: readonly Decision[], at: string): ReadonlyMap<string, string> {
  const exceptions = new Map<string, string>();
  for (const decision of decidedBy(decisions, at)) {
    if (decision.kind === 'undo-exception') exceptions.delete(decision.division);
    if (decision.kind !== 'exception' || decision.until <= at) continue;
    if (decision.until > (exceptions.get(decision.division) ?? '')) exceptions.set(decision.division, decision.until);
  }
  return exceptions;
}

/**
 * Whether what came at an instant and was late then is late still. A deadline that is moved later covers what came
 * before it; one that is moved back makes nothing late that was on time.
 */
export function isStillLate(decisions: readonly Decision[], at: string): boolean {
  const moved = decidedBy(decisions, FOREVER).findLast(({ kind }) => kind === 'window');
  return moved?.kind !== 'window' || cityDate(new Date(at)) > moved.deadline;
}

/** That personal data is erased. */
export type Erasure = Extract<Decision, { readonly kind: 'erase' }>;

/** Ids of the object versions that are erased as a whole. */
export function erasedVersions(decisions: readonly Decision[]): ReadonlySet<string> {
  return new Set(
    decisions.flatMap((one) => (one.kind === 'erase' && one.household === undefined ? one.versionIds : [])),
  );
}

/**
 * Ids of the object versions that are withdrawn at an instant. One that is erased is withdrawn at any: its rows are
 * gone, so nothing can be judged after it, however early it came.
 */
export function withdrawnAt(decisions: readonly Decision[], at: string): ReadonlySet<string> {
  const withdrawn = new Set<string>();
  for (const decision of decidedBy(decisions, at)) {
    if (decision.kind === 'withdraw') for (const id of decision.versionIds) withdrawn.add(id);
    if (decision.kind === 'reinstate') for (const id of decision.versionIds) withdrawn.delete(id);
  }
  for (const id of erasedVersions(decisions)) withdrawn.add(id);
  return withdrawn;
}

/**
 * Divisions that said that they have nothing to report, each late or on time. Where files of a division count, these
 * decide.
 */
export type NilReturns = ReadonlyMap<string, { readonly late: boolean }>;

/**
 * The nil returns that were not taken back. Said after the last day of the window as it stood then, one is late unless
 * the deadline was moved behind it.
 */
export function nilReturns(city: City, decisions: readonly Decision[]): NilReturns {
  const returns = new Map<string, { readonly late: boolean }>();
  for (const decision of decidedBy(decisions, FOREVER)) {
    if (decision.kind === 'nil' && !returns.has(decision.division)) {
      const { deadline } = windowAt(city, decisions, decision.at);
      const wasLate = cityDate(new Date(decision.at)) > deadline;
      returns.set(decision.division, { late: wasLate && isStillLate(decisions, decision.at) });
    }
    if (decision.kind === 'undo-nil') returns.delete(decision.division);
  }
  return returns;
}

/** That a named person answers for a revision. */
export type Signature = Extract<Decision, { readonly kind: 'sign' }>;

/** Who answers for a revision, by its number, in the order of the numbers; without what was taken back. */
export function signaturesOf(decisions: readonly Decision[]): ReadonlyMap<number, Signature> {
  const signatures = new Map<number, Signature>();
  for (const decision of decidedBy(decisions, FOREVER)) {
    if (decision.kind === 'sign' && !signatures.has(decision.revision)) signatures.set(decision.revision, decision);
    if (decision.kind === 'undo-sign') signatures.delete(decision.revision);
  }
  return new Map([...signatures].sort(([a], [b]) => a - b));
}

/** Revisions that a named person answers for. */
export const signedRevisions = (decisions: readonly Decision[]): number[] => [...signaturesOf(decisions).keys()];

/** The state of a revision: final when it is signed, restated when an earlier one is signed, else provisional. */
export type RevisionState = 'provisional' | 'final' | 'restated';

/** What the states of a revision are called. */
export const STATE_WORDS: Readonly<Record<RevisionState, Text>> = {
  provisional: { zh: '初步数', en: 'provisional' },
  final: { zh: '定稿', en: 'final' },
  restated: { zh: '修订数', en: 'restated' },
};

export function stateOf(revision: number, signed: readonly number[]): RevisionState {
  if (signed.includes(revision)) return 'final';
  return signed.some((one) => one < revision) ? 'restated' : 'provisional';
}

/**
 * The submissions to withdraw so that a division stands where it stood with one of its own: all of its own that came
 * later.
 * @returns null when the division has no such submission
 */
export function newerThan(
  submissions: readonly Submission[],
  division: string,
  versionId: string,
): Submission[] | null {
  const own = submissions.filter((submission) => submission.division === division).toSorted(inOrder);
  const at = own.findIndex((submission) => submission.versionId === versionId);
  return at < 0 ? null : own.slice(at + 1);
}
