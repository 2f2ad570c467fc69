/** What a deployment would take away of a stack that keeps its data, told before it begins. */
import { readFileSync } from 'node:fs';

/** As much of a CloudFormation template as is compared. */
export type DeployedTemplate = {
  readonly Resources: Readonly<
    Record<string, { readonly Type: string; readonly Properties?: object; readonly DeletionPolicy?: string }>
  >;
};

/**
 * The types that hold what nobody can make again, and the properties whose change makes CloudFormation create another
 * resource, empty, in place of the one that is there (CloudFormation's reference: "Update requires: Replacement").
 * A key of KMS with another KeySpec or KeyUsage is refused or replaced; both end the data that it opens.
 */
const REPLACED_BY: Readonly<Record<string, readonly string[]>> = {
  'AWS::DynamoDB::Table': ['TableName', 'KeySchema', 'AttributeDefinitions', 'LocalSecondaryIndexes'],
  'AWS::KMS::Key': ['KeySpec', 'KeyUsage', 'MultiRegion'],
  'AWS::S3::Bucket': ['BucketName', 'BucketNamePrefix', 'BucketNamespace'],
  'AWS::SQS::Queue': ['QueueName', 'FifoQueue'],
};

/** A deployment would replace or give up what holds data. */
export class ReplacementError extends Error {
  override readonly name = 'ReplacementError';
}

/** A resource with data that a deployment would give up, and why. */
type Loss = { readonly logicalId: string; readonly why: string };

/** The resources of the deployed template that hold data and that a deployment of the other would give up. */
export function lossesOf(deployed: DeployedTemplate, next: DeployedTemplate): Loss[] {
  return Object.entries(deployed.Resources).flatMap(([logicalId, before]) => {
    const properties = REPLACED_BY[before.Type];
    if (!properties) return [];
    const after = next.Resources[logicalId];
    if (!after) return [{ logicalId, why: `${before.Type} is no longer in the template` }];
    if (after.Type !== before.Type) return [{ logicalId, why: `${before.Type} would become ${after.Type}` }];
    if (before.DeletionPolicy === 'Retain' && after.DeletionPolicy !== 'Retain')
      return [{ logicalId, why: `${before.Type} would no longer be kept when it leaves the stack` }];
    return properties
      .filter((name) => written(before.Properties, name) !== written(after.Properties, name))
      .map((name) => ({
        logicalId,
        why: `${before.Type} would be replaced: ${name} is ${written(before.Properties, name)}, would be ${written(after.Properties, name)}`,
      }));
  });
}

const written = (properties: object | undefined, name: string): string =>
  inKeyOrder((properties as Readonly<Record<string, unknown>> | undefined)?.[name]) ?? 'not set';

/** A value as text, whatever the order of its members. */
const inKeyOrder = (value: unknown): string | undefined =>
  JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );

/** What a deployment says of the stack that is there. */
export type Deployed = {
  /** File of its template, or `none` where there is no stack yet. */
  readonly file: string | undefined;
  /** Logical ids, separated by commas, of resources that may be given up: their data were moved. */
  readonly leave: string | undefined;
};

/**
 * Refuses a deployment that would give up data.
 * @param stack its name, to say how its template is fetched
 * @throws ReplacementError that names every such resource, and the way out
 */
export function refuseLosses(stack: string, next: DeployedTemplate, { file, leave = '' }: Deployed): void {
  if (file === undefined)
    throw new ReplacementError(
      `Stack ${stack} keeps its data, so its deployment is compared with what is deployed. Fetch that, and name the file:\n` +
        `  aws cloudformation get-template --stack-name ${stack} --query TemplateBody --output json > deployed.json\n` +
        '  npx cdk deploy ... -c deployed=deployed.json\nWhere there is no such stack yet: -c deployed=none',
    );
  if (file === 'none') return;
  const may = new Set(leave.split(','));
  const losses = lossesOf(deployedTemplate(file), next).filter(({ logicalId }) => !may.has(logicalId));
  if (losses.length === 0) return;
  const lines = losses.map(({ logicalId, why }) => `\n  ${logicalId}: ${why}`).join('');
  throw new ReplacementError(
    `The deployment of stack ${stack} would give up data:${lines}\nTake the change back, or add a resource beside it. ` +
      `Once its data are elsewhere: -c leave=${losses.map(({ logicalId }) => logicalId).join(',')}`,
  );
}

function deployedTemplate(file: string): DeployedTemplate {
  try {
    const template = JSON.parse(readFileSync(file, 'utf8')) as DeployedTemplate;
    if (typeof template.Resources === 'object' && template.Resources !== null) return template;
  } catch (cause) {
    throw new ReplacementError(`The deployed template ${file} cannot be read: ${String(cause)}`, { cause });
  }
  throw new ReplacementError(
    `${file} is no template: it has no Resources. Fetch it by get-template --query TemplateBody`,
  );
}
