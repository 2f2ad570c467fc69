/** From an upload to its receipt: bucket notification, queue with dead letters, and the function that reads the file. */
import { Aws, Duration } from 'aws-cdk-lib';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ENVIRONMENT } from '../shared/contract.ts';
import { type Bundles, codeVersion } from './bundle.ts';
import { BundledFunction } from './function.ts';
import type { Stage } from './stages.ts';
import type { Storage } from './storage.ts';

// Five receives of twelve minutes: an outage of an hour heals without anybody's help.
const MAX_RECEIVES = 5;
// What AWS advises for a queue in front of a function, so that throttled batches do not become visible while they are still retried.
const VISIBILITY_PER_TIMEOUT = 6;

/** Properties of {@link Ingest}. */
export type IngestProps = {
  /** The stage. */
  readonly stage: Stage;
  /** The buckets and the table. */
  readonly storage: Storage;
  /** The bundled functions. */
  readonly bundles: Bundles;
  /** Version of the package. */
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
  /** The function that reads a file, commits its rows and writes its receipt. */
  readonly ingest: BundledFunction;

  constructor(scope: Construct, id: string, props: IngestProps) {
    super(scope, id);
    const { stage, storage } = props;
    const { uploads, receipts, table, personalDataKey } = storage;

    this.ingest = new BundledFunction(this, 'Function', {
      bundle: props.bundles.ingest,
      description: 'Reads an uploaded file, commits its rows, writes its receipt',
      memory: stage.memory.ingest,
      timeout: Duration.minutes(2),
      environment: {
        [ENVIRONMENT.table]: table.tableName,
        [ENVIRONMENT.uploads]: uploads.bucketName,
        [ENVIRONMENT.receipts]: receipts.bucketName,
        [ENVIRONMENT.hashKey]: storage.hashKey.keyId,
        [ENVIRONMENT.codeVersion]: codeVersion(props.packageVersion, props.bundles, ['ingest']),
      },
      logRetention: stage.logRetention,
      removalPolicy: stage.removalPolicy,
    });
    this.ingest.allow(['s3:GetObject', 's3:GetObjectVersion'], [uploads.arnForObjects('*')]);
    // Listing the versions tells what was accepted before a file. ListBucket turns the answer for a version that is gone from "forbidden" into "not found".
    this.ingest.allow(['s3:ListBucket', 's3:ListBucketVersions'], [uploads.bucketArn]);
    // Receipts are prepared, then copied; one of a judgement that no longer stands is taken away. Without ListBucket a missing one would answer 403.
    this.ingest.allow(['s3:PutObject', 's3:GetObject', 's3:DeleteObject'], [receipts.arnForObjects('*')]);
    this.ingest.allow(['s3:ListBucket'], [receipts.bucketArn]);
    this.ingest.allow(['kms:Decrypt', 'kms:GenerateDataKey'], [personalDataKey.keyArn]);
    this.ingest.allow(['kms:GenerateMac'], [storage.hashKey.keyArn]);
    this.ingest.allow(
      [
        'dynamodb:Query',
        'dynamodb:GetItem',
        'dynamodb:BatchGetItem',
        'dynamodb:PutItem',
        'dynamodb:UpdateItem',
        'dynamodb:BatchWriteItem',
      ],
      [table.tableArn],
    );

    // Keys of SQS, not ours: an announcement names a bucket and an object, and a key of ours shared with the bucket would be a cycle.
    const secure = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true, retentionPeriod: Duration.days(14) };
    this.deadLetters = new Queue(this, 'DeadLetters', secure);
    this.queue = new Queue(this, 'Queue', {
      ...secure,
      visibilityTimeout: Duration.seconds(this.ingest.timeout.toSeconds() * VISIBILITY_PER_TIMEOUT),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: MAX_RECEIVES },
    });
    this.announceUploads(storage);
    this.failed = this.ingest.logMetric('Failed', {
      field: '$.status',
      says: 'failed',
      value: '1',
      statistic: 'Sum',
      period: Duration.minutes(5),
    });
    this.ingest.lambda.addEnvironment(ENVIRONMENT.queue, this.queue.queueUrl);
    // What outlives an invocation goes to the end of the queue.
    this.ingest.allow(['sqs:SendMessage'], [this.queue.queueArn]);
    this.ingest.lambda.addEventSource(
      new SqsEventSource(this.queue, {
        batchSize: 4,
        reportBatchItemFailures: true,
        // A maximum here, not reserved concurrency: throttled receives would count towards the dead letters.
        maxConcurrency: stage.ingestConcurrency,
      }),
    );
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
    // The property of the bucket, not addEventNotification: that one brings a custom resource with a function of its own.
    const bucket = storage.uploads.node.defaultChild as CfnBucket;
    bucket.notificationConfiguration = {
      queueConfigurations: [{ event: 's3:ObjectCreated:*', queue: this.queue.queueArn }],
    };
    // S3 tries the queue when the bucket is made, so the policy must be there before.
    bucket.node.addDependency(this.queue);
  }
}
