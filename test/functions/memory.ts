/**
 * Buckets and table in memory, as far as functions ask for them through their effects: no faults but those that a test
 * makes.
 */
import { CITY_PACK } from '../../cities/pack.ts';
import { createHash, createHmac } from 'node:crypto';
import { RefusedReadError } from '../../functions/aws/refused-read.ts';
import type { RowsOf } from '../../functions/store/pages.ts';
import type { Body } from '../../functions/aws/objects.ts';
import { ingest, type IngestEffects, type Ingested } from '../../functions/ingest/ingest.ts';
import type { Answered } from '../../functions/ingest/receipts.ts';
import { fold } from '../../functions/fold/fold.ts';
import { plan } from '../../functions/plan/plan.ts';
import type { PublishEffects } from '../../functions/publish/publish.ts';
import { branchesOf, type FoldBranch } from '../../shared/ledger/fold-branches.ts';
import type { Tally } from '../../shared/fold/tally.ts';
import type { Again } from '../../shared/ledger/announcement.ts';
import type { AuditEntry } from '../../shared/ledger/audit-entry.ts';
import type { Decision } from '../../shared/ledger/decisions.ts';
import type { Ledger, Manifest } from '../../shared/ledger/manifest.ts';
import { earlierTries, type Start } from '../../shared/ledger/tries.ts';
import { ROW_LAYOUTS } from '../../shared/rows/layouts.ts';
import { fromPage, type Page, type PagedRow } from '../../shared/rows/pages.ts';
import type { UploadVersion } from '../../shared/ledger/versions-in-scope.ts';
import type { Submission } from '../../shared/ledger/submission.ts';
import type { Period } from '../../shared/time/period.ts';
import { bytesOf, keyOf, type Line, type Upload } from '../simulation/workload.ts';
import { pageSort } from '../../shared/ledger/keys.ts';

export const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** A file of the simulation's households, each sound unless its kind is named. */
export const upload = (
  division: string,
  households: readonly (number | Pick<Line, 'household' | 'kind'>)[],
  { full = false as Upload['full'], period = '2016Q2' as Period, township = 0, variant = 1, name = 0 } = {},
): Upload => ({
  division,
  period,
  full,
  name,
  lines: households.map((one) => ({
    township,
    variant,
    kind: 'sound',
    ...(typeof one === 'number' ? { household: one } : one),
  })),
});

export class MemoryCity {
  /** The city that its code serves. */
  pack = CITY_PACK;
  readonly versions: UploadVersion[] = [];
  readonly bytes = new Map<string, Uint8Array>();
  /** The time for its code. */
  now = '2016-07-10T12:00:00.000Z';
  /** Versions that S3 does not hand out. */
  readonly refused = new Set<string>();
  readonly ledger = new Map<string, Submission>();
  readonly decisions = new Map<Period, Decision[]>();
  /** What its code knows of stored rows. */
  layouts = ROW_LAYOUTS;
  readonly pages = new Map<string, Map<string, Page>>();
  readonly objects = new Map<string, Body>();
  readonly trail: AuditEntry[] = [];
  /** Receipts in the order in which clerks got them. */
  readonly answered: Answered[] = [];
  /** Starts of work by version, with the one under way. */
  readonly starts = new Map<string, Start[]>();

  put(versionId: string, acceptedAt: string, sent: Upload): void {
    this.putFile(versionId, acceptedAt, keyOf(sent), bytesOf(sent));
  }

  putFile(versionId: string, acceptedAt: string, key: string, bytes: Uint8Array): void {
    this.versions.push({ key, versionId, acceptedAt, size: bytes.length });
    this.bytes.set(versionId, bytes);
  }

  readonly readRows = async ({ submissionId, kind, partition }: RowsOf): Promise<PagedRow[]> =>
    [...(this.pages.get(`${submissionId}#${kind}#${partition}`) ?? [])]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([, page]) => fromPage(page, this.layouts[kind]));

  readonly ledgerOf = async (period: Period): Promise<Ledger> => ({
    period,
    submissions: [...this.ledger.values()].filter((submission) => submission.period === period),
    decisions: this.decisions.get(period) ?? [],
  });

  /** @param message of the queue that carries the announcement; every call is a delivery of its own */
  ingestEffects(message = 'm1'): IngestEffects {
    let start: Start = { message, isFault: false };
    return {
      now: () => Date.parse(this.now),
      listVersions: async (prefixes) =>
        this.versions.filter(({ key }) => prefixes.some((prefix) => key.startsWith(prefix))),
      findSubmissions: async (versions) =>
        [...new Set(versions.map(({ slot }) => slot.period))].map((period) => ({
          period,
          submissions: versions
            .filter(({ slot }) => slot.period === period)
            .flatMap(({ versionId }) => this.ledger.get(versionId) ?? []),
          decisions: this.decisions.get(period) ?? [],
        })),
      beginTry: async (versionId) => {
        start = { message, isFault: false };
        const others = this.starts.get(versionId) ?? [];
        this.starts.set(versionId, [...others, start]);
        return earlierTries(others, message);
      },
      endTry: async (versionId, how) => {
        const others = (this.starts.get(versionId) ?? []).filter((one) => one !== start);
        this.starts.set(versionId, how === 'fault' ? [...others, { message, isFault: true }] : others);
      },
      commit: async (submission, replaces) => {
        const standing = this.ledger.get(submission.versionId);
        if (standing?.submissionId !== replaces?.submissionId || standing?.status !== replaces?.status) return false;
        this.ledger.set(submission.versionId, submission);
        return true;
      },
      audit: async (entry) => void this.trail.push(entry),
      readRows: this.readRows,
      pack: this.pack,
      layouts: this.layouts,
      remainingMs: () => Infinity,
      keyedHash: async () => (domain, text) =>
        createHmac('sha256', 'key').update(`${domain}:${text}`).digest('base64url').slice(0, 22),
      writePages: async (groups) => {
        for (const { submissionId, kind, partition, pages } of groups) {
          const name = `${submissionId}#${kind}#${partition}`;
          const held = this.pages.get(name) ?? new Map<string, Page>();
          this.pages.set(name, held);
          for (const [place, page] of pages.entries()) held.set(pageSort(place), page);
        }
      },
      readVersion: async ({ versionId }) => {
        if (this.refused.has(versionId)) throw new RefusedReadError('refused');
        return this.bytes.get(versionId) ?? null;
      },
      canRead: async ({ versionId }) => !this.refused.has(versionId),
      someVersions: async () => this.versions,
      write: async (key, body) => void this.objects.set(key, body),
      receiptIsOf: async (key) =>
        this.objects.has(key) ? (this.objects.get(key)?.labels?.['submission'] ?? '') : null,
      copy: async (from, to) => {
        const body = this.objects.get(from);
        if (body) this.objects.set(to, body);
        return body !== undefined;
      },
      remove: async (key) => void this.objects.delete(key),
      published: (answered) => void this.answered.push(answered),
    };
  }

  /** Delivers the announcement of a version. */
  deliver(
    versionId: string,
    {
      effects = this.ingestEffects(),
      ruleSet = 'r1',
      again,
      completedAt,
    }: { effects?: IngestEffects; ruleSet?: string; again?: Again; completedAt?: string } = {},
  ): Promise<Ingested> {
    const version = this.versions.find((one) => one.versionId === versionId);
    if (!version) throw new RangeError(`no version ${versionId}`);
    const announcement = {
      bucket: 'uploads',
      key: version.key,
      versionId,
      who: 'test',
      ...(again ? { again } : {}),
      ...(completedAt === undefined ? {} : { completedAt }),
    };
    return ingest(announcement, { ruleSet, codeVersion: 'test' }, effects);
  }

  /**
   * Delivers the announcement of a version to an invocation that dies as soon as it has read a certain version.
   * @returns how the announcement ended, or `died`
   */
  deliverDeadly(versionId: string, deadly: string, message = 'm1'): Promise<Ingested | 'died'> {
    const effects = this.ingestEffects(message);
    return new Promise((end, fail) => {
      const readVersion: IngestEffects['readVersion'] = (version) => {
        if (version.versionId !== deadly) return effects.readVersion(version);
        end('died');
        // Nothing is ever answered to a process that died.
        return new Promise(() => undefined);
      };
      this.deliver(versionId, { effects: { ...effects, readVersion } }).then(end, fail);
    });
  }

  async plan(period: Period): Promise<Manifest> {
    const { manifest } = await plan(
      period,
      { ruleSet: 'r1', codeVersion: 'test', config: 'test' },
      { ledger: this.ledgerOf, readRows: this.readRows, pack: this.pack, sha256, readText: async () => null },
    );
    return manifest;
  }

  fold = (manifest: Manifest, township: string): Promise<Tally> =>
    this.foldBranch(branchesOf(manifest, this.pack).of(township));

  foldBranch = (branch: FoldBranch): Promise<Tally> => fold(branch, { readRows: this.readRows, pack: this.pack });

  /** A bucket of reports beside the city; every write gives an object a tag of its own. */
  publishEffects(): PublishEffects & {
    readonly reports: ReadonlyMap<string, { readonly text: string; readonly tag: string }>;
  } {
    const reports = new Map<string, { text: string; tag: string }>();
    let tag = 0;
    const store = (key: string, { content }: Body): void =>
      void reports.set(key, {
        text: typeof content === 'string' ? content : Buffer.from(content).toString('latin1'),
        tag: String(++tag),
      });
    return {
      reports,
      bucket: 'reports',
      findFold: this.foldBranch,
      readRows: this.readRows,
      pack: this.pack,
      sha256,
      readText: async (key) => reports.get(key)?.text ?? null,
      listKeys: async (prefix) => [...reports.keys()].filter((key) => key.startsWith(prefix)),
      write: async (key, body) => store(key, body),
      readTagged: async (key) => reports.get(key) ?? null,
      writeOver: async (key, body, over) => {
        if ((reports.get(key)?.tag ?? null) !== over) return false;
        store(key, body);
        return true;
      },
      decisions: async () => [],
      recordPublication: async () => undefined,
    };
  }
}
