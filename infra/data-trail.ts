/** Records who read or wrote which item of the table and which object of the buckets. */
import { Aws } from 'aws-cdk-lib';
import { CfnTrail } from 'aws-cdk-lib/aws-cloudtrail';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct, IDependable } from 'constructs';
import type { Storage } from './storage.ts';

const FOLDER = 'trail';

/**
 * Adds a trail of data events beside the access logs of the buckets, in the same place and for as long. An event names a
 * key and a principal, and no content.
 * @param stackName begins the name of the trail
 */
export function addDataTrail(scope: Construct, stackName: string, storage: Storage): void {
  const { uploads, receipts, reports, table, accessLogs } = storage;
  const trailName = `${stackName}-data`;
  const trailArn = `arn:${Aws.PARTITION}:cloudtrail:${Aws.REGION}:${Aws.ACCOUNT_ID}:trail/${trailName}`;
  const policies = letWrite(accessLogs, trailArn);
  const trail = new CfnTrail(scope, 'DataTrail', {
    trailName,
    isLogging: true,
    s3BucketName: accessLogs.bucketName,
    s3KeyPrefix: FOLDER,
    enableLogFileValidation: true,
    isMultiRegionTrail: false,
    includeGlobalServiceEvents: false,
    advancedEventSelectors: [
      eventsOf(
        'AWS::S3::Object',
        'startsWith',
        [uploads, receipts, reports].map(({ bucketArn }) => `${bucketArn}/`),
      ),
      eventsOf('AWS::DynamoDB::Table', 'equalTo', [table.tableArn]),
    ],
  });
  // CloudTrail looks whether it may write when the trail is made.
  trail.node.addDependency(...policies);
}

function letWrite(bucket: Bucket, trailArn: string): IDependable[] {
  const principals = [new ServicePrincipal('cloudtrail.amazonaws.com')];
  const conditions = { StringEquals: { 'aws:SourceArn': trailArn } };
  const objects = bucket.arnForObjects(`${FOLDER}/AWSLogs/${Aws.ACCOUNT_ID}/*`);
  const statements = [
    new PolicyStatement({ principals, actions: ['s3:GetBucketAcl'], resources: [bucket.bucketArn], conditions }),
    new PolicyStatement({ principals, actions: ['s3:PutObject'], resources: [objects], conditions }),
  ];
  return statements.flatMap((statement) => bucket.addToResourcePolicy(statement).policyDependable ?? []);
}

function eventsOf(
  type: string,
  operator: 'startsWith' | 'equalTo',
  arns: string[],
): CfnTrail.AdvancedEventSelectorProperty {
  return {
    name: type,
    fieldSelectors: [
      { field: 'eventCategory', equalTo: ['Data'] },
      { field: 'resources.type', equalTo: [type] },
      { field: 'resources.ARN', [operator]: arns },
    ],
  };
}
