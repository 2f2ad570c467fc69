import type { FoldInput, PlanOutput, SummaryInput } from '../../shared/contract.ts';
import { noticeKey, runKey } from '../../shared/keys.ts';
import { townshipsOf } from '../../shared/records/manifest.ts';
import { RULE_SET_VERSION } from '../../shared/rules/catalogue.ts';
import { environment } from '../aws/environment.ts';
import { ledger } from '../aws/ledger.ts';
import { log } from '../aws/log.ts';
import { sha256 } from '../aws/manifest.ts';
import { write } from '../aws/objects.ts';
import { readRows } from '../aws/pages.ts';
import { noticesOf } from '../../shared/receipt/notice.ts';
import { periodOf } from './period-of.ts';
import { plan } from './plan.ts';

/** Freezes the inputs of a summary, lists the townships to fold, and tells townships and counties of households that two of them report. */
export async function handler(input: SummaryInput): Promise<PlanOutput> {
  const period = periodOf(input);
  const versions = { ruleSet: RULE_SET_VERSION, codeVersion: environment('codeVersion') };
  const { manifest, ledgers } = await plan(period, versions, { ledger, readRows, sha256 });
  const bucket = environment('reports');
  const manifestKey = runKey(period, manifest.inputs, 'manifest.json');
  const townshipsKey = runKey(period, manifest.inputs, 'townships.json');
  const townships: FoldInput[] = townshipsOf(manifest).map((township) => ({ manifestKey, township }));
  await write(bucket, manifestKey, { content: JSON.stringify(manifest), type: 'application/json' });
  await write(bucket, townshipsKey, { content: JSON.stringify(townships), type: 'application/json' });
  for (const { division, text, json } of noticesOf(period, manifest.duplicates, ledgers)) {
    await write(environment('receipts'), noticeKey(division, period, 'json'), { content: json, type: 'application/json; charset=utf-8' });
    await write(environment('receipts'), noticeKey(division, period, 'txt'), { content: text, type: 'text/plain; charset=utf-8' });
  }
  log.info('planned', { period, inputs: manifest.inputs, townships: townships.length, duplicates: manifest.duplicates.length });
  return { period, bucket, manifestKey, townshipsKey };
}
