/** What a soak comes to: everything that is to be the same after a run with faults and a run without. */
import { CITY_PACK } from '../../cities/pack.ts';
import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import type { System } from '../../cli/system.ts';
import { TABLE_KEY } from '../../shared/contract.ts';
import { parseUploadKey } from '../../shared/ledger/keys.ts';
import type { AuditEntry } from '../../shared/ledger/audit-entry.ts';
import { Submission } from '../../shared/ledger/submission.ts';
import { storedObjects, type StoredVersion } from './stored.ts';

type Part = ReadonlyMap<string, string>;

export type Outcome = {
  /** Ledger, decisions and their stamps. */
  readonly ledger: Part;
  /** Pages of rows and of identities. */
  readonly rows: Part;
  readonly folds: Part;
  /** Without the principal that announced an upload, and the moment of a publication: those are of the run. */
  readonly trail: Part;
  readonly receipts: Part;
  readonly reports: Part;
};

/** Kinds of items that tell of the run: counts of summaries, uses of links, reminders, how far the sweep has come. */
const OF_THE_RUN = new Set(['S', 'K', 'N', 'W']);

/**
 * What the table holds, while the service runs. `deaths` are starts of work on a version that died or failed: those the
 * faults change.
 */
export async function tableOutcome(
  table: string,
): Promise<Omit<Outcome, 'receipts' | 'reports'> & { readonly deaths: number }> {
  const parts = {
    L: new Map<string, string>(),
    R: new Map<string, string>(),
    F: new Map<string, string>(),
    A: new Map<string, string>(),
  };
  let deaths = 0;
  const client = new DynamoDBClient({});
  for await (const page of paginateScan({ client }, { TableName: table, ConsistentRead: true }))
    for (const item of page.Items ?? []) {
      const [pk, sk] = [item[TABLE_KEY.partition]?.S ?? '', item[TABLE_KEY.sort]?.S ?? ''];
      const kind = pk[0] ?? '';
      if (kind === 'P') deaths += Object.keys(item).filter((name) => name.startsWith('try#')).length;
      else if (kind === 'A') {
        const { at, what, subject, detail } = JSON.parse(item['entry']?.S ?? '{}') as AuditEntry;
        parts.A.set(JSON.stringify([pk, what, subject, ...(what === 'publication' ? [] : [at])]), detail);
      } else if (!OF_THE_RUN.has(kind))
        parts[kind as keyof typeof parts].set(
          `${pk} ${sk}`,
          JSON.stringify(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1))),
        );
    }
  client.destroy();
  return { ledger: parts.L, rows: parts.R, folds: parts.F, trail: parts.A, deaths };
}

/** What the buckets hold, when the service has ended. */
export async function bucketOutcome(data: string, { outputs }: System): Promise<Pick<Outcome, 'receipts' | 'reports'>> {
  return { receipts: await storedObjects(data, outputs.receipts), reports: await storedObjects(data, outputs.reports) };
}

/** Where two outcomes differ, part by part; nothing when they are the same. */
export function differences(one: Outcome, other: Outcome): string[] {
  return (Object.keys(one) as (keyof Outcome)[]).flatMap((part) =>
    [...new Set([...one[part].keys(), ...other[part].keys()])]
      .filter((key) => one[part].get(key) !== other[part].get(key))
      .map(
        (key) =>
          `${part}: ${key}: ${one[part].get(key) ?? 'missing'} after faults, ${other[part].get(key) ?? 'missing'} without`,
      ),
  );
}

/**
 * What is wrong with an outcome by itself: a version without its one receipt or its one ledger item, rows that are not
 * accounted for.
 */
export function faultsOf({ ledger, receipts }: Outcome, versions: readonly StoredVersion[]): string[] {
  const faults: string[] = [];
  const submissions = [...ledger.values()].flatMap((text) => {
    const item = new Map(JSON.parse(text) as [string, { S?: string }][]);
    const submission = item.get('submission')?.S;
    return submission === undefined ? [] : [Submission.parse(JSON.parse(submission))];
  });
  const inLedger = Map.groupBy(submissions, ({ versionId }) => versionId);
  const published = Map.groupBy(
    [...receipts.keys()].filter((key) => key.endsWith('.receipt.txt') && !key.startsWith('drafts/')),
    (key) => key.split('.').at(-3) ?? '',
  );
  for (const { key, versionId: id } of versions) {
    const routable = parseUploadKey(key, CITY_PACK) !== null;
    const items = inLedger.get(id) ?? [];
    if (items.length !== (routable ? 1 : 0)) faults.push(`${key} ${id} has ${items.length} ledger items`);
    if (published.get(id)?.length !== 1) faults.push(`${key} ${id} has ${published.get(id)?.length ?? 0} receipts`);
    for (const { rows, accepted, rejected, status } of items) {
      if (rows !== accepted + rejected) faults.push(`${key} ${id}: ${rows} rows are not ${accepted} + ${rejected}`);
      if (status === 'failed') faults.push(`${key} ${id} was given up`);
    }
  }
  if (published.size !== versions.length) faults.push(`${versions.length} versions, ${published.size} receipts`);
  return faults;
}
