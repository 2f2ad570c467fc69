/**
 * Decisions of offices are kept twice: as an item each in the ledger, where one query reads them with the submissions,
 * and as an object each in the bucket of reports, which no restore of the table touches
 * (docs/decisions/0052-what-a-restore-brings-back.md).
 */
import { ConditionalCheckFailedException, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { DECISIONS_PREFIX } from '../../shared/contract.ts';
import { Decision } from '../../shared/ledger/decisions.ts';
import {
  decisionKey,
  decisionsFolder,
  decisionSort,
  ledgerPartition,
  periodOfDecision,
} from '../../shared/ledger/keys.ts';
import type { Period } from '../../shared/time/period.ts';
import { environment } from '../aws/environment.ts';
import { listKeys, readText, writeOver } from '../aws/objects.ts';
import { client, itemKey, PK, type Item } from '../aws/table.ts';
import { decisionsIn, placeAfter, readDecisionItems, readDecisions } from './decision-items.ts';
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
  await putDecision(period, known.length, made);
  await keep(bucket, period, made);
}

/**
 * Puts a decision into the ledger, behind those that are there, once.
 * @param known how many decisions whoever made it has seen
 * @returns false when it was there
 * @throws DecisionConflictError
 */
async function putDecision(period: Period, known: number, decision: Decision): Promise<boolean> {
  const text = JSON.stringify(decision);
  const isIn = (items: readonly Item[]): boolean => decisionsIn(items).some((one) => JSON.stringify(one) === text);
  const items = await readDecisionItems(period);
  if (isIn(items)) return false;
  if (decisionsIn(items).length !== known) throw conflict(period);
  try {
    await client.send(
      new PutItemCommand({
        TableName: environment('table'),
        Item: { ...itemKey(ledgerPartition(period), decisionSort(placeAfter(items))), decision: { S: text } },
        ConditionExpression: 'attribute_not_exists(#pk)',
        ExpressionAttributeNames: { '#pk': PK },
      }),
    );
    return true;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    // When an answer is lost the client asks again, and finds what it put itself.
    if (isIn(await readDecisionItems(period))) return true;
    throw conflict(period, error);
  }
}

const conflict = (period: Period, cause?: unknown): DecisionConflictError =>
  new DecisionConflictError(`another decision about ${period} was made in the meantime; look at it and decide again`, {
    cause,
  });

const keyOf = (period: Period, decision: Decision): string =>
  decisionKey(period, decision.at, sha256(JSON.stringify(decision)).slice(0, 12));

const keep = (bucket: string, period: Period, decision: Decision): Promise<boolean> =>
  writeOver(
    bucket,
    keyOf(period, decision),
    { content: `${JSON.stringify(decision)}\n`, type: 'application/json' },
    null,
  );

/** How many decisions the ledger lacked, and the quarters of which the second copy has any. */
export type Reconciled = { readonly restored: number; readonly decided: readonly Period[] };

/**
 * Brings both copies of decisions together: what the ledger lacks, since it was restored to an earlier moment, is added
 * to it; what the bucket lacks is written there.
 * @param periods to look at
 * @param others whether to look also at all others that have any in the bucket
 */
export async function reconcileDecisions(
  bucket: string,
  periods: readonly Period[],
  others: 'and all others' | 'only' = 'only',
): Promise<Reconciled> {
  const folders = others === 'only' ? periods.map(decisionsFolder) : [DECISIONS_PREFIX];
  const listed = await Promise.all(folders.map((folder) => listKeys(bucket, folder)));
  const kept = Map.groupBy(listed.flat(), periodOfDecision);
  const decided = [...kept.keys()].filter((period) => period !== null);
  let restored = 0;
  for (const period of new Set([...decided, ...periods]))
    restored += await reconcileOne(bucket, period, new Set(kept.get(period)));
  return { restored, decided };
}

/** @param keys of the decisions of this period in the bucket */
async function reconcileOne(bucket: string, period: Period, keys: ReadonlySet<string>): Promise<number> {
  const decisions = await readDecisions(period);
  const own = new Map(decisions.map((decision) => [keyOf(period, decision), decision]));
  for (const [key, decision] of own) if (!keys.has(key)) await keep(bucket, period, decision);
  const lost: Decision[] = [];
  for (const key of keys) {
    const text = own.has(key) ? null : await readText(bucket, key);
    if (text !== null) lost.push(Decision.parse(JSON.parse(text)));
  }
  let restored = 0;
  try {
    for (const [at, decision] of lost.entries())
      if (await putDecision(period, decisions.length + at, decision)) restored++;
    return restored;
  } catch (error) {
    if (!(error instanceof DecisionConflictError)) throw error;
    // Another decision was made since the ledger was read; it may be the one that seemed to be lacking.
    return restored + (await reconcileOne(bucket, period, keys));
  }
}
