/** The state machine whose runs a function may start and look at. */
import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';

const client = new SFNClient({});

/** Starts a run under a name. One of this name that is there already, running or ended, is this one. */
export async function startRun(machineArn: string, name: string, input: object): Promise<void> {
  try {
    await client.send(new StartExecutionCommand({ stateMachineArn: machineArn, name, input: JSON.stringify(input) }));
  } catch (error) {
    if (!(error instanceof ExecutionAlreadyExists)) throw error;
  }
}

export type RunState = 'running' | 'done' | 'failed';

/** Where a run stands; null where there is none of this name. */
export async function runState(machineArn: string, name: string): Promise<RunState | null> {
  const executionArn = `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`;
  try {
    const { status } = await client.send(new DescribeExecutionCommand({ executionArn }));
    return status === 'SUCCEEDED'
      ? 'done'
      : status === 'RUNNING' || status === 'PENDING_REDRIVE'
        ? 'running'
        : 'failed';
  } catch (error) {
    if (error instanceof Error && error.name === 'ExecutionDoesNotExist') return null;
    throw error;
  }
}
