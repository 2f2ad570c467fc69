import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { summariesPartition } from '../../shared/ledger/keys.ts';
import { standingSubmissions, type Ledger } from '../../shared/ledger/manifest.ts';
import { Reparse, waitingFor } from '../../shared/ledger/reparse.ts';
import type { Period } from '../../shared/time/period.ts';
import { environment } from '../aws/environment.ts';
import { client, itemKey, readItems } from '../aws/table.ts';

const keyOf = (period: Period) => itemKey(summariesPartition(period), 'reparse');

/** Notes that the files of a period are to be judged again, before any of them is. */
export async function noteReparse(period: Period, reparse: Reparse): Promise<void> {
  const Item = { ...keyOf(period), reparse: { S: JSON.stringify(reparse) } };
  await client.send(new PutItemCommand({ TableName: environment('table'), Item }));
}

/** A quarter of which files wait to be judged again, and how many. */
export type HalfJudged = { readonly period: Period; readonly waiting: number };

/**
 * Those of the quarters that were in the middle of a reparse when their ledgers were read. What is asked here is asked
 * after that: a reparse that began since has judged nothing that was read.
 */
export async function halfJudged(ledgers: readonly Ledger[]): Promise<HalfJudged[]> {
  const found = await Promise.all(
    ledgers.map(async (ledger) => {
      const [item] = await readItems([keyOf(ledger.period)]);
      const reparse = item === undefined ? null : Reparse.parse(JSON.parse(item['reparse']?.S ?? 'null'));
      return { period: ledger.period, waiting: waitingFor(reparse, standingSubmissions(ledger)).length };
    }),
  );
  return found.filter(({ waiting }) => waiting > 0);
}
