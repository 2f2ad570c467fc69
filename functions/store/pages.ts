import { GetItemCommand, PutItemCommand, type WriteRequest } from '@aws-sdk/client-dynamodb';
import { attemptsPartition, pageSort, rowsPartition } from '../../shared/ledger/keys.ts';
import { ROW_LAYOUTS, type RowLayouts, type StoredKind } from '../../shared/rows/layouts.ts';
import { fromPage, type Page, type PagedRow } from '../../shared/rows/pages.ts';
import { environment } from '../aws/environment.ts';
import { OutOfTimeError } from '../aws/out-of-time.ts';
import { client, itemKey, query, removeItems, SK, writeBatch, WRITES_PER_BATCH, type Item } from '../aws/table.ts';

export type RowsOf = { readonly submissionId: string; readonly kind: StoredKind; readonly partition: string };

/** Batches under way at once; one file has at most a few dozen. */
const LANES = 4;

/**
 * Writes immutable pages; written twice they are the same.
 * @param resume how the next invocation goes on; null where there is time for all of it
 * @throws ThrottledError
 */
export async function writePages(
  groups: readonly (RowsOf & { readonly pages: readonly Page[] })[],
  resume: Resume | null,
): Promise<void> {
  const requests: WriteRequest[] = groups.flatMap(({ submissionId, kind, partition, pages }) =>
    pages.map(({ rows, layout }, place) => ({
      PutRequest: {
        Item: {
          ...itemKey(rowsPartition(submissionId, kind, partition), pageSort(place)),
          rows: { S: rows },
          ...(layout === undefined ? {} : { layout: { S: layout } }),
        },
      },
    })),
  );
  const batches: WriteRequest[][] = [];
  for (let start = 0; start < requests.length; start += WRITES_PER_BATCH)
    batches.push(requests.slice(start, start + WRITES_PER_BATCH));
  const first = resume && batches.length > LANES ? await readProgress(resume) : 0;
  const done = new Set<number>();
  let next = first;
  let late = false;
  const lane = async (): Promise<void> => {
    for (let at = next++; at < batches.length && !late; at = next++) {
      if (resume && resume.remainingMs() < resume.reserveMs && at > first) late = true;
      else {
        await writeBatch(batches[at] ?? []);
        done.add(at);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(LANES, batches.length - first) }, lane));
  if (!resume || !late) return;
  let written = first;
  while (done.has(written)) written++;
  await writeProgress(resume, written);
  throw new OutOfTimeError(
    `${written} of ${batches.length} batches of rows are written; the next invocation writes the rest`,
  );
}

/**
 * The batch with which the next invocation goes on when a file's rows did not fit into one: the same file always makes
 * the same batches.
 */
export type Resume = {
  readonly versionId: string;
  readonly submissionId: string;
  readonly remainingMs: () => number;
  /** Milliseconds that must be left to note the progress and to ask for another invocation. */
  readonly reserveMs: number;
};

const progressKey = ({ versionId, submissionId }: Resume) =>
  itemKey(attemptsPartition(versionId), `progress#${submissionId}`);

async function readProgress(resume: Resume): Promise<number> {
  const { Item } = await client.send(
    new GetItemCommand({ TableName: environment('table'), Key: progressKey(resume), ConsistentRead: true }),
  );
  return Number(Item?.['batches']?.N ?? 0);
}

async function writeProgress(resume: Resume, batches: number): Promise<void> {
  await client.send(
    new PutItemCommand({
      TableName: environment('table'),
      Item: { ...progressKey(resume), batches: { N: String(batches) } },
    }),
  );
}

/** Removes the pages of a submission in some partitions; what is not there is no fault. @throws ThrottledError */
export async function removePages(groups: readonly RowsOf[]): Promise<void> {
  for (const { submissionId, kind, partition } of groups) {
    const pk = rowsPartition(submissionId, kind, partition);
    for await (const items of query(pk)) await removeItems(items.map((item) => itemKey(pk, item[SK]?.S ?? '')));
  }
}

/** The rows of one submission in one partition, in key order. @throws RowLayoutError */
export const readRows = (rowsOf: RowsOf): Promise<PagedRow[]> => readRowsIn(ROW_LAYOUTS, rowsOf);

/** The same as by code that knows certain layouts. */
export async function readRowsIn(layouts: RowLayouts, { submissionId, kind, partition }: RowsOf): Promise<PagedRow[]> {
  const rows: PagedRow[] = [];
  for await (const items of query(rowsPartition(submissionId, kind, partition)))
    for (const item of items) for (const row of fromPage(pageOf(item), layouts[kind])) rows.push(row);
  return rows;
}

/** What an item of a page holds. */
export function pageOf(item: Item): Page {
  const layout = item['layout']?.S;
  return { rows: item['rows']?.S ?? '', ...(layout === undefined ? {} : { layout }) };
}
