/**
 * Decisions of offices are kept twice: in the ledger, where one query reads them with the submissions, and as an object
 * each in the bucket of reports, which no restore of the table touches
 * (docs/decisions/0052-what-a-restore-brings-back.md).
 */
import { ConditionalCheckFailedException, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { DECISIONS_PREFIX } from '../../shared/contract.ts';
import { Decision } from '../../shared/ledger/decisions.ts';
import { decisionKey, DECISIONS_SORT, ledgerPartition, periodOfDecision } from '../../shared/ledger/keys.ts';
import type { Ledger } from '../../shared/ledger/manifest.ts';
import type { Period } from '../../shared/time/period.ts';
import { environment } from '../aws/environment.ts';
import { listKeys, readText, writeOver } from '../aws/objects.ts';
import { client, itemKey } from '../aws/table.ts';
import { sha256 } from './manifest.ts';

/** Two offices decided at the same time; look at what the other one decided, then decide again. */
export class DecisionConflictError extends Error {
  override name = 'DecisionConflictError';
}

/**
 * Adds a decision to those of a period. `known` are the decisions that the office had seen.
 * @param bucket that holds the second copy; a death before it is written is healed by the next sweep
 * @throws DecisionConflictError
 */
export async function decide(
  bucket: string,
  period: Period,
  known: readonly Decision[],
  decision: Decision,
): Promise<void> {
  // In the form in which it is read again, because a copy is found by the hash of its text.
  const made = Decision.parse(decision);
  await putDecisions(period, known.length, [...known, made]);
  await keep(bucket, period, made);
}

/** @param count of the decisions that the ledger has, so that nothing is lost that it has by now */
async function putDecisions(period: Period, count: number, decisions: readonly Decision[]): Promise<void> {
  try {
    await client.send(
      new PutItemCommand({
        TableName: environment('table'),
        Item: {
          ...itemKey(ledgerPartition(period), DECISIONS_SORT),
          decisions: { S: JSON.stringify(decisions) },
          count: { N: String(decisions.length) },
        },
        ConditionExpression: count === 0 ? 'attribute_not_exists(#count)' : '#count = :count',
        ExpressionAttributeNames: { '#count': 'count' },
        ...(count === 0 ? {} : { ExpressionAttributeValues: { ':count': { N: String(count) } } }),
      }),
    );
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException)
      throw new DecisionConflictError(
        `another decision about ${period} was made in the meantime; look at it and decide again`,
        { cause: error },
      );
    throw error;
  }
}

const keyOf = (period: Period, decision: Decision): string =>
  decisionKey(period, decision.at, sha256(JSON.stringify(decision)).slice(0, 12));

const keep = (bucket: string, period: Period, decision: Decision): Promise<boolean> =>
  writeOver(
    bucket,
    keyOf(period, decision),
    { content: `${JSON.stringify(decision)}\n`, type: 'application/json' },
    null,
  );

/** A quarter and what the offices decided in it. */
export type LedgerDecisions = Pick<Ledger, 'period' | 'decisions'>;

/**
 * Brings both copies of all decisions together: what the ledger lacks, since it was restored to an earlier moment, is
 * added to it; what the bucket lacks is written there.
 * @param ledgers those that were read already; the others are read here
 * @returns how many decisions the ledger lacked
 */
export async function reconcileDecisions(
  bucket: string,
  ledgers: readonly LedgerDecisions[],
  readLedger: (period: Period) => Promise<Ledger>,
): Promise<number> {
  const kept = Map.groupBy(await listKeys(bucket, DECISIONS_PREFIX), periodOfDecision);
  const known = new Map<Period, LedgerDecisions>(ledgers.map((ledger) => [ledger.period, ledger]));
  for (const period of kept.keys()) if (period && !known.has(period)) known.set(period, await readLedger(period));
  let restored = 0;
  for (const ledger of known.values())
    restored += await reconcileOne(bucket, ledger, new Set(kept.get(ledger.period)), readLedger);
  return restored;
}

/** @param keys of the decisions of this period in the bucket */
async function reconcileOne(
  bucket: string,
  { period, decisions }: LedgerDecisions,
  keys: ReadonlySet<string>,
  readLedger: (period: Period) => Promise<Ledger>,
): Promise<number> {
  const own = new Map(decisions.map((decision) => [keyOf(period, decision), decision]));
  for (const [key, decision] of own) if (!keys.has(key)) await keep(bucket, period, decision);
  const lost: Decision[] = [];
  for (const key of keys) {
    const text = own.has(key) ? null : await readText(bucket, key);
    if (text !== null) lost.push(Decision.parse(JSON.parse(text)));
  }
  if (lost.length === 0) return 0;
  try {
    // In the order in which they take effect, as they were made.
    const all = [...decisions, ...lost].sort((a, b) => (a.at < b.at ? -1 : 1));
    await putDecisions(period, decisions.length, all);
    return lost.length;
  } catch (error) {
    if (!(error instanceof DecisionConflictError)) throw error;
    // Another decision was made since the ledger was read; it may be the one that seemed to be lacking.
    return reconcileOne(bucket, await readLedger(period), keys, readLedger);
  }
}
