/** Runs one state once: Task (a function), Map, Choice, Pass, Succeed or Fail. */
import { type Json, type JsonObject, itemsOf, objectOf, textOf } from '../template/json.ts';
import { holds } from './choice-rule.ts';
import { checkSize, fillPayload, placeResult, selectData } from './data-flow.ts';
import { type PathReader, pathReader } from './json-path.ts';
import { runMap } from './run-map.ts';
import { StateError } from './state-error.ts';
import { INVOKE, type StateRun, type Step } from './state-run.ts';

/** Runs a state and returns its output and the state that follows. */
export async function runStateOnce(run: StateRun): Promise<Step> {
  const { name, state, data, context } = run;
  const input = selectData(state['InputPath'], { data, context }, `${name}.InputPath`);
  switch (state['Type']) {
    case 'Choice': {
      const next = chooseNext(run, pathReader(input, context));
      return { output: outputOf(run, input), next };
    }
    case 'Fail':
      throw new StateError(textOf(state['Error'] ?? 'States.Failed'), textOf(state['Cause'] ?? ''));
    case 'Succeed':
      return { output: outputOf(run, input), next: undefined };
    default:
      return runWork(run, input);
  }
}

function outputOf({ name, state, context }: StateRun, data: Json): Json {
  return selectData(state['OutputPath'], { data, context }, `${name}.OutputPath`);
}

function chooseNext({ name, state }: StateRun, read: PathReader): string {
  const rules = itemsOf(state['Choices']).map((rule) => objectOf(rule, name));
  const next = rules.find((rule) => holds(rule, read))?.['Next'] ?? state['Default'];
  if (next !== undefined) return textOf(next);
  throw new StateError('States.NoChoiceMatched', `State ${name}: no rule holds and there is no Default.`);
}

/** Runs a Task, a Map or a Pass: the states that have a result. */
async function runWork(run: StateRun, input: Json): Promise<Step> {
  const { name, state, context } = run;
  let result = await resultOf(run, input);
  const selector = state['ResultSelector'];
  if (selector !== undefined) result = fillPayload(selector, pathReader(result, context), name);
  const output = outputOf(run, placeResult(input, state['ResultPath'], result));
  checkSize(output, name);
  return { output, next: typeof state['Next'] === 'string' ? state['Next'] : undefined };
}

async function resultOf(run: StateRun, input: Json): Promise<Json> {
  const { name, state, context, services } = run;
  if (state['Type'] === 'Map') return runMap(run, input);
  const template = state['Parameters'];
  const parameters = template === undefined ? input : fillPayload(template, pathReader(input, context), name);
  return state['Type'] === 'Task' ? runTask(state, parameters, services.invoke) : (state['Result'] ?? parameters);
}

async function runTask(
  state: JsonObject,
  parameters: Json,
  invoke: (functionName: string, payload: Json) => Promise<unknown>,
): Promise<Json> {
  const resource = textOf(state['Resource']);
  if (!resource.endsWith(INVOKE)) return (await invoke(resource, parameters)) as Json;
  const { FunctionName: name, Payload: payload } = objectOf(parameters, 'Parameters');
  const answer = (await invoke(textOf(name), payload ?? {})) as Json;
  return { ExecutedVersion: '$LATEST', Payload: answer, StatusCode: 200 };
}
