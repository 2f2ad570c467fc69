/** The functions of the template, as Lambda runs them. */
import type { ResolvedResource } from '../template/resolved-template.ts';
import { TemplateError } from '../template/template-error.ts';
import { type FunctionSurroundings, readFunction } from './function-definition.ts';
import { FunctionPool } from './function-pool.ts';

/** How to start the functions. */
export type FunctionsOptions = FunctionSurroundings & {
  /** The functions of the template. */
  readonly resources: readonly ResolvedResource[];
  /** The largest number of threads of one function, unless the template reserves fewer. */
  readonly workers: number;
  /** Gets each line that a function prints. */
  readonly log: (line: string) => void;
};

/** The running functions. */
export type Functions = {
  /** Whether there is a function with this name or ARN. */
  has(name: string): boolean;
  /** Returns a function by its name or ARN. If there is none, it throws and names `where`. */
  find(name: string, where: string): FunctionPool;
  /** Runs a function by its logical id, name or ARN. */
  invoke(id: string, event: unknown): Promise<unknown>;
  readonly isBusy: boolean;
  /** Kills the functions. A second call does nothing. */
  close(): Promise<void>;
};

/** Starts the functions. Each one's threads begin with its first invocation. */
export async function startFunctions({
  resources,
  workers,
  log,
  ...surroundings
}: FunctionsOptions): Promise<Functions> {
  const pools = new Map<string, FunctionPool>();
  for (const resource of resources) {
    const reserved = Number(resource.properties['ReservedConcurrentExecutions'] ?? workers);
    const definition = readFunction(resource, surroundings);
    pools.set(resource.logicalId, new FunctionPool(definition, Math.min(workers, reserved), log));
  }
  const all = [...pools.values()];
  const find = (name: string, where: string): FunctionPool => {
    const pool = findPool(all, name);
    if (pool) return pool;
    const known = all.map((other) => other.name).join(', ') || 'none';
    throw new TemplateError(`${where}: no function ${name}. The template has: ${known}.`);
  };
  return {
    has: (name) => findPool(all, name) !== undefined,
    find,
    invoke: async (id, event) => (pools.get(id) ?? find(id, 'invoke')).invoke(event),
    get isBusy() {
      return all.some((pool) => pool.isBusy);
    },
    async close() {
      await Promise.all(all.map((pool) => pool.close()));
    },
  };
}

/** An ARN may name the version $LATEST, which is the only one here. */
function findPool(pools: readonly FunctionPool[], name: string): FunctionPool | undefined {
  const plain = name.replace(/:\$LATEST$/, '');
  return pools.find((pool) => pool.name === plain || pool.arn === plain);
}
