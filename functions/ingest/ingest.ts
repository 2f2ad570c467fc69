import { createHash } from 'node:crypto';
import { checkFile, fileFinding, limitsFor, type AcceptedRow, type CheckedFile } from '../../shared/check/file.ts';
import { parseUploadKey, receiptKey, submissionIdOf, type UploadKey } from '../../shared/keys.ts';
import { isLate } from '../../shared/programme/programme.ts';
import { markedWorkbook } from '../../shared/receipt/marked-workbook.ts';
import { receiptPage } from '../../shared/receipt/page.ts';
import { countByRule, receiptOf, type Receipt } from '../../shared/receipt/receipt.ts';
import { receiptText } from '../../shared/receipt/text.ts';
import { NO_REPAIRS } from '../../shared/parse/repair.ts';
import { changesAgainst, mergeRows, NO_CHANGES, visibleSubmissions, type Changes } from '../../shared/records/merge.ts';
import { toPages, type PagedRow } from '../../shared/records/pages.ts';
import { counts, inOrder, type Submission } from '../../shared/records/submission.ts';
import { RULE_SET_VERSION } from '../../shared/rules/catalogue.ts';
import type { TableKind } from '../../shared/schema/tables.ts';
import { cityDate } from '../../shared/time/period.ts';
import type { Body, ObjectVersion } from '../aws/objects.ts';
import type { RowsOf, writePages } from '../aws/table.ts';
import type { Notification } from './notification.ts';

/** The effects of an ingest, in the order in which they happen. */
export type IngestEffects = {
  readonly readVersion: (notification: Notification, most: (size: number) => boolean) => Promise<ObjectVersion>;
  readonly ledger: (period: UploadKey['period']) => Promise<Submission[]>;
  readonly readRows: (rows: RowsOf) => Promise<PagedRow[]>;
  readonly writePages: typeof writePages;
  readonly commit: (submission: Submission) => Promise<boolean>;
  readonly receiptExists: (key: string) => Promise<boolean>;
  readonly writeReceipt: (key: string, body: Body) => Promise<void>;
};

/**
 * Brings one object version into the table and answers with its receipt. Rows are written under the submission's own id; the ledger's one
 * conditional write makes them count; the receipt follows. Every step may happen twice and a death between any two leaves nothing half
 * visible: the next delivery does the missing rest and changes nothing that is there.
 */
export async function ingest(notification: Notification, codeVersion: string, effects: IngestEffects): Promise<Submission | null> {
  const { key, versionId } = notification;
  const slot = parseUploadKey(key);
  const limits = limitsFor(slot?.division ?? '000000000');
  const version = await effects.readVersion(notification, (size) => size <= limits.fileBytes);
  const acceptedAt = version.acceptedAt.toISOString();
  const file = {
    key,
    versionId,
    acceptedAt,
    sha256: version.bytes ? sha256(version.bytes) : `too large to read: ${version.size} bytes`,
    bytes: version.size,
  };

  if (!slot) {
    const checked = refused('F14');
    await writeReceipts(effects, receiptOf(file, checked, NO_CHANGES), checked, key, versionId);
    return null;
  }

  const submissionId = submissionIdOf(versionId, RULE_SET_VERSION);
  const known = await effects.ledger(slot.period);
  const committed = known.find((submission) => submission.submissionId === submissionId);
  if (committed && (await effects.receiptExists(receiptKey(key, versionId, 'txt')))) return committed;

  const older = known.filter((submission) => submission.submissionId !== submissionId && isOlder(submission, { acceptedAt, versionId }));
  const checked = withoutNeedlessSheets(
    withRepetition(
      version.bytes
        ? checkFile(version.bytes, { ...slot, receivedOn: cityDate(version.acceptedAt) })
        : oversized(version.size, limits.fileBytes),
      committed ? 'F10' in committed.warnings : repeatsFormer(file.sha256, slot.division, older),
    ),
  );
  const partitions = partitionsOf(checked);
  const changes = committed ?? (await writeRows(effects, submissionId, partitions, older));
  const submission: Submission = committed ?? {
    submissionId,
    division: slot.division,
    period: slot.period,
    ...file,
    ruleSet: RULE_SET_VERSION,
    codeVersion,
    status: checked.status,
    replacement: checked.replacement,
    late: isLate(slot.period, version.acceptedAt),
    rows: checked.rows,
    accepted: checked.accepted,
    rejected: checked.rejected,
    ...changes,
    partitions: Object.fromEntries(
      [...partitions].map(([kind, groups]) => [kind, Object.fromEntries([...groups].map(([partition, rows]) => [partition, rows.length]))]),
    ),
    errors: countByRule(checked.findings, 'error'),
    warnings: countByRule(checked.findings, 'warning'),
    trials: countByRule(checked.findings, 'trial'),
    repairs: checked.repairs.counts,
  };
  // Another delivery of the same version committed in between: its figures count, and its receipt may still be missing.
  if (!committed && !(await effects.commit(submission))) return ingest(notification, codeVersion, effects);
  await writeReceipts(effects, receiptOf(file, checked, submission), checked, key, versionId);
  return submission;
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const isOlder = (submission: Submission, than: { acceptedAt: string; versionId: string }): boolean =>
  inOrder(submission, { ...submission, ...than }) < 0;

type Partitions = ReadonlyMap<TableKind, ReadonlyMap<string, readonly AcceptedRow[]>>;

function partitionsOf(checked: CheckedFile): Partitions {
  return new Map(
    checked.tables
      .filter((table) => table.accepted.length > 0)
      .map((table) => [table.kind, Map.groupBy(table.accepted, (row) => row.partition)]),
  );
}

/** Writes all pages, and tells what they change against what older submissions left. */
async function writeRows(
  effects: IngestEffects,
  submissionId: string,
  partitions: Partitions,
  older: readonly Submission[],
): Promise<Changes> {
  const groups = [...partitions].flatMap(([kind, byPartition]) =>
    [...byPartition].map(([partition, rows]) => ({ submissionId, kind, partition, rows })),
  );
  const pages = groups.map(({ rows, ...rest }) => ({ ...rest, pages: toPages(rows) }));
  const [changes] = await Promise.all([compareWithOlder(effects, groups, older), effects.writePages(pages)]);
  return changes;
}

type RowGroup = { readonly kind: TableKind; readonly partition: string; readonly rows: readonly AcceptedRow[] };

async function compareWithOlder(effects: IngestEffects, groups: readonly RowGroup[], older: readonly Submission[]): Promise<Changes> {
  const total = { created: 0, updated: 0, unchanged: 0 };
  for (const { kind, partition, rows } of groups) {
    const read = async ({ submissionId }: Submission) => ({
      submissionId,
      rows: await effects.readRows({ submissionId, kind, partition }),
    });
    const before = await Promise.all(visibleSubmissions(older, kind, partition).map(read));
    const { created, updated, unchanged } = changesAgainst(mergeRows(before), rows);
    total.created += created;
    total.updated += updated;
    total.unchanged += unchanged;
  }
  return total;
}

/** Whether the division's newest file before this one had the same bytes. */
function repeatsFormer(digest: string, division: string, older: readonly Submission[]): boolean {
  const before = older
    .filter((submission) => submission.division === division && counts(submission))
    .sort(inOrder)
    .at(-1);
  return before?.sha256 === digest;
}

/** Rule F10. */
function withRepetition(checked: CheckedFile, repeats: boolean): CheckedFile {
  if (!repeats) return checked;
  return {
    ...checked,
    status: checked.status === 'accepted' ? 'accepted_with_warnings' : checked.status,
    findings: [...checked.findings, fileFinding('F10', null)],
  };
}

/** The sheets of a file without problems are not marked, so they need not stay in memory while its rows are written. */
const withoutNeedlessSheets = (checked: CheckedFile): CheckedFile => (checked.findings.length === 0 ? { ...checked, read: null } : checked);

const refused = (rule: string, params?: Parameters<typeof fileFinding>[2]): CheckedFile => ({
  status: 'rejected',
  format: null,
  encoding: null,
  rows: 0,
  accepted: 0,
  rejected: 0,
  findings: [fileFinding(rule, null, params)],
  repairs: NO_REPAIRS,
  tables: [],
  replacement: false,
  read: null,
});

const megabytes = (bytes: number): number => Math.ceil(bytes / 1024 / 1024);
const oversized = (size: number, most: number): CheckedFile =>
  refused('F11', {
    detail: `文件有 ${megabytes(size)} MB，超过单个文件上限 ${megabytes(most)} MB，请删除无关内容或拆分后上传`,
    detailEn: `The file has ${megabytes(size)} MB, the limit is ${megabytes(most)} MB; remove what does not belong or split it`,
  });

/** The text comes last: where it is, all the others are. A file without problems, or one that could not be read, has no marked workbook. */
async function writeReceipts(
  effects: IngestEffects,
  receipt: Receipt,
  checked: CheckedFile,
  key: string,
  versionId: string,
): Promise<void> {
  const { findings, read } = checked;
  const others = [
    effects.writeReceipt(receiptKey(key, versionId, 'json'), {
      content: `${JSON.stringify(receipt, null, 1)}\n`,
      type: 'application/json; charset=utf-8',
    }),
    effects.writeReceipt(receiptKey(key, versionId, 'html'), {
      content: receiptPage(receipt, findings),
      type: 'text/html; charset=utf-8',
    }),
  ];
  if (read !== null && findings.length > 0)
    others.push(
      effects.writeReceipt(receiptKey(key, versionId, 'marked.xlsx'), {
        content: markedWorkbook(receipt, checked),
        type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      }),
    );
  await Promise.all(others);
  await effects.writeReceipt(receiptKey(key, versionId, 'txt'), {
    content: `\uFEFF${receiptText(receipt)}`,
    type: 'text/plain; charset=utf-8',
  });
}
