/** Runs a Map state, inline or distributed: its inner state machine runs once for each item of a list. */
import { type Json, type JsonObject, objectOf, textOf } from '../template/json.ts';
import { fillPayload, selectData } from './data-flow.ts';
import { pathReader } from './json-path.ts';
import { StateError, stateErrorOf } from './state-error.ts';
import type { StateRun } from './state-run.ts';

/** Runs a map and returns the outputs of its items, in their order. */
export async function runMap(run: StateRun, input: Json): Promise<Json> {
  const { name, state } = run;
  const processor = objectOf(state['ItemProcessor'] ?? state['Iterator'], name);
  const isDistributed = objectOf(processor['ProcessorConfig'], name)['Mode'] === 'DISTRIBUTED';
  const items = await itemsOfMap(run, input);
  const tolerated = isDistributed ? toleratedFailures(state, items.length) : 0;
  const { outputs, failures } = await runItems(items, {
    runItem: (item, index) => runItem(run, { processor, input, item, index }),
    concurrency: Number(state['MaxConcurrency'] ?? 0) || items.length,
    tolerated,
  });
  const [first] = failures;
  if (!first || failures.length <= tolerated) return outputs.filter((output) => output !== undefined);
  if (!isDistributed) throw first;
  throw new StateError(
    'States.ExceedToleratedFailureThreshold',
    `State ${name}: ${failures.length} of ${items.length} items failed. First: ${first.error}: ${first.message}`,
  );
}

/** Returns the list that a map runs over: from a bucket if it has an ItemReader, else from its input. */
async function itemsOfMap(run: StateRun, input: Json): Promise<Json[]> {
  const { name, state, context } = run;
  const items =
    state['ItemReader'] === undefined
      ? selectData(state['ItemsPath'], { data: input, context }, `${name}.ItemsPath`)
      : await readItems(run, input);
  if (Array.isArray(items)) return items;
  const found = JSON.stringify(items)?.slice(0, 200);
  throw new StateError('States.Runtime', `State ${name}: expected a list of items, got ${found}.`);
}

async function readItems({ name, state, context, services }: StateRun, input: Json): Promise<Json> {
  const reader = objectOf(state['ItemReader'], name);
  const parameters = fillPayload(reader['Parameters'] ?? {}, pathReader(input, context), name);
  const { Bucket: bucket, Key: key } = objectOf(parameters, name);
  try {
    return JSON.parse(await services.readObject(textOf(bucket), textOf(key))) as Json;
  } catch (error) {
    const object = `${textOf(bucket)}/${textOf(key)}`;
    throw new StateError('States.ItemReaderFailed', `State ${name}: cannot read ${object} as JSON: ${String(error)}`);
  }
}

function toleratedFailures(state: JsonObject, items: number): number {
  const share = (Number(state['ToleratedFailurePercentage'] ?? 0) * items) / 100;
  return Math.max(Number(state['ToleratedFailureCount'] ?? 0), share);
}

type ItemOptions = {
  readonly runItem: (item: Json, index: number) => Promise<Json>;
  /** Items that run at one time. */
  readonly concurrency: number;
  /** After more failures than this, no item starts any more. */
  readonly tolerated: number;
};

type ItemResults = { readonly outputs: (Json | undefined)[]; readonly failures: StateError[] };

async function runItems(
  items: readonly Json[],
  { runItem, concurrency, tolerated }: ItemOptions,
): Promise<ItemResults> {
  const outputs: (Json | undefined)[] = Array.from({ length: items.length });
  const failures: StateError[] = [];
  let started = 0;
  const lane = async (): Promise<void> => {
    while (started < items.length && failures.length <= tolerated) {
      const index = started++;
      try {
        outputs[index] = await runItem(items[index]!, index);
      } catch (error) {
        failures.push(stateErrorOf(error));
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, lane));
  return { outputs, failures };
}

type MapItem = {
  readonly processor: JsonObject;
  /** The input of the map. */
  readonly input: Json;
  readonly item: Json;
  readonly index: number;
};

async function runItem(run: StateRun, { processor, input, item, index }: MapItem): Promise<Json> {
  const { name, state, services, runMachine } = run;
  const context = { ...run.context, Map: { Item: { Index: index, Value: item } } };
  const selector = state['ItemSelector'] ?? state['Parameters'];
  const itemInput = selector === undefined ? item : fillPayload(selector, pathReader(input, context), name);
  return runMachine(processor, itemInput, context, services);
}
