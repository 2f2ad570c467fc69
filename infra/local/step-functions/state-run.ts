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
  /** What the state before put out. */
  readonly data: Json;
  /** The context object, which paths that begin with `$$` read. */
  readonly context: JsonObject;
  readonly services: MachineServices;
  readonly runMachine: RunMachine;
};

/** What a state came to: its output, and the state that follows unless it is the last. */
export type Step = { readonly output: Json; readonly next: string | undefined };

/** How the resource of a task ends that invokes the function in its parameters. */
export const INVOKE = ':states:::lambda:invoke';
