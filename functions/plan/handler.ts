import { periodsFoldedFor } from '../../shared/aggregate/fold.ts';
import type { FoldInput, PlanOutput, SummaryInput } from '../../shared/contract.ts';
import { runKey } from '../../shared/keys.ts';
import { freeze, townshipsOf } from '../../shared/records/manifest.ts';
import { RULE_SET_VERSION } from '../../shared/rules/catalogue.ts';
import { environment } from '../aws/environment.ts';
import { log } from '../aws/log.ts';
import { sha256 } from '../aws/manifest.ts';
import { write } from '../aws/objects.ts';
import { ledger } from '../aws/table.ts';
import { periodOf } from './period-of.ts';

/** Freezes what the summary will be made of: the ledgers as they are now, and the townships to fold. */
export async function handler(input: SummaryInput): Promise<PlanOutput> {
  const period = periodOf(input);
  const ledgers = await Promise.all(periodsFoldedFor(period).map(ledger));
  const versions = { ruleSet: RULE_SET_VERSION, codeVersion: environment('codeVersion') };
  const manifest = freeze(period, ledgers.flat(), versions, sha256);
  const bucket = environment('reports');
  const manifestKey = runKey(period, manifest.inputs, 'manifest.json');
  const townshipsKey = runKey(period, manifest.inputs, 'townships.json');
  const townships: FoldInput[] = townshipsOf(manifest).map((township) => ({ manifestKey, township }));
  await write(bucket, manifestKey, { content: JSON.stringify(manifest), type: 'application/json' });
  await write(bucket, townshipsKey, { content: JSON.stringify(townships), type: 'application/json' });
  log.info('planned', { period, inputs: manifest.inputs, townships: townships.length });
  return { period, bucket, manifestKey, townshipsKey };
}
