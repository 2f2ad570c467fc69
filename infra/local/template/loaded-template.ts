/** Reads a synthesized CloudFormation template and its asset manifest from the cloud assembly (cdk.out). */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve as resolvePath } from 'node:path';
import { DEFAULT_STACK } from '../../../shared/contract.ts';
import { ACCOUNT, REGION } from '../account.ts';
import { isTrue } from './conditions.ts';
import { type Json, type JsonObject, objectOf, textOf } from './json.ts';
import { TemplateError } from './template-error.ts';

/** One resource as the template declares it: its intrinsic functions are not yet resolved. */
export type Resource = { readonly logicalId: string; readonly type: string; readonly properties: JsonObject };

/** A synthesized stack. */
export type LoadedTemplate = {
  readonly stackName: string;
  /** The stack's id in the CDK app, which names the template's file. It may differ from the stack's name. */
  readonly id: string;
  /** The template with all its sections. */
  readonly body: JsonObject;
  /** By logical id, the resources whose condition is true. */
  readonly resources: ReadonlyMap<string, Resource>;
  /** By object key, the folder of each asset. */
  readonly assets: ReadonlyMap<string, string>;
};

/** Loads `<assembly>/<stack>.template.json`. Default stack: the only one there, else the project's default stack. */
export function loadTemplate(assembly: string, stack?: string): LoadedTemplate {
  const id = stack ?? chooseStack(assembly);
  const path = join(assembly, `${id}.template.json`);
  if (!existsSync(path)) {
    throw new TemplateError(
      `No template ${path}. Found: ${stacksOf(assembly).join(', ') || 'none'}. ` +
        'Run the synth first, or name a stack that is there.',
    );
  }
  const body = readJson(path);
  return {
    stackName: readStackName(assembly, id),
    id,
    body,
    resources: readResources(body),
    assets: readAssets(assembly, id),
  };
}

/** Returns the stack's ARN, as `AWS::StackId` and DescribeStacks give it. */
export function stackId({ stackName }: LoadedTemplate): string {
  return `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/${stackName}/local`;
}

function chooseStack(assembly: string): string {
  const found = stacksOf(assembly);
  if (found.length === 1) return found[0]!;
  if (found.includes(DEFAULT_STACK)) return DEFAULT_STACK;
  const problem = found.length === 0 ? 'none: run the synth first' : `${found.join(', ')}: say which stack`;
  throw new TemplateError(`Expected one *.template.json in ${assembly}, found ${problem}.`);
}

function stacksOf(assembly: string): string[] {
  if (!existsSync(assembly)) return [];
  return readdirSync(assembly)
    .filter((file) => file.endsWith('.template.json'))
    .map((file) => file.slice(0, -'.template.json'.length));
}

/** The manifest knows the stack's name: a stage may give it one that differs from its id. */
function readStackName(assembly: string, id: string): string {
  const path = join(assembly, 'manifest.json');
  if (!existsSync(path)) return id;
  const artifact = objectOf(objectOf(readJson(path)['artifacts'], path)[id], path);
  return textOf(objectOf(artifact['properties'], path)['stackName']) || id;
}

function readResources(body: JsonObject): Map<string, Resource> {
  const conditions = objectOf(body['Conditions'], 'Conditions');
  const resources = new Map<string, Resource>();
  for (const [logicalId, declared] of Object.entries(objectOf(body['Resources'], 'Resources'))) {
    const resource = objectOf(declared, logicalId);
    const condition = resource['Condition'];
    if (typeof condition === 'string' && !isTrue({ Condition: condition }, conditions)) continue;
    resources.set(logicalId, {
      logicalId,
      type: textOf(resource['Type']),
      properties: objectOf(resource['Properties'], `${logicalId}.Properties`),
    });
  }
  return resources;
}

function readAssets(assembly: string, id: string): Map<string, string> {
  const assets = new Map<string, string>();
  const path = join(assembly, `${id}.assets.json`);
  if (!existsSync(path)) return assets;
  for (const [assetId, entry] of Object.entries(objectOf(readJson(path)['files'], `${path} files`))) {
    const file = objectOf(entry, assetId);
    const source = objectOf(file['source'], `${assetId}.source`);
    if (typeof source['path'] !== 'string') continue;
    for (const destination of Object.values(objectOf(file['destinations'], `${assetId}.destinations`))) {
      assets.set(textOf(objectOf(destination, assetId)['objectKey']), resolvePath(assembly, source['path']));
    }
  }
  return assets;
}

function readJson(path: string): JsonObject {
  try {
    return objectOf(JSON.parse(readFileSync(path, 'utf8')) as Json, path);
  } catch (cause) {
    throw new TemplateError(`Cannot read ${path} as JSON. Run the synth again.`, { cause });
  }
}
