/** Bundles the functions and synthesizes the stack. Needs neither network nor credentials. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { DEFAULT_STACK } from '../shared/contract.ts';
import { type BundleOptions, bundleFunctions } from './bundle.ts';
import type { Deployed } from './replacement.ts';
import { DEFAULT_STAGE, readStage, type Stage } from './stages.ts';
import { UpliftStack } from './stack.ts';

/** A synthesized stack. */
export type Synthesis = {
  /** The stage that it was made for. */
  readonly stage: Stage;
  /** Path of its CloudFormation template. */
  readonly templateFile: string;
  /** Folder of the cloud assembly. It holds the bundles as `asset.<hash>`; a function's `S3Key` is `<hash>.zip`. */
  readonly directory: string;
  /** What the context says of the stack that is there (`cdk deploy -c deployed=FILE -c leave=IDS`). */
  readonly deployed: Deployed;
};

// The cdk CLI turns these on by itself. With them, the template says where each function's code came from.
const METADATA = { 'aws:cdk:enable-asset-metadata': true, 'aws:cdk:enable-path-metadata': true };

/** The setting of the CDK by which it checks the template. */
const CHECKS = '@aws-cdk/core:validateAgainstDefaultRules';

const PROJECT = join(import.meta.dirname, '..');

/**
 * Bundles the functions and writes the cloud assembly of one stage.
 *
 * @param outdir folder that gets the assembly
 * @param stage a checked stage, or the name of one in the file of stages (infra/stages.json, or `-c stages=FILE`). Default: the context value `stage` (`cdk -c stage=prod`), else dev
 * @param functions folders of the functions' sources and of their bundles. Default: functions/ and build/functions/
 * @param isChecked whether it is checked as before every deployment: the CDK holds the template against the rules of
 *   CloudFormation, which takes several seconds, and the stage against the windows of its city. Default: true
 */
export function synthesize(
  outdir: string,
  stage?: Stage | string,
  functions?: BundleOptions,
  isChecked = true,
): Synthesis {
  // Without the cdk CLI nobody else reads cdk.json, and the template would differ.
  const { context } = readJson('cdk.json') as { context: Record<string, unknown> };
  const settings = { ...METADATA, ...context, ...(isChecked ? {} : { [CHECKS]: false }) };
  const app = new App({ outdir, context: settings, analyticsReporting: false });
  const said = (name: string): string | undefined => app.node.tryGetContext(name) as string | undefined;
  const config =
    typeof stage === 'object'
      ? stage
      : readStage(
          stage ?? said('stage') ?? DEFAULT_STAGE,
          { alarmEmail: said('alarmEmail'), runbookUrl: said('runbookUrl') },
          said('stages'),
          isChecked,
        );
  const city = config.city === undefined ? {} : { city: join(PROJECT, config.city) };
  const bundles = bundleFunctions({ ...city, ...functions });
  const { version } = readJson('package.json') as { version: string };
  const stack = new UpliftStack(app, DEFAULT_STACK, { stage: config, bundles, packageVersion: version });
  const assembly = app.synth();
  return {
    stage: config,
    templateFile: join(assembly.directory, stack.templateFile),
    directory: assembly.directory,
    deployed: { file: said('deployed'), leave: said('leave') },
  };
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(join(PROJECT, file), 'utf8'));
}
