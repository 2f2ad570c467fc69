/**
 * Brings the stack's own table to what another table holds: the one that DynamoDB restored beside it. So the stack goes
 * on with the same table, its name, its protection and its backups.
 */
import { DescribeTableCommand, ResourceNotFoundException, type WriteRequest } from '@aws-sdk/client-dynamodb';
import { client, itemKey, PK, scan, SK, writeBatch, WRITES_PER_BATCH, type Item } from '../functions/aws/table.ts';
import { environment } from '../functions/aws/environment.ts';
import { listLinks } from '../functions/store/links.ts';
import { ERASED } from '../functions/store/ledger.ts';
import { PARTITIONS } from '../shared/contract.ts';
import { LINKS_PARTITION, versionIdOf } from '../shared/ledger/keys.ts';
import { UsageError } from './told-errors.ts';

/** How many items were, or in a trial would be, written, and removed since the other table lacks them. */
export type Restoration = { readonly written: number; readonly removed: number };

/** What to restore. */
export type RestoreOrder = {
  /** Name of the table that DynamoDB restored. */
  readonly from: string;
  /** Only counts. */
  readonly isTrial: boolean;
  /** Whether the operator has said yes to the removal of more than a fifth of what stands. */
  readonly mayRemoveMuch: boolean;
  /** Is called after each part with the number of items written or removed so far. */
  readonly onProgress: (items: number) => void;
};

/** In percent of the items that stand; more needs a second yes. */
const MOST_REMOVED = 20;

/**
 * Counts what would change, then writes every item of the other table and removes what it lacks. Running it again after a death, or twice, comes to
 * the same. Two things of the stack's own table stay as they are. A link that stands in its list: one that was revoked since the restored moment
 * must not open anything again. And what is left of an erased upload, in its ledger item and its rows: what was erased must not come back,
 * and the file from which the rest could be read again is gone.
 * @throws UsageError when the other table is none of this stack's or has no item, or when much would be removed
 */
export async function restoreTable(order: RestoreOrder): Promise<Restoration> {
  await refuseOthers(order);
  const { standing, ...counted } = await pass({ ...order, isTrial: true });
  if (order.isTrial) return counted;
  if (!order.mayRemoveMuch && counted.removed * 100 > standing * MOST_REMOVED)
    throw new UsageError({
      zh: `${order.from} 里没有现有 ${standing} 条中的 ${counted.removed} 条，放回会把它们移除，现在什么也没有改动。请核对表名和恢复的时间；确要移除请加 --confirm-removals`,
      en: `${order.from} lacks ${counted.removed} of the ${standing} items that stand, and they would be removed; nothing was changed. Look at its name and the time that it was restored to; to remove them add --confirm-removals`,
    });
  const { written, removed } = await pass(order);
  return { written, removed };
}

/** Whether an item of the stack's own table stays as it is, whatever the other table has in its place. */
type Stays = (item: Item) => boolean;

async function whatStays(): Promise<Stays> {
  const links = new Set((await listLinks()).map(({ division }) => keyOf(itemKey(LINKS_PARTITION, division))));
  const erased = new Set<string>();
  for await (const items of scan([PK, SK, ERASED]))
    for (const item of items) if (item[ERASED] !== undefined) erased.add(versionIdOfItem(item));
  return (item) => links.has(keyOf(item)) || erased.has(versionIdOfItem(item));
}

/** The object version that a ledger item or a page of rows is of; '' for any other item. */
function versionIdOfItem(item: Item): string {
  const [pk, sk] = [item[PK]?.S ?? '', item[SK]?.S ?? ''];
  if (pk.startsWith(PARTITIONS.ledger)) return sk.split('#')[2] ?? '';
  return pk.startsWith(PARTITIONS.rows) ? versionIdOf(pk.slice(PARTITIONS.rows.length)) : '';
}

/** Goes through both tables once; a trial counts only. */
async function pass(order: RestoreOrder): Promise<Restoration & { readonly standing: number }> {
  const stays = await whatStays();
  const kept = new Set<string>();
  let written = 0;
  for await (const items of scan(null, order.from)) {
    for (const item of items) kept.add(keyOf(item));
    const own = items.filter((item) => !stays(item));
    await writeAll(
      order,
      own.map((Item) => ({ PutRequest: { Item } })),
    );
    written += own.length;
    order.onProgress(written);
  }
  if (kept.size === 0)
    throw new UsageError({
      zh: `表 ${order.from} 里没有数据，请核对恢复的时间`,
      en: `table ${order.from} has no items; look at the time that it was restored to`,
    });
  return { written, ...(await removeOthers(order, kept, stays)) };
}

async function removeOthers(
  order: RestoreOrder,
  kept: ReadonlySet<string>,
  stays: Stays,
): Promise<{ readonly removed: number; readonly standing: number }> {
  let [removed, standing] = [0, 0];
  for await (const items of scan([PK, SK])) {
    standing += items.length;
    const gone = items.filter((item) => !kept.has(keyOf(item)) && !stays(item));
    await writeAll(
      order,
      gone.map((item) => ({ DeleteRequest: { Key: itemKey(item[PK]?.S ?? '', item[SK]?.S ?? '') } })),
    );
    removed += gone.length;
    order.onProgress(removed);
  }
  return { removed, standing };
}

async function refuseOthers({ from }: RestoreOrder): Promise<void> {
  const to = environment('table');
  if (from === to)
    throw new UsageError({
      zh: `${from} 就是系统自己的表；--from 应为恢复出来的另一张表`,
      en: `${from} is the stack's own table; --from names the one that was restored beside it`,
    });
  const table = await client.send(new DescribeTableCommand({ TableName: from })).then(
    ({ Table }) => Table ?? {},
    (error: unknown) => {
      if (error instanceof ResourceNotFoundException) return null;
      throw error;
    },
  );
  const source = table?.RestoreSummary?.SourceTableArn?.split('table/').at(-1);
  if (source !== undefined && source !== to)
    throw new UsageError({
      zh: `${from} 是从表 ${source} 恢复出来的，不是从本系统的表 ${to}`,
      en: `${from} was restored from table ${source} and not from this stack's ${to}`,
    });
  const keys =
    table && (table.KeySchema?.map(({ AttributeName, KeyType }) => `${AttributeName} ${KeyType}`).join(', ') ?? '');
  const expected = `${PK} HASH, ${SK} RANGE`;
  if (keys === expected) return;
  throw new UsageError(
    keys === null
      ? { zh: `没有表 ${from}`, en: `there is no table ${from}` }
      : {
          zh: `${from} 不是本系统的表：主键是 ${keys}，应为 ${expected}`,
          en: `${from} is no table of this system: its key is ${keys}, expected ${expected}`,
        },
  );
}

const keyOf = (item: Item): string => JSON.stringify([item[PK]?.S, item[SK]?.S]);

/** The batches of one page of a scan are written at once: a megabyte at most. */
async function writeAll({ isTrial }: RestoreOrder, requests: readonly WriteRequest[]): Promise<void> {
  if (isTrial) return;
  const batches: WriteRequest[][] = [];
  for (let start = 0; start < requests.length; start += WRITES_PER_BATCH)
    batches.push(requests.slice(start, start + WRITES_PER_BATCH));
  await Promise.all(batches.map(writeBatch));
}
