/** Checks a state machine's definition, and refuses whatever does not run here as it does in the cloud. */
import { type Json, type JsonObject, itemsOf, objectOf, textOf } from '../template/json.ts';
import { TemplateError } from '../template/template-error.ts';
import { checkRule } from './choice-rule.ts';
import { checkPayloadTemplate, parsePath } from './json-path.ts';
import { INVOKE } from './state-run.ts';

const EVERY_STATE = ['Type', 'Comment', 'InputPath', 'OutputPath', 'QueryLanguage'];
const WITH_RESULT = [...EVERY_STATE, 'Next', 'End', 'ResultPath', 'ResultSelector', 'Retry', 'Catch'];
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

/** The fields of each state type. The TimeoutSeconds of a task has no effect: the function's own timeout ends it. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  Task: [...WITH_RESULT, 'Resource', 'Parameters', 'TimeoutSeconds'],
  Map: [...WITH_RESULT, ...MAP],
  Pass: [...EVERY_STATE, 'Next', 'End', 'Result', 'ResultPath', 'Parameters'],
  Choice: [...EVERY_STATE, 'Choices', 'Default'],
  Succeed: EVERY_STATE,
  Fail: ['Type', 'Comment', 'QueryLanguage', 'Error', 'Cause'],
};

const MACHINE = ['StartAt', 'States', 'Comment', 'TimeoutSeconds', 'QueryLanguage', 'Version', 'ProcessorConfig'];

/** Whether there is a function with this name or ARN. */
type IsFunction = (name: string) => boolean;

/** Throws for a state machine, or the inner one of a map, that cannot run here. */
export function checkMachine(definition: JsonObject, where: string, isFunction: IsFunction): void {
  allowOnly(definition, MACHINE, where);
  const states = objectOf(definition['States'], `${where}.States`);
  requireStates([definition['StartAt'] ?? 'StartAt'], states, where);
  for (const [name, value] of Object.entries(states)) {
    const place = `${where} state ${name}`;
    const state = objectOf(value, place);
    checkFields(state, place);
    if ((state['QueryLanguage'] ?? definition['QueryLanguage'] ?? 'JSONPath') !== 'JSONPath')
      throw new TemplateError(`${place}: QueryLanguage must be JSONPath.`);
    requireStates(statesAfter(state, place), states, place);
    checkPaths(state, place);
    for (const rule of itemsOf(state['Choices'])) checkRule(rule, place);
    if (state['Type'] === 'Task') checkTask(state, place, isFunction);
    if (state['Type'] === 'Map') checkMap(state, place, isFunction);
  }
}

function checkFields(state: JsonObject, place: string): void {
  const type = textOf(state['Type']);
  const fields = FIELDS[type];
  if (!fields) {
    throw new TemplateError(
      `${place}: type ${type} is not supported. Expected ${Object.keys(FIELDS).join(', ')}, ` +
        'or add it in infra/local/step-functions/run-state.ts.',
    );
  }
  allowOnly(state, fields, place);
}

/** Returns the states that a state names as the next one. */
function statesAfter(state: JsonObject, place: string): (Json | undefined)[] {
  const branches = [...itemsOf(state['Choices']), ...itemsOf(state['Catch'])];
  return [state['Next'], state['Default'], ...branches.map((branch) => objectOf(branch, place)['Next'])];
}

function requireStates(names: readonly (Json | undefined)[], states: JsonObject, where: string): void {
  for (const name of names) {
    if (typeof name === 'string' && states[name] === undefined)
      throw new TemplateError(`${where}: there is no state ${name}.`);
  }
}

function checkPaths(state: JsonObject, place: string): void {
  for (const field of ['InputPath', 'OutputPath', 'ResultPath', 'ItemsPath'])
    if (typeof state[field] === 'string') parsePath(state[field], `${place}.${field}`);
  for (const field of ['Parameters', 'ResultSelector', 'ItemSelector'])
    checkPayloadTemplate(state[field], `${place}.${field}`);
}

function checkTask(state: JsonObject, place: string, isFunction: IsFunction): void {
  const resource = textOf(state['Resource']);
  if (!resource.endsWith(INVOKE)) {
    if (isFunction(resource)) return;
    throw new TemplateError(
      `${place}: the resource ${resource} is not supported. ` +
        `Expected arn:aws${INVOKE} or a function of the template.`,
    );
  }
  const parameters = objectOf(state['Parameters'], place);
  allowOnly(parameters, ['FunctionName', 'Payload', 'Payload.$'], `${place}.Parameters`);
  if (!isFunction(textOf(parameters['FunctionName'])))
    throw new TemplateError(`${place}: ${JSON.stringify(parameters['FunctionName'])} is no function of the template.`);
}

function checkMap(state: JsonObject, place: string, isFunction: IsFunction): void {
  const processor = objectOf(state['ItemProcessor'] ?? state['Iterator'], `${place}.ItemProcessor`);
  const config = objectOf(processor['ProcessorConfig'], place);
  allowOnly(config, ['Mode', 'ExecutionType'], `${place}.ProcessorConfig`);
  checkMachine(processor, place, isFunction);
  if (state['ItemReader'] !== undefined)
    checkItemReader(objectOf(state['ItemReader'], place), config['Mode'] === 'DISTRIBUTED', place);
}

function checkItemReader(reader: JsonObject, isDistributed: boolean, place: string): void {
  allowOnly(reader, ['Resource', 'ReaderConfig', 'Parameters'], `${place}.ItemReader`);
  const config = objectOf(reader['ReaderConfig'], place);
  allowOnly(config, ['InputType'], `${place}.ItemReader.ReaderConfig`);
  const readsObject = textOf(reader['Resource']).endsWith(':states:::s3:getObject');
  if (!isDistributed || !readsObject || config['InputType'] !== 'JSON') {
    throw new TemplateError(
      `${place}: an ItemReader must read a JSON list with s3:getObject in DISTRIBUTED mode, ` +
        `got ${JSON.stringify(reader)}.`,
    );
  }
  checkPayloadTemplate(reader['Parameters'], `${place}.ItemReader.Parameters`);
  const parameters = objectOf(reader['Parameters'], place);
  allowOnly(parameters, ['Bucket', 'Bucket.$', 'Key', 'Key.$'], `${place}.ItemReader.Parameters`);
}

function allowOnly(object: JsonObject, known: readonly string[], where: string): void {
  const unknown = Object.keys(object).find((field) => !known.includes(field));
  if (unknown !== undefined)
    throw new TemplateError(`${where}: the field ${unknown} is not supported. Expected ${known.join(', ')}.`);
}
