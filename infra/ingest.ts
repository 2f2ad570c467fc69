/** Reads uploads: the bucket notifies a queue, and the queue gives each announcement to the function. */
import { Aws, Duration, Names } from 'aws-cdk-lib';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ENVIRONMENT, PARTITIONS } from '../shared/contract.ts';
import { type Bundles, codeVersion } from './bundle.ts';
import { BundledFunction } from './function.ts';
import type { Stage } from './stages.ts';
import type { Storage } from './storage.ts';

// The longest run of the function.
const TIMEOUT = Duration.minutes(2);
// A message waits so long after a delivery that failed or died. It is longer than the function's timeout, so a message
// comes again only when its last delivery is over (shared/ledger/tries.ts). AWS advises six times the timeout for a
// function that Lambda throttles; maxConcurrency keeps this one from that. A file is given up after three tries. So the
// files behind it wait for nine minutes, and behind three such files for 27.
const VISIBILITY = Duration.minutes(3);
// Sixty receives last through an outage of three hours, and through a long wait for files before that others work on
// (functions/ingest/handler.ts). The alarm about deliveries that fail rings long before.
const MAX_RECEIVES = 60;
// A function that dies takes all messages of its batch along. A batch of one costs an invocation, and nobody's time.
const BATCH_SIZE = 1;

/** Properties of {@link Ingest}. */
export type IngestProps = {
  readonly stage: Stage;
  readonly storage: Storage;
  readonly bundles: Bundles;
  readonly packageVersion: string;
};

/** Reads every uploaded object version at least once. */
export class Ingest extends Construct {
  /** Announcements of uploads. */
  readonly queue: Queue;
  /** Announcements that could not be handled; kept for 14 days to be sent again. */
  readonly deadLetters: Queue;
  /** Files that were given up. */
  readonly failed: Metric;
  /** Deliveries of announcements that failed in good order, which are no errors of the function. */
  readonly failedDeliveries: Metric;
  /** Uploads at places where no report belongs. */
  readonly misplaced: Metric;
  /** Seconds from an upload to its receipt. */
  readonly receiptSeconds: Metric;
  /** The function that reads a file, commits its rows and writes its receipt. */
  readonly ingest: BundledFunction;

  constructor(scope: Construct, id: string, props: IngestProps) {
    super(scope, id);
    this.ingest = this.createFunction(props);
    this.allowIngest(props.storage);
    // SQS encrypts with a key of its own: the bucket announces to the queue, so one key for both would be a cycle.
    const secure = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true, retentionPeriod: Duration.days(14) };
    this.deadLetters = new Queue(this, 'DeadLetters', secure);
    this.queue = new Queue(this, 'Queue', {
      ...secure,
      visibilityTimeout: VISIBILITY,
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: MAX_RECEIVES },
    });
    this.announceUploads(props.storage);
    const countOf = (id: string, field: string, says: string): Metric =>
      this.ingest.logMetric(id, { field, says, value: '1', statistic: 'Sum', period: Duration.minutes(5) });
    this.failed = countOf('Failed', '$.status', 'failed');
    this.misplaced = countOf('Misplaced', '$.status', 'misplaced');
    this.failedDeliveries = countOf('FailedDeliveries', '$.message', 'a submission failed and will be delivered again');
    this.receiptSeconds = this.ingest.logMetric('ReceiptSeconds', {
      field: '$.message',
      says: 'receipt',
      value: '$.seconds',
      statistic: 'Maximum',
      period: Duration.minutes(5),
    });
    this.readQueue(props.stage);
  }

  private createFunction({ stage, storage, bundles, packageVersion }: IngestProps): BundledFunction {
    return new BundledFunction(this, 'Function', {
      bundle: bundles.ingest,
      description: 'Reads an uploaded file, commits its rows, writes its receipt',
      memory: stage.memory.ingest,
      timeout: TIMEOUT,
      environment: {
        [ENVIRONMENT.table]: storage.table.tableName,
        [ENVIRONMENT.uploads]: storage.uploads.bucketName,
        [ENVIRONMENT.receipts]: storage.receipts.bucketName,
        [ENVIRONMENT.hashKey]: storage.hashKey.keyId,
        [ENVIRONMENT.codeVersion]: codeVersion(packageVersion, bundles, ['ingest']),
      },
      architecture: stage.architecture,
      logRetention: stage.retention.logDays,
      keepsData: stage.keepsData,
    });
  }

  private allowIngest({ uploads, receipts, table, personalDataKey, hashKey }: Storage): void {
    this.ingest.allow(['s3:GetObjectVersion'], [uploads.arnForObjects('*')]);
    // The list of versions tells which files S3 accepted before this one. Without ListBucket, S3 answers "forbidden"
    // and not "not found" for a version that is gone.
    this.ingest.allow(['s3:ListBucket', 's3:ListBucketVersions'], [uploads.bucketArn]);
    // The function writes a receipt as a draft and copies it. It deletes the receipt of a judgement that no longer
    // stands. Without ListBucket, S3 answers 403 for a receipt that is missing.
    this.ingest.allow(['s3:PutObject', 's3:GetObject', 's3:DeleteObject'], [receipts.arnForObjects('*')]);
    this.ingest.allow(['s3:ListBucket'], [receipts.bucketArn]);
    this.ingest.allow(['kms:Decrypt', 'kms:GenerateDataKey'], [personalDataKey.keyArn]);
    this.ingest.allow(['kms:GenerateMac'], [hashKey.keyArn]);
    const { ledger, rows, tries, trail } = PARTITIONS;
    this.ingest.allowItems(['dynamodb:Query'], table, [ledger, rows]);
    this.ingest.allowItems(['dynamodb:BatchGetItem'], table, [ledger]);
    this.ingest.allowItems(['dynamodb:BatchWriteItem'], table, [rows]);
    this.ingest.allowItems(['dynamodb:GetItem', 'dynamodb:UpdateItem'], table, [tries]);
    this.ingest.allowItems(['dynamodb:PutItem'], table, [ledger, tries, trail]);
  }

  private announceUploads(storage: Storage): void {
    this.queue.addToResourcePolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        principals: [new ServicePrincipal('s3.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [this.queue.queueArn],
        conditions: {
          ArnEquals: { 'aws:SourceArn': storage.uploadsArn },
          StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
        },
      }),
    );
    // addEventNotification would bring a custom resource with a function of its own; the bucket's property does not.
    const bucket = storage.uploads.node.defaultChild as CfnBucket;
    bucket.notificationConfiguration = {
      queueConfigurations: [{ event: 's3:ObjectCreated:*', queue: this.queue.queueArn }],
    };
    // S3 sends a test to the queue when the bucket is created, so the queue's policy must be there before.
    bucket.node.addDependency(this.queue);
  }

  /** Gives the messages of the queue to the function. */
  private readQueue(stage: Stage): void {
    this.ingest.lambda.addEnvironment(ENVIRONMENT.queue, this.queue.queueUrl);
    // Lambda takes messages in the name of the function. The function itself puts one back that it cannot finish in
    // one invocation. It sends none: it must not be able to start itself.
    this.ingest.allow(
      ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ChangeMessageVisibility'],
      [this.queue.queueArn],
    );
    // The id that earlier releases gave it: Lambda takes no second mapping of one queue to one function, and
    // CloudFormation would make the new one first.
    const mapping = this.ingest.lambda.addEventSourceMapping(`SqsEventSource:${Names.nodeUniqueId(this.queue.node)}`, {
      eventSourceArn: this.queue.queueArn,
      batchSize: BATCH_SIZE,
      reportBatchItemFailures: true,
      // With reserved concurrency instead, receives that Lambda throttles would count towards the dead letters.
      maxConcurrency: stage.concurrency.ingest,
    });
    // Lambda asks for the permissions when the mapping is made.
    mapping.node.addDependency(this.ingest.lambda.role ?? this.ingest.lambda);
  }
}
