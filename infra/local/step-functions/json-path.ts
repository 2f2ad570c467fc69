/**
 * State machines may use a part of JSONPath here: `$`, `$$`, `.name`, `['name']` and `[index]`. In a payload template,
 * the value at a path takes the place of the path.
 */
import { type Json, type JsonObject, isObject, textOf } from '../template/json.ts';
import { TemplateError } from '../template/template-error.ts';

/** Returns the value at a path, and undefined if there is none. */
export type PathReader = (path: string) => Json | undefined;

const STEP = /\.([A-Za-z_][\w-]*)|\['([^']*)'\]|\[(\d+)\]/y;

/** Returns the steps of a path. For a wildcard, filter, slice or intrinsic function it throws and names `where`. */
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
    `${where}: the path ${JSON.stringify(path)} is not supported. ` +
      "Expected $ or $$ followed by .name, ['name'] or [index].",
  );
}

/** Returns a reader of a state's input; for paths that begin with `$$` it reads the context object. */
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

/** Returns the input with `value` at `path`, which is made of names. */
export function placeAt(input: Json, path: string, value: Json): Json {
  const [step, ...rest] = parsePath(path, 'ResultPath');
  if (step === undefined) return value;
  const inner = isObject(input) ? input : {};
  const below = rest.map((name) => (typeof name === 'number' ? `[${name}]` : `['${name}']`)).join('');
  return { ...inner, [step]: placeAt(inner[step] ?? {}, `$${below}`, value) };
}

/** Throws for a payload template with a path that is not supported. */
export function checkPayloadTemplate(template: Json | undefined, where: string): void {
  if (Array.isArray(template)) for (const item of template) checkPayloadTemplate(item, where);
  if (!isObject(template)) return;
  for (const [key, value] of Object.entries(template)) {
    if (key.endsWith('.$')) parsePath(textOf(value), `${where}.${key}`);
    else checkPayloadTemplate(value, `${where}.${key}`);
  }
}

/** Fills a payload template: a field that ends in `.$` gets the value at its path, or what `missing` throws. */
export function fillPayloadTemplate(template: Json, read: PathReader, missing: (path: string) => never): Json {
  if (Array.isArray(template)) return template.map((item) => fillPayloadTemplate(item, read, missing));
  if (!isObject(template)) return template;
  const filled: JsonObject = {};
  for (const [key, value] of Object.entries(template)) {
    if (!key.endsWith('.$')) {
      filled[key] = fillPayloadTemplate(value, read, missing);
      continue;
    }
    const path = textOf(value);
    const found = read(path);
    filled[key.slice(0, -2)] = found === undefined ? missing(path) : found;
  }
  return filled;
}
