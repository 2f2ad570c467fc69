/**
 * Lists the resource types that run on one machine, and those that one machine ignores, with the reason why that is
 * safe. A type or a property that is on neither list stops the start.
 */
import type { LoadedTemplate } from './loaded-template.ts';
import { TemplateError } from './template-error.ts';

/** The properties of a queue that fauxqs takes as attributes. */
export const QUEUE_ATTRIBUTES = [
  'VisibilityTimeout',
  'RedrivePolicy',
  'DelaySeconds',
  'MessageRetentionPeriod',
  'ReceiveMessageWaitTimeSeconds',
  'MaximumMessageSize',
  'FifoQueue',
  'ContentBasedDeduplication',
] as const;

/** A resource type that runs here. */
type RunningType = {
  /** The property that gives a resource its name. */
  readonly name?: string;
  /** The properties that change what the resource does. */
  readonly properties: readonly string[];
  /** The properties that mean nothing on one machine. */
  readonly ignored: readonly string[];
};

const RUNNING_TYPES: Readonly<Record<string, RunningType>> = {
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
      // Pages and objects have one origin here.
      'CorsConfiguration',
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
    properties: QUEUE_ATTRIBUTES,
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
  'AWS::ApiGatewayV2::Api': { name: 'Name', properties: ['ProtocolType'], ignored: ['Description', 'Tags'] },
  'AWS::ApiGatewayV2::Route': { properties: ['ApiId', 'RouteKey', 'Target'], ignored: ['AuthorizationType'] },
  'AWS::ApiGatewayV2::Integration': {
    properties: ['ApiId', 'IntegrationType', 'IntegrationUri', 'PayloadFormatVersion'],
    ignored: ['Description'],
  },
  'AWS::ApiGatewayV2::Stage': {
    properties: ['ApiId', 'StageName', 'AutoDeploy'],
    ignored: ['DefaultRouteSettings', 'AccessLogSettings', 'Description', 'Tags'],
  },
  'AWS::Scheduler::Schedule': {
    name: 'Name',
    properties: ['ScheduleExpression', 'ScheduleExpressionTimezone', 'Target', 'State'],
    ignored: ['FlexibleTimeWindow', 'Description', 'GroupName', 'KmsKeyArn', 'StartDate', 'EndDate'],
  },
};

/** The types that one machine ignores. Each has the reason why no result changes without it. */
const IGNORED_TYPES: Readonly<Record<string, string>> = {
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

/** For ignored types whose name a template may read, the property that gives the name. */
const IGNORED_TYPE_NAMES: Readonly<Record<string, string>> = {
  'AWS::SNS::Topic': 'TopicName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::Logs::LogGroup': 'LogGroupName',
};

/** Throws for the first resource whose type or property is neither run nor ignored. */
export function checkResourceTypes({ resources }: LoadedTemplate): void {
  for (const { logicalId, type, properties } of resources.values()) {
    if (IGNORED_TYPES[type] !== undefined) continue;
    const running = RUNNING_TYPES[type];
    if (!running) {
      throw new TemplateError(
        `Resource ${logicalId} has type ${type}, which the local stack neither runs nor ignores. Run it in ` +
          'infra/local/stack.ts, or add it to IGNORED_TYPES in infra/local/template/resource-types.ts ' +
          'with the reason why that is safe.',
      );
    }
    const known = new Set([...running.properties, ...running.ignored, running.name]);
    const unknown = Object.keys(properties).find((property) => !known.has(property));
    if (unknown !== undefined) {
      throw new TemplateError(
        `Resource ${logicalId} (${type}) has the property ${unknown}, which the local stack does not support. ` +
          'Take it out, run it, or add it to the ignored properties of the type in ' +
          'infra/local/template/resource-types.ts.',
      );
    }
  }
}

/** Returns the property that gives a resource of this type its name. */
export function nameProperty(type: string): string | undefined {
  return RUNNING_TYPES[type]?.name ?? IGNORED_TYPE_NAMES[type];
}
