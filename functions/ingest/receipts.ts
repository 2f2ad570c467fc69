import type { CityPack } from '../../shared/city/city.ts';
import type { CheckedFile } from '../../shared/check/checked-file.ts';
import { unroutedFile } from '../../shared/check/reception.ts';
import { draftKey, submissionIdOf, type ReceiptPart } from '../../shared/ledger/keys.ts';
import { misplaced, trailPeriodOf } from '../../shared/ledger/misplaced.ts';
import { receiptKey } from '../../shared/ledger/receipt-key.ts';
import type { AuditEntry } from '../../shared/ledger/audit-entry.ts';
import type { Ledger } from '../../shared/ledger/manifest.ts';
import type { RoutedVersion, UploadVersion } from '../../shared/ledger/versions-in-scope.ts';
import type { Judge, Submission } from '../../shared/ledger/submission.ts';
import { renderReceipt } from '../../shared/receipt/render-receipt.ts';
import { countByRule, receiptOf, type Receipt } from '../../shared/receipt/receipt.ts';
import { NO_CHANGES } from '../../shared/rows/merge.ts';
import type { Body } from '../aws/objects.ts';

/** What writes and shows receipts; all keys are of the receipts bucket. */
export type ReceiptEffects = {
  readonly pack: CityPack;
  readonly write: (key: string, body: Body) => Promise<void>;
  /** Submission that a published receipt is of; null when there is none. */
  readonly receiptIsOf: (key: string) => Promise<string | null>;
  readonly copy: (from: string, to: string) => Promise<boolean>;
  readonly remove: (key: string) => Promise<void>;
  readonly findSubmissions: (versions: readonly RoutedVersion[]) => Promise<Ledger[]>;
  readonly audit: (entry: AuditEntry) => Promise<void>;
  /** Is told of each receipt when it is where the clerk finds it. */
  readonly published: (answered: Answered) => void;
};

/** What a receipt answers: the version, and how often each rule refused something. */
export type Answered = Pick<Submission, 'versionId' | 'acceptedAt' | 'errors'>;

/** The label of a receipt that names its submission. */
export const SUBMISSION_LABEL = 'submission';
const PARTS: readonly ReceiptPart[] = ['json', 'html', 'marked.xlsx', 'txt'];

/** The parts of a receipt, labelled with the submission. */
export const labelledReceipt = (
  receipt: Receipt,
  checked: CheckedFile,
  submissionId: string,
): ReadonlyMap<ReceiptPart, Body> =>
  new Map(
    [...renderReceipt(receipt, checked)].map(([part, body]) => [
      part,
      { ...body, labels: { [SUBMISSION_LABEL]: submissionId } },
    ]),
  );

/** The prepared receipt of a committed submission is not there: it has expired, or somebody removed it. */
export class LostDraftError extends Error {
  override name = 'LostDraftError';
}

/**
 * Copies the prepared receipt of a committed submission to where the clerk finds it. The text is what says that all is
 * there: it goes before another judgement's parts are put in the place of its own, and comes after the last of them. So
 * a death in between leaves no text, and the sweep announces the version (docs/decisions/0083-the-text-comes-last.md). A process that
 * was slow may have published what no longer counts, so each looks again after its last copy.
 * @returns the submission whose receipt is published
 * @throws LostDraftError
 */
export async function publishReceipts(
  version: RoutedVersion,
  committed: Submission,
  who: string,
  effects: ReceiptEffects,
): Promise<Submission> {
  const keyOf = (part: ReceiptPart): string => receiptKey(version.key, version.versionId, part, effects.pack);
  let submission = committed;
  for (;;) {
    // Its receipt goes with the rest of it, and does not come again.
    if (submission.erasedAt !== undefined) return submission;
    const { submissionId, receiptParts, period, acceptedAt, status } = submission;
    const published = await effects.receiptIsOf(keyOf('txt'));
    if (published === submissionId && (await areOf(submission, keyOf, effects))) return submission;
    const publish = async (part: ReceiptPart): Promise<void> => {
      if (await effects.copy(draftKey(submissionId, part), keyOf(part))) return;
      throw new LostDraftError(`the prepared receipt of ${submissionId} is gone`);
    };
    if (published !== null) {
      const outdated = PARTS.filter((part) => !receiptParts.includes(part));
      await Promise.all(outdated.map((part) => effects.remove(keyOf(part))));
      await effects.remove(keyOf('txt'));
    }
    await Promise.all([
      ...receiptParts.filter((part) => part !== 'txt').map(publish),
      effects.audit({ period, at: acceptedAt, what: 'submission', subject: submissionId, who, detail: status }),
    ]);
    await publish('txt');
    effects.published(submission);
    const [ledger] = await effects.findSubmissions([version]);
    const now = ledger?.submissions.find((one) => one.versionId === version.versionId);
    if (!now || now.submissionId === submissionId) return submission;
    submission = now;
  }
}

/**
 * Whether the parts beside the text are of a submission, each that it has and no other. A process that died late may
 * have put one of an older judgement beside them; its message comes again, and brings somebody who looks.
 */
async function areOf(
  { submissionId, receiptParts }: Submission,
  keyOf: (part: ReceiptPart) => string,
  { receiptIsOf }: Pick<ReceiptEffects, 'receiptIsOf'>,
): Promise<boolean> {
  const others = PARTS.filter((part) => part !== 'txt');
  const found = await Promise.all(others.map(async (part) => receiptIsOf(keyOf(part))));
  return others.every((part, index) => found[index] === (receiptParts.includes(part) ? submissionId : null));
}

/**
 * Answers an upload at a place where no report belongs (rule F14). It is in no ledger: it has a receipt, and an entry
 * in the trail of the quarter that its place means, or else of the quarter that had ended last.
 */
export async function answerMisplaced(
  version: UploadVersion,
  { judge, who }: { readonly judge: Judge; readonly who: string },
  effects: ReceiptEffects,
): Promise<void> {
  const { key, versionId, acceptedAt } = version;
  const submissionId = submissionIdOf(versionId, judge.ruleSet);
  const keyOf = (part: ReceiptPart): string => receiptKey(key, versionId, part, effects.pack);
  if ((await effects.receiptIsOf(keyOf('txt'))) !== null) return;
  const checked = unroutedFile();
  const file = { ...version, bytes: version.size, sha256: `not read: ${version.size} bytes` };
  const receipt = receiptOf(file, checked, { pack: effects.pack, changes: NO_CHANGES });
  const period = trailPeriodOf(misplaced(key, effects.pack), acceptedAt, effects.pack);
  await effects.audit({ period, at: acceptedAt, what: 'misplaced', subject: versionId, who, detail: key });
  for (const [part, body] of labelledReceipt(receipt, checked, submissionId)) await effects.write(keyOf(part), body);
  effects.published({ versionId, acceptedAt, errors: countByRule(checked, 'error') });
}
