/** The executions of state machines. They are in memory only, so a restart forgets them, also those that run. */
import { randomUUID } from 'node:crypto';
import { ACCOUNT } from '../account.ts';
import { ServiceError } from '../endpoint/service-error.ts';
import type { Json, JsonObject } from '../template/json.ts';
import { runMachine } from './run-machine.ts';
import { StateError } from './state-error.ts';
import type { MachineServices } from './state-run.ts';

/** A state machine of the template. */
export type Machine = { readonly name: string; readonly arn: string; readonly definition: JsonObject };

/** One run of a state machine, in the fields of the API. Times are in milliseconds since 1970. */
export type Execution = {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly name: string;
  readonly input: string;
  readonly startDate: number;
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED';
  stopDate?: number;
  output?: string;
  error?: string;
  cause?: string;
};

/** The executions, and what they need. */
export type Executions = {
  /** By ARN, the state machines of the template. */
  readonly machines: ReadonlyMap<string, Machine>;
  /** By ARN, the executions since the start of the stack. */
  readonly byArn: Map<string, Execution>;
  readonly services: MachineServices;
  /** Gets a line for each execution that fails. */
  readonly log: (line: string) => void;
};

/** What begins an execution. */
export type ExecutionStart = {
  readonly machineArn: string;
  /** JSON text. */
  readonly input: string;
  /** Default: a name that no other execution has. */
  readonly name?: string | undefined;
};

/**
 * Starts an execution. If one with this name and input runs already, this is the same start. After its end the name is
 * not free again.
 */
export function startExecution(executions: Executions, start: ExecutionStart): Execution {
  const { machineArn, input, name = randomUUID() } = start;
  const machine = findMachine(executions, machineArn);
  const executionArn = `${machine.arn.replace(':stateMachine:', ':execution:')}:${name}`;
  const existing = executions.byArn.get(executionArn);
  if (existing) {
    if (existing.status === 'RUNNING' && existing.input === input) return existing;
    throw new ServiceError('ExecutionAlreadyExists', `There is an execution ${executionArn}. Choose another name.`);
  }
  checkInput(input);
  const execution: Execution = {
    executionArn,
    stateMachineArn: machineArn,
    name,
    input,
    startDate: Date.now(),
    status: 'RUNNING',
  };
  executions.byArn.set(executionArn, execution);
  void runExecution(executions, machine, execution);
  return execution;
}

/** Returns a state machine; for an ARN that is not known it throws. */
export function findMachine({ machines }: Executions, arn: string): Machine {
  const machine = machines.get(arn);
  if (machine) return machine;
  const known = [...machines.keys()].join(', ') || 'none';
  throw new ServiceError('StateMachineDoesNotExist', `No state machine ${arn}. The stack has: ${known}.`);
}

/** Returns an execution; for an ARN that is not known it throws. */
export function findExecution({ byArn }: Executions, arn: string): Execution {
  const execution = byArn.get(arn);
  if (execution) return execution;
  throw new ServiceError(
    'ExecutionDoesNotExist',
    `No execution ${arn}. Executions are forgotten when the local stack ends.`,
  );
}

function checkInput(input: string): void {
  try {
    JSON.parse(input);
  } catch {
    throw new ServiceError('InvalidExecutionInput', `The input is not JSON: ${input.slice(0, 100)}`);
  }
}

async function runExecution({ services, log }: Executions, machine: Machine, execution: Execution): Promise<void> {
  const input = JSON.parse(execution.input) as Json;
  const context = contextOf(machine, execution, input);
  try {
    execution.output = JSON.stringify(await runMachine(machine.definition, input, context, services));
    execution.status = 'SUCCEEDED';
  } catch (error) {
    execution.status = 'FAILED';
    execution.error = error instanceof StateError ? error.error : 'States.Runtime';
    execution.cause = error instanceof Error ? error.message : String(error);
    log(`${machine.name}: execution ${execution.name} failed: ${execution.error}: ${execution.cause}`);
  }
  execution.stopDate = Date.now();
}

/** Returns the context object, which paths that begin with `$$` read. */
function contextOf(machine: Machine, { executionArn, name, startDate }: Execution, input: Json): JsonObject {
  return {
    Execution: {
      Id: executionArn,
      Input: input,
      Name: name,
      StartTime: new Date(startDate).toISOString(),
      RoleArn: `arn:aws:iam::${ACCOUNT}:role/local`,
    },
    StateMachine: { Id: machine.arn, Name: machine.name },
  };
}
