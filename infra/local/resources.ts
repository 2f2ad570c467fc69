/**
 * Which resource types and properties of the template run here, which are knowingly ignored and why, and what each resource is called.
 * A type or property on neither list stops the start.
 */
import { createHash } from 'node:crypto';
import { type Identity, type Json, type LoadedTemplate, type Resource, TemplateError, textOf } from './template.ts';

/** Properties of a type that runs here: those that change its behaviour, and those that have no meaning on one machine. */
type Handled = { readonly name?: string; readonly properties: readonly string[]; readonly ignored: readonly string[] };

const HANDLED: Record<string, Handled> = {
  'AWS::S3::Bucket': {
    name: 'BucketName',
    properties: ['VersioningConfiguration', 'NotificationConfiguration'],
    ignored: [
      'BucketEncryption',
      'PublicAccessBlockConfiguration',
      'OwnershipControls',
      'LifecycleConfiguration',
      'LoggingConfiguration',
      'AccessControl',
      'MetricsConfigurations',
      'InventoryConfigurations',
      'IntelligentTieringConfigurations',
      'ObjectLockEnabled',
      'ObjectLockConfiguration',
      'Tags',
    ],
  },
  'AWS::SQS::Queue': {
    name: 'QueueName',
    properties: [
      'VisibilityTimeout',
      'RedrivePolicy',
      'DelaySeconds',
      'MessageRetentionPeriod',
      'ReceiveMessageWaitTimeSeconds',
      'MaximumMessageSize',
      'FifoQueue',
      'ContentBasedDeduplication',
    ],
    ignored: ['KmsMasterKeyId', 'KmsDataKeyReusePeriodSeconds', 'SqsManagedSseEnabled', 'RedriveAllowPolicy', 'Tags'],
  },
  'AWS::DynamoDB::Table': {
    name: 'TableName',
    properties: ['AttributeDefinitions', 'KeySchema', 'BillingMode'],
    ignored: [
      'PointInTimeRecoverySpecification',
      'SSESpecification',
      'TimeToLiveSpecification',
      'DeletionProtectionEnabled',
      'ContributorInsightsSpecification',
      'OnDemandThroughput',
      'TableClass',
      'Tags',
      'WarmThroughput',
    ],
  },
  'AWS::DynamoDB::GlobalTable': {
    name: 'TableName',
    properties: ['AttributeDefinitions', 'KeySchema', 'BillingMode', 'Replicas'],
    ignored: [
      'SSESpecification',
      'TimeToLiveSpecification',
      'WriteOnDemandThroughputSettings',
      'WarmThroughput',
      'MultiRegionConsistency',
    ],
  },
  'AWS::Lambda::Function': {
    name: 'FunctionName',
    properties: [
      'Code',
      'Handler',
      'Runtime',
      'Environment',
      'Timeout',
      'MemorySize',
      'PackageType',
      'ReservedConcurrentExecutions',
    ],
    ignored: [
      'Role',
      'Description',
      'Architectures',
      'LoggingConfig',
      'TracingConfig',
      'KmsKeyArn',
      'EphemeralStorage',
      'RuntimeManagementConfig',
      'RecursiveLoop',
      'Tags',
    ],
  },
  'AWS::Lambda::EventSourceMapping': {
    properties: ['EventSourceArn', 'FunctionName', 'BatchSize', 'FunctionResponseTypes', 'ScalingConfig', 'Enabled'],
    ignored: ['MaximumBatchingWindowInSeconds', 'KmsKeyArn', 'MetricsConfig', 'LoggingConfig', 'Tags'],
  },
  'AWS::StepFunctions::StateMachine': {
    name: 'StateMachineName',
    properties: ['DefinitionString', 'Definition', 'DefinitionSubstitutions', 'StateMachineType'],
    ignored: ['RoleArn', 'LoggingConfiguration', 'TracingConfiguration', 'EncryptionConfiguration', 'Tags'],
  },
  'AWS::KMS::Key': {
    properties: ['KeySpec', 'KeyUsage'],
    ignored: ['KeyPolicy', 'Description', 'EnableKeyRotation', 'PendingWindowInDays', 'Tags'],
  },
  'AWS::Scheduler::Schedule': {
    name: 'Name',
    properties: ['ScheduleExpression', 'ScheduleExpressionTimezone', 'Target', 'State'],
    ignored: ['FlexibleTimeWindow', 'Description', 'GroupName', 'KmsKeyArn', 'StartDate', 'EndDate'],
  },
};

/** Types that one machine has no use for, each with the reason why leaving it out changes no result. */
const IGNORED: Record<string, string> = {
  'AWS::IAM::Role': 'permissions are not enforced',
  'AWS::IAM::Policy': 'permissions are not enforced',
  'AWS::IAM::ManagedPolicy': 'permissions are not enforced',
  'AWS::S3::BucketPolicy': 'permissions are not enforced',
  'AWS::SQS::QueuePolicy': 'permissions are not enforced',
  'AWS::Lambda::Permission': 'permissions are not enforced',
  'AWS::KMS::Alias': 'nothing is encrypted at rest',
  'AWS::Logs::LogGroup': 'logs go to the log callback',
  'AWS::Logs::MetricFilter': 'no metrics',
  'AWS::Logs::QueryDefinition': 'no log queries',
  'AWS::CloudWatch::Alarm': 'no alarms',
  'AWS::CloudWatch::CompositeAlarm': 'no alarms',
  'AWS::CloudWatch::Dashboard': 'no dashboards',
  'AWS::Glue::Database': 'nobody queries by SQL here; DuckDB reads the files themselves',
  'AWS::Glue::Table': 'nobody queries by SQL here; DuckDB reads the files themselves',
  'AWS::SNS::Topic': 'messages published to a topic go to the log callback',
  'AWS::SNS::TopicPolicy': 'permissions are not enforced',
  'AWS::SNS::TopicInlinePolicy': 'permissions are not enforced',
  'AWS::SNS::Subscription': 'messages published to a topic go to the log callback',
  'AWS::Scheduler::ScheduleGroup': 'a schedule fires whatever its group',
  'AWS::Budgets::Budget': 'no costs',
  'AWS::CDK::Metadata': 'describes the template only',
};

/** Name properties of ignored types whose name a template may read. */
const IGNORED_NAME: Record<string, string> = {
  'AWS::SNS::Topic': 'TopicName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::Logs::LogGroup': 'LogGroupName',
};

/** Throws for the first resource type or property that is neither handled nor knowingly ignored. */
export function checkResources(template: LoadedTemplate): void {
  for (const { logicalId, type, properties } of template.resources.values()) {
    if (IGNORED[type] !== undefined) continue;
    const handled = HANDLED[type];
    if (!handled) {
      throw new TemplateError(
        `Resource ${logicalId} has type ${type}, which the local stack neither runs nor knowingly ignores. Handle it in infra/local/stack.ts, or add it to the ignored types of infra/local/resources.ts with the reason why that is safe.`,
      );
    }
    const known = new Set([...handled.properties, ...handled.ignored, handled.name]);
    const unknown = Object.keys(properties).find((property) => !known.has(property));
    if (unknown !== undefined) {
      throw new TemplateError(
        `Resource ${logicalId} (${type}) has the property ${unknown}, which the local stack does not support. Take it out, handle it, or add it to the ignored properties of the type in infra/local/resources.ts.`,
      );
    }
  }
}

/** A function that names each resource: its own name when it has one, else one derived from stack and logical id, the same at every start. */
export function identities(
  template: LoadedTemplate,
  endpoint: string,
  resolve: (value: Json, where: string) => Json,
): (resource: Resource) => Identity {
  const { region, account, stackName } = template;
  const known = new Map<string, Identity>();
  const arn = (service: string, rest: string, where = `${region}:${account}`) => `arn:aws:${service}:${where}:${rest}`;

  const identify = (type: string, name: string): Identity => {
    switch (type) {
      case 'AWS::S3::Bucket':
        return {
          ref: name,
          attributes: {
            Arn: arn('s3', name, ':'),
            DomainName: `${name}.s3.amazonaws.com`,
            RegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
          },
        };
      case 'AWS::SQS::Queue': {
        const url = `${endpoint}/${account}/${name}`;
        return { ref: url, attributes: { Arn: arn('sqs', name), QueueName: name, QueueUrl: url } };
      }
      case 'AWS::DynamoDB::Table':
      case 'AWS::DynamoDB::GlobalTable':
        return { ref: name, attributes: { Arn: arn('dynamodb', `table/${name}`) } };
      case 'AWS::Lambda::Function':
        return { ref: name, attributes: { Arn: arn('lambda', `function:${name}`) } };
      case 'AWS::Lambda::EventSourceMapping':
        return {
          ref: name,
          attributes: { Id: name, EventSourceMappingArn: arn('lambda', `event-source-mapping:${name}`) },
        };
      case 'AWS::StepFunctions::StateMachine': {
        const machine = arn('states', `stateMachine:${name}`);
        return { ref: machine, attributes: { Arn: machine, Name: name } };
      }
      case 'AWS::Scheduler::Schedule':
        return { ref: name, attributes: { Arn: arn('scheduler', `schedule/default/${name}`) } };
      case 'AWS::SNS::Topic':
        return { ref: arn('sns', name), attributes: { TopicArn: arn('sns', name), TopicName: name } };
      case 'AWS::KMS::Key':
        return { ref: name, attributes: { Arn: arn('kms', `key/${name}`), KeyId: name } };
      case 'AWS::IAM::Role':
        return { ref: name, attributes: { Arn: arn('iam', `role/${name}`, `:${account}`), RoleId: name } };
      case 'AWS::IAM::ManagedPolicy':
        return { ref: arn('iam', `policy/${name}`, `:${account}`), attributes: {} };
      case 'AWS::Logs::LogGroup':
        return { ref: name, attributes: { Arn: arn('logs', `log-group:${name}:*`) } };
      case 'AWS::CloudWatch::Alarm':
      case 'AWS::CloudWatch::CompositeAlarm':
        return { ref: name, attributes: { Arn: arn('cloudwatch', `alarm:${name}`) } };
      default:
        return { ref: name, attributes: { Arn: arn(type.split('::')[1]!.toLowerCase(), name) } };
    }
  };

  return (resource) => {
    const found = known.get(resource.logicalId);
    if (found) return found;
    const property = HANDLED[resource.type]?.name ?? IGNORED_NAME[resource.type];
    const given = property === undefined ? undefined : resource.properties[property];
    const name =
      given === undefined
        ? generatedName(stackName, resource)
        : textOf(resolve(given, `${resource.logicalId}.${property}`));
    const identity = identify(resource.type, name);
    known.set(resource.logicalId, identity);
    return identity;
  };
}

function generatedName(stackName: string, { logicalId, type, properties }: Resource): string {
  const digest = createHash('sha256').update(`${stackName}/${logicalId}`).digest('hex').slice(0, 8);
  const name = `${stackName}-${logicalId}`.slice(0, 50);
  if (type === 'AWS::S3::Bucket') return `${name}-${digest}`.toLowerCase();
  return properties['FifoQueue'] === true ? `${name}-${digest}.fifo` : `${name}-${digest}`;
}
