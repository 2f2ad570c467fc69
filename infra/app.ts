/** Entry of the CDK app: `node infra/app.ts [stage]`. The cdk CLI runs it too, and names the folder and the context. */
import { readFileSync } from 'node:fs';
import { type DeployedTemplate, refuseLosses, ReplacementError } from './replacement.ts';
import { StageError } from './stages.ts';
import { synthesize } from './synthesize.ts';

try {
  const { stage, templateFile, deployed } = synthesize(process.env['CDK_OUTDIR'] ?? 'cdk.out', process.argv[2]);
  if (stage.keepsData || deployed.file !== undefined)
    refuseLosses(stage.stackName, JSON.parse(readFileSync(templateFile, 'utf8')) as DeployedTemplate, deployed);
} catch (error) {
  if (!(error instanceof StageError) && !(error instanceof ReplacementError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
