/** Runs a state machine from its start to its end, with the retries and catches of each state. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Json, type JsonObject, objectOf, textOf } from '../template/json.ts';
import { placeResult } from './data-flow.ts';
import { runStateOnce } from './run-state.ts';
import { matchingEntry, stateErrorOf } from './state-error.ts';
import type { MachineServices, StateRun, Step } from './state-run.ts';

/** Runs a checked definition and returns its output. */
export async function runMachine(
  definition: JsonObject,
  input: Json,
  context: JsonObject,
  services: MachineServices,
): Promise<Json> {
  const states = objectOf(definition['States'], 'States');
  let name: string | undefined = textOf(definition['StartAt']);
  let data = input;
  while (name !== undefined) {
    const state: JsonObject = objectOf(states[name], name);
    const entered = { ...context, State: { Name: name, EnteredTime: new Date().toISOString() } };
    const step = await runState({ name, state, data, context: entered, services, runMachine });
    data = step.output;
    name = step.next;
  }
  return data;
}

async function runState(run: StateRun): Promise<Step> {
  const { state, data } = run;
  const retries = new Map<JsonObject, number>();
  for (;;) {
    try {
      return await runStateOnce(run);
    } catch (error) {
      const failure = stateErrorOf(error);
      const retry = matchingEntry(state['Retry'], failure);
      const made = retry ? (retries.get(retry) ?? 0) : 0;
      if (retry && made < Number(retry['MaxAttempts'] ?? 3)) {
        retries.set(retry, made + 1);
        await sleep(retryDelay(retry, made), undefined, { ref: false });
        continue;
      }
      const caught = matchingEntry(state['Catch'], failure);
      if (!caught) throw failure;
      const output: Json = { Error: failure.error, Cause: failure.message };
      return { output: placeResult(data, caught['ResultPath'], output), next: textOf(caught['Next']) };
    }
  }
}

/** No retry waits longer than this, whatever the definition says: on one machine nobody gains by it. */
const LONGEST_DELAY_MS = 1000;

function retryDelay(retry: JsonObject, made: number): number {
  const seconds = Number(retry['IntervalSeconds'] ?? 1) * Number(retry['BackoffRate'] ?? 2) ** made;
  return Math.min(LONGEST_DELAY_MS, seconds * 1000, Number(retry['MaxDelaySeconds'] ?? Infinity) * 1000);
}
