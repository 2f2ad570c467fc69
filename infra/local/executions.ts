/** The Step Functions API over the stack's state machines. Executions live in memory: a restart forgets them, running ones too. */
import { randomUUID } from 'node:crypto';
import { type MachineWorld, StateError, runMachine } from './state-machine.ts';
import { type Json, type JsonObject, textOf } from './template.ts';

export type Machine = { readonly name: string; readonly arn: string; readonly definition: JsonObject };
type Execution = {
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

/** An API call that is answered with an error; `code` is the service's own. */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export type Executions = ReturnType<typeof createExecutions>;

/** The executions of a stack. `machines` may be added to until the first one starts. */
export function createExecutions(
  machines: ReadonlyMap<string, Machine>,
  world: MachineWorld,
  log: (line: string) => void,
) {
  const executions = new Map<string, Execution>();

  const machineOf = (arn: unknown): Machine => {
    const machine = machines.get(String(arn));
    if (machine) return machine;
    throw new ApiError(
      'StateMachineDoesNotExist',
      `No state machine ${String(arn)}. The stack has: ${[...machines.keys()].join(', ') || 'none'}.`,
    );
  };
  const executionOf = (arn: unknown): Execution => {
    const execution = executions.get(String(arn));
    if (execution) return execution;
    throw new ApiError(
      'ExecutionDoesNotExist',
      `No execution ${String(arn)}. Executions are forgotten when the local stack ends.`,
    );
  };

  const run = async (machine: Machine, execution: Execution): Promise<void> => {
    const input = JSON.parse(execution.input) as Json;
    const started = new Date(execution.startDate).toISOString();
    const context = {
      Execution: {
        Id: execution.executionArn,
        Input: input,
        Name: execution.name,
        StartTime: started,
        RoleArn: 'arn:aws:iam::000000000000:role/local',
      },
      StateMachine: { Id: machine.arn, Name: machine.name },
    };
    try {
      execution.output = JSON.stringify(await runMachine(machine.definition, input, context, world));
      execution.status = 'SUCCEEDED';
    } catch (error) {
      execution.status = 'FAILED';
      execution.error = error instanceof StateError ? error.error : 'States.Runtime';
      execution.cause = error instanceof Error ? error.message : String(error);
      log(`${machine.name}: execution ${execution.name} failed: ${execution.error}: ${execution.cause}`);
    }
    execution.stopDate = Date.now();
  };

  const start = (
    arn: string,
    input: string,
    name: string = randomUUID(),
  ): { executionArn: string; startDate: number } => {
    const machine = machineOf(arn);
    const executionArn = `${machine.arn.replace(':stateMachine:', ':execution:')}:${name}`;
    const existing = executions.get(executionArn);
    if (existing) {
      // Starting a running execution again with the same input is the same start; a name that has ended is not free again.
      if (existing.status === 'RUNNING' && existing.input === input)
        return { executionArn, startDate: existing.startDate / 1000 };
      throw new ApiError('ExecutionAlreadyExists', `There is an execution ${executionArn}. Choose another name.`);
    }
    try {
      JSON.parse(input);
    } catch {
      throw new ApiError('InvalidExecutionInput', `The input is not JSON: ${input.slice(0, 100)}`);
    }
    const execution: Execution = {
      executionArn,
      stateMachineArn: arn,
      name,
      input,
      startDate: Date.now(),
      status: 'RUNNING',
    };
    executions.set(executionArn, execution);
    void run(machine, execution);
    return { executionArn, startDate: execution.startDate / 1000 };
  };
  const seconds = ({ startDate, stopDate }: Execution) => ({
    startDate: startDate / 1000,
    ...(stopDate === undefined ? {} : { stopDate: stopDate / 1000 }),
  });
  const brief = (execution: Execution) => {
    const { executionArn, stateMachineArn, name, status } = execution;
    return { executionArn, stateMachineArn, name, status, ...seconds(execution) };
  };

  return {
    start,
    get running(): boolean {
      return [...executions.values()].some(({ status }) => status === 'RUNNING');
    },
    /** Answers one operation of the API. */
    call(operation: string, body: JsonObject): object {
      if (operation === 'StartExecution') {
        return start(
          textOf(body['stateMachineArn']),
          textOf(body['input'] ?? '{}'),
          body['name'] === undefined ? undefined : textOf(body['name']),
        );
      }
      if (operation === 'DescribeExecution') {
        const execution = executionOf(body['executionArn']);
        return { ...execution, ...seconds(execution) };
      }
      if (operation === 'ListExecutions') {
        const { arn } = machineOf(body['stateMachineArn']);
        const found = [...executions.values()].filter(
          ({ stateMachineArn, status }) => stateMachineArn === arn && (body['statusFilter'] ?? status) === status,
        );
        return { executions: found.toReversed().map(brief) };
      }
      if (operation === 'ListStateMachines') {
        return {
          stateMachines: [...machines.values()].map(({ arn, name }) => ({
            stateMachineArn: arn,
            name,
            type: 'STANDARD',
            creationDate: 0,
          })),
        };
      }
      throw new ApiError(
        'UnknownOperationException',
        `Step Functions ${operation} is not supported. Expected StartExecution, DescribeExecution, ListExecutions or ListStateMachines.`,
      );
    },
  };
}
