/** Entry of the CDK app: `node infra/app.ts [stage]`. The cdk CLI runs it too, and names the folder and the context. */
import { synthesize } from './synthesize.ts';

synthesize(process.env['CDK_OUTDIR'] ?? 'cdk.out', process.argv[2]);
