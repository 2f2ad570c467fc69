/** Where the data lies: buckets for uploads, receipts and reports, and the table. */
import { Aws, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  type IBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { TABLE_KEY } from '../shared/contract.ts';

/** Properties of {@link Storage}. */
export type StorageProps = {
  /** Begins the name of the uploads bucket; lower case letters, digits and hyphens. */
  readonly bucketPrefix: string;
  /** What happens to buckets, table and key when they leave the stack. RETAIN also protects the table from deletion. */
  readonly removalPolicy: RemovalPolicy;
  /** Days for which replaced receipts stay readable. */
  readonly receiptHistoryDays: number;
  /** Days for which access logs are kept. */
  readonly accessLogDays: number;
};

const DRAFT_DAYS = 30;

/** The buckets and the table. */
export class Storage extends Construct {
  /** What townships send. Every version stays: it is the record that figures are traced to. */
  readonly uploads: Bucket;
  /** ARN of the uploads bucket made from its name, not from the bucket: for policies that must exist before it. */
  readonly uploadsArn: string;
  /** What townships get back, under the same prefixes. */
  readonly receipts: Bucket;
  /** Published summaries (`reports/`) and the frozen inputs of their runs (`runs/`). No personal data. */
  readonly reports: Bucket;
  /** Ledger, rows and cached folds. */
  readonly table: Table;
  /** Signs the label that the secret of keyed hashes is made from; without it nobody can tell whose a hash is. */
  readonly hashKey: Key;
  /** Encrypts uploads and receipts: who may not use it cannot read a name even with access to the buckets. */
  readonly personalDataKey: Key;

  constructor(scope: Construct, id: string, props: StorageProps) {
    super(scope, id);
    const { removalPolicy } = props;
    this.personalDataKey = new Key(this, 'PersonalDataKey', {
      description: 'Uploads and receipts, which hold names and ID numbers',
      enableKeyRotation: true,
      removalPolicy,
    });
    this.hashKey = new Key(this, 'HashKey', {
      description: 'Keyed hashes of household and identity numbers',
      keySpec: KeySpec.HMAC_256,
      keyUsage: KeyUsage.GENERATE_VERIFY_MAC,
      // Another key would make other hashes: no rotation, and never deleted with a stack that keeps its data.
      removalPolicy,
    });
    const every: BucketProps = {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      removalPolicy,
    };
    const abandoned = { abortIncompleteMultipartUploadAfter: Duration.days(7) };
    // Who opened a file with names in it must be answerable.
    const accessLogs = new Bucket(this, 'AccessLogs', {
      ...every,
      encryption: BucketEncryption.S3_MANAGED,
      versioned: true,
      lifecycleRules: [
        {
          ...abandoned,
          expiration: Duration.days(props.accessLogDays),
          noncurrentVersionExpiration: Duration.days(props.accessLogDays),
        },
      ],
    });
    const personal: BucketProps = {
      ...every,
      versioned: true,
      encryption: BucketEncryption.KMS,
      encryptionKey: this.personalDataKey,
      // One data key for many objects: without it each file costs a call to KMS.
      bucketKeyEnabled: true,
      // The cast: the library's own types do not agree under exactOptionalPropertyTypes.
      serverAccessLogsBucket: accessLogs as IBucket,
    };
    // Named beforehand: the queue's policy must name the bucket before the bucket, which announces to the queue, can exist.
    const uploadsName = `${props.bucketPrefix}-uploads-${Aws.ACCOUNT_ID}-${Aws.REGION}`;
    this.uploadsArn = `arn:${Aws.PARTITION}:s3:::${uploadsName}`;
    this.uploads = new Bucket(this, 'Uploads', {
      ...personal,
      bucketName: uploadsName,
      serverAccessLogsPrefix: 'uploads/',
      lifecycleRules: [abandoned],
    });
    this.receipts = new Bucket(this, 'Receipts', {
      ...personal,
      serverAccessLogsPrefix: 'receipts/',
      lifecycleRules: [
        { ...abandoned, noncurrentVersionExpiration: Duration.days(props.receiptHistoryDays) },
        // Prepared receipts are copied within minutes; a reparse of a lost one makes it again.
        { prefix: 'drafts/', expiration: Duration.days(DRAFT_DAYS) },
      ],
    });
    this.reports = new Bucket(this, 'Reports', {
      ...every,
      versioned: true,
      encryption: BucketEncryption.S3_MANAGED,
      lifecycleRules: [abandoned],
    });
    this.table = new Table(this, 'Table', {
      partitionKey: { name: TABLE_KEY.partition, type: AttributeType.STRING },
      sortKey: { name: TABLE_KEY.sort, type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      // The key that AWS manages for the account: the table holds pseudonyms only, so no function needs a key permission for it.
      encryption: TableEncryption.AWS_MANAGED,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: removalPolicy === RemovalPolicy.RETAIN,
      removalPolicy,
    });
  }
}
