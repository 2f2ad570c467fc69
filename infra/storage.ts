/** The system keeps its data here: buckets for uploads, receipts and reports, and the table. */
import { Aws, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  type IBucket,
  type LifecycleRule,
  ObjectLockRetention,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { DRAFTS, TABLE_KEY } from '../shared/contract.ts';
import { Eraser } from './eraser.ts';

/** Properties of {@link Storage}. */
export type StorageProps = {
  /** Begins the name of the uploads bucket; lower case letters, digits and hyphens. */
  readonly bucketPrefix: string;
  /** Whether buckets, table and keys stay when they leave the stack. Then the table is protected from deletion, too. */
  readonly keepsData: boolean;
  /** Days for which replaced receipts stay readable. */
  readonly receiptHistoryDays: number;
  /** Days for which access logs are kept. */
  readonly accessLogDays: number;
  /** Days for which no version of uploads and reports can be deleted. Default: S3 locks none. */
  readonly recordLockDays?: number | undefined;
  /** ARNs of those who may delete a version of the record for good, as a privacy request asks. */
  readonly erasers: readonly string[];
};

const DRAFT_DAYS = 30;

/** Ends uploads in parts that nobody finished. */
const ABANDONED: LifecycleRule = { abortIncompleteMultipartUploadAfter: Duration.days(7) };

/**
 * Locks what a bucket of the record gets. Governance and not compliance: those whom the stage names as erasers may lift
 * it for a privacy request, which no law lets anybody refuse.
 */
const lockOf = (days: number | undefined): BucketProps =>
  days === undefined
    ? {}
    : { objectLockEnabled: true, objectLockDefaultRetention: ObjectLockRetention.governance(Duration.days(days)) };

/** How a bucket is encrypted. One data key serves many objects: without it each file costs a call to KMS. */
const encryptedWith = (key: Key): BucketProps => ({
  encryption: BucketEncryption.KMS,
  encryptionKey: key,
  bucketKeyEnabled: true,
});

/** The buckets and the table. */
export class Storage extends Construct {
  /** What townships send. Every version stays, since figures are traced to it. */
  readonly uploads: Bucket;
  /** ARN of the uploads bucket, made from its name: for policies that must exist before the bucket. */
  readonly uploadsArn: string;
  /** What townships get back, under the same prefixes. */
  readonly receipts: Bucket;
  /** Published summaries (`reports/`) and the frozen inputs of their runs (`runs/`). No personal data. */
  readonly reports: Bucket;
  /** Who opened an object of these three, as S3 tells it. */
  readonly accessLogs: Bucket;
  /** Ledger, rows and cached folds. */
  readonly table: Table;
  /** Signs the label that the secret of keyed hashes is made from. Without the key nobody can tell whose a hash is. */
  readonly hashKey: Key;
  /** Signs the links of townships and offices. It opens no data, and may be replaced: then all links are handed out anew. */
  readonly linkKey: Key;
  /** Encrypts uploads and receipts: whoever may not use it cannot read a name, even with access to the buckets. */
  readonly personalDataKey: Key;
  /** Encrypts the table and the reports. Whoever may use these may use it through them; disabled, it shuts both. */
  readonly recordKey: Key;

  constructor(scope: Construct, id: string, props: StorageProps) {
    super(scope, id);
    const removalPolicy = props.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    this.personalDataKey = new Key(this, 'PersonalDataKey', {
      description: 'Uploads and receipts, which hold names and ID numbers',
      enableKeyRotation: true,
      removalPolicy,
    });
    this.recordKey = this.createRecordKey(removalPolicy);
    this.hashKey = new Key(this, 'HashKey', {
      description: 'Keyed hashes of household and identity numbers',
      keySpec: KeySpec.HMAC_256,
      keyUsage: KeyUsage.GENERATE_VERIFY_MAC,
      // Another key makes other hashes. So the key does not rotate, and stays when a stack keeps its data.
      removalPolicy,
    });
    this.linkKey = new Key(this, 'LinkKey', {
      description: 'Links of townships and offices',
      keySpec: KeySpec.HMAC_256,
      keyUsage: KeyUsage.GENERATE_VERIFY_MAC,
      removalPolicy,
    });
    const every: BucketProps = {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      versioned: true,
      removalPolicy,
    };
    this.accessLogs = this.createAccessLogs(every, props.accessLogDays);
    // Without the cast the library's own types do not agree under exactOptionalPropertyTypes.
    const logged = { ...every, serverAccessLogsBucket: this.accessLogs as IBucket };
    const personal = { ...logged, ...encryptedWith(this.personalDataKey) };
    // The queue's policy names the bucket before there is a bucket, since the bucket announces to the queue.
    const uploadsName = `${props.bucketPrefix}-uploads-${Aws.ACCOUNT_ID}-${Aws.REGION}`;
    this.uploadsArn = `arn:${Aws.PARTITION}:s3:::${uploadsName}`;
    const locked = lockOf(props.recordLockDays);
    this.uploads = new Bucket(this, 'Uploads', {
      ...personal,
      ...locked,
      bucketName: uploadsName,
      serverAccessLogsPrefix: 'uploads/',
      lifecycleRules: [ABANDONED],
    });
    this.refuseOtherKeys(this.uploads, this.personalDataKey);
    this.receipts = this.createReceipts(personal, props.receiptHistoryDays);
    this.reports = new Bucket(this, 'Reports', {
      ...logged,
      ...locked,
      serverAccessLogsPrefix: 'reports/',
      ...encryptedWith(this.recordKey),
      lifecycleRules: [ABANDONED],
    });
    this.table = this.createTable(removalPolicy);
    // What is kept beyond the stack is the record: figures are traced to it, so nobody takes a version out of it by a slip.
    if (props.keepsData) {
      const erasers = this.createEraser(props);
      for (const record of [this.uploads, this.reports]) this.refuseDeletedVersions(record, erasers);
    }
  }

  /** Creates the role that erases. @returns ARNs of those who may delete a version for good */
  private createEraser({ erasers }: StorageProps): string[] {
    if (erasers.length === 0) return [];
    const { role } = new Eraser(this, 'Eraser', { storage: this, erasers });
    return [...erasers, role.roleArn];
  }

  private refuseDeletedVersions(bucket: Bucket, erasers: readonly string[]): void {
    bucket.addToResourcePolicy(
      new PolicyStatement({
        sid: 'DenyDeletedVersions',
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        // Without the last one an administrator could lift a lock of the record (`recordLockDays`).
        actions: ['s3:DeleteObjectVersion', 's3:PutBucketVersioning', 's3:BypassGovernanceRetention'],
        resources: [bucket.bucketArn, bucket.arnForObjects('*')],
        ...(erasers.length === 0 ? {} : { conditions: { ArnNotLike: { 'aws:PrincipalArn': [...erasers] } } }),
      }),
    );
  }

  /** Creates the bucket of access logs, which say who opened a file with names in it, or an unpublished figure. */
  private createAccessLogs(every: BucketProps, days: number): Bucket {
    const expiration = Duration.days(days);
    return new Bucket(this, 'AccessLogs', {
      ...every,
      encryption: BucketEncryption.S3_MANAGED,
      lifecycleRules: [{ ...ABANDONED, expiration, noncurrentVersionExpiration: expiration }],
    });
  }

  /**
   * Creates the key of the table and the reports. Whoever of the account may use the table or the bucket may use the key
   * through them, as with the keys that AWS makes for an account, so roles need no permission for it. Unlike those it
   * can be disabled, its use is in the trail, and nobody of another account can be let in.
   */
  private createRecordKey(removalPolicy: RemovalPolicy): Key {
    const key = new Key(this, 'RecordKey', {
      description: 'The table and the reports, which hold household numbers and unpublished figures',
      enableKeyRotation: true,
      removalPolicy,
    });
    const through = ['dynamodb', 's3'].map((service) => `${service}.${Aws.REGION}.*`);
    key.addToResourcePolicy(
      new PolicyStatement({
        sid: 'ThroughTableAndReports',
        principals: [new AnyPrincipal()],
        actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
        resources: ['*'],
        conditions: {
          StringEquals: { 'kms:CallerAccount': Aws.ACCOUNT_ID },
          // In China the names of services end otherwise.
          StringLike: { 'kms:ViaService': through },
        },
      }),
    );
    return key;
  }

  /**
   * Refuses an upload that names another encryption than the bucket's own, which no function could read. One that names
   * none gets the bucket's.
   */
  private refuseOtherKeys(bucket: Bucket, key: Key): void {
    const [encryption, keyId, customers] = ['', '-aws-kms-key-id', '-customer-algorithm'].map(
      (end) => `s3:x-amz-server-side-encryption${end}`,
    ) as [string, string, string];
    const isGiven = (header: string) => ({ Null: { [header]: 'false' } });
    const isNotOurs = { StringNotEquals: { [keyId]: key.keyArn } };
    const conditions = {
      // Also where no key is named: S3 would take its own, or that of the account.
      DenyOtherEncryption: { ...isGiven(encryption), ...isNotOurs },
      DenyOtherKeys: { ...isGiven(keyId), ...isNotOurs },
      DenyCustomerKeys: isGiven(customers),
    };
    for (const [sid, condition] of Object.entries(conditions))
      bucket.addToResourcePolicy(
        new PolicyStatement({
          sid,
          effect: Effect.DENY,
          principals: [new AnyPrincipal()],
          actions: ['s3:PutObject'],
          resources: [bucket.arnForObjects('*')],
          conditions: condition,
        }),
      );
  }

  private createReceipts(personal: BucketProps, historyDays: number): Bucket {
    return new Bucket(this, 'Receipts', {
      ...personal,
      serverAccessLogsPrefix: 'receipts/',
      lifecycleRules: [
        { ...ABANDONED, noncurrentVersionExpiration: Duration.days(historyDays) },
        // A draft is copied within minutes; the sweep finds a receipt that is not there. One that is lost later is made
        // again from the upload (functions/ingest/ingest.ts).
        { prefix: DRAFTS, expiration: Duration.days(DRAFT_DAYS) },
      ],
    });
  }

  private createTable(removalPolicy: RemovalPolicy): Table {
    return new Table(this, 'Table', {
      partitionKey: { name: TABLE_KEY.partition, type: AttributeType.STRING },
      sortKey: { name: TABLE_KEY.sort, type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      // The table holds no name and no ID number, but household numbers in clear, and the names of files: it is personal
      // data (docs/architecture.md says what lies where). DynamoDB keeps some sort keys in its own data in plain text, so
      // no sort key has any of it (docs/decisions/0091-no-household-in-a-key.md).
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: this.recordKey,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: removalPolicy === RemovalPolicy.RETAIN,
      removalPolicy,
    });
  }
}
