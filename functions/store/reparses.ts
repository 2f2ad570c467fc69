import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { summariesPartition } from '../../shared/ledger/keys.ts';
import { standingSubmissions, type Ledger } from '../../shared/ledger/manifest.ts';
import { Reparse, waitingFor } from '../../shared/ledger/reparse.ts';
import type { Submission } from '../../shared/ledger/submission.ts';
import type { Period } from '../../shared/time/period.ts';
import { environment } from '../aws/environment.ts';
import { client, itemKey, readItems } from '../aws/table.ts';

const keyOf = (period: Period) => itemKey(summariesPartition(period), 'reparse');

/** Notes that the files of a period are to be judged again, before any of them is. */
export async function noteReparse(period: Period, reparse: Reparse): Promise<void> {
  const Item = { ...keyOf(period), reparse: { S: JSON.stringify(reparse) } };
  await client.send(new PutItemCommand({ TableName: environment('table'), Item }));
}

/** What a period was last asked to be judged by; null when it never was. */
export async function readReparse(period: Period): Promise<Reparse | null> {
  const [item] = await readItems([keyOf(period)]);
  return item === undefined ? null : Reparse.parse(JSON.parse(item['reparse']?.S ?? 'null'));
}

/** A quarter, and those of its files that wait to be judged again. */
export type HalfJudged = { readonly period: Period; readonly waiting: readonly Submission[] };

/**
 * Those of the quarters that were in the middle of a reparse when their ledgers were read. What is asked here is asked
 * after that: a reparse that began since has judged nothing that was read.
 */
export async function halfJudged(ledgers: readonly Ledger[]): Promise<HalfJudged[]> {
  const found = await Promise.all(
    ledgers.map(async (ledger) => {
      const reparse = await readReparse(ledger.period);
      return { period: ledger.period, waiting: waitingFor(reparse, standingSubmissions(ledger), ledger.decisions) };
    }),
  );
  return found.filter(({ waiting }) => waiting.length > 0);
}
