/** Step Functions: the state machines of the template, and the API that starts and describes their executions. */
import { type JsonOperation, jsonHandler } from '../endpoint/json-protocol.ts';
import type { RequestHandler } from '../endpoint/request.ts';
import { type JsonObject, textOf } from '../template/json.ts';
import type { ResolvedResource } from '../template/resolved-template.ts';
import {
  type Execution,
  type Executions,
  type Machine,
  findExecution,
  findMachine,
  startExecution,
} from './executions.ts';
import { readDefinition } from './read-definition.ts';
import type { MachineServices } from './state-run.ts';

/** How to start Step Functions. */
export type StepFunctionsOptions = MachineServices & {
  /** The state machines of the template. */
  readonly resources: readonly ResolvedResource[];
  /** Whether there is a function with this name or ARN. */
  readonly isFunction: (name: string) => boolean;
  /** Gets a line for each execution that fails. */
  readonly log: (line: string) => void;
};

/** Step Functions while it runs. */
export type StepFunctions = {
  /** Answers a request that came to the stack's endpoint. */
  readonly handle: RequestHandler;
  /** Starts an execution with JSON text as its input. @returns the execution's ARN */
  start(machineArn: string, input: string): string;
  /** Whether an execution runs. */
  readonly isBusy: boolean;
};

/** Starts Step Functions. It throws for a definition that does not run here as it does in the cloud. */
export async function startStepFunctions(options: StepFunctionsOptions): Promise<StepFunctions> {
  const { resources, isFunction, log, ...services } = options;
  const machines = new Map<string, Machine>();
  for (const { logicalId, ref, attributes, properties } of resources) {
    const definition = readDefinition(properties, logicalId, isFunction);
    machines.set(ref, { name: attributes['Name']!, arn: ref, definition });
  }
  const executions: Executions = { machines, byArn: new Map(), services, log };
  return {
    handle: jsonHandler({ name: 'Step Functions', version: '1.0', operations: operationsOf(executions) }),
    start: (machineArn, input) => startExecution(executions, { machineArn, input }).executionArn,
    get isBusy() {
      return [...executions.byArn.values()].some(({ status }) => status === 'RUNNING');
    },
  };
}

function operationsOf(executions: Executions): Record<string, JsonOperation> {
  return {
    StartExecution: (body) => answerStart(executions, body),
    DescribeExecution: (body) => describe(findExecution(executions, textOf(body['executionArn']))),
    ListExecutions: (body) => listExecutions(executions, body),
    ListStateMachines: () => listMachines(executions),
  };
}

function answerStart(executions: Executions, { stateMachineArn, input, name }: JsonObject): object {
  const execution = startExecution(executions, {
    machineArn: textOf(stateMachineArn),
    input: textOf(input ?? '{}'),
    name: name === undefined ? undefined : textOf(name),
  });
  return { executionArn: execution.executionArn, startDate: execution.startDate / 1000 };
}

function describe(execution: Execution): object {
  return { ...execution, ...datesOf(execution) };
}

function listExecutions(executions: Executions, { stateMachineArn, statusFilter }: JsonObject): object {
  const { arn } = findMachine(executions, textOf(stateMachineArn));
  const found = [...executions.byArn.values()].filter(
    (execution) => execution.stateMachineArn === arn && (statusFilter ?? execution.status) === execution.status,
  );
  return { executions: found.toReversed().map(summarize) };
}

function summarize(execution: Execution): object {
  const { executionArn, stateMachineArn, name, status } = execution;
  return { executionArn, stateMachineArn, name, status, ...datesOf(execution) };
}

/** The API gives times in seconds. */
function datesOf({ startDate, stopDate }: Execution): object {
  return { startDate: startDate / 1000, ...(stopDate === undefined ? {} : { stopDate: stopDate / 1000 }) };
}

function listMachines({ machines }: Executions): object {
  const stateMachines = [...machines.values()].map(({ arn, name }) => ({
    stateMachineArn: arn,
    name,
    type: 'STANDARD',
    creationDate: 0,
  }));
  return { stateMachines };
}
