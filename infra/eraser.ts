/** The role of those who may erase personal data for good; `uplift erase` needs no more than it. */
import { AccountRootPrincipal, PolicyStatement, PrincipalWithConditions, Role } from 'aws-cdk-lib/aws-iam';
import { Aws } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { DECISIONS_PREFIX, PARTITIONS } from '../shared/contract.ts';
import type { Storage } from './storage.ts';

/** Properties of {@link Eraser}. */
export type EraserProps = {
  readonly storage: Storage;
  /** ARNs of those who may take the role. */
  readonly erasers: readonly string[];
};

/** A role that erases: the policy of the buckets lets it and those who may take it delete versions, and nobody else. */
export class Eraser extends Construct {
  /** Taken by those whom the stage names, each in the own name, so that the trail of the account tells who it was. */
  readonly role: Role;

  constructor(scope: Construct, id: string, { storage, erasers }: EraserProps) {
    super(scope, id);
    this.role = new Role(this, 'Role', {
      description: 'Erases personal data for good (docs/operations.md)',
      assumedBy: new PrincipalWithConditions(new AccountRootPrincipal(), {
        ArnLike: { 'aws:PrincipalArn': [...erasers] },
      }),
    });
    const { uploads, receipts, reports, personalDataKey, hashKey } = storage;
    this.allow(['cloudformation:DescribeStacks'], [Aws.STACK_ID]);
    this.allow(['s3:ListBucketVersions'], [uploads.bucketArn, receipts.bucketArn]);
    this.allow(['s3:GetObjectVersion', 's3:BypassGovernanceRetention'], [uploads.arnForObjects('*')]);
    this.allow(['s3:DeleteObjectVersion'], [uploads.arnForObjects('*'), receipts.arnForObjects('*')]);
    // Which quarters are published, and the second copy of the decision.
    this.allow(['s3:ListBucket'], [reports.bucketArn]);
    this.allow(['s3:GetObject'], [reports.arnForObjects('reports/*/latest.json')]);
    this.allow(['s3:PutObject'], [reports.arnForObjects(`${DECISIONS_PREFIX}*`)]);
    this.allow(['kms:Decrypt'], [personalDataKey.keyArn]);
    this.allow(['kms:GenerateMac'], [hashKey.keyArn]);
    this.allowItems(storage);
  }

  private allowItems({ table }: Storage): void {
    const { ledger, rows, trail } = PARTITIONS;
    for (const [actions, partitions] of [
      [['dynamodb:Query'], [ledger, rows, trail]],
      [['dynamodb:PutItem'], [ledger, trail]],
      [['dynamodb:BatchWriteItem'], [rows]],
    ] as const)
      this.role.addToPolicy(
        new PolicyStatement({
          actions: [...actions],
          resources: [table.tableArn],
          conditions: {
            'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': partitions.map((beginning) => `${beginning}*`) },
          },
        }),
      );
    // Rows of judgements that nothing names any more are found by a look at all keys.
    this.allow(['dynamodb:Scan'], [table.tableArn]);
  }

  private allow(actions: readonly string[], resources: readonly string[]): void {
    this.role.addToPolicy(new PolicyStatement({ actions: [...actions], resources: [...resources] }));
  }
}
