/**
 * The rule packs AwsSolutions and Serverless of cdk-nag on production. What they find is mended, or stands here with the
 * reason why it stays. A reason that no finding needs any more fails, too.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { expect, test, vi } from 'vitest';
import { bundleFunctions } from '../../infra/bundle.ts';
import { UpliftStack } from '../../infra/stack.ts';
import { stageIn, temporaryFunctions } from './synthesis.ts';

/** A rule, what it is broken by (a path of a construct, behind it the resource of a policy), and why that stays. */
type Acknowledged = { readonly rule: string; readonly at: RegExp; readonly because: string };

const ACKNOWLEDGED: readonly Acknowledged[] = [
  {
    rule: 'AwsSolutions-IAM5',
    at: /Role\/DefaultPolicy <Storage\w+\.Arn>\/(?:runs\/|reports\/|decisions\/|\*\/\?{4}Q\?\/)?\*(?:\.json|\.txt)?$/,
    because:
      'Keys of objects are names of files and numbers of runs, which no policy can know. The folder is named where there is one, and test/e2e/permissions.system.test.ts holds that no action is too many.',
  },
  {
    rule: 'AwsSolutions-IAM5',
    at: /Divisions\/Role <Storage(?:Uploads|Receipts)\w+\.Arn>\/(?:<aws:PrincipalTag\/division>|\$\{aws:PrincipalTag\/division\}|drafts)\/\*$/,
    because:
      'Names of files are the office’s own. The folder is that of the session’s division, which test/door/diagonal.thorough.test.ts weighs against all others; the other one is denied.',
  },
  {
    rule: 'AwsSolutions-IAM5',
    at: /(?:SchedulerRoleForTarget-\w+|StateMachine\/Role)\/DefaultPolicy <\w+Lambda\w+\.Arn>:\*$/,
    because: 'The star stands for versions of the one function that is named; it has none but its newest.',
  },
  {
    rule: 'AwsSolutions-IAM5',
    at: /StateMachine\/Role\/DefaultPolicy \*$/,
    because: 'The delivery of logs can be allowed on all resources only; the actions are of CloudWatch Logs alone.',
  },
  {
    rule: 'AwsSolutions-IAM5',
    at: /StateMachine\/DistributedMapPolicy .*:execution:.*:\*$/,
    because: 'A distributed map starts and ends executions of its own machine, whose names AWS makes.',
  },
  {
    rule: 'AwsSolutions-IAM5',
    at: /Door\/Office\/Role\/DefaultPolicy .*:execution:<SummaryStateMachine\w+\.Name>:\*$/,
    because: 'The office asks how the runs of one machine went, whose names AWS makes.',
  },
  {
    rule: 'AwsSolutions-SF2',
    at: /StateMachine/,
    because: 'Tracing: see Serverless-LambdaTracing.',
  },
  {
    rule: 'Serverless-StepFunctionStateMachineXray',
    at: /StateMachine/,
    because: 'Tracing: see Serverless-LambdaTracing.',
  },
  {
    rule: 'Serverless-LambdaTracing',
    at: /Lambda$/,
    because:
      'Each role would get a permission on all resources (xray:PutTraceSegments). What a trace is asked for, the trail and the logs say: every step names the version of the upload, or the run.',
  },
  {
    rule: 'AwsSolutions-APIG1',
    at: /Door\/Api/,
    because:
      'An address holds the token of its link, which must be in no log. The functions log method and status of each answer; what the API refuses itself is a metric.',
  },
  {
    rule: 'Serverless-APIGWAccessLogging',
    at: /Door\/Api/,
    because: 'As AwsSolutions-APIG1.',
  },
  {
    rule: 'AwsSolutions-APIG4',
    at: /Door\/Api\/(?:GET|POST)--[to]--/,
    because:
      'The address itself authorizes: its token is signed, and the function answers nothing before it has checked it (docs/decisions/0056-links.md).',
  },
  {
    rule: 'Serverless-LambdaDLQ',
    at: /^(?:Ingest|Summary|Door)\/\w+\/Lambda$/,
    because:
      'A dead letter queue is for asynchronous invocations. These are started by a queue with its own dead letters, by the state machine, or by a browser that waits.',
  },
  {
    rule: 'Serverless-LambdaDLQ',
    at: /Sweep\/Function\/Lambda$/,
    because: 'The next sweep, some minutes later, does all that one that failed has left. An alarm tells of errors.',
  },
  {
    rule: 'Serverless-LambdaDLQ',
    at: /Reminders\/Function\/Lambda$/,
    because: 'A reminder that three tries could not send is of no use later. An alarm tells of errors.',
  },
  {
    rule: 'Serverless-SNSRedrivePolicy',
    at: /Reminders\/Topic\d+\//,
    because: 'A mail that cannot be delivered would lie in a queue that nobody reads; the next reminder says the same.',
  },
  {
    rule: 'Serverless-LambdaEventSourceMappingDestination',
    at: /Ingest\/Function\/Lambda\/SqsEventSource/,
    because: 'Lambda has such destinations for streams. The queue has dead letters, and an alarm on them.',
  },
  {
    rule: 'Serverless-SQSRedrivePolicy',
    at: /Ingest\/DeadLetters/,
    because: 'It is where dead letters go.',
  },
  {
    rule: 'Serverless-SNSRedrivePolicy',
    at: /Alarms\/Topic\//,
    because:
      'A mail that cannot be delivered would lie in a queue that nobody reads. The alarm goes on to stand in CloudWatch and on the dashboard.',
  },
];

/** What the packs find: the rule, the construct, and of a policy the resource. */
function findings(): { readonly rule: string; readonly at: string }[] {
  const functions = temporaryFunctions();
  const silenced = vi.spyOn(console, 'error').mockImplementation(() => {});
  try {
    const { context } = JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'cdk.json'), 'utf8')) as {
      context: Record<string, unknown>;
    };
    const app = new App({ outdir: join(functions.folder, 'nag'), context, analyticsReporting: false });
    const bundles = bundleFunctions(functions.options);
    const stage = stageIn('us-east-1', functions.folder);
    const stack = new UpliftStack(app, 'Uplift', { stage, bundles, packageVersion: '0.0.0' });
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
    // It ends by what was found, once the report is written.
    expect(() => app.synth()).toThrow('AwsSolutions');
    const { pluginReports } = JSON.parse(
      readFileSync(join(functions.folder, 'nag', 'validation-report.json'), 'utf8'),
    ) as Report;
    return pluginReports.flatMap(({ violations }) =>
      violations.flatMap(({ ruleName, violatingConstructs }) => {
        const [, rule = ruleName, resource = ''] = /^([^[]+)(?:\[(.*)\])?$/s.exec(ruleName) ?? [];
        return violatingConstructs.map(({ constructPath }) => ({
          rule,
          at: `${constructPath.slice(stack.node.id.length + 1).replace(/\/Resource$/, '')} ${resource.replace('Resource::', '')}`.trim(),
        }));
      }),
    );
  } finally {
    silenced.mockRestore();
    functions.remove();
  }
}

type Report = {
  readonly pluginReports: readonly {
    readonly violations: readonly {
      readonly ruleName: string;
      readonly violatingConstructs: readonly { readonly constructPath: string }[];
    }[];
  }[];
};

test('everything that cdk-nag finds is mended or has a reason, and every reason has its finding', () => {
  const found = findings();
  const isOf = ({ rule, at }: Acknowledged, finding: (typeof found)[number]): boolean =>
    rule === finding.rule && at.test(finding.at);
  const open = found.filter((finding) => !ACKNOWLEDGED.some((one) => isOf(one, finding)));
  expect(open.map(({ rule, at }) => `${rule} ${at}`)).toEqual([]);
  expect(ACKNOWLEDGED.filter((one) => !found.some((finding) => isOf(one, finding)))).toEqual([]);
  expect(new Set(found.map(({ rule }) => rule.split('-')[0]))).toEqual(new Set(['AwsSolutions', 'Serverless']));
});
