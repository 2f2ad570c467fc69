import { PutObjectCommand } from '@aws-sdk/client-s3';
import { DescribeExecutionCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { expect, test } from 'vitest';
import { clients, functionResource, start, writeAssembly } from './fixture.ts';

// Two workers have a memory each: a shaky fold fails at most once in each of them.
const FUNCTIONS = {
  plan: `export const handler = async ({ period }) => ({ period, bucket: process.env.BUCKET, townshipsKey: 'runs/' + period + '.json' });`,
  fold: `let failed = new Set();
    export const handler = async ({ township, run }) => {
      if (township === 'never') { const error = new Error('no rows'); error.name = 'RowsMissingError'; throw error; }
      if (township === 'shaky' && !failed.has(run)) { failed.add(run); throw new TypeError('try again'); }
      return { township, run };
    };`,
  publish: `export const handler = async (input) => ({ published: true, input });`,
};

const invoke = (name: string, rest: object) => ({ Type: 'Task', Resource: { 'Fn::GetAtt': [name, 'Arn'] }, ...rest });

const DEFINITION = {
  StartAt: 'Plan',
  States: {
    Plan: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Parameters: { FunctionName: { Ref: 'Plan' }, 'Payload.$': '$' },
      OutputPath: '$.Payload',
      Next: 'Fold',
    },
    Fold: {
      Type: 'Map',
      ItemReader: {
        Resource: 'arn:aws:states:::s3:getObject',
        ReaderConfig: { InputType: 'JSON' },
        Parameters: { 'Bucket.$': '$.bucket', 'Key.$': '$.townshipsKey' },
      },
      ItemSelector: { 'township.$': '$$.Map.Item.Value.township', 'run.$': '$$.Execution.Name' },
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'One',
        States: {
          One: invoke('Fold', {
            End: true,
            Retry: [{ ErrorEquals: ['TypeError'], IntervalSeconds: 1, MaxAttempts: 2 }],
          }),
        },
      },
      MaxConcurrency: 2,
      ToleratedFailurePercentage: 0,
      ResultPath: '$.folded',
      Catch: [{ ErrorEquals: ['States.ExceedToleratedFailureThreshold'], ResultPath: '$.problem', Next: 'Report' }],
      Next: 'Enough',
    },
    Enough: {
      Type: 'Choice',
      Choices: [
        {
          And: [
            { Variable: '$.folded[0]', IsPresent: true },
            { Variable: '$.period', StringEquals: '2016Q2' },
          ],
          Next: 'Publish',
        },
      ],
      Default: 'Empty',
    },
    Publish: invoke('Publish', {
      ResultSelector: { 'published.$': '$.published', 'folded.$': '$.input.folded' },
      End: true,
    }),
    Report: { Type: 'Pass', Parameters: { 'error.$': '$.problem.Error', 'period.$': '$.period' }, End: true },
    Empty: { Type: 'Fail', Error: 'NothingToDo', Cause: 'no township' },
  },
};

function resources(): Parameters<typeof writeAssembly>[0] {
  // As CDK writes it: text with references in between.
  const parts = JSON.stringify(DEFINITION).split(/(\{"(?:Ref|Fn::GetAtt)":(?:"\w+"|\[[^\]]*\])\})/);
  const joined = parts
    .map((part, index) => (index % 2 === 1 ? JSON.parse(part) : part))
    .flatMap((part) => (typeof part === 'string' ? [part] : ['"', part, '"']));
  return {
    Out: { Type: 'AWS::S3::Bucket' },
    Plan: functionResource('plan'),
    Fold: functionResource('fold'),
    Publish: functionResource('publish'),
    Machine: {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: { DefinitionString: { 'Fn::Join': ['', joined] } },
    },
    Quarterly: {
      Type: 'AWS::Scheduler::Schedule',
      Properties: {
        ScheduleExpression: 'cron(0 2 11 1,4,7,10 ? *)',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: {
          Arn: { Ref: 'Machine' },
          RoleArn: 'arn:aws:iam::000000000000:role/x',
          Input: '{"period":"2016Q2","scheduledTime":"<aws.scheduler.scheduled-time>"}',
        },
      },
    },
  };
}

async function run(townships: string[], period = '2016Q2') {
  const stack = await start(writeAssembly(resources(), FUNCTIONS));
  const { s3, states } = clients(stack);
  await s3.send(
    new PutObjectCommand({
      Bucket: stack.ref('Out'),
      Key: `runs/${period}.json`,
      Body: JSON.stringify(townships.map((township) => ({ township }))),
    }),
  );
  const { executionArn } = await states.send(
    new StartExecutionCommand({
      stateMachineArn: stack.ref('Machine'),
      name: 'first',
      input: JSON.stringify({ period }),
    }),
  );
  await stack.idle();
  return { stack, states, execution: await states.send(new DescribeExecutionCommand({ executionArn: executionArn! })) };
}

test('plan, a distributed map over a list in a bucket with retries, a choice and publish', async () => {
  const { stack, states, execution } = await run(['a', 'shaky', 'b']);
  expect(execution).toMatchObject({ status: 'SUCCEEDED', name: 'first' });
  const folded = ['a', 'shaky', 'b'].map((township) => ({ township, run: 'first' }));
  expect(JSON.parse(execution.output!)).toEqual({ published: true, folded });

  await expect(
    states.send(new StartExecutionCommand({ stateMachineArn: stack.ref('Machine'), name: 'first' })),
  ).rejects.toMatchObject({
    name: 'ExecutionAlreadyExists',
  });
  const arn = await stack.fireSchedule('Quarterly', new Date(0));
  await stack.idle();
  const fired = await states.send(new DescribeExecutionCommand({ executionArn: String(arn) }));
  expect(fired.status).toBe('SUCCEEDED');
  expect(JSON.parse(fired.input!)).toEqual({ period: '2016Q2', scheduledTime: '1970-01-01T00:00:00Z' });
});

test('a failed item fails the map, and a catch takes it up', async () => {
  const { execution } = await run(['a', 'never']);
  expect(JSON.parse(execution.output!)).toEqual({ error: 'States.ExceedToleratedFailureThreshold', period: '2016Q2' });
});

test('a Fail state ends the execution with its error', async () => {
  const { execution } = await run([]);
  expect(execution).toMatchObject({ status: 'FAILED', error: 'NothingToDo', cause: 'no township' });
});
