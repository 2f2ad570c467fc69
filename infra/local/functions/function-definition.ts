/** Reads how a function is run from the template: its code, its limits, and the environment that it finds itself in. */
import { existsSync } from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { REGION } from '../account.ts';
import type { Credentials } from '../s3/signature.ts';
import { type JsonObject, objectOf, textOf } from '../template/json.ts';
import type { ResolvedResource } from '../template/resolved-template.ts';
import { TemplateError } from '../template/template-error.ts';

/** How a function is run. */
export type FunctionDefinition = {
  readonly name: string;
  readonly arn: string;
  /** Folder of the asset. */
  readonly root: string;
  /** `<file>.<export>`, for example `index.handler`. */
  readonly handler: string;
  /** Path of the handler's file. */
  readonly module: string;
  readonly exportName: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
};

/** What functions find on this machine. */
export type FunctionSurroundings = {
  /** By object key, the folder of each asset. */
  readonly assets: ReadonlyMap<string, string>;
  /** The environment variables that lead the SDK to the local stack. */
  readonly endpoints: Readonly<Record<string, string>>;
  /** The key with which functions sign. */
  readonly credentials: Credentials;
};

/** Reads a function of the template. It throws for a function that cannot run here. */
export function readFunction(resource: ResolvedResource, surroundings: FunctionSurroundings): FunctionDefinition {
  const { logicalId, ref: name, attributes, properties } = resource;
  const root = findAsset(resource, surroundings.assets);
  const handler = textOf(properties['Handler']);
  const module = findModule(logicalId, root, handler);
  checkRuntime(logicalId, properties);
  const definition = {
    name,
    arn: attributes['Arn']!,
    root,
    handler,
    module,
    exportName: splitHandler(handler)[1],
    timeoutSeconds: Number(properties['Timeout'] ?? 3),
    memoryMb: Number(properties['MemorySize'] ?? 128),
  };
  const { accessKeyId, secretAccessKey } = surroundings.credentials;
  const variables = {
    ...readVariables(resource),
    ...surroundings.endpoints,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    // Its calls name it, so that they can be told apart (infra/local/permissions).
    AWS_SDK_UA_APP_ID: logicalId,
  };
  return { ...definition, environment: environmentOf(definition, properties, variables) };
}

function findAsset({ logicalId, properties }: ResolvedResource, assets: ReadonlyMap<string, string>): string {
  const key = objectOf(properties['Code'], `${logicalId}.Code`)['S3Key'];
  const root = typeof key === 'string' ? assets.get(key) : undefined;
  if (root !== undefined && existsSync(root)) return root;
  const found = root ?? 'no asset of the manifest';
  throw new TemplateError(
    `Function ${logicalId}: Code ${JSON.stringify(properties['Code'])} leads to ${found}. ` +
      'Expected an asset folder of the assembly: run the synth with bundling, and no inline code.',
  );
}

/** Splits `<file>.<export>` at its last dot. */
function splitHandler(handler: string): readonly [string, string] {
  const [file = '', exportName = ''] = handler.split(/\.(?=[^.]*$)/);
  return [file, exportName];
}

function findModule(logicalId: string, root: string, handler: string): string {
  const [file] = splitHandler(handler);
  const module = ['.mjs', '.js'].map((extension) => join(root, `${file}${extension}`)).find((path) => existsSync(path));
  if (module !== undefined) return module;
  throw new TemplateError(
    `Function ${logicalId}: handler ${handler} needs ${file}.mjs or ${file}.js in ${root}, and there is neither. ` +
      'Check the bundling.',
  );
}

function checkRuntime(logicalId: string, properties: JsonObject): void {
  const runtime = textOf(properties['Runtime']);
  if (runtime.startsWith('nodejs')) return;
  throw new TemplateError(`Function ${logicalId}: runtime ${runtime} does not run here, only Node.js does.`);
}

function readVariables({ logicalId, properties }: ResolvedResource): Record<string, string> {
  const declared = objectOf(objectOf(properties['Environment'], logicalId)['Variables'], logicalId);
  return Object.fromEntries(Object.entries(declared).map(([name, value]) => [name, textOf(value)]));
}

function environmentOf(
  { name, root, handler, memoryMb }: Omit<FunctionDefinition, 'environment'>,
  properties: JsonObject,
  variables: Readonly<Record<string, string>>,
): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    POWERTOOLS_SERVICE_NAME: name,
    ...variables,
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    // A function must not find the files of the user's own account.
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_EXECUTION_ENV: `AWS_Lambda_${textOf(properties['Runtime'])}`,
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    LAMBDA_TASK_ROOT: root,
    _HANDLER: handler,
    POWERTOOLS_DEV: 'false',
  };
}
