/** Reads the definition of a state machine from its properties. */
import { type Json, type JsonObject, objectOf, textOf } from '../template/json.ts';
import { TemplateError } from '../template/template-error.ts';
import { checkMachine } from './check-definition.ts';

/** Returns a definition, its substitutions made. It throws for one that does not run here as it does in the cloud. */
export function readDefinition(
  properties: JsonObject,
  where: string,
  isFunction: (name: string) => boolean,
): JsonObject {
  const { DefinitionString: text, Definition: object, DefinitionSubstitutions: declared } = properties;
  const pattern = typeof text === 'string' ? text : JSON.stringify(object ?? null);
  const substitutions = objectOf(declared, where);
  const definition = objectOf(parseDefinition(substitute(pattern, substitutions), where), where);
  checkMachine(definition, where, isFunction);
  return definition;
}

/** Replaces each `${name}` inside a JSON string by its substitution. A name without one stays as it is. */
function substitute(pattern: string, substitutions: JsonObject): string {
  return pattern.replace(/\$\{([A-Za-z0-9_]+)\}/g, (whole, name: string) => {
    const value = substitutions[name];
    return value === undefined ? whole : JSON.stringify(textOf(value)).slice(1, -1);
  });
}

function parseDefinition(text: string, where: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (cause) {
    throw new TemplateError(`${where}: the definition is not JSON: ${text.slice(0, 200)}`, { cause });
  }
}
