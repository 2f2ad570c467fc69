import { CITY_PACK } from '../../cities/pack.ts';
import { ledger } from '../../functions/store/ledger.ts';
import { foldKey, readBranch } from '../../functions/store/manifest.ts';
import { readRowsIn, type RowsOf } from '../../functions/store/pages.ts';
import { readVisible } from '../../functions/store/visible.ts';
import { foldUnder } from '../../functions/fold/handler.ts';
import { handler as plan } from '../../functions/plan/handler.ts';
import type { FoldInput } from '../../shared/contract.ts';
import type { StoredHousehold } from '../../shared/fold/household-history.ts';
import type { Tally } from '../../shared/fold/tally.ts';
import { foldPartition, ledgerPartition } from '../../shared/ledger/keys.ts';
import { receiptKey } from '../../shared/ledger/receipt-key.ts';
import { standingSubmissions } from '../../shared/ledger/manifest.ts';
import { Submission } from '../../shared/ledger/submission.ts';
import type { Receipt } from '../../shared/receipt/receipt.ts';
import { decodeRecord } from '../../shared/rows/codec.ts';
import type { Period } from '../../shared/time/period.ts';
import { keepsVillage } from './deployments.ts';
import { model, type Expected, type Standing } from './model.ts';
import { keyOf, TOWNSHIPS, type Upload } from './workload.ts';
import { World } from './world.ts';

/** An upload at the end: whether its period was closed before it came, and whether every process dies that reads it. */
export type Ended = Placed & {
  readonly locked: boolean /** The rule of a file that no try can bring to an end. */;
  readonly givenUpUnder: 'F21' | 'F25' | null;
  /** Whether its personal data was erased. */
  readonly erased: boolean;
};

/** An upload as the store took it. */
export type Placed = Upload & { readonly versionId: string; readonly at: number };

export const PERIODS: readonly Period[] = ['2016Q1', '2016Q2'];
const { receipts: RECEIPTS, reports: REPORTS } = World.buckets;

/** What the ledger holds, by version. */
export const submissionsIn = (world: World): Map<string, Submission> =>
  new Map(
    PERIODS.flatMap((period) => world.table.partition(ledgerPartition(period)))
      .filter((item) => item['submission'] !== undefined)
      .map((item) => Submission.parse(JSON.parse(item['submission']?.S ?? '')))
      .map((submission) => [submission.versionId, submission]),
  );

/** Compares ledger, receipts, visible rows and figures, all as the deployed code reads them, with the model's. */
export async function verifyEnd(world: World, uploads: readonly Ended[], figures: boolean): Promise<void> {
  const { ruleSet: final } = world.deployment;
  // What is erased came last: nothing was judged after it, and the rest is as if it had never come.
  const inOrder = uploads.filter(({ erased }) => !erased).toSorted(byAcceptance);
  const submissions = submissionsIn(world);
  for (const { versionId } of uploads.filter(({ erased }) => erased)) {
    verifyErased(world, versionId, submissions.get(versionId));
    submissions.delete(versionId);
  }
  const expected = model(
    inOrder.map((upload) => ({
      ...upload,
      // Nothing of a file is known that is given up.
      ...(upload.givenUpUnder !== null ? { lines: [], full: false } : {}),
      ruleSet: submissions.get(upload.versionId)?.ruleSet ?? final,
    })),
  );
  for (const [index, upload] of inOrder.entries())
    verifyOutcome(world, upload, expected.outcomes[index], submissions.get(upload.versionId));
  if (submissions.size !== inOrder.length)
    world.violations.push(`${inOrder.length} uploads, ${submissions.size} submissions`);
  const standing = canonical(await standingIn(world));
  // A village that the code of the end does not know is there, and not read.
  const readable = Object.entries(expected.standing).map(([key, [persons, village]]) => [
    key,
    [persons, keepsVillage(final) ? village : null],
  ]);
  const wanted = canonical(Object.fromEntries(readable));
  if (standing !== wanted) world.violations.push(`stands ${standing}, expected ${wanted}`);
  if (!figures) return;
  const folded = canonical(await figuresIn(world));
  if (folded !== canonical(expected.counted))
    world.violations.push(`figures ${folded}, expected ${canonical(expected.counted)}`);
}

/** The order in which uploads count. */
export const byAcceptance = (a: Placed, b: Placed): number => a.at - b.at || (a.versionId < b.versionId ? -1 : 1);

/** Nothing of an erased version is left but its ledger item, if it had one, which says so. */
function verifyErased({ store, table, violations }: World, versionId: string, found: Submission | undefined): void {
  if (found && (found.erasedAt === undefined || Object.keys(found.partitions).length > 0))
    violations.push(`${versionId} is erased, and the ledger does not say so`);
  const pages = table.partitions().filter((pk) => pk.startsWith(`R#${versionId}~`) && table.partition(pk).length > 0);
  if (pages.length > 0) violations.push(`${versionId} is erased and has rows: ${pages.join(' ')}`);
  const objects = store.history().filter((name) => name.includes(versionId));
  if (objects.length > 0) violations.push(`${versionId} is erased, and there is ${objects.join(' ')}`);
}

async function standingIn({ deployment }: World): Promise<Standing> {
  const standing: Standing = {};
  const effects = { readRows: (rows: RowsOf) => readRowsIn(deployment.layouts, rows), pack: CITY_PACK };
  for (const period of PERIODS) {
    const submissions = standingSubmissions(await ledger(period));
    for (const township of TOWNSHIPS)
      for (const row of await readVisible(submissions, 'household', township, effects)) {
        const record: StoredHousehold & { readonly village_name?: string | null } = decodeRecord('household', row);
        standing[`${period}/${township}/${row.key}`] = [record.uplift_persons, record.village_name ?? null];
      }
  }
  return standing;
}

function verifyOutcome(
  { store, violations }: World,
  upload: Ended,
  expected: Expected | undefined,
  found: Submission | undefined,
): void {
  const { versionId } = upload;
  if (!found || !expected) return void violations.push(`${versionId} is not in the ledger`);
  const { rows, accepted, rejected, created, updated, unchanged, removed, status } = found;
  const { givenUpUnder } = upload;
  if ((status === 'failed') !== (givenUpUnder !== null)) violations.push(`${versionId} ended as ${status}`);
  if (givenUpUnder !== null && found.errors[givenUpUnder] !== 1)
    violations.push(`${versionId} does not say why it was given up`);
  if (rows !== accepted + rejected) violations.push(`${versionId}: ${rows} rows are not ${accepted} + ${rejected}`);
  if (
    canonical({
      rows,
      accepted,
      created,
      updated,
      unchanged,
      removed,
      refused: ['rejected', 'failed'].includes(status),
    }) !== canonical(expected)
  )
    violations.push(
      `${versionId}: ${canonical({ rows, accepted, created, updated, unchanged, removed, status })}, expected ${canonical(expected)}`,
    );
  const key = keyOf(upload);
  const published = store.keys(RECEIPTS).filter((one) => one.startsWith(`${key}.${versionId}.`));
  const wanted = found.receiptParts.map((part) => receiptKey(key, versionId, part, CITY_PACK)).sort();
  if (canonical(published) !== canonical(wanted)) violations.push(`${versionId}: receipt ${published.join(' ')}`);
  for (const part of wanted)
    if (store.newest(RECEIPTS, part)?.labels['submission'] !== found.submissionId)
      violations.push(`${versionId}: ${part} is of another judgement`);
  const text = store.newest(RECEIPTS, receiptKey(key, versionId, 'json', CITY_PACK));
  const receipt = JSON.parse(
    new TextDecoder().decode(text?.bytes ?? new TextEncoder().encode('{}')),
  ) as Partial<Receipt>;
  const told = {
    rows: receipt.summary?.rows,
    accepted: receipt.summary?.accepted,
    ...receipt.changes,
    id: receipt.submission?.submissionId,
  };
  if (canonical(told) !== canonical({ rows, accepted, created, updated, unchanged, removed, id: found.submissionId }))
    violations.push(`${versionId}: the receipt says ${canonical(told)}`);
}

/** Persons uplifted as a summary counts them: each household once, wherever it was reported. */
async function figuresIn(world: World): Promise<Partial<Record<Period, number>>> {
  const stored = (key: string): unknown =>
    JSON.parse(new TextDecoder().decode(world.store.newest(REPORTS, key)?.bytes));
  const counted: Partial<Record<Period, number>> = {};
  for (const period of PERIODS) {
    const { townshipsKey } = await plan({ period });
    let persons = 0;
    for (const input of stored(townshipsKey) as FoldInput[]) {
      await foldUnder(world.deployment.layouts, input);
      const key = foldKey(await readBranch(input), CITY_PACK);
      const items = world.table.partition(foldPartition(period, input.township));
      const tally = items.find((item) => item['sk']?.S === key)?.['tally']?.S ?? '{}';
      persons += (JSON.parse(tally) as Tally)['quarter.persons'] ?? 0;
    }
    counted[period] = persons;
  }
  return counted;
}

/** JSON with sorted keys. */
const canonical = (value: object): string =>
  JSON.stringify(
    Array.isArray(value) ? value : Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))),
  );
