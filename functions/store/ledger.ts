import { ConditionalCheckFailedException, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { auditPartition, ledgerPartition, ledgerSort, summariesPartition } from '../../shared/ledger/keys.ts';
import { withoutFileName } from '../../shared/ledger/file-names.ts';
import type { Ledger } from '../../shared/ledger/manifest.ts';
import type { RoutedVersion } from '../../shared/ledger/versions-in-scope.ts';
import { Submission } from '../../shared/ledger/submission.ts';
import type { AuditEntry } from '../../shared/ledger/audit-entry.ts';
import type { Period } from '../../shared/time/period.ts';
import { environment } from '../aws/environment.ts';
import { client, itemKey, PK, query, readItems, type Item } from '../aws/table.ts';
import { decisionsIn, isDecisions, readDecisions } from './decision-items.ts';

const submissionOf = (item: Item): Submission => Submission.parse(JSON.parse(item['submission']?.S ?? 'null'));

/**
 * A period's submissions, in the order of their keys (division, then acceptance), and its decisions. One consistent
 * query.
 */
export async function ledger(period: Period): Promise<Ledger> {
  const submissions: Submission[] = [];
  const decided: Item[] = [];
  for await (const items of query(ledgerPartition(period)))
    for (const item of items)
      if (isDecisions(item)) decided.push(item);
      else submissions.push(submissionOf(item));
  return { period, submissions, decisions: decisionsIn(decided) };
}

/** A period's decisions, and the submissions of one division only. */
export async function ledgerOf(period: Period, division: string): Promise<Ledger> {
  const decided = readDecisions(period);
  const submissions: Submission[] = [];
  for await (const items of query(ledgerPartition(period), `${division}#`))
    for (const item of items) submissions.push(submissionOf(item));
  return { period, submissions, decisions: await decided };
}

/** What the ledger says of these object versions and of their periods; versions that it does not know are left out. */
export async function findSubmissions(versions: readonly RoutedVersion[]): Promise<Ledger[]> {
  const periods = [...new Set(versions.map(({ slot }) => slot.period))];
  const found = readItems(
    versions.map(({ slot, acceptedAt, versionId }) =>
      itemKey(ledgerPartition(slot.period), ledgerSort(slot.division, acceptedAt, versionId)),
    ),
  );
  const [items, ...decided] = await Promise.all([found, ...periods.map(readDecisions)]);
  return periods.map((period, at) => ({
    period,
    submissions: items.filter((item) => item[PK]?.S === ledgerPartition(period)).map(submissionOf),
    decisions: decided[at] ?? [],
  }));
}

/** The attribute of a ledger item whose personal data is erased: a restore of the table leaves such an item as it is. */
export const ERASED = 'erased';

/** Identifies a state of a version's ledger item, so that a write can require that the item has not changed. */
const stampOf = ({ submissionId, status, erasedAt }: Submission): string =>
  [submissionId, status, ...(erasedAt === undefined ? [] : [erasedAt])].join('#');

/** Whether a version's ledger item is the one that was read. */
export async function stands(submission: Submission): Promise<boolean> {
  const { period, division, acceptedAt, versionId } = submission;
  const [item] = await readItems([itemKey(ledgerPartition(period), ledgerSort(division, acceptedAt, versionId))]);
  return item?.['stamp']?.S === stampOf(submission);
}

/**
 * The one conditional write that makes a submission count.
 * @param replaces the version's submission that it takes the place of (judged by other rules, or failed); null where
 * none may be
 * @returns false when the ledger item is another than `replaces`
 */
export async function commit(submission: Submission, replaces: Submission | null): Promise<boolean> {
  const { period, division, acceptedAt, versionId } = submission;
  try {
    await client.send(
      new PutItemCommand({
        TableName: environment('table'),
        Item: {
          ...itemKey(ledgerPartition(period), ledgerSort(division, acceptedAt, versionId)),
          submission: { S: JSON.stringify(submission) },
          ...(submission.erasedAt === undefined ? {} : { [ERASED]: { S: submission.erasedAt } }),
          stamp: { S: stampOf(submission) },
        },
        ...(replaces
          ? {
              ConditionExpression: '#stamp = :stamp',
              ExpressionAttributeNames: { '#stamp': 'stamp' },
              ExpressionAttributeValues: { ':stamp': { S: stampOf(replaces) } },
            }
          : { ConditionExpression: 'attribute_not_exists(#pk)', ExpressionAttributeNames: { '#pk': PK } }),
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/**
 * Takes the next number for a run of a period's summary. What a run reads after it is at least as new as what runs
 * before it read.
 * @param published the run that published last: a table that was restored to an earlier moment counts on from there
 */
export async function nextRun(period: Period, published: number): Promise<number> {
  const run = await addRuns(period, 1);
  return run > published ? run : addRuns(period, published - run + 1);
}

async function addRuns(period: Period, count: number): Promise<number> {
  const { Attributes } = await client.send(
    new UpdateItemCommand({
      TableName: environment('table'),
      Key: itemKey(summariesPartition(period), 'runs'),
      UpdateExpression: 'ADD #runs :count',
      ExpressionAttributeNames: { '#runs': 'runs' },
      ExpressionAttributeValues: { ':count': { N: String(count) } },
      ReturnValues: 'UPDATED_NEW',
    }),
  );
  return Number(Attributes?.['runs']?.N ?? 1);
}

/** Divisions that have a notice of duplicates for a period. */
export async function noticedDivisions(period: Period): Promise<string[]> {
  const [item] = await readItems([itemKey(summariesPartition(period), 'noticed')]);
  return z.array(z.string()).parse(JSON.parse(item?.['divisions']?.S ?? '[]'));
}

export async function noteNoticed(period: Period, divisions: readonly string[]): Promise<void> {
  const Item = { ...itemKey(summariesPartition(period), 'noticed'), divisions: { S: JSON.stringify(divisions) } };
  await client.send(new PutItemCommand({ TableName: environment('table'), Item }));
}

/** Adds an entry to the trail, once: the same entry again changes nothing. */
export async function audit(entry: AuditEntry): Promise<void> {
  try {
    await client.send(
      new PutItemCommand({
        TableName: environment('table'),
        Item: trailItem(entry),
        ConditionExpression: 'attribute_not_exists(#pk)',
        ExpressionAttributeNames: { '#pk': PK },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

/** Takes the clerk's name of a file out of the entries about a version; only a misplaced upload's entry has it. */
export async function redactTrail(period: Period, versionId: string): Promise<void> {
  for (const entry of await auditTrail(period)) {
    if (entry.what !== 'misplaced' || entry.subject !== versionId) continue;
    const redacted: AuditEntry = { ...entry, detail: withoutFileName(entry.detail) };
    await client.send(new PutItemCommand({ TableName: environment('table'), Item: trailItem(redacted) }));
  }
}

const trailItem = (entry: AuditEntry): Item => ({
  ...itemKey(auditPartition(entry.period), `${entry.at}#${entry.what}#${entry.subject}`),
  entry: { S: JSON.stringify(entry) },
});

/** A period's trail, oldest first: what was submitted and published. The decisions of offices are in its ledger. */
export async function auditTrail(period: Period): Promise<AuditEntry[]> {
  const entries: AuditEntry[] = [];
  for await (const items of query(auditPartition(period)))
    for (const item of items) entries.push(JSON.parse(item['entry']?.S ?? 'null') as AuditEntry);
  return entries;
}
