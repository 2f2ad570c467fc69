import { createHash } from 'node:crypto';
import { checkFile } from '../../shared/check/check-file.ts';
import { checkHistory, townshipsIn } from '../../shared/check/check-history.ts';
import type { AcceptedRow, CheckedFile } from '../../shared/check/checked-file.ts';
import { limitsFor } from '../../shared/check/file-limits.ts';
import { admit, besideFormer, givenUpFile, refuseUpload } from '../../shared/check/reception.ts';
import { weighReplacement } from '../../shared/check/weigh-replacement.ts';
import { draftKey, submissionIdOf, type ReceiptPart } from '../../shared/ledger/keys.ts';
import { admissionOf, decidedBy, withdrawnAt, type Admission } from '../../shared/ledger/decisions.ts';
import { encodeIdentity } from '../../shared/ledger/identities.ts';
import type { Ledger } from '../../shared/ledger/manifest.ts';
import { isSuperseded, replaces, touchedBy } from '../../shared/ledger/visible-submissions.ts';
import type { RowLayout, RowLayouts } from '../../shared/rows/layouts.ts';
import { changesAgainst, NO_CHANGES, type Changes } from '../../shared/rows/merge.ts';
import { toPages, type Page, type PagedRow } from '../../shared/rows/pages.ts';
import { rowNumber } from '../../shared/rows/row-number.ts';
import type { RoutedVersion } from '../../shared/ledger/versions-in-scope.ts';
import { arrivedAt, counts, inOrder, type Judge, type Submission } from '../../shared/ledger/submission.ts';
import { countByRule, receiptOf } from '../../shared/receipt/receipt.ts';
import type { GiveUpReason } from '../../shared/rules/facts.ts';
import type { TableKind } from '../../shared/schema/tables.ts';
import { cityDate } from '../../shared/time/period.ts';
import type { Body } from '../aws/objects.ts';
import type { Resume, RowsOf } from '../store/pages.ts';
import type { VisibleEffects } from '../store/visible.ts';
import { readCurrent, readStanding } from './standing-rows.ts';
import { readHistories } from './township-history.ts';
import { labelledReceipt } from './receipts.ts';

export type PrepareEffects = VisibleEffects & {
  /** In the newest of which rows are written. */
  readonly layouts: RowLayouts;
  /** Null when the version is no longer there. */
  readonly readVersion: (version: RoutedVersion) => Promise<Uint8Array | null>;
  readonly writePages: (
    groups: readonly (RowsOf & { readonly pages: readonly Page[] })[],
    resume: Resume,
  ) => Promise<void>;
  readonly keyedHash: () => Promise<(domain: 'household' | 'head', text: string) => string>;
  readonly write: (key: string, body: Body) => Promise<void>;
  readonly remainingMs: () => number;
};

/** What a file of common size needs. With less than that left, the next invocation does it. */
export const RESERVE_MS = 20_000;

/** A version, when all of it was there (ISO 8601 UTC), and what judges it. */
export type ToJudge = { readonly version: RoutedVersion; readonly arrived: string; readonly judge: Judge };

/**
 * Reads and judges a version, and writes its rows and its receipt under the submission's own id, where nobody looks
 * yet. Equal inputs (the version, the older submissions, the decisions up to its arrival) write equal bytes.
 * @returns null when the version was deleted meanwhile
 */
export async function prepare(
  toJudge: ToJudge,
  ledgers: readonly Ledger[],
  effects: PrepareEffects,
): Promise<Submission | null> {
  const { version, judge } = toJudge;
  const { slot, versionId, size } = version;
  const isReadable = size <= limitsFor(slot.division).fileBytes;
  const bytes = isReadable ? await effects.readVersion(version) : new Uint8Array();
  if (bytes === null) return null;
  const sha256 = isReadable ? createHash('sha256').update(bytes).digest('hex') : `too large to read: ${size} bytes`;
  const older = ledgers.map((ledger) => asOf(ledger, toJudge));
  const ofPeriod = older.find(({ period }) => period === slot.period)?.submissions ?? [];
  const examined = await examine(toJudge, bytes, older, effects);
  const { admission } = examined;
  const repeated = admission === null ? null : repeatedBy(examined.checked, sha256, slot.division, ofPeriod);
  const checked = besideFormer(examined.checked, repeated && arrivedAt(repeated));

  const groups = groupsOf(checked);
  const newer = ledgers
    .flatMap(({ submissions }) => submissions)
    .filter((other) => other.period === slot.period && inOrder(other, version) > 0);
  const draft: Submission = {
    ...identityOf(toJudge, '', sha256),
    ...countsOf(checked),
    late: admission?.late ?? false,
    partitions: partitionsOf(groups),
  };
  const status = isSuperseded(draft, newer, effects.pack) ? 'superseded' : checked.status;
  const hash = await effects.keyedHash();
  const pages = [
    ...groups,
    ...groups
      .filter(({ kind }) => kind === 'household')
      .map((group) => identitiesOf(group, hash, effects.layouts.identity.newest)),
  ].map(({ kind, partition, rows }) => ({ kind, partition, pages: toPages(rows) }));
  const judged = { ...draft, status, ...(await changesOf(draft, groups, ofPeriod, effects)) };
  const submissionId = submissionIdOf(versionId, judge.ruleSet, judgementOf(judged, checked, admission, pages));
  const resume = { versionId, submissionId, remainingMs: effects.remainingMs, reserveMs: RESERVE_MS };
  await effects.writePages(
    pages.map((group) => ({ submissionId, ...group })),
    resume,
  );
  return writeDraft({ ...judged, submissionId }, { ...checked, status }, admission, effects);
}

/** What the ledger keeps of a judged file, but for where its rows lie and what they changed. */
const countsOf = (checked: CheckedFile) => ({
  status: checked.status,
  replacement: checked.replacement,
  rows: checked.rows,
  accepted: checked.accepted,
  rejected: checked.rejected,
  ...NO_CHANGES,
  kinds: [...new Set(checked.read?.located.map(({ layout }) => layout.table.kind))].sort(),
  errors: countByRule(checked, 'error'),
  warnings: countByRule(checked, 'warning'),
  trials: countByRule(checked, 'trial'),
  repairs: checked.repairs.counts,
});

/**
 * Judges a file: whether it is read at all, what is in it, whether it came in time, and how it fits what is on file.
 */
async function examine(
  { version, arrived }: ToJudge,
  bytes: Uint8Array,
  older: readonly Ledger[],
  effects: PrepareEffects,
): Promise<{ readonly checked: CheckedFile; readonly admission: Admission | null }> {
  const { slot, size } = version;
  const limits = limitsFor(slot.division);
  const hasProgramme = effects.pack.hasProgramme(slot.period);
  const unread = refuseUpload({ period: slot.period, hasProgramme, bytes: size, mostBytes: limits.fileBytes });
  // What a file of a year without a programme says could be judged by no line and no deadline.
  if (unread !== null && !hasProgramme) return { checked: unread, admission: null };
  const city = effects.pack.at(slot.period);
  const decisions = older.find(({ period }) => period === slot.period)?.decisions ?? [];
  const admission = admissionOf(city, slot.division, decisions, arrived);
  const fileSlot = { ...city, ...slot, receivedOn: cityDate(new Date(arrived)) };
  const read = unread ?? checkFile(bytes, fileSlot, limits, effects.layouts);
  const { state, window } = admission;
  const admitted = admit(read, { period: slot.period, state, opens: window.opens, lockedAt: window.lockedAt });
  const ofPeriod = older.find(({ period }) => period === slot.period)?.submissions ?? [];
  const weighed = weighReplacement(admitted, await readStanding(admitted, slot, ofPeriod, effects), fileSlot);
  const histories = await readHistories(townshipsIn(weighed), slot.period, older, effects);
  return { checked: checkHistory(weighed, fileSlot, histories), admission };
}

/** Tells two judgements of a version apart: by all that its rows and its receipt are made of. */
function judgementOf(
  judged: Submission,
  { findings, repairs }: CheckedFile,
  admission: Admission | null,
  pages: readonly object[],
): string {
  return createHash('sha256')
    .update(JSON.stringify([judged, findings, repairs, admission, pages]))
    .digest('hex')
    .slice(0, 12);
}

/**
 * Ends a version that no try could bring to an end, or that an operator skips: FAILED, with a receipt, and nothing of it
 * visible. Where its clerk can mend that, a rule says how; the reason is part of the id, since it is part of the receipt,
 * and so is the time at which an upload in parts was complete.
 */
export async function giveUp(toGiveUp: ToJudge, reason: GiveUpReason, effects: PrepareEffects): Promise<Submission> {
  const checked = givenUpFile(reason);
  const { version, arrived } = toGiveUp;
  const ended = arrived > version.acceptedAt ? arrived.replaceAll(/\D/g, '') : undefined;
  const told = [checked.findings[0]?.rule, ended].filter((part) => part !== undefined);
  const submissionId = submissionIdOf(version.versionId, 'failed', told.length > 0 ? told.join('~') : undefined);
  const submission: Submission = {
    ...identityOf(toGiveUp, submissionId, 'not read'),
    ...countsOf(checked),
    late: false,
    partitions: {},
  };
  return writeDraft(submission, checked, null, effects);
}

/** Why a submission in the ledger was given up: the reason whose receipt has its rules. */
export const reasonOfGivingUp = ({ errors }: Pick<Submission, 'errors'>): GiveUpReason =>
  (['died', 'refused'] as const).find((reason) => givenUpFile(reason).findings.some(({ rule }) => rule in errors)) ??
  'fault';

function identityOf({ version, arrived, judge }: ToJudge, submissionId: string, sha256: string) {
  const { slot, key, versionId, acceptedAt, size } = version;
  const { division, period } = slot;
  return {
    submissionId,
    division,
    period,
    key,
    versionId,
    acceptedAt,
    ...(arrived > acceptedAt ? { completedAt: arrived } : {}),
    sha256,
    bytes: size,
    ...judge,
    receiptParts: [],
  };
}

async function writeDraft(
  submission: Submission,
  checked: CheckedFile,
  admission: Admission | null,
  effects: PrepareEffects,
): Promise<Submission> {
  const { submissionId, ruleSet } = submission;
  const standing = {
    pack: effects.pack,
    changes: submission,
    submissionId,
    ruleSet,
    ...(admission ? { late: admission.late, deadline: admission.window.deadline } : {}),
  };
  const parts = labelledReceipt(receiptOf(submission, checked, standing), checked, submissionId);
  await Promise.all([...parts].map(([part, body]) => effects.write(draftKey(submissionId, part), body)));
  return { ...submission, receiptParts: [...parts.keys()] satisfies ReceiptPart[] };
}

/** What stood when the version was accepted: older submissions that were not withdrawn by then, in order. */
function asOf({ period, submissions, decisions }: Ledger, { version, arrived }: ToJudge): Ledger {
  const { acceptedAt, versionId } = version;
  const withdrawn = withdrawnAt(decisions, acceptedAt);
  return {
    period,
    decisions: decidedBy(decisions, arrived),
    submissions: submissions
      .filter((other) => inOrder(other, { acceptedAt, versionId }) < 0 && !withdrawn.has(other.versionId))
      .toSorted(inOrder),
  };
}

type Group = { readonly kind: TableKind; readonly partition: string; readonly rows: readonly AcceptedRow[] };

/** The rows as they are stored: by where they belong, and under numbers that tell rows of several sheets apart. */
const groupsOf = ({ tables }: CheckedFile): Group[] =>
  tables.flatMap(({ kind, accepted }) => {
    const numbered = accepted.map((row) => ({ ...row, number: rowNumber(row.part, row.number) }));
    return [...Map.groupBy(numbered, (row) => row.partition)].map(([partition, rows]) => ({ kind, partition, rows }));
  });

function partitionsOf(groups: readonly Group[]): Submission['partitions'] {
  const partitions: Record<string, Record<string, number>> = {};
  for (const { kind, partition, rows } of groups) (partitions[kind] ??= {})[partition] = rows.length;
  return partitions;
}

function identitiesOf(
  { partition, rows }: Group,
  hash: (domain: 'household' | 'head', text: string) => string,
  layout: RowLayout,
) {
  const identityRow = ({ key, number, line, head }: AcceptedRow): PagedRow => ({
    key,
    number,
    layout,
    line: line === '' ? '' : encodeIdentity({ head: hash('head', head), pseudonym: hash('household', key) }),
  });
  return { kind: 'identity' as const, partition, rows: rows.map(identityRow) };
}

/** What the rows do to those that older submissions left. */
async function changesOf(
  draft: Submission,
  groups: readonly Group[],
  older: readonly Submission[],
  effects: VisibleEffects,
): Promise<Changes> {
  const total = { ...NO_CHANGES };
  for (const { kind, partition } of touchedBy(draft, older, effects.pack)) {
    const rows = groups.find((group) => group.kind === kind && group.partition === partition)?.rows ?? [];
    const changes = changesAgainst(await readCurrent(older, kind, partition, effects), rows, replaces(draft, kind));
    total.created += changes.created;
    total.updated += changes.updated;
    total.unchanged += changes.unchanged;
    total.removed += changes.removed;
  }
  return total;
}

/** The division's newest file before this one, if it had the same bytes, so that nothing changes. */
function repeatedBy(
  { replacement, removal }: CheckedFile,
  digest: string,
  division: string,
  older: readonly Submission[],
): Submission | null {
  // A file that is sent again to be a full replacement after all does change something.
  if (replacement && removal.some(({ removed }) => removed > 0)) return null;
  const former = older.findLast((submission) => submission.division === division && counts(submission));
  return former?.sha256 === digest ? former : null;
}
