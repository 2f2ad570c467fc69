/** Runs a state machine's definition: Task (a function), Map (inline and distributed), Choice, Pass, Succeed and Fail, in JSONPath. */
import { setTimeout as sleep } from 'node:timers/promises';
import { holds } from './choice.ts';
import { FunctionError } from './function-pool.ts';
import { fillTemplate, pathReader, placeAt } from './json-path.ts';
import { type Json, type JsonObject, isObject, objectOf, textOf } from './template.ts';

/** What the interpreter needs of the rest of the stack. */
export type MachineWorld = {
  readonly invoke: (functionName: string, payload: Json) => Promise<unknown>;
  readonly readObject: (bucket: string, key: string) => Promise<string>;
};

/** A failed state, by the error name that Retry and Catch look at. */
export class StateError extends Error {
  override name = 'StateError';
  readonly error: string;
  constructor(error: string, cause: string) {
    super(cause);
    this.error = error;
  }
}

/** Output of a state may hold this many bytes, in the cloud and here. */
const DATA_LIMIT = 262_144;
/** Retries wait as the definition says, but not longer than this: on one machine nobody gains by it. */
const LONGEST_RETRY_MS = 1000;
export const INVOKE = ':states:::lambda:invoke';

/** Runs a checked definition from its start to its end. */
export async function runMachine(
  definition: JsonObject,
  input: Json,
  context: JsonObject,
  world: MachineWorld,
): Promise<Json> {
  const states = objectOf(definition['States'], 'States');
  let name: string | undefined = textOf(definition['StartAt']);
  let data = input;
  while (name !== undefined) {
    const state: JsonObject = objectOf(states[name], name);
    const entered = { ...context, State: { Name: name, EnteredTime: new Date().toISOString() } };
    const step = await runState(name, state, data, entered, world);
    data = step.output;
    name = step.next;
  }
  return data;
}

type Step = { readonly output: Json; readonly next: string | undefined };

async function runState(
  name: string,
  state: JsonObject,
  raw: Json,
  context: JsonObject,
  world: MachineWorld,
): Promise<Step> {
  const next = typeof state['Next'] === 'string' ? state['Next'] : undefined;
  const attempts = new Map<Json, number>();
  for (;;) {
    try {
      return await attempt(name, state, raw, context, world, next);
    } catch (error) {
      const failure = stateError(error);
      const retry = matching(state['Retry'], failure);
      const made = retry ? (attempts.get(retry) ?? 0) : 0;
      if (retry && made < Number(retry['MaxAttempts'] ?? 3)) {
        attempts.set(retry, made + 1);
        const seconds = Number(retry['IntervalSeconds'] ?? 1) * Number(retry['BackoffRate'] ?? 2) ** made;
        const delay = Math.min(LONGEST_RETRY_MS, seconds * 1000, Number(retry['MaxDelaySeconds'] ?? Infinity) * 1000);
        await sleep(delay, undefined, { ref: false });
        continue;
      }
      const caught = matching(state['Catch'], failure);
      if (!caught) throw failure;
      const output: Json = { Error: failure.error, Cause: failure.message };
      return { output: applyResultPath(raw, caught['ResultPath'], output), next: textOf(caught['Next']) };
    }
  }
}

async function attempt(
  name: string,
  state: JsonObject,
  raw: Json,
  context: JsonObject,
  world: MachineWorld,
  next: string | undefined,
): Promise<Step> {
  const input = select(state['InputPath'], raw, context, `${name}.InputPath`);
  const read = pathReader(input, context);
  const type = state['Type'];
  if (type === 'Choice') {
    const rules = Array.isArray(state['Choices']) ? state['Choices'] : [];
    const chosen =
      rules.map((rule) => objectOf(rule, name)).find((rule) => holds(rule, read))?.['Next'] ?? state['Default'];
    if (chosen === undefined)
      throw new StateError('States.NoChoiceMatched', `State ${name}: no rule holds and there is no Default.`);
    return { output: select(state['OutputPath'], input, context, `${name}.OutputPath`), next: textOf(chosen) };
  }
  if (type === 'Fail') throw new StateError(textOf(state['Error'] ?? 'States.Failed'), textOf(state['Cause'] ?? ''));
  if (type === 'Succeed')
    return { output: select(state['OutputPath'], input, context, `${name}.OutputPath`), next: undefined };

  const isMap = type === 'Map';
  const parameters = isMap || state['Parameters'] === undefined ? input : fill(state['Parameters'], read, name);
  let result: Json;
  if (type === 'Task') result = await runTask(state, parameters, world);
  else if (isMap) result = await runMap(name, state, input, context, world);
  else result = state['Result'] ?? parameters;
  if (state['ResultSelector'] !== undefined) result = fill(state['ResultSelector'], pathReader(result, context), name);
  const output = select(
    state['OutputPath'],
    applyResultPath(input, state['ResultPath'], result),
    context,
    `${name}.OutputPath`,
  );
  const size = Buffer.byteLength(JSON.stringify(output));
  if (size > DATA_LIMIT) {
    throw new StateError(
      'States.DataLimitExceeded',
      `State ${name} returned ${size} bytes, the limit is ${DATA_LIMIT}. Put the data in a bucket and pass its key.`,
    );
  }
  return { output, next };
}

async function runTask(state: JsonObject, parameters: Json, world: MachineWorld): Promise<Json> {
  const resource = textOf(state['Resource']);
  if (!resource.endsWith(INVOKE)) return (await world.invoke(resource, parameters)) as Json;
  const { FunctionName: name, Payload: payload } = objectOf(parameters, 'Parameters');
  return {
    ExecutedVersion: '$LATEST',
    Payload: (await world.invoke(textOf(name), payload ?? {})) as Json,
    StatusCode: 200,
  };
}

async function runMap(
  name: string,
  state: JsonObject,
  input: Json,
  context: JsonObject,
  world: MachineWorld,
): Promise<Json> {
  const processor = objectOf(state['ItemProcessor'] ?? state['Iterator'], name);
  const distributed = objectOf(processor['ProcessorConfig'], name)['Mode'] === 'DISTRIBUTED';
  const items =
    state['ItemReader'] === undefined
      ? select(state['ItemsPath'], input, context, `${name}.ItemsPath`)
      : await readItems(name, state, input, context, world);
  if (!Array.isArray(items))
    throw new StateError(
      'States.Runtime',
      `State ${name}: expected a list of items, got ${JSON.stringify(items)?.slice(0, 200)}.`,
    );
  const selector = state['ItemSelector'] ?? state['Parameters'];
  const outputs: (Json | undefined)[] = Array.from({ length: items.length });
  const failures: StateError[] = [];
  const percentage = (Number(state['ToleratedFailurePercentage'] ?? 0) * items.length) / 100;
  const tolerated = distributed ? Math.max(Number(state['ToleratedFailureCount'] ?? 0), percentage) : 0;
  let started = 0;
  const lane = async () => {
    while (started < items.length && failures.length <= tolerated) {
      const index = started++;
      const value = items[index]!;
      const inner = { ...context, Map: { Item: { Index: index, Value: value } } };
      try {
        const itemInput = selector === undefined ? value : fill(selector, pathReader(input, inner), name);
        outputs[index] = await runMachine(processor, itemInput, inner, world);
      } catch (error) {
        failures.push(stateError(error));
      }
    }
  };
  const limit = Number(state['MaxConcurrency'] ?? 0) || items.length;
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, lane));
  const [first] = failures;
  if (first && failures.length > tolerated) {
    if (!distributed) throw first;
    throw new StateError(
      'States.ExceedToleratedFailureThreshold',
      `State ${name}: ${failures.length} of ${items.length} items failed. First: ${first.error}: ${first.message}`,
    );
  }
  return outputs.filter((output) => output !== undefined);
}

async function readItems(
  name: string,
  state: JsonObject,
  input: Json,
  context: JsonObject,
  world: MachineWorld,
): Promise<Json> {
  const reader = objectOf(state['ItemReader'], name);
  const { Bucket: bucket, Key: key } = objectOf(
    fill(reader['Parameters'] ?? {}, pathReader(input, context), name),
    name,
  );
  try {
    return JSON.parse(await world.readObject(textOf(bucket), textOf(key))) as Json;
  } catch (error) {
    throw new StateError(
      'States.ItemReaderFailed',
      `State ${name}: cannot read ${textOf(bucket)}/${textOf(key)} as JSON: ${String(error)}`,
    );
  }
}

function fill(template: Json, read: (path: string) => Json | undefined, where: string): Json {
  return fillTemplate(template, read, (path) => {
    throw new StateError('States.ParameterPathFailure', `State ${where}: the path ${path} leads nowhere.`);
  });
}

/** InputPath, OutputPath and ItemsPath: null is an empty object, absent is everything. */
function select(path: Json | undefined, data: Json, context: Json, where: string): Json {
  if (path === null) return {};
  const value = path === undefined ? data : pathReader(data, context)(textOf(path));
  if (value === undefined) throw new StateError('States.Runtime', `${where}: ${textOf(path)} leads nowhere.`);
  return value;
}

function applyResultPath(input: Json, path: Json | undefined, result: Json): Json {
  if (path === null) return input;
  return path === undefined ? result : placeAt(input, textOf(path), result);
}

/** The first Retry or Catch entry that names the error. */
function matching(entries: Json | undefined, { error }: StateError): JsonObject | undefined {
  return (Array.isArray(entries) ? entries : [])
    .filter(isObject)
    .find(({ ErrorEquals: names }) =>
      (Array.isArray(names) ? names : []).some(
        (name) =>
          name === error ||
          (name === 'States.ALL' && error !== 'States.DataLimitExceeded' && error !== 'States.Runtime') ||
          (name === 'States.TaskFailed' && error !== 'States.Timeout' && !error.startsWith('States.')),
      ),
    );
}

function stateError(error: unknown): StateError {
  if (error instanceof StateError) return error;
  if (error instanceof FunctionError) return new StateError(error.errorType, JSON.stringify(error.payload));
  return new StateError('States.Runtime', String(error));
}
