/** A template whose names are given and whose intrinsic functions are resolved: what the services are started from. */
import { resourceIdentities } from './identities.ts';
import { type Identity, type Resolve, intrinsicResolver } from './intrinsics.ts';
import { type JsonObject, objectOf, textOf } from './json.ts';
import type { LoadedTemplate, Resource } from './loaded-template.ts';
import { TemplateError } from './template-error.ts';

/** One resource of the template, resolved. */
export type ResolvedResource = Identity & { readonly logicalId: string; readonly properties: JsonObject };

/** A template, resolved for one endpoint. */
export type ResolvedTemplate = {
  /** Returns the resources of these types, in the order of the template. */
  ofType(...types: string[]): ResolvedResource[];
  /** Returns what `Ref` gives for a resource: its physical name, URL or ARN. */
  ref(logicalId: string): string;
  /** Returns the stack's outputs. */
  outputs(): Record<string, string>;
};

/**
 * Resolves a template.
 * @param endpoint begins the URL of every queue
 * @param publicEndpoint that of every HTTP API
 */
export function resolveTemplate(
  template: LoadedTemplate,
  endpoint: string,
  publicEndpoint = endpoint,
): ResolvedTemplate {
  // A name may refer to another resource, so the two functions need each other.
  const identify: (resource: Resource) => Identity = resourceIdentities(
    template,
    { endpoint, publicEndpoint },
    (value, where) => resolve(value, where),
  );
  const resolve: Resolve = intrinsicResolver(template, identify);
  return {
    ofType: (...types) =>
      [...template.resources.values()]
        .filter(({ type }) => types.includes(type))
        .map((resource) => ({
          ...identify(resource),
          logicalId: resource.logicalId,
          properties: objectOf(resolve(resource.properties, resource.logicalId), resource.logicalId),
        })),
    ref: (logicalId) => identify(findResource(template, logicalId)).ref,
    outputs: () => resolveOutputs(template, resolve),
  };
}

function findResource({ resources }: LoadedTemplate, logicalId: string): Resource {
  const resource = resources.get(logicalId);
  if (resource) return resource;
  throw new TemplateError(`There is no resource ${logicalId}. The template has: ${[...resources.keys()].join(', ')}.`);
}

function resolveOutputs({ body }: LoadedTemplate, resolve: Resolve): Record<string, string> {
  const outputs: Record<string, string> = {};
  for (const [name, output] of Object.entries(objectOf(body['Outputs'], 'Outputs'))) {
    outputs[name] = textOf(resolve(objectOf(output, name)['Value'] ?? '', `output ${name}`));
  }
  return outputs;
}
