import { CITY_PACK } from '../../cities/pack.ts';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { readAnnouncements } from '../../shared/ledger/announcement.ts';
import { RULE_SET_VERSION } from '../../shared/rules/rule-sets.ts';
import { ROW_LAYOUTS, type RowLayouts } from '../../shared/rows/layouts.ts';
import { environment } from '../aws/environment.ts';
import { keyedHash } from '../aws/keyed-hash.ts';
import { audit, commit, findSubmissions } from '../store/ledger.ts';
import { faultOf, log } from '../aws/log.ts';
import { canRead, copy, listVersions, readLabel, readVersion, remove, someVersions, write } from '../aws/objects.ts';
import { OutOfTimeError } from '../aws/out-of-time.ts';
import { readRowsIn, writePages } from '../store/pages.ts';
import { offerAgain } from '../aws/queue.ts';
import { HeldVersionError, tryNotes } from '../store/tries.ts';
import { ingest, type IngestEffects } from './ingest.ts';
import { SUBMISSION_LABEL, type Answered } from './receipts.ts';

function effectsOf(layouts: RowLayouts, messageId: string, context: Context): IngestEffects {
  const [uploads, receipts] = [environment('uploads'), environment('receipts')];
  const remainingMs = (): number => context.getRemainingTimeInMillis();
  const notes = tryNotes({ message: messageId, invocation: context.awsRequestId, remainingMs });
  return {
    ...notes,
    endTry: async (versionId, how) => {
      if (how !== 'done') log.error('a try failed', { versionId, how });
      await notes.endTry(versionId, how);
    },
    findSubmissions,
    commit,
    audit,
    pack: CITY_PACK,
    layouts,
    readRows: (rows) => readRowsIn(layouts, rows),
    writePages,
    keyedHash,
    remainingMs,
    now: Date.now,
    listVersions: (prefixes) => listVersions(uploads, prefixes),
    readVersion: (version) => readVersion(uploads, version),
    canRead: (version) => canRead(uploads, version),
    someVersions: () => someVersions(uploads),
    write: (key, body) => write(receipts, key, body),
    receiptIsOf: (key) => readLabel(receipts, key, SUBMISSION_LABEL),
    copy: (from, to) => copy(receipts, from, to),
    remove: (key) => remove(receipts, key),
    published: logReceipt,
  };
}

/** Takes queue messages of new uploads; a message that fails does not hold the others of its batch. */
export const handler = (event: SQSEvent, context: Context): Promise<SQSBatchResponse> =>
  handleUnder({ ruleSet: RULE_SET_VERSION, layouts: ROW_LAYOUTS }, event, context);

/** What of the code a deployment may change while files are under way. */
export type Deployment = { readonly ruleSet: string; readonly layouts: RowLayouts };

/** The same as of a certain deployment. */
export async function handleUnder(
  { ruleSet, layouts }: Deployment,
  event: SQSEvent,
  context: Context,
): Promise<SQSBatchResponse> {
  const judge = { ruleSet, codeVersion: environment('codeVersion') };
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const record of event.Records) {
    try {
      for (const announcement of readAnnouncements(record.body)) {
        const effects = effectsOf(layouts, record.messageId, context);
        // How long a clerk waited says nothing of a file that an operator has judged once more.
        const isFirst = announcement.again === undefined;
        const ingested = await ingest(
          announcement,
          judge,
          isFirst ? effects : { ...effects, published: () => undefined },
        );
        logIngested(announcement.versionId, ingested);
      }
    } catch (error) {
      await giveBack(record, error);
      batchItemFailures.push({ itemIdentifier: record.messageId });
    }
  }
  return { batchItemFailures };
}

const [SHORTEST_WAIT_S, LONGEST_WAIT_S] = [2, 60];

/** Seconds to wait for the work of another: half of what it has taken so far, so that few looks find it soon. */
const waitFor = ({ heldMs }: HeldVersionError): number =>
  Math.min(Math.max(Math.round(heldMs / 2_000), SHORTEST_WAIT_S), LONGEST_WAIT_S);

/** Says when a message that is not done is to come again. What failed waits for as long as the queue says. */
async function giveBack({ messageId, receiptHandle }: SQSRecord, error: unknown): Promise<void> {
  const again = (seconds: number): Promise<void> => offerAgain(receiptHandle, seconds).catch(() => undefined);
  if (error instanceof HeldVersionError) {
    const seconds = waitFor(error);
    log.info('waits for a version that another invocation works on', { messageId, seconds });
    return again(seconds);
  }
  const isPostponed = error instanceof OutOfTimeError;
  log.error(isPostponed ? 'postponed' : 'a submission failed and will be delivered again', {
    messageId,
    fault: faultOf(error),
  });
  if (isPostponed) await again(0);
}

/** What the dashboard shows of a receipt: how long the clerk waited for it, and which rules refused rows. */
function logReceipt({ versionId, acceptedAt, errors }: Answered): void {
  const seconds = Math.max(0, Math.round((Date.now() - Date.parse(acceptedAt)) / 1_000));
  log.info('receipt', { versionId, seconds });
  for (const [rule, findings] of Object.entries(errors)) log.info('rejected', { versionId, rule, findings });
}

function logIngested(versionId: string, ingested: Awaited<ReturnType<typeof ingest>>): void {
  const { division, period, status, rows, accepted } =
    typeof ingested === 'string' ? { division: null, period: null, status: ingested, rows: 0, accepted: 0 } : ingested;
  log[status === 'failed' ? 'error' : 'info']('submission', { versionId, division, period, status, rows, accepted });
}
