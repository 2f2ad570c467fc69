/** Reads a state machine's definition and refuses, at the start, whatever the interpreter would not run as the cloud does. */
import { checkRule } from './choice.ts';
import { checkTemplate, parsePath } from './json-path.ts';
import { INVOKE } from './state-machine.ts';
import { type Json, type JsonObject, TemplateError, objectOf, textOf } from './template.ts';

const COMMON = ['Type', 'Comment', 'InputPath', 'OutputPath', 'QueryLanguage'];
const STEP = [...COMMON, 'Next', 'End', 'ResultPath', 'ResultSelector', 'Retry', 'Catch'];
const MAP = [
  'ItemsPath',
  'ItemProcessor',
  'Iterator',
  'ItemReader',
  'ItemSelector',
  'Parameters',
  'MaxConcurrency',
  'ToleratedFailurePercentage',
  'ToleratedFailureCount',
  'Label',
];

/** Fields of each state type. TimeoutSeconds of a task is accepted: the function's own timeout ends it. */
const FIELDS: Record<string, readonly string[]> = {
  Task: [...STEP, 'Resource', 'Parameters', 'TimeoutSeconds'],
  Map: [...STEP, ...MAP],
  Pass: [...COMMON, 'Next', 'End', 'Result', 'ResultPath', 'Parameters'],
  Choice: [...COMMON, 'Choices', 'Default'],
  Succeed: COMMON,
  Fail: ['Type', 'Comment', 'QueryLanguage', 'Error', 'Cause'],
};

/** The definition in a state machine's resolved properties, checked. `isFunction` tells whether a text is the name or ARN of a function. */
export function readDefinition(
  properties: JsonObject,
  where: string,
  isFunction: (name: string) => boolean,
): JsonObject {
  const { DefinitionString: text, Definition: object, DefinitionSubstitutions: substitutions } = properties;
  const filled = (typeof text === 'string' ? text : JSON.stringify(object ?? null)).replace(
    /\$\{([A-Za-z0-9_]+)\}/g,
    (whole, name: string) => {
      const value = objectOf(substitutions, where)[name];
      return value === undefined ? whole : JSON.stringify(textOf(value)).slice(1, -1);
    },
  );
  let parsed: Json;
  try {
    parsed = JSON.parse(filled) as Json;
  } catch (cause) {
    throw new TemplateError(`${where}: the definition is not JSON: ${filled.slice(0, 200)}`, { cause });
  }
  const definition = objectOf(parsed, where);
  checkMachine(definition, where, isFunction);
  return definition;
}

function checkMachine(definition: JsonObject, where: string, isFunction: (name: string) => boolean): void {
  only(
    definition,
    ['StartAt', 'States', 'Comment', 'TimeoutSeconds', 'QueryLanguage', 'Version', 'ProcessorConfig'],
    where,
  );
  const states = objectOf(definition['States'], `${where}.States`);
  const exists = (name: Json | undefined, from: string) => {
    if (typeof name === 'string' && states[name] === undefined)
      throw new TemplateError(`${from}: there is no state ${name}.`);
  };
  exists(definition['StartAt'] ?? 'StartAt', where);
  for (const [name, value] of Object.entries(states)) {
    const place = `${where} state ${name}`;
    const state = objectOf(value, place);
    const type = textOf(state['Type']);
    if (!FIELDS[type])
      throw new TemplateError(
        `${place}: type ${type} is not supported. Expected ${Object.keys(FIELDS).join(', ')}, or add it in infra/local/state-machine.ts.`,
      );
    only(state, FIELDS[type], place);
    if ((state['QueryLanguage'] ?? definition['QueryLanguage'] ?? 'JSONPath') !== 'JSONPath')
      throw new TemplateError(`${place}: QueryLanguage must be JSONPath.`);
    exists(state['Next'], place);
    exists(state['Default'], place);
    for (const field of ['InputPath', 'OutputPath', 'ResultPath', 'ItemsPath'])
      if (typeof state[field] === 'string') parsePath(state[field], `${place}.${field}`);
    for (const field of ['Parameters', 'ResultSelector', 'ItemSelector'])
      checkTemplate(state[field], `${place}.${field}`);
    for (const entry of [state['Choices'], state['Catch']].flatMap((list) => (Array.isArray(list) ? list : [])))
      exists(objectOf(entry, place)['Next'], place);
    for (const rule of Array.isArray(state['Choices']) ? state['Choices'] : []) checkRule(rule, place);
    if (type === 'Task') checkTask(state, place, isFunction);
    if (type === 'Map') checkMap(state, place, isFunction);
  }
}

function checkTask(state: JsonObject, place: string, isFunction: (name: string) => boolean): void {
  const resource = textOf(state['Resource']);
  if (!resource.endsWith(INVOKE)) {
    if (isFunction(resource)) return;
    throw new TemplateError(
      `${place}: the resource ${resource} is not supported. Expected arn:aws${INVOKE} or a function of the template.`,
    );
  }
  const parameters = objectOf(state['Parameters'], place);
  only(parameters, ['FunctionName', 'Payload', 'Payload.$'], `${place}.Parameters`);
  if (!isFunction(textOf(parameters['FunctionName'])))
    throw new TemplateError(`${place}: ${JSON.stringify(parameters['FunctionName'])} is no function of the template.`);
}

function checkMap(state: JsonObject, place: string, isFunction: (name: string) => boolean): void {
  const processor = objectOf(state['ItemProcessor'] ?? state['Iterator'], `${place}.ItemProcessor`);
  const config = objectOf(processor['ProcessorConfig'], place);
  only(config, ['Mode', 'ExecutionType'], `${place}.ProcessorConfig`);
  const distributed = config['Mode'] === 'DISTRIBUTED';
  checkMachine(processor, place, isFunction);
  if (state['ItemReader'] !== undefined) {
    const reader = objectOf(state['ItemReader'], place);
    only(reader, ['Resource', 'ReaderConfig', 'Parameters'], `${place}.ItemReader`);
    const reading = objectOf(reader['ReaderConfig'], place);
    only(reading, ['InputType'], `${place}.ItemReader.ReaderConfig`);
    if (
      !distributed ||
      !textOf(reader['Resource']).endsWith(':states:::s3:getObject') ||
      reading['InputType'] !== 'JSON'
    ) {
      throw new TemplateError(
        `${place}: an ItemReader must read a JSON list with s3:getObject in DISTRIBUTED mode, got ${JSON.stringify(reader)}.`,
      );
    }
    checkTemplate(reader['Parameters'], `${place}.ItemReader.Parameters`);
    only(
      objectOf(reader['Parameters'], place),
      ['Bucket', 'Bucket.$', 'Key', 'Key.$'],
      `${place}.ItemReader.Parameters`,
    );
  }
}

function only(object: JsonObject, known: readonly string[], where: string): void {
  const unknown = Object.keys(object).find((field) => !known.includes(field));
  if (unknown !== undefined)
    throw new TemplateError(`${where}: the field ${unknown} is not supported. Expected ${known.join(', ')}.`);
}
