/** The pages of townships and offices: an HTTP API with one function behind it. It is the same in all partitions. */
import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { HttpMethods } from 'aws-cdk-lib/aws-s3';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { DECISIONS_PREFIX, ENVIRONMENT, PARTITIONS } from '../shared/contract.ts';
import type { Bundles } from './bundle.ts';
import { BundledFunction } from './function.ts';
import type { Stage } from './stages.ts';
import type { Storage } from './storage.ts';

/** Of all links together, in a second: 136 open pages ask 30 times. */
const THROTTLE = { rateLimit: 50, burstLimit: 100 };

/** Properties of {@link Door}. */
export type DoorProps = {
  readonly stage: Stage;
  readonly storage: Storage;
  readonly bundles: Bundles;
  /** Of the summary, which the city's office starts from its page. */
  readonly stateMachine: StateMachine;
};

/** What is behind the links that the offices hand out. */
export class Door extends Construct {
  /** The function that answers divisions. */
  readonly door: BundledFunction;
  /** The function that answers offices. It alone may decide. */
  readonly office: BundledFunction;
  /** Where it answers; a link is `<url>/t/<token>`. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: DoorProps) {
    super(scope, id);
    const { stage, storage } = props;
    const { table, uploads, receipts, linkKey } = storage;
    this.door = this.createFunction('Function', 'Answers the pages of townships and offices', props, {
      name: 'door',
      environment: {
        [ENVIRONMENT.table]: table.tableName,
        [ENVIRONMENT.uploads]: uploads.bucketName,
        [ENVIRONMENT.receipts]: receipts.bucketName,
        [ENVIRONMENT.linkKey]: linkKey.keyId,
      },
    });
    this.allowDoor(storage);
    this.office = this.createOffice(props);
    const api = new HttpApi(this, 'Api', {
      apiName: `${stage.stackName}-door`,
      description: 'Pages of townships and offices',
      createDefaultStage: false,
    });
    // No access log: an address holds the token of its link.
    api.addStage('Stage', { stageName: '$default', autoDeploy: true, throttle: THROTTLE });
    api.addRoutes({
      path: '/t/{proxy+}',
      methods: [HttpMethod.GET, HttpMethod.POST],
      integration: new HttpLambdaIntegration('Integration', this.door.lambda),
    });
    api.addRoutes({
      path: '/o/{proxy+}',
      methods: [HttpMethod.GET, HttpMethod.POST],
      integration: new HttpLambdaIntegration('OfficeIntegration', this.office.lambda),
    });
    this.url = api.apiEndpoint;
    // A browser sends the file itself, straight to the bucket.
    storage.uploads.addCorsRule({
      allowedOrigins: [api.apiEndpoint],
      allowedMethods: [HttpMethods.POST],
      allowedHeaders: ['*'],
      exposedHeaders: ['x-amz-version-id'],
      maxAge: Duration.hours(1).toSeconds(),
    });
  }

  /** Lets the function do what it signs for others, and read what it tells. */
  private allowDoor({ uploads, receipts, table, personalDataKey, linkKey }: Storage): void {
    this.door.allow(['s3:PutObject'], [uploads.arnForObjects('*')]);
    this.door.allow(['s3:ListBucketVersions'], [uploads.bucketArn]);
    this.door.allow(['s3:GetObject'], [receipts.arnForObjects('*')]);
    // Without ListBucket, S3 answers "forbidden" and not "not found" for a receipt that is not there yet.
    this.door.allow(['s3:ListBucket'], [receipts.bucketArn]);
    // Whoever signs a request must be allowed to use the key that its object is encrypted with.
    this.door.allow(['kms:Decrypt', 'kms:GenerateDataKey'], [personalDataKey.keyArn]);
    this.door.allow(['kms:GenerateMac'], [linkKey.keyArn]);
    const { ledger, links, trail, uses } = PARTITIONS;
    this.door.allowItems(['dynamodb:Query'], table, [ledger]);
    this.door.allowItems(['dynamodb:BatchGetItem'], table, [links]);
    this.door.allowItems(['dynamodb:UpdateItem'], table, [uses]);
    // Which office opened which receipt.
    this.door.allowItems(['dynamodb:PutItem'], table, [trail]);
  }

  private createFunction(
    id: string,
    description: string,
    { stage, bundles }: DoorProps,
    { name, environment }: { readonly name: 'door' | 'office'; readonly environment: Readonly<Record<string, string>> },
  ): BundledFunction {
    return new BundledFunction(this, id, {
      bundle: bundles[name],
      description,
      memory: stage.memory[name],
      architecture: stage.architecture,
      timeout: Duration.seconds(20),
      environment,
      logRetention: stage.retention.logDays,
      keepsData: stage.keepsData,
    });
  }

  private createOffice(props: DoorProps): BundledFunction {
    const { storage, stateMachine } = props;
    const office = this.createFunction('Office', 'Answers the pages of offices, and records what they decide', props, {
      name: 'office',
      environment: {
        [ENVIRONMENT.table]: storage.table.tableName,
        [ENVIRONMENT.reports]: storage.reports.bucketName,
        [ENVIRONMENT.linkKey]: storage.linkKey.keyId,
        [ENVIRONMENT.summaryStateMachine]: stateMachine.stateMachineArn,
      },
    });
    office.allow(['states:StartExecution'], [stateMachine.stateMachineArn]);
    const runs = { service: 'states', resource: 'execution', resourceName: `${stateMachine.stateMachineName}:*` };
    office.allow(
      ['states:DescribeExecution'],
      [Stack.of(this).formatArn({ ...runs, arnFormat: ArnFormat.COLON_RESOURCE_NAME })],
    );
    // What is published, to lead to it; without ListBucket, S3 answers "forbidden" for what is not there yet.
    office.allow(['s3:GetObject'], [storage.reports.arnForObjects('reports/*')]);
    office.allow(['s3:ListBucket'], [storage.reports.bucketArn]);
    office.allow(['kms:GenerateMac'], [storage.linkKey.keyArn]);
    office.allowItems(['dynamodb:BatchGetItem'], storage.table, [PARTITIONS.links]);
    office.allowItems(['dynamodb:UpdateItem'], storage.table, [PARTITIONS.uses]);
    // Decisions lie beside the submissions of their period; AWS tells partitions apart, and no more.
    office.allowItems(['dynamodb:Query', 'dynamodb:PutItem'], storage.table, [PARTITIONS.ledger]);
    // Their second copy, which no restore of the table touches.
    office.allow(['s3:PutObject'], [storage.reports.arnForObjects(`${DECISIONS_PREFIX}*`)]);
    return office;
  }
}
