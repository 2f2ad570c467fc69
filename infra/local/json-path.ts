/** The part of JSONPath that state machines here may use: `$`, `$$`, `.name`, `['name']` and `[index]`; and payload templates of it. */
import { type Json, type JsonObject, TemplateError, isObject, textOf } from './template.ts';

/** Gives the value at a path: of the state's input, or of the context object for a path that begins with `$$`. Undefined when it is not there. */
export type PathReader = (path: string) => Json | undefined;

const STEP = /\.([A-Za-z_][\w-]*)|\['([^']*)'\]|\[(\d+)\]/y;

/** The steps of a path. A wildcard, filter, slice or intrinsic function is an error that names `where`. */
export function parsePath(path: string, where: string): (string | number)[] {
  const steps: (string | number)[] = [];
  STEP.lastIndex = path.startsWith('$$') ? 2 : 1;
  while (path.startsWith('$') && STEP.lastIndex < path.length) {
    const [, name, quoted, index] = STEP.exec(path) ?? [];
    if (STEP.lastIndex === 0) break;
    steps.push(index === undefined ? (name ?? quoted ?? '') : Number(index));
    if (STEP.lastIndex === path.length) return steps;
  }
  if (path === '$' || path === '$$') return steps;
  throw new TemplateError(
    `${where}: the path ${JSON.stringify(path)} is not supported. Expected $ or $$ followed by .name, ['name'] or [index].`,
  );
}

/** A reader over a state's input and the context object. */
export function pathReader(input: Json, context: Json): PathReader {
  return (path) => {
    let value: Json | undefined = path.startsWith('$$') ? context : input;
    for (const step of parsePath(path, 'path')) {
      if (Array.isArray(value) && typeof step === 'number') value = value[step];
      else if (isObject(value)) value = value[String(step)];
      else return undefined;
    }
    return value;
  };
}

/** The input with `value` put at `path`, which must be made of names. */
export function placeAt(input: Json, path: string, value: Json): Json {
  const [step, ...rest] = parsePath(path, 'ResultPath');
  if (step === undefined) return value;
  const inner = isObject(input) ? input : {};
  const below = rest.map((name) => (typeof name === 'number' ? `[${name}]` : `['${name}']`)).join('');
  return { ...inner, [step]: placeAt(inner[step] ?? {}, `$${below}`, value) };
}

/** Throws for a payload template with a path that is not supported. */
export function checkTemplate(template: Json | undefined, where: string): void {
  if (Array.isArray(template)) for (const item of template) checkTemplate(item, where);
  if (!isObject(template)) return;
  for (const [key, value] of Object.entries(template)) {
    if (key.endsWith('.$')) parsePath(textOf(value), `${where}.${key}`);
    else checkTemplate(value, `${where}.${key}`);
  }
}

/** Fills a payload template: a key that ends in `.$` gets the value at its path. `missing` is called for a path that leads nowhere. */
export function fillTemplate(template: Json, read: PathReader, missing: (path: string) => never): Json {
  if (Array.isArray(template)) return template.map((item) => fillTemplate(item, read, missing));
  if (!isObject(template)) return template;
  const filled: JsonObject = {};
  for (const [key, value] of Object.entries(template)) {
    if (key.endsWith('.$'))
      filled[key.slice(0, -2)] = read(textOf(value)) ?? (read(textOf(value)) === null ? null : missing(textOf(value)));
    else filled[key] = fillTemplate(value, read, missing);
  }
  return filled;
}
