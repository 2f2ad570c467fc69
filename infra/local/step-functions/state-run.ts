/** What a state is run with. */
import type { Json, JsonObject } from '../template/json.ts';

/** What a state machine needs of the other services. */
export type MachineServices = {
  readonly invoke: (functionName: string, payload: Json) => Promise<unknown>;
  readonly readObject: (bucket: string, key: string) => Promise<string>;
};

/** Runs a state machine, or the inner one of a map, and returns its output. */
export type RunMachine = (
  definition: JsonObject,
  input: Json,
  context: JsonObject,
  services: MachineServices,
) => Promise<Json>;

/** One state, and what it is run with. */
export type StateRun = {
  readonly name: string;
  readonly state: JsonObject;
  /** The output of the state before. */
  readonly data: Json;
  /** The context object, which paths that begin with `$$` read. */
  readonly context: JsonObject;
  readonly services: MachineServices;
  readonly runMachine: RunMachine;
};

/** What running a state gives: its output, and the name of the next state unless it is the last one. */
export type Step = { readonly output: Json; readonly next: string | undefined };

/** The resource of a task ends with this if the task invokes the function that its parameters name. */
export const INVOKE = ':states:::lambda:invoke';
