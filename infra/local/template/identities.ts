/** Gives each resource of a template its name, and what `Ref` and `Fn::GetAtt` return for it. */
import { createHash } from 'node:crypto';
import { ACCOUNT, REGION } from '../account.ts';
import type { Identity, Resolve } from './intrinsics.ts';
import { textOf } from './json.ts';
import type { LoadedTemplate, Resource } from './loaded-template.ts';
import { nameProperty } from './resource-types.ts';

/** Where queues are reached by this machine, and HTTP APIs by browsers. */
type Endpoints = { readonly endpoint: string; readonly publicEndpoint: string };

/**
 * Returns the function that identifies a resource. A resource has the name that its properties give it. One without a
 * name gets a name from the stack's name and its logical id, which is the same at every start.
 */
export function resourceIdentities(
  { stackName }: LoadedTemplate,
  endpoints: Endpoints,
  resolve: Resolve,
): (resource: Resource) => Identity {
  const known = new Map<string, Identity>();
  return (resource) => {
    const found = known.get(resource.logicalId);
    if (found) return found;
    const { logicalId, type, properties } = resource;
    const property = nameProperty(type);
    const given = property === undefined ? undefined : properties[property];
    const name =
      given === undefined ? generatedName(stackName, resource) : textOf(resolve(given, `${logicalId}.${property}`));
    const identity = identityOf(type, name, endpoints);
    known.set(logicalId, identity);
    return identity;
  };
}

function generatedName(stackName: string, { logicalId, type, properties }: Resource): string {
  const digest = createHash('sha256').update(`${stackName}/${logicalId}`).digest('hex').slice(0, 8);
  const name = `${stackName}-${logicalId}`.slice(0, 50);
  if (type === 'AWS::S3::Bucket') return `${name}-${digest}`.toLowerCase();
  return properties['FifoQueue'] === true ? `${name}-${digest}.fifo` : `${name}-${digest}`;
}

function identityOf(type: string, name: string, endpoints: Endpoints): Identity {
  const known = IDENTITIES[type];
  if (known) return known(name, endpoints);
  return { ref: name, attributes: { Arn: arn(type.split('::')[1]!.toLowerCase(), name) } };
}

const IDENTITIES: Readonly<Record<string, (name: string, endpoints: Endpoints) => Identity>> = {
  'AWS::S3::Bucket': (name) => ({
    ref: name,
    attributes: {
      Arn: `arn:aws:s3:::${name}`,
      DomainName: `${name}.s3.amazonaws.com`,
      RegionalDomainName: `${name}.s3.${REGION}.amazonaws.com`,
    },
  }),
  'AWS::SQS::Queue': (name, { endpoint }) => {
    const url = `${endpoint}/${ACCOUNT}/${name}`;
    return { ref: url, attributes: { Arn: arn('sqs', name), QueueName: name, QueueUrl: url } };
  },
  'AWS::DynamoDB::Table': tableIdentity,
  'AWS::DynamoDB::GlobalTable': tableIdentity,
  'AWS::Lambda::Function': (name) => ({ ref: name, attributes: { Arn: arn('lambda', `function:${name}`) } }),
  'AWS::Lambda::EventSourceMapping': (name) => ({
    ref: name,
    attributes: { Id: name, EventSourceMappingArn: arn('lambda', `event-source-mapping:${name}`) },
  }),
  'AWS::StepFunctions::StateMachine': (name) => {
    const machine = arn('states', `stateMachine:${name}`);
    return { ref: machine, attributes: { Arn: machine, Name: name } };
  },
  'AWS::Scheduler::Schedule': (name) => ({
    ref: name,
    attributes: { Arn: arn('scheduler', `schedule/default/${name}`) },
  }),
  'AWS::ApiGatewayV2::Api': (name, { publicEndpoint }) => ({
    ref: name,
    attributes: { ApiId: name, ApiEndpoint: publicEndpoint },
  }),
  'AWS::SNS::Topic': (name) => ({
    ref: arn('sns', name),
    attributes: { TopicArn: arn('sns', name), TopicName: name },
  }),
  'AWS::KMS::Key': (name) => ({ ref: name, attributes: { Arn: arn('kms', `key/${name}`), KeyId: name } }),
  'AWS::IAM::Role': (name) => ({ ref: name, attributes: { Arn: iamArn(`role/${name}`), RoleId: name } }),
  'AWS::IAM::ManagedPolicy': (name) => ({ ref: iamArn(`policy/${name}`), attributes: {} }),
  'AWS::Logs::LogGroup': (name) => ({ ref: name, attributes: { Arn: arn('logs', `log-group:${name}:*`) } }),
  'AWS::CloudWatch::Alarm': alarmIdentity,
  'AWS::CloudWatch::CompositeAlarm': alarmIdentity,
};

function tableIdentity(name: string): Identity {
  return { ref: name, attributes: { Arn: arn('dynamodb', `table/${name}`) } };
}

function alarmIdentity(name: string): Identity {
  return { ref: name, attributes: { Arn: arn('cloudwatch', `alarm:${name}`) } };
}

function arn(service: string, resource: string): string {
  return `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;
}

/** IAM has no regions. */
function iamArn(resource: string): string {
  return `arn:aws:iam::${ACCOUNT}:${resource}`;
}
