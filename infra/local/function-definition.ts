/** What the template says about a function, and the environment that it finds itself in. */
import { existsSync } from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';
import type { FunctionDefinition } from './function-pool.ts';
import { type JsonObject, TemplateError, objectOf, textOf } from './template.ts';

/** Reads a function's properties, their intrinsics resolved. `assets` gives the folder of an object key, `endpoints` the variables that lead the SDK here. */
export function readFunction(
  logicalId: string,
  properties: JsonObject,
  identity: { readonly name: string; readonly arn: string; readonly region: string },
  assets: ReadonlyMap<string, string>,
  endpoints: Readonly<Record<string, string>>,
): FunctionDefinition {
  const key = objectOf(properties['Code'], `${logicalId}.Code`)['S3Key'];
  const root = typeof key === 'string' ? assets.get(key) : undefined;
  if (root === undefined || !existsSync(root)) {
    throw new TemplateError(
      `Function ${logicalId}: Code ${JSON.stringify(properties['Code'])} leads to ${root ?? 'no asset of the manifest'}. Expected an asset folder of the assembly: run the synth with bundling, and no inline code.`,
    );
  }
  const handler = textOf(properties['Handler']);
  const file = handler.split(/\.(?=[^.]*$)/)[0];
  if (!['.mjs', '.js'].some((extension) => existsSync(join(root, `${file}${extension}`)))) {
    throw new TemplateError(
      `Function ${logicalId}: handler ${handler} needs ${file}.mjs or ${file}.js in ${root}, and there is neither. Check the bundling.`,
    );
  }
  if (!textOf(properties['Runtime']).startsWith('nodejs')) {
    throw new TemplateError(
      `Function ${logicalId}: runtime ${textOf(properties['Runtime'])} does not run here, only Node.js does.`,
    );
  }
  const memoryMb = Number(properties['MemorySize'] ?? 128);
  const variables: Record<string, string> = {};
  for (const [name, value] of Object.entries(
    objectOf(objectOf(properties['Environment'], logicalId)['Variables'], logicalId),
  ))
    variables[name] = textOf(value);
  const environment = {
    PATH: process.env['PATH'] ?? '',
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    POWERTOOLS_SERVICE_NAME: identity.name,
    ...variables,
    ...endpoints,
    AWS_REGION: identity.region,
    AWS_DEFAULT_REGION: identity.region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    // The files of the user's own account must not reach a function.
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_EXECUTION_ENV: `AWS_Lambda_${textOf(properties['Runtime'])}`,
    AWS_LAMBDA_FUNCTION_NAME: identity.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${identity.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    LAMBDA_TASK_ROOT: root,
    _HANDLER: handler,
    POWERTOOLS_DEV: 'false',
  };
  return {
    name: identity.name,
    arn: identity.arn,
    root,
    handler,
    environment,
    timeoutSeconds: Number(properties['Timeout'] ?? 3),
    memoryMb,
  };
}
