import type { FoldBranch } from '../shared/ledger/fold-branches.ts';
import { CITY_PACK } from '../cities/pack.ts';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import {
  GetObjectCommand,
  HeadBucketCommand,
  NoSuchKey,
  paginateListObjectsV2,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { announcementBody, type Again } from '../shared/ledger/announcement.ts';
import {
  DEFAULT_STACK,
  DRAFTS,
  ENVIRONMENT,
  STACK_OUTPUT,
  SUMMARY_CHECK_ERROR,
  type PublishOutput,
  type SummaryInput,
} from '../shared/contract.ts';
import type { LinkRecord, Sign } from '../shared/door/link.ts';
import { latestKey, parseUploadKey } from '../shared/ledger/keys.ts';
import type { AuditEntry } from '../shared/ledger/audit-entry.ts';
import type { Decision } from '../shared/ledger/decisions.ts';
import { Latest, PublishedManifest } from '../shared/publication/published-manifest.ts';
import type { Ledger } from '../shared/ledger/manifest.ts';
import { routed, type UploadVersion } from '../shared/ledger/versions-in-scope.ts';
import { inOrder } from '../shared/ledger/submission.ts';
import { yearToDate, type Period } from '../shared/time/period.ts';
import type { HalfJudged } from '../functions/store/reparses.ts';
import type { Reparse } from '../shared/ledger/reparse.ts';
import { callerArn } from './caller.ts';
import { contradiction } from './contradiction.ts';
import { SystemError } from './told-errors.ts';
import { LOCAL_PORT } from './local-port.ts';
import type { RevisionFiles } from '../shared/publication/revision.ts';
import type { Rejudged } from './rejudge.ts';

/** The running system, in AWS or on this machine: the same calls to both. */
export class System {
  readonly outputs: Readonly<Record<keyof typeof STACK_OUTPUT, string>>;
  readonly #s3 = new S3Client({});
  readonly #sfn = new SFNClient({});
  readonly #sqs = new SQSClient({});

  private constructor(outputs: Readonly<Record<string, string>>) {
    this.outputs = Object.fromEntries(
      Object.entries(STACK_OUTPUT).map(([name, output]) => [name, outputs[output] ?? '']),
    ) as typeof this.outputs;
    // The functions' own readers of the table are used here too, and find it as they do in a function.
    process.env[ENVIRONMENT.table] = this.outputs.table;
    process.env[ENVIRONMENT.linkKey] = this.outputs.linkKey;
    process.env[ENVIRONMENT.hashKey] = this.outputs.hashKey;
  }

  /**
   * Finds the stack by the usual AWS environment variables; without any, the local service on this machine.
   * @throws SystemError
   */
  static async connect(stackName: string = DEFAULT_STACK): Promise<System> {
    if (
      !Object.keys(process.env).some((name) =>
        /^AWS_(?:ENDPOINT_URL|PROFILE|ACCESS_KEY_ID|WEB_IDENTITY|CONTAINER)/.test(name),
      )
    )
      System.useEndpoint(`http://127.0.0.1:${LOCAL_PORT}`);
    try {
      const { Stacks = [] } = await new CloudFormationClient({ maxAttempts: 2 }).send(
        new DescribeStacksCommand({ StackName: stackName }),
      );
      return System.of(
        Object.fromEntries(
          (Stacks[0]?.Outputs ?? []).map((output) => [output.OutputKey ?? '', output.OutputValue ?? '']),
        ),
      );
    } catch (cause) {
      const where = process.env['AWS_ENDPOINT_URL'] ?? 'AWS';
      throw new SystemError(
        {
          zh: `在 ${where} 找不到系统 ${stackName}。请先运行 npm run -s uplift -- local，或设置 AWS 环境变量和 --stack（${(cause as Error).message}）`,
          en: `no system ${stackName} at ${where}. Run npm run -s uplift -- local first, or set the AWS environment variables and --stack (${(cause as Error).message})`,
        },
        { cause },
      );
    }
  }

  /** Points every AWS client of this process at a service on this machine. */
  static useEndpoint(endpoint: string): void {
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
    });
  }

  /** The system of these stack outputs. */
  static of(outputs: Readonly<Record<string, string>>): System {
    return new System(outputs);
  }

  /** @returns the version id that S3 gave the upload */
  async upload(key: string, bytes: Uint8Array): Promise<string> {
    const { VersionId } = await this.#s3.send(
      new PutObjectCommand({ Bucket: this.outputs.uploads, Key: key, Body: bytes }),
    );
    if (!VersionId)
      throw new SystemError({
        zh: '上传桶没有开启版本，请开启后再部署',
        en: 'the uploads bucket keeps no versions; deploy it with versioning',
      });
    return VersionId;
  }

  async read(bucket: 'uploads' | 'receipts' | 'reports', key: string): Promise<Uint8Array | null> {
    try {
      const { Body } = await this.#s3.send(new GetObjectCommand({ Bucket: this.outputs[bucket], Key: key }));
      return (await Body?.transformToByteArray()) ?? new Uint8Array();
    } catch (error) {
      if (error instanceof NoSuchKey) return null;
      throw error;
    }
  }

  /**
   * What the clock of S3 shows, which also says when a file was accepted; this machine's own may be wrong.
   * @throws SystemError
   */
  async serverTime(): Promise<Date> {
    const command = new HeadBucketCommand({ Bucket: this.outputs.reports });
    let shown: string | undefined;
    command.middlewareStack.add(
      (next) => async (request) => {
        const result = await next(request);
        shown = (result.response as { readonly headers?: Readonly<Record<string, string>> }).headers?.['date'];
        return result;
      },
      { step: 'deserialize' },
    );
    await this.#s3.send(command);
    const time = new Date(shown ?? Number.NaN);
    if (Number.isNaN(time.getTime()))
      throw new SystemError({ zh: `S3 没有给出时间`, en: `S3 answered without the time, got ${shown ?? 'nothing'}` });
    return time;
  }

  /** A published text with its BOM, or null where there is none. */
  async readReport(key: string): Promise<string | null> {
    const bytes = await this.read('reports', key);
    return bytes && new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  }

  /** The newest revision of a period; null when nothing is published yet. */
  async latest(period: Period): Promise<Latest | null> {
    const text = await this.readReport(latestKey(period));
    return text === null ? null : Latest.parse(JSON.parse(text));
  }

  /** What a revision was made of, by its prefix; null when there is no such revision. */
  async manifest(prefix: string): Promise<PublishedManifest | null> {
    const text = await this.readReport(`${prefix}internal/manifest.json`);
    return text === null ? null : PublishedManifest.parse(JSON.parse(text));
  }

  /** Keys under a prefix; prepared receipts that are not published yet are nobody's. */
  async list(bucket: 'receipts' | 'reports', prefix: string): Promise<string[]> {
    const keys: string[] = [];
    for await (const page of paginateListObjectsV2(
      { client: this.#s3 },
      { Bucket: this.outputs[bucket], Prefix: prefix },
    ))
      keys.push(...(page.Contents ?? []).map((object) => object.Key ?? ''));
    return keys.filter((key) => bucket !== 'receipts' || !key.startsWith(DRAFTS));
  }

  async ledger(period: Period): Promise<Ledger> {
    const { ledger } = await import('../functions/store/ledger.ts');
    return ledger(period);
  }

  /**
   * Adds a decision to those of a period, made on the ones that are known.
   * @throws SystemError when another was made in the meantime
   */
  async decide(period: Period, known: readonly Decision[], decision: Decision): Promise<void> {
    const { decide, DecisionConflictError } = await import('../functions/store/decisions.ts');
    try {
      const via = await callerArn();
      await decide(this.outputs.reports, period, known, { ...decision, ...(via === null ? {} : { via }) });
    } catch (cause) {
      if (!(cause instanceof DecisionConflictError)) throw cause;
      throw new SystemError(
        {
          zh: `刚才另有人对 ${period} 作了决定，本次没有记录；请查看（status、audit）后重新运行`,
          en: `another decision about ${period} was made a moment ago and this one is not recorded; look at it (status, audit) and decide again`,
        },
        { cause },
      );
    }
  }

  /** Adds an entry to the trail. */
  async audit(entry: AuditEntry): Promise<void> {
    const { audit } = await import('../functions/store/ledger.ts');
    await audit(entry);
  }

  async auditTrail(period: Period): Promise<AuditEntry[]> {
    const { auditTrail } = await import('../functions/store/ledger.ts');
    return auditTrail(period);
  }

  /** The list of links, by division. */
  async links(): Promise<LinkRecord[]> {
    const { listLinks } = await import('../functions/store/links.ts');
    return listLinks();
  }

  /** Writes what the list of links shall hold of a division. */
  async putLink(record: LinkRecord): Promise<void> {
    const { putLink } = await import('../functions/store/links.ts');
    await putLink(record);
  }

  /** Signs the tokens of links, with the key that the door knows them by. */
  async linkSignature(): Promise<Sign> {
    const { linkSignature } = await import('../functions/aws/link-signature.ts');
    return linkSignature();
  }

  /** All object versions of a period, oldest first; of one division only, when it is given. */
  async versions(period: Period, division: string | null): Promise<UploadVersion[]> {
    const versions = await this.allVersions(division === null ? '' : `${division}/${period}/`);
    return routed(versions, CITY_PACK)
      .filter(({ slot }) => slot.period === period)
      .sort(inOrder);
  }

  /** All object versions of uploads under a prefix, wherever they belong. */
  async allVersions(prefix = ''): Promise<UploadVersion[]> {
    const { listVersions } = await import('../functions/aws/objects.ts');
    return listVersions(this.outputs.uploads, [prefix]);
  }

  /** Keys of a period's uploads that are deleted now, and since when. Their versions are still there and count. */
  async deletions(period: Period): Promise<{ readonly key: string; readonly at: string }[]> {
    const { listDeletions } = await import('../functions/aws/objects.ts');
    const deletions = await listDeletions(this.outputs.uploads, '');
    return deletions.filter(({ key }) => parseUploadKey(key, CITY_PACK)?.period === period);
  }

  /** Notes that a period's files are to be judged again; a summary waits for it from now on. */
  async noteReparse(period: Period, reparse: Reparse): Promise<void> {
    const { noteReparse } = await import('../functions/store/reparses.ts');
    await noteReparse(period, reparse);
  }

  /** What a period was last asked to be judged by. */
  async reparse(period: Period): Promise<Reparse | null> {
    const { readReparse } = await import('../functions/store/reparses.ts');
    return readReparse(period);
  }

  /** Those of the quarters that are in the middle of a reparse. */
  async halfJudged(periods: readonly Period[]): Promise<HalfJudged[]> {
    const { halfJudged } = await import('../functions/store/reparses.ts');
    return halfJudged(await Promise.all(periods.map((period) => this.ledger(period))));
  }

  /** What the rules of today would make of a period's stored files; nothing is changed. */
  async rejudge(period: Period, ruleSet: string): Promise<Rejudged> {
    const [{ rejudge }, { readRows }, { readVersion }] = await Promise.all([
      import('./rejudge.ts'),
      import('../functions/store/pages.ts'),
      import('../functions/aws/objects.ts'),
    ]);
    const judge = { ruleSet, codeVersion: 'dry run' };
    return rejudge(period, await this.versions(period, null), judge, {
      ledger: (one) => this.ledger(one),
      readRows,
      readVersion: (version) => readVersion(this.outputs.uploads, version),
    });
  }

  /** The bytes of one version of an upload; null when it is gone. */
  async readVersion(version: Pick<UploadVersion, 'key' | 'versionId'>): Promise<Uint8Array | null> {
    const { readVersion } = await import('../functions/aws/objects.ts');
    return readVersion(this.outputs.uploads, version);
  }

  /** Writes the pages that list what is published, as they are now. */
  async writeIndexes(period: Period): Promise<void> {
    const { writeIndexes } = await import('../functions/publish/indexes.ts');
    const { readDecisions } = await import('../functions/store/decision-items.ts');
    const { listKeys, readTagged, readText, write, writeOver } = await import('../functions/aws/objects.ts');
    const { reports } = this.outputs;
    await writeIndexes(period, {
      pack: CITY_PACK,
      listKeys: (prefix) => listKeys(reports, prefix),
      readText: (key) => readText(reports, key),
      write: (key, body) => write(reports, key, body),
      decisions: readDecisions,
      readTagged: (key) => readTagged(reports, key),
      writeOver: (key, body, tag) => writeOver(reports, key, body, tag),
    });
  }

  /** A revision's files, built again from the stored rows; `before` is the revision that it restates. */
  async rebuild(manifest: PublishedManifest, before: number | null): Promise<RevisionFiles['files']> {
    const [{ rebuild }, { fold }, { readRows }, { sha256 }] = await Promise.all([
      import('../functions/publish/publish.ts'),
      import('../functions/fold/fold.ts'),
      import('../functions/store/pages.ts'),
      import('../functions/store/manifest.ts'),
    ]);
    const findFold = (branch: FoldBranch) => fold(branch, { readRows, pack: CITY_PACK });
    return rebuild(manifest, before, {
      findFold,
      readRows,
      pack: CITY_PACK,
      readText: (key) => this.readReport(key),
      sha256,
    });
  }

  /** Puts word of a version into the queue of uploads. @param who says so */
  async announce({ key, versionId }: UploadVersion, again?: Again, who = 'operator'): Promise<void> {
    const body = announcementBody({
      bucket: this.outputs.uploads,
      key,
      versionId,
      who,
      ...(again ? { again } : {}),
    });
    await this.#sqs.send(new SendMessageCommand({ QueueUrl: this.outputs.ingestQueue, MessageBody: body }));
  }

  /** About how many messages wait in the dead letter queue. */
  async deadLetterCount(): Promise<number> {
    const { Attributes } = await this.#sqs.send(
      new GetQueueAttributesCommand({
        QueueUrl: this.outputs.deadLetters,
        AttributeNames: ['ApproximateNumberOfMessages'],
      }),
    );
    return Number(Attributes?.['ApproximateNumberOfMessages'] ?? 0);
  }

  /**
   * Sends one dead letter to the ingest queue again, then removes it. A death in between sends it twice, which does no
   * harm.
   * @returns whether there was one
   */
  async redriveOne(): Promise<boolean> {
    const QueueUrl = this.outputs.deadLetters;
    const { Messages: [message] = [] } = await this.#sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 1 }),
    );
    if (!message) return false;
    await this.#sqs.send(
      new SendMessageCommand({ QueueUrl: this.outputs.ingestQueue, MessageBody: message.Body ?? '' }),
    );
    await this.#sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
    return true;
  }

  /** Runs the summary and waits for it. @throws SystemError with the state machine's cause */
  async summarise(period: Period, rest: Pick<SummaryInput, 'mixed'> = {}): Promise<PublishOutput> {
    const input: SummaryInput = { period, ...rest };
    const { executionArn } = await this.#sfn.send(
      new StartExecutionCommand({ stateMachineArn: this.outputs.summaryStateMachine, input: JSON.stringify(input) }),
    );
    for (let wait = 50; ; wait = Math.min(2_000, wait * 1.5)) {
      const { status, output, error, cause } = await this.#sfn.send(new DescribeExecutionCommand({ executionArn }));
      if (status === 'SUCCEEDED') return JSON.parse(output ?? '{}') as PublishOutput;
      if (error === SUMMARY_CHECK_ERROR)
        throw contradiction(period, await Promise.all(yearToDate(period).map((one) => this.ledger(one))), cause ?? '');
      if (status !== 'RUNNING')
        throw new SystemError({
          zh: `汇总失败：${error ?? status} ${cause ?? ''}`,
          en: `the summary failed: ${error ?? status} ${cause ?? ''}`,
        });
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}
