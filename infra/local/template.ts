/**
 * Reads a synthesized CloudFormation template and its asset manifest, and resolves the intrinsic functions in it.
 * Whatever is not understood is an error: a wiring that is quietly skipped here would be missed only in the cloud.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve as resolvePath } from 'node:path';
import { DEFAULT_STACK } from '../../shared/contract.ts';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** One resource as the template declares it, its intrinsics not yet resolved. */
export type Resource = { readonly logicalId: string; readonly type: string; readonly properties: JsonObject };

/** A synthesized stack: its template's sections, and where the asset of each object key lies on disk. */
export type LoadedTemplate = {
  readonly stackName: string;
  /** Name of the template's file: the stack's id in the app, which may differ from its name. */
  readonly id: string;
  readonly region: string;
  readonly account: string;
  readonly body: JsonObject;
  readonly resources: ReadonlyMap<string, Resource>;
  readonly assets: ReadonlyMap<string, string>;
};

/** What `Ref` and `Fn::GetAtt` give for one resource. */
export type Identity = { readonly ref: string; readonly attributes: Readonly<Record<string, string>> };

/** The template, or something in it, cannot be run on this machine. The message says what to do. */
export class TemplateError extends Error {
  override name = 'TemplateError';
}

const REGION = 'us-east-1';
/** The account of every ARN; the SQS emulator knows no other. */
const ACCOUNT = '000000000000';
const NO_VALUE = Symbol('AWS::NoValue');

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value when it is an object, an empty one when it is absent; anything else is an error naming `where`. */
export function objectOf(value: Json | undefined, where: string): JsonObject {
  if (value === undefined) return {};
  if (isObject(value)) return value;
  throw new TemplateError(`${where}: expected an object, got ${JSON.stringify(value)}`);
}

/** Text as it is; any other value as JSON, and nothing for an absent one. */
export function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
}

/** Loads `<assembly>/<stack>.template.json`; without `stack` the only template there, or the project's default stack. */
export function loadTemplate(assembly: string, stack?: string): LoadedTemplate {
  const name = stack ?? chooseStack(assembly);
  const path = join(assembly, `${name}.template.json`);
  if (!existsSync(path)) {
    throw new TemplateError(
      `No template ${path}. Found: ${templatesOf(assembly).join(', ') || 'none'}. Run the synth first, or name a stack that is there.`,
    );
  }
  const body = readJson(path);
  const evaluate = conditions(body, REGION);
  const resources = new Map<string, Resource>();
  for (const [logicalId, declared] of Object.entries(objectOf(body['Resources'], 'Resources'))) {
    const resource = objectOf(declared, logicalId);
    if (typeof resource['Condition'] === 'string' && !evaluate({ Condition: resource['Condition'] })) continue;
    resources.set(logicalId, {
      logicalId,
      type: textOf(resource['Type']),
      properties: objectOf(resource['Properties'], `${logicalId}.Properties`),
    });
  }
  return {
    stackName: stackNameOf(assembly, name),
    id: name,
    region: REGION,
    account: ACCOUNT,
    body,
    resources,
    assets: readAssets(assembly, name),
  };
}

function templatesOf(assembly: string): string[] {
  if (!existsSync(assembly)) return [];
  return readdirSync(assembly)
    .filter((file) => file.endsWith('.template.json'))
    .map((file) => file.slice(0, -'.template.json'.length));
}

/** The stack's own name, which a stage may give; the manifest knows it. */
function stackNameOf(assembly: string, id: string): string {
  const path = join(assembly, 'manifest.json');
  if (!existsSync(path)) return id;
  const artifact = objectOf(objectOf(readJson(path)['artifacts'], path)[id], path);
  return textOf(objectOf(artifact['properties'], path)['stackName']) || id;
}

function chooseStack(assembly: string): string {
  const found = templatesOf(assembly);
  if (found.length === 1) return found[0]!;
  if (found.includes(DEFAULT_STACK)) return DEFAULT_STACK;
  throw new TemplateError(
    `Expected one *.template.json in ${assembly}, found ${found.length === 0 ? 'none: run the synth first' : `${found.join(', ')}: say which stack`}.`,
  );
}

function readJson(path: string): JsonObject {
  try {
    return objectOf(JSON.parse(readFileSync(path, 'utf8')) as Json, path);
  } catch (cause) {
    throw new TemplateError(`Cannot read ${path} as JSON. Run the synth again.`, { cause });
  }
}

function readAssets(assembly: string, stack: string): Map<string, string> {
  const assets = new Map<string, string>();
  const path = join(assembly, `${stack}.assets.json`);
  if (!existsSync(path)) return assets;
  for (const [id, entry] of Object.entries(objectOf(readJson(path)['files'], `${path} files`))) {
    const file = objectOf(entry, id);
    const source = objectOf(file['source'], `${id}.source`);
    if (typeof source['path'] !== 'string') continue;
    for (const destination of Object.values(objectOf(file['destinations'], `${id}.destinations`))) {
      assets.set(textOf(objectOf(destination, id)['objectKey']), resolvePath(assembly, source['path']));
    }
  }
  return assets;
}

/** A function that evaluates a condition expression from the template's constants and the pseudo parameters alone. */
function conditions(body: JsonObject, region: string): (expression: Json) => boolean {
  const declared = objectOf(body['Conditions'], 'Conditions');
  const operand = (value: Json): Json => {
    if (!isObject(value)) return value;
    if (value['Ref'] === 'AWS::Region') return region;
    if (value['Ref'] === 'AWS::Partition') return 'aws';
    if (value['Ref'] === 'AWS::AccountId') return ACCOUNT;
    throw new TemplateError(
      `Condition operand ${JSON.stringify(value)} cannot be evaluated; only constants and pseudo parameters can. Decide it at synth time.`,
    );
  };
  const evaluate = (expression: Json): boolean => {
    const [operator, argument] = Object.entries(objectOf(expression, 'condition'))[0] ?? [];
    const list = Array.isArray(argument) ? argument : [];
    if (operator === 'Fn::Equals') return operand(list[0] ?? null) === operand(list[1] ?? null);
    if (operator === 'Fn::Or') return list.some(evaluate);
    if (operator === 'Fn::And') return list.every(evaluate);
    if (operator === 'Fn::Not') return !evaluate(list[0] ?? null);
    if (operator === 'Condition' && typeof argument === 'string' && declared[argument] !== undefined)
      return evaluate(declared[argument]);
    throw new TemplateError(
      `Condition ${JSON.stringify(expression)} cannot be evaluated here. Expected Fn::Equals, Fn::And, Fn::Or, Fn::Not or Condition.`,
    );
  };
  return evaluate;
}

/** A function that replaces every intrinsic in a value. `identify` gives what a logical id stands for, `where` names the place in errors. */
export function intrinsics(
  template: LoadedTemplate,
  identify: (resource: Resource) => Identity,
): (value: Json, where: string) => Json {
  const evaluate = conditions(template.body, template.region);
  const parameters = objectOf(template.body['Parameters'], 'Parameters');
  const pseudo: Record<string, Json> = {
    'AWS::Region': template.region,
    'AWS::AccountId': template.account,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': template.stackName,
    'AWS::StackId': stackId(template),
  };

  const identity = (logicalId: string, where: string): Identity => {
    const resource = template.resources.get(logicalId);
    if (resource) return identify(resource);
    throw new TemplateError(
      `${where}: refers to ${logicalId}, which is no resource of the template (or its condition is false).`,
    );
  };
  const reference = (name: string, where: string): Json | typeof NO_VALUE => {
    if (name === 'AWS::NoValue') return NO_VALUE;
    if (pseudo[name] !== undefined) return pseudo[name];
    const parameter = parameters[name];
    if (parameter === undefined) return identity(name, where).ref;
    const value = objectOf(parameter, name)['Default'];
    if (value === undefined)
      throw new TemplateError(`${where}: parameter ${name} has no Default. Give it one, or decide it at synth time.`);
    return value;
  };
  const attribute = (logicalId: string, name: string, where: string): string => {
    const { attributes } = identity(logicalId, where);
    const value = attributes[name];
    if (value !== undefined) return value;
    throw new TemplateError(
      `${where}: Fn::GetAtt ${logicalId}.${name} is not known here. ${template.resources.get(logicalId)?.type} has: ${Object.keys(attributes).join(', ')}. Add it in infra/local/resources.ts.`,
    );
  };
  const text = (value: Json, where: string): string => {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
    throw new TemplateError(`${where}: expected text, got ${JSON.stringify(value)}`);
  };
  const list = (value: Json, where: string): Json[] => {
    if (Array.isArray(value)) return value;
    throw new TemplateError(`${where}: expected a list, got ${JSON.stringify(value)}`);
  };
  const substitute = (pattern: string, variables: JsonObject, where: string): string =>
    pattern.replace(/\$\{(!?)([^}]+)\}/g, (_match, literal: string, name: string) => {
      if (literal) return `\${${name}}`;
      if (variables[name] !== undefined) return text(variables[name], where);
      const dot = name.indexOf('.');
      if (dot > 0) return attribute(name.slice(0, dot), name.slice(dot + 1), where);
      const value = reference(name, where);
      return value === NO_VALUE ? '' : text(value, where);
    });

  const call = (operator: string, argument: Json, where: string): Json | typeof NO_VALUE => {
    if (operator === 'Ref') return reference(text(argument, where), where);
    if (operator === 'Fn::GetAtt') {
      const [logicalId, name] = typeof argument === 'string' ? argument.split(/\.(.*)/s) : list(argument, where);
      return attribute(text(logicalId ?? null, where), text(resolve(name ?? null, where), where), where);
    }
    if (operator === 'Fn::Join') {
      const [separator, parts] = list(argument, where);
      return list(resolve(parts ?? null, where), where)
        .map((part) => text(part, where))
        .join(text(separator ?? null, where));
    }
    if (operator === 'Fn::Sub') {
      if (typeof argument === 'string') return substitute(argument, {}, where);
      const [pattern, variables] = list(argument, where);
      return substitute(text(pattern ?? null, where), objectOf(resolve(variables ?? {}, where), where), where);
    }
    if (operator === 'Fn::Select') {
      const [index, items] = list(argument, where);
      return list(resolve(items ?? null, where), where)[Number(text(resolve(index ?? null, where), where))] ?? null;
    }
    if (operator === 'Fn::Split') {
      const [separator, value] = list(argument, where);
      return text(resolve(value ?? null, where), where).split(text(separator ?? null, where));
    }
    if (operator === 'Fn::If') {
      const [condition, yes, no] = list(argument, where);
      return visit((evaluate({ Condition: condition ?? null }) ? yes : no) ?? null, where);
    }
    throw new TemplateError(
      `${where}: intrinsic ${operator} is not supported. Expected Ref, Fn::GetAtt, Fn::Join, Fn::Sub, Fn::Select, Fn::Split or Fn::If. Add it in infra/local/template.ts, or avoid it in the template.`,
    );
  };
  const visit = (value: Json, where: string): Json | typeof NO_VALUE => {
    if (Array.isArray(value))
      return value.map((item) => visit(item, where)).filter((item): item is Json => item !== NO_VALUE);
    if (!isObject(value)) return value;
    const entries = Object.entries(value);
    const [first] = entries;
    if (entries.length === 1 && first && (first[0] === 'Ref' || first[0].startsWith('Fn::')))
      return call(first[0], first[1], where);
    const resolved: JsonObject = {};
    for (const [key, item] of entries) {
      const inner = visit(item, `${where}.${key}`);
      if (inner !== NO_VALUE) resolved[key] = inner;
    }
    return resolved;
  };
  const resolve = (value: Json, where: string): Json => {
    const result = visit(value, where);
    return result === NO_VALUE ? null : result;
  };
  return resolve;
}

/** The stack's ARN as `AWS::StackId` and DescribeStacks give it. */
export function stackId(template: LoadedTemplate): string {
  return `arn:aws:cloudformation:${template.region}:${template.account}:stack/${template.stackName}/local`;
}
