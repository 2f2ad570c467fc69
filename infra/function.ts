/** One Lambda function of ours: runtime, bundle, log group and a role that may do nothing until it is told what. */
import { Aws, type Duration, type RemovalPolicy } from 'aws-cdk-lib';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import { FilterPattern, LogGroup, MetricFilter, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Bundle } from './bundle.ts';

/** Properties of {@link BundledFunction}. */
export type BundledFunctionProps = {
  /** The code. */
  readonly bundle: Bundle;
  /** What it does, for whoever reads the console. */
  readonly description: string;
  /** Memory in MB. */
  readonly memory: number;
  /** Longest run. */
  readonly timeout: Duration;
  /** Environment variables, by the names of ENVIRONMENT. Default: none but NODE_OPTIONS. */
  readonly environment?: Readonly<Record<string, string>>;
  /** How long its logs are kept. */
  readonly logRetention: RetentionDays;
  /** What happens to its logs when the function leaves the stack. */
  readonly removalPolicy: RemovalPolicy;
};

/** What of a function's log is counted, and how. */
export type LogMetric = {
  readonly field: string;
  readonly says: string;
  readonly value: string;
  readonly statistic: string;
  readonly period: Duration;
};

/** A function that runs one bundle. Permissions are added with {@link BundledFunction.allow}. */
export class BundledFunction extends Construct {
  /** The function itself. */
  readonly lambda: Function;
  /** Where it logs. */
  readonly logGroup: LogGroup;
  /** Its longest run; a queue in front of it takes its visibility timeout from here. */
  readonly timeout: Duration;

  constructor(scope: Construct, id: string, props: BundledFunctionProps) {
    super(scope, id);
    this.timeout = props.timeout;
    const logGroup = new LogGroup(this, 'Logs', { retention: props.logRetention, removalPolicy: props.removalPolicy });
    this.logGroup = logGroup;
    // A role of our own: the default one may write to every log group of the account.
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    this.lambda = new Function(this, 'Lambda', {
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      // The hash is of the code alone: the source map names files relative to where it was built.
      code: Code.fromAsset(props.bundle.directory, { assetHash: props.bundle.hash }),
      memorySize: props.memory,
      timeout: props.timeout,
      environment: { NODE_OPTIONS: '--enable-source-maps', ...props.environment },
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      role,
    });
  }

  /** A metric of what the function logs: the `value` of the lines in which `field` says `says` (both as JSON paths from `$`). */
  logMetric(id: string, { field, says, value, ...options }: LogMetric): Metric {
    return new MetricFilter(this, id, {
      logGroup: this.logGroup,
      metricNamespace: Aws.STACK_NAME,
      metricName: id,
      filterPattern: FilterPattern.stringValue(field, '=', says),
      metricValue: value,
    }).metric(options);
  }

  /** Lets the function do these actions on these resources, and no more: the grants of the library bring wildcards along. */
  allow(actions: readonly string[], resources: readonly string[]): void {
    this.lambda.addToRolePolicy(new PolicyStatement({ actions: [...actions], resources: [...resources] }));
  }
}
