/** One Lambda function: its bundle, its log group, and a role that may do only what it is allowed to. */
import { Aws, type Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Architecture, Code, Function, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import { FilterPattern, LogGroup, MetricFilter, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Bundle } from './bundle.ts';

/** Properties of {@link BundledFunction}. */
export type BundledFunctionProps = {
  readonly bundle: Bundle;
  /** What it does, for whoever reads the console. */
  readonly description: string;
  /** Memory in MB. */
  readonly memory: number;
  /** Longest run. */
  readonly timeout: Duration;
  /** Environment variables, by the names of ENVIRONMENT. Default: none but NODE_OPTIONS. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Its processor. */
  readonly architecture: 'arm64' | 'x86_64';
  /** How long its logs are kept. */
  readonly logRetention: RetentionDays;
  /** Whether its logs stay when the function leaves the stack. */
  readonly keepsData: boolean;
};

/** A metric that is made of the lines of a function's log. */
export type LogMetric = {
  /** A line counts if this field (a JSON path from `$`) has the text `says`. */
  readonly field: string;
  readonly says: string;
  /** A number, or the field (a JSON path from `$`) that has the number. */
  readonly value: string;
  readonly statistic: string;
  readonly period: Duration;
};

/** A function that runs one bundle. Permissions are added with {@link BundledFunction.allow}. */
export class BundledFunction extends Construct {
  readonly lambda: Function;
  /** Where it logs. */
  readonly logGroup: LogGroup;
  /** Memory in MB. */
  readonly memory: number;

  constructor(scope: Construct, id: string, props: BundledFunctionProps) {
    super(scope, id);
    const removalPolicy = props.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    const logGroup = new LogGroup(this, 'Logs', { retention: props.logRetention, removalPolicy });
    this.logGroup = logGroup;
    this.memory = props.memory;
    // The library's default role may write to every log group of the account; this one writes to its own only.
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    this.lambda = new Function(this, 'Lambda', {
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: props.architecture === 'x86_64' ? Architecture.X86_64 : Architecture.ARM_64,
      handler: 'index.handler',
      // The asset has the hash of the code alone: its source map differs with the folder that it was built in.
      code: Code.fromAsset(props.bundle.directory, { assetHash: props.bundle.hash }),
      memorySize: props.memory,
      timeout: props.timeout,
      environment: { NODE_OPTIONS: '--enable-source-maps', ...props.environment },
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      role,
    });
  }

  /** Returns a metric of what the function logs. */
  logMetric(id: string, { field, says, value, ...options }: LogMetric): Metric {
    return new MetricFilter(this, id, {
      logGroup: this.logGroup,
      metricNamespace: Aws.STACK_NAME,
      metricName: id,
      filterPattern: FilterPattern.stringValue(field, '=', says),
      metricValue: value,
    }).metric(options);
  }

  /** Lets the function do these actions on these resources. The library's own grants would allow more, by wildcards. */
  allow(actions: readonly string[], resources: readonly string[]): void {
    this.lambda.addToRolePolicy(new PolicyStatement({ actions: [...actions], resources: [...resources] }));
  }

  /** Lets the function do these actions on the table, in the partitions that begin so and in no other. */
  allowItems(actions: readonly string[], { tableArn }: Pick<ITable, 'tableArn'>, partitions: readonly string[]): void {
    this.lambda.addToRolePolicy(
      new PolicyStatement({
        actions: [...actions],
        resources: [tableArn],
        conditions: {
          'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': partitions.map((beginning) => `${beginning}*`) },
        },
      }),
    );
  }
}
