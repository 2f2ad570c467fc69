/** Resolves the intrinsic functions in a template. It throws for one that it does not know, and skips none. */
import { ACCOUNT, REGION } from '../account.ts';
import { isTrue } from './conditions.ts';
import { type Json, type JsonObject, isObject, listOf, objectOf } from './json.ts';
import { type LoadedTemplate, type Resource, stackId } from './loaded-template.ts';
import { TemplateError } from './template-error.ts';

/** What `Ref` and `Fn::GetAtt` give for one resource. */
export type Identity = { readonly ref: string; readonly attributes: Readonly<Record<string, string>> };

/** Resolves every intrinsic function in a value. `where` names the place in errors. */
export type Resolve = (value: Json, where: string) => Json;

/** What intrinsic functions are resolved with. */
type Scope = {
  readonly resources: ReadonlyMap<string, Resource>;
  readonly identify: (resource: Resource) => Identity;
  readonly parameters: JsonObject;
  readonly conditions: JsonObject;
  readonly pseudoParameters: Readonly<Record<string, string>>;
};

/** Stands for `AWS::NoValue`: the property or the item that has it is left out. */
const NO_VALUE = Symbol('AWS::NoValue');
type Resolved = Json | typeof NO_VALUE;

/** Returns the resolver of a template. `identify` gives the identity of a resource. */
export function intrinsicResolver(template: LoadedTemplate, identify: (resource: Resource) => Identity): Resolve {
  const scope: Scope = {
    resources: template.resources,
    identify,
    parameters: objectOf(template.body['Parameters'], 'Parameters'),
    conditions: objectOf(template.body['Conditions'], 'Conditions'),
    pseudoParameters: {
      'AWS::Region': REGION,
      'AWS::AccountId': ACCOUNT,
      'AWS::Partition': 'aws',
      'AWS::URLSuffix': 'amazonaws.com',
      'AWS::StackName': template.stackName,
      'AWS::StackId': stackId(template),
    },
  };
  return (value, where) => resolve(value, where, scope);
}

function resolve(value: Json, where: string, scope: Scope): Json {
  const resolved = resolveOrOmit(value, where, scope);
  return resolved === NO_VALUE ? null : resolved;
}

function resolveOrOmit(value: Json, where: string, scope: Scope): Resolved {
  if (Array.isArray(value)) {
    return value.map((item) => resolveOrOmit(item, where, scope)).filter((item): item is Json => item !== NO_VALUE);
  }
  if (!isObject(value)) return value;
  const entries = Object.entries(value);
  const [[name, argument] = ['', null]] = entries;
  if (entries.length === 1 && (name === 'Ref' || name.startsWith('Fn::'))) {
    const intrinsic = INTRINSICS[name];
    if (intrinsic) return intrinsic(argument, where, scope);
    throw new TemplateError(
      `${where}: intrinsic ${name} is not supported. Expected ${Object.keys(INTRINSICS).join(', ')}. ` +
        'Add it in infra/local/template/intrinsics.ts, or avoid it in the template.',
    );
  }
  const object: JsonObject = {};
  for (const [key, item] of entries) {
    const resolved = resolveOrOmit(item, `${where}.${key}`, scope);
    if (resolved !== NO_VALUE) object[key] = resolved;
  }
  return object;
}

type Intrinsic = (argument: Json, where: string, scope: Scope) => Resolved;

const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  Ref: (argument, where, scope) => refer(scalarOf(argument, where), where, scope),

  'Fn::GetAtt': (argument, where, scope) => {
    const [logicalId, name] = typeof argument === 'string' ? argument.split(/\.(.*)/s) : listOf(argument, where);
    const attribute = scalarOf(resolve(name ?? null, where, scope), where);
    return getAttribute([scalarOf(logicalId ?? null, where), attribute], where, scope);
  },

  'Fn::Join': (argument, where, scope) => {
    const [separator, parts] = listOf(argument, where);
    return listOf(resolve(parts ?? null, where, scope), where)
      .map((part) => scalarOf(part, where))
      .join(scalarOf(separator ?? null, where));
  },

  'Fn::Sub': (argument, where, scope) => {
    const [pattern, declared] = typeof argument === 'string' ? [argument] : listOf(argument, where);
    const variables = objectOf(resolve(declared ?? {}, where, scope), where);
    return substitute(scalarOf(pattern ?? null, where), (name) => {
      const variable = variables[name];
      return variable === undefined ? lookUp(name, where, scope) : scalarOf(variable, where);
    });
  },

  'Fn::Select': (argument, where, scope) => {
    const [index, items] = listOf(argument, where);
    const position = Number(scalarOf(resolve(index ?? null, where, scope), where));
    return listOf(resolve(items ?? null, where, scope), where)[position] ?? null;
  },

  'Fn::Split': (argument, where, scope) => {
    const [separator, value] = listOf(argument, where);
    return scalarOf(resolve(value ?? null, where, scope), where).split(scalarOf(separator ?? null, where));
  },

  'Fn::If': (argument, where, scope) => {
    const [condition, then, otherwise] = listOf(argument, where);
    const chosen = isTrue({ Condition: condition ?? null }, scope.conditions) ? then : otherwise;
    return resolveOrOmit(chosen ?? null, where, scope);
  },
};

/** Returns what `Ref` gives for a pseudo parameter, a parameter or a resource. */
function refer(name: string, where: string, scope: Scope): Resolved {
  if (name === 'AWS::NoValue') return NO_VALUE;
  const pseudo = scope.pseudoParameters[name];
  if (pseudo !== undefined) return pseudo;
  const parameter = scope.parameters[name];
  if (parameter === undefined) return identityOf(name, where, scope).ref;
  const value = objectOf(parameter, name)['Default'];
  if (value !== undefined) return value;
  throw new TemplateError(`${where}: parameter ${name} has no Default. Give it one, or decide it at synth time.`);
}

function getAttribute([logicalId, name]: readonly [string, string], where: string, scope: Scope): string {
  const { attributes } = identityOf(logicalId, where, scope);
  const value = attributes[name];
  if (value !== undefined) return value;
  const type = scope.resources.get(logicalId)?.type;
  throw new TemplateError(
    `${where}: Fn::GetAtt ${logicalId}.${name} is not known here. ` +
      `${type} has: ${Object.keys(attributes).join(', ')}. Add it in infra/local/template/identities.ts.`,
  );
}

function identityOf(logicalId: string, where: string, scope: Scope): Identity {
  const resource = scope.resources.get(logicalId);
  if (resource) return scope.identify(resource);
  throw new TemplateError(
    `${where}: refers to ${logicalId}, which is no resource of the template (or its condition is false).`,
  );
}

/** Replaces each `${name}` by what `valueOf` gives for the name. `${!name}` becomes `${name}`. */
function substitute(pattern: string, valueOf: (name: string) => string): string {
  return pattern.replace(/\$\{(!?)([^}]+)\}/g, (_match, literal: string, name: string) =>
    literal ? `\${${name}}` : valueOf(name),
  );
}

/** Returns what a name in Fn::Sub stands for: an attribute if it has a dot, else what `Ref` gives. */
function lookUp(name: string, where: string, scope: Scope): string {
  const dot = name.indexOf('.');
  if (dot > 0) return getAttribute([name.slice(0, dot), name.slice(dot + 1)], where, scope);
  const value = refer(name, where, scope);
  return value === NO_VALUE ? '' : scalarOf(value, where);
}

/** Returns text, a number or a boolean as text. For any other value it throws and names `where`. */
function scalarOf(value: Json, where: string): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new TemplateError(`${where}: expected text, got ${JSON.stringify(value)}.`);
}
